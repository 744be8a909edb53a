//! Marks, the queue and picked talks: on the screen, in queries and from the shell.

use std::fs;
use std::path::Path;

use seminars::archive::Origin;
use seminars::tui::theme::Theme;

use super::cli::{output, seminars as program};
use super::screens::{browser, press, render, sample};

#[test]
fn marks_show_in_list_and_detail() {
    insta::assert_snapshot!(sample(100, 30, "m<Down>*<Down>*m<Down>a<Down>a<Up><Up>"));
}

#[test]
fn facets_count_marks_and_narrow_to_them() {
    insta::assert_snapshot!(sample(100, 30, "m<Down>m<Down>*<Up>f<Enter>"));
}

#[test]
fn the_queue_is_in_the_order_of_the_user() {
    insta::assert_snapshot!(sample(100, 30, "a<Down>a<Down>a<Down>aQ<Down>JJK"));
}

#[test]
fn the_queue_asks_for_a_time() {
    insta::assert_snapshot!(sample(80, 24, "a<Down>aQt4"));
    let screen = sample(80, 24, "a<Down>aQtsoon<Enter>");
    assert!(
        screen.contains("expected a time such as 40m or 1h20m") && screen.contains("I have soon"),
        "{screen}"
    );
    assert!(sample(80, 24, "a<Down>aQtsoon<Enter><Esc>").contains("Queue  2 talks"));
}

#[test]
fn a_watched_talk_leaves_the_queue() {
    let screen = sample(100, 30, "a<Down>aQm");
    assert!(screen.contains("Queue  1 talk"), "{screen}");
    let screen = sample(100, 30, "aQm");
    assert!(screen.contains("the queue is empty"), "{screen}");
}

#[test]
fn an_empty_queue_says_how_to_fill_it() {
    assert!(sample(100, 30, "Q").contains("the queue is empty; a adds the selected talk"));
}

#[test]
fn picked_talks_are_marked_together_and_let_go() {
    let screen = sample(100, 30, "vv<Down><Down>V");
    assert!(screen.contains("5 of 51 · 5 picked"), "{screen}");
    insta::assert_snapshot!(sample(100, 30, "vv<Down>Vm"));
    let screen = sample(100, 30, "vv<Down>Vm<Esc>");
    assert!(!screen.contains("picked"), "{screen}");
    let screen = sample(100, 30, "vv<Down>Vmu");
    assert!(screen.contains("undone: unmarked 4 talks") && !screen.contains('✓'), "{screen}");
}

#[test]
fn marking_everything_asks_first() {
    let screen = sample(100, 30, "M");
    assert!(
        screen.contains("press M again to mark 51 talks as watched") && !screen.contains('✓'),
        "{screen}"
    );
    assert!(!sample(100, 30, "M<Down>M").contains('✓'));
    assert!(sample(100, 30, "MM").contains("marked 51 talks as watched"));
    assert!(sample(100, 30, "/song<Enter>M").contains("marked 3 talks as watched"));
}

#[test]
fn opening_marks_as_started_and_undo_takes_it_back() {
    let screen = sample(100, 30, "<Enter>");
    assert!(screen.contains("started"), "{screen}");
    let screen = sample(100, 30, "<Enter>u");
    assert!(screen.contains("undone: unmarked “Planning") && screen.contains("as started"), "{screen}");
    let screen = sample(100, 30, "m<Enter>");
    assert!(screen.contains("✓ watched 2026-11-22") && !screen.contains("started"), "{screen}");
}

#[test]
fn after_the_own_change_the_list_stays() {
    let screen = sample(100, 30, "/is:unwatched<Enter>m");
    assert!(screen.contains("1 of 51"), "{screen}");
    let screen = sample(100, 30, "m/is:unwatched<Enter>");
    assert!(screen.contains("1 of 50"), "{screen}");
    let screen = sample(100, 30, "a<Down>a<Down>a/sort:queue is:queued<Enter>");
    assert!(screen.contains("1 of 3") && screen.contains("as queued"), "{screen}");
    let screen = sample(100, 30, "m/watched:today<Enter>");
    assert!(screen.contains("1 of 1"), "{screen}");
    assert!(sample(100, 30, "m/watched:yesterday<Enter>").contains("no matches"));
}

