//! Taking the journal along: export and import; and forgetting what it says about a talk.

use std::collections::HashSet;

use super::event::JournalLine;
use super::{CONTENT, Journal};
use crate::records::Handle;
use crate::user::file_error::UserFileError;

/// What an import has added.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Imported {
    /// How many events are new.
    pub(crate) added: usize,
    /// How many were there already.
    pub(crate) known: usize,
    /// How many lines are not events.
    pub(crate) unreadable: usize,
    /// The first such line, from 1.
    pub(crate) first_unreadable: Option<usize>,
}

impl Journal {
    /// The lines of all event files that can be read, sorted and each once.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub(crate) fn export(&mut self) -> Result<Vec<String>, UserFileError> {
        self.check()?;
        let Some(files) = &mut self.files else { return Ok(Vec::new()) };
        let mut lines: Vec<String> = Vec::new();
        files
            .read_all(&mut |_, text| lines.extend(text.lines().map(str::to_owned)))
            .map_err(|(path, reason)| UserFileError::file(&path, CONTENT, "read", reason))?;
        lines.retain(|line| JournalLine::parse(line).is_some());
        lines.sort_by_cached_key(|line| match JournalLine::parse(line) {
            Some(JournalLine::Event(event)) => (false, Some(event.stamp)),
            _ => (true, None),
        });
        let mut known = HashSet::new();
        lines.retain(|line| known.insert(line.clone()));
        Ok(lines)
    }

    /// Adds the events of exported lines that are not known yet, as a file of their own.
    ///
    /// # Errors
    ///
    /// When the files cannot be read or written.
    pub(crate) fn import(&mut self, text: &str) -> Result<Imported, UserFileError> {
        let known: HashSet<String> = self.export()?.into_iter().collect();
        let (mut added, mut imported) = (HashSet::new(), Imported::default());
        let mut lines = String::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let Some(parsed) = JournalLine::parse(line) else {
                imported.unreadable += 1;
                imported.first_unreadable.get_or_insert(number);
                continue;
            };
            let count = usize::from(matches!(parsed, JournalLine::Event(_)));
            if known.contains(line) || !added.insert(line) {
                imported.known += count;
            } else {
                lines.push_str(line);
                lines.push('\n');
                imported.added += count;
            }
        }
        if let Some(files) = self.files.as_ref().filter(|_| !lines.is_empty()) {
            files
                .add(&lines)
                .map_err(|(path, reason)| UserFileError::file(&path, CONTENT, "written", reason))?;
        }
        Ok(imported)
    }

    /// Removes all events of some talks from all files; returns how many.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written.
    pub(crate) fn forget(&mut self, talks: &HashSet<Handle>) -> Result<usize, UserFileError> {
        let Some(files) = &self.files else { return Ok(0) };
        let is_kept = |line: &str| {
            let Some(JournalLine::Event(event)) = JournalLine::parse(line) else { return true };
            self.matches.talk(&event.talk).is_none_or(|talk| !talks.contains(&talk))
        };
        files
            .retain_lines(&is_kept)
            .map_err(|(path, reason)| UserFileError::file(&path, CONTENT, "written", reason))
    }
}
