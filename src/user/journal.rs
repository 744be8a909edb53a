//! [`Journal`]: what the user has watched, started, starred and queued, and the user's notes.
//!
//! It is a folder of event files, one per machine, to which lines are only appended. What they add up to does not
//! depend on the order in which they are read, so git, Syncthing or rsync can carry the folder between machines without
//! conflicts. A change shows at once; it is confirmed when it is on disk.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::paths;
use crate::records::{Handle, Snapshot};
use crate::search::UserFlags;
use crate::user::file_error::UserFileError;

mod change;
mod event;
mod event_file;
mod event_folder;
mod file_state;
mod identity;
mod mark;
mod matching;
mod notes;
mod queue;
mod queue_position;
mod state;
mod transfer;
mod undo;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use change::JournalChange;
use event::{Event, GroupName, JournalLine, MAX_MILLIS, Stamp};
use event_file::create_private_folder;
use event_folder::EventFolder;
pub(crate) use identity::TalkIdentity;
pub(crate) use mark::{Mark, MarkValue};
use matching::TalkMatches;
pub(crate) use matching::Unmatched;
use notes::{Note, Notes};
pub(crate) use queue::{fitting, total_seconds};
use state::{JournalState, MarkedAt};
use undo::UndoHistory;
use writer::Machine;

/// What errors call it.
const CONTENT: &str = "the journal";
/// What errors call a note.
const NOTE: &str = "the note";

/// The journal, and which talks of an archive its events are about.
#[derive(Debug)]
pub(crate) struct Journal {
    /// The files; `None` keeps everything in memory.
    files: Option<EventFolder>,
    /// Why nothing can be written, and which file is to blame.
    failure: Option<(PathBuf, String)>,
    writer: Arc<str>,
    state: JournalState,
    undo: UndoHistory,
    snapshot: Arc<Snapshot>,
    matches: TalkMatches,
    notes: Notes,
    /// Lines that are not on disk yet.
    unsaved: Vec<JournalLine>,
}

/// The folder of the journal and the notes, which users may keep in git or synchronize.
#[must_use]
pub(crate) fn user_folder() -> Option<PathBuf> {
    Some(paths::data()?.join("seminars-journal"))
}

/// The size of all files in a folder, in bytes.
pub(crate) fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => folder_size(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}

impl Journal {
    /// The user's journal, not read yet. If this machine cannot have a name in it, nothing is read, and every
    /// [`save`](Self::save) fails.
    pub(crate) fn for_user() -> Self {
        if let Some((folder, state)) = user_folder().zip(paths::state()) {
            return Self::for_machine(&folder, &state, &Machine::current());
        }
        let reason = "there is no home folder".to_owned();
        Self { failure: Some((PathBuf::from("seminars-journal"), reason)), ..Self::in_memory() }
    }

    /// The journal in a folder, written by a machine whose name is in a state folder.
    fn for_machine(folder: &Path, state: &Path, machine: &Machine) -> Self {
        let file = state.join("journal-writer.json");
        match machine.writer_name(&file) {
            Ok(name) => Self::in_folder(folder, &name),
            Err(reason) => Self { failure: Some((file, reason.to_string())), ..Self::in_memory() },
        }
    }

    /// A journal that is not kept.
    pub(crate) fn in_memory() -> Self {
        Self {
            files: None,
            failure: None,
            writer: "memory".into(),
            state: JournalState::default(),
            undo: UndoHistory::default(),
            snapshot: Arc::default(),
            matches: TalkMatches::default(),
            notes: Notes::new(None),
            unsaved: Vec::new(),
        }
    }

    /// The journal in a folder, for a writer with this name; not read yet.
    pub(crate) fn in_folder(folder: &Path, writer: &str) -> Self {
        let files = EventFolder::new(folder.join("events"), writer);
        let notes = Notes::new(Some(folder.join("notes")));
        Self { files: Some(files), writer: writer.into(), notes, ..Self::in_memory() }
    }

    /// Whether there are no events and no notes.
    pub(crate) fn is_empty(&self) -> bool {
        self.state.is_empty() && self.notes.all().is_empty()
    }