#[test]
fn a_line_is_added_to_the_note_in_place() {
    insta::assert_snapshot!(sample(100, 30, "Isee 12:30 for the **proof**"));
    insta::assert_snapshot!(sample(100, 30, "Isee 12:30 for the **proof**<Enter>I- and ask about it<Enter>"));
    let screen = sample(100, 30, "Ibefore<Enter>I12:30 the proof<Enter>");
    let row = screen.lines().position(|line| line.starts_with("  before")).unwrap();
    let next = screen.lines().nth(row + 1).unwrap();
    assert!(next.starts_with("  12:30") && next.contains("⟨1⟩ the proof"), "{screen}");
    let screen = sample(100, 30, "Isee 12:30 for the proof<Enter>/note:pro<Enter>");
    assert!(screen.contains("1 of 1"), "{screen}");
    assert!(sample(100, 30, "Isee the proof<Enter>/is:noted<Enter>").contains("1 of 1"));
    assert!(sample(100, 30, "Isee the proof<Enter>/note:roof<Enter>").contains("no matches"));
    assert!(sample(100, 30, "i").contains("would edit notes/2025-11-26-hoogeveen-j-a-han-"));
}

#[test]
fn a_key_goes_back_to_where_the_user_was_before_a_jump() {
    assert!(sample(100, 30, "'").contains("nowhere to go back to"));
    let screen = sample(100, 30, "<Down><Down>G'");
    assert!(screen.contains("3 of 51"), "{screen}");
    let screen = sample(100, 30, "<Down><Down>G''");
    assert!(screen.contains("51 of 51"), "{screen}");
    let screen = sample(100, 30, "/learning<Enter>x<Enter>'");
    assert!(screen.contains("/ learning") && screen.contains("1 of 26"), "{screen}");
}

#[test]
fn copying_takes_all_picked_talks() {
    let screen = sample(160, 40, "v<Down>vy");
    let link = |id: &str| format!("https://www.youtube.com/watch?v={id}");
    let links = format!("would copy {}  {}", link("uhKTjAYevCo"), link("J0-4hX0tAl4"));
    assert!(screen.contains(&links), "{screen}");
}

#[test]
fn picked_talks_stay_picked_when_their_file_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    let talk =
        |title: &str, at: u32| format!("- {{title: {title}, speaker: Ann {at}, date: 2022-01-0{at}}}\n");
    fs::write(&file, [talk("One", 1), talk("Two", 2), talk("Three", 3)].concat()).unwrap();
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 100, 30);
    press(&mut browser, "<Home>v<Down>v");
    fs::write(&file, [talk("New", 4), talk("One", 1), talk("Two, renamed", 2), talk("Three", 3)].concat())
        .unwrap();
    press(&mut browser, "r");
    let screen = render(&browser, Theme::new(true));
    assert!(screen.contains("2 picked"), "{screen}");
    press(&mut browser, "*");
    let screen = render(&browser, Theme::new(true));
    assert!(
        screen.contains("starred 2 talks") && screen.contains("★ Three") && screen.contains("★ One"),
        "{screen}"
    );
    fs::write(&file, talk("New", 4)).unwrap();
    press(&mut browser, "r");
    let screen = render(&browser, Theme::new(true));
    assert!(!screen.contains("picked"), "{screen}");
}

#[test]
fn links_of_all_picked_talks_are_listed() {
    insta::assert_snapshot!(sample(120, 30, "v<Down>vO"));
}

/// Whether a program can be started; says so if a test is skipped for want of it.
fn has(program: &str) -> bool {
    let found = std::process::Command::new(program).arg("--version").output().is_ok();
    if !found {
        println!("skipped: there is no {program}");
    }
    found
}

