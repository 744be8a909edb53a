//! The threads that produce messages: the reader of the archive and the search.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

use jiff::civil::Date;

use super::librarian::Librarian;
use super::message::Message;
use super::terminal::{TerminalEvent, guarded};
use crate::archive;
use crate::catalog::Handle;
use crate::paths::Choice;
use crate::search::{Index, Match, Query, Request};
use crate::seminar::Seminar;

/// Starts a thread that the program can live without: a panic in it becomes a message, and the screen stays.
pub(super) fn background(
    name: &'static str,
    messages: &Sender<Message>,
    work: impl FnOnce() + Send + 'static,
) {
    let failures = messages.clone();
    let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
        let sink = |event| {
            if let TerminalEvent::Panicked(what) = event {
                let _ = failures.send(Message::Failed(what));
            }
        };
        guarded(name, &sink, work);
    });
    if let Err(error) = started {
        let _ = messages.send(Message::Failed(format!("no thread for the {name}: {error}")));
    }
}

/// Reads the archive in the background; a later reading, or the end, cancels it.
#[derive(Debug, Default)]
pub(super) struct Loader {
    cancel: Arc<AtomicBool>,
}

impl Loader {
    /// Starts a reading and cancels the one before.
    pub(super) fn read(&mut self, archive: &Choice, reading: u32, messages: &Sender<Message>) {
        self.cancel.store(true, Ordering::Relaxed);
        self.cancel = Arc::default();
        let (cancel, archive, sender) = (Arc::clone(&self.cancel), archive.clone(), messages.clone());
        background("loader", messages, move || {
            // Also after a panic: a reading that has failed is no longer going on.
            let _finished = Finished { sender: sender.clone(), reading };
            let sent = |message| match sender.send(message) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            archive::read(&archive.origin, &archive.limits, &cancel, &mut |batch| {
                sent(Message::Loaded { reading, batch })
            });
        });
    }
}

/// Says that a reading has come to its end, however it did.
struct Finished {
    sender: Sender<Message>,
    reading: u32,
}

impl Drop for Finished {
    fn drop(&mut self) {
        let _ = self.sender.send(Message::LoadFinished { reading: self.reading });
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

enum Job {
    Add(Vec<(Handle, Arc<Seminar>)>),
    Remove(Vec<Handle>),
    Search(Question, Arc<AtomicBool>),
    Count(Question, Arc<AtomicBool>),
    Complete { text: String, cursor: usize },
}

/// A search to be made.
#[derive(Debug)]
pub(super) struct Question {
    /// The number of the search.
    pub(super) ticket: u64,
    /// What to look for.
    pub(super) query: Arc<Query>,
    /// The order of the list.
    pub(super) order: Arc<Vec<Handle>>,
    /// What day it is.
    pub(super) today: Date,
}

impl Question {
    fn request<'r>(&'r self, cancel: &'r AtomicBool) -> Request<'r> {
        Request { query: &self.query, order: &self.order, today: self.today, cancel }
    }
}

/// The thread that owns the index. A newer search cancels the one before.
#[derive(Debug)]
pub(super) struct Searcher {
    jobs: Sender<Job>,
    cancel: Arc<AtomicBool>,
}

impl Searcher {
    /// Starts the thread.
    pub(super) fn start(messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let sender = messages.clone();
        background("search", messages, move || {
            let mut librarian = Librarian::default();
            while let Ok(job) = queue.recv() {
                let (mut newest, mut newest_count) = (None, None);
                for job in std::iter::once(job).chain(queue.try_iter()) {
                    match job {
                        Job::Add(records) => librarian.add(records),
                        Job::Remove(handles) => librarian.remove(handles),
                        Job::Search(question, cancel) => newest = Some((question, cancel)),
                        Job::Count(question, cancel) => newest_count = Some((question, cancel)),
                        Job::Complete { text, cursor } => {
                            let completion = librarian.complete(&text, cursor);
                            let _ = sender.send(Message::Completed { text, completion });
                        }
                    }
                }
                if let Some((question, cancel)) = newest
                    && answer(librarian.index(), &question, &cancel, &sender).is_break()
                {
                    return;
                }
                if let Some((question, cancel)) = newest_count
                    && let Some(counts) = librarian.count(&question.request(&cancel))
                {
                    let _ = sender.send(Message::Counted { ticket: question.ticket, counts });
                }
            }
        });
        Self { jobs, cancel: Arc::default() }
    }

    /// Brings records into the index.
    pub(super) fn add(&self, records: Vec<(Handle, Arc<Seminar>)>) {
        let _ = self.jobs.send(Job::Add(records));
    }

    /// Takes records out of it.
    pub(super) fn remove(&self, handles: Vec<Handle>) {
        let _ = self.jobs.send(Job::Remove(handles));
    }

    /// Says how a query may go on; the answer is a message.
    pub(super) fn complete(&self, text: String, cursor: usize) {
        let _ = self.jobs.send(Job::Complete { text, cursor });
    }

    /// Searches what is there; the answer is a message with the number.
    pub(super) fn search(&mut self, question: Question) {
        self.cancel.store(true, Ordering::Relaxed);
        self.cancel = Arc::default();
        let _ = self.jobs.send(Job::Search(question, Arc::clone(&self.cancel)));
    }

    /// Counts the values of what answers; the answer is a message with the number. The next search cancels it.
    pub(super) fn count(&self, question: Question) {
        let _ = self.jobs.send(Job::Count(question, Arc::clone(&self.cancel)));
    }
}

/// So many talks and more are searched in two steps: for fewer the second follows within the same frame.
const TWO_STEPS: usize = 20_000;

/// Searches, and says first what names and titles find: texts take ten times as long.
fn answer(
    index: &Index,
    question: &Question,
    cancel: &AtomicBool,
    messages: &Sender<Message>,
) -> ControlFlow<()> {
    let request = question.request(cancel);
    let say = |matches: Vec<Match>, is_all| match messages.send(Message::Found {
        ticket: question.ticket,
        matches,
        is_all,
    }) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    if question.order.len() >= TWO_STEPS {
        // Nothing found so far is nothing to show.
        let first = index.search_heads(&request).filter(|matches| !matches.is_empty());
        first.map_or(ControlFlow::Continue(()), |matches| say(matches, false))?;
    }
    index.search(&request).map_or(ControlFlow::Continue(()), |matches| say(matches, true))
}
