//! YAML through the parser's events, which become a tree of [nodes](Node) with positions.
//!
//! Limits are checked with every event, so a file that exceeds them is rejected before it costs anything. Anchors,
//! aliases and merge keys are applied here, within the same limits. This parser accepts all of YAML; the faster typed
//! one does not.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use libyaml_safer::{Encoding, Error, EventData, Mark, Parser, ScalarStyle};

mod chunked_text;
#[cfg(test)]
mod tests;

use chunked_text::ChunkedText;

use crate::catch_panic;
use crate::diagnostic::Position;
use crate::format::error::TreeError;
use crate::format::limits::Limits;
use crate::format::node::{Node, NodeValue, Pair};

/// Reads all documents of a text whose first line is line `first` of its file.
pub(crate) fn parse(
    text: &str,
    first: u32,
    limits: &Limits,
    cancel: &AtomicBool,
) -> Result<Vec<Node>, TreeError> {
    // The parser panics on a few broken texts, such as a tag right before a comma.
    catch_panic::catch(|| parse_events(text, first, limits, cancel)).unwrap_or_else(|_| {
        let message = "the parser gives up on this text".to_owned();
        Err(TreeError::Syntax { message, at: Position { line: first, column: 1 } })
    })
}

fn parse_events(
    text: &str,
    first: u32,
    limits: &Limits,
    cancel: &AtomicBool,
) -> Result<Vec<Node>, TreeError> {
    check_directives(text, first)?;
    let mut parser = Parser::new();
    // Without this, the parser takes a first character such as `ﬁ` for a damaged byte order mark.
    parser.set_encoding(Encoding::Utf8);
    parser.set_input(ChunkedText::new(text));
    let mut builder = TreeBuilder::new(limits, alias_names(text, limits.nodes));
    for count in 0usize.. {
        if count % 1024 == 0 && cancel.load(Ordering::Relaxed) {
            return Err(TreeError::Cancelled);
        }
        let event = parser.parse().map_err(|error| syntax_error(&error, text, first))?;
        let at = position(event.start_mark, first);
        match event.data {
            EventData::StreamEnd => break,
            EventData::Scalar { value, style, anchor, .. } => {
                if value.len() > limits.text_bytes {
                    let message = format!("a text is longer than {} KiB", limits.text_bytes >> 10);
                    return Err(TreeError::Limit { message, at });
                }
                let plain = style == ScalarStyle::Plain;
                let value = NodeValue::Scalar {
                    // A copy of the right size: the parser's string has spare capacity.
                    text: value.as_str().into(),
                    plain,
                };
                builder.add(Node { value, at }, anchor)?;
            }
            EventData::Alias { anchor } => builder.add_alias(&anchor, at)?,
            EventData::SequenceStart { anchor, .. } => builder.open(Level::list(at, anchor))?,
            EventData::MappingStart { anchor, .. } => builder.open(Level::map(at, anchor))?,
            EventData::SequenceEnd | EventData::MappingEnd => builder.close()?,
            _ => {}
        }
    }
    Ok(builder.documents)
}

/// Rejects more directives than any real text has, because the parser compares each with all before it.
fn check_directives(text: &str, first: u32) -> Result<(), TreeError> {
    const MAX_DIRECTIVES: usize = 100;
    let begins = |at: usize| at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
    let mut directives = memchr::memchr_iter(b'%', text.as_bytes()).filter(|&at| begins(at));
    match directives.nth(MAX_DIRECTIVES) {
        None => Ok(()),
        Some(at) => {
            let line = memchr::memchr_iter(b'\n', text.as_bytes().get(..at).unwrap_or_default()).count();
            let line = first.saturating_add(u32::try_from(line).unwrap_or(u32::MAX));
            let message = format!("more than {MAX_DIRECTIVES} lines begin with `%`");
            Err(TreeError::Limit { message, at: Position { line, column: 1 } })
        }
    }
}

