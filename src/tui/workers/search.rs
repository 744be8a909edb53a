//! The search worker: the thread that owns the `SearchEngine`.
//!
//! Requests take priority over indexing. Names and titles can be searched at once; all other data is loaded in small
//! steps between requests. A request answered with incomplete data is answered again once the data is complete.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};

use super::background::spawn;
use crate::engine::SearchEngine;
use crate::engine::card;
use crate::engine::card::Subject;
use crate::engine::new_batch::EngineUpdate;
use crate::search::{Match, UserFlags};
use crate::tui::effect::{SearchRequest, SearchTask};
use crate::tui::message::Message;
use crate::tui::results::Results;

/// A request, and the flag that cancels it.
type CancellableRequest = (SearchRequest, Arc<AtomicBool>);

/// How often to replace a search thread that has died.
const MAX_RESTARTS: usize = 3;

/// Handle to the search thread. A new search cancels the previous one.
#[derive(Debug)]
pub(in crate::tui) struct SearchWorker {
    messages: Sender<Message>,
    tasks: Sender<(SearchTask, Arc<AtomicBool>)>,
    cancel: Arc<AtomicBool>,
    /// What a replacement thread needs: all records, the user's flags, and whether to index ahead.
    known: EngineUpdate,
    flags: Arc<UserFlags>,
    indexes_ahead: bool,
    restarts: usize,
}

impl SearchWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        Self {
            messages: messages.clone(),
            tasks: Self::spawn(messages),
            cancel: Arc::default(),
            known: EngineUpdate::default(),
            flags: Arc::default(),
            indexes_ahead: false,
            restarts: 0,
        }
    }

    fn spawn(messages: &Sender<Message>) -> Sender<(SearchTask, Arc<AtomicBool>)> {
        let (tasks, queue) = mpsc::channel();
        let sender = messages.clone();
        spawn("search", messages, move || {
            let _ = SearchThread::new(sender).run(&queue);
        });
        tasks
    }

    /// Queues a task; its answer is a message. A thread that has died is replaced.
    pub(in crate::tui) fn submit(&mut self, task: SearchTask) {
        match &task {
            SearchTask::Search(_) => {
                self.cancel.store(true, Ordering::Relaxed);
                self.cancel = Arc::default();
            }
            SearchTask::Update(update) => {
                self.known.snapshot = Arc::clone(&update.snapshot);
                self.known.batches.extend_from_slice(&update.batches);
            }
            SearchTask::IndexAhead => self.indexes_ahead = true,
            SearchTask::SetFlags(flags) => self.flags = Arc::clone(flags),
            SearchTask::CountFacets(_) | SearchTask::Complete { .. } | SearchTask::BuildCard(_) => {}
        }
        let Err(mpsc::SendError((task, cancel))) = self.tasks.send((task, Arc::clone(&self.cancel))) else {
            return;
        };
        if self.restarts == MAX_RESTARTS {
            let _ =
                self.messages.send(Message::Notice("search has crashed; please restart seminars".to_owned()));
            return;
        }
        self.restarts += 1;
        self.tasks = Self::spawn(&self.messages);
        let known = EngineUpdate { listed: self.known.snapshot.order().to_vec(), ..self.known.clone() };
        let ahead = self.indexes_ahead.then_some(SearchTask::IndexAhead);
        let flags = SearchTask::SetFlags(Arc::clone(&self.flags));
        let again = [SearchTask::Update(known), flags].into_iter().chain(ahead);
        let task =
            (!matches!(task, SearchTask::Update(_) | SearchTask::SetFlags(_) | SearchTask::IndexAhead))
                .then_some(task);
        for task in again.chain(task) {
            let _ = self.tasks.send((task, Arc::clone(&cancel)));
        }
    }
}

/// The main thread has dropped its end of the channel: the program is ending.
#[derive(Debug)]
struct Disconnected;

/// How many records to index facets for between two checks of the queue; takes a few milliseconds.
const FACET_STEP: usize = 1000;
/// How many records to index for related talks between two checks of the queue.
const RELATED_STEP: usize = 100;
/// How many segments to load bodies of between two checks of the queue.
const BODY_STEP: usize = 8;

