//! Side effects: `update`, which does no I/O, returns an [`Effect`] for each, and `Effects` performs it. Whatever may take
//! long runs in a thread and answers with a message.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;

use super::exit::Exit;
use super::workers::detail::DetailRequest;
use crate::archive::Change;
use crate::diagnostic::Diagnostic;
use crate::engine::SearchEngine;
use crate::engine::card;
use crate::engine::new_batch::EngineUpdate;
use crate::recording::Link;
use crate::search::{Lookup, Query};
use crate::user::saved;

pub(super) mod perform;

/// A side effect to perform.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Open a link in the system browser.
    OpenLink(Link),
    /// Put a text on the clipboard.
    Copy {
        /// What to copy.
        text: String,
        /// What the notice says before the text.
        notice: &'static str,
    },
    /// Update the search engine with new records and with what the list shows.
    UpdateEngine(EngineUpdate),
    /// Let the search thread index facets while it is idle.
    IndexAhead,
    /// Load a record with its body.
    LoadTalk(DetailRequest),
    /// Search; the answer carries the request's id.
    Search(SearchRequest),
    /// Count the facets of the matches; the answer carries the request's id.
    CountFacets(SearchRequest),
    /// Save a search under a name.
    SaveSearch(saved::SavedSearch),
    /// Load the saved searches.
    LoadSavedSearches,
    /// Complete the word at the cursor.
    Complete {
        /// The query as typed.
        text: String,
        /// The cursor's offset in bytes.
        cursor: usize,
    },
    /// Build the content of a card.
    BuildCard(card::CardRequest),
    /// Add a query to the history.
    AddToHistory(String),
    /// Load the history.
    LoadHistory,
    /// Load what has changed in the archive, the first time everything.
    LoadArchive(Change),
    /// Load the source line of a problem.
    LoadSnippet {
        /// The problem's row in the overlay.
        row: usize,
        /// The problem.
        problem: Box<Diagnostic>,
        /// The name to show for its file.
        file: String,
    },
    /// Edit a file at a line, on the terminal.
    EditFile {
        /// The file.
        file: Arc<Path>,
        /// The line, from 1.
        line: u32,
    },
    /// Redraw the whole screen.
    Redraw,
    /// Suspend until `fg`.
    Suspend,
    /// Quit the program.
    Quit(Exit),
}

/// A request to search, or to count facets.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The id of the search; its answer carries it.
    pub request_id: u64,
    /// What to look for.
    pub query: Arc<Query>,
    /// What day it is.
    pub today: Date,
}

impl SearchRequest {
    /// The request as the engine's index takes it; it stops when `cancel` becomes true.
    #[must_use]
    pub(crate) fn as_lookup<'r>(&'r self, engine: &'r SearchEngine, cancel: &'r AtomicBool) -> Lookup<'r> {
        Lookup { query: &self.query, order: engine.snapshot().order(), today: self.today, cancel }
    }
}
