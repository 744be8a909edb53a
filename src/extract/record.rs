//! Builds the seminar for one entry, and reports problems with their positions.

use std::collections::HashSet;
use std::sync::Arc;

use super::entry::{Entry, KeyedValue, names_somebody};
use super::fields;
use super::fields::Field;
use super::names;
use super::placeholder::{is_placeholder, is_placeholder_node};
use super::reporter::{Reporter, abbreviate};
use super::structure::Candidate;
use crate::diagnostic::{Rule, Severity};
use crate::format::node::{Node, NodeValue, Pair};
use crate::markup::strip::strip_markup;
use crate::recording::Link;
use crate::seminar::{Duration, Seminar, Source};
use crate::text::Text;

mod date;
mod recordings;
mod title;

pub(crate) use date::date_from_name;

/// Builds the seminar for an entry. `spare_date` is the date in the file's name, as a fallback.
pub(crate) fn build(
    candidate: &Candidate<'_>,
    index: u32,
    spare_date: Option<&str>,
    reporter: &mut Reporter<'_>,
) -> Seminar {
    let entry = &candidate.entry;
    let source = Source {
        root: Arc::clone(&reporter.file.root),
        file: Arc::clone(&reporter.file.path),
        line: entry.at.line,
        index,
    };
    let mut maker = SeminarBuilder { entry, seminar: Seminar::new(source), used: Vec::new(), reporter };
    maker.report_repeated();
    maker.set_title_and_speakers(candidate);
    maker.set_texts(candidate);
    maker.seminar.date = date::resolve_date(candidate, spare_date, maker.reporter, &mut maker.used);
    if maker.seminar.time.is_none() {
        let said = candidate.inherited.default_for(Field::Time);
        maker.seminar.time = date::time_in_date(candidate).or_else(|| said.and_then(KeyedValue::line));
    }
    maker.set_recordings_and_links(candidate);
    maker.set_other();
    maker.seminar
}

struct SeminarBuilder<'m, 'n, 'd> {
    entry: &'m Entry<'n>,
    seminar: Seminar,
    /// Keys that are already handled; `set_other` keeps the rest.
    used: Vec<&'n Pair>,
    reporter: &'m mut Reporter<'d>,
}

impl<'n> SeminarBuilder<'_, 'n, '_> {
    fn report_repeated(&mut self) {
        for pair in &self.entry.repeated {
            let message =
                format!("the field `{}` is given twice; the last non-placeholder value is used", pair.key);
            self.reporter.report(Rule::DuplicateField, pair.at, &message, "leave one of them out");
        }
    }

    fn set_texts(&mut self, candidate: &Candidate<'n>) {
        self.seminar.id = self.line(Field::Id).unwrap_or_default();
        self.seminar.time =
            self.line(Field::Time).filter(|time| !date::names_day(time)).or_else(|| self.time_range());
        let around = &candidate.inherited;
        let said = |field| around.default_for(field).and_then(KeyedValue::line);
        self.seminar.timezone = self.line(Field::Timezone).or_else(|| said(Field::Timezone));
        self.seminar.location = self.line(Field::Location).or_else(|| around.location.map(strip_markup));
        self.seminar.series = self.line(Field::Series).or_else(|| around.series.map(strip_markup));
        self.seminar.language = self.line(Field::Language).or_else(|| said(Field::Language));
        self.seminar.hosts =
            self.host_names(self.entry.first(Field::Host).or(around.default_for(Field::Host)));
        self.seminar.tags = self.tag_list(self.entry.filled(Field::Tags).collect());
        if self.seminar.tags.is_empty() {
            self.seminar.tags = self.tag_list(around.default_for(Field::Tags).into_iter().collect());
        }
        self.seminar.abstract_text = self.abstract_text();
        self.set_duration();
    }

    /// The time, if it is given as a list of start and end: `[13:40, 14:00]`.
    fn time_range(&mut self) -> Option<Text> {
        let slot = self.entry.first(Field::Time)?;
        let times: Option<Vec<&str>> = slot.pair.node.items()?.iter().map(Node::scalar).collect();
        let times = times.filter(|times| (1..=2).contains(&times.len()))?;
        self.used.push(slot.pair);
        Some(Text::line(&times.join("–")))
    }

