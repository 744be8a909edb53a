//! Side effects: `update`, which does no I/O, returns an [`Effect`] for each, grouped by who performs it. Whatever may take
//! long runs in a thread and answers with a message.

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
use crate::records::{Handle, RecordBatch};
use crate::search::{Lookup, Query, Rank};
use crate::seminar::Seminar;
use crate::user::layout::LayoutChoice;
use crate::user::saved::SavedSearch;

pub(super) mod perform;

/// A side effect, by who performs it.
#[derive(Debug, Clone)]
pub enum Effect {
    /// The archive worker loads what has changed, the first time everything, and checks it as of a day.
    LoadArchive(Change, Date),
    /// The detail worker loads a record with its body.
    LoadTalk(TalkRequest),
    /// The notes worker says why talks are listed.
    LoadNotes(NotesRequest),
    /// The search worker has something to do.
    Search(SearchTask),
    /// The user data worker has something to do.
    UserData(UserDataTask),
    /// The world outside is acted on.
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
    /// Its batch, and its index there.
    pub location: (Arc<RecordBatch>, usize),
}

impl TalkRequest {
    /// Loads the record with its body; `None` if that cannot be read.
    #[must_use]
    pub fn load(&self) -> Option<Box<Seminar>> {
        let (batch, at) = &self.location;
        batch.seminar(*at).ok().map(Box::new)
    }
}

/// A request for the notes of talks; the answer carries the id of the search.
#[derive(Debug, Clone)]
pub struct NotesRequest {
    /// The id of the search.
    pub request_id: u64,
    /// What was looked for.
    pub query: Arc<Query>,
    /// The talks, and how well each matches.
    pub talks: Vec<(TalkRequest, Rank)>,
}

/// Something for the search worker, which owns the search engine.
#[derive(Debug, Clone)]
pub enum SearchTask {
    /// Update the engine with new records and with what the list shows.
    Update(EngineUpdate),
    /// Index facets while idle: the archive is loaded, and the processor is free.
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
    /// Build the content of a card. A newer request replaces it.
    BuildCard(card::CardRequest),
}

/// A request to search, or to count facets.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The id of the search; its answer carries it.
    pub request_id: u64,
    /// What to look for.
    pub query: Arc<Query>,
    /// The present moment.
    pub now: Zoned,
}

impl SearchRequest {
    /// The request as the engine's index takes it; it stops when `cancel` becomes true.
    #[must_use]
    pub(crate) fn as_lookup<'r>(&'r self, engine: &'r SearchEngine, cancel: &'r AtomicBool) -> Lookup<'r> {
        Lookup { query: &self.query, order: engine.snapshot().order(), now: &self.now, cancel }
    }
}

/// Something to save or to load for the reader.
#[derive(Debug, Clone)]
pub enum UserDataTask {
    /// Add a query to the history.
    AddToHistory(String),
    /// Load the history.
    LoadHistory,
    /// Save the layout.
    SaveLayout(LayoutChoice),
    /// Save a search under its name.
    SaveSearch(SavedSearch),
    /// Give a saved search another name.
    RenameSearch {
        /// Its name.
        name: String,
        /// The other name.
        to: String,
    },
    /// Remove the saved search with a name.
    RemoveSearch(String),
    /// Load the saved searches.
    LoadSavedSearches,
}

/// Something to do outside the program.
#[derive(Debug, Clone)]
pub enum SystemTask {
    /// Open a link in the system browser.
    OpenLink(Link),
    /// Copy a text to the clipboard.
    Copy {
        /// What to copy.
        text: String,
        /// What the notice says before the text.
        notice: &'static str,
    },
    /// Load the line that a problem is about.
    LoadExcerpt {
        /// The problem's number among all.
        number: usize,
        /// The problem.
        problem: Box<Diagnostic>,
    },
    /// Edit a file at a line, on the terminal.
    EditFile {
        /// The file.
        file: Arc<Path>,
        /// The line, from 1.
        line: u32,
    },
    /// Suspend until `fg`.
    Suspend,
}
