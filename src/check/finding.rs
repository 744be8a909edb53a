//! A problem of a record, placed at the text that it is about.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Position, Rule, Severity};
use crate::seminar::Source;

/// A problem of a record, and the text in its file that it is about.
pub(super) struct Finding {
    pub(super) diagnostic: Diagnostic,
    about: Option<String>,
}

impl Finding {
    pub(super) fn help(mut self, help: &str) -> Self {
        self.diagnostic = self.diagnostic.help(help);
        self
    }

    pub(super) fn milder(mut self, severity: Severity) -> Self {
        self.diagnostic = self.diagnostic.milder(severity);
        self
    }

    /// About this text, which stands somewhere after the record's beginning.
    pub(super) fn about(mut self, text: &str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        let beginning: String = line.chars().take(NEEDLE_CHARS).collect();
        self.about = Some(beginning.trim().to_owned()).filter(|beginning| !beginning.is_empty());
        self
    }
}

/// How much of a text is looked for in its file, in characters: a line of YAML may be folded after that.
const NEEDLE_CHARS: usize = 24;

/// Moves every problem from the beginning of its record to the text that it is about, where the file still holds it.
pub(super) fn locate_all(mut found: Vec<Finding>, read: &dyn Fn(&Path) -> Option<String>) -> Vec<Diagnostic> {
    found.sort_by(|a, b| a.diagnostic.path.cmp(&b.diagnostic.path));
    let mut text: Option<(Arc<Path>, Option<String>)> = None;
    let placed = found.into_iter().map(|Finding { diagnostic, about }| {
        let (Some(about), Some(start)) = (about, diagnostic.position) else { return diagnostic };
        if text.as_ref().is_none_or(|(path, _)| *path != diagnostic.path) {
            text = Some((Arc::clone(&diagnostic.path), read(&diagnostic.path)));
        }
        let text = text.as_ref().and_then(|(_, text)| text.as_deref());
        match text.and_then(|text| locate(text, start.line, &about)) {
            Some(at) => diagnostic.at(at),
            None => diagnostic,
        }
    });
    placed.collect()
}

/// The first place of a text at or after a line, from 1.
fn locate(text: &str, line: u32, about: &str) -> Option<Position> {
    let skipped = usize::try_from(line).ok()?.saturating_sub(1);
    text.lines().enumerate().skip(skipped).find_map(|(at, line)| {
        let before = line.get(..line.find(about)?)?;
        let column = u32::try_from(before.chars().count()).ok()?.saturating_add(1);
        Some(Position { line: u32::try_from(at).ok()?.saturating_add(1), column })
    })
}

/// A finding about a record, at the line where the record begins.
pub(super) fn finding(source: &Source, rule: Rule, message: &str) -> Finding {
    let at = Position { line: source.line, column: 1 };
    let diagnostic = Diagnostic::new(rule, &source.file, message).at(at);
    Finding { diagnostic, about: None }
}

/// How a message refers to another record: `file:line`.
pub(super) fn file_and_line(source: &Source) -> String {
    format!("{}:{}", source.relative(), source.line)
}
