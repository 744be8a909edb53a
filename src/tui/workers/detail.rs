//! The detail worker: the thread that loads the body of the selected talk, from the block file or from the talk's file.
//!
//! Loading usually takes a tenth of a millisecond, but far longer if the disk is asleep.

use std::sync::mpsc::{self, Sender};

use super::background::spawn;
use crate::tui::effect::TalkRequest;
use crate::tui::message::Message;

/// Handle to the detail thread.
#[derive(Debug)]
pub(in crate::tui) struct DetailWorker {
    requests: Sender<TalkRequest>,
}

impl DetailWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (requests, queue) = mpsc::channel();
        let sender = messages.clone();
        spawn("detail", messages, move || {
            while let Ok(request) = queue.recv() {
                // Only the newest request matters: the selection has moved on since the others.
                let request: TalkRequest = queue.try_iter().last().unwrap_or(request);
                if sender.send(loaded(&request)).is_err() {
                    return;
                }
            }
        });
        Self { requests }
    }

    /// Loads a record; the answer is a message. A newer request replaces it.
    pub(in crate::tui) fn load(&self, request: TalkRequest) {
        let _ = self.requests.send(request);
    }
}

/// Loads a record and returns the answer.
pub(in crate::tui) fn loaded(request: &TalkRequest) -> Message {
    Message::TalkLoaded { handle: request.handle, seminar: request.load() }
}
