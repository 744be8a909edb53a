//! YAML through serde: records of a known type, each with the position where it begins.
//!
//! This is the fast path. A file that uses anything else (anchors, tags, several documents, other fields) goes through
//! the [event parser](super::events), and so does every file with diagnostics, because serde gives no positions inside
//! a record.

use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};

use crate::diagnostic::Position;

/// The records of a file.
#[derive(Debug, PartialEq)]
pub(crate) enum TypedRecords<R> {
    /// The whole file is one record.
    One(TypedRecord<R>),
    /// A list of records.
    List(Vec<TypedRecord<R>>),
}

/// A record and where it begins.
#[derive(Debug, PartialEq)]
pub(crate) struct TypedRecord<R> {
    pub(crate) at: Position,
    pub(crate) record: R,
}

/// A text with more commas, colons and line ends than this is not parsed with serde: each may end a value, and the
/// parser keeps all values in memory, at 200 bytes each.
const MAX_VALUE_ENDS: usize = 400_000;

/// Serde's parser stores every text twice, and has no limits; a larger file goes through the event parser.
const MAX_BYTES: usize = 8 << 20;

/// Parses the records of a text: one, a list of them, or a list under `list_key` with nothing next to it that the
/// records would inherit. `None` if only the event parser can do that.
pub(crate) fn parse<R: DeserializeOwned>(text: &str, list_key: &'static str) -> Option<TypedRecords<R>> {
    if text.len() > MAX_BYTES || !is_simple(text) {
        return None;
    }
    let (first, opening) = text.lines().enumerate().find(|(_, line)| is_content(line))?;
    if opening.starts_with("- ") {
        return place_items(serde_yaml::from_str(text).ok()?, text, "");
    }
    if opening.strip_prefix(list_key).is_some_and(|rest| rest.starts_with(':')) {
        let under_key = UnderKey { key: list_key, records: PhantomData };
        let records = under_key.deserialize(serde_yaml::Deserializer::from_str(text)).ok()?;
        let inside = text.lines().skip(first + 1).find(|line| is_content(line))?;
        let indent = inside.get(..inside.len() - inside.trim_start().len())?;
        return place_items(records, text, indent);
    }
    let line = u32::try_from(first).ok()?.checked_add(1)?;
    Some(TypedRecords::One(TypedRecord {
        at: Position { line, column: 1 },
        record: serde_yaml::from_str(text).ok()?,
    }))
}

/// A map with one key and a list of records under it.
struct UnderKey<R> {
    key: &'static str,
    records: PhantomData<R>,
}

impl<'de, R: Deserialize<'de>> DeserializeSeed<'de> for UnderKey<R> {
    type Value = Vec<R>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<R>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, R: Deserialize<'de>> Visitor<'de> for UnderKey<R> {
    type Value = Vec<R>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a list under `{}`, and nothing else", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Vec<R>, A::Error> {
        let (key, records): (String, Vec<R>) =
            entries.next_entry()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        if key != self.key || entries.next_key::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom("another key"));
        }
        Ok(records)
    }
}

/// Pairs the records of a list with the positions of their items; `None` if there are more or fewer lines that look
/// like items.
fn place_items<R>(records: Vec<R>, text: &str, indent: &str) -> Option<TypedRecords<R>> {
    let column = u32::try_from(indent.chars().count()).ok()?.checked_add(3)?;
    let lines = item_lines(text, indent);
    if lines.len() != records.len() {
        return None;
    }
    let placed = records.into_iter().zip(lines);
    Some(TypedRecords::List(
        placed.map(|(record, line)| TypedRecord { at: Position { line, column }, record }).collect(),
    ))
}

/// The numbers of the lines that look like items of a list with this indentation.
fn item_lines(text: &str, indent: &str) -> Vec<u32> {
    let item_prefix = format!("\n{indent}- ");
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    lines.extend(item_prefix.get(1..).filter(|item_prefix| text.starts_with(*item_prefix)).map(|_| 1));
    let mut line = 1;
    let mut counted_to = 0;
    for at in memchr::memmem::find_iter(bytes, &item_prefix) {
        let between = bytes.get(counted_to..=at).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', between).count();
        counted_to = at + 1;
        lines.extend(u32::try_from(line));
    }
    lines
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#') && line != "---"
}

/// Whether serde can parse this text: no anchor, tag, directive or second document, and no deep nesting, which is very
/// slow in its parser. If in doubt, returns false, and the event parser is used.
fn is_simple(text: &str) -> bool {
    const BLOCK: usize = 64;
    let bytes = text.as_bytes();
    // Every comma, colon or line end may end a value.
    let marks: usize =
        b",:\n".iter().map(|&item_prefix| memchr::memchr_iter(item_prefix, bytes).count()).sum();
    if marks > MAX_VALUE_ENDS {
        return false;
    }
    let mut nesting = 0usize;
    // Few blocks contain a special byte.
    for (number, block) in bytes.chunks(BLOCK).enumerate() {
        if block.iter().fold(0, |any, &byte| any | special_byte(byte)) > 0
            && !is_simple_block(bytes, number * BLOCK, block, &mut nesting)
        {
            return false;
        }
    }
    // Indentation nests too: `- - - -` on one line, or a line that begins far to the right.
    memchr::memmem::find(bytes, b"- - ").is_none()
        || text.lines().all(|line| !line.trim_start().starts_with("- - "))
}

/// Nonzero for a byte that may open a nested value or that only the event parser understands. Branchless, so that whole
/// blocks are checked at once.
#[inline]
fn special_byte(byte: u8) -> u8 {
    b"[]{}&!?%-".iter().fold(0, |any, &other| any | u8::from(byte == other))
}

/// Whether serde can parse this block of a text, which begins at byte `start`.
fn is_simple_block(bytes: &[u8], start: usize, block: &[u8], nesting: &mut usize) -> bool {
    let mut previous = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b'\n');
    for (at, &byte) in (start..).zip(block) {
        match byte {
            b'[' | b'{' => *nesting += 1,
            b']' | b'}' => *nesting = nesting.saturating_sub(1),
            b'&' | b'!' | b'?' if matches!(previous, b'\n' | b' ' | b'\t' | b'[' | b'{' | b',') => {
                return false;
            }
            b'%' if previous == b'\n' => return false,
            b'-' if previous == b'\n' && at > 0 && bytes.get(at..at + 3) == Some(b"---") => return false,
            _ => {}
        }
        if *nesting > 8 {
            return false;
        }
        previous = byte;
    }
    true
}
