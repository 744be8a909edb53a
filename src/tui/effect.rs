//! Side effects. `update` does no I/O; it returns an [`Effect`] for everything to be done, grouped by who performs it.
//! Slow work runs on a thread and answers with a message.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Zoned;
use jiff::civil::Date;

use super::exit::Exit;
use crate::archive::Change;
use crate::diagnostic::Diagnostic;
use crate::engine::SearchEngine;
use crate::engine::card;
use crate::engine::new_batch::EngineUpdate;
use crate::recording::Link;
use crate::records::{Handle, RecordBatch, Snapshot};
use crate::search::{Lookup, Query, Rank, UserFlags};
use crate::seminar::Seminar;
use crate::user::journal::JournalChange;
use crate::user::layout::LayoutChoice;
use crate::user::saved::SavedSearch;
use crate::user::session::SavedSession;

pub(super) mod perform;

/// A side effect, by who performs it.
#[derive(Debug, Clone)]
pub enum Effect {
    /// The archive worker loads what has changed (everything, the first time) and checks the archive as of this day.
    LoadArchive(Change, Date),
    /// The detail worker loads a record with its body.
    LoadTalk(TalkRequest),
    /// The notes worker finds out why talks are listed.
    LoadNotes(NotesRequest),
    /// A task for the search worker.
    Search(SearchTask),
    /// A task for the journal worker.
    Journal(JournalTask),
    /// A task for the user data worker.
    UserData(UserDataTask),
    /// An action outside the program.
    System(SystemTask),
    /// Redraw the whole screen.
    Redraw,
    /// Quit the program.
    Quit(Exit),
}

/// A request for a record with its body.
#[derive(Debug, Clone)]
pub struct TalkRequest {
    /// Its handle.
    pub handle: Handle,
    /// Its batch and its index in the batch.
    pub location: (Arc<RecordBatch>, usize),
}

impl TalkRequest {
    /// Loads the record with its body; `None` if the body cannot be read.
    #[must_use]
    pub fn load(&self) -> Option<Box<Seminar>> {
        let (batch, at) = &self.location;
        batch.seminar(*at).ok().map(Box::new)
    }
}

/// A request for match notes; the answer carries the search's id.
#[derive(Debug, Clone)]
pub struct NotesRequest {
    /// The id of the search.
    pub request_id: u64,
    /// The query of the search.
    pub query: Arc<Query>,
    /// The talks, and how well each matches.
    pub talks: Vec<(TalkRequest, Rank)>,
}

/// A task for the search worker, which owns the search engine.
#[derive(Debug, Clone)]
pub enum SearchTask {
    /// Give the engine new records and update which of them are listed.
    Update(EngineUpdate),
    /// Index facets while idle; sent once the archive is loaded.
    IndexAhead,
    /// Search; the answer carries the request's id. A newer search cancels it.
    Search(SearchRequest),
    /// Count the facets of the matches; the answer carries the request's id. The next search cancels it.
    CountFacets(SearchRequest),
    /// Complete the word at the cursor.
    Complete {
        /// The query as typed.
        text: String,
        /// The cursor's offset in bytes.
        cursor: usize,
    },
    /// Set what the user has marked.
    SetFlags(Arc<UserFlags>),
    /// Build the content of a card. A newer request replaces it.
    BuildCard(card::CardRequest),
}

/// A request to search, or to count facets.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The id of the search; its answer carries it.
    pub request_id: u64,
    /// The query to search for.
    pub query: Arc<Query>,
    /// The current time.
    pub now: Zoned,
}

impl SearchRequest {
    /// Converts the request to a lookup in the engine's index; setting `cancel` stops it.
    #[must_use]
    pub(crate) fn as_lookup<'r>(&'r self, engine: &'r SearchEngine, cancel: &'r AtomicBool) -> Lookup<'r> {
        Lookup {
            query: &self.query,
            order: engine.snapshot().order(),
            now: &self.now,
            flags: engine.flags(),
            cancel,
        }
    }
}

/// A task about the talks that are new since the last visit.
#[derive(Debug, Clone)]
pub enum NewsTask {
    /// The archive is completely loaded.
    ArchiveLoaded,
    /// A new talk was selected; if it stays selected for a second, it is seen. `None`: the selected talk is not new.
    Await(Option<Handle>),
    /// Some talks are seen.
    Seen(Vec<Handle>),
    /// All new talks are seen.
    SeenAll,
}

/// A task for the journal worker.
#[derive(Debug, Clone)]
pub enum JournalTask {
    /// Find the talks of all marks in these records.
    SetSnapshot(Arc<Snapshot>),
    /// A task about new talks.
    News(NewsTask),
    /// Make a change; the answer carries its number.
    Change {
        /// The change.
        change: JournalChange,
        /// Its number; each is larger than those before.
        number: u64,
    },
    /// Find the file of the note about a talk, or create it; the answer opens it in the editor.
    EditNote(Handle),
    /// Add a line to the note about a talk.
    AddToNote {
        /// The talk.
        talk: Handle,
        /// The line.
        line: String,
    },
    /// Read the files again if other programs have changed them.
    Refresh,
    /// Write everything and end.
    Finish,
}

/// A load or save of the user's own data.
#[derive(Debug, Clone)]
pub enum UserDataTask {
    /// Add a query to the history.
    AddToHistory(String),
    /// Load the history.
    LoadHistory,
    /// Save the layout.
    SaveLayout(LayoutChoice),
    /// Save where the user is in the archive with a key.
    SaveSession {
        /// The key.
        key: String,
        /// Where the user is.
        session: SavedSession,
    },
    /// Save a search under its name.
    SaveSearch(SavedSearch),
    /// Rename a saved search.
    RenameSearch {
        /// The current name.
        name: String,
        /// The new name.
        to: String,
    },
    /// Remove the saved search with this name.
    RemoveSearch(String),
    /// Load the saved searches.
    LoadSavedSearches,
}

/// An action outside the program.
#[derive(Debug, Clone)]
pub enum SystemTask {
    /// Open a link in the system browser.
    OpenLink(Link),
    /// Copy a text to the clipboard.
    Copy {
        /// What to copy.
        text: String,
        /// The notice to show before the text.
        notice: &'static str,
    },
    /// Read the source line that a problem is about.
    LoadExcerpt {
        /// The problem's number among all.
        number: usize,
        /// The problem.
        problem: Box<Diagnostic>,
    },
    /// Open a file at a line in the user's editor.
    EditFile {
        /// The file.
        file: Arc<Path>,
        /// The line, from 1.
        line: u32,
        /// Whether it is a note rather than a file of the archive.
        is_note: bool,
    },
    /// Suspend until `fg`.
    Suspend,
}
