//! The *curator*: the thread that keeps the library: it reads the archive at the start and whenever files change, and
//! tells the main thread what has changed.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use jiff::civil::Date;

use super::background::background;
use crate::archive::Choice;
use crate::archive::{Cache, Change, Library, News};
use crate::records::Handle;
use crate::tui::message::Message;

/// What may have changed, and whether somebody waits until it is read.
#[derive(Debug)]
struct Job {
    change: Change,
    is_asked: bool,
}

impl Job {
    fn and(self, other: Self) -> Self {
        Self { change: self.change.and(other.change), is_asked: self.is_asked || other.is_asked }
    }
}

/// The door to the thread.
#[derive(Debug)]
pub(in crate::tui) struct Curator {
    archive: Choice,
    cache: Option<Cache>,
    today: Date,
    messages: Sender<Message>,
    jobs: Sender<Job>,
    cancel: Arc<AtomicBool>,
    /// The handle that the next record gets, whoever reads it.
    next: Arc<AtomicU32>,
}

impl Curator {
    /// Starts the thread, which waits until it is asked to read.
    pub(in crate::tui) fn start(
        archive: Choice,
        cache: Option<Cache>,
        today: Date,
        messages: &Sender<Message>,
    ) -> Self {
        let (jobs, queue) = mpsc::channel();
        let (cancel, next) = (Arc::default(), Arc::default());
        let curator = Self { archive, cache, today, messages: messages.clone(), jobs, cancel, next };
        curator.spawn(queue);
        curator
    }

    /// Reads what has changed, at first everything, and says when that is done.
    pub(in crate::tui) fn read(&mut self, change: Change) {
        self.send(Job { change, is_asked: true });
    }

    /// Sees whether anything has changed, without a word if nothing has.
    pub(in crate::tui) fn verify(&mut self) {
        self.send(Job { change: Change::Anything, is_asked: false });
    }

    /// Should the thread have died of a fault, another one begins anew.
    fn send(&mut self, job: Job) {
        if let Err(mpsc::SendError(job)) = self.jobs.send(job) {
            let (jobs, queue) = mpsc::channel();
            self.jobs = jobs;
            self.spawn(queue);
            let _ = self.jobs.send(job);
        }
    }

    fn spawn(&self, queue: Receiver<Job>) {
        let work = Work {
            today: self.today,
            messages: self.messages.clone(),
            cancel: Arc::clone(&self.cancel),
            next: Arc::clone(&self.next),
            is_fresh: true,
        };
        let Choice { origin, limits, .. } = self.archive.clone();
        let first = Handle::new(self.next.load(Ordering::Relaxed));
        let library = Library::new(origin, limits, self.cache.clone(), first);
        background("curator", &self.messages, move || {
            let _ = work.run(library, &queue);
        });
    }
}

impl Drop for Curator {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

struct Work {
    today: Date,
    messages: Sender<Message>,
    cancel: Arc<AtomicBool>,
    next: Arc<AtomicU32>,
    /// Whether nothing has been told yet: what another thread told before is no more.
    is_fresh: bool,
}

impl Work {
    fn run(mut self, mut library: Library, queue: &Receiver<Job>) -> ControlFlow<()> {
        let cancel = Arc::clone(&self.cancel);
        let mut is_open = false;
        while let Ok(job) = queue.recv() {
            let Job { change, is_asked } = queue.try_iter().fold(job, Job::and);
            let finished = is_asked.then(|| Finished(self.messages.clone()));
            let mut is_kept = false;
            if is_open {
                library.refresh(&change, &cancel, &mut |news| self.tell(news))?;
            } else {
                is_kept = library.open(&cancel, &mut |news| self.tell(news))?;
                is_open = true;
            }
            let verifying = is_kept.then(|| Verifying::start(self.messages.clone()));
            drop(finished);
            if is_kept {
                library.refresh(&Change::Anything, &cancel, &mut |news| self.tell(news))?;
            }
            drop(verifying);
            library.save();
            library.check(self.today, &cancel, &mut |news| self.tell(news))?;
        }
        ControlFlow::Break(())
    }

    fn tell(&mut self, mut news: News) -> ControlFlow<()> {
        if let Some(part) = news.parts.last() {
            let next = part.first.after(part.sheaf.len()).index();
            self.next.store(u32::try_from(next).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
        news.replaces |= std::mem::take(&mut self.is_fresh);
        match self.messages.send(Message::News(news)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Says that a reading has come to its end, however it did: one that has failed is no longer going on.
struct Finished(Sender<Message>);

impl Drop for Finished {
    fn drop(&mut self) {
        let _ = self.0.send(Message::LoadFinished);
    }
}

/// Says that what was kept is being verified, and that it is no longer, however that ended.
struct Verifying(Sender<Message>);

impl Verifying {
    fn start(messages: Sender<Message>) -> Self {
        let _ = messages.send(Message::Verifying(true));
        Self(messages)
    }
}

impl Drop for Verifying {
    fn drop(&mut self) {
        let _ = self.0.send(Message::Verifying(false));
    }
}
