//! The threads that produce messages: how one is started, and those that read and watch the archive.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use super::message::Message;
use super::terminal::{TerminalEvent, guarded};
use crate::archive::{self, Origin, Watch};
use crate::paths::Choice;

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

/// Says when files of the archive change, or why nobody can tell; the sample archive never does.
pub(super) fn watch(origin: &Origin, messages: &Sender<Message>) {
    let Origin::Paths(paths) = origin.clone() else { return };
    let sender = messages.clone();
    background("watcher", messages, move || {
        let watch = match Watch::start(&paths) {
            Ok(watch) => watch,
            Err(error) => {
                let _ = sender.send(Message::Notice(error.to_string()));
                return;
            }
        };
        while watch.wait().is_some() && sender.send(Message::Changed).is_ok() {}
    });
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
