//! Does what effects ask for: the only place where the browser acts on the world.

use std::path::Path;
use std::sync::mpsc::Sender;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;
use jiff::civil::Date;

use super::Effect;
use crate::archive::ArchiveLocation;
use crate::archive::Cache;
use crate::archive::Origin;
use crate::diagnostic::snippet;
use crate::opener::{self, Clipboard, Editor};
use crate::recording::Link;
use crate::tui::exit::Exit;
use crate::tui::message::Message;
use crate::tui::terminal::Session;
use crate::tui::workers::archive::ArchiveWorker;
use crate::tui::workers::background::{spawn, watch_files};
use crate::tui::workers::detail::DetailWorker;
use crate::tui::workers::search::SearchWorker;
use crate::tui::workers::user_data::{UserDataTask, UserDataWorker};

/// Everything that effects need.
pub(in crate::tui) struct Effects {
    session: Session,
    origin: Origin,
    messages: Sender<Message>,
    curator: ArchiveWorker,
    fetcher: DetailWorker,
    searcher: SearchWorker,
    keeper: UserDataWorker,
    clipboard: Option<Clipboard>,
}

/// What the main loop has to do after an effect.
pub(in crate::tui) enum Flow {
    GoOn,
    /// Something has come of it at once.
    Take(Box<Message>),
    Repaint,
    End(Exit),
}

impl Effects {
    pub(in crate::tui) fn new(
        session: Session,
        archive: ArchiveLocation,
        cache: Option<Cache>,
        today: Date,
        messages: Sender<Message>,
    ) -> Self {
        let (searcher, keeper) = (SearchWorker::start(&messages), UserDataWorker::start(&messages));
        let fetcher = DetailWorker::start(&messages);
        let origin = archive.origin.clone();
        let curator = ArchiveWorker::start(archive, cache, today, &messages);
        Self { session, origin, messages, curator, fetcher, searcher, keeper, clipboard: None }
    }

    /// Does what an effect asks for; whatever may take its time is done in a thread and answers with a message.
    pub(in crate::tui) fn perform(&mut self, effect: Effect) -> Flow {
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
                    .map_or(Flow::GoOn, |message| Flow::Take(Box::new(message)));
            }
            Effect::Search(question) => self.searcher.search(question),
            Effect::Count(question) => self.searcher.count(question),
            Effect::Save(search) => self.keeper.keep(UserDataTask::Save(search)),
            Effect::LoadSaved => self.keeper.keep(UserDataTask::LoadSaved),
            Effect::Complete { text, cursor } => self.searcher.complete(text, cursor),
            Effect::Remember(query) => self.keeper.keep(UserDataTask::Remember(query)),
            Effect::Recall => self.keeper.keep(UserDataTask::Recall),
            Effect::Card(request) => self.searcher.card(request),
            Effect::Read(change) => self.curator.read(change),
            Effect::Verify => self.curator.verify(),
            Effect::Watch => watch_files(&self.origin, &self.messages),
            Effect::Snippet { row, problem, file } => self.in_background("snippet", move || {
                Some(Message::Snippet { row, text: snippet::render_from_file(&problem, &file) })
            }),
            Effect::Edit { file, line } => self.edit(&file, line),
            Effect::Repaint => return Flow::Repaint,
            Effect::Suspend => {
                if !self.session.suspend() {
                    self.say("cannot suspend: no shell waits to come back from".to_owned());
                }
            }
            Effect::Quit(end) => return Flow::End(end),
        }
        Flow::GoOn
    }

    /// Gives the terminal back, and sees to it that what is the reader's is kept.
    pub(in crate::tui) fn finish(self) {
        self.session.finish();
        self.keeper.finish();
    }

    /// Does work in a thread; what comes of it is a message.
    fn in_background(&self, name: &'static str, work: impl FnOnce() -> Option<Message> + Send + 'static) {
        let messages = self.messages.clone();
        spawn(name, &self.messages, move || {
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
