//! [`ListedRecords`]: visits the listed records of an archive for the check.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::check::Records;
use crate::records::{Handle, Snapshot};
use crate::seminar::Seminar;

/// The listed records, to be checked.
pub(super) struct ListedRecords<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// Set when the result of the check is no longer needed.
    pub(super) cancel: &'a AtomicBool,
}

impl Records for ListedRecords<'_> {
    fn for_each(&self, give: &mut dyn FnMut(usize, &Seminar)) {
        for (first, batch) in self.snapshot.store().iter() {
            if self.cancel.load(Ordering::Relaxed) {
                return;
            }
            // A read error is recorded in the batch, and the check result is then discarded.
            let _ = batch.for_each(&mut |at, seminar| {
                let handle = first.offset(at);
                if self.snapshot.is_listed(handle) {
                    give(handle.index(), &seminar);
                }
            });
        }
    }

    fn get(&self, number: usize) -> Option<Seminar> {
        self.snapshot.store().seminar(Handle::new(u32::try_from(number).ok()?)).ok()
    }
}
