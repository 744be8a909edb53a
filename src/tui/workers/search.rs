//! The *searcher*: the thread that owns the librarian. It answers first and learns when nobody waits.
//!
//! Names and titles answer at once. What else a question needs is learnt a little at a time, and whatever is asked goes
//! before that; what was answered too early is answered again when it is known.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};

use super::background::background;
use crate::archive;
use crate::engine::Librarian;
use crate::engine::card;
use crate::engine::card::Subject;
use crate::engine::new_batch::Part;
use crate::records::Handle;
use crate::search::Match;
use crate::tui::effect::Question;
use crate::tui::message::Message;
use crate::tui::model::Results;

/// A question, and what becomes true when nobody waits for its answer any more.
type Asked = (Question, Arc<AtomicBool>);

enum Job {
    Take(Vec<Part>, Vec<Handle>, Vec<Handle>),
    Learn,
    Search(Asked),
    Count(Asked),
    Complete { text: String, cursor: usize },
    Card(card::Request),
}

/// The door to the thread. A newer search cancels the one before.
#[derive(Debug)]
pub(in crate::tui) struct Searcher {
    jobs: Sender<Job>,
    cancel: Arc<AtomicBool>,
}

impl Searcher {
    /// Starts the thread.
    pub(in crate::tui) fn start(messages: &Sender<Message>) -> Self {
        let (jobs, queue) = mpsc::channel();
        let sender = messages.clone();
        background("search", messages, move || {
            let _ = Work::new(sender).run(&queue);
        });
        Self { jobs, cancel: Arc::default() }
    }

    /// Brings records in, and tells what the list shows of them from now on and no longer.
    pub(in crate::tui) fn take(&self, parts: Vec<Part>, listed: Vec<Handle>, unlisted: Vec<Handle>) {
        let _ = self.jobs.send(Job::Take(parts, listed, unlisted));
    }

    /// Lets it learn what may be asked for next: the archive is read, and there is time.
    pub(in crate::tui) fn learn(&self) {
        let _ = self.jobs.send(Job::Learn);
    }

    /// Says how a query may go on; the answer is a message.
    pub(in crate::tui) fn complete(&self, text: String, cursor: usize) {
        let _ = self.jobs.send(Job::Complete { text, cursor });
    }

    /// Finds out what a card tells; the answer is a message with the request. A newer request takes its place.
    pub(in crate::tui) fn card(&self, request: card::Request) {
        let _ = self.jobs.send(Job::Card(request));
    }

    /// Searches what is there; the answer is a message with the number.
    pub(in crate::tui) fn search(&mut self, question: Question) {
        self.cancel.store(true, Ordering::Relaxed);
        self.cancel = Arc::default();
        let _ = self.jobs.send(Job::Search((question, Arc::clone(&self.cancel))));
    }

    /// Counts the values of what answers; the answer is a message with the number. The next search cancels it.
    pub(in crate::tui) fn count(&self, question: Question) {
        let _ = self.jobs.send(Job::Count((question, Arc::clone(&self.cancel))));
    }
}

/// The program has ended: nobody listens any more.
#[derive(Debug)]
struct Gone;

/// So many records are learnt before anybody looks whether something is asked: a few milliseconds.
const LESSON: usize = 1000;
/// So many records are compared with others before anybody looks.
const RELATIONS: usize = 100;
/// The texts of so many volumes are brought before anybody looks.
const VOLUMES: usize = 8;

/// So many talks and more are searched in two steps: for fewer the second follows within the same frame.
const TWO_STEPS: usize = 20_000;

/// What is to be done, the newest of each kind.
struct Work {
    librarian: Librarian,
    messages: Sender<Message>,
    search: Option<Asked>,
    count: Option<Asked>,
    card: Option<card::Request>,
    /// What was answered before everything was known that it needs.
    early_search: Option<Asked>,
    early_count: Option<Asked>,
    /// Whether it may learn what nobody has asked for: not while whoever reads needs the processor.
    has_time: bool,
}

