//! The *searcher*: the thread that owns the librarian. It answers first and learns when nobody waits.
//!
//! While an archive is read, records come in faster than they are learnt. So they wait in line, a few are learnt at a
//! time, and whatever is asked goes before them; what was answered too early is answered again when all are learnt.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};

use super::card;
use super::effect::Question;
use super::events::background;
use super::librarian::Librarian;
use super::message::Message;
use super::model::Results;
use crate::catalog::Handle;
use crate::search::Match;
use crate::seminar::Seminar;

/// A question, and what becomes true when nobody waits for its answer any more.
type Asked = (Question, Arc<AtomicBool>);

enum Job {
    Add(Vec<(Handle, Arc<Seminar>)>),
    Remove(Vec<Handle>),
    Search(Asked),
    Count(Asked),
    Complete { text: String, cursor: usize },
    Card(card::Request),
}

/// The door to the thread. A newer search cancels the one before.
#[derive(Debug)]
pub(super) struct Searcher {
    jobs: Sender<Job>,
    cancel: Arc<AtomicBool>,
}

impl Searcher {
    /// Starts the thread.
    pub(super) fn start(messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let sender = messages.clone();
        background("search", messages, move || {
            let _ = Work::new(sender).run(&queue);
        });
        Self { jobs, cancel: Arc::default() }
    }

    /// Brings records into the index.
    pub(super) fn add(&self, records: Vec<(Handle, Arc<Seminar>)>) {
        let _ = self.jobs.send(Job::Add(records));
    }

    /// Takes records out of it.
    pub(super) fn remove(&self, handles: Vec<Handle>) {
        let _ = self.jobs.send(Job::Remove(handles));
    }

    /// Says how a query may go on; the answer is a message.
    pub(super) fn complete(&self, text: String, cursor: usize) {
        let _ = self.jobs.send(Job::Complete { text, cursor });
    }

    /// Finds out what a card tells; the answer is a message with the request. A newer request takes its place.
    pub(super) fn card(&self, request: card::Request) {
        let _ = self.jobs.send(Job::Card(request));
    }

    /// Searches what is there; the answer is a message with the number.
    pub(super) fn search(&mut self, question: Question) {
        self.cancel.store(true, Ordering::Relaxed);
        self.cancel = Arc::default();
        let _ = self.jobs.send(Job::Search((question, Arc::clone(&self.cancel))));
    }

    /// Counts the values of what answers; the answer is a message with the number. The next search cancels it.
    pub(super) fn count(&self, question: Question) {
        let _ = self.jobs.send(Job::Count((question, Arc::clone(&self.cancel))));
    }
}

/// The program has ended: nobody listens any more.
#[derive(Debug)]
struct Gone;

/// So many records are learnt before anybody looks whether something is asked: a few milliseconds.
const LESSON: usize = 200;

/// So many talks and more are searched in two steps: for fewer the second follows within the same frame.
const TWO_STEPS: usize = 20_000;

/// What is to be done, the newest of each kind.
struct Work {
    librarian: Librarian,
    messages: Sender<Message>,
    /// Records that are still to be learnt.
    waiting: VecDeque<(Handle, Arc<Seminar>)>,
    search: Option<Asked>,
    count: Option<Asked>,
    card: Option<card::Request>,
    /// What was answered before everything was learnt.
    early_search: Option<Asked>,
    early_count: Option<Asked>,
}

impl Work {
    fn new(messages: Sender<Message>) -> Self {
        Self {
            librarian: Librarian::default(),
            messages,
            waiting: VecDeque::new(),
            search: None,
            count: None,
            card: None,
            early_search: None,
            early_count: None,
        }
    }

    fn run(&mut self, queue: &Receiver<Job>) -> Result<(), Gone> {
        loop {
            if self.is_idle() {
                let job = queue.recv().map_err(|_| Gone)?;
                self.take(job)?;
            }
            loop {
                match queue.try_recv() {
                    Ok(job) => self.take(job)?,
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return Err(Gone),
                }
            }
            self.step()?;
        }
    }

    /// Answers what is asked, and learns a little.
    fn step(&mut self) -> Result<(), Gone> {
        let is_early = !self.waiting.is_empty();
        if let Some(search) = self.search.take() {
            self.answer(&search)?;
            self.early_search = is_early.then_some(search);
        }
        if let Some(count) = self.count.take() {
            self.answer_count(&count)?;
            self.early_count = is_early.then_some(count);
        }
        if let Some(request) = self.card.take() {
            let content = self.librarian.card(&request.subject);
            self.say(Message::Card { request, content })?;
        }
        if !is_early {
            self.librarian.study(LESSON);
            return Ok(());
        }
        let lesson = self.waiting.len().min(LESSON);
        self.librarian.add(self.waiting.drain(..lesson));
        if self.waiting.is_empty() {
            // What was answered too early is answered again, at once and whole.
            if let Some((question, cancel)) = self.early_search.take() {
                let matches = self.librarian.index().search(&question.request(&cancel));
                matches.map_or(Ok(()), |matches| self.found(&question, matches, true))?;
            }
            self.count = self.early_count.take();
        }
        Ok(())
    }

    fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.count.is_none() && self.librarian.has_studied()
    }

    fn take(&mut self, job: Job) -> Result<(), Gone> {
        match job {
            Job::Add(records) => self.waiting.extend(records),
            Job::Remove(handles) => {
                // Whoever is to be forgotten must not be learnt afterwards.
                self.librarian.add(self.waiting.drain(..));
                self.librarian.remove(handles);
            }
            Job::Search(asked) => self.search = Some(asked),
            Job::Count(asked) => self.count = Some(asked),
            Job::Card(request) => self.card = Some(request),
            Job::Complete { text, cursor } => {
                let completion = self.librarian.complete(&text, cursor);
                self.say(Message::Completed { text, completion })?;
            }
        }
        Ok(())
    }

    /// Searches, and says first what names and titles find: texts take ten times as long.
    fn answer(&self, (question, cancel): &Asked) -> Result<(), Gone> {
        let request = question.request(cancel);
        let index = self.librarian.index();
        if question.order.len() >= TWO_STEPS {
            // Nothing found so far is nothing to show.
            let first = index.search_heads(&request).filter(|matches| !matches.is_empty());
            first.map_or(Ok(()), |matches| self.found(question, matches, false))?;
        }
        index.search(&request).map_or(Ok(()), |matches| self.found(question, matches, true))
    }

    fn answer_count(&self, (question, cancel): &Asked) -> Result<(), Gone> {
        let counts = self.librarian.count(&question.request(cancel));
        counts.map_or(Ok(()), |counts| self.say(Message::Counted { ticket: question.ticket, counts }))
    }

    fn found(&self, question: &Question, matches: Vec<Match>, is_all: bool) -> Result<(), Gone> {
        self.say(Message::Found { ticket: question.ticket, results: Results::new(matches), is_all })
    }

    fn say(&self, message: Message) -> Result<(), Gone> {
        self.messages.send(message).map_err(|_| Gone)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::catalog::tests::seminar;
    use crate::search::Query;

    fn asked(ticket: u64, handles: u32) -> Asked {
        let order: Vec<Handle> = (0..handles).map(Handle::new).collect();
        let query = Arc::new(Query::parse("ann").unwrap());
        let today = Date::constant(2026, 11, 22);
        (Question { ticket, query, order: Arc::new(order), today }, Arc::default())
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

    #[test]
    fn what_is_asked_goes_before_what_is_to_be_learnt_and_is_answered_again_in_full() {
        let (sender, messages) = mpsc::channel();
        let mut work = Work::new(sender);
        let count = u32::try_from(LESSON * 2 + 50).unwrap();
        let records = (0..count).map(|at| (Handle::new(at), Arc::new(seminar("t", "Ann", "2022-01-01", at))));
        work.take(Job::Add(records.collect())).unwrap();
        work.take(Job::Search(asked(1, count))).unwrap();
        work.take(Job::Search(asked(2, count))).unwrap();
        work.take(Job::Count(asked(2, count))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(2, 0), (2, 0)]);
        work.step().unwrap();
        assert_eq!(answers(&messages), []);
        work.step().unwrap();
        assert_eq!(answers(&messages), [(2, count as usize)]);
        assert!(!work.is_idle());
        work.step().unwrap();
        assert_eq!(answers(&messages), [(2, count as usize)]);
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), []);
    }

    #[test]
    fn a_record_that_is_taken_out_while_it_waits_is_not_learnt_afterwards() {
        let (sender, messages) = mpsc::channel();
        let mut work = Work::new(sender);
        work.take(Job::Add(vec![(Handle::new(0), Arc::new(seminar("t", "Ann", "2022", 0)))])).unwrap();
        work.take(Job::Remove(vec![Handle::new(0)])).unwrap();
        work.take(Job::Search(asked(1, 1))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(1, 0)]);
    }

    #[test]
    fn an_answer_that_nobody_waits_for_is_not_given() {
        let (sender, messages) = mpsc::channel();
        let mut work = Work::new(sender);
        let asked = asked(1, 1);
        asked.1.store(true, Ordering::Relaxed);
        work.take(Job::Add(vec![(Handle::new(0), Arc::new(seminar("t", "Ann", "2022", 0)))])).unwrap();
        work.take(Job::Search(asked)).unwrap();
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), []);
    }
}
