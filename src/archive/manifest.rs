//! [`Manifest`]: the files of the archive in walk order, and what was read from each.
//!
//! The list is computed from all files together: a talk may be in two files, a tentative record counts only if its
//! folder has talks, and a speaker may be a reference to another file. This needs no bodies and takes milliseconds
//! after each change.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dedup::{Dedup, TalkKey};
use super::folder_evidence::{FolderEvidence, folder_of};
use crate::diagnostic::Diagnostic;
use crate::extract::collection::Collection;
use crate::extract::column_fields::ColumnFields;
use crate::extract::evenings::{Evening, EveningDirectory};
use crate::extract::found_file::FoundFile;
use crate::extract::person_directory::{PersonDirectory, PersonEntry, has_speaker_reference};
use crate::extract::references::resolve;
use crate::extract::standing::Standing;
use crate::records::{Handle, RecordStore};
use crate::seminar::Seminar;
use crate::text::Text;

use super::fingerprint::Fingerprint;
use super::reader::{BatchFile, FileToParse};

/// A file and what was read from it.
#[derive(Debug, Clone)]
pub(super) struct FileEntry {
    pub(super) found: FoundFile,
    /// `None` if it could not be read.
    pub(super) fingerprint: Option<Fingerprint>,
    /// Its records in file order, tentative ones last.
    pub(super) records: Box<[RecordEntry]>,
    pub(super) people: Vec<PersonEntry>,
    pub(super) evenings: Vec<Evening>,
    pub(super) collections: Vec<Collection>,
    /// What similar files said about its columns when it was read.
    pub(super) shared_columns: Option<Arc<ColumnFields>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What is known about a record besides its contents.
#[derive(Debug, Clone)]
pub(super) struct RecordEntry {
    pub(super) handle: Handle,
    pub(super) key: Option<TalkKey>,
    pub(super) standing: Standing,
    pub(super) has_speaker_reference: bool,
}

impl FileEntry {
    /// Creates an entry from what was read. Its records get handles from `first` on; also returns the next free handle.
    pub(super) fn new(read: BatchFile, first: Handle) -> (Self, Handle) {
        let BatchFile {
            found,
            fingerprint,
            records,
            people,
            evenings,
            collections,
            shared_columns,
            diagnostics,
            ..
        } = read;
        let end = first.offset(records.len());
        let records = records.into_iter().zip(first.range(usize::MAX)).map(|(record, handle)| RecordEntry {
            handle,
            key: record.key,
            standing: record.standing,
            has_speaker_reference: record.has_speaker_reference,
        });
        let records = records.collect();
        (
            Self { found, fingerprint, records, people, evenings, collections, shared_columns, diagnostics },
            end,
        )
    }
}

impl FileEntry {
    /// The file, to be parsed again in the same way.
    pub(super) fn to_parse(&self) -> FileToParse {
        FileToParse { found: self.found.clone(), shared_columns: self.shared_columns.clone() }
    }
}

/// What is listed: records as they were read, and records that were merged or had references resolved.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) as_is: Vec<Handle>,
    pub(super) records: Vec<MergedRecord>,
    /// Problems with references.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A record that exists in no file in this form.
#[derive(Debug)]
pub(super) struct MergedRecord {
    /// The handle of the record it is based on.
    pub(super) base: Handle,
    pub(super) seminar: Seminar,
}

/// At most this many talks wait for the people they refer to: far more than ever seen, but bounded.
const MAX_WAITING: usize = 10_000;

/// A record to be listed, with its duplicates.
struct MergeItem {
    handle: Handle,
    /// The record with its references resolved, if it had any.
    resolved: Option<Box<Seminar>>,
    /// The same talk in other files.
    duplicates: Vec<Duplicate>,
}

enum Duplicate {
    Stored(Handle),
    Resolved(Box<Seminar>),
}

/// All files, in walk order.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) entries: Vec<FileEntry>,
    /// Problems that the walk found.
    pub(super) problems: Vec<Diagnostic>,
    /// The archive's title from its settings.
    pub(super) title: Option<Text>,
}

impl Manifest {
    /// The total size of all files in bytes.
    pub(super) fn size(&self) -> u64 {
        total_size(self.entries.iter())
    }

