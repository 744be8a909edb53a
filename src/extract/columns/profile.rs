//! Profiles: what the values of a column look like. Profiles of the same column in different files can be merged.

use std::hash::Hasher;

use serde::{Deserialize, Serialize};

use crate::extract::dates::{self, DateOrder};
use crate::extract::names;
use crate::extract::placeholder::is_placeholder_node;
use crate::format::node::{Node, NodeValue};
use crate::markup::strip::strip_markup;
use crate::text::word_set::FnvHasher;

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueShape {
    /// A day, with or without the year.
    Day,
    /// A day with the time of day.
    DayAndTime,
    /// A time of day.
    Time,
    /// One person or several.
    People,
    /// A link to a video.
    Recording,
    /// Another link.
    Link,
    /// A number.
    Number,
    /// One word, or an identifier such as `counting-trees`.
    Word,
    /// Several words, such as a title.
    Phrase,
    /// A long text.
    LongText,
    /// Anything else: maps, and lists of words.
    Other,
}

const SHAPES: usize = 11;

/// With fewer values than this, nothing is inferred about a column.
pub(crate) const MIN_VALUES: usize = 5;

/// A column of a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CollectionColumn {
    /// Its normalized name.
    pub(crate) name: Box<str>,
    /// What its values look like.
    pub(crate) profile: ColumnProfile,
}

/// How closely to look at a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Only at whether it is a placeholder.
    Count,
    /// At everything except whether it names people, which takes longest to find out.
    NoPeople,
    /// At everything.
    Whole,
}

/// Counts of a column's values by what they look like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ColumnProfile {
    /// How many values are not placeholders. Counted up to 65,535, like `shapes`.
    filled: u16,
    /// How many are of each shape.
    shapes: [u16; SHAPES],
    /// The smallest hashes of the values seen with [`Look::Whole`], sorted and without duplicates. They serve to
    /// estimate how many values differ.
    hashes: Vec<u32>,
}

/// How much of a text is hashed, in bytes.
const MAX_HASHED_BYTES: usize = 64;
/// A longer text, in bytes, is not a day.
const MAX_DAY_BYTES: usize = 60;
/// How many hashes are kept.
const MAX_HASHES: usize = 16;

/// A text of this length or more, in characters, is not a title.
const LONG_TEXT: usize = 200;
/// A longer text, in bytes, counts as long without stripping its markup first.
const MAX_MARKED_UP_BYTES: usize = 2000;

impl ColumnProfile {
    /// Adds a value, unless it is a placeholder. `look` saves time: most columns are named after their field,
    /// and need no closer look.
    pub(crate) fn add(&mut self, node: &Node, look: Look) {
        if node.is_empty() || is_placeholder_node(node) {
            return;
        }
        let shape = if look == Look::Count { ValueShape::Other } else { shape(node, look) };
        self.filled = self.filled.saturating_add(1);
        if let Some(count) = self.shapes.get_mut(shape as usize) {
            *count = count.saturating_add(1);
        }
        if look != Look::Whole {
            return;
        }
        let mut hasher = FnvHasher::default();
        for text in node.texts() {
            hasher.write(text.as_bytes().get(..MAX_HASHED_BYTES).unwrap_or(text.as_bytes()));
            hasher.write(&text.len().to_le_bytes());
        }
        let hash = hasher.finish();
        self.add_hash(u32::try_from((hash >> 32) ^ (hash & u64::from(u32::MAX))).unwrap_or(0));
    }

    /// Adds the values of the same column in another file.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.filled = self.filled.saturating_add(other.filled);
        for (count, more) in self.shapes.iter_mut().zip(&other.shapes) {
            *count = count.saturating_add(*more);
        }
        other.hashes.iter().for_each(|&hash| self.add_hash(hash));
    }

    fn add_hash(&mut self, hash: u32) {
        if let Err(at) = self.hashes.binary_search(&hash) {
            self.hashes.insert(at, hash);
            self.hashes.truncate(MAX_HASHES);
        }
    }

    /// How many values are not placeholders.
    pub(crate) fn filled(&self) -> usize {
        usize::from(self.filled)
    }

    /// The percentage of values that have one of these shapes, placeholders not counted.
    pub(super) fn percent(&self, shapes: &[ValueShape]) -> usize {
        let count = |&shape: &ValueShape| self.shapes.get(shape as usize).copied().map_or(0, usize::from);
        shapes.iter().map(count).sum::<usize>() * 100 / self.filled().max(1)
    }

    /// The approximate percentage of values that differ.
    pub(super) fn distinct_percent(&self) -> usize {
        let distinct = match self.hashes.last() {
            // Hashes are spread evenly, so the largest of the smallest few tells how many there are in total.
            Some(&last) if self.hashes.len() == MAX_HASHES => {
                (MAX_HASHES - 1).saturating_mul(u32::MAX as usize) / (last as usize).max(1)
            }
            _ => self.hashes.len(),
        };
        (distinct.saturating_mul(100) / self.filled().max(1)).min(100)
    }
}

