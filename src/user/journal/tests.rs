//! The journal on disk: several writers, undo, copies, and damaged files.

use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::search::UserFlag;
use crate::testing::seminar;

mod damage;

const NOW: u64 = 1_764_455_000_000;

fn snapshot() -> (Arc<Snapshot>, Vec<Handle>) {
    let mut snapshot = Snapshot::default();
    let talks: Vec<_> = ["One", "Two", "Three", "Four"]
        .into_iter()
        .zip(0u32..)
        .map(|(title, at)| seminar(title, &format!("Ann {title}"), &format!("2022-01-0{}", at + 1), at))
        .collect();
    let handles = snapshot.insert(&talks);
    (Arc::new(snapshot), handles)
}

/// A journal in a folder, read, with four talks.
fn open(folder: &TempDir, writer: &str) -> (Journal, Vec<Handle>) {
    let mut journal = Journal::in_folder(folder.path(), writer);
    journal.load().unwrap();
    let (snapshot, handles) = snapshot();
    journal.set_snapshot(snapshot);
    (journal, handles)
}

fn mark(journal: &mut Journal, talks: &[Handle], mark: Mark, is_set: bool, now: u64) -> String {
    let report = journal.apply(&JournalChange::Mark { talks: talks.to_vec(), mark, is_set }, now);
    journal.save().unwrap();
    report
}

fn undo(journal: &mut Journal, now: u64) -> String {
    let report = journal.apply(&JournalChange::Undo, now);
    journal.save().unwrap();
    report
}

fn queue(journal: &Journal) -> Vec<Handle> {
    journal.flags().queue().collect()
}

#[test]
fn marks_are_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    assert_eq!(mark(&mut journal, &talks[..1], Mark::Watched, true, NOW), "marked “One” as watched");
    assert_eq!(mark(&mut journal, &talks[1..3], Mark::Starred, true, NOW), "starred 2 talks");
    mark(&mut journal, &talks[2..3], Mark::Starred, false, NOW);
    let (again, talks) = open(&folder, "a");
    let flags = again.flags();
    assert_eq!(flags, journal.flags());
    assert_eq!(flags.watched_at(talks[0]), Some(i64::try_from(NOW).unwrap()));
    let starred = talks.iter().map(|&talk| flags.has(talk, UserFlag::Starred));
    assert_eq!(starred.collect::<Vec<_>>(), [false, true, false, false]);
}

#[test]
fn the_queue_keeps_its_order_and_a_watched_talk_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &[talks[2], talks[0], talks[1]], Mark::Queued, true, NOW);
    mark(&mut journal, &talks[3..], Mark::Queued, true, NOW);
    assert_eq!(queue(&journal), [talks[2], talks[0], talks[1], talks[3]]);
    let mut shift = |talk, by| journal.apply(&JournalChange::Move { talk, by }, NOW);
    assert_eq!(shift(talks[3], -2), "moved “Four”");
    assert_eq!(shift(talks[2], 1), "moved “Three”");
    shift(talks[0], -9);
    journal.save().unwrap();
    assert_eq!(queue(&journal), [talks[0], talks[3], talks[2], talks[1]]);
    mark(&mut journal, &talks[2..3], Mark::Watched, true, NOW);
    let (again, _) = open(&folder, "a");
    assert_eq!(queue(&again), [talks[0], talks[3], talks[1]]);
    assert_eq!(queue(&journal), queue(&again));
}

#[test]
fn undo_and_redo_work_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &talks[..2], Mark::Queued, true, NOW);
    journal.apply(&JournalChange::Move { talk: talks[1], by: -1 }, NOW);
    mark(&mut journal, &talks[..1], Mark::Watched, true, NOW);
    let (mut journal, _) = open(&folder, "a");
    assert_eq!(queue(&journal), [talks[1]]);
    assert_eq!(undo(&mut journal, NOW), "undone: unmarked “One”");
    assert_eq!(queue(&journal), [talks[1], talks[0]]);
    assert_eq!(undo(&mut journal, NOW), "undone: moved “Two”");
    assert_eq!(queue(&journal), [talks[0], talks[1]]);
    let (mut journal, _) = open(&folder, "a");
    assert_eq!(undo(&mut journal, NOW), "undone: removed 2 talks from the queue");
    assert_eq!(undo(&mut journal, NOW), "nothing to undo");
    for expected in ["queued 2 talks", "moved “Two”", "marked “One” as watched"] {
        assert_eq!(journal.apply(&JournalChange::Redo, NOW), format!("redone: {expected}"));
    }
    assert_eq!(journal.apply(&JournalChange::Redo, NOW), "nothing to redo");
    assert_eq!(queue(&journal), [talks[1]]);
}

