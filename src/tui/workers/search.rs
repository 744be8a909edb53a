//! The *searcher*: the thread that owns the librarian. It answers first and learns when nobody waits.
//!
//! Names and titles answer at once. What else a question needs is learnt a little at a time, and whatever is asked goes
//! before that; what was answered too early is answered again when it is known.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};

use super::background::spawn;
use crate::archive;
use crate::engine::SearchEngine;
use crate::engine::card;
use crate::engine::card::Subject;
use crate::engine::new_batch::NewBatch;
use crate::records::Handle;
use crate::search::Match;
use crate::tui::effect::SearchRequest;
use crate::tui::message::Message;
use crate::tui::model::Results;

/// A question, and what becomes true when nobody waits for its answer any more.
type CancellableRequest = (SearchRequest, Arc<AtomicBool>);

enum SearchJob {
    Take(Vec<NewBatch>, Vec<Handle>, Vec<Handle>),
    Learn,
    Search(CancellableRequest),
    Count(CancellableRequest),
    Complete { text: String, cursor: usize },
    Card(card::CardRequest),
}

/// The door to the thread. A newer search cancels the one before.
#[derive(Debug)]
pub(in crate::tui) struct SearchWorker {
    jobs: Sender<SearchJob>,
    cancel: Arc<AtomicBool>,
}

impl SearchWorker {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let sender = messages.clone();
        spawn("search", messages, move || {
            let _ = SearchThread::new(sender).run(&queue);
        });
        Self { jobs, cancel: Arc::default() }
    }

    /// Brings records in, and tells what the list shows of them from now on and no longer.
    pub(in crate::tui) fn take(&self, parts: Vec<NewBatch>, listed: Vec<Handle>, unlisted: Vec<Handle>) {
        let _ = self.jobs.send(SearchJob::Take(parts, listed, unlisted));
    }

    /// Lets it learn what may be asked for next: the archive is read, and there is time.
    pub(in crate::tui) fn learn(&self) {
        let _ = self.jobs.send(SearchJob::Learn);
    }

    /// Says how a query may go on; the answer is a message.
    pub(in crate::tui) fn complete(&self, text: String, cursor: usize) {
        let _ = self.jobs.send(SearchJob::Complete { text, cursor });
    }

    /// Finds out what a card tells; the answer is a message with the request. A newer request takes its place.
    pub(in crate::tui) fn card(&self, request: card::CardRequest) {
        let _ = self.jobs.send(SearchJob::Card(request));
    }

    /// Searches what is there; the answer is a message with the number.
    pub(in crate::tui) fn search(&mut self, question: SearchRequest) {
        self.cancel.store(true, Ordering::Relaxed);
        self.cancel = Arc::default();
        let _ = self.jobs.send(SearchJob::Search((question, Arc::clone(&self.cancel))));
    }

    /// Counts the values of what answers; the answer is a message with the number. The next search cancels it.
    pub(in crate::tui) fn count(&self, question: SearchRequest) {
        let _ = self.jobs.send(SearchJob::Count((question, Arc::clone(&self.cancel))));
    }
}

/// The program has ended: nobody listens any more.
#[derive(Debug)]
struct Disconnected;

/// So many records are learnt before anybody looks whether something is asked: a few milliseconds.
const FACET_STEP: usize = 1000;
/// So many records are compared with others before anybody looks.
const RELATED_STEP: usize = 100;
/// The texts of so many volumes are brought before anybody looks.
const BODY_STEP: usize = 8;

/// So many talks and more are searched in two steps: for fewer the second follows within the same frame.
const TWO_PHASE_THRESHOLD: usize = 20_000;

/// What is to be done, the newest of each kind.
struct SearchThread {
    librarian: SearchEngine,
    messages: Sender<Message>,
    search: Option<CancellableRequest>,
    count: Option<CancellableRequest>,
    card: Option<card::CardRequest>,
    /// What was answered before everything was known that it needs.
    early_search: Option<CancellableRequest>,
    early_count: Option<CancellableRequest>,
    /// Whether it may learn what nobody has asked for: not while whoever reads needs the processor.
    has_time: bool,
}

impl SearchThread {
    fn new(messages: Sender<Message>) -> Self {
        Self {
            librarian: SearchEngine::new(archive::reload_seminar),
            messages,
            search: None,
            count: None,
            card: None,
            early_search: None,
            early_count: None,
            has_time: false,
        }
    }

    fn run(&mut self, queue: &Receiver<SearchJob>) -> Result<(), Disconnected> {
        loop {
            if self.is_idle() {
                let job = queue.recv().map_err(|_| Disconnected)?;
                self.take(job)?;
            }
            loop {
                match queue.try_recv() {
                    Ok(job) => self.take(job)?,
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return Err(Disconnected),
                }
            }
            self.step()?;
        }
    }

