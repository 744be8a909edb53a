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
    is_requested: bool,
}

impl ArchiveJob {
    fn merge(self, other: Self) -> Self {
        Self {
            change: self.change.merge(other.change),
            is_requested: self.is_requested || other.is_requested,
        }
    }
}

/// The door to the thread.
#[derive(Debug)]
pub(in crate::tui) struct ArchiveWorker {
    location: ArchiveLocation,
    cache: Option<Cache>,
    today: Date,
    messages: Sender<Message>,
    jobs: Sender<ArchiveJob>,
    cancel: Arc<AtomicBool>,
    /// The handle that the next record gets, whoever reads it.
    next_handle: Arc<AtomicU32>,
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
        let worker = Self {
            location: archive,
            cache,
            today,
            messages: messages.clone(),
            jobs,
            cancel,
            next_handle: next,
        };
        worker.spawn(queue);
        worker
    }

    /// Reads what has changed, at first everything, and says when that is done.
    pub(in crate::tui) fn load(&mut self, change: Change) {
        self.send(ArchiveJob { change, is_requested: true });
    }

    /// Sees whether anything has changed, without a word if nothing has.
    pub(in crate::tui) fn check_for_changes(&mut self) {
        self.send(ArchiveJob { change: Change::Anything, is_requested: false });
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
        let thread = ArchiveThread {
            today: self.today,
            messages: self.messages.clone(),
            cancel: Arc::clone(&self.cancel),
            next_handle: Arc::clone(&self.next_handle),
            is_first_delta: true,
        };
        let ArchiveLocation { origin, limits, .. } = self.location.clone();
        let first = Handle::new(self.next_handle.load(Ordering::Relaxed));
        let archive = Archive::new(origin, limits, self.cache.clone(), first);
        spawn("curator", &self.messages, move || {
            let _ = thread.run(archive, &queue);
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
    next_handle: Arc<AtomicU32>,
    /// Whether nothing has been told yet: what another thread told before is no more.
    is_first_delta: bool,
}

impl ArchiveThread {
    fn run(mut self, mut archive: Archive, queue: &Receiver<ArchiveJob>) -> ControlFlow<()> {
        let cancel = Arc::clone(&self.cancel);
        let mut is_open = false;
        while let Ok(job) = queue.recv() {
            let ArchiveJob { change, is_requested: is_asked } = queue.try_iter().fold(job, ArchiveJob::merge);
            let finished = is_asked.then(|| LoadFinishedGuard(self.messages.clone()));
            let mut is_from_cache = false;
            if is_open {
                archive.refresh(&change, &cancel, &mut |news| self.send_delta(news))?;
            } else {
                is_from_cache = archive.open(&cancel, &mut |news| self.send_delta(news))?;
                is_open = true;
            }
            let verifying = is_from_cache.then(|| VerifyingGuard::start(self.messages.clone()));
            drop(finished);
            if is_from_cache {
                archive.refresh(&Change::Anything, &cancel, &mut |news| self.send_delta(news))?;
            }
            drop(verifying);
            archive.save();
            archive.check(self.today, &cancel, &mut |news| self.send_delta(news))?;
        }
        ControlFlow::Break(())
    }

    fn send_delta(&mut self, mut news: Delta) -> ControlFlow<()> {
        if let Some(part) = news.batches.last() {
            let next = part.first.offset(part.records.len()).index();
            self.next_handle.store(u32::try_from(next).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
        news.replaces_all |= std::mem::take(&mut self.is_first_delta);
        match self.messages.send(Message::ArchiveChanged(news)) {
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
