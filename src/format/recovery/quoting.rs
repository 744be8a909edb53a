//! Quotes values that need it: `title: Foo: a bar`, `title: "Deep" learning`, `title: [Tag] x`, `speaker: @x`.

use std::sync::atomic::AtomicBool;

use super::lines::plain_key;
use crate::diagnostic::Position;
use crate::format::error::TreeError;
use crate::format::limits::Limits;
use crate::format::yaml::events;
use crate::text::line_index::LineIndex;

/// At most this many values of a text are quoted, because each costs a parse.
const MAX_REPAIRS: usize = 24;

/// A repaired text, and the values that were quoted.
pub(super) struct Quoted {
    pub(super) text: String,
    pub(super) values: Vec<QuotedValue>,
}

/// A value that was read as if it were quoted.
#[derive(Debug)]
pub(crate) struct QuotedValue {
    /// Where it begins.
    pub(crate) at: Position,
    /// The value as written.
    pub(crate) text: String,
}

/// Quotes values as long as each one gets the parser further.
pub(super) fn quote_values(text: &str, limits: &Limits, cancel: &AtomicBool) -> Quoted {
    let mut quoted = Quoted { text: text.to_owned(), values: Vec::new() };
    while quoted.values.len() < MAX_REPAIRS {
        let Err(TreeError::Syntax { at, .. }) = events::parse(&quoted.text, 1, limits, cancel) else { break };
        let Some((text, value)) = quote_line(&quoted.text, at.line) else { break };
        let comes_further = match events::parse(&text, 1, limits, cancel) {
            Err(TreeError::Syntax { at: next, .. }) => next.line > at.line,
            Err(_) => false,
            Ok(_) => true,
        };
        if !comes_further {
            break;
        }
        quoted.text = text;
        quoted.values.push(value);
    }
    quoted
}

/// The text with the value of a line quoted; `None` if the line has no key with a value that quotes could help.
fn quote_line(text: &str, number: u32) -> Option<(String, QuotedValue)> {
    let lines = LineIndex::new(text, 1);
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    let line = lines.line(at);
    let start = line.find(|c: char| c != ' ' && c != '-')?;
    let (indent, rest) = line.split_at(start);
    let key = plain_key(rest)?;
    let after = rest.get(key.len() + 1..)?;
    let value = after.trim();
    let is_special = value.contains(": ")
        || value.ends_with(':')
        || value.starts_with(['"', '\'', '[', '{', '@', '`', '%', '*', '&', '!', '|', '>']);
    if value.is_empty() || !is_special {
        return None;
    }
    let before_value = line.get(..line.len() - after.trim_start().len())?;
    let column = u32::try_from(before_value.chars().count()).ok()?.saturating_add(1);
    let at_value = Position { line: number, column };
    let quoted = format!("{indent}{key}: '{}'", value.replace('\'', "''"));
    let before = lines.slice(0, at);
    Some((
        format!("{before}{quoted}\n{}", lines.slice(at + 1, lines.count())),
        QuotedValue { at: at_value, text: value.to_owned() },
    ))
}
