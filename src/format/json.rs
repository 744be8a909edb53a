//! JSON to nodes. Serde supplies the values; their positions come from a second pass over the same text, in step with
//! serde.

use std::cell::RefCell;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::error::TreeError;
use super::limits::Limits;
use super::node::{Node, NodeValue, Pair};
use crate::diagnostic::Position;

/// Parses a text as JSON. Its first line is line `first` of the file.
pub(crate) fn parse(text: &str, first: u32, limits: &Limits) -> Result<Node, TreeError> {
    let state = RefCell::new(ParseState {
        positions: PositionScanner::new(text, first),
        depth: 0,
        nodes: 0,
        limits,
        exceeded: None,
    });
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let node =
        NodeSeed(&state).deserialize(&mut deserializer).and_then(|node| deserializer.end().map(|()| node));
    let exceeded = state.into_inner().exceeded;
    match (node, exceeded) {
        (_, Some(error)) => Err(error),
        (Ok(node), None) => Ok(node),
        (Err(error), None) => Err(tree_error(&error, first, limits)),
    }
}

fn tree_error(error: &serde_json::Error, first: u32, limits: &Limits) -> TreeError {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let line = small(error.line()).max(1).saturating_add(first - 1);
    let at = Position { line, column: small(error.column()).max(1) };
    let text = error.to_string();
    // Whatever exceeds serde's own limit on depth exceeds ours, too.
    if text.starts_with("recursion limit") {
        let message = format!("more than {} levels of lists and maps", limits.depth);
        return TreeError::Limit { message, at };
    }
    let message = text.split(" at line ").next().unwrap_or_default().to_owned();
    TreeError::Syntax { message, at }
}

struct ParseState<'t> {
    positions: PositionScanner<'t>,
    depth: usize,
    nodes: usize,
    limits: &'t Limits,
    exceeded: Option<TreeError>,
}

impl ParseState<'_> {
    /// The position of the next value or key, which is counted against the limits.
    fn next_position(&mut self) -> Result<Position, String> {
        let at = self.positions.next_position();
        self.nodes += 1;
        let message = if self.nodes > self.limits.nodes {
            format!("more than {} values", self.limits.nodes)
        } else if self.depth > self.limits.depth {
            format!("more than {} levels of lists and maps", self.limits.depth)
        } else {
            return Ok(at);
        };
        self.exceeded = Some(TreeError::Limit { message: message.clone(), at });
        Err(message)
    }
}

struct NodeSeed<'s, 't>(&'s RefCell<ParseState<'t>>);

impl<'de> DeserializeSeed<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let at = self.0.borrow_mut().next_position().map_err(D::Error::custom)?;
        deserializer.deserialize_any(NodeVisitor { state: self.0, at })
    }
}

struct MapKey(String);

impl<'de> Deserialize<'de> for MapKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

struct NodeVisitor<'s, 't> {
    state: &'s RefCell<ParseState<'t>>,
    at: Position,
}

impl NodeVisitor<'_, '_> {
    fn plain_scalar(&self, text: &str) -> Node {
        Node { value: NodeValue::Scalar { text: text.into(), plain: true }, at: self.at }
    }
}

impl<'de> Visitor<'de> for NodeVisitor<'_, '_> {
    type Value = Node;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Node, E> {
        Ok(self.plain_scalar(if truth { "true" } else { "false" }))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(self.plain_scalar(&number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(self.plain_scalar(&number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(self.plain_scalar(&number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.plain_scalar(""))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::text(text, self.at))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        self.state.borrow_mut().depth += 1;
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element_seed(NodeSeed(self.state))? {
            nodes.push(node);
        }
        self.state.borrow_mut().depth -= 1;
        Ok(Node { value: NodeValue::List(nodes), at: self.at })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        self.state.borrow_mut().depth += 1;
        let mut pairs = Vec::new();
        while let Some(MapKey(key)) = entries.next_key()? {
            let at = self.state.borrow_mut().next_position().map_err(A::Error::custom)?;
            let node = entries.next_value_seed(NodeSeed(self.state))?;
            pairs.push(Pair { key: key.into(), at, node });
        }
        self.state.borrow_mut().depth -= 1;
        Ok(Node { value: NodeValue::Map(pairs), at: self.at })
    }
}

/// Scans a text for the positions of its keys and values, in order.
struct PositionScanner<'t> {
    rest: std::str::Chars<'t>,
    line: u32,
    column: u32,
}

impl<'t> PositionScanner<'t> {
    fn new(text: &'t str, first: u32) -> Self {
        Self { rest: text.chars(), line: first, column: 1 }
    }

    fn advance(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(c)
    }

    /// The position of the next key, value or opening bracket. Afterwards the scanner is past its first character, or
    /// past all of it if it is a string or a word.
    fn next_position(&mut self) -> Position {
        loop {
            let at = Position { line: self.line, column: self.column };
            match self.advance() {
                Some('"') => {
                    while let Some(c) = self.advance() {
                        match c {
                            '\\' => {
                                self.advance();
                            }
                            '"' => break,
                            _ => {}
                        }
                    }
                    return at;
                }
                Some('[' | '{') | None => return at,
                Some(c) if c.is_ascii_alphanumeric() || c == '-' => {
                    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-');
                    while self.rest.clone().next().is_some_and(word) {
                        self.advance();
                    }
                    return at;
                }
                Some(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Node> {
        parse(text, 1, &Limits::default()).ok()
    }

    #[test]
    fn values_and_keys_know_their_places() {
        let node = read("[\n  {\"a\": \"x\\\"\\ud83e\\udd16\",\n   \"b\": [1, null]}\n]").unwrap();
        assert_eq!(node.to_json().to_string(), "[{\"a\":\"x\\\"🤖\",\"b\":[1,null]}]");
        let map = &node.items().unwrap()[0];
        assert_eq!(map.at, Position { line: 2, column: 3 });
        let b = &map.pairs().unwrap()[1];
        assert_eq!(b.at, Position { line: 3, column: 4 });
        assert_eq!(b.node.items().unwrap()[1].at, Position { line: 3, column: 13 });
    }

    #[test]
    fn what_is_not_json_is_left_to_yaml() {
        assert_eq!(read("{\"a\": 1,}"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_key_that_comes_twice_is_kept_twice() {
        assert_eq!(read("{\"a\": 1, \"a\": 2}").unwrap().pairs().unwrap().len(), 2);
    }

    #[test]
    fn deep_nesting_ends_at_the_limit() {
        for text in ["[".repeat(100_000), "{\"\":[".repeat(50_000)] {
            assert!(matches!(parse(&text, 1, &Limits::default()), Err(TreeError::Limit { .. })));
        }
    }
}
