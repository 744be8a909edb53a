//! What can happen.

use crossterm::event::{KeyEvent, MouseEvent};

use super::exit::Exit;
use super::model::Results;
use crate::archive::{Change, Delta};
use crate::engine::FacetGroups;
use crate::engine::card;
use crate::recording::Link;
use crate::records::Handle;
use crate::search::Completion;
use crate::seminar::Seminar;
use crate::user::saved;

/// Something that happened, in any thread; the main thread takes one after the other.
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
    /// The screen may hold anything: paint all of it.
    Redraw,
    /// Something has come into the archive, has changed there or has gone.
    ArchiveChanged(Delta),
    /// All of the archive was read.
    LoadFinished,
    /// Whether what shows was kept from an earlier start, and the files are still being asked if they are what they were.
    Verifying(bool),
    /// From now on it is told when files of the archive change.
    WatchStarted,
    /// Files of the archive have changed.
    FilesChanged(Change),
    /// A record with its texts.
    TalkLoaded {
        /// Which one.
        handle: Handle,
        /// The record; nothing where its texts cannot be read.
        seminar: Option<Box<Seminar>>,
    },
    /// A search has found something.
    SearchAnswered {
        /// The number of the search; only the newest one's answer counts.
        request_id: u64,
        /// What answers the query, best first.
        results: Results,
        /// Whether this is all: else names and titles have been searched, and what the texts find comes behind.
        is_complete: bool,
    },
    /// A search needs texts that are still to be brought; what they find comes when they are there.
    LoadingBodies {
        /// The number of the search.
        request_id: u64,
    },
    /// How often each value is among the talks that answer.
    FacetsCounted {
        /// The number of the search.
        request_id: u64,
        /// The values of each kind.
        counts: FacetGroups,
    },
    /// How a query may go on.
    CompletionReady {
        /// The query as it was typed.
        text: String,
        /// What may stand in place of its last word.
        completion: Completion,
    },
    /// A card that was asked for.
    CardReady {
        /// What was asked.
        request: card::CardRequest,
        /// What it tells; nothing where its subject is not known.
        content: Option<card::Content>,
    },
    /// The queries of before, the newest last.
    HistoryLoaded(Vec<String>),
    /// The searches that have names.
    SavedSearchesLoaded(Vec<saved::SavedSearch>),
    /// A problem with the line it is about.
    SnippetReady {
        /// The problem's row in its sheet.
        row: usize,
        /// Lines of text.
        text: String,
    },
    /// An effect has something to say.
    Notice(String),
    /// Something in the program itself went wrong in the background.
    InternalError(String),
    /// The browser was started, or was not, and why.
    LinkOpened {
        /// What was to be opened.
        link: Link,
        /// What the system said where it went wrong.
        outcome: Result<(), String>,
    },
    /// The editor gave the terminal back, or could not be started, and why.
    EditorClosed {
        /// What the system said where it went wrong.
        outcome: Result<(), String>,
    },
    /// The program has to end, for a reason from outside.
    Quit(Exit),
}
