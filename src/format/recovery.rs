//! Recovery: splits a file that is not valid YAML into parts, and keeps the parts that are.
//!
//! A broken text is split where its layout starts something new: at `---`, at the list items of the first indentation,
//! at the keys of a map. Each part is parsed alone, with its line number; a part that is broken too is split again if
//! it contains further records, and is reported otherwise.

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;

use super::error::TreeError;
use super::limits::Limits;
use super::node::{Node, NodeValue, Pair};
use super::yaml::events;
use crate::diagnostic::Position;

pub(crate) mod indentation;
pub(crate) mod json;
mod lines;
mod quoting;

use crate::text::line_index::LineIndex;
use quoting::QuotedValue;

/// How many times parts are split again: enough for a record in a group in a group, and a few more.
const MAX_SPLIT_DEPTH: usize = 8;

/// What could be recovered, and the errors in the rest.
#[derive(Debug, Default)]
pub(crate) struct Recovered {
    /// The documents, each without its broken parts.
    pub(crate) documents: Vec<Node>,
    /// The error in each broken part, in file order.
    pub(crate) errors: Vec<TreeError>,
    /// The values that were read as if they were quoted.
    pub(crate) quoted: Vec<QuotedValue>,
    /// If tabs had to be read as spaces: the first tab that indents a line, and how many spaces a tab is worth.
    pub(crate) tab_indent: Option<(Position, usize)>,
}

/// Tells whether a list under a key is part of the record around it, as its speakers are, rather than a list of
/// records.
pub(crate) type KeyTest = fn(&str) -> bool;

/// Parses all documents, and recovers what it can of the broken ones.
pub(crate) fn parse(
    text: &str,
    is_list_in_record: KeyTest,
    limits: &Limits,
    cancel: &AtomicBool,
) -> Recovered {
    match events::parse(text, 1, limits, cancel) {
        Ok(documents) => Recovered { documents, ..Recovered::default() },
        // Splitting a file that exceeds a limit would only exceed it again, part by part.
        Err(error @ (TreeError::Limit { .. } | TreeError::Cancelled)) => {
            Recovered { errors: vec![error], ..Recovered::default() }
        }
        Err(TreeError::Syntax { .. }) => {
            let first_tab = lines::first_tab_indent(text);
            if let Some(at) = first_tab {
                for blanks in [2, 4, 8] {
                    let blank = lines::expand_tabs(text, blanks);
                    if let Ok(documents) = events::parse(&blank, 1, limits, cancel) {
                        return Recovered {
                            documents,
                            tab_indent: Some((at, blanks)),
                            ..Recovered::default()
                        };
                    }
                }
            }
            let text = if first_tab.is_some() {
                Cow::Owned(lines::expand_tabs(text, 2))
            } else {
                Cow::Borrowed(text)
            };
            let quoting::Quoted { text, values: quoted } = quoting::quote_values(&text, limits, cancel);
            let tab_indent = first_tab.map(|at| (at, 2));
            if let (false, Ok(documents)) = (quoted.is_empty(), events::parse(&text, 1, limits, cancel)) {
                return Recovered { documents, quoted, tab_indent, ..Recovered::default() };
            }
            let mut parser = RecoveryParser { limits, cancel, is_list_in_record, errors: Vec::new() };
            let documents = parser.parse_documents(&text);
            Recovered { documents, errors: parser.errors, quoted, tab_indent }
        }
    }
}

struct RecoveryParser<'a> {
    limits: &'a Limits,
    cancel: &'a AtomicBool,
    is_list_in_record: KeyTest,
    errors: Vec<TreeError>,
}

