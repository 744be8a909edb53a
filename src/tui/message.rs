//! Messages: everything that can happen to the browser, from keys to the results of workers.

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
use crate::search::Completion;
use crate::seminar::Seminar;
use crate::user::saved;

/// Something that happened, in any thread; the main thread handles one after the other.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The terminal's content is unknown: redraw all of it.
    Redraw,
    /// Another minute has begun.
    TimePassed(Zoned),
    /// Records of the archive were added, changed or removed.
    ArchiveChanged(Delta),
    /// The archive is completely loaded.
    LoadFinished,
    /// Whether the list comes from the cache and the files are still being checked for changes.
    Verifying(bool),
    /// Files of the archive have changed.
    FilesChanged(Change),
    /// Something that was cached cannot be read.
    CacheDamaged,
    /// A record was loaded with its body.
    TalkLoaded {
        /// Which one.
        handle: Handle,
        /// The record; `None` if its body cannot be read.
        seminar: Option<Box<Seminar>>,
    },
    /// The answer to a search, or its first part.
    SearchAnswered {
        /// The id of the search; only the newest one's answer counts.
        request_id: u64,
        /// The matches, best first.
        results: Results,
        /// Whether bodies were searched as well; otherwise only names and titles were, and a complete answer follows.
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
    /// Why talks are listed, for the search with this id.
    NotesReady {
        /// The id of the search.
        request_id: u64,
        /// The note of each talk, if there is something to say.
        notes: Vec<(Handle, Option<MatchNote>)>,
    },
    /// The mouse button was pressed twice at a place; in place of the second press.
    DoubleClick(Position),
    /// The line that a problem is about was read.
    ExcerptReady {
        /// The problem's number among all.
        problem: usize,
        /// The line, if it can be read.
        excerpt: Option<Excerpt>,
    },
    /// Not all files can be watched, and why.
    NotWatched(String),
    /// A notice for the status line.
    Notice(String),
    /// A background thread panicked or could not be started.
    InternalError(String),
    /// The system's browser was started, or why not.
    LinkOpened {
        /// What was to be opened.
        link: Link,
        /// What the system said where it went wrong.
        outcome: Result<(), String>,
    },
    /// The editor has ended, or why it could not be started.
    EditorClosed {
        /// What the system said where it went wrong.
        outcome: Result<(), String>,
    },
    /// The program has to quit, for an external reason.
    Quit(Exit),
}
