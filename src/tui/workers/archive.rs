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

/// Handle of the archive thread.
#[derive(Debug)]
pub(in crate::tui) struct ArchiveWorker {
    location: ArchiveLocation,
    today: Date,
    messages: Sender<Message>,
    jobs: Sender<Change>,
    cancel: Arc<AtomicBool>,
    /// The handle of the next record, shared so that a restarted thread continues the numbering.
    next_handle: Arc<AtomicU32>,
}

impl ArchiveWorker {
    /// Starts the thread, which waits for its first job.
    pub(in crate::tui) fn start(archive: ArchiveLocation, today: Date, messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let worker = Self {
            location: archive,
            today,
            messages: messages.clone(),
            jobs,
            cancel: Arc::default(),
            next_handle: Arc::default(),
        };
        worker.spawn(queue);
        worker
    }

    /// Loads what has changed, the first time everything, and sends `LoadFinished` at the end.
    pub(in crate::tui) fn load(&mut self, change: Change) {
        // If the thread has panicked, another one does it.
        if let Err(mpsc::SendError(change)) = self.jobs.send(change) {
            let (jobs, queue) = mpsc::channel();
            self.jobs = jobs;
            self.spawn(queue);
            let _ = self.jobs.send(change);
        }
    }

    fn spawn(&self, queue: Receiver<Change>) {
        let thread = ArchiveThread {
            today: self.today,
            messages: self.messages.clone(),
            cancel: Arc::clone(&self.cancel),
            next_handle: Arc::clone(&self.next_handle),
            is_first_delta: true,
        };
        let first = Handle::new(self.next_handle.load(Ordering::Relaxed));
        let archive = self.location.archive(first);
        spawn("archive", &self.messages, move || {
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
    /// Whether no delta has been sent yet: the first one replaces whatever an earlier thread sent.
    is_first_delta: bool,
}

impl ArchiveThread {
    fn run(mut self, mut archive: Archive, queue: &Receiver<Change>) -> ControlFlow<()> {
        let cancel = Arc::clone(&self.cancel);
        let mut is_open = false;
        while let Ok(change) = queue.recv() {
            let change = queue.try_iter().fold(change, Change::merge);
            let finished = LoadFinishedGuard(self.messages.clone());
            if is_open {
                archive.refresh(&change, &cancel, &mut |delta| self.send_delta(delta))?;
                drop(finished);
            } else {
                let is_from_cache = archive.open(&cancel, &mut |delta| self.send_delta(delta))?;
                is_open = true;
                let verifying = is_from_cache.then(|| VerifyingGuard::start(self.messages.clone()));
                drop(finished);
                // The files are watched before they are verified, so that no change falls between. Not before they are
                // read: the watcher reports every file that is opened, even by ourselves.
                watch_files(&mut archive, &self.messages);
                archive.refresh(&Change::Anything, &cancel, &mut |delta| self.send_delta(delta))?;
                drop(verifying);
            }
            if let Some(error) = archive.take_watch_error() {
                let _ = self.messages.send(Message::Notice(error.to_string()));
            }
            archive.save_and_check(self.today, &cancel, &mut |delta| self.send_delta(delta))?;
        }
        ControlFlow::Break(())
    }

    fn send_delta(&mut self, mut delta: Delta) -> ControlFlow<()> {
        if let Some(part) = delta.batches.last() {
            let next = part.first.offset(part.records.len()).index();
            self.next_handle.store(u32::try_from(next).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
        delta.replaces_all |= std::mem::take(&mut self.is_first_delta);
        match self.messages.send(Message::ArchiveChanged(delta)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Sends `LoadFinished` when dropped, so that a load that panics does not count as running forever.
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
