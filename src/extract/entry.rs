//! [`Entry`]: a map in a file, with its keys sorted by the field they mean. `classify` then
//! decides whether it is a talk.

use std::collections::HashMap;

use super::column_fields::ColumnFields;
use super::dates;
use super::fields;
use super::fields::Field;
use super::names;
use super::placeholder::{is_nobody, is_placeholder_node};
use crate::diagnostic::Position;
use crate::format::node::{Node, NodeValue, Pair};
use crate::markup::strip::strip_markup;
use crate::text::Text;
use crate::text::word_set::WordSet;

/// A map with its keys assigned to fields.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'n> {
    /// Where the map begins.
    pub(crate) at: Position,
    /// Keys with a known meaning, sorted by field and then by rank.
    values: Vec<KeyedValue<'n>>,
    /// All other keys, in file order.
    pub(crate) other: Vec<&'n Pair>,
    /// The later occurrences of repeated keys.
    pub(crate) repeated: Vec<&'n Pair>,
    /// Whether all keys are names of our own format.
    pub(crate) is_canonical: bool,
    /// Whether the title comes from nothing better than a `name` key.
    pub(crate) has_weak_title: bool,
}

/// A key and its value, with the field that the key means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyedValue<'n> {
    pub(crate) field: Field,
    /// The position of the key among the names of its field; lower is better.
    pub(crate) rank: u16,
    pub(crate) pair: &'n Pair,
}

impl KeyedValue<'_> {
    /// Its text on one line, without markup.
    pub(crate) fn line(self) -> Option<Text> {
        let line = self.pair.node.scalar().map(strip_markup)?;
        (!line.is_empty()).then_some(line)
    }
}

/// Where the first occurrence of a key was put.
enum KeyLocation {
    Value(usize),
    Other(usize),
    Wrapper,
}

/// The rank of a `name` key that means the speaker: below all other names.
pub(crate) const BARE_NAME_RANK: u16 = u16::MAX;

/// Keys whose map only wraps fields of the enclosing entry, and is not an entry itself.
pub(crate) static WRAPPER_KEYS: WordSet = WordSet::new(
    "\
    talk seminar presentation lecture details extra params fields attributes metadata info session \
    taxonomies frontmatter",
);

impl<'n> Entry<'n> {
    /// Sorts the keys of a map into fields by their names alone.
    pub(crate) fn new(at: Position, pairs: &'n [Pair]) -> Self {
        Self::with_columns(at, pairs, &ColumnFields::default())
    }

    /// Sorts the keys of a map into fields by what their columns mean.
    pub(crate) fn with_columns(at: Position, pairs: &'n [Pair], columns: &ColumnFields) -> Self {
        let mut entry = Self {
            at,
            values: Vec::with_capacity(pairs.len()),
            other: Vec::new(),
            repeated: Vec::new(),
            is_canonical: true,
            has_weak_title: false,
        };
        entry.add(pairs, columns, 0);
        entry.resolve_name_key();
        entry.resolve_dated_title();
        entry.resolve_paper_title();
        entry.values.sort_by_key(|slot| (slot.field, slot.rank));
        entry
    }

    fn add(&mut self, pairs: &'n [Pair], columns: &ColumnFields, depth: usize) {
        let mut seen: HashMap<&str, KeyLocation> = HashMap::with_capacity(pairs.len());
        for pair in pairs {
            if let Some(location) = seen.get(&*pair.key) {
                self.add_repeated(location, pair);
                continue;
            }
            let name = fields::normalize(&pair.key);
            let location = match pair.node.pairs().filter(|_| depth == 0 && WRAPPER_KEYS.contains(&name)) {
                Some(inner) => {
                    self.is_canonical = false;
                    self.add(inner, columns, 1);
                    KeyLocation::Wrapper
                }
                None => self.insert(&name, pair, columns, depth),
            };
            seen.insert(&pair.key, location);
        }
    }

    fn insert(&mut self, name: &str, pair: &'n Pair, columns: &ColumnFields, depth: usize) -> KeyLocation {
        self.is_canonical &= fields::is_canonical(name) && depth == 0 && !columns.contains(name);
        if let Some((field, rank)) = columns.lookup(name) {
            self.values.push(KeyedValue { field, rank, pair });
            KeyLocation::Value(self.values.len() - 1)
        } else {
            self.other.push(pair);
            KeyLocation::Other(self.other.len() - 1)
        }
    }

    /// Handles a repeated key: the last value that is not a placeholder wins.
    fn add_repeated(&mut self, place: &KeyLocation, later: &'n Pair) {
        self.repeated.push(later);
        if is_placeholder_node(&later.node) {
            return;
        }
        let earlier = match *place {
            KeyLocation::Value(at) => self.values.get_mut(at).map(|slot| &mut slot.pair),
            KeyLocation::Other(at) => self.other.get_mut(at),
            KeyLocation::Wrapper => None,
        };
        if let Some(pair) = earlier {
            *pair = later;
        }
    }

