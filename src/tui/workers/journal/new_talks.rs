//! [`NewTalks`]: the talks that are new since the last visit, and when they stop being new.

use std::collections::HashSet;
use std::mem;
use std::time::{Duration, Instant};

use crate::records::{Handle, Snapshot};
use crate::search::{UserFlag, UserFlags};
use crate::text::pluralize;
use crate::tui::effect::NewsTask;
use crate::user::file_error::UserFileError;
use crate::user::seen::SeenTalks;

/// How long a new talk has to be selected until it is seen.
const SEEN_AFTER: Duration = Duration::from_secs(1);

/// The new talks of an archive.
#[derive(Debug)]
pub(super) struct NewTalks {
    seen: SeenTalks,
    /// Whether the archive is loaded, so that looking for new talks does not compete with loading for the processor.
    is_loaded: bool,
    new: HashSet<Handle>,
    /// The new talk that is selected, and when it will have been seen.
    awaited: Option<(Handle, Instant)>,
    /// The talks that were last seen all at once, until something else is changed.
    seen_at_once: Vec<Handle>,
}

impl NewTalks {
    pub(super) fn new(seen: SeenTalks) -> Self {
        Self { seen, is_loaded: false, new: HashSet::new(), awaited: None, seen_at_once: Vec::new() }
    }

    /// Finds the new talks among other records, once the archive is loaded; returns whether there are any.
    pub(super) fn set_snapshot(&mut self, snapshot: &Snapshot) -> bool {
        if self.is_loaded {
            self.new = self.seen.new_talks(snapshot);
        }
        !self.new.is_empty()
    }

    /// Performs a task; returns what to report, if anything.
    pub(super) fn perform(&mut self, task: NewsTask, snapshot: &Snapshot) -> Option<String> {
        match task {
            NewsTask::Await(handle) => {
                self.awaited = handle.map(|handle| (handle, Instant::now() + SEEN_AFTER));
                None
            }
            NewsTask::Seen(talks) => {
                self.see(&talks, snapshot);
                None
            }
            NewsTask::SeenAll => {
                let talks: Vec<Handle> = self.new.iter().copied().collect();
                self.see(&talks, snapshot);
                self.seen_at_once = talks;
                Some(match self.seen_at_once.len() {
                    0 => "no new talks".to_owned(),
                    count => format!("{} seen", pluralize(count, "talk")),
                })
            }
            NewsTask::ArchiveLoaded => {
                self.is_loaded = true;
                self.new = self.seen.new_talks(snapshot);
                self.seen.on_loaded(snapshot).err().map(|error| error.to_string())
            }
        }
    }

    fn see(&mut self, talks: &[Handle], snapshot: &Snapshot) {
        for &talk in talks {
            if self.new.remove(&talk) {
                self.seen.add(snapshot, talk);
            }
        }
    }

    /// When the selected talk will have been seen.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.awaited.map(|(_, at)| at)
    }

    /// The selected talk was selected for long enough.
    pub(super) fn take_awaited(&mut self) -> Vec<Handle> {
        self.awaited.take().into_iter().map(|(talk, _)| talk).collect()
    }

    /// Takes back that all talks were seen at once, if nothing else was changed since; returns what to report.
    pub(super) fn undo(&mut self, snapshot: &Snapshot) -> Option<String> {
        let talks = mem::take(&mut self.seen_at_once);
        for &talk in &talks {
            self.seen.remove(talk);
        }
        if !talks.is_empty() {
            self.new = self.seen.new_talks(snapshot);
        }
        (!talks.is_empty()).then(|| format!("undone: {} new again", pluralize(talks.len(), "talk")))
    }

    /// Something else was changed.
    pub(super) fn on_change(&mut self) {
        self.seen_at_once.clear();
    }

    /// Sets the flag of the new talks.
    pub(super) fn set_flags(&self, flags: &mut UserFlags) {
        self.new.iter().for_each(|&talk| flags.set(talk, UserFlag::New, true));
    }

    /// Writes what was seen.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(super) fn save(&mut self, snapshot: &Snapshot) -> Result<(), UserFileError> {
        self.seen.save(snapshot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seminar;

    #[test]
    fn new_talks_are_seen_one_by_one_or_all_at_once_and_that_can_be_undone() {
        let folder = tempfile::tempdir().unwrap();
        let seen = || SeenTalks::in_file(Some(folder.path().join("seen")));
        let mut snapshot = Snapshot::default();
        snapshot.insert(&[seminar("One", "Ann", "2022-01-01", 0)]);
        let mut talks = NewTalks::new(seen());
        talks.perform(NewsTask::ArchiveLoaded, &snapshot);
        assert!(!talks.set_snapshot(&snapshot), "first visit");
        let more: Vec<_> =
            (2..6).map(|at| seminar(&format!("New {at}"), &format!("Bo {at}"), "2023-01-01", at)).collect();
        let handles = snapshot.insert(&more);
        let mut talks = NewTalks::new(seen());
        assert!(!talks.set_snapshot(&snapshot), "not loaded yet");
        talks.perform(NewsTask::ArchiveLoaded, &snapshot);
        let count = |talks: &NewTalks| {
            let mut flags = UserFlags::default();
            talks.set_flags(&mut flags);
            flags.new_count()
        };
        assert_eq!(count(&talks), 4);
        talks.perform(NewsTask::Await(Some(handles[0])), &snapshot);
        assert!(talks.deadline().is_some());
        let awaited = talks.take_awaited();
        talks.perform(NewsTask::Seen(awaited), &snapshot);
        assert_eq!((count(&talks), talks.deadline()), (3, None));
        assert_eq!(talks.perform(NewsTask::SeenAll, &snapshot).as_deref(), Some("3 talks seen"));
        assert_eq!(count(&talks), 0);
        assert_eq!(talks.undo(&snapshot).as_deref(), Some("undone: 3 talks new again"));
        assert_eq!((count(&talks), talks.undo(&snapshot)), (3, None));
        talks.save(&snapshot).unwrap();
        let mut again = NewTalks::new(seen());
        again.perform(NewsTask::ArchiveLoaded, &snapshot);
        assert_eq!(count(&again), 3);
    }
}
