//! The *fetcher*: the thread that reads the texts of the selected talk where they lie in a file.
//!
//! That takes a tenth of a millisecond, and far longer on a disk that sleeps. So whoever asks waits a moment, and draws
//! without the texts if they have not come by then; they come as a message.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::background::spawn;
use crate::archive;
use crate::records::Handle;
use crate::records::RecordBatch;
use crate::seminar::Seminar;
use crate::tui::message::Message;

/// How long the screen waits for texts: less than a frame.
const LOAD_TIMEOUT: Duration = Duration::from_millis(5);

/// A record to be read whole.
#[derive(Debug, Clone)]
pub struct DetailRequest {
    /// Its handle.
    pub handle: Handle,
    /// Where it is, and the how-many-th there.
    pub location: (Arc<RecordBatch>, usize),
}

impl DetailRequest {
    /// The record with its texts. Where they cannot be read back, the archive's own file is read.
    #[must_use]
    pub fn load(&self) -> Option<Box<Seminar>> {
        let (sheaf, at) = &self.location;
        match sheaf.seminar(*at) {
            Ok(seminar) => Some(Box::new(seminar)),
            Err(_) => archive::reload_seminar(&sheaf.summary(*at)?.source).map(Box::new),
        }
    }
}

/// What was asked for, until it comes or nobody waits for it.
#[derive(Debug, Default)]
enum Answer {
    #[default]
    Pending,
    Ready(Option<Box<Seminar>>),
    /// It goes as a message.
    TimedOut,
}

type AnswerCell = Arc<(Mutex<Answer>, Condvar)>;

/// The door to the thread.
#[derive(Debug)]
pub(in crate::tui) struct DetailWorker {
    jobs: Sender<(DetailRequest, AnswerCell)>,
}

impl DetailWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let sender = messages.clone();
        spawn("fetcher", messages, move || run(&queue, &sender));
        Self { jobs }
    }

    /// A record's texts, if they come in a moment; later they come as a message.
    pub(in crate::tui) fn load(&self, wanted: DetailRequest) -> Option<Message> {
        let handle = wanted.handle;
        let slot = AnswerCell::default();
        self.jobs.send((wanted, Arc::clone(&slot))).ok()?;
        let (answer, came) = &*slot;
        let waiting = answer.lock().unwrap_or_else(PoisonError::into_inner);
        let is_awaited = |answer: &mut Answer| matches!(answer, Answer::Pending);
        let outcome = came.wait_timeout_while(waiting, LOAD_TIMEOUT, is_awaited);
        let (mut answer, _) = outcome.unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *answer, Answer::TimedOut) {
            Answer::Ready(seminar) => Some(Message::TalkLoaded { handle, seminar }),
            Answer::Pending | Answer::TimedOut => None,
        }
    }
}

fn run(queue: &Receiver<(DetailRequest, AnswerCell)>, messages: &Sender<Message>) {
    while let Ok(job) = queue.recv() {
        // Whoever has gone on to another talk wants only that.
        let (request, cell) = queue.try_iter().last().unwrap_or(job);
        let seminar = request.load();
        let (answer, ready) = &*cell;
        let mut answer = answer.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*answer, Answer::Pending) {
            *answer = Answer::Ready(seminar);
            ready.notify_one();
        } else if messages.send(Message::TalkLoaded { handle: request.handle, seminar }).is_err() {
            return;
        }
    }
}
