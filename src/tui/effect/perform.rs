//! Performs effects. Only here does the browser act on the outside world.

use std::io::Write;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use super::{Effect, SystemTask};
use crate::archive::ArchiveLocation;
use crate::diagnostic::snippet;
use crate::opener::{self, Clipboard, Editor};
use crate::recording::Link;
use crate::tui::exit::Exit;
use crate::tui::message::Message;
use crate::tui::terminal::Session;
use crate::tui::workers::archive::ArchiveWorker;
use crate::tui::workers::background::spawn;
use crate::tui::workers::detail::DetailWorker;
use crate::tui::workers::journal::JournalWorker;
use crate::tui::workers::notes::NotesWorker;
use crate::tui::workers::search::SearchWorker;
use crate::tui::workers::user_data::UserDataWorker;

/// Opening the same link again within this time counts as key repeat.
const REPEAT_TIME: Duration = Duration::from_secs(1);

/// Performs effects: owns the terminal session and the workers.
pub(in crate::tui) struct Effects {
    session: Session,
    messages: Sender<Message>,
    archive_worker: ArchiveWorker,
    detail_worker: DetailWorker,
    notes_worker: NotesWorker,
    search_worker: SearchWorker,
    journal_worker: JournalWorker,
    user_data_worker: UserDataWorker,
    clipboard: Option<Clipboard>,
    /// The last opened link, and when it was last requested.
    last_opened: Option<(Link, Instant)>,
}

/// What the main loop has to do after an effect.
pub(in crate::tui) enum Flow {
    Continue,
    Redraw,
    Exit(Exit),
}

impl Effects {
    pub(in crate::tui) fn new(session: Session, archive: ArchiveLocation, messages: Sender<Message>) -> Self {
        let (search_worker, user_data_worker) =
            (SearchWorker::start(&messages), UserDataWorker::start(&messages));
        let (detail_worker, notes_worker) = (DetailWorker::start(&messages), NotesWorker::start(&messages));
        let journal_worker = JournalWorker::start(archive.state_key(), &messages);
        let archive_worker = ArchiveWorker::start(archive, &messages);
        Self {
            session,
            messages,
            archive_worker,
            detail_worker,
            notes_worker,
            search_worker,
            journal_worker,
            user_data_worker,
            clipboard: None,
            last_opened: None,
        }
    }

    /// Performs an effect. Slow work runs on a thread and answers with a message.
    pub(in crate::tui) fn perform(&mut self, effect: Effect) -> Flow {
        match effect {
            Effect::LoadArchive(change, today) => self.archive_worker.load(change, today),
            Effect::LoadTalk(request) => self.detail_worker.load(request),
            Effect::LoadNotes(request) => self.notes_worker.submit(request),
            Effect::Search(task) => self.search_worker.submit(task),
            Effect::Journal(task) => self.journal_worker.submit(task),
            Effect::UserData(task) => self.user_data_worker.submit(task),
            Effect::System(task) => self.act(task),
            Effect::Redraw => return Flow::Redraw,
            Effect::Quit(exit) => return Flow::Exit(exit),
        }
        Flow::Continue
    }

    fn act(&mut self, task: SystemTask) {
        match task {
            SystemTask::OpenLink(link) => self.open(link),
            SystemTask::Copy { text, notice } => self.copy(text, notice),
            SystemTask::LoadExcerpt { number, problem } => self.in_background("excerpt", move || {
                Some(Message::ExcerptReady { problem: number, excerpt: snippet::read_excerpt(&problem) })
            }),
            SystemTask::EditFile { file, line, is_note } => self.edit(&file, line, is_note),
            SystemTask::Suspend => {
                if !self.session.suspend() {
                    self.notify("cannot suspend: no job-control shell".to_owned());
                }
            }
        }
    }

    /// Restores the terminal, and waits until the user's data is written.
    pub(in crate::tui) fn finish(self) {
        self.session.finish();
        self.user_data_worker.finish();
        if let Some(lost) = self.journal_worker.finish() {
            let _ = writeln!(std::io::stderr(), "seminars: {lost}");
        }
    }

    /// Runs work on a thread; its result is sent as a message.
    fn in_background(&self, name: &'static str, work: impl FnOnce() -> Option<Message> + Send + 'static) {
        let messages = self.messages.clone();
        spawn(name, &self.messages, move || {
            if let Some(message) = work() {
                let _ = messages.send(message);
            }
        });
    }

    fn notify(&self, words: String) {
        let _ = self.messages.send(Message::Notice(words));
    }

    /// Opens a link: in the terminal if the user's browser is a terminal program, else in the background.
    fn open(&mut self, link: Link) {
        let now = Instant::now();
        let before = self.last_opened.replace((link.clone(), now));
        // A held-down key opens the link only once.
        if before.is_some_and(|(known, at)| known == link && now.duration_since(at) < REPEAT_TIME) {
            return;
        }
        if let Some(mut browser) = opener::terminal_browser(&link) {
            let run = || browser.stdin(self.session.child_stdin()?).status();
            let outcome = self.session.with_child(run).map(|_| ()).map_err(|error| error.to_string());
            let _ = self.messages.send(Message::LinkOpened { link, outcome });
            return;
        }
        let messages = self.messages.clone();
        self.in_background("opener", move || {
            opener::open(&link, &mut |outcome| {
                let outcome = outcome.map_err(|error| error.to_string());
                let _ = messages.send(Message::LinkOpened { link: link.clone(), outcome });
            });
            None
        });
    }

    /// Runs the editor in the terminal; the archive is reloaded when it ends.
    fn edit(&mut self, file: &Path, line: u32, is_note: bool) {
        let outcome = Editor::from_environment().and_then(|editor| {
            let session = &self.session;
            session.with_child(|| editor.edit(file, line, || session.child_stdin()))
        });
        let outcome = outcome.map_err(|error| error.to_string());
        let _ = self.messages.send(Message::EditorClosed { outcome, is_note });
    }

    /// Copies through the terminal, which works over SSH, and to the system clipboard, in case the terminal ignores the
    /// sequence. The notice says which of them worked.
    fn copy(&mut self, text: String, notice: &'static str) {
        let mut sequence = String::new();
        if CopyToClipboard::to_clipboard_from(&text).write_ansi(&mut sequence).is_ok() {
            let _ = self.session.write_raw(sequence.as_bytes());
        }
        let messages = self.messages.clone();
        let report = move |notice: &str, text: &str, is_copied: bool| {
            let copied =
                if is_copied { notice.to_owned() } else { notice.replace("copied", "sent to the terminal") };
            let lines: Vec<&str> = text.lines().collect();
            let _ = messages.send(Message::Notice(format!("{copied}: {}", lines.join("  "))));
        };
        let clipboard = match &self.clipboard {
            Some(clipboard) => clipboard,
            None => match Clipboard::start(report.clone()) {
                Ok(clipboard) => self.clipboard.insert(clipboard),
                Err(_) => return report(notice, &text, false),
            },
        };
        clipboard.copy(notice, text);
    }
}
