//! YAML the careful way: the parser's events become a tree of [nodes](Node) with their places.
//!
//! Limits are counted as the events come, so a file that asks for too much is given up before it costs anything.
//! Anchors, aliases and merge keys are applied here, within the same limits.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use libyaml_safer::{Error, EventData, Mark, Parser, ScalarStyle};

use super::limits::Limits;
use super::node::{Node, Pair, Value};
use crate::diagnostic::Position;

/// Why a text did not become a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TreeError {
    /// It is not YAML.
    Syntax {
        /// What the parser says.
        message: String,
        /// Where.
        at: Position,
    },
    /// It asks for more than the [`Limits`] allow.
    Limit {
        /// What there is too much of.
        message: String,
        /// Where the limit was hit.
        at: Position,
    },
    /// The reader was told to stop.
    Cancelled,
}

/// Reads all documents of a text whose first line is line `first` of its file.
pub(crate) fn parse(
    text: &str,
    first: u32,
    limits: &Limits,
    cancel: &AtomicBool,
) -> Result<Vec<Node>, TreeError> {
    let mut input = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut input);
    let mut tree = Tree::new(limits);
    for count in 0usize.. {
        if count % 1024 == 0 && cancel.load(Ordering::Relaxed) {
            return Err(TreeError::Cancelled);
        }
        let event = parser.parse().map_err(|error| syntax(&error, first))?;
        let at = position(event.start_mark, first);
        match event.data {
            EventData::StreamEnd => break,
            EventData::Scalar { value, style, anchor, .. } => {
                let plain = style == ScalarStyle::Plain;
                let value = Value::Scalar { text: value.into_boxed_str(), plain };
                tree.add(Node { value, at }, anchor)?;
            }
            EventData::Alias { anchor } => tree.repeat(&anchor, at)?,
            EventData::SequenceStart { anchor, .. } => tree.open(Level::list(at, anchor))?,
            EventData::MappingStart { anchor, .. } => tree.open(Level::map(at, anchor))?,
            EventData::SequenceEnd | EventData::MappingEnd => tree.close()?,
            _ => {}
        }
    }
    Ok(tree.documents)
}

fn position(mark: Mark, first: u32) -> Position {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Position { line: small(mark.line).saturating_add(first), column: small(mark.column).saturating_add(1) }
}

fn syntax(error: &Error, first: u32) -> TreeError {
    let at = error.problem_mark().map_or(Position { line: first, column: 1 }, |mark| position(mark, first));
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
    body: Body,
}

enum Body {
    List(Vec<Node>),
    Map(Vec<Pair>, Option<(Box<str>, Position)>),
}

impl Level {
    fn list(at: Position, anchor: Option<String>) -> Self {
        Self { at, anchor, body: Body::List(Vec::new()) }
    }

    fn map(at: Position, anchor: Option<String>) -> Self {
        Self { at, anchor, body: Body::Map(Vec::new(), None) }
    }
}

struct Tree<'a> {
    limits: &'a Limits,
    documents: Vec<Node>,
    open: Vec<Level>,
    anchors: HashMap<String, Node>,
    nodes: usize,
    repeated: usize,
}

impl<'a> Tree<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            documents: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            nodes: 0,
            repeated: 0,
        }
    }

    fn count(&mut self, nodes: usize, at: Position) -> Result<(), TreeError> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > self.limits.nodes {
            let message = format!("more than {} values", self.limits.nodes);
            return Err(TreeError::Limit { message, at });
        }
        Ok(())
    }

    fn open(&mut self, level: Level) -> Result<(), TreeError> {
        self.count(1, level.at)?;
        if self.open.len() >= self.limits.depth {
            let message = format!("more than {} levels of lists and maps", self.limits.depth);
            return Err(TreeError::Limit { message, at: level.at });
        }
        self.open.push(level);
        Ok(())
    }

    fn close(&mut self) -> Result<(), TreeError> {
        let Some(Level { at, anchor, body }) = self.open.pop() else {
            return Ok(());
        };
        let value = match body {
            Body::List(items) => Value::List(items),
            Body::Map(pairs, _) => Value::Map(merged(pairs)?),
        };
        self.put(Node { value, at }, anchor);
        Ok(())
    }

    fn add(&mut self, node: Node, anchor: Option<String>) -> Result<(), TreeError> {
        self.count(1, node.at)?;
        self.put(node, anchor);
        Ok(())
    }

    fn put(&mut self, node: Node, anchor: Option<String>) {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|level| &mut level.body) {
            None => self.documents.push(node),
            Some(Body::List(items)) => items.push(node),
            Some(Body::Map(pairs, key)) => match key.take() {
                Some((key, at)) => pairs.push(Pair { key, at, node }),
                None => *key = Some((key_text(&node), node.at)),
            },
        }
    }

    fn repeat(&mut self, anchor: &str, at: Position) -> Result<(), TreeError> {
        let Some(node) = self.anchors.get(anchor) else {
            let message = format!("no anchor `&{anchor}` stands before this alias");
            return Err(TreeError::Syntax { message, at });
        };
        let (nodes, bytes) = size(node);
        self.weigh(nodes, bytes, at)?;
        // The copy keeps the places of the original: what is wrong with it is wrong there.
        if let Some(node) = self.anchors.get(anchor).cloned() {
            self.put(node, None);
        }
        Ok(())
    }

    fn weigh(&mut self, nodes: usize, bytes: usize, at: Position) -> Result<(), TreeError> {
        self.count(nodes, at)?;
        self.repeated = self.repeated.saturating_add(bytes);
        if self.repeated > self.limits.alias_bytes {
            let message = format!("aliases repeat more than {} bytes of text", self.limits.alias_bytes);
            return Err(TreeError::Limit { message, at });
        }
        Ok(())
    }
}

