//! Files and problems as the cache stores them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::archive::dedup::TalkKey;
use crate::archive::fingerprint::Fingerprint;
use crate::archive::manifest::{FileEntry, RecordEntry};
use crate::diagnostic::{Diagnostic, Position, Rule, Severity};
use crate::extract::collection::Collection;
use crate::extract::column_fields::ColumnFields;
use crate::extract::evenings::Evening;
use crate::extract::found_file::FoundFile;
use crate::extract::person_directory::PersonEntry;
use crate::extract::standing::Standing;
use crate::records::Handle;
use crate::records::path_table::Rebase;

/// A file entry as stored. Handles are relative to the first handle of the cache.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredFileEntry {
    root: Vec<u8>,
    path: Vec<u8>,
    is_named: bool,
    is_taken: bool,
    columns: Option<ColumnFields>,
    shared_columns: Option<ColumnFields>,
    fingerprint: Option<Fingerprint>,
    records: Vec<StoredRecordEntry>,
    people: Vec<PersonEntry>,
    evenings: Vec<Evening>,
    collections: Vec<Collection>,
    problems: Vec<StoredProblem>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredRecordEntry {
    handle: u32,
    key: Option<TalkKey>,
    standing: Standing,
    has_speaker_reference: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredProblem {
    severity: u8,
    rule: String,
    path: Vec<u8>,
    position: Option<(u32, u32)>,
    message: String,
    help: Option<String>,
}

impl StoredFileEntry {
    pub(super) fn from_entry(entry: &FileEntry, number: impl Fn(Handle) -> Option<u32>) -> Self {
        let record = |record: &RecordEntry| StoredRecordEntry {
            handle: number(record.handle).unwrap_or(u32::MAX),
            key: record.key.clone(),
            standing: record.standing,
            has_speaker_reference: record.has_speaker_reference,
        };
        Self {
            root: path_bytes(&entry.found.root),
            path: path_bytes(&entry.found.path),
            is_named: entry.found.named,
            is_taken: entry.found.is_taken,
            columns: entry.found.columns.as_deref().cloned(),
            shared_columns: entry.shared_columns.as_deref().cloned(),
            fingerprint: entry.fingerprint,
            records: entry.records.iter().map(record).collect(),
            people: entry.people.clone(),
            evenings: entry.evenings.clone(),
            collections: entry.collections.clone(),
            problems: entry.diagnostics.iter().map(StoredProblem::from_diagnostic).collect(),
        }
    }

    pub(super) fn into_entry(
        self,
        roots: &mut HashMap<Vec<u8>, Arc<Path>>,
        rebase: Option<&Rebase>,
        handle: impl Fn(u32) -> Handle,
    ) -> Option<FileEntry> {
        let known = roots.get(&self.root).map(Arc::clone);
        let root = known.or_else(|| stored_path(&self.root, rebase))?;
        roots.entry(self.root).or_insert_with(|| Arc::clone(&root));
        let record = |record: StoredRecordEntry| RecordEntry {
            handle: handle(record.handle),
            key: record.key,
            standing: record.standing,
            has_speaker_reference: record.has_speaker_reference,
        };
        let found = FoundFile {
            is_taken: self.is_taken,
            columns: self.columns.map(Arc::new),
            ..FoundFile::new(root, stored_path(&self.path, rebase)?, self.is_named)
        };
        Some(FileEntry {
            found,
            fingerprint: self.fingerprint,
            records: self.records.into_iter().map(record).collect(),
            people: self.people,
            evenings: self.evenings,
            collections: self.collections,
            shared_columns: self.shared_columns.map(Arc::new),
            diagnostics: self
                .problems
                .into_iter()
                .filter_map(|problem| problem.into_diagnostic(rebase))
                .collect(),
        })
    }
}

impl StoredProblem {
    pub(super) fn from_diagnostic(problem: &Diagnostic) -> Self {
        Self {
            severity: problem.severity as u8,
            rule: problem.rule.name().to_owned(),
            path: path_bytes(&problem.path),
            position: problem.position.map(|at| (at.line, at.column)),
            message: problem.message.clone(),
            help: problem.help.clone(),
        }
    }

    pub(super) fn into_diagnostic(self, rebase: Option<&Rebase>) -> Option<Diagnostic> {
        let severity = match self.severity {
            0 => Severity::Error,
            1 => Severity::Warning,
            _ => Severity::Note,
        };
        let rule = Rule::from_name(&self.rule)?;
        let problem =
            Diagnostic::new(rule, &stored_path(&self.path, rebase)?, &self.message).milder(severity);
        let problem = match self.position {
            Some((line, column)) => problem.at(Position { line, column }),
            None => problem,
        };
        Some(match &self.help {
            Some(help) => problem.help(help),
            None => problem,
        })
    }
}

fn path_bytes(path: &Path) -> Vec<u8> {
    crate::records::path_bytes(path).into_owned()
}

/// Decodes a stored path and applies `rebase` to it.
fn stored_path(bytes: &[u8], rebase: Option<&Rebase>) -> Option<Arc<Path>> {
    match rebase {
        Some(rebase) => crate::records::path_of(&rebase.apply(bytes)).map(Arc::from),
        None => crate::records::path_of(bytes).map(Arc::from),
    }
}