/// The first `most` names that follow a `*` in a text: those of all aliases, and a few words in emphasis.
fn alias_names(text: &str, most: usize) -> HashSet<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let stars = memchr::memchr_iter(b'*', text.as_bytes());
    let behind = stars.filter_map(|at| text.get(at + 1..));
    let names = behind.filter_map(|rest| rest.get(..rest.find(|c| !is_name(c)).unwrap_or(rest.len())));
    names.filter(|name| !name.is_empty()).take(most).collect()
}

fn position(mark: Mark, first: u32) -> Position {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Position { line: small(mark.line).saturating_add(first), column: small(mark.column).saturating_add(1) }
}

fn syntax_error(error: &Error, text: &str, first: u32) -> TreeError {
    let mut at =
        error.problem_mark().map_or(Position { line: first, column: 1 }, |mark| position(mark, first));
    if error.problem_mark().is_some_and(|mark| mark.index > text.len() as u64) {
        // The error is past the end of the text, where only the parser sees another line; report the end of the last
        // line.
        let last = text.rsplit(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).next().unwrap_or_default();
        let column = u32::try_from(last.chars().count()).unwrap_or(u32::MAX);
        at = Position { line: at.line.saturating_sub(1), column: column.saturating_add(1) };
    }
    let began = error.context_mark().map(|mark| position(mark, first).line);
    let message = match (error.context(), began) {
        (Some(context), Some(line)) if line != at.line => {
            format!("{} {context} that began in line {line}", error.problem())
        }
        (Some(context), _) => format!("{} {context}", error.problem()),
        _ => error.problem().to_owned(),
    };
    TreeError::Syntax { message, at }
}

/// A list or map that is still open.
struct Level {
    at: Position,
    anchor: Option<String>,
    content: LevelContent,
}

enum LevelContent {
    List(Vec<Node>),
    Map(Vec<Pair>, Option<(Box<str>, Position)>),
}

impl Level {
    fn list(at: Position, anchor: Option<String>) -> Self {
        Self { at, anchor, content: LevelContent::List(Vec::new()) }
    }

    fn map(at: Position, anchor: Option<String>) -> Self {
        Self { at, anchor, content: LevelContent::Map(Vec::new(), None) }
    }
}

struct TreeBuilder<'a> {
    limits: &'a Limits,
    /// Names that aliases use; other anchors need not be stored.
    aliased_names: HashSet<&'a str>,
    documents: Vec<Node>,
    open_levels: Vec<Level>,
    anchors: HashMap<String, Node>,
    node_count: usize,
    repeated_bytes: usize,
}

impl<'a> TreeBuilder<'a> {
    fn new(limits: &'a Limits, aliased_names: HashSet<&'a str>) -> Self {
        Self {
            limits,
            aliased_names,
            documents: Vec::new(),
            open_levels: Vec::new(),
            anchors: HashMap::new(),
            node_count: 0,
            repeated_bytes: 0,
        }
    }

    fn count_nodes(&mut self, nodes: usize, at: Position) -> Result<(), TreeError> {
        self.node_count = self.node_count.saturating_add(nodes);
        if self.node_count > self.limits.nodes {
            let message = format!("more than {} values", self.limits.nodes);
            return Err(TreeError::Limit { message, at });
        }
        Ok(())
    }

    fn open(&mut self, level: Level) -> Result<(), TreeError> {
        self.count_nodes(1, level.at)?;
        if self.open_levels.len() >= self.limits.depth {
            let message = format!("more than {} levels of lists and maps", self.limits.depth);
            return Err(TreeError::Limit { message, at: level.at });
        }
        self.open_levels.push(level);
        Ok(())
    }

    fn close(&mut self) -> Result<(), TreeError> {
        let Some(Level { at, anchor, content: body }) = self.open_levels.pop() else {
            return Ok(());
        };
        let value = match body {
            LevelContent::List(items) => NodeValue::List(items),
            LevelContent::Map(pairs, _) => NodeValue::Map(apply_merge_keys(pairs)?),
        };
        self.attach(Node { value, at }, anchor)
    }

