//! A problem with a record, located at the text it is about.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Position, Rule, Severity};
use crate::seminar::Source;
use crate::text::line_index::LineIndex;

/// A problem with a record, and the text in its file that it is about.
pub(super) struct Finding {
    pub(super) diagnostic: Diagnostic,
    about: Option<String>,
    /// An id that the problem is about. The problem is dropped unless this id is written in the file.
    written_id: Option<String>,
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

    /// The problem is about this id, and is dropped if the id was generated from other fields.
    pub(super) fn if_written(mut self, id: &str) -> Self {
        self.written_id = Some(id.to_owned());
        self
    }

    /// The problem is about this text, which is somewhere after the beginning of the record.
    pub(super) fn about(mut self, text: &str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        let beginning: String = line.chars().take(NEEDLE_CHARS).collect();
        self.about = Some(beginning.trim().to_owned()).filter(|beginning| !beginning.is_empty());
        self
    }
}

/// How many characters of a text are searched for in its file; a line of YAML may be folded after that.
const NEEDLE_CHARS: usize = 24;

/// How many lines from the beginning of its record a text is searched for.
const MAX_LINES: usize = 2000;

/// Moves every problem from the beginning of its record to the text it is about, if the file still contains that text.
pub(super) fn locate_all(mut found: Vec<Finding>, read: &dyn Fn(&Path) -> Option<String>) -> Vec<Diagnostic> {
    found.sort_by(|a, b| a.diagnostic.path.cmp(&b.diagnostic.path));
    for of_file in found.chunk_by_mut(|a, b| a.diagnostic.path == b.diagnostic.path) {
        let has_place = |finding: &&Finding| {
            (finding.about.is_some() || finding.written_id.is_some()) && finding.diagnostic.position.is_some()
        };
        let path = of_file.iter().find(has_place).map(|finding| Arc::clone(&finding.diagnostic.path));
        let Some(text) = path.and_then(|path| read(&path)) else {
            // If the file cannot be read, we cannot tell whether an id was written there, so the problem stays.
            for finding in of_file {
                finding.written_id = None;
            }
            continue;
        };
        let lines = LineIndex::new(&text, 1);
        for Finding { diagnostic, about, written_id } in of_file {
            if let (Some(id), Some(start)) = (&written_id, diagnostic.position) {
                let place = locate_id(&lines, start.line, id);
                diagnostic.position = place.or(diagnostic.position);
                if place.is_some() {
                    *written_id = None;
                }
            }
            if let (Some(about), Some(start)) = (about, diagnostic.position) {
                diagnostic.position = locate(&lines, start.line, about).or(diagnostic.position);
            }
        }
    }
    let is_real = |finding: &Finding| finding.written_id.is_none();
    found.into_iter().filter(is_real).map(|finding| finding.diagnostic).collect()
}

/// Where an id is written in the record that begins at line `start`: after a key for ids.
fn locate_id(lines: &LineIndex<'_>, start: u32, id: &str) -> Option<Position> {
    const KEYS: [&str; 5] = ["id", "slug", "key", "permalink", "uid"];
    let first = usize::try_from(start).ok()?.saturating_sub(1);
    (first..first + MAX_ID_LINES).find_map(|line| {
        let text = lines.slice(line, line + 1);
        let at = text.find(id)?;
        let before = text.get(..at)?.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let is_key = KEYS.iter().any(|key| before.ends_with(key)) || before.is_empty();
        let column = u32::try_from(text.get(..at)?.chars().count()).ok()?.saturating_add(1);
        is_key.then(|| Position { line: lines.line_number(line), column })
    })
}

/// How many lines of a record are searched for its id.
const MAX_ID_LINES: usize = 60;

/// The first occurrence of a text at or soon after line `start`, counted from 1.
fn locate(lines: &LineIndex<'_>, start: u32, about: &str) -> Option<Position> {
    let first = usize::try_from(start).ok()?.saturating_sub(1);
    let found = lines.slice(first, first + MAX_LINES).find(about)?;
    let (line, before) = lines.place(first, found)?;
    let column = u32::try_from(before.chars().count()).ok()?.saturating_add(1);
    Some(Position { line: lines.line_number(line), column })
}

/// A finding about a record, at the line where the record begins.
pub(super) fn finding(source: &Source, rule: Rule, message: &str) -> Finding {
    let at = Position { line: source.line, column: 1 };
    let diagnostic = Diagnostic::new(rule, &source.file, message).at(at);
    Finding { diagnostic, about: None, written_id: None }
}

/// How a message refers to another record: `file:line`.
pub(super) fn file_and_line(source: &Source) -> String {
    format!("{}:{}", source.relative(), source.line)
}
