//! A child that owns the terminal for a while.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::harness::{Options, Pty};
use super::{app, modes};

/// The sample archive as files, which can be edited, unlike those in the program.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seminars");

fn options_with_files() -> Options {
    Options::new(app::PROGRAM).args([SAMPLE])
}

/// Starts the program with an editor that is this shell script.
fn start_with_editor(name: &str, script: &str, options: Options) -> Pty {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    app::start_with(options.env("SAMPLE", SAMPLE).env("EDITOR", &format!("'{}'", path.display())))
}

#[test]
fn a_child_gets_the_terminal_and_all_keys() {
    let script = "echo the child asks; read answer; echo \"got $answer\"; read again";
    let mut pty = start_with_editor("asking", script, options_with_files());
    pty.keys("e");
    pty.wait_for_text("the child asks");
    assert_eq!(pty.modes(), modes::initial());
    assert!(pty.are_settings_restored());
    pty.keys("quit<Enter>");
    pty.wait_for_text("got quit");
    pty.keys("<Enter>");
    app::wait_until_shown(&pty);
    app::check_alive(&pty);
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
}

#[test]
fn ctrl_c_in_a_child_ends_the_child_alone() {
    // It leaves no text behind that could be taken for the next child's.
    let script = "trap 'clear; exit' INT; echo the child waits; while :; do read line; done";
    let mut pty = start_with_editor("waiting", script, options_with_files());
    for _ in 0..3 {
        pty.keys("e");
        pty.wait_for_text("the child waits");
        pty.keys("<C-c>");
        app::wait_until_shown(&pty);
        app::check_alive(&pty);
    }
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
}

#[test]
fn a_child_gets_the_terminal_even_when_stdin_is_data() {
    let script = "echo the child asks; read answer; echo \"got $answer\"; read again";
    let options = Options::new("sh").args(["-c", "printf 'title: x\\n' | \"$SEMINARS\" \"$SAMPLE\""]);
    let mut pty = start_with_editor("asking-too", script, options);
    pty.keys("e");
    pty.wait_for_text("the child asks");
    pty.keys("quit<Enter>");
    pty.wait_for_text("got quit");
    pty.keys("<Enter>");
    app::wait_until_shown(&pty);
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
}
