//! [`Archive`]: all records of an archive, loaded into memory and kept up to date while the program runs.
//!
//! On start, everything is loaded from the cache, and then every file is checked for changes. Without a cache, files
//! are read newest first, and the list grows as they arrive. Either way, the manifest ends up recording what each file
//! contained. When files change, only those are read again, and the changes to the list are reported as one [`Delta`].

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::engine::new_batch::NewBatch;
use crate::extract::found_file::FoundFile;
use crate::format::Limits;
use crate::records::blocks::Extent;
use crate::records::{BlockFile, Handle, RecordBatch, Snapshot};
use crate::search::ShortFields;

mod cache;
mod dedup;
mod delta;
mod explain;
mod explanation;
mod fingerprint;
mod folder_evidence;
mod listed_records;
mod location;
mod manifest;
mod origin;
mod parse_file;
mod read;
mod reader;
mod refresh;
mod repair;
mod sample;
mod save;
mod scan;
mod settings;
mod shared_columns;
mod walk;
mod watch;

pub use cache::{Cache, Removed, cache_size, clear_caches};
pub use delta::{Delta, OnChange, ProblemUpdate};
pub use explanation::{ExplainedCollection, ExplainedColumn, Explanation, Overview};
pub use location::{ArchiveLocation, Environment, LocationCandidate, PathError, choose};
pub use origin::Origin;
pub use read::{has_talks, read, read_bytes};
pub(crate) use watch::FolderWatcher;
pub use watch::{Change, FileWatcher, WatchError};

use dedup::Dedup;
use manifest::{FileEntry, Manifest, Merged, MergedRecord, certain_records};
use reader::{FileToParse, ParsedBatch};
use sample::sample_files;
use walk::{WalkStep, walk};
use watch::FolderWatches;

/// An archive, loaded into record batches.
#[derive(Debug)]
pub struct Archive {
    origin: Origin,
    limits: Limits,
    /// The most recently reported snapshot, shared with its recipients.
    snapshot: Arc<Snapshot>,
    /// The short search fields of each batch in the snapshot, in the same order.
    short_fields: Vec<Arc<ShortFields>>,
    /// The handle of the first record, and the handle that the next record will get.
    first_handle: Handle,
    next_handle: Handle,
    manifest: Manifest,
    /// Maps the handle of each base record to that of its merged record, which exists in no file in that form.
    merged: HashMap<Handle, Handle>,
    /// Problems with references between files.
    reference_problems: Vec<Diagnostic>,
    /// Result of the last [check](crate::check).
    check_result: CheckResult,
    cache: Option<Cache>,
    /// Identifies the cache file on disk, if it belongs to this archive.
    cache_id: Option<Extent>,
    /// Whether the folded texts of that cache are stored as well, and the file they were loaded from.
    has_folded: bool,
    folded: Option<Arc<BlockFile>>,
    /// How many bytes of the archive's files are missing from the cache or outdated in it.
    uncached_bytes: u64,
    /// The watched folders, once watching has started.
    watches: Option<FolderWatches>,
}

/// Result of a [check](crate::check), which looks at all records.
#[derive(Debug, Default)]
struct CheckResult {
    problems: Vec<Diagnostic>,
    /// The year of the check, which the rule for far-ahead dates depends on; `None` once anything has changed.
    year: Option<i16>,
}

impl Archive {
    /// Creates an archive with nothing loaded yet. Its records get handles from `first_handle` on and are cached in
    /// `cache`.
    #[must_use]
    pub fn new(origin: Origin, limits: Limits, cache: Option<Cache>, first_handle: Handle) -> Self {
        Self {
            origin,
            limits,
            cache,
            cache_id: None,
            has_folded: false,
            folded: None,
            uncached_bytes: 0,
            watches: None,
            snapshot: Arc::default(),
            short_fields: Vec::new(),
            first_handle,
            next_handle: first_handle,
            manifest: Manifest::default(),
            merged: HashMap::new(),
            reference_problems: Vec::new(),
            check_result: CheckResult::default(),
        }
    }

    /// Loads the archive in its current state and checks it as of `today`. If there is a usable cache, only files that
    /// have changed are read; otherwise all files are read and cached for the next time.
    pub fn load(
        &mut self,
        today: Date,
        cancel: &AtomicBool,
        on_change: &mut OnChange<'_>,
    ) -> ControlFlow<()> {
        if self.open(cancel, on_change)? {
            self.refresh(&Change::Anything, cancel, on_change)?;
        }
        self.save_and_check(today, cancel, on_change)
    }

