//! Repairs an [`Archive`] whose cache turned out to be damaged: files whose records the cache could not supply are read
//! again, and the cache is rewritten.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::delta::OnChange;
use super::{Archive, Change};
use crate::records::Handle;

impl Archive {
    /// Rereads files with records whose bodies could not be read, and marks the cache for rewriting. Returns whether
    /// there were any.
    pub(super) fn repair(
        &mut self,
        cancel: &AtomicBool,
        on_change: &mut OnChange<'_>,
    ) -> ControlFlow<(), bool> {
        if let Some(stored) = &self.folded
            && stored.is_damaged()
        {
            self.folded = None;
            self.has_folded = false;
        }
        let damaged = self.damaged_records();
        let is_damaged = |handle: Handle| damaged.get(handle.index()) == Some(&true);
        let mut is_needed = self.merged.values().any(|&handle| is_damaged(handle));
        for entry in &mut self.manifest.entries {
            if entry.records.iter().any(|record| is_damaged(record.handle)) {
                // A file without a fingerprint is read again.
                entry.fingerprint = None;
                is_needed = true;
            }
        }
        if !is_needed {
            return ControlFlow::Continue(false);
        }
        self.refresh(&Change::Anything, cancel, on_change)?;
        // Rebuild damaged merged records even if no file was damaged.
        self.update_list(self.delta(), on_change)?;
        self.uncached_bytes = self.manifest.size();
        ControlFlow::Continue(true)
    }

    /// Whether the bodies of any records could not be read.
    pub(super) fn is_damaged(&self) -> bool {
        let damaged = self.damaged_records();
        let records = self.manifest.entries.iter().flat_map(|entry| &entry.records);
        let mut handles = records.map(|record| record.handle).chain(self.merged.values().copied());
        handles.any(|handle| damaged.get(handle.index()) == Some(&true))
    }

    /// For each handle, whether it is in a batch whose bodies could not be read; empty if there is no such batch.
    fn damaged_records(&self) -> Vec<bool> {
        let mut damaged = Vec::new();
        for (first, batch) in self.snapshot.store().iter().filter(|(_, batch)| batch.is_damaged()) {
            damaged.resize(self.next_handle.index(), false);
            first.range(batch.len()).for_each(|handle| super::set_flag(&mut damaged, handle));
        }
        damaged
    }
}
