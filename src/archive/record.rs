//! A record: one map of a file becomes one seminar, and everything odd about it becomes a diagnostic with its place.

use std::sync::Arc;

use super::discover::Found;
use super::fields::{self, Field};
use super::node::{Node, Pair, Value};
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::recording::{Link, Recording};
use crate::seminar::{Duration, LabelledLink, Seminar, Source, Speaker, TalkDate};
use crate::text::Text;

/// What a file gave.
#[derive(Debug, Default)]
pub(crate) struct Harvest {
    /// Its seminars, in the order of the file.
    pub(crate) seminars: Vec<Seminar>,
    /// What is wrong with it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Turns the documents of a file into seminars.
pub(crate) fn read(found: &Found, documents: &[Node]) -> Harvest {
    let mut reader = Reader { found, harvest: Harvest::default() };
    for document in documents {
        reader.document(document);
    }
    let mut harvest = reader.harvest;
    let alone = harvest.seminars.len() == 1;
    for seminar in &mut harvest.seminars {
        if seminar.id.is_empty() {
            seminar.id = made_id(seminar, alone);
        }
    }
    harvest
}

struct Reader<'a> {
    found: &'a Found,
    harvest: Harvest,
}

impl Reader<'_> {
    fn document(&mut self, node: &Node) {
        let list = node.pairs().and_then(|pairs| {
            let pair = pairs.iter().find(|pair| &*pair.key == "seminars")?;
            pair.node.items()
        });
        match list.or_else(|| node.items()) {
            Some(items) => {
                for item in items {
                    self.item(item);
                }
            }
            // A map without a field of ours is some other file, and no business of this program.
            None if node.pairs().is_some_and(|pairs| pairs.iter().any(|p| own(&p.key).is_some())) => {
                self.item(node);
            }
            None => {}
        }
    }

    fn item(&mut self, node: &Node) {
        let Some(pairs) = node.pairs() else {
            if !node.is_empty() {
                let message = format!("expected a map with the fields of a talk, found {}", node.kind());
                self.report(Severity::Error, "wrong-type", node.at, &message, "write it as `title: …`");
            }
            return;
        };
        let source = Source {
            root: Arc::clone(&self.found.root),
            file: Arc::clone(&self.found.path),
            line: node.at.line,
            index: u32::try_from(self.harvest.seminars.len()).unwrap_or(u32::MAX),
        };
        let mut draft = Draft::new(source);
        for pair in pairs {
            self.pair(&mut draft, pair);
        }
        let seminar = draft.seminar;
        if seminar.title.is_none() && seminar.speakers.is_empty() {
            let message = "the record has neither a title nor a speaker, and is left out";
            self.report(Severity::Error, "missing-title", node.at, message, "add `title: …`");
            return;
        }
        self.harvest.seminars.push(seminar);
    }

    fn pair(&mut self, draft: &mut Draft, pair: &Pair) {
        let Some(field) = own(&pair.key) else {
            return self.unknown(draft, pair);
        };
        if draft.seen.contains(&field) {
            let message = format!("the field `{}` comes twice; the last one counts", pair.key);
            self.report(Severity::Warning, "duplicate-field", pair.at, &message, "leave one of them out");
        }
        if pair.node.is_empty() {
            return;
        }
        draft.seen.push(field);
        let seminar = &mut draft.seminar;
        let node = &pair.node;
        match field {
            Field::Id => set(&mut seminar.id, self.line(pair)),
            Field::Title => set(&mut seminar.title, self.line(pair).map(Some)),
            Field::Speakers => seminar.speakers = self.speakers(node),
            Field::Date => {
                let date = self.line(pair).map(|text| TalkDate::parse(&text));
                if let Some(date) = date.as_ref().filter(|date| date.when().is_none()) {
                    let message = format!("`{}` is not a date that can be sorted by", date.text());
                    let help = "write it as `2022-11-17`, `2022-11` or `2022`";
                    self.report(Severity::Warning, "unreadable-date", node.at, &message, help);
                }
                set(&mut seminar.date, date.map(Some));
            }
            Field::Time => set(&mut seminar.time, self.line(pair).map(Some)),
            Field::Timezone => set(&mut seminar.timezone, self.line(pair).map(Some)),
            Field::Series => set(&mut seminar.series, self.line(pair).map(Some)),
            Field::Location => set(&mut seminar.location, self.line(pair).map(Some)),
            Field::Language => set(&mut seminar.language, self.line(pair).map(Some)),
            Field::Abstract => {
                set(&mut seminar.abstract_text, self.scalar(pair).map(|text| Some(Text::block(text))));
            }
            Field::Host => seminar.hosts = self.lines(node),
            Field::Tags => seminar.tags = self.lines(node),
            Field::Video => self.recordings(draft, pair),
            Field::Slides => self.slides(draft, pair),
            Field::Links => self.links(draft, pair),
            Field::Duration => self.duration(draft, pair),
        }
    }

    fn unknown(&mut self, draft: &mut Draft, pair: &Pair) {
        if let Some(near) = fields::near(&fields::normal(&pair.key)) {
            let message = format!("unknown field `{}`", pair.key);
            let help = format!("did you mean `{near}`?");
            self.report(Severity::Warning, "unknown-field", pair.at, &message, &help);
        }
        draft.keep(pair);
    }

    fn scalar<'n>(&mut self, pair: &'n Pair) -> Option<&'n str> {
        let text = pair.node.scalar();
        if text.is_none() {
            let message = format!("expected a text for `{}`, found {}", pair.key, pair.node.kind());
            self.report(Severity::Error, "wrong-type", pair.node.at, &message, "write one text");
        }
        text
    }

    fn line(&mut self, pair: &Pair) -> Option<Text> {
        self.scalar(pair).map(Text::line)
    }

    /// One text, or a list of them.
    fn lines(&mut self, node: &Node) -> Vec<Text> {
        let items = node.items().unwrap_or(std::slice::from_ref(node));
        let mut lines = Vec::with_capacity(items.len());
        for item in items.iter().filter(|item| !item.is_empty()) {
            match item.scalar() {
                Some(text) => lines.push(Text::line(text)),
                None => self.expected("a text", item),
            }
        }
        lines
    }

    fn speakers(&mut self, node: &Node) -> Vec<Speaker> {
        let items = node.items().unwrap_or(std::slice::from_ref(node));
        items.iter().filter(|item| !item.is_empty()).filter_map(|item| self.speaker(item)).collect()
    }

    fn speaker(&mut self, node: &Node) -> Option<Speaker> {
        if let Some(name) = node.scalar() {
            return Some(Speaker { name: Text::line(name), ..Speaker::default() });
        }
        let Some(pairs) = node.pairs() else {
            self.expected("a name, or a map with `name`", node);
            return None;
        };
        let mut speaker = Speaker::default();
        for pair in pairs.iter().filter(|pair| !pair.node.is_empty()) {
            match &*fields::normal(&pair.key) {
                "name" => set(&mut speaker.name, self.line(pair)),
                "affiliation" => set(&mut speaker.affiliation, self.line(pair).map(Some)),
                "bio" => set(&mut speaker.bio, self.scalar(pair).map(|text| Some(Text::block(text)))),
                other => {
                    let message = format!("unknown field `{}` of a speaker is left out", pair.key);
                    let help = fields::near(other).map(|near| format!("did you mean `{near}`?"));
                    let help = help.as_deref().unwrap_or("a speaker has `name`, `affiliation` and `bio`");
                    self.report(Severity::Warning, "unknown-field", pair.at, &message, help);
                }
            }
        }
        if speaker.name.is_empty() {
            let message = "the speaker has no name, and is left out";
            self.report(Severity::Error, "missing-name", node.at, message, "add `name: …`");
            return None;
        }
        Some(speaker)
    }

    fn recordings(&mut self, draft: &mut Draft, pair: &Pair) {
        let items = pair.node.items().unwrap_or(std::slice::from_ref(&pair.node));
        draft.seminar.recordings.clear();
        for item in items.iter().filter(|item| !item.is_empty()) {
            match item.scalar().map(Recording::parse) {
                Some(Ok(recording)) => draft.seminar.recordings.push(recording),
                Some(Err(error)) => {
                    let help = "write it as `https://www.youtube.com/watch?v=…`";
                    self.report(Severity::Error, "bad-link", item.at, &error.to_string(), help);
                    draft.keep(pair);
                }
                None => self.expected("a link", item),
            }
        }
    }

    fn slides(&mut self, draft: &mut Draft, pair: &Pair) {
        match self.scalar(pair).map(Link::parse) {
            Some(Ok(link)) => draft.seminar.slides = Some(link),
            Some(Err(error)) => self.refused(draft, pair, &error.to_string()),
            None => {}
        }
    }

    fn links(&mut self, draft: &mut Draft, pair: &Pair) {
        let Value::Map(pairs) = &pair.node.value else {
            return self.expected("a map from label to address", &pair.node);
        };
        draft.seminar.links.clear();
        for inner in pairs.iter().filter(|inner| !inner.node.is_empty()) {
            match self.scalar(inner).map(Link::parse) {
                Some(Ok(link)) => {
                    let label = Text::line(&inner.key);
                    draft.seminar.links.push(LabelledLink { label, link });
                }
                Some(Err(error)) => self.refused(draft, inner, &error.to_string()),
                None => {}
            }
        }
    }

    fn duration(&mut self, draft: &mut Draft, pair: &Pair) {
        let Some(text) = self.scalar(pair) else { return };
        draft.seminar.duration = Duration::parse(text);
        if draft.seminar.duration.is_none() {
            let message = format!("`{}` is not a duration", text.trim());
            self.report(
                Severity::Warning,
                "bad-duration",
                pair.node.at,
                &message,
                "write it as `54m` or `1h02m`",
            );
            draft.keep(pair);
        }
    }

    fn refused(&mut self, draft: &mut Draft, pair: &Pair, message: &str) {
        let help = "write the whole address, as `https://…`";
        self.report(Severity::Error, "bad-link", pair.node.at, message, help);
        draft.keep(pair);
    }

    fn expected(&mut self, what: &str, node: &Node) {
        let message = format!("expected {what}, found {}", node.kind());
        let help = "the value is left out; the README shows every field";
        self.report(Severity::Error, "wrong-type", node.at, &message, help);
    }

    fn report(&mut self, severity: Severity, rule: &'static str, at: Position, message: &str, help: &str) {
        let diagnostic = Diagnostic::new(severity, rule, &self.found.path, message).at(at).help(help);
        self.harvest.diagnostics.push(diagnostic);
    }
}

