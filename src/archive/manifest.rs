//! The *ledger*: which files the archive has, in the order of the walk, and what each gave.
//!
//! What the list shows is worked out from all of it: a talk may stand in two files, a file may hold talks only in the
//! company of others, a speaker may be named by a reference to another file. No text is looked at for that, so it takes
//! milliseconds whenever a file has changed.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::dedup::{Dedup, TalkKey};
use super::folder_evidence::FolderEvidence;
use crate::diagnostic::Diagnostic;
use crate::extract::person_directory::{PersonDirectory, PersonEntry};
use crate::extract::references::resolve;
use crate::format::found_file::FoundTalk;
use crate::records::{Handle, RecordStore};
use crate::seminar::Seminar;

use super::fingerprint::Fingerprint;
use super::reader::BatchFile;

/// A file and what it gave.
#[derive(Debug, Clone)]
pub(super) struct FileEntry {
    pub(super) found: FoundTalk,
    /// None where it could not be read.
    pub(super) fingerprint: Option<Fingerprint>,
    /// Its records in the order of the file, the sure ones first.
    pub(super) records: Box<[RecordEntry]>,
    pub(super) people: Vec<PersonEntry>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A record of a file.
#[derive(Debug, Clone)]
pub(super) struct RecordEntry {
    pub(super) handle: Handle,
    pub(super) key: Option<TalkKey>,
    pub(super) is_tentative: bool,
    pub(super) has_speaker_reference: bool,
}

impl FileEntry {
    /// What was read, whose records have handles from `first` on. Gives the handle behind them.
    pub(super) fn new(read: BatchFile, first: Handle) -> (Self, Handle) {
        let BatchFile { found, fingerprint, records, people, diagnostics, .. } = read;
        let end = first.offset(records.len());
        let records = records.into_iter().zip(first.range(usize::MAX)).map(|(record, handle)| RecordEntry {
            handle,
            key: record.key,
            is_tentative: record.is_tentative,
            has_speaker_reference: record.has_speaker_reference,
        });
        let records = records.collect();
        (Self { found, fingerprint, records, people, diagnostics }, end)
    }
}

/// What the list shows: records as they are, and records made of several or with the people they refer to.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) as_is: Vec<Handle>,
    pub(super) merged: Vec<MergedRecord>,
    /// What is wrong with references.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A record that stands in no file as it is.
#[derive(Debug)]
pub(super) struct MergedRecord {
    /// The record that it is made of in the first place.
    pub(super) base: Handle,
    pub(super) seminar: Seminar,
}

/// Talks that may wait for the people they refer to: many times what was seen, and bounded.
const MAX_WAITING: usize = 10_000;

/// A record on its way to the list.
struct MergeItem {
    handle: Handle,
    /// The record with the people it refers to.
    resolved: Option<Box<Seminar>>,
    /// The same talk in other files.
    duplicates: Vec<Duplicate>,
}

enum Duplicate {
    Stored(Handle),
    Resolved(Box<Seminar>),
}

/// All files, in the order of the walk.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) entries: Vec<FileEntry>,
    /// What the walk came upon that is no file to read.
    pub(super) problems: Vec<Diagnostic>,
}

impl Manifest {
    /// The bytes that all files have together.
    pub(super) fn size(&self) -> u64 {
        total_size(self.entries.iter())
    }

    /// What is wrong with the files, references apart.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().chain(self.entries.iter().flat_map(|entry| &entry.diagnostics))
    }

    /// Works out what the list shows.
    pub(super) fn merge(&self, stock: &RecordStore) -> Merged {
        let mut company = FolderEvidence::default();
        let mut merging = Merger { items: Vec::new(), dedup: Dedup::default() };
        let mut waiting = Vec::new();
        for entry in &self.entries {
            let file = &entry.found.path;
            let (doubtful, records): (Vec<_>, Vec<_>) = entry
                .records
                .iter()
                .map(|record| (file, record))
                .partition(|(_, record)| record.is_tentative);
            for (file, record) in company.confirm(file, records, doubtful) {
                if record.has_speaker_reference && waiting.len() < MAX_WAITING {
                    waiting.push((file, record.handle));
                } else {
                    merging.add(file, record.handle, record.key.as_ref().map(Cow::Borrowed), None);
                }
            }
        }
        let mut people = PersonDirectory::default();
        if !waiting.is_empty() {
            self.entries.iter().for_each(|entry| people.add(entry.people.clone()));
        }
        let mut diagnostics = Vec::new();
        for (file, handle) in waiting {
            let Ok(mut seminar) = stock.seminar(handle) else {
                // Whose texts cannot be read back keeps its reference, and is in the list all the same.
                merging.add(file, handle, None, None);
                continue;
            };
            diagnostics.extend(resolve(&people, &mut seminar));
            let key = TalkKey::for_seminar(&seminar).map(Cow::Owned);
            merging.add(file, handle, key, Some(Box::new(seminar)));
        }
        Merged { diagnostics, ..merging.finish(stock) }
    }
}

/// The bytes that some files have together.
pub(super) fn total_size<'e>(entries: impl Iterator<Item = &'e FileEntry>) -> u64 {
    entries.filter_map(|entry| entry.fingerprint).map(|stamp| stamp.size).sum()
}

/// Records on their way, and which of them are one.
struct Merger<'a> {
    items: Vec<MergeItem>,
    dedup: Dedup<Cow<'a, TalkKey>, (&'a Arc<Path>, usize)>,
}

impl<'a> Merger<'a> {
    fn add(
        &mut self,
        file: &'a Arc<Path>,
        handle: Handle,
        key: Option<Cow<'a, TalkKey>>,
        resolved: Option<Box<Seminar>>,
    ) {
        let place = (file, self.items.len());
        let before = key.and_then(|key| self.dedup.first_or_insert(key, place, |(a, _), (b, _)| a == b));
        match before.and_then(|(_, at)| self.items.get_mut(at)) {
            Some(item) => {
                item.duplicates.push(resolved.map_or(Duplicate::Stored(handle), Duplicate::Resolved));
            }
            None => self.items.push(MergeItem { handle, resolved, duplicates: Vec::new() }),
        }
    }

    fn finish(self, store: &RecordStore) -> Merged {
        let mut merged = Merged { as_is: Vec::with_capacity(self.items.len()), ..Merged::default() };
        for MergeItem { handle, resolved, duplicates } in self.items {
            if resolved.is_none() && duplicates.is_empty() {
                merged.as_is.push(handle);
                continue;
            }
            let seminar = resolved.map_or_else(|| store.seminar(handle).ok(), |resolved| Some(*resolved));
            let Some(mut seminar) = seminar else {
                merged.as_is.push(handle);
                continue;
            };
            for duplicates in duplicates {
                match duplicates {
                    Duplicate::Stored(handle) => {
                        if let Ok(duplicates) = store.seminar(handle) {
                            seminar.merge_from(duplicates);
                        }
                    }
                    Duplicate::Resolved(duplicates) => seminar.merge_from(*duplicates),
                }
            }
            merged.merged.push(MergedRecord { base: handle, seminar });
        }
        merged
    }
}
