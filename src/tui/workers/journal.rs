//! The journal worker: the thread that owns the journal. It finds the talk of every mark, makes the changes that the
//! user asks for, and confirms them once they are on disk.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use jiff::Timestamp;

use super::background::spawn;
use crate::archive::FolderWatcher;
use crate::records::Snapshot;
use crate::tui::effect::JournalTask;
use crate::tui::message::Message;
use crate::user::file_error::UserFileError;
use crate::user::journal::{Journal, user_folder};

/// How long to wait at the end until everything is written: longer than a disk takes to wake up.
const FINISH_TIMEOUT: Duration = Duration::from_secs(10);

/// Handle to the journal thread.
#[derive(Debug)]
pub(in crate::tui) struct JournalWorker {
    tasks: Sender<JournalTask>,
    done: Receiver<()>,
}

impl JournalWorker {
    /// Starts the thread, which reads the journal first.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (tasks, queue) = mpsc::channel();
        let (done_sender, done) = mpsc::channel();
        let (sender, own_tasks) = (messages.clone(), tasks.clone());
        spawn("journal", messages, move || {
            let _until: Sender<()> = done_sender;
            let (journal, outcome) = Journal::for_user();
            let mut thread = JournalThread::new(journal, sender.clone());
            thread.report(outcome);
            thread.load();
            watch(&own_tasks, &sender);
            drop(own_tasks);
            while let Ok(task) = queue.recv() {
                let waiting: Vec<JournalTask> = std::iter::once(task).chain(queue.try_iter()).collect();
                let is_last = waiting.iter().any(|task| matches!(task, JournalTask::Finish));
                thread.perform(waiting, now());
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
    messages: Sender<Message>,
    /// The number of the last change that was made.
    applied: u64,
}

impl JournalThread {
    pub(in crate::tui) fn new(journal: Journal, messages: Sender<Message>) -> Self {
        Self { journal, messages, applied: 0 }
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
            let flags = Arc::new(self.journal.flags());
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
            JournalTask::Change { change, number } => {
                self.match_talks(round);
                // Opening a recording is reported by what opens it.
                let report = self.journal.apply(&change, now_millis);
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
            JournalTask::Finish => {}
        }
    }

    /// Finds the talks of all marks in the newest snapshot, if it has not been done.
    fn match_talks(&mut self, round: &mut Round) {
        if let Some(snapshot) = round.snapshot.take() {
            self.journal.set_snapshot(snapshot);
            round.is_changed |= !self.journal.is_empty();
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