    /// Loads from the cache, or else reads all files and reports records as they arrive. Returns whether the cache was
    /// used; if so, [`refresh`](Self::refresh) must still check whether the files have changed.
    pub fn open(&mut self, cancel: &AtomicBool, on_change: &mut OnChange<'_>) -> ControlFlow<(), bool> {
        let mut replaces = false;
        if let Some(cache) = self.cache.clone() {
            if let Some(restored) = self.restore(&cache, on_change) {
                return restored.map_continue(|()| true);
            }
            replaces = self.next_handle > self.first_handle;
            *self = Self::new(self.origin.clone(), self.limits, Some(cache), self.next_handle);
        }
        let on_change = &mut |delta: Delta| {
            let replaces = std::mem::take(&mut replaces);
            on_change(Delta { replaces_all: replaces, ..delta })
        };
        match self.origin.clone() {
            Origin::Sample => self.open_files(sample_files(), on_change)?,
            Origin::Text(text) => {
                let file = (origin::text_file(&text), text.to_vec());
                self.open_files(std::iter::once(file), on_change)?;
            }
            Origin::Paths(paths) => {
                let entries = self.read_all(&paths, cancel, on_change)?;
                self.finish_reading(entries, cancel, on_change)?;
            }
        }
        ControlFlow::Continue(false)
    }

    /// Parses files that are already in memory.
    fn open_files(
        &mut self,
        files: impl Iterator<Item = (FoundFile, Vec<u8>)>,
        on_change: &mut OnChange<'_>,
    ) -> ControlFlow<()> {
        let (batch, entries) = self.assign_handles(reader::read_bytes(files, &self.limits));
        on_change(Delta { batches: vec![batch], ..self.delta() })?;
        self.finish_reading(entries, &AtomicBool::new(false), on_change)
    }

    /// Builds the list from the files that were read. They were read newest first, but are merged in walk order.
    fn finish_reading(
        &mut self,
        mut entries: Vec<(usize, FileEntry)>,
        cancel: &AtomicBool,
        on_change: &mut OnChange<'_>,
    ) -> ControlFlow<()> {
        entries.sort_by_key(|&(number, _)| number);
        self.manifest.entries = entries.into_iter().map(|(_, entry)| entry).collect();
        self.uncached_bytes = self.manifest.size();
        let batches = self.reread_with_shared_columns(cancel);
        self.update_list(Delta { batches, ..self.delta() }, on_change)
    }

    /// Reads all files. Records that are certain to be listed are reported as they arrive.
    fn read_all(
        &mut self,
        paths: &[PathBuf],
        cancel: &AtomicBool,
        tell: &mut OnChange<'_>,
    ) -> ControlFlow<(), Vec<(usize, FileEntry)>> {
        let limits = self.limits;
        let (mut problems, mut title) = (Vec::new(), None);
        let walk = |visit: &mut dyn FnMut(usize, FileToParse) -> ControlFlow<()>| {
            let mut number = 0;
            let _ = walk(paths, &limits, &mut |step| match step {
                WalkStep::File(found) => {
                    number += 1;
                    visit(number, found.into())
                }
                WalkStep::Problem(problem) => {
                    problems.push(problem);
                    ControlFlow::Continue(())
                }
                WalkStep::Title(name) => {
                    title.get_or_insert(name);
                    ControlFlow::Continue(())
                }
                WalkStep::Entrance(_) | WalkStep::Folder(_) => ControlFlow::Continue(()),
            });
        };
        let mut all = Vec::new();
        let mut dedup = Dedup::default();
        let mut told = ControlFlow::Continue(());
        reader::read(&limits, cancel, walk, &mut |batch| {
            let (new_batch, entries) = self.assign_handles(batch);
            let certain = certain_records(&entries, &mut dedup);
            Arc::make_mut(&mut self.snapshot).add_to_list(certain.clone());
            let problems = entries.iter().flat_map(|(_, entry)| entry.diagnostics.iter().cloned()).collect();
            all.extend(entries);
            let problems = ProblemUpdate::Added(problems);
            told = tell(Delta { batches: vec![new_batch], listed: certain, problems, ..self.delta() });
            told
        });
        self.manifest.problems = problems;
        self.manifest.title = title;
        if cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { told.map_continue(|()| all) }
    }