impl RecoveryParser<'_> {
    fn parse_documents(&mut self, text: &str) -> Vec<Node> {
        let lines = LineIndex::new(text, 1);
        // The parser wants `---` even after `...`; YAML does not.
        let separates = |line: &str| matches!(line.trim_end(), "---" | "...") || line.starts_with("--- ");
        let separators = lines.matching(separates);
        let mut documents = Vec::new();
        let mut start = 0;
        for end in separators.into_iter().chain([lines.count()]) {
            let text = lines.slice(start, end);
            let part = match text.strip_prefix("---").or(text.strip_prefix("...")) {
                // Text after a separator belongs to its document; the spaces keep its columns.
                Some(rest) => self.parse_part(&format!("   {rest}"), lines.line_number(start), 0),
                None => self.parse_part(text, lines.line_number(start), 0),
            };
            documents.extend(part);
            start = end;
        }
        documents
    }

    /// Whether there are too many errors to go on; adds an error that says so.
    fn check_error_limit(&mut self, line: u32) -> bool {
        let most = self.limits.problems;
        if self.errors.len() == most {
            let message = format!("more than {most} places are broken, and the rest of the file is not read");
            self.errors.push(TreeError::Limit { message, at: Position { line, column: 1 } });
        }
        self.errors.len() > most
    }

    /// Parses a part that begins on line `first`, and splits it if it is broken; `depth` counts the splits so far.
    fn parse_part(&mut self, text: &str, first: u32, depth: usize) -> Vec<Node> {
        if self.check_error_limit(first) {
            return Vec::new();
        }
        let error = match events::parse(text, first, self.limits, self.cancel) {
            Ok(documents) => return documents,
            Err(error) => error,
        };
        let cut = match error {
            TreeError::Syntax { .. } if depth < MAX_SPLIT_DEPTH => {
                self.split(&LineIndex::new(text, first), depth)
            }
            _ => None,
        };
        if cut.is_none() {
            self.errors.push(error);
        }
        cut.into_iter().collect()
    }

    fn split(&mut self, lines: &LineIndex<'_>, depth: usize) -> Option<Node> {
        let opening = lines::first_content(lines)?;
        let indent = lines::indent(lines.line(opening));
        let at =
            Position { line: lines.line_number(opening), column: u32::try_from(indent).unwrap_or(0) + 1 };
        if !lines::is_item(lines.line(opening), indent) {
            return self.split_map(lines, indent, at, depth);
        }
        let starts = lines.matching(|line| lines::is_item(line, indent));
        // A single flat item at the top level is one broken record: there is nothing to split. A nested one may contain records.
        if starts.len() < 2 && depth == 0 && !lines.any(|line| lines::indent(line) > indent + 2) {
            return None;
        }
        let mut items = Vec::new();
        for (start, end) in lines.ranges(&starts) {
            // With a space in place of the dash, the item's map can be parsed alone.
            let mut item = lines.slice(start, end).to_owned();
            item.replace_range(indent..=indent, " ");
            items.extend(self.parse_part(&item, lines.line_number(start), depth + 1));
        }
        Some(Node { value: NodeValue::List(items), at })
    }

    /// Splits a map at its keys, but only if one of them holds a list of maps: such a map contains records. Any other
    /// map is itself a record, and is dropped as a whole.
    fn split_map(
        &mut self,
        lines: &LineIndex<'_>,
        indent: usize,
        at: Position,
        depth: usize,
    ) -> Option<Node> {
        let starts = lines.matching(|line| lines::indent(line) == indent && lines::plain_key(line).is_some());
        let entries = lines.ranges(&starts);
        if !entries.clone().any(|(start, end)| is_record_list(lines, start, end, self.is_list_in_record)) {
            return None;
        }
        let mut pairs = Vec::new();
        for (start, end) in entries {
            let Some(key) = lines::plain_key(lines.line(start)) else {
                continue;
            };
            let line = lines.line_number(start);
            let node = if is_record_list(lines, start, end, self.is_list_in_record) {
                let parts = self.parse_part(lines.slice(start + 1, end), line + 1, depth + 1);
                parts.into_iter().next()
            } else {
                match events::parse(lines.slice(start, end), line, self.limits, self.cancel) {
                    Ok(documents) => documents.into_iter().next().and_then(single_value),
                    Err(error) => {
                        self.errors.push(error);
                        None
                    }
                }
            };
            pairs.extend(node.map(|node| Pair { key: key.into(), at: Position { line, ..at }, node }));
        }
        Some(Node { value: NodeValue::Map(pairs), at })
    }
}

/// Whether an entry of a map is a list of maps that may be records.
fn is_record_list(lines: &LineIndex<'_>, start: usize, end: usize, is_list_in_record: KeyTest) -> bool {
    let head = lines.line(start);
    let of_one_record = lines::plain_key(head).is_some_and(is_list_in_record);
    let first = (start + 1..end).map(|at| lines.line(at)).find(|line| lines::is_content(line));
    let opens = head.trim_end().ends_with(':');
    opens
        && !of_one_record
        && first.is_some_and(|line| lines::is_item(line, lines::indent(line)) && line.contains(": "))
}

fn single_value(node: Node) -> Option<Node> {
    match node.value {
        NodeValue::Map(pairs) => pairs.into_iter().next().map(|pair| pair.node),
        _ => None,
    }
}
