//! What the program may do to the world, asked for by `update` and done by [`perform`].

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;

use super::exit::Exit;
use super::workers::detail::DetailRequest;
use crate::archive::Change;
use crate::diagnostic::Diagnostic;
use crate::engine::card;
use crate::engine::new_batch::NewBatch;
use crate::recording::Link;
use crate::records::Handle;
use crate::search::{Lookup, Query};
use crate::user::saved;

pub(super) mod perform;

/// Something to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Open a link in the system browser.
    OpenLink(Link),
    /// Put a text on the clipboard.
    Copy {
        /// What to copy.
        text: String,
        /// What to call it.
        notice: &'static str,
    },
    /// Tell whoever searches of new records, and of what the list shows from now on.
    UpdateEngine {
        /// Records that have come in.
        batches: Vec<NewBatch>,
        /// What the list shows from now on.
        listed: Vec<Handle>,
        /// What it shows no longer.
        unlisted: Vec<Handle>,
    },
    /// Let whoever searches learn what may be asked for next.
    IndexAhead,
    /// Read the texts of a record.
    LoadTalk(DetailRequest),
    /// Search; the answer carries the number.
    Search(SearchRequest),
    /// Count the values of what answers; the answer carries the number.
    CountFacets(SearchRequest),
    /// Keep a search under a name.
    SaveSearch(saved::SavedSearch),
    /// Bring the searches that have names.
    LoadSavedSearches,
    /// Say how a query may go on.
    Complete {
        /// The query as it was typed.
        text: String,
        /// Where in it the cursor stands, in bytes.
        cursor: usize,
    },
    /// Find out what a card tells.
    BuildCard(card::CardRequest),
    /// Keep a query for the next time.
    AddToHistory(String),
    /// Bring the queries of before.
    LoadHistory,
    /// Read what has changed in the archive, at first everything.
    LoadArchive(Change),
    /// Say when files of the archive change.
    WatchFiles,
    /// See whether files of the archive have changed before anybody could say so.
    CheckForChanges,
    /// Read the line that a problem is about.
    LoadSnippet {
        /// The problem's row in its sheet.
        row: usize,
        /// The problem.
        problem: Box<Diagnostic>,
        /// What to call its file.
        file: String,
    },
    /// Edit a file at a line, on the terminal.
    EditFile {
        /// The file.
        file: Arc<Path>,
        /// The line, from 1.
        line: u32,
    },
    /// Paint the whole screen anew.
    Redraw,
    /// Stop until continued.
    Suspend,
    /// End the program.
    Quit(Exit),
}

/// A search to be made.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The number of the search.
    pub request_id: u64,
    /// What to look for.
    pub query: Arc<Query>,
    /// The order of the list, which decides within a rank.
    pub order: Arc<Vec<Handle>>,
    /// What day it is.
    pub today: Date,
}

impl SearchRequest {
    /// The same for an index, until `cancel` becomes true.
    #[must_use]
    pub fn as_lookup<'r>(&'r self, cancel: &'r AtomicBool) -> Lookup<'r> {
        Lookup { query: &self.query, order: &self.order, today: self.today, cancel }
    }
}
