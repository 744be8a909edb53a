//! Nodes: the document tree that every format is parsed into. Each node is a scalar, list or map with its position.
//!
//! `extract` works only on nodes, so wrong values are reported in the same words, with line and column, in every
//! format.

use serde_json::{Map, Number, Value as Json};

use crate::diagnostic::Position;

/// A value and its position.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: NodeValue,
    pub(crate) at: Position,
}

/// The value of a node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NodeValue {
    /// A text as written; a plain one may mean null, a number or a boolean.
    Scalar {
        text: Box<str>,
        /// Whether it was written without quotes, as null, numbers and booleans are.
        plain: bool,
    },
    List(Vec<Node>),
    /// A map, in file order; a key may occur more than once.
    Map(Vec<Pair>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    /// The key as written.
    pub(crate) key: Box<str>,
    /// Where the key begins.
    pub(crate) at: Position,
    pub(crate) node: Node,
}

impl Node {
    /// A text that is never taken for null, a number or a boolean.
    pub(crate) fn text(text: impl Into<Box<str>>, at: Position) -> Self {
        let value = NodeValue::Scalar { text: text.into(), plain: false };
        Self { value, at }
    }

    /// The text of a scalar, unless it means null.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Scalar { text, plain } if !(*plain && is_null(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether it is null, or a plain scalar without text.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.value, NodeValue::Scalar { text, plain: true } if is_null(text))
    }

    /// Whether it has no content: null, a blank text, an empty list or map.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.value {
            NodeValue::Scalar { text, plain } => text.trim().is_empty() || (*plain && is_null(text)),
            NodeValue::List(items) => items.is_empty(),
            NodeValue::Map(pairs) => pairs.is_empty(),
        }
    }

    /// The pairs, if it is a map.
    pub(crate) fn pairs(&self) -> Option<&[Pair]> {
        match &self.value {
            NodeValue::Map(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub(crate) fn items(&self) -> Option<&[Node]> {
        match &self.value {
            NodeValue::List(items) => Some(items),
            _ => None,
        }
    }

    /// All texts in it, at any depth.
    pub(crate) fn texts(&self) -> Vec<&str> {
        match &self.value {
            NodeValue::Scalar { .. } => self.scalar().into_iter().collect(),
            NodeValue::List(items) => items.iter().flat_map(Self::texts).collect(),
            NodeValue::Map(pairs) => pairs.iter().flat_map(|pair| pair.node.texts()).collect(),
        }
    }

    /// What it is, for a message: `a text`, `a list`, `a map`, `nothing`.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            NodeValue::Scalar { .. } if self.is_null() => "nothing",
            NodeValue::Scalar { .. } => "a text",
            NodeValue::List(_) => "a list",
            NodeValue::Map(_) => "a map",
        }
    }

    /// The node as JSON, the form in which unknown fields are kept.
    pub(crate) fn to_json(&self) -> Json {
        match &self.value {
            NodeValue::Scalar { text, plain: false } => Json::String(clean(text)),
            NodeValue::Scalar { text, plain: true } => plain_json(text),
            NodeValue::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            NodeValue::Map(pairs) => {
                let entries = pairs.iter().map(|pair| (clean(&pair.key), pair.node.to_json()));
                Json::Object(entries.collect::<Map<_, _>>())
            }
        }
    }
}

fn clean(text: &str) -> String {
    crate::text::clean(text).into_owned()
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// A plain scalar under YAML 1.2's core schema, except that octal and hexadecimal numbers are texts.
fn plain_json(text: &str) -> Json {
    if is_null(text) {
        return Json::Null;
    }
    match text {
        "true" | "True" | "TRUE" => return Json::Bool(true),
        "false" | "False" | "FALSE" => return Json::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let starts_well = digits.starts_with(|c: char| c.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0') || digits.starts_with("0."));
    let number = starts_well
        .then(|| text.parse::<i64>().ok().map(Number::from))
        .flatten()
        // A number that JSON would write differently stays a text.
        .or_else(|| {
            let value = starts_well.then(|| text.parse::<f64>().ok()).flatten()?;
            Number::from_f64(value).filter(|number| number.to_string() == text)
        });
    number.map_or_else(|| Json::String(clean(text)), Json::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_scalar_is_what_yaml_takes_it_for_and_a_quoted_one_is_text() {
        let json = |text: &str, plain| {
            let value = NodeValue::Scalar { text: text.into(), plain };
            Node { value, at: Position::START }.to_json().to_string()
        };
        assert_eq!(json("3", true), "3");
        assert_eq!(json("3.5", true), "3.5");
        assert_eq!(json("3", false), "\"3\"");
        assert_eq!(json("0x1F", true), "\"0x1F\"");
        assert_eq!(json("007", true), "\"007\"");
        assert_eq!(json("1.10", true), "\"1.10\"");
        assert_eq!(json("~", true), "null");
        assert_eq!(json("True", true), "true");
        assert_eq!(json("No", true), "\"No\"");
        assert_eq!(json("2022-11-17", true), "\"2022-11-17\"");
    }
}
