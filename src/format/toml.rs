//! TOML to nodes, for the front matter of some pages and for settings.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::TreeError;
use super::node::{Node, NodeValue, Pair};
use crate::diagnostic::Position;

/// Parses a text whose first line is line `first` of its file.
pub(crate) fn parse(text: &str, first: u32) -> Result<Option<Node>, TreeError> {
    let converter = TomlConverter { text, first_line: first };
    match DeTable::parse(text) {
        Ok(table) => Ok(Some(converter.table(table.get_ref(), Position { line: first, column: 1 }))),
        Err(error) => {
            let at = converter.position(error.span().map_or(0, |span| span.start));
            Err(TreeError::Syntax { message: error.message().to_owned(), at })
        }
    }
}

struct TomlConverter<'t> {
    text: &'t str,
    first_line: u32,
}

impl TomlConverter<'_> {
    fn position(&self, offset: usize) -> Position {
        let before = self.text.get(..offset).unwrap_or_default();
        let lines = before.bytes().filter(|&byte| byte == b'\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let small = |n| u32::try_from(n).unwrap_or(u32::MAX);
        Position {
            line: small(lines).saturating_add(self.first_line),
            column: small(column).saturating_add(1),
        }
    }

    fn table(&self, table: &DeTable<'_>, at: Position) -> Node {
        let mut pairs: Vec<Pair> = table
            .iter()
            .map(|(key, value)| Pair {
                key: key.get_ref().as_ref().into(),
                at: self.position(key.span().start),
                node: self.node(value),
            })
            .collect();
        // The parser sorts a table by name; sorting by position restores the order of the file.
        pairs.sort_by_key(|pair| pair.at);
        Node { value: NodeValue::Map(pairs), at }
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node {
        let at = self.position(value.span().start);
        let value = match value.get_ref() {
            DeValue::String(text) => return Node::text(text.as_ref(), at),
            DeValue::Table(table) => return self.table(table, at),
            DeValue::Array(items) => NodeValue::List(items.iter().map(|item| self.node(item)).collect()),
            DeValue::Integer(number) => plain_scalar(&number.to_string()),
            DeValue::Float(number) => plain_scalar(&number.to_string()),
            DeValue::Boolean(truth) => plain_scalar(&truth.to_string()),
            DeValue::Datetime(date) => plain_scalar(&date.to_string()),
        };
        Node { value, at }
    }
}

fn plain_scalar(text: &str) -> NodeValue {
    NodeValue::Scalar { text: text.into(), plain: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_keep_the_order_and_places_of_the_file() {
        let node =
            parse("title = \"T\"\ndate = 2022-11-17\n[extra]\nauthor = 'A'\nn = 5\n", 2).unwrap().unwrap();
        assert_eq!(
            node.to_json().to_string(),
            r#"{"title":"T","date":"2022-11-17","extra":{"author":"A","n":5}}"#
        );
        let extra = &node.pairs().unwrap()[2];
        assert_eq!(extra.node.pairs().unwrap()[0].at, Position { line: 5, column: 1 });
    }

    #[test]
    fn an_error_names_its_place() {
        let error = parse("a = 1\nb = = 2\n", 2).unwrap_err();
        let TreeError::Syntax { at, .. } = error else { panic!("{error:?}") };
        assert_eq!(at.line, 3);
    }
}