    /// Problems with the files, except references.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().chain(self.entries.iter().flat_map(|entry| &entry.diagnostics))
    }

    /// The folders in which at least one record in five is a plain talk.
    fn plain_folders(&self) -> HashSet<PathBuf> {
        let mut counts: HashMap<PathBuf, (usize, usize)> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| !entry.records.is_empty()) {
            let (plain, all) = counts.entry(folder_of(&entry.found.path)).or_default();
            *plain += entry.records.iter().filter(|record| record.standing == Standing::Plain).count();
            *all += entry.records.len();
        }
        counts.into_iter().filter(|(_, (plain, all))| plain * 5 >= *all).map(|(folder, _)| folder).collect()
    }

    /// Computes the list.
    pub(super) fn merge(&self, record_store: &RecordStore) -> Merged {
        let mut company = FolderEvidence::default();
        let mut merging = Merger { items: Vec::new(), dedup: Dedup::default() };
        let mut waiting = Vec::new();
        let plain_folders = self.plain_folders();
        let mut evenings = EveningDirectory::default();
        self.entries.iter().for_each(|entry| evenings.add(&entry.evenings));
        for entry in &self.entries {
            let file = &entry.found.path;
            let is_elsewhere = !plain_folders.is_empty() && !plain_folders.contains(&folder_of(file));
            let (tentative, records): (Vec<_>, Vec<_>) = entry
                .records
                .iter()
                .filter(|record| !(is_elsewhere && record.standing.is_doubtful()))
                .map(|record| (file, record))
                .partition(|(_, record)| record.standing.is_tentative());
            for (file, record) in company.confirm(file, records, tentative) {
                // A record without a key may lack only a date, which an evening can supply.
                let may_be_listed = record.key.is_none() && !evenings.is_empty();
                if (record.has_speaker_reference || may_be_listed) && waiting.len() < MAX_WAITING {
                    waiting.push((file, record.handle));
                } else {
                    merging.add(file, record.handle, record.key.as_ref(), None);
                }
            }
        }
        let mut people = PersonDirectory::default();
        if !waiting.is_empty() {
            self.entries.iter().for_each(|entry| people.add(entry.people.clone()));
        }
        let mut diagnostics = Vec::new();
        for (file, handle) in waiting {
            let Ok(mut seminar) = record_store.seminar(handle) else {
                // A record whose body cannot be read keeps its reference and is listed anyway.
                merging.add(file, handle, None, None);
                continue;
            };
            let is_dated = evenings.apply_to(&mut seminar);
            if !is_dated && !has_speaker_reference(&seminar) {
                merging.add(file, handle, TalkKey::for_seminar(&seminar).as_ref(), None);
                continue;
            }
            diagnostics.extend(resolve(&people, &mut seminar));
            let key = TalkKey::for_seminar(&seminar);
            merging.add(file, handle, key.as_ref(), Some(Box::new(seminar)));
        }
        Merged { diagnostics, ..merging.finish(record_store) }
    }
}

/// The records that are listed no matter what other files contain, except duplicates of a talk from another file.
pub(super) fn certain_records(entries: &[(usize, FileEntry)], same: &mut Dedup<Arc<Path>>) -> Vec<Handle> {
    let mut listed = Vec::new();
    for (_, entry) in entries {
        for record in entry
            .records
            .iter()
            .filter(|record| record.standing.is_certain() && !record.has_speaker_reference)
        {
            let file = &entry.found.path;
            let known = record.key.as_ref().and_then(|key| same.first_or_insert(key, file, |a, b| a == b));
            if known.is_none() {
                listed.push(record.handle);
            }
        }
    }
    listed
}

/// The total size of some files in bytes.
pub(super) fn total_size<'e>(entries: impl Iterator<Item = &'e FileEntry>) -> u64 {
    entries.filter_map(|entry| entry.fingerprint).map(|stamp| stamp.size).sum()
}

/// Collects records and finds duplicates among them.
struct Merger<'a> {
    items: Vec<MergeItem>,
    dedup: Dedup<(&'a Arc<Path>, usize)>,
}

impl<'a> Merger<'a> {
    fn add(
        &mut self,
        file: &'a Arc<Path>,
        handle: Handle,
        key: Option<&TalkKey>,
        resolved: Option<Box<Seminar>>,
    ) {
        let place = (file, self.items.len());
        let before = key.and_then(|key| self.dedup.first_or_insert(key, &place, |(a, _), (b, _)| a == b));
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
            merged.records.push(MergedRecord { base: handle, seminar });
        }
        merged
    }
}