/// A seminar in the making.
struct Draft {
    seminar: Seminar,
    seen: Vec<Field>,
}

impl Draft {
    fn new(source: Source) -> Self {
        let seminar = Seminar {
            id: Text::default(),
            title: None,
            speakers: Vec::new(),
            date: None,
            time: None,
            timezone: None,
            series: None,
            location: None,
            hosts: Vec::new(),
            abstract_text: None,
            recordings: Vec::new(),
            slides: None,
            links: Vec::new(),
            tags: Vec::new(),
            language: None,
            duration: None,
            other: Vec::new(),
            source,
            also: Vec::new(),
        };
        Self { seminar, seen: Vec::new() }
    }

    fn keep(&mut self, pair: &Pair) {
        self.seminar.other.push((Text::line(&pair.key), pair.node.to_json()));
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn own(key: &str) -> Option<Field> {
    fields::field(&fields::normal(key))
}

/// The id of a record that names none: the file's name where it holds one talk, else date and first speaker, or the
/// first words of the title.
fn made_id(seminar: &Seminar, alone: bool) -> Text {
    if alone {
        let file = &seminar.source.file;
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        return Text::line(&stem);
    }
    let date = seminar.when().map(|when| when.to_string());
    let name = match seminar.speakers.first() {
        Some(speaker) => slug(&speaker.name, usize::MAX),
        None => slug(seminar.display_title(), 6),
    };
    let parts: Vec<&str> =
        date.iter().map(String::as_str).chain([&*name]).filter(|part| !part.is_empty()).collect();
    Text::line(&parts.join("-"))
}

/// The first words of a text in lower-case ASCII with `-` between them.
fn slug(text: &str, words: usize) -> String {
    let ascii = any_ascii::any_ascii(text).to_ascii_lowercase();
    ascii
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(words)
        .collect::<Vec<_>>()
        .join("-")
}
