//! The *curator*: the thread that keeps the library: it reads the archive at the start and whenever files change, and
//! tells the main thread what has changed.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use jiff::civil::Date;

use super::background::spawn;
use crate::archive::ArchiveLocation;
use crate::archive::{Archive, Cache, Change, Delta};
use crate::records::Handle;
use crate::tui::message::Message;

/// What may have changed, and whether somebody waits until it is read.
#[derive(Debug)]
struct ArchiveJob {
    change: Change,
    is_asked: bool,
}

impl ArchiveJob {
    fn and(self, other: Self) -> Self {
        Self { change: self.change.merge(other.change), is_asked: self.is_asked || other.is_asked }
    }
}

/// The door to the thread.
#[derive(Debug)]
pub(in crate::tui) struct ArchiveWorker {
    archive: ArchiveLocation,
    cache: Option<Cache>,
    today: Date,
    messages: Sender<Message>,
    jobs: Sender<ArchiveJob>,
    cancel: Arc<AtomicBool>,
    /// The handle that the next record gets, whoever reads it.
    next: Arc<AtomicU32>,
}

impl ArchiveWorker {
    /// Starts the thread, which waits until it is asked to read.
    pub(in crate::tui) fn start(
        archive: ArchiveLocation,
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
        self.send(ArchiveJob { change, is_asked: true });
    }

    /// Sees whether anything has changed, without a word if nothing has.
    pub(in crate::tui) fn verify(&mut self) {
        self.send(ArchiveJob { change: Change::Anything, is_asked: false });
    }

    /// Should the thread have died of a fault, another one begins anew.
    fn send(&mut self, job: ArchiveJob) {
        if let Err(mpsc::SendError(job)) = self.jobs.send(job) {
            let (jobs, queue) = mpsc::channel();
            self.jobs = jobs;
            self.spawn(queue);
            let _ = self.jobs.send(job);
        }
    }

    fn spawn(&self, queue: Receiver<ArchiveJob>) {
        let work = ArchiveThread {
            today: self.today,
            messages: self.messages.clone(),
            cancel: Arc::clone(&self.cancel),
            next: Arc::clone(&self.next),
            is_fresh: true,
        };
        let ArchiveLocation { origin, limits, .. } = self.archive.clone();
        let first = Handle::new(self.next.load(Ordering::Relaxed));
        let library = Archive::new(origin, limits, self.cache.clone(), first);
        spawn("curator", &self.messages, move || {
            let _ = work.run(library, &queue);
        });
    }
}

impl Drop for ArchiveWorker {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

struct ArchiveThread {
    today: Date,
    messages: Sender<Message>,
    cancel: Arc<AtomicBool>,
    next: Arc<AtomicU32>,
    /// Whether nothing has been told yet: what another thread told before is no more.
    is_fresh: bool,
}

impl ArchiveThread {
    fn run(mut self, mut library: Archive, queue: &Receiver<ArchiveJob>) -> ControlFlow<()> {
        let cancel = Arc::clone(&self.cancel);
        let mut is_open = false;
        while let Ok(job) = queue.recv() {
            let ArchiveJob { change, is_asked } = queue.try_iter().fold(job, ArchiveJob::and);
            let finished = is_asked.then(|| LoadFinishedGuard(self.messages.clone()));
            let mut is_kept = false;
            if is_open {
                library.refresh(&change, &cancel, &mut |news| self.tell(news))?;
            } else {
                is_kept = library.open(&cancel, &mut |news| self.tell(news))?;
                is_open = true;
            }
            let verifying = is_kept.then(|| VerifyingGuard::start(self.messages.clone()));
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

    fn tell(&mut self, mut news: Delta) -> ControlFlow<()> {
        if let Some(part) = news.parts.last() {
            let next = part.first.offset(part.sheaf.len()).index();
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
struct LoadFinishedGuard(Sender<Message>);

impl Drop for LoadFinishedGuard {
    fn drop(&mut self) {
        let _ = self.0.send(Message::LoadFinished);
    }
}

/// Says that what was kept is being verified, and that it is no longer, however that ended.
struct VerifyingGuard(Sender<Message>);

impl VerifyingGuard {
    fn start(messages: Sender<Message>) -> Self {
        let _ = messages.send(Message::Verifying(true));
        Self(messages)
    }
}

impl Drop for VerifyingGuard {
    fn drop(&mut self) {
        let _ = self.0.send(Message::Verifying(false));
    }
}