#[test]
fn undo_is_refused_where_a_later_change_has_won() {
    let folder = tempfile::tempdir().unwrap();
    let (mut here, talks) = open(&folder, "here");
    mark(&mut here, &talks[..1], Mark::Starred, true, NOW);
    mark(&mut here, &talks[1..2], Mark::Starred, true, NOW);
    let (mut there, _) = open(&folder, "there");
    mark(&mut there, &talks[1..2], Mark::Starred, false, NOW - 5000);
    assert!(here.refresh().unwrap());
    assert!(!here.flags().has(talks[1], UserFlag::Starred), "the other machine knew of the star");
    assert_eq!(undo(&mut here, NOW), "not undone: later change to “Two”");
    assert_eq!(undo(&mut here, NOW), "undone: unstarred “One”");
    assert!(!here.refresh().unwrap(), "own changes are known");
}

#[test]
fn a_refused_step_does_not_stop_others_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (mut here, talks) = open(&folder, "here");
    mark(&mut here, &talks[..1], Mark::Starred, true, NOW);
    mark(&mut here, &talks[1..2], Mark::Starred, true, NOW);
    let (mut there, _) = open(&folder, "there");
    mark(&mut there, &talks[1..2], Mark::Starred, false, NOW);
    here.refresh().unwrap();
    assert_eq!(undo(&mut here, NOW), "not undone: later change to “Two”");
    assert_eq!(undo(&mut here, NOW), "undone: unstarred “One”");
    let (mut here, _) = open(&folder, "here");
    assert_eq!(here.apply(&JournalChange::Redo, NOW), "redone: starred “One”");
    assert_eq!(undo(&mut here, NOW), "undone: unstarred “One”");
}

#[test]
fn what_cannot_be_told_apart_is_not_marked() {
    let twins = ["Opening", "Opening"].map(|title| seminar(title, "Ann", "2022-01-01", 0));
    let mut snapshot = Snapshot::default();
    let talks = snapshot.insert(&twins);
    let mut journal = Journal::in_memory();
    journal.set_snapshot(Arc::new(snapshot));
    let report = mark(&mut journal, &talks[..1], Mark::Starred, true, NOW);
    assert_eq!(report, "not marked: cannot be told apart from another talk");
    assert_eq!(journal.flags(), UserFlags::default());
}

#[test]
fn a_watched_talk_is_not_queued() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &talks[..1], Mark::Watched, true, NOW);
    let report = mark(&mut journal, &talks[..1], Mark::Queued, true, NOW);
    assert_eq!(report, "already watched, so not queued: “One”");
    mark(&mut journal, &talks[..1], Mark::Watched, false, NOW);
    assert!(queue(&journal).is_empty());
}

#[test]
fn a_hundred_steps_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    for step in 0..120 {
        journal.apply(
            &JournalChange::Mark { talks: vec![talks[0]], mark: Mark::Starred, is_set: step % 2 == 0 },
            NOW,
        );
    }
    journal.save().unwrap();
    let (mut journal, _) = open(&folder, "a");
    let count = std::iter::from_fn(|| undo(&mut journal, NOW).starts_with("undone").then_some(())).count();
    assert_eq!(count, 100);
}

/// What a writer of a random history does.
#[derive(Debug, Clone)]
struct HistoryStep {
    writer: usize,
    talk: usize,
    mark: usize,
    is_set: bool,
    /// Whether it reads what the others have written first.
    syncs: bool,
}