impl Work {
    fn new(messages: Sender<Message>) -> Self {
        Self {
            librarian: Librarian::new(archive::read_again),
            messages,
            search: None,
            count: None,
            card: None,
            early_search: None,
            early_count: None,
            has_time: false,
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

    /// Answers what is asked, or learns a little.
    fn step(&mut self) -> Result<(), Gone> {
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
    fn lacks_texts(&self, (question, _): &Asked) -> bool {
        !self.librarian.index().can_answer(&question.query)
    }

    /// A card of related talks waits until all talks are compared, and lets other questions go before it.
    fn answer_card(&mut self, request: card::Request) -> Result<(), Gone> {
        if matches!(request.subject, Subject::Related(_)) && !self.librarian.has_related() {
            self.librarian.relate(RELATIONS);
            self.card = Some(request);
            return Ok(());
        }
        let content = self.librarian.card(&request.subject);
        self.say(Message::Card { request, content })
    }

    /// Learns what an early answer lacked, and answers again when it is complete; else what may be asked for next.
    fn learn(&mut self) -> Result<(), Gone> {
        // Nobody waits any more for what was cancelled.
        for early in [&mut self.early_search, &mut self.early_count] {
            early.take_if(|(_, cancel)| cancel.load(Ordering::Relaxed));
        }
        let awaited = [&self.early_search, &self.early_count];
        if awaited.into_iter().flatten().any(|asked| self.lacks_texts(asked)) {
            self.librarian.bring_texts(VOLUMES);
        } else if let Some(search) = self.early_search.take() {
            self.answer(&search, false)?;
        } else if !self.librarian.has_learnt() {
            if self.early_count.is_some() || self.learns_ahead() {
                self.librarian.learn(LESSON);
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

    fn take(&mut self, job: Job) -> Result<(), Gone> {
        match job {
            Job::Take(parts, listed, unlisted) => self.librarian.take(parts, &listed, &unlisted),
            Job::Learn => self.has_time = true,
            Job::Search(asked) => {
                self.early_search = None;
                self.search = Some(asked);
            }
            Job::Count(asked) => {
                self.early_count = None;
                self.count = Some(asked);
            }
            Job::Card(request) => self.card = Some(request),
            Job::Complete { text, cursor } => {
                let completion = self.librarian.complete(&text, cursor);
                self.say(Message::Completed { text, completion })?;
            }
        }
        Ok(())
    }

    /// Searches, and says first what names and titles find: texts take ten times as long. Early on that is all there is.
    fn answer(&self, (question, cancel): &Asked, is_early: bool) -> Result<(), Gone> {
        let request = question.request(cancel);
        let index = self.librarian.index();
        if is_early {
            let first = index.search_heads(&request).filter(|matches| !matches.is_empty());
            return first.map_or(Ok(()), |matches| self.found(question, matches, false));
        }
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
    use crate::records::Sheaf;
    use crate::search::{Heads, Query};
    use crate::testing::seminar;
    use crate::text::Text;

    fn asked(ticket: u64, handles: u32, query: &str) -> Asked {
        let order: Vec<Handle> = (0..handles).map(Handle::new).collect();
        let query = Arc::new(Query::parse(query).unwrap());
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

    /// Talks by Ann, with handles from 0 on, all of them in the list.
    fn talks(count: u32) -> Job {
        let (mut sheaf, mut heads) = (Sheaf::default(), Heads::default());
        for at in 0..count {
            let mut talk = seminar("t", "Ann", "2022-01-01", at);
            talk.abstract_text = Some(Text::line("a word"));
            sheaf.push(&talk);
            heads.push(&talk);
        }
        let part = Part { first: Handle::new(0), sheaf: Arc::new(sheaf), heads: Arc::new(heads) };
        Job::Take(vec![part], Handle::new(0).range(count as usize).collect(), Vec::new())
    }

    #[test]
    fn names_answer_at_once_and_what_texts_add_comes_when_they_are_brought() {
        let (sender, messages) = mpsc::channel();
        let mut work = Work::new(sender);
        work.take(talks(3)).unwrap();
        work.take(Job::Search(asked(1, 3, "word"))).unwrap();
        work.take(Job::Search(asked(2, 3, "ann"))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(2, 3)]);
        work.take(Job::Search(asked(3, 3, "word"))).unwrap();
        work.step().unwrap();
        let waits: Vec<Message> = messages.try_iter().collect();
        assert!(matches!(waits.as_slice(), [Message::AwaitsTexts { ticket: 3 }]), "{waits:?}");
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), [(3, 3)]);
        // From now on they are there.
        work.take(Job::Search(asked(4, 3, "word"))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(4, 3)]);
    }

    #[test]
    fn counts_are_given_again_when_all_is_learnt() {
        let (sender, messages) = mpsc::channel();
        let mut work = Work::new(sender);
        let count = u32::try_from(LESSON + 50).unwrap();
        work.take(talks(count)).unwrap();
        work.take(Job::Count(asked(1, count, "speaker:ann"))).unwrap();
        work.step().unwrap();
        assert_eq!(answers(&messages), [(1, 0)]);
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), [(1, count as usize)]);
    }

    #[test]
    fn a_record_that_is_taken_out_before_it_is_learnt_is_not_learnt_afterwards() {
        let (sender, messages) = mpsc::channel();
        let mut work = Work::new(sender);
        work.take(talks(2)).unwrap();
        work.take(Job::Learn).unwrap();
        work.take(Job::Take(Vec::new(), Vec::new(), vec![Handle::new(0)])).unwrap();
        work.take(Job::Search(asked(1, 2, "ann"))).unwrap();
        while !work.is_idle() {
            work.step().unwrap();
        }
        work.take(Job::Count(asked(1, 2, ""))).unwrap();
        while !work.is_idle() {
            work.step().unwrap();
        }
        let last: Vec<_> = answers(&messages).into_iter().map(|(_, count)| count).collect();
        assert_eq!(last, [1, 1, 1]);
    }

    #[test]
    fn an_answer_that_nobody_waits_for_is_not_given() {
        let (sender, messages) = mpsc::channel();
        let mut work = Work::new(sender);
        let asked = asked(1, 1, "ann");
        asked.1.store(true, Ordering::Relaxed);
        work.take(talks(1)).unwrap();
        work.take(Job::Search(asked)).unwrap();
        while !work.is_idle() {
            work.step().unwrap();
        }
        assert_eq!(answers(&messages), []);
    }
}