    /// Answers what is asked, or learns a little.
    fn step(&mut self) -> Result<(), Disconnected> {
        if let Some(search) = self.search.take() {
            let is_early = self.lacks_texts(&search);
            if is_early {
                self.say(Message::AwaitsTexts { ticket: search.0.ticket })?;
            }
            self.answer(&search, is_early)?;
            self.early_search = is_early.then_some(search);
            return Ok(());
        }
        if let Some(count) = self.count.take() {
            let is_early = self.lacks_texts(&count) || !self.librarian.has_learnt();
            self.answer_count(&count)?;
            self.early_count = is_early.then_some(count);
            return Ok(());
        }
        if let Some(request) = self.card.take() {
            return self.answer_card(request);
        }
        self.learn()
    }

    /// Whether a question cannot be answered in full yet.
    fn lacks_texts(&self, (question, _): &CancellableRequest) -> bool {
        !self.librarian.index().can_answer(&question.query)
    }

    /// A card of related talks waits until all talks are compared, and lets other questions go before it.
    fn answer_card(&mut self, request: card::CardRequest) -> Result<(), Disconnected> {
        if matches!(request.subject, Subject::Related(_)) && !self.librarian.has_related() {
            self.librarian.relate(RELATED_STEP);
            self.card = Some(request);
            return Ok(());
        }
        let content = self.librarian.card(&request.subject);
        self.say(Message::Card { request, content })
    }

    /// Learns what an early answer lacked, and answers again when it is complete; else what may be asked for next.
    fn learn(&mut self) -> Result<(), Disconnected> {
        // Nobody waits any more for what was cancelled.
        for early in [&mut self.early_search, &mut self.early_count] {
            early.take_if(|(_, cancel)| cancel.load(Ordering::Relaxed));
        }
        let awaited = [&self.early_search, &self.early_count];
        if awaited.into_iter().flatten().any(|asked| self.lacks_texts(asked)) {
            self.librarian.bring_texts(BODY_STEP);
        } else if let Some(search) = self.early_search.take() {
            self.answer(&search, false)?;
        } else if !self.librarian.has_learnt() {
            if self.early_count.is_some() || self.learns_ahead() {
                self.librarian.learn(FACET_STEP);
            }
        } else {
            self.count = self.early_count.take();
        }
        Ok(())
    }

    fn is_idle(&self) -> bool {
        let asked = self.search.is_some() || self.count.is_some() || self.card.is_some();
        let early = self.early_search.is_some() || self.early_count.is_some();
        !asked && !early && (self.librarian.has_learnt() || !self.learns_ahead())
    }

    /// Whether it learns what nobody has asked for.
    fn learns_ahead(&self) -> bool {
        self.has_time && self.librarian.is_small()
    }

    fn take(&mut self, job: SearchJob) -> Result<(), Disconnected> {
        match job {
            SearchJob::Take(parts, listed, unlisted) => self.librarian.take(parts, &listed, &unlisted),
            SearchJob::Learn => self.has_time = true,
            SearchJob::Search(asked) => {
                self.early_search = None;
                self.search = Some(asked);
            }
            SearchJob::Count(asked) => {
                self.early_count = None;
                self.count = Some(asked);
            }
            SearchJob::Card(request) => self.card = Some(request),
            SearchJob::Complete { text, cursor } => {
                let completion = self.librarian.complete(&text, cursor);
                self.say(Message::Completed { text, completion })?;
            }
        }
        Ok(())
    }

    /// Searches, and says first what names and titles find: texts take ten times as long. Early on that is all there is.
    fn answer(&self, (question, cancel): &CancellableRequest, is_early: bool) -> Result<(), Disconnected> {
        let request = question.request(cancel);
        let index = self.librarian.index();
        if is_early {
            let first = index.search_primary(&request).filter(|matches| !matches.is_empty());
            return first.map_or(Ok(()), |matches| self.found(question, matches, false));
        }
        if question.order.len() >= TWO_PHASE_THRESHOLD {
            // Nothing found so far is nothing to show.
            let first = index.search_primary(&request).filter(|matches| !matches.is_empty());
            first.map_or(Ok(()), |matches| self.found(question, matches, false))?;
        }
        index.search(&request).map_or(Ok(()), |matches| self.found(question, matches, true))
    }

