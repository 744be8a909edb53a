//! History and saved searches outlive the program.

use super::app;
use super::harness::{Options, Pty};

/// The program with folders of its own below `home`.
fn start(home: &tempfile::TempDir) -> Pty {
    let folder = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let options = Options::new(app::PROGRAM);
    let options = options.env("XDG_STATE_HOME", &folder("state")).env("XDG_CONFIG_HOME", &folder("config"));
    app::start_with(options.args(["--fresh"]))
}

#[test]
fn a_query_that_was_kept_comes_back_with_up() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(&home);
    app::open_prompt(&pty, "song han");
    // What is written is waited for, however soon the end comes.
    pty.keys("<Enter>q");
    pty.wait_for_restored_end();
    let mut pty = start(&home);
    app::open_prompt(&pty, "");
    pty.keys("<Up>");
    app::wait_for_prompt(&pty, "song han");
    pty.keys("<C-c>");
    pty.wait_for_restored_end();
}

#[test]
fn a_search_that_was_saved_stands_on_top_of_the_facets() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(&home);
    app::open_prompt(&pty, "privacy -drone");
    pty.keys("<Enter>wPrivate talks<Enter>q");
    pty.wait_for_restored_end();
    let file = std::fs::read_to_string(home.path().join("config/seminars/searches.toml")).unwrap();
    assert_eq!(file, "[[search]]\nname = \"Private talks\"\nquery = \"privacy -drone\"\n");
    let mut pty = start(&home);
    pty.keys("f");
    pty.wait_for_text("Private talks");
    pty.keys("<Enter>");
    pty.wait_for_text("1 of 51 · best match");
    pty.keys("<Esc>q");
    pty.wait_for_restored_end();
}

#[test]
fn the_layout_is_remembered() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(&home);
    pty.keys("LL<lt><lt>");
    pty.wait_for("two panes side by side", |screen| screen.row(10).contains('│'));
    pty.keys("q");
    pty.wait_for_restored_end();
    let file = std::fs::read_to_string(home.path().join("state/seminars/layout.toml")).unwrap();
    assert!(file.contains("arrangement = \"side by side\""), "{file}");
    let mut pty = start(&home);
    pty.wait_for("the divider where it was", |screen| screen.row(10).chars().nth(36) == Some('│'));
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn talks_that_are_new_since_the_last_visit_are_marked_until_they_are_seen() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("talks");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.yaml"), "- {title: One, speaker: Ann, date: 2022-01-01}\n").unwrap();
    let start = || {
        let path = folder.to_string_lossy().into_owned();
        let options = Options::new(app::PROGRAM).env("HOME", &home.path().to_string_lossy()).args([&*path]);
        let pty = options.start();
        pty.wait_for("the talks", |screen| screen.contains("One") && screen.contains("q quit"));
        pty
    };
    let mut pty = start();
    assert!(!pty.now().contains("new"), "at the first visit nothing is new");
    pty.keys("q");
    pty.wait_for_restored_end();

    std::fs::write(
        folder.join("b.yaml"),
        "- {title: Two, speaker: Bo, date: 2021-01-01}\n- {title: Three, speaker: Cy, date: 2020-01-01}\n",
    )
    .unwrap();
    let mut pty = start();
    pty.wait_for("two new talks", |screen| screen.row(0).contains("2 new · 3 talks"));
    pty.keys("]");
    // It is selected, and after a second it is seen.
    pty.wait_for("one new talk", |screen| screen.row(0).contains("1 new · 3 talks"));
    pty.keys("A");
    pty.wait_for_text("1 talk seen");
    pty.keys("u");
    pty.wait_for_text("undone: 1 talk new again");
    pty.keys("q");
    pty.wait_for_restored_end();

    let mut pty = start();
    pty.wait_for("the other new talk", |screen| screen.row(0).contains("1 new · 3 talks"));
    assert!(pty.now().contains("• Three"));
    pty.keys("Aq");
    pty.wait_for_restored_end();
    let mut pty = start();
    assert!(!pty.now().row(0).contains("new ·"));
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn two_windows_show_each_others_marks() {
    let home = tempfile::tempdir().unwrap();
    let start = || {
        let pty = Options::new(app::PROGRAM).env("HOME", &home.path().to_string_lossy()).start();
        app::wait_until_shown(&pty);
        pty
    };
    let (mut one, mut other) = (start(), start());
    one.keys("<Home>m");
    one.wait_for_text("marked “");
    other.wait_for("the mark of the other window", |screen| screen.row(2).contains('✓'));
    other.keys("<Home>m");
    other.wait_for_text("unmarked “");
    one.wait_for("no mark", |screen| !screen.row(2).contains('✓'));
    for pty in [&mut one, &mut other] {
        pty.keys("q");
        pty.wait_for_restored_end();
    }
}

#[test]
fn the_next_start_continues_where_the_user_was() {
    let home = tempfile::tempdir().unwrap();
    let start = |arguments: &[&str]| {
        let options = Options::new(app::PROGRAM).env("HOME", &home.path().to_string_lossy());
        app::start_with(options.args(arguments.iter().copied()))
    };
    let has_row = |row: &'static str| {
        move |screen: &super::screen::Screen| screen.rows().iter().any(|line| line.starts_with(row))
    };
    let mut pty = start(&[]);
    pty.keys("<Home><Down><Down><Down>");
    pty.wait_for("the fourth talk", has_row("▌ 2025-03-12"));
    pty.keys("q");
    pty.wait_for_restored_end();
    let mut pty = start(&[]);
    pty.wait_for("the fourth talk again", has_row("▌ 2025-03-12"));
    app::open_prompt(&pty, "learning");
    pty.keys("<Enter>");
    pty.wait_for("all matches", |screen| screen.row(0).contains("26 of 51"));
    pty.keys("<End>");
    pty.wait_for("the last match", |screen| {
        screen.row(0).contains("/ learning") && screen.contains("26 of 26")
    });
    pty.keys("q");
    pty.wait_for_restored_end();
    let mut pty = Options::new(app::PROGRAM).env("HOME", &home.path().to_string_lossy()).start();
    pty.wait_for("the last match again", |screen| {
        screen.row(0).contains("/ learning") && screen.contains("26 of 26")
    });
    pty.keys("<Esc>q");
    pty.wait_for_restored_end();
    let mut pty = start(&["--fresh"]);
    pty.wait_for("the newest talk", has_row("▌ 2025-11-26"));
    pty.keys("q");
    pty.wait_for_restored_end();
}
