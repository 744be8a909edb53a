//! Salvage: a file that is not YAML as a whole, taken apart into the records that are.
//!
//! A broken text is cut where its own layout says that something new begins: at `---`, at the list items of the
//! first indentation, at the keys of a map. Each part is parsed alone, with the line it stands in; a part that is
//! broken too is cut again where it holds further records, and is given up otherwise.

use std::sync::atomic::AtomicBool;

use super::fields::{self, Field};
use super::limits::Limits;
use super::node::{Node, Pair, Value};
use super::tree::{self, TreeError};
use crate::diagnostic::Position;

/// What was saved, and what is wrong with the rest.
#[derive(Debug, Default)]
pub(crate) struct Salvaged {
    /// The documents, each without its broken parts.
    pub(crate) documents: Vec<Node>,
    /// Why each broken part is broken, in the order of the file.
    pub(crate) errors: Vec<TreeError>,
}

/// Reads all documents, the broken ones as far as they go.
pub(crate) fn parse(text: &str, limits: &Limits, cancel: &AtomicBool) -> Salvaged {
    match tree::parse(text, 1, limits, cancel) {
        Ok(documents) => Salvaged { documents, errors: Vec::new() },
        // Cutting a file that asks for too much would only ask for it again, part by part.
        Err(error @ (TreeError::Limit { .. } | TreeError::Cancelled)) => {
            Salvaged { documents: Vec::new(), errors: vec![error] }
        }
        Err(TreeError::Syntax { .. }) => {
            let mut saver = Saver { limits, cancel, errors: Vec::new() };
            let lines: Vec<Line<'_>> =
                (1..).zip(text.lines()).map(|(number, text)| Line { number, text }).collect();
            let mut documents = Vec::new();
            for part in lines.split(|line| is_separator(line.text)) {
                documents.extend(saver.part(part, 0));
            }
            Salvaged { documents, errors: saver.errors }
        }
    }
}

#[derive(Clone, Copy)]
struct Line<'a> {
    number: u32,
    text: &'a str,
}

impl Line<'_> {
    fn is_content(&self) -> bool {
        let text = self.text.trim();
        !text.is_empty() && !text.starts_with('#')
    }

    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }
}

struct Saver<'a> {
    limits: &'a Limits,
    cancel: &'a AtomicBool,
    errors: Vec<TreeError>,
}

