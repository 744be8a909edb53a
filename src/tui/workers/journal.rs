//! The journal worker: the thread that owns the journal, and what the user has seen of the archive. It finds the talk of every mark, makes the changes that the
//! user asks for, and confirms them once they are on disk.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::background::spawn;
use crate::archive::FolderWatcher;
use crate::records::Snapshot;
use crate::tui::effect::{JournalTask, NewsTask};
use crate::tui::message::Message;
use crate::user::file_error::UserFileError;
use crate::user::journal::{Journal, JournalChange, user_folder};
use crate::user::seen::SeenTalks;

mod new_talks;

use new_talks::NewTalks;

/// How long to wait at the end until everything is written: longer than a disk takes to wake up.
const FINISH_TIMEOUT: Duration = Duration::from_secs(10);

/// Handle to the journal thread.
#[derive(Debug)]
pub(in crate::tui) struct JournalWorker {
    tasks: Sender<JournalTask>,
    done: Receiver<()>,
}

impl JournalWorker {
    /// Starts the thread, which reads the journal first, and what was seen of the archive with this key.
    pub(in crate::tui) fn start(archive_key: Option<String>, messages: &Sender<Message>) -> Self {
        let (tasks, queue) = mpsc::channel();
        let (done_sender, done) = mpsc::channel();
        let (sender, own_tasks) = (messages.clone(), tasks.clone());
        spawn("journal", messages, move || {
            let _until: Sender<()> = done_sender;
            let seen = SeenTalks::for_archive(archive_key.as_deref());
            let mut thread = JournalThread::new(Journal::for_user(), seen, sender.clone());
            thread.load();
            thread.journal.create_folders();
            watch(&own_tasks, &sender);
            drop(own_tasks);
            while let Some(tasks) = thread.next_tasks(&queue) {
                let is_last = tasks.iter().any(|task| matches!(task, JournalTask::Finish));
                thread.perform(tasks, now());
                if is_last {
                    return;
                }
            }
        });
        Self { tasks, done }
    }

    /// Queues a task; its result is sent as a message.
    pub(in crate::tui) fn submit(&self, task: JournalTask) {
        let _ = self.tasks.send(task);
    }

    /// Waits until everything is written, for at most `FINISH_TIMEOUT`.
    pub(in crate::tui) fn finish(self) {
        let _ = self.tasks.send(JournalTask::Finish);
        let _ = self.done.recv_timeout(FINISH_TIMEOUT);
    }
}

/// The time in milliseconds since 1970.
fn now() -> u64 {
    u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0)
}

/// Watches the journal's folder for what other windows and programs write. Without a folder, there is nothing to see.
fn watch(tasks: &Sender<JournalTask>, messages: &Sender<Message>) {
    let Some(watcher) = user_folder().and_then(|folder| FolderWatcher::new(&folder).ok()) else { return };
    let tasks = tasks.clone();
    spawn("journal watcher", messages, move || {
        while watcher.wait() {
            if tasks.send(JournalTask::Refresh).is_err() {
                return;
            }
        }
    });
}

/// The journal thread's state.
#[derive(Debug)]
pub(in crate::tui) struct JournalThread {
    journal: Journal,
    news: NewTalks,
    messages: Sender<Message>,
    /// The number of the last change that was made.
    applied: u64,
}

impl JournalThread {
    pub(in crate::tui) fn new(journal: Journal, seen: SeenTalks, messages: Sender<Message>) -> Self {
        Self { journal, news: NewTalks::new(seen), messages, applied: 0 }
    }

    /// Waits for a task, and returns it with all that are queued; or that the selected talk is seen, when it has been
    /// selected for long enough. `None` when there are no more tasks.
    fn next_tasks(&mut self, queue: &Receiver<JournalTask>) -> Option<Vec<JournalTask>> {
        let first = match self.news.deadline() {
            None => queue.recv().ok()?,
            Some(at) => match queue.recv_timeout(at.saturating_duration_since(Instant::now())) {
                Ok(task) => task,
                Err(RecvTimeoutError::Timeout) => JournalTask::News(NewsTask::Seen(self.news.take_awaited())),
                Err(RecvTimeoutError::Disconnected) => return None,
            },
        };
        Some(std::iter::once(first).chain(queue.try_iter()).collect())
    }