    /// Creates the folders, so that they can be watched. If that fails, the first write reports it.
    pub(crate) fn create_folders(&self) {
        if let Some(files) = &self.files {
            let _ = create_private_folder(files.folder());
        }
    }

    /// Reads all files again.
    ///
    /// # Errors
    ///
    /// When a file cannot be read; the others are read all the same.
    pub(crate) fn load(&mut self) -> Result<(), UserFileError> {
        let Some(files) = &mut self.files else { return Ok(()) };
        let own = files.own().to_owned();
        let mut lines: Vec<(bool, JournalLine)> = Vec::new();
        let outcome = files.read_all(&mut |path, text| {
            lines.extend(text.lines().filter_map(JournalLine::parse).map(|line| (path == own, line)));
        });
        lines.extend(self.unsaved.iter().cloned().map(|line| (true, line)));
        let ended: HashSet<GroupName> = lines.iter().filter_map(|(_, line)| end_of(line)).collect();
        let (mut state, mut undo) = (JournalState::default(), UndoHistory::default());
        for (is_own, line) in &lines {
            let JournalLine::Event(event) = line else { continue };
            let group = event.group.map(|group| (Arc::clone(&event.stamp.writer), group));
            // What was written after a half group is later than it.
            state.see(&event.stamp);
            if group.is_some_and(|group| !ended.contains(&group)) {
                continue;
            }
            state.add(event);
            if *is_own {
                undo.add(event);
            }
        }
        self.state = state;
        self.undo = undo;
        let notes = self.notes.load();
        self.match_talks();
        outcome.map_err(|(path, reason)| UserFileError::file(&path, CONTENT, "read", reason))?;
        notes.map_err(|(path, reason)| UserFileError::file(&path, NOTE, "read", reason))
    }

