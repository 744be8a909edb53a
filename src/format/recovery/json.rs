//! Recovery for JSON: parses each record of a broken list by itself.
//!
//! If the file is laid out in lines, each line that begins with `{` at the depth of the first record starts a record;
//! otherwise brackets are counted.

use std::sync::atomic::AtomicBool;

use super::Recovered;
use super::lines::indent;
use crate::diagnostic::Position;
use crate::format::error::TreeError;
use crate::format::json;
use crate::format::limits::Limits;
use crate::format::node::{Node, NodeValue};
use crate::format::yaml::events;
use crate::text::line_index::LineIndex;

/// Parses the records in a text that is not valid JSON as a whole.
pub(crate) fn parse(text: &str, limits: &Limits, cancel: &AtomicBool) -> Recovered {
    let mut recovered = Recovered::default();
    let mut items = Vec::new();
    for (line, record) in record_slices(text) {
        if recovered.errors.len() >= limits.problems {
            break;
        }
        match json::parse(record, line, limits) {
            Ok(node) => items.push(node),
            Err(error) => match events::parse(record, line, limits, cancel) {
                Ok(nodes) => items.extend(nodes),
                Err(TreeError::Cancelled) => break,
                Err(_) => recovered.errors.push(error),
            },
        }
    }
    if !items.is_empty() {
        recovered.documents.push(Node { value: NodeValue::List(items), at: Position::START });
    }
    recovered
}

/// The parts of a text that may be records, each with its line number.
fn record_slices(text: &str) -> Vec<(u32, &str)> {
    let lines = LineIndex::new(text, 1);
    let opens = |line: &str| line.trim_start().starts_with('{');
    let starts = lines.matching(opens);
    // The first line may open the object around the list.
    let outer = starts.first().is_some_and(|&at| lines.line(at).trim() == "{" && indent(lines.line(at)) == 0);
    let depth = |at: usize| lines.line(at).len() - lines.line(at).trim_start().len();
    let inner = starts.get(usize::from(outer)).map(|&at| depth(at));
    let starts: Vec<usize> =
        starts.into_iter().skip(usize::from(outer)).filter(|&at| Some(depth(at)) == inner).collect();
    if starts.len() > 1 {
        return lines
            .ranges(&starts)
            .map(|(start, end)| (lines.line_number(start), up_to_closing_bracket(lines.slice(start, end))))
            .collect();
    }
    let mut found = Vec::new();
    let mut rest = text.split_once('[').map_or("", |(_, rest)| rest);
    while let Some(at) = rest.find('{') {
        let (_, record) = rest.split_at(at);
        let whole = up_to_closing_bracket(record);
        let before = text.len() - record.len();
        let line = text.get(..before).map_or(0, |text| text.matches('\n').count());
        found.push((u32::try_from(line).unwrap_or(u32::MAX).saturating_add(1), whole));
        rest = record.get(whole.len()..).unwrap_or_default();
        // Counting the lines again for each record is slow; nobody writes thousands of records into one broken line.
        if found.len() > 1_000 {
            break;
        }
    }
    found
}

/// A text up to the bracket that closes its first one, or all of it if none does.
fn up_to_closing_bracket(text: &str) -> &str {
    let mut depth = 0usize;
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return text.get(..=at).unwrap_or(text);
                }
            }
            _ => {}
        }
    }
    text.trim_end().trim_end_matches([',', ']'])
}