    /// Decides what a `name` key means: the title if there is a speaker, the speaker if there is a title.
    fn resolve_name_key(&mut self) {
        let is_name = |slot: &KeyedValue<'_>| slot.pair.key.eq_ignore_ascii_case("name");
        let titled = self
            .values
            .iter()
            .any(|s| s.field == Field::Title && !is_name(s) && !is_placeholder_node(&s.pair.node));
        self.resolve_person_title(titled);
        let spoken = self.values.iter().any(|s| s.field == Field::Speakers && names_somebody(&s.pair.node));
        for slot in &mut self.values {
            if slot.field == Field::Title && is_name(slot) {
                if titled && !spoken {
                    slot.field = Field::Speakers;
                    slot.rank = BARE_NAME_RANK;
                } else if !titled {
                    self.has_weak_title = true;
                }
            }
        }
    }

    /// If there is no speaker, and the first of two titles is a person's name, makes that title the speaker.
    fn resolve_person_title(&mut self, titled: bool) {
        let spoken = self.values.iter().any(|s| s.field == Field::Speakers && names_somebody(&s.pair.node));
        if !titled || spoken {
            return;
        }
        let about_somebody = self.values.iter().any(|s| matches!(s.field, Field::Affiliation | Field::Bio));
        let says = |s: &&mut KeyedValue<'_>| s.field == Field::Title && !is_placeholder_node(&s.pair.node);
        let mut named: Vec<&mut KeyedValue<'n>> = self.values.iter_mut().filter(says).collect();
        named.sort_by_key(|slot| slot.rank);
        let has_several_words = |slot: &KeyedValue<'_>| {
            slot.pair.node.scalar().is_some_and(|text| text.trim().contains([' ', '.']))
        };
        let person = |slot: &KeyedValue<'_>| slot.pair.node.scalar().is_some_and(is_one_person);
        if let [first, second, ..] = named.as_mut_slice()
            && person(first)
            && (about_somebody || (!person(second) && has_several_words(first)))
            && !second.pair.key.eq_ignore_ascii_case("name")
        {
            first.field = Field::Speakers;
            first.rank = 0;
        }
    }

    /// If the title is a day and there is a subtitle, makes the day the date and the subtitle the title.
    fn resolve_dated_title(&mut self) {
        let is_day = |slot: &KeyedValue<'_>| {
            slot.pair
                .node
                .scalar()
                .is_some_and(|text| text.len() <= MAX_DATE_BYTES && dates::is_whole_date(text))
        };
        let best = self.values.iter().filter(|slot| slot.field == Field::Title).map(|slot| slot.rank).min();
        let subtitle = self
            .other
            .iter()
            .position(|pair| fields::normalize(&pair.key) == "subtitle" && !is_placeholder_node(&pair.node));
        let title = self.values.iter_mut().find(|slot| slot.field == Field::Title && Some(slot.rank) == best);
        if let (Some(title), Some(at)) = (title.filter(|slot| is_day(slot)), subtitle) {
            title.field = Field::Date;
            title.rank = 0;
            let pair = self.other.remove(at);
            self.values.push(KeyedValue { field: Field::Title, rank: 0, pair });
        }
    }

    /// Makes a title that is a person with an affiliation the speaker, as in `title: Emmy Noether (Göttingen)`. To be
    /// called only where talks are expected.
    pub(crate) fn resolve_title_of_person(&mut self) {
        let is_person =
            |text: &str| text.contains(['(', '（']) && text.trim().contains(' ') && is_one_person(text);
        if self.speakers().is_some() || self.first(Field::Date).is_none() {
            return;
        }
        let Some(title) =
            self.first(Field::Title).filter(|slot| slot.pair.node.scalar().is_some_and(is_person))
        else {
            return;
        };
        for slot in self.values.iter_mut().filter(|slot| std::ptr::eq(slot.pair, title.pair)) {
            (slot.field, slot.rank) = (Field::Speakers, 0);
        }
        self.values.sort_by_key(|slot| (slot.field, slot.rank));
    }

    /// If there is a speaker but no title, takes the title from the speaker's map, or from the paper that a
    /// reading group presents.
    fn resolve_paper_title(&mut self) {
        let says = |slot: &&KeyedValue<'_>| !is_placeholder_node(&slot.pair.node);
        let has = |field| self.values.iter().filter(says).any(|slot| slot.field == field);
        if has(Field::Title) || !has(Field::Speakers) {
            return;
        }
        if let Some(pair) = self.speakers().and_then(|slot| title_of_speaker(&slot.pair.node)) {
            self.values.push(KeyedValue { field: Field::Title, rank: 0, pair });
            return;
        }
        let is_paper = |slot: &KeyedValue<'_>| {
            let names = ["paper", "papers", "article", "reading"];
            names.contains(&&*fields::normalize(&slot.pair.key))
        };
        let is_text = |text: &str| !strip_markup(text).contains("://") && text.contains(char::is_alphabetic);
        let paper = self.values.iter().position(|slot| {
            slot.field == Field::Links && is_paper(slot) && slot.pair.node.scalar().is_some_and(is_text)
        });
        let other = self.other.iter().position(|pair| {
            let slot = KeyedValue { field: Field::Title, rank: 0, pair };
            is_paper(&slot) && pair.node.scalar().is_some_and(is_text)
        });
        if let Some(slot) = paper.and_then(|at| self.values.get(at)).copied() {
            // If it is a Markdown link, it also remains a link to the paper.
            if !slot.pair.node.scalar().is_some_and(|text| text.contains("](")) {
                self.values.retain(|other| !std::ptr::eq(other.pair, slot.pair));
            }
            self.values.push(KeyedValue { field: Field::Title, rank: 0, pair: slot.pair });
        } else if let Some(at) = other {
            let pair = self.other.remove(at);
            self.values.push(KeyedValue { field: Field::Title, rank: 0, pair });
        }
    }

    /// The keys of a field that have a value, best first.
    pub(crate) fn filled(&self, field: Field) -> impl Iterator<Item = KeyedValue<'n>> + '_ {
        self.values
            .iter()
            .copied()
            .filter(move |slot| slot.field == field && !is_placeholder_node(&slot.pair.node))
    }

    /// The best key of a field that has a value.
    pub(crate) fn first(&self, field: Field) -> Option<KeyedValue<'n>> {
        self.filled(field).next()
    }

    /// All keys of a field, with or without a value.
    pub(crate) fn keys_of(&self, field: Field) -> impl Iterator<Item = KeyedValue<'n>> + '_ {
        self.values.iter().copied().filter(move |slot| slot.field == field)
    }

    /// All keys with a known meaning, sorted by field and rank.
    pub(crate) fn values(&self) -> &[KeyedValue<'n>] {
        &self.values
    }

    /// The text of a field, if it has one.
    pub(crate) fn text(&self, field: Field) -> Option<&'n str> {
        self.filled(field).find_map(|slot| slot.pair.node.scalar())
    }

    /// Whether there is a title that is not a placeholder.
    pub(crate) fn has_title(&self) -> bool {
        self.text(Field::Title).is_some()
    }

    /// The best key for the speakers that names somebody.
    pub(crate) fn speakers(&self) -> Option<KeyedValue<'n>> {
        self.filled(Field::Speakers).find(|slot| names_somebody(&slot.pair.node))
    }

    /// Whether all keys with a known meaning are names of our own format, so that an unknown one may be a typo.
    pub(crate) fn is_nearly_canonical(&self) -> bool {
        self.values.iter().all(|slot| fields::is_canonical(&fields::normalize(&slot.pair.key)))
    }

    /// The number of fields with a value, not counting the id and the video provider.
    pub(crate) fn filled_field_count(&self) -> usize {
        let mut fields: Vec<Field> =
            self.values.iter().filter(|s| !is_placeholder_node(&s.pair.node)).map(|s| s.field).collect();
        fields.retain(|field| !matches!(field, Field::Id | Field::Provider));
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }
}

/// The title of the talk, if it is given in the speaker's map: `speaker: {name: …, topic: …}`.
fn title_of_speaker(node: &Node) -> Option<&Pair> {
    let is_title = |pair: &&Pair| {
        let name = fields::normalize(&pair.key);
        matches!(&*name, "topic" | "talk" | "talk_title") && pair.node.scalar().is_some()
    };
    node.pairs()?.iter().find(is_title)
}

/// A longer text, in bytes, is not just a date.
const MAX_DATE_BYTES: usize = 40;

/// Whether a text is the name of one person, perhaps with an affiliation in brackets.
fn is_one_person(text: &str) -> bool {
    let name = text.split(['(', '（']).next().unwrap_or_default();
    names::is_person_name(name) && (name.len() == text.len() || text.trim_end().ends_with([')', '）']))
}

/// Whether a node names somebody.
pub(crate) fn names_somebody(node: &Node) -> bool {
    match &node.value {
        NodeValue::Scalar { text, .. } => !node.is_null() && !is_nobody(text),
        NodeValue::List(items) => items.iter().any(names_somebody),
        NodeValue::Map(pairs) => pairs.iter().any(|pair| names_somebody(&pair.node)),
    }
}