    fn add(&mut self, node: Node, anchor: Option<String>) -> Result<(), TreeError> {
        self.count_nodes(1, node.at)?;
        self.attach(node, anchor)
    }

    fn attach(&mut self, node: Node, anchor: Option<String>) -> Result<(), TreeError> {
        if let Some(anchor) = anchor.filter(|anchor| self.aliased_names.contains(&**anchor)) {
            // A stored anchor is a copy, too, and nested anchors copy the same text many times.
            let (nodes, bytes) = node_size(&node);
            self.count_copy(nodes, bytes, node.at)?;
            self.anchors.insert(anchor, node.clone());
        }
        match self.open_levels.last_mut().map(|level| &mut level.content) {
            None => self.documents.push(node),
            Some(LevelContent::List(items)) => items.push(node),
            Some(LevelContent::Map(pairs, key)) => match key.take() {
                Some((key, at)) => pairs.push(Pair { key, at, node }),
                None => *key = Some((key_text(&node), node.at)),
            },
        }
        Ok(())
    }

    fn add_alias(&mut self, anchor: &str, at: Position) -> Result<(), TreeError> {
        let Some(node) = self.anchors.get(anchor) else {
            let message = format!("there is no anchor `&{anchor}` before this alias");
            return Err(TreeError::Syntax { message, at });
        };
        let (nodes, bytes) = node_size(node);
        self.count_copy(nodes, bytes, at)?;
        // The copy keeps the positions of the original, so an error in it is reported there.
        match self.anchors.get(anchor).cloned() {
            Some(node) => self.attach(node, None),
            None => Ok(()),
        }
    }

    fn count_copy(&mut self, nodes: usize, bytes: usize, at: Position) -> Result<(), TreeError> {
        self.count_nodes(nodes, at)?;
        self.repeated_bytes = self.repeated_bytes.saturating_add(bytes);
        if self.repeated_bytes > self.limits.alias_bytes {
            let message =
                format!("anchors and aliases repeat more than {} bytes of text", self.limits.alias_bytes);
            return Err(TreeError::Limit { message, at });
        }
        Ok(())
    }
}

/// Adds the pairs of merge keys (`<<: *defaults`) to a map, except for keys that it already has.
fn apply_merge_keys(pairs: Vec<Pair>) -> Result<Vec<Pair>, TreeError> {
    if !pairs.iter().any(|pair| &*pair.key == "<<") {
        return Ok(pairs);
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|pair| &*pair.key == "<<");
    let mut known: HashSet<Box<str>> = own.iter().map(|pair| pair.key.clone()).collect();
    for merge in merges {
        let sources = match merge.node.value {
            NodeValue::List(items) => items,
            _ => vec![merge.node],
        };
        for source in sources {
            let NodeValue::Map(inherited) = source.value else {
                let message = "a merge key takes a map or a list of maps".to_owned();
                return Err(TreeError::Syntax { message, at: merge.at });
            };
            for pair in inherited {
                if known.insert(pair.key.clone()) {
                    own.push(pair);
                }
            }
        }
    }
    Ok(own)
}

/// Keys are texts in every archive seen; a list or map as a key is replaced by the name of its kind.
fn key_text(node: &Node) -> Box<str> {
    match &node.value {
        NodeValue::Scalar { text, .. } => text.clone(),
        _ => node.kind().into(),
    }
}

/// How many nodes and bytes of text a node has. Recursion is limited by the depth of the tree.
fn node_size(node: &Node) -> (usize, usize) {
    let add = |(nodes, bytes): (usize, usize), (n, b): (usize, usize)| (nodes + n, bytes + b);
    match &node.value {
        NodeValue::Scalar { text, .. } => (1, text.len()),
        NodeValue::List(items) => items.iter().map(node_size).fold((1, 0), add),
        NodeValue::Map(pairs) => {
            pairs.iter().map(|pair| add(node_size(&pair.node), (0, pair.key.len()))).fold((1, 0), add)
        }
    }
}
