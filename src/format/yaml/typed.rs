//! YAML through serde: a file in our own format is deserialized into the typed record below, and from there into nodes.
//!
//! This is tried first. A file that uses anything else (anchors, tags, several documents, unknown fields) goes through
//! the [event parser](super::events), and so does every file with diagnostics, because serde gives no positions. Both
//! produce the same records.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::Position;
use crate::format::node::{Node, NodeValue, Pair};

/// A record in our own format.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TypedRecord {
    id: Option<String>,
    title: Option<String>,
    date: Option<String>,
    time: Option<String>,
    timezone: Option<String>,
    series: Option<String>,
    speakers: Option<TypedSpeakers>,
    speaker: Option<String>,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
    video: Option<OneOrMany>,
    duration: Option<String>,
    slides: Option<String>,
    location: Option<String>,
    host: Option<OneOrMany>,
    links: Option<TypedLinks>,
    tags: Option<OneOrMany>,
    language: Option<String>,
}

/// A file with its records under `seminars:`, and nothing beside them, because that would be inherited.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedSeminars {
    seminars: Vec<TypedRecord>,
}

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct TypedSpeakers(Vec<TypedSpeaker>);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedSpeaker {
    name: Option<String>,
    affiliation: Option<String>,
    bio: Option<String>,
}

/// A text, or a list of them.
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A map from label to address, in the order of the file.
struct TypedLinks(Vec<(String, String)>);

/// The most commas, colons and line ends in a text for serde. Each may end a value, and its parser keeps all values in
/// memory, at 200 bytes each.
const MAX_VALUE_ENDS: usize = 400_000;

/// Serde's parser stores every text twice, and has no limits; a larger file goes through the event parser.
const MAX_BYTES: usize = 8 << 20;

/// Parses the records of a text; `None` if only the event parser can.
pub(crate) fn parse(text: &str) -> Option<Node> {
    if text.len() > MAX_BYTES || !is_simple(text) {
        return None;
    }
    let first_content = text.lines().enumerate().find(|(_, line)| is_content(line))?;
    let (first, opening) = first_content;
    let first_line = u32::try_from(first).ok()?.checked_add(1)?;
    if opening.starts_with("- ") {
        let records: Vec<TypedRecord> = serde_yaml::from_str(text).ok()?;
        return list_node(records, text, "");
    }
    if opening.starts_with("seminars:") {
        let file: TypedSeminars = serde_yaml::from_str(text).ok()?;
        let inside = text.lines().skip(first + 1).find(|line| is_content(line))?;
        let indent = inside.get(..inside.len() - inside.trim_start().len())?;
        return list_node(file.seminars, text, indent);
    }
    record_node(serde_yaml::from_str(text).ok()?, Position { line: first_line, column: 1 })
}

