//! However the program ends, the terminal is restored.

use rustix::process::Signal;

use super::app;
use super::harness::{Options, Pty};

fn start_with_panic(place: &str) -> Pty {
    Options::new(app::PROGRAM).env("SEMINARS_PANIC", place).start()
}

#[test]
fn q_ends_it() {
    let mut pty = app::start();
    assert!(!pty.are_settings_restored(), "raw mode was never set");
    pty.keys("q");
    let status = pty.wait_for_restored_end();
    assert!(status.success(), "{status:?}");
}

#[test]
fn ctrl_c_ends_it_even_from_the_prompt() {
    let mut pty = app::start();
    app::open_prompt(&pty, "song");
    pty.keys("<C-c>");
    let status = pty.wait_for_restored_end();
    assert!(status.success(), "{status:?}");
}

#[test]
fn a_panic_prints_its_message_on_the_restored_screen() {
    let mut pty = start_with_panic("main");
    let status = pty.wait_for_restored_end();
    assert_eq!(status.exit_code(), 101);
    let output = pty.output();
    let (_, after) = output.rsplit_once("\x1b[?1049l").expect("the alternate screen was left");
    assert!(after.contains("panicked at"), "{}", after.escape_debug());
}

#[test]
fn an_abort_restores_the_terminal_first() {
    let mut own = start_with_panic("abort");
    let mut sent = app::start();
    sent.signal(Signal::ABORT);
    for pty in [&mut own, &mut sent] {
        let status = pty.wait_for_restored_end();
        assert!(status.to_string().contains("Aborted"), "{status:?}");
        assert!(pty.output().ends_with("probably out of memory\r\n"), "{}", pty.output().escape_debug());
    }
}

#[test]
fn a_panic_in_the_background_leaves_the_screen() {
    let mut pty = start_with_panic("thread");
    app::wait_until_shown(&pty);
    app::check_alive(&pty);
    assert!(!pty.output().contains("panicked at"));
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
}

#[test]
fn the_signals_that_ask_for_the_end_are_obeyed_and_seen_from_outside() {
    for (signal, name) in [
        (Signal::TERM, "Terminated"),
        (Signal::INT, "Interrupt"),
        (Signal::QUIT, "Quit"),
        (Signal::HUP, "Hangup"),
    ] {
        let mut pty = app::start();
        pty.signal(signal);
        let status = pty.wait_for_restored_end();
        assert!(status.signal().is_some_and(|signal| signal.contains(name)), "{name}: {status:?}");
    }
}

#[test]
fn a_shell_sees_why_it_ended() {
    let mut pty = app::start_in_bash("\"$SEMINARS\"");
    pty.signal_foreground(Signal::TERM);
    app::wait_for_shell(&pty);
    pty.send_line("echo \"status $?\"; exit");
    pty.wait_for_text("status 143");
    pty.wait_for_restored_end();
}

#[test]
fn a_terminal_that_nobody_reads_keeps_nobody_alive() {
    let pty = app::start();
    pty.stop_reading();
    pty.fill_output();
    // From the next frame on the program is stuck in a write.
    pty.keys("<Down>/");
    pty.wait_until_read();
    pty.signal(Signal::TERM);
    let status = pty.wait_for_status();
    assert!(status.signal().is_some(), "{status:?}");
    assert!(pty.are_settings_restored());
}

/// The key thread notices that the terminal is gone, or a signal says so first.
fn check_hung_up(pty: &mut Pty) {
    pty.hang_up();
    let status = pty.wait_for_end();
    let by_signal = status.signal().is_some_and(|signal| signal.contains("Hangup"));
    assert!(by_signal || status.exit_code() == 129, "{status:?}");
}

#[test]
fn a_hang_up_ends_it() {
    check_hung_up(&mut app::start());
}

#[test]
fn a_hang_up_ends_it_where_the_signal_is_ignored() {
    let mut pty = app::start_with(Options::new("sh").args(["-c", "trap '' HUP; exec \"$SEMINARS\""]));
    check_hung_up(&mut pty);
}

#[test]
fn a_hang_up_inside_a_key_ends_it() {
    let mut pty = app::start_with(Options::new("sh").args(["-c", "trap '' HUP; exec \"$SEMINARS\""]));
    pty.bytes(b"\x1b[");
    check_hung_up(&mut pty);
}

#[test]
fn a_hang_up_during_a_paste_ends_it() {
    let mut pty = app::start();
    pty.bytes(b"\x1b[200~text");
    check_hung_up(&mut pty);
}

#[test]
fn a_file_on_which_the_parser_panics_is_a_problem_and_no_more() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken.yaml");
    std::fs::write(&file, "- title: One\n  speaker: Ann\n- title: \"b\\").unwrap();
    let mut pty = Options::new(app::PROGRAM).args([file.to_str().unwrap()]).start();
    pty.wait_for_text("! 1 problem");
    pty.keys("q");
    assert_eq!(pty.wait_for_restored_end().exit_code(), 0);
    assert!(!pty.output().contains("panicked"));
}