#[test]
fn git_carries_marks_between_two_machines() {
    if !has("git") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let git = |place: &Path, arguments: &[&str]| {
        let output = std::process::Command::new("git")
            .current_dir(place)
            .env("HOME", folder.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let shared = folder.path().join("shared.git");
    fs::create_dir(&shared).unwrap();
    git(&shared, &["init", "-q", "--bare"]);
    let homes = ["one", "other"].map(|name| folder.path().join(name));
    let journal = |home: &Path| home.join(".local/share/seminars-journal");
    for home in &homes {
        fs::create_dir(home).unwrap();
        seminars(home, &["mark", "starred", "speaker:bouman"]);
        git(&journal(home), &["init", "-q"]);
        git(&journal(home), &["remote", "add", "origin", shared.to_str().unwrap()]);
    }
    let [one, other] = &homes;
    let commit = |home: &Path| {
        git(&journal(home), &["add", "."]);
        git(&journal(home), &["commit", "-q", "--allow-empty", "-m", "marks"]);
    };
    let pull = |home: &Path| {
        git(&journal(home), &["pull", "-q", "--no-rebase", "--allow-unrelated-histories", "origin", "main"]);
    };
    seminars(one, &["mark", "watched", "speaker:lecun"]);
    seminars(other, &["queue", "add", "speaker:lecun"]);
    seminars(other, &["mark", "starred", "--not", "speaker:bouman"]);
    commit(one);
    git(&journal(one), &["push", "-q", "origin", "HEAD:main"]);
    commit(other);
    pull(other);
    git(&journal(other), &["push", "-q", "origin", "HEAD:main"]);
    pull(one);
    for query in ["is:watched", "is:starred", "is:queued"] {
        assert_eq!(seminars(one, &["list", query]).1, seminars(other, &["list", query]).1, "{query}");
    }
    // The star was removed last, and a watched talk has left the queue.
    assert_eq!(seminars(one, &["list", "is:starred"]).1, "");
    assert_eq!(seminars(one, &["list", "is:watched"]).1.lines().count(), 1);
    assert_eq!(seminars(one, &["list", "is:queued"]).1, "");
}

/// Runs the program with its folders in `home`; returns status, stdout and stderr.
fn seminars(home: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    output(program(home).args(arguments))
}

#[test]
fn scripts_mark_and_list() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let (status, out, error) = seminars(home, &["mark", "watched", "speaker:han"]);
    assert_eq!((status, out.as_str(), error.as_str()), (Some(0), "marked 4 talks as watched\n", ""));
    let (_, out, _) = seminars(home, &["mark", "starred", "2022-11-17-song-han"]);
    assert_eq!(out, "starred “Routing with Privacy for drone pack…”\n");
    let count = |query: &str| seminars(home, &["list", query]).1.lines().count();
    assert_eq!((count("is:watched"), count("is:starred"), count("is:unwatched")), (4, 1, 47));
    let (_, json, _) = seminars(home, &["list", "is:starred", "--format", "json"]);
    let talks: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mine = serde_json::json!({
        "watched": true, "started": false, "starred": true, "queued": false, "noted": false, "new": false
    });
    assert_eq!(talks[0]["mine"], mine);
    let (_, out, _) = seminars(home, &["mark", "watched", "--not", "speaker:han"]);
    assert_eq!((out.as_str(), count("is:watched")), ("unmarked 4 talks\n", 0));
    seminars(home, &["mark", "watched", "2022-11-17-song-han"]);
    let (status, out, _) = seminars(home, &["queue", "add", "2022-11-17-song-han"]);
    assert_eq!(status, Some(1));
    assert!(out.starts_with("already watched, so not queued: “Routing"), "{out}");
    let (status, _, error) = seminars(home, &["mark", "watched", "zzzzqq"]);
    assert_eq!((status, error.as_str()), (Some(1), "seminars: nothing matches `zzzzqq`\n"));
    for command in [["mark", "starred", ""], ["queue", "add", " "], ["journal", "forget", "sort:title"]] {
        let (status, _, error) = seminars(home, &command);
        assert!(status == Some(2) && error.contains("the query is empty"), "{command:?}: {error}");
    }
}

#[test]
fn scripts_fill_and_read_the_queue() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let archive = home.join("talks.yaml");
    fs::write(
        &archive,
        "- {title: Long, speaker: A, duration: 1h}\n- {title: Short, speaker: B, duration: 20m}\n- {title: Unknown, speaker: C}\n",
    )
    .unwrap();
    let path = archive.to_str().unwrap();
    let queue = |words: &[&str]| seminars(home, &[&["queue", "-a", path], words].concat());
    assert_eq!(queue(&[]).2, "seminars: the queue is empty\n");
    assert_eq!(queue(&["add", "speaker:a"]).1, "queued “Long”\n");
    assert_eq!(queue(&["add", "speaker:c"]).1, "queued “Unknown”\n");
    assert_eq!(queue(&["add", "speaker:b"]).1, "queued “Short”\n");
    let titles = |words: &[&str]| {
        let out = queue(words).1;
        out.lines().filter_map(|line| line.split('\t').nth(2)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(titles(&[]), "Long Unknown Short");
    assert_eq!(titles(&["--for", "40m"]), "Short");
    assert_eq!(titles(&["--for", "1h20m"]), "Long Short");
    assert_eq!(queue(&["--for", "5m"]).2, "seminars: nothing in the queue fits\n");
    assert_eq!(queue(&["remove", "speaker:a"]).1, "removed “Long” from the queue\n");
    assert_eq!(queue(&["clear"]).1, "removed 2 talks from the queue\n");
    assert_eq!(queue(&["add"]).0, Some(2));
    let (status, _, error) = queue(&["--for", "soon"]);
    assert!(status == Some(2) && error.contains("expected a time such as 40m"), "{error}");
}

#[test]
fn the_journal_is_taken_along_and_forgotten() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (one, other) = (one.path(), other.path());
    seminars(one, &["mark", "watched", "speaker:han"]);
    let (_, exported, _) = seminars(one, &["journal", "export"]);
    // Four events, and the end of their group.
    assert_eq!(exported.lines().count(), 5);
    let file = other.join("marks.jsonl");
    fs::write(&file, format!("{exported}no event\n")).unwrap();
    let file = file.to_str().unwrap();
    let (status, out, error) = seminars(other, &["journal", "import", file]);
    assert!(status == Some(0) && out.ends_with("marks.jsonl: 4 events added, 0 known\n"), "{out}");
    assert!(
        error.contains("marks.jsonl:6: expected an event as `seminars journal export` prints it"),
        "{error}"
    );
    assert!(seminars(other, &["journal", "import", file]).1.ends_with("0 events added, 4 known\n"));
    assert_eq!(seminars(other, &["list", "is:watched"]).1, seminars(one, &["list", "is:watched"]).1);
    assert_eq!(seminars(other, &["journal", "unmatched"]).1, "");
    fs::write(other.join("own.yaml"), "title: Another\nspeaker: Someone Else\n").unwrap();
    let elsewhere = other.join("own.yaml");
    let (_, out, _) = seminars(other, &["journal", "unmatched", "-a", elsewhere.to_str().unwrap()]);
    assert!(out.lines().count() == 4 && out.contains("(no such talk)"), "{out}");
    let (_, out, _) = seminars(other, &["journal", "forget", "song han"]);
    assert_eq!(out, "removed 1 event\n");
    assert_eq!(seminars(other, &["list", "is:watched"]).1.lines().count(), 3);
    assert_eq!(seminars(other, &["journal", "import"]).0, Some(2));
}

/// No file of ours is read as a talk, even if all folders are one.
#[test]
fn one_folder_for_everything_keeps_talks_and_own_files_apart() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let data = home.join("all/seminars");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("talk.yaml"), "title: Only\nspeaker: One\n").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = program(home);
        for folder in ["XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(folder, home.join("all"));
        }
        output(command.args(arguments)).1
    };
    run(&["mark", "watched", "only"]);
    run(&["mark", "starred", "only"]);
    assert_eq!(run(&["list"]).lines().count(), 1);
    assert_eq!(run(&["list", "is:watched"]).lines().count(), 1);
    assert_eq!(run(&["check", "--notes"]), "0 errors, 0 warnings, 0 notes in 1 talk\n");
}
