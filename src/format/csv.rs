//! CSV and TSV to nodes: a table with a header, as spreadsheets write it, becomes a list of maps.

use super::error::TreeError;
use super::limits::Limits;
use super::node::{Node, NodeValue, Pair};
use crate::diagnostic::Position;

/// Parses a table. Unless it is separated by `tabs`, the separator is detected from its header.
pub(crate) fn parse(text: &str, tabs: bool, limits: &Limits) -> Result<Node, TreeError> {
    let at = Position::START;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if tabs { b'\t' } else { detect_delimiter(text) })
        .flexible(true)
        .trim(csv::Trim::Headers)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(str::to_owned).collect(),
        Err(error) => return Err(syntax_error(&error)),
    };
    let mut rows = Vec::new();
    let mut nodes = 0;
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| syntax_error(&error))?;
        // The reader counts a two-byte line end only with the next record, so lines are counted here.
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let start = start + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += memchr::memchr_iter(b'\n', text.as_bytes().get(counted..start).unwrap_or_default()).count();
        counted = start;
        let at = Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: 1 };
        nodes += record.len() + 1;
        if nodes > limits.nodes {
            return Err(TreeError::Limit { message: format!("more than {} values", limits.nodes), at });
        }
        let pairs = headers.iter().zip(record.iter()).filter(|(header, _)| (1..=100).contains(&header.len()));
        let pairs: Vec<Pair> = pairs
            .map(|(header, value)| Pair { key: header.as_str().into(), at, node: Node::text(value, at) })
            .collect();
        rows.push(Node { value: NodeValue::Map(pairs), at });
    }
    Ok(Node { value: NodeValue::List(rows), at })
}

/// The most frequent separator in the first line.
fn detect_delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |mark: u8| header.bytes().filter(|&byte| byte == mark).count();
    // In a tie, the last one wins: the comma.
    [b'\t', b';', b','].into_iter().max_by_key(|&mark| count(mark)).unwrap_or(b',')
}

fn syntax_error(error: &csv::Error) -> TreeError {
    let line = error.position().map_or(1, csv::Position::line);
    let at = Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: 1 };
    TreeError::Syntax { message: error.to_string(), at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_maps_with_the_names_of_the_header() {
        let table = |text: &str, tabs| parse(text, tabs, &Limits::default()).unwrap();
        let node = table("Title , Speaker\n\"A, \"\"b\"\"\nc\",S\nD\n", false);
        assert_eq!(node.to_json().to_string(), r#"[{"Title":"A, \"b\"\nc","Speaker":"S"},{"Title":"D"}]"#);
        assert_eq!(node.items().unwrap()[1].at.line, 4);
        let lines: Vec<u32> = table("a,b\r\n1,2\r\n\r\n3,4\r\n", false)
            .items()
            .unwrap()
            .iter()
            .map(|row| row.at.line)
            .collect();
        assert_eq!(lines, [2, 4]);
        assert_eq!(table("a;b\n1,5;2\n", false).to_json().to_string(), r#"[{"a":"1,5","b":"2"}]"#);
        assert_eq!(table("a\tb\n1\t2\n", true).to_json().to_string(), r#"[{"a":"1","b":"2"}]"#);
    }
}
