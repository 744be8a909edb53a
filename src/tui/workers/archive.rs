//! The archive worker: the thread that owns the `Archive`. It loads the archive at the start, reloads it when files
//! change, and sends each `Delta` to the main thread.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use jiff::civil::Date;

use super::background::{spawn, watch_files};
use crate::archive::ArchiveLocation;
use crate::archive::{Archive, Change, Delta};
use crate::records::Handle;
use crate::tui::message::Message;

/// Handle to the archive thread.
#[derive(Debug)]
pub(in crate::tui) struct ArchiveWorker {
    location: ArchiveLocation,
    messages: Sender<Message>,
    jobs: Sender<(Change, Date)>,
    cancel: Arc<AtomicBool>,
    /// The handle of the next record, shared so that a restarted thread continues the numbering.
    next_handle: Arc<AtomicU32>,
}

impl ArchiveWorker {
    /// Starts the thread, which waits for its first job.
    pub(in crate::tui) fn start(archive: ArchiveLocation, messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let worker = Self {
            location: archive,
            messages: messages.clone(),
            jobs,
            cancel: Arc::default(),
            next_handle: Arc::default(),
        };
        worker.spawn(queue);
        worker
    }

    /// Loads what has changed (everything, the first time), and sends `LoadFinished` at the end.
    pub(in crate::tui) fn load(&mut self, change: Change, today: Date) {
        // If the thread has panicked, start another one.
        if let Err(mpsc::SendError(job)) = self.jobs.send((change, today)) {
            let (jobs, queue) = mpsc::channel();
            self.jobs = jobs;
            self.spawn(queue);
            let _ = self.jobs.send(job);
        }
    }

    fn spawn(&self, queue: Receiver<(Change, Date)>) {
        let first = Handle::new(self.next_handle.load(Ordering::Relaxed));
        let archive = self.location.archive(first);
        let mut loader = ArchiveLoader::new(archive, self.messages.clone());
        loader.cancel = Arc::clone(&self.cancel);
        loader.next_handle = Arc::clone(&self.next_handle);
        loader.watches_files = true;
        spawn("archive", &self.messages, move || {
            while let Ok(job) = queue.recv() {
                let merge = |(all, _): (Change, Date), (change, today)| (all.merge(change), today);
                let (change, today) = queue.try_iter().fold(job, merge);
                if loader.load(&change, today).is_break() {
                    return;
                }
            }
        });
    }
}

impl Drop for ArchiveWorker {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// Loads an archive and sends the results as messages.
#[derive(Debug)]
pub(in crate::tui) struct ArchiveLoader {
    archive: Archive,
    messages: Sender<Message>,
    cancel: Arc<AtomicBool>,
    next_handle: Arc<AtomicU32>,
    /// Whether to watch the files once they are read.
    watches_files: bool,
    is_open: bool,
    /// Whether no delta has been sent yet: the first one replaces whatever an earlier thread sent.
    is_first_delta: bool,
}

impl ArchiveLoader {
    /// Creates a loader that has loaded nothing and does not watch files.
    pub(in crate::tui) fn new(archive: Archive, messages: Sender<Message>) -> Self {
        Self {
            archive,
            messages,
            cancel: Arc::default(),
            next_handle: Arc::default(),
            watches_files: false,
            is_open: false,
            is_first_delta: true,
        }
    }

    /// Loads what has changed (everything, the first time) and checks it as of `today`; returns `Break` when the
    /// program is ending.
    pub(in crate::tui) fn load(&mut self, change: &Change, today: Date) -> ControlFlow<()> {
        let finished = LoadFinishedGuard(self.messages.clone());
        let cancel = Arc::clone(&self.cancel);
        let mut sink = DeltaSink {
            messages: &self.messages,
            next_handle: &self.next_handle,
            is_first: &mut self.is_first_delta,
        };
        if self.is_open {
            self.archive.refresh(change, &cancel, &mut |delta| sink.send(delta))?;
            drop(finished);
        } else {
            let is_from_cache = self.archive.open(&cancel, &mut |delta| sink.send(delta))?;
            self.is_open = true;
            let verifying = is_from_cache.then(|| VerifyingGuard::start(self.messages.clone()));
            drop(finished);
            // Watch the files before verifying them, so that no change is missed in between. But not before reading
            // them: the watcher reports every file that is opened, even by us.
            if self.watches_files {
                watch_files(&mut self.archive, &self.messages);
            }
            if self.watches_files || is_from_cache {
                self.archive.refresh(&Change::Anything, &cancel, &mut |delta| sink.send(delta))?;
            }
            drop(verifying);
        }
        if let Some(error) = self.archive.take_watch_error() {
            let _ = self.messages.send(Message::NotWatched(error.to_string()));
        }
        self.archive.save_and_check(today, &cancel, &mut |delta| sink.send(delta))
    }
}

/// Sends deltas to the main thread.
struct DeltaSink<'l> {
    messages: &'l Sender<Message>,
    next_handle: &'l AtomicU32,
    is_first: &'l mut bool,
}

impl DeltaSink<'_> {
    fn send(&mut self, mut delta: Delta) -> ControlFlow<()> {
        if let Some(part) = delta.batches.last() {
            let next = part.first.offset(part.records.len()).index();
            self.next_handle.store(u32::try_from(next).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
        delta.replaces_all |= std::mem::take(self.is_first);
        match self.messages.send(Message::ArchiveChanged(delta)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Sends `LoadFinished` when dropped, so that a load that panics does not seem to run forever.
struct LoadFinishedGuard(Sender<Message>);

impl Drop for LoadFinishedGuard {
    fn drop(&mut self) {
        let _ = self.0.send(Message::LoadFinished);
    }
}

/// Sends `Verifying(true)` and, when dropped, `Verifying(false)`: verifying ends even in a panic.
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
