//! The notes worker: the thread that finds out why the visible talks are listed.

use std::sync::mpsc::{self, Sender};

use super::background::spawn;
use crate::tui::effect::NotesRequest;
use crate::tui::match_note::MatchNote;
use crate::tui::message::Message;

/// Handle to the notes thread.
#[derive(Debug)]
pub(in crate::tui) struct NotesWorker {
    requests: Sender<NotesRequest>,
}

impl NotesWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (requests, queue) = mpsc::channel();
        let sender = messages.clone();
        spawn("notes", messages, move || {
            let mut newest = 0;
            while let Ok(request) = queue.recv() {
                let waiting: Vec<NotesRequest> = std::iter::once(request).chain(queue.try_iter()).collect();
                newest = waiting.iter().map(|request| request.request_id).fold(newest, u64::max);
                // Skip requests of older searches.
                for request in waiting.iter().filter(|request| request.request_id == newest) {
                    if sender.send(noted(request)).is_err() {
                        return;
                    }
                }
            }
        });
        Self { requests }
    }

    /// Queues a request for notes; the answer is a message. A newer search replaces it.
    pub(in crate::tui) fn submit(&self, request: NotesRequest) {
        let _ = self.requests.send(request);
    }
}

/// Loads the talks and returns their notes as an answer.
pub(in crate::tui) fn noted(request: &NotesRequest) -> Message {
    let note = |(talk, rank): &(_, _)| {
        let talk: &crate::tui::effect::TalkRequest = talk;
        let seminar = talk.load();
        (talk.handle, seminar.and_then(|seminar| MatchNote::new(&seminar, &request.query, *rank)))
    };
    Message::NotesReady { request_id: request.request_id, notes: request.talks.iter().map(note).collect() }
}