    fn load(&mut self) {
        let outcome = self.journal.load();
        self.report(outcome);
    }

    fn report(&self, outcome: Result<(), UserFileError>) {
        if let Err(error) = outcome {
            let _ = self.messages.send(Message::Notice(error.to_string()));
        }
    }

    /// Performs tasks at a time in milliseconds since 1970. All changes share one write.
    pub(in crate::tui) fn perform(&mut self, tasks: Vec<JournalTask>, now_millis: u64) {
        let mut round = Round { is_own: true, ..Round::default() };
        for task in tasks {
            self.accept(task, now_millis, &mut round);
        }
        self.match_talks(&mut round);
        if round.is_changed {
            let mut flags = self.journal.flags();
            self.news.set_flags(&mut flags);
            let flags = Arc::new(flags);
            let (applied, is_own) = (self.applied, round.is_own);
            let _ = self.messages.send(Message::FlagsChanged { flags, applied, is_own });
        }
        let words = match self.journal.save() {
            Ok(()) => round.words,
            Err(error) => Some(format!("not saved, only kept until you quit: {error}")),
        };
        if let Some(words) = words {
            let _ = self.messages.send(Message::Notice(words));
        }
    }

    fn accept(&mut self, task: JournalTask, now_millis: u64, round: &mut Round) {
        match task {
            JournalTask::SetSnapshot(snapshot) => round.snapshot = Some(snapshot),
            JournalTask::News(task) => {
                self.match_talks(round);
                round.is_changed |= !matches!(task, NewsTask::Await(_));
                let words = self.news.perform(task, self.journal.snapshot());
                round.words = words.or(round.words.take());
            }
            JournalTask::Change { change, number } => {
                self.match_talks(round);
                let undone = if change == JournalChange::Undo { self.news.undo() } else { None };
                self.news.on_change();
                let report = undone.unwrap_or_else(|| self.journal.apply(&change, now_millis));
                // Opening a recording is reported by what opens it.
                if !change.is_started() {
                    round.words = Some(report);
                }
                self.applied = number;
                round.is_changed = true;
            }
            JournalTask::EditNote(handle) => {
                self.match_talks(round);
                match self.journal.note_file(handle) {
                    Ok(Some((file, line))) => {
                        let _ = self.messages.send(Message::NoteReady { file, line });
                    }
                    Ok(None) => {}
                    Err(error) => self.report(Err(error)),
                }
            }
            JournalTask::AddToNote { talk, line } => {
                self.match_talks(round);
                match self.journal.add_to_note(talk, &line) {
                    Ok(true) => {
                        round.words = Some("added to the note".to_owned());
                        round.is_changed = true;
                    }
                    Ok(false) => {}
                    Err(error) => self.report(Err(error)),
                }
            }
            JournalTask::Refresh => match self.journal.refresh() {
                Ok(false) => {}
                outcome => {
                    round.is_own = false;
                    round.is_changed = true;
                    self.report(outcome.map(|_| ()));
                }
            },
            JournalTask::Finish => {
                let outcome = self.news.save(self.journal.snapshot());
                self.report(outcome);
            }
        }
    }

    /// Finds the talks of all marks in the newest snapshot, if it has not been done.
    fn match_talks(&mut self, round: &mut Round) {
        if let Some(snapshot) = round.snapshot.take() {
            let has_new = self.news.set_snapshot(&snapshot);
            self.journal.set_snapshot(snapshot);
            round.is_changed |= has_new || !self.journal.is_empty();
            round.is_own = false;
        }
    }
}

/// What a round of tasks has done.
#[derive(Debug, Default)]
struct Round {
    /// The newest snapshot, until the talks of all marks are found in it.
    snapshot: Option<Arc<Snapshot>>,
    /// What to report once everything is on disk.
    words: Option<String>,
    is_changed: bool,
    /// Whether only the user's own changes are new.
    is_own: bool,
}
