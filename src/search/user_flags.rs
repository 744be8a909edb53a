//! [`UserFlags`]: which talks the user has watched, starred, queued and so on. They come from the user's journal, never
//! from the archive or its cache.

use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem::Finder;

use super::fold_prose;
use crate::records::Handle;

/// A property of a talk that only its user knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum UserFlag {
    /// Watched.
    Watched = 1,
    /// Its recording was opened, and it is not marked as watched.
    Started = 2,
    /// Starred.
    Starred = 4,
    /// In the queue.
    Queued = 8,
    /// There is a note about it.
    Noted = 16,
    /// It was not there, or had no recording, at the last visit.
    New = 32,
}

impl UserFlag {
    /// All flags, in the order of the facets.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Queued, Self::Started, Self::Watched, Self::Starred, Self::Noted];

    /// Its name after `is:`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Watched => "watched",
            Self::Started => "started",
            Self::Starred => "starred",
            Self::Queued => "queued",
            Self::Noted => "noted",
            Self::New => "new",
        }
    }
}

/// The flags of all talks of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFlags {
    /// The flags of each talk, by handle; talks without flags may be missing at the end.
    bits: Vec<u8>,
    /// When each watched talk was watched, in milliseconds since 1970.
    watched_at: HashMap<Handle, i64>,
    /// The queue, first talk first.
    queue: Vec<Handle>,
    notes: HashMap<Handle, Arc<UserNote>>,
    /// How many talks are new.
    new_count: usize,
}

/// The user's notes about a talk.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct UserNote {
    /// The text, without control characters.
    pub text: String,
    /// Its folded words, with a blank before each.
    folded: Vec<u8>,
}

impl UserFlags {
    /// Whether a talk has a flag.
    #[must_use]
    pub fn has(&self, handle: Handle, flag: UserFlag) -> bool {
        let bits = self.bits.get(handle.index()).copied().unwrap_or(0);
        // A watched talk is no longer started or queued, whatever the journal says about it.
        let hidden = if bits & UserFlag::Watched as u8 == 0 { 0 } else { LEFT_BEHIND };
        bits & !hidden & flag as u8 != 0
    }

    /// Sets or clears a flag.
    pub fn set(&mut self, handle: Handle, flag: UserFlag, is_set: bool) {
        if self.bits.len() <= handle.index() {
            if !is_set {
                return;
            }
            self.bits.resize(handle.index() + 1, 0);
        }
        let was_set = self.bits.get(handle.index()).is_some_and(|bits| bits & flag as u8 != 0);
        if flag == UserFlag::New && was_set != is_set {
            self.new_count = self.new_count.saturating_add_signed(if is_set { 1 } else { -1 });
        }
        if let Some(bits) = self.bits.get_mut(handle.index()) {
            *bits = if is_set { *bits | flag as u8 } else { *bits & !(flag as u8) };
        }
    }

    /// Sets when a talk was watched, in milliseconds since 1970.
    pub fn set_watched_at(&mut self, handle: Handle, millis: i64) {
        self.set(handle, UserFlag::Watched, true);
        self.watched_at.insert(handle, millis);
    }

    /// When a talk was watched, in milliseconds since 1970.
    #[must_use]
    pub fn watched_at(&self, handle: Handle) -> Option<i64> {
        self.watched_at.get(&handle).copied().filter(|_| self.has(handle, UserFlag::Watched))
    }

    /// Sets the queue.
    pub fn set_queue(&mut self, queue: Vec<Handle>) {
        for &handle in &queue {
            self.set(handle, UserFlag::Queued, true);
        }
        self.queue = queue;
    }

    /// The queue, first talk first; without those that are watched.
    pub fn queue(&self) -> impl Iterator<Item = Handle> {
        self.queue.iter().copied().filter(|&handle| self.has(handle, UserFlag::Queued))
    }

    /// How many talks are new.
    #[must_use]
    pub fn new_count(&self) -> usize {
        self.new_count
    }

    /// Adds a note about a talk, after those that are there.
    pub fn add_note(&mut self, handle: Handle, text: &str) {
        self.set(handle, UserFlag::Noted, true);
        let before = self.notes.get(&handle).map_or("", |note| &note.text);
        let between = if before.is_empty() { "" } else { "\n\n" };
        let text = format!("{before}{between}{text}");
        let mut folded = Vec::new();
        fold_prose(&text, &mut folded);
        self.notes.insert(handle, Arc::new(UserNote { text, folded }));
    }

    /// The user's notes about a talk.
    #[must_use]
    pub fn note(&self, handle: Handle) -> Option<&Arc<UserNote>> {
        self.notes.get(&handle)
    }

    /// Whether the notes about a talk contain a text at the beginning of a word.
    #[must_use]
    pub(super) fn note_contains(&self, handle: Handle, needle: &Finder<'_>) -> bool {
        self.notes.get(&handle).is_some_and(|note| needle.find(&note.folded).is_some())
    }

    /// Whether any talk has a flag.
    #[must_use]
    pub fn any(&self, flag: UserFlag) -> bool {
        (0u32..).zip(&self.bits).any(|(index, bits)| *bits != 0 && self.has(Handle::new(index), flag))
    }
}

/// The flags that a watched talk does not have.
const LEFT_BEHIND: u8 = UserFlag::Started as u8 | UserFlag::Queued as u8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watched_talk_has_left_the_queue() {
        let mut flags = UserFlags::default();
        let [one, two] = [3, 5].map(Handle::new);
        flags.set_queue(vec![two, one]);
        flags.set(one, UserFlag::Started, true);
        assert!(flags.has(one, UserFlag::Started));
        flags.set_watched_at(one, 7);
        assert_eq!(flags.queue().collect::<Vec<_>>(), [two]);
        assert!(!flags.has(one, UserFlag::Started) && !flags.has(one, UserFlag::Queued));
        assert_eq!((flags.watched_at(one), flags.watched_at(two)), (Some(7), None));
        flags.set(one, UserFlag::Watched, false);
        assert_eq!(flags.watched_at(one), None);
        assert_eq!(flags.queue().collect::<Vec<_>>(), [two, one]);
        assert!(flags.any(UserFlag::Queued) && !flags.any(UserFlag::Noted));
    }
}