/// With at least this many talks, a search first sends the matches in names and titles. With fewer, the complete answer
/// arrives within the same frame anyway.
const TWO_PHASE_THRESHOLD: usize = 20_000;

/// The search thread's state: the engine, and the newest request of each kind.
#[derive(Debug)]
pub(in crate::tui) struct SearchThread {
    engine: SearchEngine,
    messages: Sender<Message>,
    next_search: Option<CancellableRequest>,
    next_count: Option<CancellableRequest>,
    next_card: Option<card::CardRequest>,
    /// Requests that were answered with incomplete data, to be answered again.
    partial_search: Option<CancellableRequest>,
    partial_count: Option<CancellableRequest>,
    /// Whether the archive is loaded, so that indexing ahead does not compete with loading for the processor.
    is_load_done: bool,
}

impl SearchThread {
    pub(in crate::tui) fn new(messages: Sender<Message>) -> Self {
        Self {
            engine: SearchEngine::new(),
            messages,
            next_search: None,
            next_count: None,
            next_card: None,
            partial_search: None,
            partial_count: None,
            is_load_done: false,
        }
    }

    fn run(&mut self, queue: &Receiver<(SearchTask, Arc<AtomicBool>)>) -> Result<(), Disconnected> {
        loop {
            if self.is_idle() {
                let (task, cancel) = queue.recv().map_err(|_| Disconnected)?;
                self.accept(task, cancel)?;
            }
            loop {
                match queue.try_recv() {
                    Ok((task, cancel)) => self.accept(task, cancel)?,
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return Err(Disconnected),
                }
            }
            self.answer_or_index()?;
            self.report_damage()?;
        }
    }

    /// Reports damaged cache data, once; the archive then loads it again.
    fn report_damage(&self) -> Result<(), Disconnected> {
        if self.engine.take_damage() { self.send(Message::CacheDamaged) } else { Ok(()) }
    }

    /// Runs a task and all its follow-up work on the calling thread.
    pub(in crate::tui) fn finish(&mut self, task: SearchTask) {
        let mut outcome = self.accept(task, Arc::default());
        while outcome.is_ok() && !self.is_idle() {
            outcome = self.answer_or_index().and_then(|()| self.report_damage());
        }
    }

    /// Answers one request, or does a step of indexing if there is none.
    fn answer_or_index(&mut self) -> Result<(), Disconnected> {
        if let Some(search) = self.next_search.take() {
            let is_early = self.needs_bodies(&search);
            self.answer_search(&search, is_early)?;
            self.partial_search = is_early.then_some(search);
            return Ok(());
        }
        if let Some(count) = self.next_count.take() {
            let is_early = self.needs_bodies(&count) || !self.engine.has_all_facets();
            self.answer_count(&count)?;
            self.partial_count = is_early.then_some(count);
            return Ok(());
        }
        if let Some(request) = self.next_card.take() {
            return self.answer_card(request);
        }
        self.continue_indexing()
    }

    /// Whether a request needs bodies that are not loaded.
    fn needs_bodies(&self, (question, _): &CancellableRequest) -> bool {
        !self.engine.index().can_answer(&question.query)
    }

    /// Builds a card. For related talks, all talks must be indexed first; other requests are answered meanwhile.
    fn answer_card(&mut self, request: card::CardRequest) -> Result<(), Disconnected> {
        if matches!(request.subject, Subject::Related(_)) && !self.engine.has_all_related() {
            self.engine.index_related(RELATED_STEP);
            self.next_card = Some(request);
            return Ok(());
        }
        let content = self.engine.build_card(&request.subject);
        self.send(Message::CardReady { request, content })
    }

