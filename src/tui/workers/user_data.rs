//! The user data worker: the thread that reads and writes history, saved searches, layout and session, one task at a time. On
//! exit, the program waits for it for at most `FINISH_TIMEOUT`.

use std::error::Error;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use super::background::spawn;
use crate::paths;
use crate::tui::effect::UserDataTask;
use crate::tui::message::Message;
use crate::user::file_error::UserFileError;
use crate::user::history::History;
use crate::user::layout::LayoutFile;
use crate::user::saved::SavedSearches;

/// How long to wait for pending writes on exit: a folder that has not responded by then is unreachable anyway.
const FINISH_TIMEOUT: Duration = Duration::from_secs(3);

/// Handle to the user data thread.
#[derive(Debug)]
pub(in crate::tui) struct UserDataWorker {
    tasks: Sender<UserDataTask>,
    /// Disconnects when everything is written.
    done: Receiver<()>,
}

impl UserDataWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (tasks, queue) = mpsc::channel();
        let (done_sender, done) = mpsc::channel();
        let sender = messages.clone();
        spawn("user data", messages, move || {
            let _until: Sender<()> = done_sender;
            while let Ok(task) = queue.recv() {
                for message in perform(task) {
                    let _ = sender.send(message);
                }
            }
        });
        Self { tasks, done }
    }

    /// Queues a task; its result is sent as a message.
    pub(in crate::tui) fn submit(&self, task: UserDataTask) {
        let _ = self.tasks.send(task);
    }

    /// Waits until everything is written, for at most `FINISH_TIMEOUT`.
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
        (UserDataTask::SaveLayout(layout), ..) => {
            let saved = LayoutFile::for_user().map(|file| file.save(&layout));
            saved.and_then(Result::err).map(|error| notice(&error)).into_iter().collect()
        }
        (UserDataTask::SaveSession { key, session }, ..) => {
            session.save(&key).err().map(|error| notice(&error)).into_iter().collect()
        }
        (UserDataTask::SaveSearch(search), _, Some(saved)) => {
            let words = format!("saved “{}” in {}", search.name, paths::abbreviate(saved.file()));
            changed(&saved, saved.save(&search), words)
        }
        (UserDataTask::RenameSearch { name, to }, _, Some(saved)) => {
            changed(&saved, saved.rename(&name, &to), format!("renamed “{name}” to “{to}”"))
        }
        (UserDataTask::RemoveSearch(name), _, Some(saved)) => {
            changed(&saved, saved.remove(&name), format!("removed “{name}”"))
        }
        (UserDataTask::LoadSavedSearches, _, Some(saved)) => {
            let (searches, error) = saved.read();
            let error = error.map(|error| notice(&error));
            std::iter::once(Message::SavedSearchesLoaded(searches)).chain(error).collect()
        }
        (UserDataTask::SaveSearch(_), ..) => {
            vec![Message::Notice("not saved: no configuration folder".to_owned())]
        }
        _ => Vec::new(),
    }
}

/// The messages after a change: the saved searches and a notice, or the error.
fn changed(saved: &SavedSearches, outcome: Result<(), UserFileError>, words: String) -> Vec<Message> {
    match outcome {
        Ok(()) => vec![Message::SavedSearchesLoaded(saved.read().0), Message::Notice(words)],
        Err(error) => vec![Message::Notice(error.to_string())],
    }
}
