//! Files that are changed, added and deleted.

use proptest::prelude::*;

use super::*;
use crate::archive::fingerprint::Fingerprint;

const TALK: &str = "title: Routing\nspeaker: Ann Dove\ndate: 2022-01-02\nabstract: About routes\n";

#[test]
fn a_changed_file_is_reread_and_other_handles_stay() {
    let folder = TestFolder::new(&[("a.yaml", TALK), ("b.yaml", "title: Other\ndate: 2021-01-01")]);
    let mut library = new_archive(&folder.origin(), None);
    let (mut listener, _) = open_archive(&mut library);
    let before = listener.snapshot.order().to_vec();
    folder.write("a.yaml", &TALK.replace("Routing", "Changed"));
    refresh_archive(&mut library, &mut listener, &Change::Files(vec![folder.path("a.yaml")]));
    assert_eq!(listener.titles(), ["Changed", "Other"]);
    assert_eq!(listener.snapshot.order()[1], before[1]);
    assert_ne!(listener.snapshot.order()[0], before[0]);
    assert_matches_whole(&listener, &folder.origin());
}

#[test]
fn rewriting_a_file_with_the_same_text_changes_nothing() {
    let folder = TestFolder::new(&[("a.yaml", TALK)]);
    let mut library = new_archive(&folder.origin(), None);
    let (mut listener, _) = open_archive(&mut library);
    let before = listener.snapshot.order().to_vec();
    for change in [Change::Files(vec![folder.path("a.yaml")]), Change::Anything] {
        folder.write("a.yaml", TALK);
        refresh_archive(&mut library, &mut listener, &change);
        assert_eq!(listener.snapshot.order(), before);
    }
}

#[test]
fn no_delta_when_nothing_changed() {
    let folder = TestFolder::new(&[("a.yaml", TALK), ("b.yaml", "title: Other")]);
    let mut library = new_archive(&folder.origin(), None);
    // A file that was just written would be read again, because it could change unnoticed; so set its time back.
    for name in ["a.yaml", "b.yaml"] {
        let file = fs::File::options().write(true).open(folder.path(name)).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_nanos(5)).unwrap();
    }
    let (mut listener, _) = open_archive(&mut library);
    library
        .manifest
        .entries
        .iter_mut()
        .for_each(|entry| entry.fingerprint = Fingerprint::from_path(&entry.found.path));
    let told = listener.deltas;
    refresh_archive(&mut library, &mut listener, &Change::Anything);
    refresh_archive(&mut library, &mut listener, &Change::Files(vec![folder.path("a.yaml")]));
    assert_eq!(listener.deltas, told);
}

#[test]
fn added_deleted_and_moved_files_are_one_delta() {
    let folder = TestFolder::new(&[
        ("a.yaml", TALK),
        ("2022/b.yaml", "title: B\ndate: 2022-01-01"),
        ("c.yaml", "- ["),
    ]);
    let mut library = new_archive(&folder.origin(), None);
    let (mut listener, _) = open_archive(&mut library);
    let told = listener.deltas;
    fs::remove_file(folder.path("a.yaml")).unwrap();
    fs::rename(folder.path("2022"), folder.path("moved")).unwrap();
    folder.write("c.yaml", "title: Mended\ndate: 2020-01-01");
    folder.write("new.yaml", "title: New\ndate: 2019-01-01");
    let _ = library.refresh(&Change::Anything, &never(), &mut |delta| listener.receive(delta));
    assert_eq!(listener.deltas, told + 1);
    let _ = library.check(TODAY, &never(), &mut |delta| listener.receive(delta));
    assert_eq!(listener.titles(), ["B", "Mended", "New"]);
    assert_matches_whole(&listener, &folder.origin());
}

#[test]
fn deleting_needs_no_walk_and_an_unknown_file_triggers_one() {
    let folder = TestFolder::new(&[("a.yaml", TALK), ("b.yaml", "title: Other")]);
    let mut library = new_archive(&folder.origin(), None);
    let (mut listener, _) = open_archive(&mut library);
    fs::remove_file(folder.path("b.yaml")).unwrap();
    refresh_archive(&mut library, &mut listener, &Change::Files(vec![folder.path("b.yaml")]));
    assert_eq!(listener.titles(), ["Routing"]);
    folder.write("z.yaml", "title: Last\ndate: 2020-01-01");
    refresh_archive(&mut library, &mut listener, &Change::Files(vec![folder.path("z.yaml")]));
    assert_eq!(listener.titles(), ["Routing", "Last"]);
    folder.write(".gitignore", "a.yaml");
    refresh_archive(&mut library, &mut listener, &Change::Anything);
    assert_eq!(listener.titles(), ["Last"]);
}

