//! Starts background threads whose panics become messages, and the thread that watches the archive's files.

use std::sync::mpsc::Sender;
use std::thread;

use crate::archive::Archive;
use crate::tui::message::Message;
use crate::tui::terminal::{TerminalEvent, run_guarded};

/// Starts a thread whose panics do not end the program: a panic becomes a message, and the screen stays.
pub(in crate::tui) fn spawn(
    name: &'static str,
    messages: &Sender<Message>,
    work: impl FnOnce() + Send + 'static,
) {
    let failures = messages.clone();
    let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
        let sink = |event| {
            if let TerminalEvent::Panicked(what) = event {
                let _ = failures.send(Message::InternalError(what));
            }
        };
        run_guarded(name, &sink, work);
    });
    if let Err(error) = started {
        let _ = messages.send(Message::InternalError(format!("cannot start the {name} thread: {error}")));
    }
}

/// Watches an archive's files, beginning with its next full refresh, and reports changes, or why the files cannot be
/// watched.
pub(in crate::tui) fn watch_files(archive: &mut Archive, messages: &Sender<Message>) {
    let watcher = match archive.watch() {
        Ok(Some(watcher)) => watcher,
        Ok(None) => return,
        Err(error) => {
            let _ = messages.send(Message::NotWatched(error.to_string()));
            return;
        }
    };
    let sender = messages.clone();
    spawn("watcher", messages, move || {
        while let Some(change) = watcher.wait() {
            if sender.send(Message::FilesChanged(change)).is_err() {
                return;
            }
        }
    });
}