    /// Loads the data that a partial answer lacked, and answers again once the data is complete; otherwise indexes
    /// ahead.
    fn continue_indexing(&mut self) -> Result<(), Disconnected> {
        // Drop cancelled requests.
        for early in [&mut self.partial_search, &mut self.partial_count] {
            early.take_if(|(_, cancel)| cancel.load(Ordering::Relaxed));
        }
        if self.engine.is_incomplete() {
            return Ok(());
        }
        let awaited = [&self.partial_search, &self.partial_count];
        if awaited.into_iter().flatten().any(|asked| self.needs_bodies(asked)) {
            self.engine.load_bodies(BODY_STEP);
        } else if let Some(search) = self.partial_search.take() {
            self.answer_search(&search, false)?;
        } else if !self.engine.has_all_facets() {
            if self.partial_count.is_some() || self.should_index_ahead() {
                self.engine.index_facets(FACET_STEP);
            }
        } else {
            self.next_count = self.partial_count.take();
        }
        Ok(())
    }

    fn is_idle(&self) -> bool {
        let has_requests =
            self.next_search.is_some() || self.next_count.is_some() || self.next_card.is_some();
        let has_partial = self.partial_search.is_some() || self.partial_count.is_some();
        // The missing data will arrive as a task.
        let waits = self.engine.is_incomplete();
        !has_requests
            && (waits || !has_partial)
            && (waits || self.engine.has_all_facets() || !self.should_index_ahead())
    }

    /// Whether to index facets before they are needed.
    fn should_index_ahead(&self) -> bool {
        self.is_load_done && self.engine.can_index_ahead()
    }

    fn accept(&mut self, task: SearchTask, cancel: Arc<AtomicBool>) -> Result<(), Disconnected> {
        match task {
            SearchTask::Update(update) => self.engine.update(update),
            SearchTask::IndexAhead => self.is_load_done = true,
            SearchTask::SetFlags(flags) => self.engine.set_flags(flags),
            SearchTask::Search(request) => {
                self.partial_search = None;
                self.next_search = Some((request, cancel));
            }
            SearchTask::CountFacets(request) => {
                self.partial_count = None;
                self.next_count = Some((request, cancel));
            }
            SearchTask::BuildCard(request) => self.next_card = Some(request),
            SearchTask::Complete { text, cursor } => {
                let completion = self.engine.complete(&text, cursor);
                self.send(Message::CompletionReady { text, completion })?;
            }
        }
        Ok(())
    }

    /// Searches. With many talks, sends the matches in names and titles first, because bodies take ten times as long.
    /// If `is_early`, sends only those.
    fn answer_search(
        &self,
        (question, cancel): &CancellableRequest,
        is_early: bool,
    ) -> Result<(), Disconnected> {
        let request = question.as_lookup(&self.engine, cancel);
        let index = self.engine.index();
        if is_early {
            let first = index.search_primary(&request).filter(|matches| !matches.is_empty());
            return first.map_or(Ok(()), |matches| self.send_results(question, matches, false));
        }
        if self.engine.snapshot().len() >= TWO_PHASE_THRESHOLD {
            // An empty partial answer is not sent.
            let first = index.search_primary(&request).filter(|matches| !matches.is_empty());
            first.map_or(Ok(()), |matches| self.send_results(question, matches, false))?;
        }
        index.search(&request).map_or(Ok(()), |matches| self.send_results(question, matches, true))
    }

    fn answer_count(&self, (request, cancel): &CancellableRequest) -> Result<(), Disconnected> {
        let counts = self.engine.count_facets(&request.as_lookup(&self.engine, cancel));
        counts.map_or(Ok(()), |counts| {
            self.send(Message::FacetsCounted { request_id: request.request_id, counts })
        })
    }

    fn send_results(
        &self,
        question: &SearchRequest,
        matches: Vec<Match>,
        is_all: bool,
    ) -> Result<(), Disconnected> {
        self.send(Message::SearchAnswered {
            request_id: question.request_id,
            results: Results::new(matches),
            is_complete: is_all,
        })
    }

    fn send(&self, message: Message) -> Result<(), Disconnected> {
        self.messages.send(message).map_err(|_| Disconnected)
    }
}

#[cfg(test)]
mod tests;