#[test]
fn a_talk_in_two_files_is_merged_and_survives_losing_either() {
    let page = "---\ntitle: Routing\nspeaker: Ann Dove\ndate: 2022-01-02\nlocation: Room 1\n---\n";
    let folder = TestFolder::new(&[("talks/a.yaml", TALK), ("talks/b.md", page)]);
    let mut library = new_archive(&folder.origin(), None);
    let (mut listener, _) = open_archive(&mut library);
    assert_matches_whole(&listener, &folder.origin());
    assert_eq!(listener.seminars()[0].other_sources.len(), 1);
    let handle = listener.snapshot.order()[0];
    refresh_archive(&mut library, &mut listener, &Change::Anything);
    assert_eq!(listener.snapshot.order(), [handle]);
    for (name, text) in [("talks/a.yaml", TALK), ("talks/b.md", page)] {
        fs::remove_file(folder.path(name)).unwrap();
        refresh_archive(&mut library, &mut listener, &Change::Files(vec![folder.path(name)]));
        assert_matches_whole(&listener, &folder.origin());
        assert_eq!(listener.titles(), ["Routing"]);
        folder.write(name, text);
        refresh_archive(&mut library, &mut listener, &Change::Anything);
        assert_matches_whole(&listener, &folder.origin());
    }
}

#[test]
fn a_referenced_speaker_may_change_in_another_file() {
    let people = "- {id: 7, name: Ann Dove, affiliation: Cain Labs}\n";
    let talks = "- {title: Routing, date: 2022-01-02, speaker: 7}\n";
    let folder = TestFolder::new(&[("_data/speakers.yml", people), ("_data/talks.yml", talks)]);
    let mut library = new_archive(&folder.origin(), None);
    let (mut listener, _) = open_archive(&mut library);
    assert_eq!(listener.seminars()[0].speaker_names(), "Ann Dove");
    folder.write("_data/speakers.yml", &people.replace("Ann", "Bea"));
    refresh_archive(&mut library, &mut listener, &Change::Files(vec![folder.path("_data/speakers.yml")]));
    assert_eq!(listener.seminars()[0].speaker_names(), "Bea Dove");
    assert_matches_whole(&listener, &folder.origin());
    fs::remove_file(folder.path("_data/speakers.yml")).unwrap();
    refresh_archive(&mut library, &mut listener, &Change::Anything);
    assert_matches_whole(&listener, &folder.origin());
    assert!(listener.problems.iter().any(|problem| problem.rule == crate::diagnostic::Rule::Reference));
}

#[test]
fn a_tentative_record_counts_once_its_folder_has_talks() {
    let folder = TestFolder::new(&[("x/a.yaml", "title: Perhaps")]);
    let mut library = new_archive(&folder.origin(), None);
    let (mut listener, _) = open_archive(&mut library);
    assert_matches_whole(&listener, &folder.origin());
    folder.write("x/b.yaml", TALK);
    refresh_archive(&mut library, &mut listener, &Change::Anything);
    assert_matches_whole(&listener, &folder.origin());
    fs::remove_file(folder.path("x/b.yaml")).unwrap();
    refresh_archive(&mut library, &mut listener, &Change::Files(vec![folder.path("x/b.yaml")]));
    assert_matches_whole(&listener, &folder.origin());
}