    /// Reads the files again if other programs have changed them; returns whether they have.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub(crate) fn refresh(&mut self) -> Result<bool, UserFileError> {
        let has_changed =
            self.files.as_ref().is_some_and(EventFolder::has_changed) || self.notes.has_changed();
        if !has_changed {
            return Ok(false);
        }
        self.load().map(|()| true)
    }

    /// Sets the talks that the events may be about.
    pub(crate) fn set_snapshot(&mut self, snapshot: Arc<Snapshot>) {
        self.snapshot = snapshot;
        self.match_talks();
    }

    /// The talks that the events may be about.
    pub(crate) fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    fn match_talks(&mut self) {
        let notes = self.notes.all().iter().map(|note| &note.talk);
        let talks: HashSet<&Arc<TalkIdentity>> =
            self.state.talks().map(|(talk, _)| talk).chain(notes).collect();
        self.matches = TalkMatches::find(talks, &self.snapshot);
    }

    /// Fails if nothing can be written.
    fn check(&self) -> Result<(), UserFileError> {
        self.failure.as_ref().map_or(Ok(()), |(file, reason)| {
            let reason = std::io::Error::other(reason.clone());
            Err(UserFileError::file(file, CONTENT, "used", reason))
        })
    }

    /// Writes what is not on disk yet, and waits until it is.
    ///
    /// # Errors
    ///
    /// When the file cannot be written. The events are kept, and written with the next ones.
    pub(crate) fn save(&mut self) -> Result<(), UserFileError> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        self.check()?;
        let Some(files) = &mut self.files else {
            self.unsaved.clear();
            return Ok(());
        };
        let lines: String = self.unsaved.iter().map(JournalLine::to_text).collect();
        files
            .append(&lines)
            .map_err(|reason| UserFileError::file(files.own(), CONTENT, "written", reason))?;
        self.unsaved.clear();
        Ok(())
    }

    /// The flags of the archive's talks.
    pub(crate) fn flags(&self) -> UserFlags {
        let mut flags = UserFlags::default();
        for handle in self.matches.handles() {
            let set = |mark| self.latest(handle, mark).filter(|latest| latest.value.is_set);
            for mark in [Mark::Started, Mark::Starred] {
                flags.set(handle, mark.flag(), set(mark).is_some());
            }
            if let Some(watched) = set(Mark::Watched) {
                flags.set_watched_at(handle, i64::try_from(watched.stamp.millis).unwrap_or(i64::MAX));
            }
        }
        flags.set_queue(self.queue().into_iter().map(|(_, handle)| handle).collect());
        for note in self.notes.all().iter().filter(|note| !note.text.trim().is_empty()) {
            if let Some(handle) = self.matches.talk(&note.talk) {
                flags.add_note(handle, &note.text);
            }
        }
        flags
    }

    /// The queue, first talk first, with those that have been watched since they were queued.
    fn queue(&self) -> Vec<(&MarkedAt, Handle)> {
        let queued = |handle| self.latest(handle, Mark::Queued).filter(|latest| latest.value.is_set);
        let handles = self.matches.handles();
        let mut queue: Vec<(&MarkedAt, Handle)> =
            handles.filter_map(|handle| Some((queued(handle)?, handle))).collect();
        queue.sort_by(|(one, a), (other, b)| {
            (&one.value.position, &one.stamp, a).cmp(&(&other.value.position, &other.stamp, b))
        });
        queue
    }

    /// The latest value of a mark of a talk, under any of its identities.
    fn latest(&self, handle: Handle, mark: Mark) -> Option<&MarkedAt> {
        self.state.latest(self.matches.identities(handle), mark)
    }

    /// The value of a mark of a talk now.
    fn value(&self, handle: Handle, mark: Mark) -> MarkValue {
        self.latest(handle, mark).map(|latest| latest.value.clone()).unwrap_or_default()
    }

    /// The note file of a talk, created if missing, and the number of its next line. `None` if the talk is gone.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn note_file(&mut self, talk: Handle) -> Result<Option<(PathBuf, u32)>, UserFileError> {
        self.check()?;
        let is_about = |note: &&Note| self.matches.talk(&note.talk) == Some(talk);
        let known = self.notes.all().iter().find(is_about).map(|note| note.file.clone());
        let file = if let Some(file) = known {
            file
        } else {
            let seminar = self.snapshot.summary(talk);
            let identity = self.matches.identify(&self.snapshot, talk);
            let Some((seminar, identity)) = seminar.zip(identity) else { return Ok(None) };
            let created = self.notes.create(&seminar, identity);
            created.map_err(|(path, reason)| UserFileError::file(&path, NOTE, "written", reason))?
        };
        let lines = std::fs::read_to_string(&file).map_or(1, |text| text.lines().count() + 1);
        Ok(Some((file, u32::try_from(lines).unwrap_or(1))))
    }

    /// Adds a line to the note about a talk, and waits until it is on disk. Returns whether the talk is there.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn add_to_note(&mut self, talk: Handle, line: &str) -> Result<bool, UserFileError> {
        let Some((file, _)) = self.note_file(talk)? else { return Ok(false) };
        let outcome = self.notes.append(&file, line);
        outcome.map_err(|reason| UserFileError::file(&file, NOTE, "written", reason)).map(|()| true)
    }

    /// What was marked and belongs to no talk of this archive, and why, sorted by identity.
    pub(crate) fn unmatched(&self) -> Vec<(&TalkIdentity, Unmatched)> {
        let mut all: Vec<(&TalkIdentity, Unmatched)> =
            self.matches.unmatched().iter().map(|(talk, why)| (&**talk, *why)).collect();
        all.sort_by_key(|(talk, _)| *talk);
        all
    }

    /// The next stamp: later than everything that was read.
    fn next_stamp(&self, now_millis: u64) -> Stamp {
        let millis = now_millis.max(self.state.newest().saturating_add(1)).min(MAX_MILLIS);
        Stamp { millis, writer: Arc::clone(&self.writer) }
    }

    /// Adds an event of this machine.
    fn push(&mut self, event: Event) {
        self.state.add(&event);
        self.undo.add(&event);
        self.unsaved.push(JournalLine::Event(event));
    }
}

/// The group that a line ends.
fn end_of(line: &JournalLine) -> Option<GroupName> {
    match line {
        JournalLine::End(group) => Some(group.clone()),
        JournalLine::Event(_) => None,
    }
}
