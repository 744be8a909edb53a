//! Messages: everything that can happen to the browser, from keys to the results of workers.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};
use jiff::Zoned;
use ratatui::layout::Position;

use super::exit::Exit;
use super::match_note::MatchNote;
use super::results::Results;
use crate::archive::{Change, Delta};
use crate::diagnostic::snippet::Excerpt;
use crate::engine::FacetGroups;
use crate::engine::card;
use crate::recording::Link;
use crate::records::Handle;
use crate::search::{Completion, UserFlags};
use crate::seminar::Seminar;
use crate::user::saved;

/// Something that happened on any thread. The main thread handles one message at a time.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// A mouse event.
    Mouse(MouseEvent),
    /// The terminal was resized to this many columns and rows.
    Resize(u16, u16),
    /// The terminal's content is unknown: redraw all of it.
    Redraw,
    /// Another minute has begun.
    TimePassed(Zoned),
    /// Records of the archive were added, changed or removed.
    ArchiveChanged(Delta),
    /// The archive is completely loaded.
    LoadFinished,
    /// Checking the cached files for changes has started (`true`) or finished (`false`).
    Verifying(bool),
    /// Files of the archive have changed.
    FilesChanged(Change),
    /// A cache entry cannot be read.
    CacheDamaged,
    /// A record was loaded with its body.
    TalkLoaded {
        /// Which one.
        handle: Handle,
        /// The record; `None` if its body cannot be read.
        seminar: Option<Box<Seminar>>,
    },
    /// The complete or partial answer to a search.
    SearchAnswered {
        /// The id of the search; answers to older searches are ignored.
        request_id: u64,
        /// The matches, best first.
        results: Results,
        /// Whether bodies were searched too. If not, only names and titles were, and a complete answer follows.
        is_complete: bool,
    },
    /// The facets of the matches were counted.
    FacetsCounted {
        /// The id of the search.
        request_id: u64,
        /// The values of each kind.
        counts: FacetGroups,
    },
    /// Completions for the word at the cursor.
    CompletionReady {
        /// The query as typed.
        text: String,
        /// The candidates, and the range that they replace.
        completion: Completion,
    },
    /// The content of a requested card.
    CardReady {
        /// The request.
        request: card::CardRequest,
        /// The content; `None` if the subject is unknown.
        content: Option<card::Content>,
    },
    /// The history was loaded: earlier queries, newest last.
    HistoryLoaded(Vec<String>),
    /// The saved searches, after a load or a save.
    SavedSearchesLoaded(Vec<saved::SavedSearch>),
    /// The user's flags have changed.
    FlagsChanged {
        /// The flags of all talks.
        flags: Arc<UserFlags>,
        /// The number of the last change that they contain.
        applied: u64,
        /// Whether only the user's own changes are new.
        is_own: bool,
    },
    /// The note about a talk is ready to be edited.
    NoteReady {
        /// Its file.
        file: PathBuf,
        /// Its last line, from 1.
        line: u32,
    },
    /// The match notes of some talks are ready.
    NotesReady {
        /// The id of the search.
        request_id: u64,
        /// The note of each talk; `None` if there is nothing to show.
        notes: Vec<(Handle, Option<MatchNote>)>,
    },
    /// A double click at a position. It replaces the second press.
    DoubleClick(Position),
    /// The source line that a problem is about was read.
    ExcerptReady {
        /// The problem's number among all.
        problem: usize,
        /// The line, if it can be read.
        excerpt: Option<Excerpt>,
    },
    /// Some files cannot be watched, and why.
    NotWatched(String),
    /// A notice for the status line.
    Notice(String),
    /// A background thread panicked or could not be started.
    InternalError(String),
    /// A link was opened, or could not be.
    LinkOpened {
        /// The link.
        link: Link,
        /// The error message if it failed.
        outcome: Result<(), String>,
    },
    /// The editor was closed, or could not be started.
    EditorClosed {
        /// The error message if it failed.
        outcome: Result<(), String>,
        /// Whether it has edited a note rather than a file of the archive.
        is_note: bool,
    },
    /// The program has to quit, for an external reason.
    Quit(Exit),
}
