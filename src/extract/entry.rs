//! An entry: a map of a file with its keys sorted by the field they mean, before anyone decides whether it is a talk.

use std::collections::HashMap;

use super::fields;
use super::fields::Field;
use super::names;
use super::placeholder::{is_nobody, node_is_absent};
use super::plain_text::plain;
use crate::diagnostic::Position;
use crate::format::node::{Node, NodeValue, Pair};
use crate::text::Text;
use crate::text::word_set::WordSet;

/// A map whose keys are understood.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'n> {
    /// Where the map begins.
    pub(crate) at: Position,
    /// Keys with a meaning, by field and then by rank.
    slots: Vec<KeyedValue<'n>>,
    /// All other keys, in the order of the file.
    pub(crate) other: Vec<&'n Pair>,
    /// Keys that came again: the later one.
    pub(crate) repeated: Vec<&'n Pair>,
    /// Whether all names are of our own format.
    pub(crate) own: bool,
    /// Whether the title is a mere `name`.
    pub(crate) weak_title: bool,
}

/// A key with its meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyedValue<'n> {
    /// The field.
    pub(crate) field: Field,
    /// How far down its name stands among the names of the field.
    pub(crate) rank: u16,
    /// Key and value.
    pub(crate) pair: &'n Pair,
}

impl KeyedValue<'_> {
    /// Its text on one line, without markup.
    pub(crate) fn line(self) -> Option<Text> {
        let line = self.pair.node.scalar().map(plain)?;
        (!line.is_empty()).then_some(line)
    }
}

/// Where the first of the keys of one name went.
enum KeyLocation {
    Slot(usize),
    Other(usize),
    Part,
}

/// The rank of a `name` that means the speaker: behind all others.
pub(crate) const NAME: u16 = u16::MAX;

/// Keys whose map is a part of the entry rather than an entry of its own.
pub(crate) static PARTS: WordSet = WordSet::new(
    "\
    talk seminar presentation lecture details extra params fields attributes metadata info session \
    taxonomies frontmatter",
);

impl<'n> Entry<'n> {
    /// Sorts the keys of a map.
    pub(crate) fn new(at: Position, pairs: &'n [Pair]) -> Self {
        let mut entry = Self {
            at,
            slots: Vec::with_capacity(pairs.len()),
            other: Vec::new(),
            repeated: Vec::new(),
            own: true,
            weak_title: false,
        };
        entry.add(pairs, 0);
        entry.settle_names();
        entry.slots.sort_by_key(|slot| (slot.field, slot.rank));
        entry
    }

    fn add(&mut self, pairs: &'n [Pair], depth: usize) {
        let mut seen: HashMap<&str, KeyLocation> = HashMap::with_capacity(pairs.len());
        for pair in pairs {
            if let Some(place) = seen.get(&*pair.key) {
                self.again(place, pair);
                continue;
            }
            let name = fields::normal(&pair.key);
            let place = match pair.node.pairs().filter(|_| depth == 0 && PARTS.has(&name)) {
                Some(inner) => {
                    self.own = false;
                    self.add(inner, 1);
                    KeyLocation::Part
                }
                None => self.put(&name, pair, depth),
            };
            seen.insert(&pair.key, place);
        }
    }

    fn put(&mut self, name: &str, pair: &'n Pair, depth: usize) -> KeyLocation {
        self.own &= fields::is_own(name) && depth == 0;
        if let Some((field, rank)) = fields::lookup(name) {
            self.slots.push(KeyedValue { field, rank, pair });
            KeyLocation::Slot(self.slots.len() - 1)
        } else {
            self.other.push(pair);
            KeyLocation::Other(self.other.len() - 1)
        }
    }

    /// A key that comes again: the last value that is not absent wins.
    fn again(&mut self, place: &KeyLocation, later: &'n Pair) {
        self.repeated.push(later);
        if node_is_absent(&later.node) {
            return;
        }
        let earlier = match *place {
            KeyLocation::Slot(at) => self.slots.get_mut(at).map(|slot| &mut slot.pair),
            KeyLocation::Other(at) => self.other.get_mut(at),
            KeyLocation::Part => None,
        };
        if let Some(pair) = earlier {
            *pair = later;
        }
    }