fn shape(node: &Node, look: Look) -> ValueShape {
    match &node.value {
        NodeValue::Scalar { text, .. } => text_shape(text, look),
        NodeValue::List(items) => {
            let is_person = |item: &Node| shape(item, look) == ValueShape::People;
            if items.iter().all(is_person) { ValueShape::People } else { ValueShape::Other }
        }
        NodeValue::Map(pairs) => {
            let name = pairs.iter().find(|pair| pair.key.eq_ignore_ascii_case("name"));
            let is_person = name.is_some_and(|pair| shape(&pair.node, look) == ValueShape::People);
            if is_person { ValueShape::People } else { ValueShape::Other }
        }
    }
}

fn text_shape(raw: &str, look: Look) -> ValueShape {
    let raw = raw.trim();
    if raw.len() > MAX_MARKED_UP_BYTES && raw.contains(char::is_whitespace) {
        return ValueShape::LongText;
    }
    if raw.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
        let is_day = raw.len() > 4 && dates::is_whole_date(raw);
        return if is_day { ValueShape::Day } else { ValueShape::Number };
    }
    if !raw.contains(char::is_whitespace) || raw.contains("](") {
        let address = crate::extract::links::address_in(raw);
        if address.contains("://") || address.starts_with("www.") {
            return link_shape(address);
        }
    }
    let text = strip_markup(raw);
    if text.chars().count() >= LONG_TEXT {
        return ValueShape::LongText;
    }
    let may_be_day = text.len() <= MAX_DAY_BYTES && text.contains(|c: char| c.is_ascii_digit());
    if may_be_day && dates::word_count(&text) <= 1 {
        let when = dates::read(&text, DateOrder::Unknown, Some(2000)).when;
        let is_day = when.is_some_and(|when| when.parts().2.is_some());
        match (is_day, dates::time_in(&text).is_some()) {
            (true, true) => return ValueShape::DayAndTime,
            (true, false) => return ValueShape::Day,
            (false, true) => return ValueShape::Time,
            (false, false) => {}
        }
    }
    let words = text.split_whitespace().count();
    if words > 1 && look == Look::Whole && names::are_people(&text) {
        return ValueShape::People;
    }
    if words > 1 { ValueShape::Phrase } else { ValueShape::Word }
}

fn link_shape(address: &str) -> ValueShape {
    const RECORDINGS: [&str; 10] = [
        "youtube.com/watch",
        "youtu.be/",
        "youtube.com/embed/",
        "youtube.com/live/",
        "youtube-nocookie.com/",
        "vimeo.com/",
        "zoom.us/rec",
        "bilibili.com/video",
        "slideslive.com/",
        "panopto.",
    ];
    let is_recording = RECORDINGS.iter().any(|part| address.contains(part));
    if is_recording { ValueShape::Recording } else { ValueShape::Link }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Position;

    fn text(text: &str) -> Node {
        Node::text(text, Position::START)
    }

    #[test]
    fn shapes_of_texts() {
        for (value, expected) in [
            ("2024-03-01", ValueShape::Day),
            ("1 March", ValueShape::Day),
            ("2024-03-01 16:00", ValueShape::DayAndTime),
            ("16:00", ValueShape::Time),
            ("2024", ValueShape::Number),
            ("Emmy Noether (Göttingen)", ValueShape::People),
            ("Emmy Noether, Ada Lovelace", ValueShape::People),
            ("https://youtu.be/ZW_c1Oozhsw", ValueShape::Recording),
            ("[slides](https://example.org/a.pdf)", ValueShape::Link),
            ("counting-trees", ValueShape::Word),
            ("How to count trees in a forest", ValueShape::Phrase),
        ] {
            assert_eq!(shape(&text(value), Look::Whole), expected, "{value}");
        }
    }

    #[test]
    fn order_and_parts_do_not_matter() {
        let values: Vec<Node> = (0..100).map(|n| text(&format!("value {}", n % 40))).collect();
        let profile = |values: &mut dyn Iterator<Item = &Node>| {
            let mut profile = ColumnProfile::default();
            values.for_each(|value| profile.add(value, Look::Whole));
            profile
        };
        let whole = profile(&mut values.iter());
        assert_eq!(whole, profile(&mut values.iter().rev()));
        let (left, right) = values.split_at(37);
        let mut merged = profile(&mut right.iter());
        merged.merge(&profile(&mut left.iter()));
        assert_eq!(whole, merged);
        assert_eq!(whole.filled(), 100);
        let percent = whole.distinct_percent();
        assert!((20..80).contains(&percent), "40 of 100 differ: {percent}");
    }
}