/// Files that duplicate each other's talks, refer to people in other files, reveal what the columns of others mean, or
/// hold nothing; `CONTENTS` is what may be in them.
const FILES: [&str; 9] = [
    "a.yaml",
    "b.yaml",
    "sub/c.yaml",
    "sub/d.yaml",
    "_data/people.yml",
    "_talks/four.md",
    "_talks/five.md",
    "_talks/six.md",
    "seminars.toml",
];
/// Pages whose columns can only be inferred from their values: one page fewer than inference needs.
const PAGES: [(&str, &str); 4] = [
    ("_talks/zero.md", "---\ntitle: The first forest\ngast: Mary Somerville\nwann: 2024-03-01\n---\n"),
    ("_talks/one.md", "---\ntitle: The second forest\ngast: Maria Agnesi\nwann: 2024-03-02\n---\n"),
    ("_talks/two.md", "---\ntitle: The third forest\ngast: Ada Lovelace\nwann: 2024-03-03\n---\n"),
    ("_talks/three.md", "---\ntitle: The fourth forest\ngast: Sophie Germain\nwann: 2024-03-04\n---\n"),
];
const CONTENTS: [&str; 11] = [
    "---\ntitle: The last forest\ngast: Emmy Noether\nwann: 2024-03-05\n---\n",
    "---\ntitle: No forest at all\ngast: counting-trees\nwann: never again\n---\n",
    "title = \"Forests\"\n[[collection]]\npath = \"sub\"\ntake = false\n",
    "[[collection]]\npath = \"_talks/*.md\"\ncolumns = { gast = \"host\" }\n[[collection]]\npath = 3\n",
    "title: Trees\nspeaker: Ann Dove\ndate: 2020-01-01\n",
    "- {title: Trees, speaker: Ann Dove, date: 2020-01-01, abstract: More}\n- {title: Graphs, speaker: B, date: 2021}\n",
    "title: Joined\nspeakers: [ann-dove]\ndate: 2020-05-05\n",
    "title: Joined\nspeaker: Ann M. Dove\ndate: 2020-05-05\nslides: https://example.org/s.pdf\n",
    "ann-dove:\n  name: Ann M. Dove\n",
    "- title: Only a title\n",
    "title: [\n",
];

#[derive(Debug, Clone, Copy)]
enum Step {
    Write(usize, usize),
    Delete(usize),
    /// The browser refreshes the files that have changed.
    RefreshFiles,
    /// The browser refreshes all files.
    RefreshAll,
    /// The browser is closed and started again, after saving its cache or not.
    Restart(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..FILES.len(), 0..CONTENTS.len()).prop_map(|(file, content)| Step::Write(file, content)),
        1 => (0..FILES.len()).prop_map(Step::Delete),
        2 => Just(Step::RefreshFiles),
        1 => Just(Step::RefreshAll),
        1 => any::<bool>().prop_map(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn whatever_changes_the_state_is_that_of_a_fresh_read(steps in prop::collection::vec(step(), 1..14)) {
        // Without a long file, the archive would be too small to cache.
        let long = format!("{TALK}bio: |\n{}", "  The same line, again and again.\n".repeat(500));
        let folder = TestFolder::new(&[("a.yaml", CONTENTS[5]), ("long.yaml", &long)]);
        for (name, text) in PAGES {
            folder.write(name, text);
        }
        let start = || {
            let mut archive = new_archive(&folder.origin(), Some(folder.cache()));
            let (mut listener, from_cache) = open_archive(&mut archive);
            if from_cache {
                refresh_archive(&mut archive, &mut listener, &Change::Anything);
            }
            (archive, listener)
        };
        let (mut archive, mut listener) = start();
        let mut changed = Vec::new();
        for step in steps.into_iter().chain([Step::RefreshFiles]) {
            match step {
                Step::Write(file, content) => {
                    folder.write(FILES[file], CONTENTS[content]);
                    changed.push(folder.path(FILES[file]));
                    continue;
                }
                Step::Delete(file) => {
                    let _ = fs::remove_file(folder.path(FILES[file]));
                    changed.push(folder.path(FILES[file]));
                    continue;
                }
                Step::RefreshFiles => {
                    refresh_archive(&mut archive, &mut listener, &Change::Files(std::mem::take(&mut changed)));
                }
                Step::RefreshAll => refresh_archive(&mut archive, &mut listener, &Change::Anything),
                Step::Restart(saves) => {
                    if saves {
                        archive.save();
                        prop_assert!(folder.cache().file().exists());
                    }
                    (archive, listener) = start();
                }
            }
            assert_matches_whole(&listener, &folder.origin());
            // A command that uses the same cache.
            let mut command = new_archive(&folder.origin(), Some(folder.cache()));
            let mut seen = Listener::default();
            let _ = command.load(TODAY, &never(), &mut |delta| seen.receive(delta));
            assert_matches_whole(&seen, &folder.origin());
        }
    }
}