    /// The text of a field as one line, without markup.
    fn line(&mut self, field: Field) -> Option<Text> {
        let slot = self.scalar(field)?;
        let line = slot.pair.node.scalar().map(strip_markup)?;
        (!line.is_empty()).then_some(line)
    }

    /// The best key of a field that has a text. Reports the placeholders before it.
    fn scalar(&mut self, field: Field) -> Option<KeyedValue<'n>> {
        for slot in self.entry.keys_of(field) {
            let node = &slot.pair.node;
            match node.scalar() {
                Some(text) if !is_placeholder(text) => {
                    self.used.push(slot.pair);
                    return Some(slot);
                }
                Some(text) if !text.trim().is_empty() => self.report_placeholder(slot.pair, text),
                Some(_) => self.used.push(slot.pair),
                None if node.is_null() || node.is_empty() => {}
                None if field == Field::Time && node.items().is_some() => {}
                None if self.entry.is_canonical && !is_translated(node) => {
                    self.used.push(slot.pair);
                    self.reporter.report_wrong_type(&slot.pair.key, "a text", node);
                }
                None => {
                    // The value may be a text in several languages.
                    if Self::first_text(slot.pair).is_some() {
                        self.used.push(slot.pair);
                        return Self::first_text(slot.pair).map(|pair| KeyedValue { pair, ..slot });
                    }
                }
            }
        }
        None
    }

    /// The first pair of a map whose value is a text.
    fn first_text(pair: &'n Pair) -> Option<&'n Pair> {
        let inner = pair.node.pairs()?.iter();
        inner.into_iter().find(|inner| inner.node.scalar().is_some_and(|text| !is_placeholder(text)))
    }

    fn report_placeholder(&mut self, pair: &'n Pair, text: &str) {
        self.used.push(pair);
        let message = format!("the placeholder `{}` for `{}` is left out", abbreviate(text), pair.key);
        self.reporter.report_milder(
            Severity::Note,
            Rule::Placeholder,
            pair.node.at,
            &message,
            "leave the field out until it is known",
        );
    }

    /// The abstract, from one text or from paragraphs in a list.
    fn abstract_text(&mut self) -> Option<Text> {
        for slot in self.entry.keys_of(Field::Abstract) {
            let node = &slot.pair.node;
            let text = match &node.value {
                NodeValue::Scalar { text, .. } if is_placeholder_node(node) => {
                    if !text.trim().is_empty() && !node.is_null() {
                        self.report_placeholder(slot.pair, text);
                    }
                    continue;
                }
                // Under a generic key such as `text`, an address is a link and not an abstract.
                NodeValue::Scalar { text, .. }
                    if is_generic_text_key(&slot.pair.key) && Link::parse(text).is_ok() =>
                {
                    continue;
                }
                NodeValue::Scalar { text, .. } => Text::block(text),
                NodeValue::List(items) if items.iter().all(|item| item.scalar().is_some()) => {
                    let paragraphs: Vec<&str> = items.iter().filter_map(Node::scalar).collect();
                    Text::block(&paragraphs.join("\n\n"))
                }
                _ if self.entry.is_canonical => {
                    self.used.push(slot.pair);
                    self.reporter.report_wrong_type(&slot.pair.key, "a text", node);
                    continue;
                }
                _ => continue,
            };
            self.used.push(slot.pair);
            return Some(text).filter(|text| !text.is_empty());
        }
        None
    }

    /// The names of the hosts, from a text or a list.
    fn host_names(&mut self, slot: Option<KeyedValue<'n>>) -> Vec<Text> {
        let Some(slot) = slot else {
            return Vec::new();
        };
        let texts = collect_texts(&slot.pair.node);
        if !texts.is_empty() {
            self.used.push(slot.pair);
        }
        texts.into_iter().flat_map(names::parse).map(|person| person.name).collect()
    }

    /// Tags, from a list or from a text separated by commas or semicolons.
    fn tag_list(&mut self, slots: Vec<KeyedValue<'n>>) -> Vec<Text> {
        let mut words = Vec::new();
        let mut seen = HashSet::new();
        for slot in slots {
            let node = &slot.pair.node;
            let texts = collect_texts(node);
            if texts.is_empty() {
                continue;
            }
            self.used.push(slot.pair);
            for text in texts {
                let parts: Vec<&str> =
                    if node.items().is_some() { vec![text] } else { text.split([',', ';']).collect() };
                for word in parts.into_iter().map(strip_markup).filter(|word| !word.is_empty()) {
                    if seen.insert(word.clone()) {
                        words.push(word);
                    }
                }
            }
        }
        words
    }

    fn set_duration(&mut self) {
        let Some(slot) = self.entry.first(Field::Duration) else {
            return;
        };
        let Some(text) = slot.pair.node.scalar() else {
            return;
        };
        self.seminar.duration =
            Duration::parse(text).map(|own| if self.entry.is_canonical { own } else { in_hours(text, own) });
        if self.seminar.duration.is_some() {
            self.used.push(slot.pair);
        } else {
            let message = format!("`{}` is not a duration", abbreviate(text));
            let help = "write it as `54m` or `1h02m`";
            self.reporter.report(Rule::BadDuration, slot.pair.node.at, &message, help);
        }
    }

    /// Keeps everything that no field has used under `other`, unchanged.
    fn set_other(&mut self) {
        let nearly_own = self.entry.is_nearly_canonical();
        for pair in &self.entry.other {
            let near = if nearly_own { fields::suggest(&fields::normalize(&pair.key)) } else { None };
            if let Some(near) = near {
                let message = format!("unknown field `{}`", pair.key);
                let help = format!("did you mean `{near}`?");
                self.reporter.report(Rule::UnknownField, pair.at, &message, &help);
            }
            if !self.used.iter().any(|used| std::ptr::eq(*used, *pair)) {
                self.add_other(pair);
            }
        }
        let mut used: Vec<*const Pair> = self.used.iter().map(|pair| std::ptr::from_ref(*pair)).collect();
        used.sort_unstable();
        for slot in self.entry.values() {
            if used.binary_search(&std::ptr::from_ref(slot.pair)).is_ok() {
                continue;
            }
            let text = slot.pair.node.texts().first().copied().unwrap_or_default();
            let nobody = slot.field == Field::Speakers && !names_somebody(&slot.pair.node);
            if (nobody || is_placeholder(text)) && !text.trim().is_empty() {
                self.report_placeholder(slot.pair, text);
            } else {
                self.add_other(slot.pair);
            }
        }
    }

    fn add_other(&mut self, pair: &Pair) {
        if !pair.node.is_empty() {
            self.seminar.other.push((Text::line(&pair.key), pair.node.to_json()));
        }
    }
}