    /// A `name` is the title beside a speaker, and the speaker beside a title.
    fn settle_names(&mut self) {
        let is_name = |slot: &KeyedValue<'_>| slot.pair.key.eq_ignore_ascii_case("name");
        let titled = self
            .slots
            .iter()
            .any(|s| s.field == Field::Title && !is_name(s) && !node_is_absent(&s.pair.node));
        self.settle_person(titled);
        let spoken = self.slots.iter().any(|s| s.field == Field::Speakers && speaks(&s.pair.node));
        for slot in &mut self.slots {
            if slot.field == Field::Title && is_name(slot) {
                if titled && !spoken {
                    slot.field = Field::Speakers;
                    slot.rank = NAME;
                } else if !titled {
                    self.weak_title = true;
                }
            }
        }
    }

    /// Where nobody speaks, and of two titles the first is a person's name, it is the speaker.
    fn settle_person(&mut self, titled: bool) {
        let spoken = self.slots.iter().any(|s| s.field == Field::Speakers && speaks(&s.pair.node));
        if !titled || spoken {
            return;
        }
        let about_somebody = self.slots.iter().any(|s| matches!(s.field, Field::Affiliation | Field::Bio));
        let says = |s: &&mut KeyedValue<'_>| s.field == Field::Title && !node_is_absent(&s.pair.node);
        let mut named: Vec<&mut KeyedValue<'n>> = self.slots.iter_mut().filter(says).collect();
        named.sort_by_key(|slot| slot.rank);
        let person = |slot: &KeyedValue<'_>| slot.pair.node.scalar().is_some_and(names::is_a_name);
        if let [first, second, ..] = named.as_mut_slice()
            && person(first)
            && (about_somebody || !person(second))
            && !second.pair.key.eq_ignore_ascii_case("name")
        {
            first.field = Field::Speakers;
            first.rank = 0;
        }
    }

    /// The keys of a field that hold something, the best first.
    pub(crate) fn all(&self, field: Field) -> impl Iterator<Item = KeyedValue<'n>> + '_ {
        self.slots.iter().copied().filter(move |slot| slot.field == field && !node_is_absent(&slot.pair.node))
    }

    /// The best key of a field that holds something.
    pub(crate) fn first(&self, field: Field) -> Option<KeyedValue<'n>> {
        self.all(field).next()
    }

    /// Keys that mean the field, whether or not they hold something.
    pub(crate) fn mentions(&self, field: Field) -> impl Iterator<Item = KeyedValue<'n>> + '_ {
        self.slots.iter().copied().filter(move |slot| slot.field == field)
    }

    /// All keys with a meaning, in no order of interest.
    pub(crate) fn slots(&self) -> &[KeyedValue<'n>] {
        &self.slots
    }

    /// The key of a field, where it holds a text.
    pub(crate) fn text(&self, field: Field) -> Option<&'n str> {
        self.all(field).find_map(|slot| slot.pair.node.scalar())
    }

    /// Whether there is a title that says something.
    pub(crate) fn has_title(&self) -> bool {
        self.text(Field::Title).is_some()
    }

    /// The speakers, where somebody is named.
    pub(crate) fn speakers(&self) -> Option<KeyedValue<'n>> {
        self.all(Field::Speakers).find(|slot| speaks(&slot.pair.node))
    }

    /// Whether all names with a meaning are of our own format, so that an unknown one may be a slip of the pen.
    pub(crate) fn nearly_own(&self) -> bool {
        self.slots.iter().all(|slot| fields::is_own(&fields::normal(&slot.pair.key)))
    }

    /// How many fields hold something.
    pub(crate) fn known(&self) -> usize {
        let mut fields: Vec<Field> =
            self.slots.iter().filter(|s| !node_is_absent(&s.pair.node)).map(|s| s.field).collect();
        fields.retain(|field| !matches!(field, Field::Id | Field::Provider));
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }
}

/// Whether a node names somebody.
pub(crate) fn speaks(node: &Node) -> bool {
    match &node.value {
        NodeValue::Scalar { text, .. } => !node.is_null() && !is_nobody(text),
        NodeValue::List(items) => items.iter().any(speaks),
        NodeValue::Map(pairs) => pairs.iter().any(|pair| speaks(&pair.node)),
    }
}