    /// Assigns handles to the records of a batch and adds it.
    fn assign_handles(&mut self, load: ParsedBatch) -> (NewBatch, Vec<(usize, FileEntry)>) {
        let mut next = self.next_handle;
        let mut entries = Vec::with_capacity(load.files.len());
        for file in load.files {
            let number = file.walk_index;
            let (entry, behind) = FileEntry::new(file, next);
            entries.push((number, entry));
            next = behind;
        }
        let part = NewBatch {
            first: self.next_handle,
            records: Arc::new(load.records),
            short_fields: Arc::new(load.short_fields),
            long_fields: None,
        };
        self.add_batch(&part);
        (part, entries)
    }

    fn add_batch(&mut self, part: &NewBatch) {
        if part.records.is_empty() {
            return;
        }
        Arc::make_mut(&mut self.snapshot).add(part.first, Arc::clone(&part.records));
        self.short_fields.push(Arc::clone(&part.short_fields));
        self.next_handle = part.first.offset(part.records.len());
    }

    /// Recomputes the list and reports how it differs from the previous one.
    fn update_list(&mut self, mut news: Delta, tell: &mut OnChange<'_>) -> ControlFlow<()> {
        let Merged { as_is: plain, records: made, diagnostics } = self.manifest.merge(self.snapshot.store());
        self.reference_problems = diagnostics;
        let mut wanted = vec![false; self.next_handle.index()];
        for handle in plain {
            set_flag(&mut wanted, handle);
        }
        let (mut record_batch, mut heads) = (RecordBatch::default(), ShortFields::default());
        let before = std::mem::take(&mut self.merged);
        for MergedRecord { base: of, seminar } in made {
            let known = before.get(&of).copied();
            let same =
                known.filter(|&old| self.snapshot.store().seminar(old).is_ok_and(|old| old == seminar));
            let handle = same.unwrap_or_else(|| self.next_handle.offset(record_batch.len()));
            if same.is_none() {
                record_batch.push(&seminar);
                heads.push(&seminar);
            }
            self.merged.insert(of, handle);
        }
        let part = NewBatch {
            first: self.next_handle,
            records: Arc::new(record_batch),
            short_fields: Arc::new(heads),
            long_fields: None,
        };
        self.add_batch(&part);
        news.batches.push(part);
        news.batches.retain(|part| !part.records.is_empty());
        wanted.resize(self.next_handle.index(), false);
        self.merged.values().for_each(|&handle| set_flag(&mut wanted, handle));
        let all = || Handle::new(0).range(self.next_handle.index());
        let differing = |is_listed: bool| {
            let flags = all().zip(&wanted);
            let differs = flags.filter(|&(handle, &wanted)| {
                wanted == is_listed && self.snapshot.is_listed(handle) != wanted
            });
            differs.map(|(handle, _)| handle).collect::<Vec<_>>()
        };
        (news.listed, news.unlisted) = (differing(true), differing(false));
        if !news.listed.is_empty() || !news.unlisted.is_empty() {
            let snapshot = Arc::make_mut(&mut self.snapshot);
            snapshot.remove_from_list(&news.unlisted);
            snapshot.add_to_list(news.listed.clone());
        }
        news.snapshot = Arc::clone(&self.snapshot);
        self.check_result.year = None;
        news.problems = ProblemUpdate::All(self.all_problems());
        news.overview = Some(Arc::new(self.overview()));
        tell(news)
    }

    /// A delta with the current snapshot and no changes.
    fn delta(&self) -> Delta {
        Delta { snapshot: Arc::clone(&self.snapshot), ..Delta::default() }
    }

    /// All problems, sorted by position.
    fn all_problems(&self) -> Vec<Diagnostic> {
        let known =
            self.manifest.diagnostics().chain(&self.reference_problems).chain(&self.check_result.problems);
        let mut all: Vec<Diagnostic> = known.cloned().collect();
        all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        all
    }
}

fn set_flag(flags: &mut [bool], handle: Handle) {
    if let Some(flag) = flags.get_mut(handle.index()) {
        *flag = true;
    }
}

#[cfg(test)]
mod tests;