/// Builds the list of records, each at the position of its list item; `None` if there are more or fewer lines that look
/// like items.
fn list_node(records: Vec<TypedRecord>, text: &str, indent: &str) -> Option<Node> {
    let column = u32::try_from(indent.chars().count()).ok()?.checked_add(3)?;
    let lines = item_lines(text, indent);
    if lines.len() != records.len() {
        return None;
    }
    let mut nodes = Vec::with_capacity(records.len());
    for (record, line) in records.into_iter().zip(lines) {
        nodes.push(record_node(record, Position { line, column })?);
    }
    let at = nodes.first()?.at;
    Some(Node { value: NodeValue::List(nodes), at })
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
/// slow in the parser. When in doubt, false: the event parser reads it.
fn is_simple(text: &str) -> bool {
    const BLOCK: usize = 64;
    let bytes = text.as_bytes();
    // A comma, a colon or a line's end may each end a value.
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

/// Not zero for a byte that may nest or that only the event parser understands. Branchless, so that whole blocks are
/// checked at once.
#[inline]
fn special_byte(byte: u8) -> u8 {
    b"[]{}&!?%-".iter().fold(0, |any, &other| any | u8::from(byte == other))
}

/// Whether serde can parse this block of a text, which begins at `start`.
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

/// The node of a record; `None` if a text may be a boolean, because only the event parser knows whether it was quoted.
fn record_node(record: TypedRecord, at: Position) -> Option<Node> {
    let mut pairs = PairBuilder { pairs: Vec::with_capacity(8), at, has_boolean: false };
    pairs.add_text("id", record.id);
    pairs.add_text("title", record.title);
    pairs.add_text("date", record.date);
    pairs.add_text("time", record.time);
    pairs.add_text("timezone", record.timezone);
    pairs.add_text("series", record.series);
    if let Some(TypedSpeakers(speakers)) = record.speakers {
        let mut items = Vec::with_capacity(speakers.len());
        for speaker in speakers {
            let mut inner = PairBuilder { pairs: Vec::with_capacity(3), at, has_boolean: false };
            inner.add_text("name", speaker.name);
            inner.add_text("affiliation", speaker.affiliation);
            inner.add_text("bio", speaker.bio);
            pairs.has_boolean |= inner.has_boolean;
            items.push(Node { value: NodeValue::Map(inner.pairs), at });
        }
        pairs.add("speakers", NodeValue::List(items));
    }
    pairs.add_text("speaker", record.speaker);
    pairs.add_text("abstract", record.abstract_text);
    pairs.add_texts("video", record.video);
    pairs.add_text("duration", record.duration);
    pairs.add_text("slides", record.slides);
    pairs.add_text("location", record.location);
    pairs.add_texts("host", record.host);
    if let Some(TypedLinks(links)) = record.links {
        let mut inner = PairBuilder { pairs: Vec::with_capacity(links.len()), at, has_boolean: false };
        for (label, address) in links {
            inner.pairs.push(Pair { key: label.into(), at, node: Node::text(address, at) });
        }
        pairs.add("links", NodeValue::Map(inner.pairs));
    }
    pairs.add_texts("tags", record.tags);
    pairs.add_text("language", record.language);
    (!pairs.has_boolean).then_some(Node { value: NodeValue::Map(pairs.pairs), at })
}

fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

struct PairBuilder {
    pairs: Vec<Pair>,
    at: Position,
    has_boolean: bool,
}

impl PairBuilder {
    fn add(&mut self, key: &str, value: NodeValue) {
        self.pairs.push(Pair { key: key.into(), at: self.at, node: Node { value, at: self.at } });
    }

    fn add_text(&mut self, key: &str, text: Option<String>) {
        if let Some(text) = text {
            self.has_boolean |= is_boolean(&text);
            self.add(key, NodeValue::Scalar { text: text.into(), plain: false });
        }
    }

    fn add_texts(&mut self, key: &str, texts: Option<OneOrMany>) {
        let at = self.at;
        match texts {
            None => {}
            Some(OneOrMany::One(text)) => self.add_text(key, Some(text)),
            Some(OneOrMany::Many(texts)) => {
                self.has_boolean |= texts.iter().any(|text| is_boolean(text));
                self.add(key, NodeValue::List(texts.into_iter().map(|text| Node::text(text, at)).collect()));
            }
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<OneOrMany, E> {
        Ok(OneOrMany::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = items.next_element::<Option<String>>()? {
            texts.extend(text);
        }
        Ok(OneOrMany::Many(texts))
    }
}

impl<'de> Deserialize<'de> for TypedLinks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TypedLinksVisitor)
    }
}

struct TypedLinksVisitor;

impl<'de> Visitor<'de> for TypedLinksVisitor {
    type Value = TypedLinks;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a map from label to address")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<TypedLinks, A::Error> {
        let mut links = Vec::new();
        while let Some((label, address)) = entries.next_entry::<String, Option<String>>()? {
            links.push((label, address.ok_or_else(|| A::Error::custom("nothing"))?));
        }
        Ok(TypedLinks(links))
    }
}
