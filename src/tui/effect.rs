//! What the program does to the world: asked for by `update`, done here and nowhere else.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;
use jiff::civil::Date;

use super::card;
use super::curator::Curator;
use super::events::{background, watch};
use super::fetcher::{Fetcher, Wanted};
use super::keeper::{Keeper, Task};
use super::message::Message;
use super::searcher::Searcher;
use super::terminal::{Session, end_by};
use crate::archive::Origin;
use crate::catalog::Handle;
use crate::diagnostic::Diagnostic;
use crate::library::{Cache, Change, Part};
use crate::opener::{self, Clipboard, Editor};
use crate::paths::Choice;
use crate::recording::Link;
use crate::saved;
use crate::search::{Query, Request};
use crate::snippet;

/// Something to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Open a link in the system browser.
    Open(Link),
    /// Put a text on the clipboard.
    Copy {
        /// What to copy.
        text: String,
        /// What to call it.
        what: &'static str,
    },
    /// Tell whoever searches of new records, and of what the list shows from now on.
    Index {
        /// Records that have come in.
        parts: Vec<Part>,
        /// What the list shows from now on.
        listed: Vec<Handle>,
        /// What it shows no longer.
        unlisted: Vec<Handle>,
    },
    /// Let whoever searches learn what may be asked for next.
    Learn,
    /// Read the texts of a record.
    Fetch(Wanted),
    /// Search; the answer carries the number.
    Search(Question),
    /// Count the values of what answers; the answer carries the number.
    Count(Question),
    /// Keep a search under a name.
    Save(saved::Search),
    /// Bring the searches that have names.
    LoadSaved,
    /// Say how a query may go on.
    Complete {
        /// The query as it was typed.
        text: String,
        /// Where in it the cursor stands, in bytes.
        cursor: usize,
    },
    /// Find out what a card tells.
    Card(card::Request),
    /// Keep a query for the next time.
    Remember(String),
    /// Bring the queries of before.
    Recall,
    /// Read what has changed in the archive, at first everything.
    Read(Change),
    /// Say when files of the archive change.
    Watch,
    /// See whether files of the archive have changed before anybody could say so.
    Verify,
    /// Read the line that a problem is about.
    Snippet {
        /// The problem's row in its sheet.
        row: usize,
        /// The problem.
        problem: Box<Diagnostic>,
        /// What to call its file.
        file: String,
    },
    /// Edit a file at a line, on the terminal.
    Edit {
        /// The file.
        file: Arc<Path>,
        /// The line, from 1.
        line: u32,
    },
    /// Paint the whole screen anew.
    Repaint,
    /// Stop until continued.
    Suspend,
    /// End the program.
    Quit(End),
}

/// A search to be made.
#[derive(Debug, Clone)]
pub struct Question {
    /// The number of the search.
    pub ticket: u64,
    /// What to look for.
    pub query: Arc<Query>,
    /// The order of the list, which decides within a rank.
    pub order: Arc<Vec<Handle>>,
    /// What day it is.
    pub today: Date,
}

impl Question {
    /// The same for an index, until `cancel` becomes true.
    #[must_use]
    pub fn request<'r>(&'r self, cancel: &'r AtomicBool) -> Request<'r> {
        Request { query: &self.query, order: &self.order, today: self.today, cancel }
    }
}

/// Why the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The reader asked for it.
    Asked,
    /// A signal with this number.
    Signal(i32),
    /// The terminal is gone.
    HungUp,
    /// A panic that nobody caught; its message has been printed.
    Panicked,
}

impl End {
    /// Ends the process as whoever started it expects. Call it last.
    pub(super) fn exit(self) -> ExitCode {
        match self {
            Self::Asked => ExitCode::SUCCESS,
            Self::Signal(number) => end_by(number),
            Self::HungUp => ExitCode::from(129),
            Self::Panicked => ExitCode::from(101),
        }
    }
}

/// Everything that effects need.
pub(super) struct World {
    session: Session,
    origin: Origin,
    messages: Sender<Message>,
    curator: Curator,
    fetcher: Fetcher,
    searcher: Searcher,
    keeper: Keeper,
    clipboard: Option<Clipboard>,
}

/// What the main loop has to do after an effect.
pub(super) enum Then {
    GoOn,
    /// Something has come of it at once.
    Take(Box<Message>),
    Repaint,
    End(End),
}

