//! The detail worker: the thread that loads the body of the selected talk from the block file.
//!
//! That takes a tenth of a millisecond, and far longer if the disk is asleep. So the caller waits at most
//! `LOAD_TIMEOUT` and then draws without the body, which arrives later as a message.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::background::spawn;
use crate::archive;
use crate::records::Handle;
use crate::records::RecordBatch;
use crate::seminar::Seminar;
use crate::tui::message::Message;

/// How long the main thread waits for a body: less than a frame.
const LOAD_TIMEOUT: Duration = Duration::from_millis(5);

/// A request for a record with its body.
#[derive(Debug, Clone)]
pub struct DetailRequest {
    /// Its handle.
    pub handle: Handle,
    /// Its batch, and its index there.
    pub location: (Arc<RecordBatch>, usize),
}

impl DetailRequest {
    /// Loads the record with its body, from the archive's own file if the block file cannot be read.
    #[must_use]
    pub fn load(&self) -> Option<Box<Seminar>> {
        let (batch, at) = &self.location;
        match batch.seminar(*at) {
            Ok(seminar) => Some(Box::new(seminar)),
            Err(_) => archive::reload_seminar(&batch.summary(*at)?.source).map(Box::new),
        }
    }
}

/// The state of a request, shared by the main thread, which waits for it, and the detail thread.
#[derive(Debug, Default)]
enum Answer {
    #[default]
    Pending,
    Ready(Option<Box<Seminar>>),
    /// The wait is over; the answer is sent as a message.
    TimedOut,
}

type AnswerCell = Arc<(Mutex<Answer>, Condvar)>;

/// Handle of the detail thread.
#[derive(Debug)]
pub(in crate::tui) struct DetailWorker {
    jobs: Sender<(DetailRequest, AnswerCell)>,
}

impl DetailWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let sender = messages.clone();
        spawn("detail", messages, move || run(&queue, &sender));
        Self { jobs }
    }

    /// Loads a record; `None` if that takes longer than `LOAD_TIMEOUT`: then it arrives as a message.
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
        // Only the newest request matters: the selection has moved on.
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
