//! Ctrl-Z, `fg`, `bg` and stops from outside, under real shells.

use rustix::process::Signal;

use super::harness::{Options, Pty};
use super::{app, modes};

/// Waits until bash is back in front, and checks that it has the terminal as it was.
fn wait_for_stop(pty: &Pty) {
    pty.wait_for_text("Stopped");
    app::wait_for_shell(pty);
    assert_eq!(pty.modes(), modes::initial());
}

fn end_bash(mut pty: Pty) {
    pty.keys("q");
    app::wait_for_shell(&pty);
    pty.send_line("exit");
    pty.wait_for_restored_end();
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back() {
    let pty = app::start_in_bash("\"$SEMINARS\"");
    for _ in 0..3 {
        pty.keys("<C-z>");
        wait_for_stop(&pty);
        pty.send_line("clear; fg");
        app::wait_until_shown(&pty);
        app::check_alive(&pty);
    }
    end_bash(pty);
}

#[test]
fn a_script_around_it_stops_with_it() {
    let mut pty = app::start_in_bash("sh -c '\"$SEMINARS\"; echo line $((6 * 7))'");
    pty.keys("<C-z>");
    wait_for_stop(&pty);
    pty.send_line("clear; fg");
    app::wait_until_shown(&pty);
    app::check_alive(&pty);
    pty.keys("q");
    pty.wait_for_text("line 42");
    app::wait_for_shell(&pty);
    pty.send_line("exit");
    pty.wait_for_restored_end();
}

#[test]
fn without_a_shell_around_it_ctrl_z_stops_nothing() {
    let mut alone = app::start();
    alone.keys("<C-z>");
    app::check_alive(&alone);
    alone.signal(Signal::TSTP);
    app::check_alive(&alone);
    alone.keys("q");
    alone.wait_for_restored_end();

    let mut script = app::start_with(Options::new("sh").args(["-c", "\"$SEMINARS\"; echo the script ended"]));
    script.keys("<C-z>");
    app::check_alive(&script);
    script.keys("q");
    script.wait_for_text("the script ended");
    script.wait_for_restored_end();
}

#[test]
fn in_the_background_it_waits_for_fg() {
    let pty = app::start_in_bash("\"$SEMINARS\"");
    pty.keys("<C-z>");
    wait_for_stop(&pty);
    pty.send_line("clear; bg; until jobs -s | grep .; do :; done; echo waiting");
    pty.wait_for_text("waiting");
    app::wait_for_shell(&pty);
    pty.send_line("clear; fg");
    app::wait_until_shown(&pty);
    app::check_alive(&pty);
    end_bash(pty);
}

#[test]
fn a_stop_from_outside_is_like_ctrl_z() {
    let pty = app::start_in_bash("\"$SEMINARS\"");
    pty.signal_foreground(Signal::TSTP);
    wait_for_stop(&pty);
    pty.send_line("clear; fg");
    app::wait_until_shown(&pty);
    app::check_alive(&pty);
    end_bash(pty);
}

#[test]
fn a_stop_that_nobody_can_catch_is_repaired_at_fg() {
    let pty = app::start_in_bash("\"$SEMINARS\"");
    pty.signal_foreground(Signal::STOP);
    pty.wait_for_text("Stopped");
    app::wait_for_shell(&pty);
    pty.send_line("clear; fg");
    app::wait_until_shown(&pty);
    app::check_alive(&pty);
    end_bash(pty);
}

#[test]
fn a_stopped_job_that_is_terminated_leaves_the_shell_alone() {
    let mut pty = app::start_in_bash("\"$SEMINARS\"");
    pty.keys("<C-z>");
    wait_for_stop(&pty);
    // Not `wait`, which a job that stops again would satisfy.
    pty.send_line("clear; kill %1; while kill -0 %1; do :; done; echo ended");
    pty.wait_for_text("ended");
    app::wait_for_shell(&pty);
    assert_eq!(pty.modes(), modes::initial());
    pty.send_line("exit");
    pty.wait_for_restored_end();
}