/// The texts in a scalar or list. A map counts by its name, title, label or link.
fn collect_texts(node: &Node) -> Vec<&str> {
    match &node.value {
        NodeValue::Scalar { text, .. } if !is_placeholder_node(node) => vec![text],
        NodeValue::Scalar { .. } => Vec::new(),
        NodeValue::List(items) => items.iter().flat_map(collect_texts).collect(),
        NodeValue::Map(pairs) => {
            let named = ["name", "title", "label", "url", "link"]
                .iter()
                .find_map(|name| pairs.iter().find(|pair| pair.key.eq_ignore_ascii_case(name)));
            named.map(|pair| collect_texts(&pair.node)).unwrap_or_default()
        }
    }
}

/// Reads `00:30` as half an hour, as conference schedules write it: no talk lasts half a minute.
fn in_hours(text: &str, own: Duration) -> Duration {
    let is_clock = text.trim().len() == 5 && text.matches(':').count() == 1;
    let longer = Duration::from_seconds(own.seconds().saturating_mul(60));
    longer.filter(|_| is_clock && own.seconds() < SHORTEST_TALK).unwrap_or(own)
}

/// No talk is shorter than this, in seconds.
const SHORTEST_TALK: u32 = 240;

/// Whether a map gives one text in several languages: `{en: …, fr: …}`.
fn is_translated(node: &Node) -> bool {
    let code = |key: &str| {
        matches!(key.len(), 2 | 5) && key.is_ascii() && key.starts_with(|c: char| c.is_lowercase())
    };
    node.pairs().is_some_and(|pairs| pairs.iter().all(|pair| code(&pair.key) && pair.node.scalar().is_some()))
}

fn is_generic_text_key(key: &str) -> bool {
    ["text", "content", "body"].iter().any(|name| key.eq_ignore_ascii_case(name))
}
