//! The records of the list, one after the other, to be checked against one another.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::check::Records;
use crate::records::{Handle, RecordStore};
use crate::seminar::Seminar;

/// The records of the list, to be checked.
pub(super) struct ListedRecords<'a> {
    pub(super) stock: &'a RecordStore,
    /// Whether each record is in the list, by its handle.
    pub(super) listed: &'a [bool],
    /// Becomes true when nobody waits for the check any more.
    pub(super) cancel: &'a AtomicBool,
}

impl Records for ListedRecords<'_> {
    fn for_each(&self, give: &mut dyn FnMut(usize, &Seminar)) {
        for (first, sheaf) in self.stock.iter() {
            if self.cancel.load(Ordering::Relaxed) {
                return;
            }
            let is_listed = |handle: Handle| self.listed.get(handle.index()) == Some(&true);
            // What cannot be read back cannot be checked; whoever looks at it is told.
            let _ = sheaf.for_each(&mut |at, seminar| {
                let handle = first.offset(at);
                if is_listed(handle) {
                    give(handle.index(), &seminar);
                }
            });
        }
    }

    fn get(&self, number: usize) -> Option<Seminar> {
        self.stock.seminar(Handle::new(u32::try_from(number).ok()?)).ok()
    }
}
