//! Where it starts, and where it does not.

use super::app;
use super::harness::Options;

fn shell(script: &str) -> Options {
    Options::new("sh").args(["-c", script])
}

#[test]
fn the_first_frame_is_whole_and_asks_the_terminal_nothing() {
    let mut pty = app::start();
    let output = pty.output();
    assert!(output.starts_with("\x1b[?1049h"), "{}", output.escape_debug());
    for (question, name) in [
        ("[6n", "cursor"),
        ("[c", "device"),
        ("[>", "version"),
        ("]1", "colour"),
        ("$p", "mode"),
        ("[?u", "keyboard"),
    ] {
        assert!(
            !output.contains(&format!("\x1b{question}")),
            "asks for the {name}: {}",
            output.escape_debug()
        );
    }
    assert!(!pty.modes().contains(&1003), "every move of the mouse would wake the program");
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
}

#[test]
fn stdin_may_be_data() {
    let mut pty = app::start_with(shell("printf 'title: From a pipe\\n' | \"$SEMINARS\""));
    app::check_alive(&pty);
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
}

#[test]
fn stdout_that_is_not_a_terminal_is_refused_with_advice() {
    let mut pty = shell("\"$SEMINARS\" | cat; \"$SEMINARS\" > /dev/null; echo \"status $?\"").start();
    let screen = pty.wait_for_text("status 2");
    assert!(screen.contains("seminars list"), "{}", screen.rows().join("\n"));
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
    assert!(!pty.output().contains('\x1b'), "{}", pty.output().escape_debug());
}

#[test]
fn a_dumb_terminal_is_enough() {
    let mut pty = app::start_with(Options::new(app::PROGRAM).env("TERM", "dumb"));
    app::check_alive(&pty);
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
}

#[test]
fn without_utf_8_everything_is_ascii() {
    let mut pty = app::start_with(Options::new(app::PROGRAM).size(120, 40).env("LC_ALL", "C"));
    app::open_prompt(&pty, "kegl");
    let screen = pty.wait_for_text("Balazs Kegl");
    assert!(
        screen.rows().iter().any(|row| row.starts_with('#') && row.contains(" > ")),
        "{:#?}",
        screen.rows()
    );
    pty.keys("<Enter>?");
    pty.wait_for_text("Keys");
    pty.keys("<Esc><Esc>q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
    assert!(pty.output().is_ascii(), "{}", pty.output().escape_debug());
}
