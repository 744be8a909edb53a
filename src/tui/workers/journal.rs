//! The journal worker: the thread that owns the journal and the seen talks. It matches marks to talks, makes changes
//! as the user asks, and confirms them once they are on disk.

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

/// Why there cannot be a note about a talk.
const NO_NOTE: &str = "no note: the talk is gone, or cannot be told apart from another";

/// Handle to the journal thread.
#[derive(Debug)]
pub(in crate::tui) struct JournalWorker {
    tasks: Sender<JournalTask>,
    messages: Sender<Message>,
    /// Why not everything is written, at the end.
    done: Receiver<Option<String>>,
}

impl JournalWorker {
    /// Starts the thread, which reads the journal first, and what was seen of the archive with this key.
    pub(in crate::tui) fn start(archive_key: Option<String>, messages: &Sender<Message>) -> Self {
        let (tasks, queue) = mpsc::channel();
        let (done_sender, done) = mpsc::channel();
        let (sender, own_tasks) = (messages.clone(), tasks.clone());
        spawn("journal", messages, move || {
            let seen = SeenTalks::for_archive(archive_key.as_deref());
            let mut thread = JournalThread::new(Journal::for_user(), seen, sender.clone());
            thread.journal.create_folders();
            // Before reading: what is written meanwhile is read again.
            watch(&own_tasks, &sender);
            thread.load();
            drop(own_tasks);
            while let Some(tasks) = thread.next_tasks(&queue) {
                let is_last = tasks.iter().any(|task| matches!(task, JournalTask::Finish));
                thread.perform(tasks, now());
                if is_last {
                    let _ = done_sender.send(thread.failure.take());
                    return;
                }
            }
        });
        Self { tasks, messages: messages.clone(), done }
    }

    /// Queues a task; its result is sent as a message.
    pub(in crate::tui) fn submit(&self, task: JournalTask) {
        if self.tasks.send(task).is_err() {
            let words = "marks are no longer saved; please restart seminars".to_owned();
            let _ = self.messages.send(Message::Notice(words));
        }
    }

    /// Waits until everything is written, for at most `FINISH_TIMEOUT`; returns what is lost, if anything.
    pub(in crate::tui) fn finish(self) -> Option<String> {
        let _ = self.tasks.send(JournalTask::Finish);
        let lost = "the last marks may not be saved".to_owned();
        self.done.recv_timeout(FINISH_TIMEOUT).unwrap_or(Some(lost))
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
    /// Why the last round could not be saved.
    failure: Option<String>,
}

impl JournalThread {
    pub(in crate::tui) fn new(journal: Journal, seen: SeenTalks, messages: Sender<Message>) -> Self {
        Self { journal, news: NewTalks::new(seen), messages, applied: 0, failure: None }
    }

    /// Waits for a task, and returns it with all that are waiting; or a `Seen` task, when the selected talk has been
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
        self.failure = None;
        let words = match self.journal.save() {
            Ok(()) => round.words,
            Err(error) => {
                self.failure = Some(format!("not saved: {error}"));
                // The path would leave no room for the reason; `seminars paths` has it.
                Some(format!("not saved, only kept until you quit: {}", error.reason()))
            }
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
                // The first answers to a query about new talks did not know them.
                round.is_own &= !matches!(task, NewsTask::ArchiveLoaded);
                let words = self.news.perform(task, self.journal.snapshot());
                round.words = words.or(round.words.take());
            }
            JournalTask::Change { change, number } => {
                self.refresh(round);
                self.match_talks(round);
                let undone = if change == JournalChange::Undo {
                    self.news.undo(self.journal.snapshot())
                } else {
                    None
                };
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
                self.refresh(round);
                self.match_talks(round);
                match self.journal.note_file(handle) {
                    Ok(Some((file, line))) => {
                        let _ = self.messages.send(Message::NoteReady { file, line });
                    }
                    Ok(None) => round.words = Some(NO_NOTE.to_owned()),
                    Err(error) => self.report(Err(error)),
                }
            }
            JournalTask::AddToNote { talk, line } => {
                self.refresh(round);
                self.match_talks(round);
                match self.journal.add_to_note(talk, &line) {
                    Ok(true) => {
                        round.words = Some("added to the note".to_owned());
                        round.is_changed = true;
                    }
                    Ok(false) => round.words = Some(NO_NOTE.to_owned()),
                    Err(error) => self.report(Err(error)),
                }
            }
            JournalTask::Refresh => self.refresh(round),
            JournalTask::Finish => {
                let outcome = self.news.save(self.journal.snapshot());
                self.report(outcome);
            }
        }
    }

    /// Reads what other programs have written since the last time.
    fn refresh(&mut self, round: &mut Round) {
        match self.journal.refresh() {
            Ok(false) => {}
            outcome => {
                round.is_own = false;
                round.is_changed = true;
                self.report(outcome.map(|_| ()));
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
