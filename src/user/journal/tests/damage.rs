//! Damaged files, and files that cannot be written.

use std::fs::OpenOptions;
use std::io::Write;

use super::*;

#[test]
fn a_file_cut_at_any_byte_loses_only_its_last_line() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, talks) = open(&folder, "a");
    for &talk in &talks[..3] {
        mark(&mut journal, &[talk], Mark::Starred, true, NOW);
    }
    let file = folder.path().join("events/a.jsonl");
    let bytes = fs::read(&file).unwrap();
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
