//! History and saved searches outlive the program.

use super::app;
use super::harness::{Options, Pty};

/// The program with folders of its own below `home`.
fn start(home: &tempfile::TempDir) -> Pty {
    let folder = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let options = Options::new(app::PROGRAM);
    app::start_with(options.env("XDG_STATE_HOME", &folder("state")).env("XDG_CONFIG_HOME", &folder("config")))
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