impl Saver<'_> {
    /// Saves a part that stands `depth` cuts deep.
    fn part(&mut self, lines: &[Line<'_>], depth: usize) -> Option<Node> {
        let first = lines.iter().find(|line| line.is_content())?;
        let error = match self.whole(lines) {
            Ok(node) => return node,
            Err(error) => error,
        };
        let cut = match error {
            TreeError::Syntax { .. } if depth < 8 => self.cut(lines, first, depth),
            _ => None,
        };
        if cut.is_none() {
            self.errors.push(error);
        }
        cut
    }

    /// Parses lines as one document, with their own places.
    fn whole(&self, lines: &[Line<'_>]) -> Result<Option<Node>, TreeError> {
        let Some(start) = lines.first().map(|line| line.number) else {
            return Ok(None);
        };
        let mut text = String::new();
        for line in lines {
            text.push_str(line.text);
            text.push('\n');
        }
        let documents = tree::parse(&text, start, self.limits, self.cancel)?;
        Ok(documents.into_iter().next())
    }

    fn cut(&mut self, lines: &[Line<'_>], first: &Line<'_>, depth: usize) -> Option<Node> {
        let indent = first.indent();
        let at = Position { line: first.number, column: u32::try_from(indent).unwrap_or(0) + 1 };
        if is_item(first, indent) {
            let mut items = Vec::new();
            let parts = pieces(lines, |line| is_item(line, indent));
            if parts.len() < 2 && depth > 0 {
                return self.inside_item(parts.first()?, indent, depth);
            }
            for part in parts {
                let opened = without_dash(part, indent);
                let opened: Vec<Line<'_>> =
                    opened.iter().map(|(number, text)| Line { number: *number, text }).collect();
                items.extend(self.part(&opened, depth + 1));
            }
            return Some(Node { value: Value::List(items), at });
        }
        self.map(lines, indent, at, depth)
    }

    fn inside_item(&mut self, part: &[Line<'_>], indent: usize, depth: usize) -> Option<Node> {
        let opened = without_dash(part, indent);
        let opened: Vec<Line<'_>> =
            opened.iter().map(|(number, text)| Line { number: *number, text }).collect();
        let at = Position { line: part.first()?.number, column: u32::try_from(indent).unwrap_or(0) + 1 };
        let item = self.part(&opened, depth + 1)?;
        Some(Node { value: Value::List(vec![item]), at })
    }

    /// A map is cut at its keys only where one of them holds a list of maps: such a map holds records. Any other
    /// is a record itself, and is lost as a whole.
    fn map(&mut self, lines: &[Line<'_>], indent: usize, at: Position, depth: usize) -> Option<Node> {
        let entries = pieces(lines, |line| line.indent() == indent && key_of(line).is_some());
        if !entries.iter().any(|entry| holds_records(entry)) {
            return None;
        }
        let mut pairs = Vec::new();
        for entry in entries {
            let Some((head, rest)) = entry.split_first() else {
                continue;
            };
            let Some(key) = key_of(head) else { continue };
            let key_at = Position { line: head.number, column: at.column };
            let node = if holds_records(entry) {
                self.part(rest, depth + 1)
            } else {
                match self.whole(entry) {
                    Ok(node) => node.and_then(only_value),
                    Err(error) => {
                        self.errors.push(error);
                        None
                    }
                }
            };
            pairs.extend(node.map(|node| Pair { key: key.into(), at: key_at, node }));
        }
        Some(Node { value: Value::Map(pairs), at })
    }
}

/// Whether an entry of a map is a list of maps that may be records.
fn holds_records(entry: &[Line<'_>]) -> bool {
    let Some((head, rest)) = entry.split_first() else {
        return false;
    };
    let opens = head.text.trim_end().ends_with(':');
    let field = key_of(head).and_then(|key| fields::lookup(&fields::normal(key)));
    let of_one_record = matches!(
        field,
        Some((
            Field::Speakers | Field::Affiliation | Field::Host | Field::Links | Field::Tags | Field::Slides,
            _
        ))
    );
    let first = rest.iter().find(|line| line.is_content());
    opens
        && !of_one_record
        && first.is_some_and(|line| is_item(line, line.indent()) && line.text.contains(": "))
}

fn only_value(node: Node) -> Option<Node> {
    match node.value {
        Value::Map(pairs) => pairs.into_iter().next().map(|pair| pair.node),
        _ => None,
    }
}

fn is_separator(line: &str) -> bool {
    line.trim_end() == "---" || line.starts_with("--- ")
}

fn is_item(line: &Line<'_>, indent: usize) -> bool {
    let rest = line.text.get(indent..).unwrap_or_default();
    line.indent() == indent && (rest.starts_with("- ") || rest.trim_end() == "-")
}

/// The key of a line `key: …`, where it is a plain word.
fn key_of<'a>(line: &Line<'a>) -> Option<&'a str> {
    let (key, rest) = line.text.trim_start().split_once(':')?;
    let plain = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')) && !key.is_empty();
    (plain && (rest.is_empty() || rest.starts_with([' ', '\r']))).then_some(key)
}

/// Cuts lines before each line that begins something; what stands before the first goes with it.
fn pieces<'a, 'b>(lines: &'b [Line<'a>], begins: impl Fn(&Line<'a>) -> bool) -> Vec<&'b [Line<'a>]> {
    let mut starts: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| begins(line)).map(|(at, _)| at).collect();
    starts.push(lines.len());
    starts.windows(2).filter_map(|pair| lines.get(*pair.first()?..*pair.last()?)).collect()
}

/// The lines of a list item with a blank in place of the dash, so that its map stands alone.
fn without_dash(part: &[Line<'_>], indent: usize) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = part.iter().map(|line| (line.number, line.text.to_owned())).collect();
    if let Some((_, first)) = out.first_mut() {
        first.replace_range(indent..=indent, " ");
    }
    out
}
