//! The mouse through a real terminal, as SGR sequences.

use super::app;
use super::harness::{Options, Pty};
use super::watching::Launcher;

/// Presses and releases the left button at a column and row, counted from 0.
fn click(pty: &Pty, column: usize, row: usize) {
    let (column, row) = (column + 1, row + 1);
    pty.bytes(format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m").as_bytes());
}

/// Where a text stands on the screen.
fn place_of(pty: &Pty, text: &str) -> (usize, usize) {
    let screen = pty.wait_for_text(text);
    let rows = screen.rows().iter().enumerate();
    let found =
        rows.into_iter().find_map(|(row, line)| Some((line.split_once(text)?.0.chars().count(), row)));
    found.unwrap()
}

fn click_on(pty: &Pty, text: &str) {
    let (column, row) = place_of(pty, text);
    click(pty, column, row);
}

fn start(columns: u16, rows: u16) -> (tempfile::TempDir, Pty) {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().to_string_lossy().into_owned();
    let options = Options::new(app::PROGRAM).size(columns, rows).env("XDG_STATE_HOME", &state);
    (home, app::start_with(options))
}

#[test]
fn talks_hints_and_overlays_are_clicked() {
    let (_home, mut pty) = start(100, 30);
    click_on(&pty, "Katie Bouman");
    pty.wait_for("the talk that was clicked", |screen| {
        screen.rows().iter().any(|row| row.starts_with("▌ 2024-09-16"))
    });
    // The hints have moved: the first frame had others.
    pty.wait_for_text("q quit");
    click_on(&pty, "? help");
    pty.wait_for_text("Essentials");
    pty.keys("sort");
    click_on(&pty, "sort the list");
    click_on(&pty, "oldest first");
    pty.wait_for_text("51 talks · oldest first");
    click_on(&pty, "? help");
    pty.wait_for_text("Essentials");
    click(&pty, 1, 20);
    pty.wait_for("no overlay", |screen| !screen.contains("Essentials"));
    click_on(&pty, "q quit");
    pty.wait_for_restored_end();
}

#[test]
fn the_wheel_scrolls_and_the_divider_is_dragged_and_stays() {
    let (_home, mut pty) = start(100, 30);
    pty.bytes(b"\x1b[<65;10;6M");
    pty.wait_for("a list that begins with another talk", |screen| screen.row(2).contains("Daniele Vigo"));
    let rule = "────────";
    let (column, row) = place_of(&pty, rule);
    let (column, row) = (column + 5, row + 1);
    pty.bytes(
        format!("\x1b[<0;{column};{row}M\x1b[<32;{column};{}M\x1b[<0;{column};{}m", row + 4, row + 4)
            .as_bytes(),
    );
    pty.wait_for("the divider further down", |screen| screen.row(row + 3).contains(rule));
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn a_double_click_opens_the_recording() {
    let launcher = Launcher::new("double-click");
    let mut pty = launcher.start(100, 30);
    let (column, row) = place_of(&pty, "Katie Bouman");
    click(&pty, column, row);
    click(&pty, column, row);
    pty.wait_for_text("opened https://www.youtube.com/");
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn links_are_told_to_the_terminal_unless_they_are_not_wanted() {
    for (arguments, is_told) in [(&[][..], true), (&["--no-hyperlinks"][..], false)] {
        let options = Options::new(app::PROGRAM).size(100, 30).args(arguments.iter().copied());
        let mut pty = app::start_with(options.env("TERM", "xterm-256color").env("TERM_PROGRAM", ""));
        pty.wait_for_text("youtube.com");
        pty.keys("q");
        pty.wait_for_restored_end();
        let output = pty.output();
        assert_eq!(
            output.contains("\x1b]8;id=") && output.contains(";https://www.youtube.com/watch?v="),
            is_told
        );
    }
    let mut pty = app::start_with(Options::new(app::PROGRAM).size(100, 30).env("TERM", "linux"));
    pty.wait_for_text("youtube.com");
    pty.keys("q");
    pty.wait_for_restored_end();
    assert!(!pty.output().contains("\x1b]8;"));
}
