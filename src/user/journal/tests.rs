//! The journal on disk: several writers, undo, copies, and damaged files.

use std::fs;
use std::fs::OpenOptions;
use std::io::Write;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::search::UserFlag;
use crate::testing::seminar;

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
    assert_eq!(undo(&mut here, NOW), "not undone: later change of “Two”");
    assert_eq!(undo(&mut here, NOW), "undone: unstarred “One”");
    assert!(!here.refresh().unwrap(), "own changes are known");
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
fn a_file_cut_at_any_byte_loses_only_its_last_line() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    for &talk in &talks[..3] {
        mark(&mut journal, &[talk], Mark::Starred, true, NOW);
    }
    let file = folder.path().join("events/a.jsonl");
    let bytes = fs::read(&file).unwrap();
    let second = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    let starred = |journal: &Journal| {
        talks.iter().filter(|&&talk| journal.flags().has(talk, UserFlag::Starred)).count()
    };
    for cut in 0..=bytes.len() {
        fs::write(&file, &bytes[..cut]).unwrap();
        let (mut journal, _) = open(&folder, "a");
        let whole = bytes[..cut].split(|&byte| byte == b'\n').filter(|line| line.ends_with(b"}}")).count();
        assert_eq!(starred(&journal), whole, "{cut}");
        // What is written next begins a line of its own.
        mark(&mut journal, &talks[3..], Mark::Starred, true, NOW);
        let (again, _) = open(&folder, "a");
        assert_eq!(starred(&again), whole + 1, "{cut}");
    }
    assert!(second > 50);
}

#[test]
fn of_a_change_to_several_talks_all_is_there_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &talks[..1], Mark::Starred, true, NOW);
    mark(&mut journal, &talks[1..], Mark::Starred, true, NOW);
    let file = folder.path().join("events/a.jsonl");
    let bytes = fs::read(&file).unwrap();
    let first = bytes.iter().position(|&byte| byte == b'\n').unwrap();
    for cut in first..=bytes.len() {
        fs::write(&file, &bytes[..cut]).unwrap();
        let (mut journal, _) = open(&folder, "a");
        let starred = talks.iter().filter(|&&talk| journal.flags().has(talk, UserFlag::Starred)).count();
        // The line end of the last line does not matter.
        assert_eq!(starred, if cut + 1 >= bytes.len() { 4 } else { 1 }, "{cut}");
        let undone = undo(&mut journal, NOW);
        assert_eq!(
            undone,
            if starred == 4 { "undone: unstarred 3 talks" } else { "undone: unstarred “One”" }
        );
    }
}

#[test]
fn what_cannot_be_read_stays_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &talks[..2], Mark::Starred, true, NOW);
    let file = folder.path().join("events/a.jsonl");
    let strange = "{\"v\":2,\"mark\":\"dreamt\"}\nnot json \u{1b}[31m\n";
    OpenOptions::new().append(true).open(&file).unwrap().write_all(strange.as_bytes()).unwrap();
    OpenOptions::new().append(true).open(&file).unwrap().write_all(b"\xff\xfe\n").unwrap();
    let (mut journal, talks) = open(&folder, "a");
    mark(&mut journal, &talks[2..3], Mark::Starred, true, NOW);
    assert_eq!(journal.forget(&HashSet::from([talks[0]])).unwrap(), 1);
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.windows(strange.len()).any(|part| part == strange.as_bytes()));
    assert!(bytes.windows(2).any(|part| part == b"\xff\xfe"));
    let (journal, _) = open(&folder, "a");
    let starred = talks.iter().map(|&talk| journal.flags().has(talk, UserFlag::Starred));
    assert_eq!(starred.collect::<Vec<_>>(), [false, true, true, false]);
}

#[test]
fn marks_that_cannot_be_written_are_kept_and_written_later() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    let events = folder.path().join("events");
    fs::write(&events, "a file in the way").unwrap();
    journal.apply(&JournalChange::Mark { talks: vec![talks[0]], mark: Mark::Starred, is_set: true }, NOW);
    let error = journal.save().unwrap_err().to_string();
    assert!(error.contains("events/a.jsonl: the journal cannot be written"), "{error}");
    assert!(journal.flags().has(talks[0], UserFlag::Starred));
    fs::remove_file(&events).unwrap();
    mark(&mut journal, &talks[1..2], Mark::Starred, true, NOW);
    let (again, _) = open(&folder, "a");
    assert_eq!(again.flags(), journal.flags());
}

#[test]
fn without_a_name_for_this_machine_nothing_is_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("state"), "a file in the way").unwrap();
    let machine = Machine { host: "laptop".to_owned(), id: String::new() };
    let mut journal = Journal::for_machine(folder.path(), &folder.path().join("state"), &machine);
    let (snapshot, talks) = snapshot();
    journal.set_snapshot(snapshot);
    for _ in 0..2 {
        journal.apply(&JournalChange::Toggle { talks: vec![talks[0]], mark: Mark::Starred }, NOW);
        let error = journal.save().unwrap_err().to_string();
        assert!(error.contains("journal-writer.json: the journal cannot be used"), "{error}");
    }
    assert!(journal.add_to_note(talks[0], "a line").is_err() && journal.import("").is_err());
    assert!(!folder.path().join("events").exists());
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

proptest! {
    #[test]
    fn any_bytes_in_any_file_do_no_harm(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        lines in "(\\{\"v\":1,\"at\":[0-9]{1,20},\"by\":\"[a-z\\\\n]*\",\"mark\":\"(watched|queued)\",\"on\":true,\"position\":\"[a-z0]*\",\"talk\":\\{[\"a-z:,]*\\}\\}\n){0,4}",
        head in "(---\n(title|speakers|date|video|id): [\\[\\]\"&*!a-z0-9:-]*\n---\n)?",
    ) {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("events/a.jsonl", bytes.clone()),
            ("events/b.jsonl", lines.into_bytes()),
            ("notes/a.md", bytes),
            ("notes/b.md", head.into_bytes()),
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let (mut journal, talks) = open(&folder, "a");
        journal.unmatched();
        mark(&mut journal, &talks, Mark::Starred, true, NOW);
        journal.add_to_note(talks[0], "a line").unwrap();
        let (journal, talks) = open(&folder, "a");
        prop_assert!(talks.iter().all(|&talk| journal.flags().has(talk, UserFlag::Starred)));
        prop_assert!(journal.flags().has(talks[0], UserFlag::Noted));
    }
}