/// The pairs of a map with those of its merge keys (`<<: *defaults`) added, as far as they are not there.
fn merged(pairs: Vec<Pair>) -> Result<Vec<Pair>, TreeError> {
    if !pairs.iter().any(|pair| &*pair.key == "<<") {
        return Ok(pairs);
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|pair| &*pair.key == "<<");
    for merge in merges {
        let sources = match merge.node.value {
            Value::List(items) => items,
            _ => vec![merge.node],
        };
        for source in sources {
            let Value::Map(inherited) = source.value else {
                let message = "a merge key takes a map or a list of maps".to_owned();
                return Err(TreeError::Syntax { message, at: merge.at });
            };
            for pair in inherited {
                if !own.iter().any(|known| known.key == pair.key) {
                    own.push(pair);
                }
            }
        }
    }
    Ok(own)
}

/// Keys are texts in every archive seen; a list or map as a key is named by what it is.
fn key_text(node: &Node) -> Box<str> {
    match &node.value {
        Value::Scalar { text, .. } => text.clone(),
        _ => node.kind().into(),
    }
}

/// Nodes and bytes of text in a node. No deeper than the limit, as the tree itself.
fn size(node: &Node) -> (usize, usize) {
    let add = |(nodes, bytes): (usize, usize), (n, b): (usize, usize)| (nodes + n, bytes + b);
    match &node.value {
        Value::Scalar { text, .. } => (1, text.len()),
        Value::List(items) => items.iter().map(size).fold((1, 0), add),
        Value::Map(pairs) => {
            pairs.iter().map(|pair| add(size(&pair.node), (0, pair.key.len()))).fold((1, 0), add)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::archive::limits::Limits;

    fn read(text: &str) -> Result<Vec<Node>, TreeError> {
        parse(text, 1, &Limits::default(), &AtomicBool::new(false))
    }

    fn json(text: &str) -> String {
        let documents = read(text).unwrap();
        documents.iter().map(|node| node.to_json().to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn documents_become_trees_that_know_their_places() {
        let documents = read("a: 1\n---\n- b:\n    c\n").unwrap();
        assert_eq!(documents.len(), 2);
        let item = &documents[1].items().unwrap()[0];
        assert_eq!(item.at, Position { line: 3, column: 3 });
        assert_eq!(item.pairs().unwrap()[0].node.at, Position { line: 4, column: 5 });
    }

    #[test]
    fn merge_keys_and_aliases_are_applied_and_own_keys_win() {
        let text = "- &d {series: S, host: H}\n- <<: *d\n  host: I\n- *d\n";
        assert_eq!(
            json(text),
            r#"[{"series":"S","host":"H"},{"host":"I","series":"S"},{"series":"S","host":"H"}]"#
        );
    }

    #[test]
    fn an_alias_bomb_ends_at_the_limit() {
        let mut bomb = "a0: &a0 [lol, lol]\n".to_owned();
        for level in 1..40 {
            let below = level - 1;
            let _ = writeln!(bomb, "a{level}: &a{level} [*a{below}, *a{below}]");
        }
        assert!(matches!(read(&bomb), Err(TreeError::Limit { .. })));
    }

    #[test]
    fn a_large_anchor_used_thousands_of_times_ends_at_the_limit() {
        let bomb = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(5_000));
        assert!(matches!(read(&bomb), Err(TreeError::Limit { .. })));
    }

    #[test]
    fn deep_nesting_ends_at_the_limit_in_every_form() {
        for unit in ["[", "{\"\":[", "- ", "? "] {
            let result = read(&unit.repeat(100_000));
            assert!(matches!(result, Err(TreeError::Limit { .. })), "{unit}: {result:?}");
        }
    }

    #[test]
    fn an_alias_inside_its_own_anchor_is_refused() {
        assert!(matches!(read("a: &a [*a]\n"), Err(TreeError::Syntax { .. })));
    }

    #[test]
    fn an_error_names_its_place_and_what_it_belongs_to() {
        let error = read("a: 1\nb: \"x\nc: 2\n").unwrap_err();
        let TreeError::Syntax { message, at } = error else { panic!("{error:?}") };
        assert_eq!(at, Position { line: 4, column: 1 });
        assert_eq!(
            message,
            "found unexpected end of stream while scanning a quoted scalar that began in line 2"
        );
    }
}
