//! The command line as a script sees it: output, errors, exit status.

use std::path::Path;
use std::process::Command;

use assert_cmd::assert::OutputAssertExt;
use assert_cmd::cargo::CommandCargoExt;

/// The program in an environment of its own: an empty home, no variable of the machine's.
pub(super) fn seminars(home: &Path) -> Command {
    let mut command = Command::cargo_bin("seminars").unwrap();
    command.env_clear().env("HOME", home).env("PATH", "").current_dir(home);
    command
}

/// What commands say on stderr of the sample archive, in which two talks have one title.
const SAMPLE_PROBLEM: &str = "seminars: 1 problem in the sample archive; see `seminars check`\n";

/// Status, stdout and stderr, without the problem of the sample archive.
pub(super) fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr).replace(SAMPLE_PROBLEM, ""))
}

pub(super) fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    output(seminars(home.path()).args(arguments))
}

#[test]
fn list_prints_all_talks_newest_first_with_tabs() {
    let (status, out, err) = run(&["list"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    assert_eq!(out.lines().count(), 51);
    assert_eq!(
        out.lines().next(),
        Some(
            "2025-11-26\tHoogeveen, J.A. (Han)\tPlanning shunting operations at railway hubs\thttps://www.youtube.com/watch?v=uhKTjAYevCo"
        )
    );
}

#[test]
fn a_command_that_is_misspelt_is_suggested() {
    let (status, _, err) = run(&["lsit"]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains("lsit: no such file or folder") && err.contains("did you mean `seminars list`?"),
        "{err}"
    );
    let (_, _, err) = run(&["some/lsit"]);
    assert!(!err.contains("did you mean"), "{err}");
}

#[test]
fn a_dash_is_standard_input_in_any_format() {
    let home = tempfile::tempdir().unwrap();
    let piped = |arguments: &[&str], text: &str| {
        let mut command = assert_cmd::Command::from_std(seminars(home.path()));
        let output = command.args(arguments).write_stdin(text).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    for text in [
        "title: One\nspeaker: Ann Dove\n",
        "[{\"title\": \"One\", \"speaker\": \"Ann Dove\"}]",
        "title,speaker,date\nOne,Ann Dove,2022-11-17\nTwo,Ben Elm,2022-11-18\n",
    ] {
        let (status, out, err) = piped(&["list", "-a", "-", "ann"], text);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{text}");
        assert!(out.contains("Ann Dove\tOne") && out.lines().count() == 1, "{out}");
    }
    let (status, out, _) = piped(&["check", "-"], "- title: One\n  speaker: Ann Dove\n  dat: 2022\n");
    assert_eq!(status, Some(0));
    assert!(out.contains("unknown-field") && out.contains("<stdin>.yaml:3"), "{out}");
    let (status, _, err) = piped(&["import", "-", "--single", "all.yaml"], "title: One\nspeaker: Ann Dove\n");
    let written = std::fs::read_to_string(home.path().join("all.yaml")).unwrap();
    assert!(status == Some(0) && written.contains("id: ann-dove\n"), "{err}{written}");
    let (status, _, err) = piped(&["check", "-", "more"], "");
    assert_eq!(status, Some(2));
    assert!(err.contains("cannot be combined"), "{err}");
}

#[test]
fn an_archive_without_talks_is_said_to_be_so() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("empty")).unwrap();
    for arguments in [&["list", "-a", "empty"][..], &["check", "empty"]] {
        let (status, _, err) = output(seminars(home.path()).args(arguments));
        assert_eq!((status, err.as_str()), (Some(0), "seminars: no talks in empty\n"));
    }
}

#[test]
fn colours_come_as_asked() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.yaml"), "- title: A\n  speaker: B\n  date: soon\n").unwrap();
    let is_coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = seminars(home.path());
        command.args(["check", "a.yaml"]).args(arguments).envs(variables.iter().copied());
        output(&mut command).1.contains('\u{1b}')
    };
    assert!(!is_coloured(&[], &[("TERM", "xterm")]), "this is no terminal");
    assert!(is_coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(is_coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn list_with_words_prints_the_best_first() {
    let (status, out, _) = run(&["list", "song", "han"]);
    assert_eq!(status, Some(0));
    assert!(out.starts_with("2022-11-17\tSong Han\t"), "{out}");
}

/// The number before ` problem` in a text, 0 without one.
fn problem_count(text: &str) -> usize {
    let before = text.split(" problem").next().filter(|before| before.len() < text.len()).unwrap_or("0");
    before.split_whitespace().last().unwrap().parse().unwrap()
}

#[test]
fn list_check_and_browser_count_the_same_problems() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases");
    let mut folders: Vec<_> = std::fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.push(cases.clone());
    let mut total = 0;
    for folder in &folders {
        let folder = folder.to_str().unwrap();
        let (_, _, listed) = run(&["list", "-a", folder]);
        let (_, checked, _) = run(&["check", "--format", "json", folder]);
        let checked: Vec<serde_json::Value> = serde_json::from_str(&checked).unwrap();
        let (_, screen, _) = run(&["screen", "-a", folder]);
        let counts = [problem_count(&listed), problem_count(screen.lines().last().unwrap())];
        assert_eq!(counts, [checked.len(); 2], "{folder}: {listed}{screen}");
        total += checked.len();
    }
    assert!(total > 0);
}

#[test]
fn nothing_found_is_status_1_and_a_message() {
    let (status, out, err) = run(&["list", "zzzz"]);
    assert_eq!((status, out.as_str(), err.as_str()), (Some(1), "", "seminars: nothing matches `zzzz`\n"));
    let (status, _, err) = run(&["open", "zz\x1b[1mzz"]);
    assert_eq!((status, err.as_str()), (Some(1), "seminars: nothing matches `zz[1mzz`\n"));
}

#[test]
fn the_query_language_holds_on_the_command_line() {
    for (arguments, count) in [
        (&["list", "speaker:han"][..], 4),
        (&["list", "speaker:han", "not:hoogeveen"], 3),
        (&["list", "--", "speaker:han", "-hoogeveen"], 3),
        (&["list", "\"song han\""], 1),
        (&["list", "song han OR bouman"], 2),
        (&["list", "date:2022-11", "sort:title"], 3),
    ] {
        let (status, out, err) = run(arguments);
        assert_eq!((status, out.lines().count(), err.as_str()), (Some(0), count, ""), "{arguments:?}: {out}");
    }
}

#[test]
fn a_malformed_query_is_status_2_and_says_where_and_what() {
    let (status, out, err) = run(&["list", "routing", "speeker:han"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    insta::assert_snapshot!(err);
    let (status, _, err) = run(&["-q", "\"routing"]);
    assert_eq!(
        (status, err.as_str()),
        (Some(2), "seminars: query, column 1: expected `\"` at the end of the phrase\n")
    );
    for word in ["routing", "han", "vision"] {
        let (status, out, err) = run(&["list", "song", &format!("-{word}")]);
        assert_eq!((status, out.as_str()), (Some(2), ""));
        let expected = format!(
            "seminars: `-{word}` is not an option; to exclude a word, write not:{word}, or put `--` before it: seminars list -- -{word}\n"
        );
        assert_eq!(err, expected);
    }
}

#[test]
fn a_path_that_is_not_there_is_status_2() {
    for arguments in [&["list", "-a", "nowhere"][..], &["nowhere"], &["paths", "-a", "nowhere"]] {
        let (status, _, err) = run(arguments);
        assert_eq!(status, Some(2));
        assert_eq!(err, "seminars: nowhere: no such file or folder (give a folder or a file that exists)\n");
    }
}

#[test]
fn without_a_terminal_the_browser_names_list() {
    let (status, out, err) = run(&[]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert_eq!(err, "seminars: stdout is not a terminal; `seminars list` prints the talks as plain lines\n");
}

#[test]
fn more_than_one_best_talk_is_listed_and_status_1() {
    let (status, out, err) = run(&["open", "bastani"]);
    assert_eq!(status, Some(1));
    assert_eq!(out.lines().count(), 2, "{out}");
    assert_eq!(err, "seminars: 2 talks match equally well; add a word\n");
}

#[test]
fn a_browser_that_cannot_be_started_is_status_2_and_shows_the_link() {
    let (status, _, err) = run(&["open", "song han"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("cannot start a browser for https://www.youtube.com/watch?v=ZW_c1Oozhsw"), "{err}");
}

#[cfg(unix)]
#[test]
fn open_hands_the_link_to_the_system_browser() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let launcher = home.path().join("xdg-open");
    std::fs::write(&launcher, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HOME/opened\"\necho noise\n").unwrap();
    std::fs::set_permissions(&launcher, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (status, out, err) =
        output(seminars(home.path()).env("PATH", home.path()).args(["open", "song", "han"]));
    assert_eq!((status, err.as_str()), (Some(0), ""));
    assert_eq!(out, "opened https://www.youtube.com/watch?v=ZW_c1Oozhsw\n");
    let opened = std::fs::read_to_string(home.path().join("opened")).unwrap();
    assert_eq!(opened, "https://www.youtube.com/watch?v=ZW_c1Oozhsw\n");
}

#[test]
fn problems_are_one_line_on_stderr_and_the_good_records_are_listed() {
    let home = tempfile::tempdir().unwrap();
    let talks = home.path().join("talks");
    std::fs::create_dir(&talks).unwrap();
    std::fs::write(talks.join("bad.yaml"), "title: [\n").unwrap();
    std::fs::write(talks.join("good.yaml"), "title: Good\nspeaker: Ann\n").unwrap();
    let (status, out, err) = output(seminars(home.path()).args(["list", "-a", "talks"]));
    assert_eq!((status, out.as_str()), (Some(0), "\tAnn\tGood\t\n"));
    assert_eq!(err.lines().count(), 1, "{err}");
    assert_eq!(err, "seminars: 1 problem in talks; see `seminars check`\n");
}

#[test]
fn paths_tells_what_was_considered() {
    let home = tempfile::tempdir().unwrap();
    let (_, out, _) = output(seminars(home.path()).arg("paths"));
    let out = out.replace(&*home.path().to_string_lossy(), "HOME");
    insta::assert_snapshot!(out);
}

#[test]
fn screen_prints_text_ansi_and_a_picture() {
    let screen = |more: &[&str]| {
        let mut arguments =
            vec!["screen", "--size", "120x12", "--today", "2026-11-22", "--keys", "/song han"];
        arguments.extend(more);
        run(&arguments).1
    };
    assert!(screen(&[]).contains("▌ 2022-11-17  Song Han"));
    assert!(screen(&["--format", "ansi"]).contains("\x1b[0;4;33mSong"));
    insta::assert_snapshot!(screen(&["--format", "svg"]));
}

#[test]
fn wrong_sizes_and_keys_are_explained() {
    let (status, _, err) = run(&["screen", "--size", "huge"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("expected columns and rows as in 120x40"), "{err}");
    let (status, _, err) = run(&["screen", "--keys", "<Nope>"]);
    assert_eq!(status, Some(2));
    assert!(err.starts_with("seminars: unknown key `<Nope>`; known keys: <Enter>"), "{err}");
}

#[test]
fn help_and_version_are_status_0() {
    let home = tempfile::tempdir().unwrap();
    seminars(home.path()).arg("--version").assert().success();
    seminars(home.path()).arg("--help").assert().success();
}

/// An archive that is large enough for a cache, in the folder `talks` of a home.
fn write_large_archive(home: &Path) {
    let line = "  A line of an abstract that says what the talk is about, at some length.\n";
    for name in ["one", "two", "three"] {
        let text = format!(
            "title: Talk {name}\nspeaker: Ann Dove\ndate: 2022-01-01\nabstract: |\n{}",
            line.repeat(6_000)
        );
        std::fs::create_dir_all(home.join("talks")).unwrap();
        std::fs::write(home.join("talks").join(name).with_extension("yaml"), text).unwrap();
    }
}

#[test]
fn commands_answer_from_the_cache_and_see_what_has_changed() {
    let home = tempfile::tempdir().unwrap();
    write_large_archive(home.path());
    let list = |arguments: &[&str]| {
        let all = [&["list", "-a", "talks", "--format", "tsv"], arguments].concat();
        let (status, out, _) = output(seminars(home.path()).args(all));
        let titles = out.lines().map(|line| line.split('\t').nth(2).unwrap().to_owned());
        (status, titles.collect::<Vec<_>>())
    };
    let cache = home.path().join(".cache/seminars");
    let files = || std::fs::read_dir(&cache).map_or(0, Iterator::count);
    let all = (Some(0), ["Talk one", "Talk three", "Talk two"].map(str::to_owned).to_vec());
    assert_eq!((list(&["--no-cache"]), files()), (all.clone(), 0));
    assert_eq!((list(&[]), files()), (all.clone(), 3));
    let file = || std::fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    let written = || std::fs::metadata(file()).unwrap().modified().unwrap();
    let before = written();
    assert_eq!(list(&["length"]), all);
    assert_eq!(written(), before);
    std::fs::write(
        home.path().join("talks/two.yaml"),
        "title: Changed\nspeaker: Ann Dove\ndate: 2022-01-01\n",
    )
    .unwrap();
    std::fs::remove_file(home.path().join("talks/three.yaml")).unwrap();
    let now = (Some(0), ["Talk one", "Changed"].map(str::to_owned).to_vec());
    assert_eq!(list(&[]), now);
    // A cache that is damaged or cannot be written costs time and nothing else.
    for path in std::fs::read_dir(&cache).unwrap() {
        std::fs::write(path.unwrap().path(), "damaged").unwrap();
    }
    assert_eq!(list(&["dove"]), now);
    std::fs::remove_dir_all(&cache).unwrap();
    std::fs::write(&cache, "a file").unwrap();
    assert_eq!(list(&["dove"]), now);
}
