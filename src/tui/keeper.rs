//! The *keeper* writes down what is the reader's own, one thing after the other, and is waited for at the end.

use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use super::events::background;
use super::message::Message;
use crate::history::History;
use crate::saved::{Saved, Search};
use crate::text::printable_path;

/// How long the end waits for what is still to be written: a folder that answers no sooner is lost anyway.
const PATIENCE: Duration = Duration::from_secs(3);

/// Something to keep, or to bring back.
#[derive(Debug)]
pub(super) enum Task {
    /// Keep a query.
    Remember(String),
    /// Bring the queries of before.
    Recall,
    /// Keep a search under its name.
    Save(Search),
    /// Bring the searches that have names.
    LoadSaved,
}

/// The thread that keeps.
#[derive(Debug)]
pub(super) struct Keeper {
    tasks: Sender<Task>,
    /// Closed when everything is written.
    done: Receiver<()>,
}

impl Keeper {
    /// Starts the thread.
    pub(super) fn start(messages: &Sender<Message>) -> Self {
        let (tasks, queue) = mpsc::channel();
        let (until, done) = mpsc::channel();
        let sender = messages.clone();
        background("keeper", messages, move || {
            let _until: Sender<()> = until;
            while let Ok(task) = queue.recv() {
                if let Some(message) = perform(task) {
                    let _ = sender.send(message);
                }
            }
        });
        Self { tasks, done }
    }

    /// Keeps or brings something; what there is to say comes as a message.
    pub(super) fn keep(&self, task: Task) {
        let _ = self.tasks.send(task);
    }

    /// Waits until all is written.
    pub(super) fn finish(self) {
        drop(self.tasks);
        let _ = self.done.recv_timeout(PATIENCE);
    }
}

fn perform(task: Task) -> Option<Message> {
    match task {
        Task::Remember(query) => {
            History::of_user()?.remember(&query).err().map(|error| Message::Notice(error.to_string()))
        }
        Task::Recall => Some(match History::of_user()?.recall() {
            Ok(queries) => Message::Recalled(queries),
            Err(error) => Message::Notice(error.to_string()),
        }),
        Task::Save(search) => {
            let Some(saved) = Saved::of_user() else {
                let words = "there is no folder for configuration: not saved";
                return Some(Message::Notice(words.to_owned()));
            };
            Some(Message::Notice(match saved.save(&search) {
                Ok(()) => format!("saved “{}” in {}", search.name, printable_path(saved.file())),
                Err(error) => error.to_string(),
            }))
        }
        Task::LoadSaved => Some(match Saved::of_user()?.read() {
            Ok(searches) => Message::Saved(searches),
            Err(error) => Message::Notice(error.to_string()),
        }),
    }
}
