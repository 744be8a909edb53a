//! Refreshing an [`Archive`]: finds files that have changed, and reads only those again.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::Origin;
use super::delta::{Delta, OnChange};
use super::manifest::FileEntry;
use super::reader::FileToParse;
use super::scan::{FileToRead, Scan};
use super::watch::{Change, FileWatcher, FolderWatches, WatchError};
use super::{Archive, manifest, reader, watch};
use crate::engine::new_batch::NewBatch;

impl Archive {
    /// Reads what has changed and reports it as one delta.
    pub fn refresh(
        &mut self,
        change: &Change,
        cancel: &AtomicBool,
        on_change: &mut OnChange<'_>,
    ) -> ControlFlow<()> {
        let Origin::Paths(paths) = self.origin.clone() else { return ControlFlow::Continue(()) };
        let known = match change {
            Change::Files(files) => Scan::for_files(files, &self.manifest),
            Change::Anything => None,
        };
        let scan = known.or_else(|| self.scan(&paths, cancel));
        let Some(scan) = scan else { return ControlFlow::Break(()) };
        if scan.matches(&self.manifest) {
            return ControlFlow::Continue(());
        }
        let old_size = self.manifest.size();
        let (mut entries, to_read) = self.manifest.retain_unchanged(scan);
        let (mut batches, fresh) = self.reread(to_read, cancel);
        let removed_bytes =
            old_size.saturating_sub(manifest::total_size(entries.iter().map(|(_, entry)| entry)));
        self.uncached_bytes += removed_bytes.max(manifest::total_size(fresh.iter().map(|(_, entry)| entry)));
        entries.extend(fresh);
        entries.sort_by_key(|&(number, _)| number);
        self.manifest.entries = entries.into_iter().map(|(_, entry)| entry).collect();
        batches.extend(self.reread_with_shared_columns(cancel));
        self.update_list(Delta { batches, ..self.delta() }, on_change)
    }

    fn scan(&mut self, paths: &[PathBuf], cancel: &AtomicBool) -> Option<Scan> {
        Scan::walk(paths, &self.limits, &self.manifest, self.watches.as_mut(), cancel)
    }

    /// Watches all files of the archive from the next full [`refresh`](Self::refresh) on.
    ///
    /// # Errors
    ///
    /// If the operating system cannot watch files at all. If only some cannot be watched, that is reported
    /// [later](Self::take_watch_error).
    pub fn watch(&mut self) -> Result<Option<FileWatcher>, WatchError> {
        if !self.origin.has_files() {
            return Ok(None);
        }
        let (watches, changes) = watch::start()?;
        self.watches = Some(watches);
        Ok(Some(changes))
    }

    /// Why some files are not watched; returned only once.
    pub fn take_watch_error(&mut self) -> Option<WatchError> {
        self.watches.as_mut().and_then(FolderWatches::take_error)
    }

    /// Reads files again; records that have not changed keep their handles.
    pub(super) fn reread(
        &mut self,
        unread: Vec<FileToRead>,
        cancel: &AtomicBool,
    ) -> (Vec<NewBatch>, Vec<(usize, FileEntry)>) {
        let mut old = HashMap::new();
        let mut files = Vec::with_capacity(unread.len());
        for (number, file, entry) in unread {
            old.extend(entry.map(|entry| (number, entry)));
            files.push((number, file));
        }
        let limits = self.limits;
        let walk = |visit: &mut dyn FnMut(usize, FileToParse) -> ControlFlow<()>| {
            let _ = files.into_iter().try_for_each(|(number, file)| visit(number, file));
        };
        let (mut parts, mut fresh) = (Vec::new(), Vec::new());
        reader::read(&limits, cancel, walk, &mut |load| {
            let (part, entries) = self.assign_handles(load);
            parts.push(part);
            fresh.extend(entries);
            ControlFlow::Continue(())
        });
        for (number, entry) in &mut fresh {
            let before = old.get(number).map(|old: &FileEntry| &*old.records).unwrap_or_default();
            for (record, before) in entry.records.iter_mut().zip(before) {
                let seminar = |handle| self.snapshot.store().seminar(handle).ok();
                // Keep nothing in a batch whose bodies cannot be read.
                let batch = self.snapshot.store().find(before.handle);
                let is_sound = batch.is_some_and(|(batch, _)| !batch.is_damaged());
                let is_same = is_sound && record.standing == before.standing;
                if is_same && seminar(record.handle).is_some_and(|now| Some(now) == seminar(before.handle)) {
                    record.handle = before.handle;
                }
            }
        }
        (parts, fresh)
    }
}