fn steps() -> impl Strategy<Value = Vec<HistoryStep>> {
    let step = (0usize..3, 0usize..4, 0usize..4, any::<bool>(), any::<bool>());
    let step = step.prop_map(|(writer, talk, mark, is_set, syncs)| HistoryStep {
        writer,
        talk,
        mark,
        is_set,
        syncs,
    });
    prop::collection::vec(step, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn histories_of_several_writers_give_one_state(steps in steps(), clocks in prop::collection::vec(0u64..172_800_000, 3)) {
        let folder = tempfile::tempdir().unwrap();
        let mut writers: Vec<Journal> = ["a", "b", "c"].iter().map(|name| open(&folder, name).0).collect();
        let (_, talks) = snapshot();
        let mut last = None;
        for (at, step) in (0u64..).zip(&steps) {
            let journal = &mut writers[step.writer];
            if step.syncs {
                journal.load().unwrap();
            }
            let now = NOW + at * 1000 + clocks[step.writer];
            mark(journal, &talks[step.talk..=step.talk], Mark::ALL[step.mark], step.is_set, now);
            last = Some(step);
        }
        // What was done last, by someone who had seen the rest, has won, whatever the clocks say.
        let all: Vec<UserFlags> = ["a", "b", "c", "d"].iter().map(|name| open(&folder, name).0.flags()).collect();
        prop_assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
        let step = last.unwrap();
        if step.syncs && step.mark == Mark::Starred as usize {
            prop_assert_eq!(all[0].has(talks[step.talk], UserFlag::Starred), step.is_set);
        }
        // Conflict copies, an old backup and an import add nothing wrong.
        let exported = writers[0].export().unwrap().join("\n");
        let events = folder.path().join("events");
        for (at, file) in fs::read_dir(&events).unwrap().flatten().enumerate() {
            fs::copy(file.path(), events.join(format!("copy.sync-conflict-{at}.jsonl"))).unwrap();
        }
        prop_assert_eq!(open(&folder, "a").0.flags(), all[0].clone());
        let other = tempfile::tempdir().unwrap();
        let imported = Journal::in_folder(other.path(), "other").import(&exported).unwrap();
        prop_assert_eq!(imported.unreadable, 0);
        prop_assert_eq!(open(&other, "other").0.flags(), all[0].clone());
    }
}

#[test]
fn a_stamp_at_the_end_of_time_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &talks[..1], Mark::Starred, true, MAX_MILLIS);
    mark(&mut journal, &talks[1..2], Mark::Starred, true, NOW);
    let (journal, talks) = open(&folder, "a");
    assert!(talks[..2].iter().all(|&talk| journal.flags().has(talk, UserFlag::Starred)));
}

#[test]
fn marks_of_talks_that_are_gone_are_listed_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &talks[..1], Mark::Starred, true, NOW);
    journal.set_snapshot(Arc::default());
    assert_eq!(journal.flags(), UserFlags::default());
    let gone: Vec<_> = journal.unmatched().iter().map(|(talk, why)| (talk.in_words(), *why)).collect();
    assert_eq!(gone, [("2022-01-01  ann one  one".to_owned(), Unmatched::Absent)]);
    let (again, _) = open(&folder, "a");
    assert!(again.flags().has(talks[0], UserFlag::Starred));
}

#[test]
fn two_windows_write_to_one_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for window in 0..2 {
            let folder = &folder;
            scope.spawn(move || {
                let (mut journal, talks) = open(folder, "a");
                for step in 0..100 {
                    let talk = talks[step % 2 * 2 + window];
                    mark(&mut journal, &[talk], Mark::Starred, true, NOW);
                    mark(&mut journal, &[talk], Mark::Watched, step % 3 == 0, NOW);
                }
            });
        }
    });
    let text = fs::read_to_string(folder.path().join("events/a.jsonl")).unwrap();
    assert!(text.lines().all(|line| JournalLine::parse(line).is_some()));
    let (journal, talks) = open(&folder, "a");
    assert!(talks.iter().all(|&talk| journal.flags().has(talk, UserFlag::Starred)));
}
