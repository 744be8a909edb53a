//! Tests: which answers the search thread sends, and when.

use crate::testing::midnight;
use jiff::civil::Date;

use super::*;
use crate::engine::facets::FacetKind;
use crate::engine::new_batch::NewBatch;
use crate::records::{Handle, RecordBatch, Snapshot};
use crate::search::{Query, ShortFields};
use crate::testing::seminar;
use crate::text::Text;

fn request(ticket: u64, query: &str) -> CancellableRequest {
    let query = Arc::new(Query::parse(query).unwrap());
    let now = midnight(Date::constant(2026, 11, 22));
    (SearchRequest { request_id: ticket, query, now }, Arc::default())
}

fn accept(
    work: &mut SearchThread,
    task: fn(SearchRequest) -> SearchTask,
    (request, cancel): CancellableRequest,
) {
    work.accept(task(request), cancel).unwrap();
}

fn answers(messages: &Receiver<Message>) -> Vec<(u64, usize)> {
    let found = |message| match message {
        Message::SearchAnswered { request_id: ticket, results, .. } => Some((ticket, results.len())),
        Message::FacetsCounted { request_id: ticket, counts } => {
            let years = counts.iter().find(|(kind, _)| *kind == FacetKind::Year);
            Some((ticket, years.map_or(0, |(_, years)| years.iter().map(|year| year.count).sum())))
        }
        _ => None,
    };
    messages.try_iter().filter_map(found).collect()
}

/// Talks by Ann, with handles from 0 on, all of them in the list.
fn talks(count: u32) -> EngineUpdate {
    let (mut batch, mut heads) = (RecordBatch::default(), ShortFields::default());
    for at in 0..count {
        let mut talk = seminar("t", "Ann", "2022-01-01", at);
        talk.abstract_text = Some(Text::line("a word"));
        batch.push(&talk);
        heads.push(&talk);
    }
    let (first, batch) = (Handle::new(0), Arc::new(batch));
    let listed: Vec<Handle> = first.range(count as usize).collect();
    let mut snapshot = Snapshot::default();
    snapshot.add(first, Arc::clone(&batch));
    snapshot.add_to_list(listed.clone());
    let batches = vec![NewBatch { first, records: batch, short_fields: Arc::new(heads), long_fields: None }];
    EngineUpdate { snapshot: Arc::new(snapshot), batches, listed, unlisted: Vec::new() }
}

#[test]
fn names_match_at_once_and_bodies_once_loaded() {
    let (sender, messages) = mpsc::channel();
    let mut work = SearchThread::new(sender);
    work.accept(SearchTask::Update(talks(3)), Arc::default()).unwrap();
    accept(&mut work, SearchTask::Search, request(1, "word"));
    accept(&mut work, SearchTask::Search, request(2, "ann"));
    work.answer_or_index().unwrap();
    assert_eq!(answers(&messages), [(2, 3)]);
    accept(&mut work, SearchTask::Search, request(3, "word"));
    work.answer_or_index().unwrap();
    assert_eq!(answers(&messages), []);
    while !work.is_idle() {
        work.answer_or_index().unwrap();
    }
    assert_eq!(answers(&messages), [(3, 3)]);
    // Now the bodies are loaded.
    accept(&mut work, SearchTask::Search, request(4, "word"));
    work.answer_or_index().unwrap();
    assert_eq!(answers(&messages), [(4, 3)]);
}

#[test]
fn counts_are_sent_again_once_all_facets_are_indexed() {
    let (sender, messages) = mpsc::channel();
    let mut work = SearchThread::new(sender);
    let count = u32::try_from(FACET_STEP + 50).unwrap();
    work.accept(SearchTask::Update(talks(count)), Arc::default()).unwrap();
    accept(&mut work, SearchTask::CountFacets, request(1, "speaker:ann"));
    work.answer_or_index().unwrap();
    assert_eq!(answers(&messages), [(1, 0)]);
    while !work.is_idle() {
        work.answer_or_index().unwrap();
    }
    assert_eq!(answers(&messages), [(1, count as usize)]);
}

#[test]
fn a_record_removed_before_indexing_is_not_indexed() {
    let (sender, messages) = mpsc::channel();
    let mut work = SearchThread::new(sender);
    let both = talks(2);
    let mut snapshot = Arc::clone(&both.snapshot);
    work.accept(SearchTask::Update(both), Arc::default()).unwrap();
    work.accept(SearchTask::IndexAhead, Arc::default()).unwrap();
    let unlisted = vec![Handle::new(0)];
    Arc::make_mut(&mut snapshot).remove_from_list(&unlisted);
    work.accept(
        SearchTask::Update(EngineUpdate { snapshot, unlisted, ..EngineUpdate::default() }),
        Arc::default(),
    )
    .unwrap();
    accept(&mut work, SearchTask::Search, request(1, "ann"));
    while !work.is_idle() {
        work.answer_or_index().unwrap();
    }
    accept(&mut work, SearchTask::CountFacets, request(1, ""));
    while !work.is_idle() {
        work.answer_or_index().unwrap();
    }
    let last: Vec<_> = answers(&messages).into_iter().map(|(_, count)| count).collect();
    assert_eq!(last, [1, 1, 1]);
}

#[test]
fn a_cancelled_request_is_not_answered() {
    let (sender, messages) = mpsc::channel();
    let mut work = SearchThread::new(sender);
    let asked = request(1, "ann");
    asked.1.store(true, Ordering::Relaxed);
    work.accept(SearchTask::Update(talks(1)), Arc::default()).unwrap();
    accept(&mut work, SearchTask::Search, asked);
    while !work.is_idle() {
        work.answer_or_index().unwrap();
    }
    assert_eq!(answers(&messages), []);
}

#[test]
fn a_thread_that_has_died_is_replaced_and_knows_everything() {
    let (sender, messages) = mpsc::channel();
    let mut worker = SearchWorker::start(&sender);
    worker.submit(SearchTask::Update(talks(3)));
    // As if the thread had panicked.
    worker.tasks = mpsc::channel().0;
    worker.submit(SearchTask::Search(request(7, "ann").0));
    let answer = messages.iter().find_map(|message| match message {
        Message::SearchAnswered { request_id, results, is_complete: true } => {
            Some((request_id, results.len()))
        }
        _ => None,
    });
    assert_eq!(answer, Some((7, 3)));
    for _ in 0..=MAX_RESTARTS {
        worker.tasks = mpsc::channel().0;
        worker.submit(SearchTask::Search(request(8, "ann").0));
    }
    let said = messages
        .try_iter()
        .any(|message| matches!(message, Message::Notice(text) if text.contains("search has crashed")));
    assert!(said);
}