    fn answer_count(&self, (question, cancel): &CancellableRequest) -> Result<(), Disconnected> {
        let counts = self.librarian.count(&question.request(cancel));
        counts.map_or(Ok(()), |counts| self.say(Message::Counted { ticket: question.ticket, counts }))
    }

    fn found(&self, question: &SearchRequest, matches: Vec<Match>, is_all: bool) -> Result<(), Disconnected> {
        self.say(Message::Found { ticket: question.ticket, results: Results::new(matches), is_all })
    }

    fn say(&self, message: Message) -> Result<(), Disconnected> {
        self.messages.send(message).map_err(|_| Disconnected)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::records::RecordBatch;
    use crate::search::{Query, ShortFields};
    use crate::testing::seminar;
    use crate::text::Text;

    fn request(ticket: u64, handles: u32, query: &str) -> CancellableRequest {
        let order: Vec<Handle> = (0..handles).map(Handle::new).collect();
        let query = Arc::new(Query::parse(query).unwrap());
        let today = Date::constant(2026, 11, 22);
        (SearchRequest { ticket, query, order: Arc::new(order), today }, Arc::default())
    }

    fn answers(messages: &Receiver<Message>) -> Vec<(u64, usize)> {
        let found = |message| match message {
            Message::Found { ticket, results, .. } => Some((ticket, results.len())),
            Message::Counted { ticket, counts } => {
                Some((ticket, counts.first().map_or(0, |(_, years)| years.iter().map(|y| y.count).sum())))
            }
            _ => None,
        };
        messages.try_iter().filter_map(found).collect()
    }

    /// Talks by Ann, with handles from 0 on, all of them in the list.
    fn talks(count: u32) -> SearchJob {
        let (mut sheaf, mut heads) = (RecordBatch::default(), ShortFields::default());
        for at in 0..count {
            let mut talk = seminar("t", "Ann", "2022-01-01", at);
            talk.abstract_text = Some(Text::line("a word"));
            sheaf.push(&talk);
            heads.push(&talk);
        }
        let part = NewBatch { first: Handle::new(0), sheaf: Arc::new(sheaf), heads: Arc::new(heads) };
        SearchJob::Take(vec![part], Handle::new(0).range(count as usize).collect(), Vec::new())
    }

    #[test]
    fn names_match_at_once_and_bodies_once_loaded() {
        let (sender, messages) = mpsc::channel();
        let mut work = SearchThread::new(sender);
        work.take(talks(3)).unwrap();
        work.take(SearchJob::Search(request(1, 3, "word"))).unwrap();
        work.take(SearchJob::Search(request(2, 3, "ann"))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(2, 3)]);
        work.take(SearchJob::Search(request(3, 3, "word"))).unwrap();
        work.step().unwrap();
        let waits: Vec<Message> = messages.try_iter().collect();
        assert!(matches!(waits.as_slice(), [Message::AwaitsTexts { ticket: 3 }]), "{waits:?}");
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), [(3, 3)]);
        // From now on they are there.
        work.take(SearchJob::Search(request(4, 3, "word"))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(4, 3)]);
    }

    #[test]
    fn counts_are_sent_again_once_all_facets_are_indexed() {
        let (sender, messages) = mpsc::channel();
        let mut work = SearchThread::new(sender);
        let count = u32::try_from(FACET_STEP + 50).unwrap();
        work.take(talks(count)).unwrap();
        work.take(SearchJob::Count(request(1, count, "speaker:ann"))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(1, 0)]);
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), [(1, count as usize)]);
    }

    #[test]
    fn a_record_removed_before_indexing_is_not_indexed() {
        let (sender, messages) = mpsc::channel();
        let mut work = SearchThread::new(sender);
        work.take(talks(2)).unwrap();
        work.take(SearchJob::Learn).unwrap();
        work.take(SearchJob::Take(Vec::new(), Vec::new(), vec![Handle::new(0)])).unwrap();
        work.take(SearchJob::Search(request(1, 2, "ann"))).unwrap();
        while !work.is_idle() {
            work.step().unwrap();
        }
        work.take(SearchJob::Count(request(1, 2, ""))).unwrap();
        while !work.is_idle() {
            work.step().unwrap();
        }
        let last: Vec<_> = answers(&messages).into_iter().map(|(_, count)| count).collect();
        assert_eq!(last, [1, 1, 1]);
    }

    #[test]
    fn a_cancelled_request_is_not_answered() {
        let (sender, messages) = mpsc::channel();
        let mut work = SearchThread::new(sender);
        let asked = request(1, 1, "ann");
        asked.1.store(true, Ordering::Relaxed);
        work.take(talks(1)).unwrap();
        work.take(SearchJob::Search(asked)).unwrap();
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), []);
    }
}
