//! The *keeper* writes down what is the reader's own, one thing after the other, and is waited for at the end.

use std::error::Error;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use super::background::spawn;
use crate::paths;
use crate::tui::message::Message;
use crate::user::history::History;
use crate::user::saved::{SavedSearch, SavedSearches};

/// How long the end waits for what is still to be written: a folder that answers no sooner is lost anyway.
const FINISH_TIMEOUT: Duration = Duration::from_secs(3);

/// Something to keep, or to bring back.
#[derive(Debug)]
pub(in crate::tui) enum UserDataTask {
    /// Keep a query.
    AddToHistory(String),
    /// Bring the queries of before.
    LoadHistory,
    /// Keep a search under its name.
    SaveSearch(SavedSearch),
    /// Bring the searches that have names.
    LoadSavedSearches,
}

/// The thread that keeps.
#[derive(Debug)]
pub(in crate::tui) struct UserDataWorker {
    tasks: Sender<UserDataTask>,
    /// Closed when everything is written.
    done: Receiver<()>,
}

impl UserDataWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (tasks, queue) = mpsc::channel();
        let (done_sender, done) = mpsc::channel();
        let sender = messages.clone();
        spawn("keeper", messages, move || {
            let _until: Sender<()> = done_sender;
            while let Ok(task) = queue.recv() {
                for message in perform(task) {
                    let _ = sender.send(message);
                }
            }
        });
        Self { tasks, done }
    }

    /// Keeps or brings something; what there is to say comes as a message.
    pub(in crate::tui) fn submit(&self, task: UserDataTask) {
        let _ = self.tasks.send(task);
    }

    /// Waits until all is written.
    pub(in crate::tui) fn finish(self) {
        drop(self.tasks);
        let _ = self.done.recv_timeout(FINISH_TIMEOUT);
    }
}

fn perform(task: UserDataTask) -> Vec<Message> {
    let notice = |error: &dyn Error| Message::Notice(error.to_string());
    match (task, History::for_user(), SavedSearches::for_user()) {
        (UserDataTask::AddToHistory(query), Some(history), _) => {
            history.append(&query).err().map(|error| notice(&error)).into_iter().collect()
        }
        (UserDataTask::LoadHistory, Some(history), _) => match history.load() {
            Ok(queries) => vec![Message::HistoryLoaded(queries)],
            Err(error) => vec![notice(&error)],
        },
        (UserDataTask::SaveSearch(search), _, Some(saved)) => match saved.save(&search) {
            Ok(()) => {
                let words = format!("saved “{}” in {}", search.name, paths::abbreviate(saved.file()));
                vec![Message::SavedSearchesLoaded(saved.read().0), Message::Notice(words)]
            }
            Err(error) => vec![notice(&error)],
        },
        (UserDataTask::LoadSavedSearches, _, Some(saved)) => {
            let (searches, error) = saved.read();
            let error = error.map(|error| notice(&error));
            std::iter::once(Message::SavedSearchesLoaded(searches)).chain(error).collect()
        }
        (UserDataTask::SaveSearch(_), ..) => {
            vec![Message::Notice("there is no folder for configuration: not saved".to_owned())]
        }
        _ => Vec::new(),
    }
}