impl World {
    pub(super) fn new(
        session: Session,
        archive: Choice,
        cache: Option<Cache>,
        today: Date,
        messages: Sender<Message>,
    ) -> Self {
        let (searcher, keeper) = (Searcher::start(&messages), Keeper::start(&messages));
        let fetcher = Fetcher::start(&messages);
        let origin = archive.origin.clone();
        let curator = Curator::start(archive, cache, today, &messages);
        Self { session, origin, messages, curator, fetcher, searcher, keeper, clipboard: None }
    }

    /// Does what an effect asks for; whatever may take its time is done in a thread and answers with a message.
    pub(super) fn perform(&mut self, effect: Effect) -> Then {
        match effect {
            Effect::Open(link) => self.open(link),
            Effect::Copy { text, what } => {
                let shown = format!("{what}: {text}");
                self.copy(text);
                self.say(shown);
            }
            Effect::Index { parts, listed, unlisted } => self.searcher.take(parts, listed, unlisted),
            Effect::Learn => self.searcher.learn(),
            Effect::Fetch(wanted) => {
                return self
                    .fetcher
                    .fetch(wanted)
                    .map_or(Then::GoOn, |message| Then::Take(Box::new(message)));
            }
            Effect::Search(question) => self.searcher.search(question),
            Effect::Count(question) => self.searcher.count(question),
            Effect::Save(search) => self.keeper.keep(Task::Save(search)),
            Effect::LoadSaved => self.keeper.keep(Task::LoadSaved),
            Effect::Complete { text, cursor } => self.searcher.complete(text, cursor),
            Effect::Remember(query) => self.keeper.keep(Task::Remember(query)),
            Effect::Recall => self.keeper.keep(Task::Recall),
            Effect::Card(request) => self.searcher.card(request),
            Effect::Read(change) => self.curator.read(change),
            Effect::Verify => self.curator.verify(),
            Effect::Watch => watch(&self.origin, &self.messages),
            Effect::Snippet { row, problem, file } => self.in_background("snippet", move || {
                Some(Message::Snippet { row, text: snippet::of(&problem, &file) })
            }),
            Effect::Edit { file, line } => self.edit(&file, line),
            Effect::Repaint => return Then::Repaint,
            Effect::Suspend => {
                if !self.session.suspend() {
                    self.say("cannot suspend: no shell waits to come back from".to_owned());
                }
            }
            Effect::Quit(end) => return Then::End(end),
        }
        Then::GoOn
    }

    /// Gives the terminal back, and sees to it that what is the reader's is kept.
    pub(super) fn finish(self) {
        self.session.finish();
        self.keeper.finish();
    }

    /// Does work in a thread; what comes of it is a message.
    fn in_background(&self, name: &'static str, work: impl FnOnce() -> Option<Message> + Send + 'static) {
        let messages = self.messages.clone();
        background(name, &self.messages, move || {
            if let Some(message) = work() {
                let _ = messages.send(message);
            }
        });
    }

    fn say(&self, words: String) {
        let _ = self.messages.send(Message::Notice(words));
    }

    fn open(&self, link: Link) {
        self.in_background("opener", move || {
            Some(Message::Opened { outcome: opener::open(&link).map_err(|e| e.to_string()), link })
        });
    }

    /// Lends the terminal to the editor; what it changed is read when it comes back.
    fn edit(&mut self, file: &Path, line: u32) {
        let outcome = Editor::from_environment().and_then(|editor| {
            let session = &self.session;
            session.with_child(|| editor.edit(file, line, session.child_stdin()?))
        });
        let outcome = outcome.map_err(|error| error.to_string());
        let _ = self.messages.send(Message::Edited { outcome });
    }

    /// Copies through the terminal, which works over SSH, and to the system's clipboard, which works where the
    /// terminal does not listen.
    fn copy(&mut self, text: String) {
        let mut sequence = String::new();
        if CopyToClipboard::to_clipboard_from(&text).write_ansi(&mut sequence).is_ok() {
            let _ = self.session.write_raw(sequence.as_bytes());
        }
        if self.clipboard.is_none() {
            self.clipboard = Clipboard::start().ok();
        }
        if let Some(clipboard) = &self.clipboard {
            clipboard.copy(text);
        }
    }
}
