//! Keys arrive as they were pressed, whatever the line does to their bytes.
//!
//! The search prompt shows what arrived: a key that was lost or torn leaves a wrong letter in it.

use super::harness::Options;
use super::{app, keys};

#[test]
fn a_sequence_may_come_in_pieces() {
    let mut pty = app::start();
    app::open_prompt(&pty, "gagn");
    for piece in ["\x1b", "[", "D", "\x1b[", "3~", "\u{e9}", "\x1b[3", "~", "\x1b", "O", "D"] {
        pty.bytes(piece.as_bytes());
        pty.wait_until_read();
    }
    for byte in "ł".bytes() {
        pty.bytes(&[byte]);
        pty.wait_until_read();
    }
    app::wait_for_prompt(&pty, "gagłé");
    pty.keys("<C-c>");
    pty.wait_for_restored_end();
}

#[test]
fn a_burst_of_keys_arrives_whole() {
    let mut pty = app::start();
    app::open_prompt(&pty, "song");
    // Types a letter, steps before it and deletes it: without a loss nothing remains.
    pty.bytes(&keys::bytes("x<Left><Del>").repeat(700));
    pty.keys("!");
    app::wait_for_prompt(&pty, "song!");
    pty.keys("<Esc>");
    pty.wait_for("the list", |screen| app::is_shown(screen) && app::prompt(screen).is_none());
    pty.bytes(&keys::bytes("<Down>").repeat(2000));
    app::check_alive(&pty);
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn a_lone_escape_is_the_key() {
    let mut pty = app::start();
    app::open_prompt(&pty, "han");
    pty.keys("<Esc>");
    pty.wait_for("the list", |screen| app::is_shown(screen) && app::prompt(screen).is_none());
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn a_paste_is_text_and_no_keys() {
    let mut pty = app::start();
    pty.bytes(b"\x1b[200~q\x1b[201~");
    app::open_prompt(&pty, "a+");
    pty.bytes(b"\x1b[200~one\rtwo\x1b[201~");
    app::wait_for_prompt(&pty, "a+one two");
    pty.keys("<C-c>");
    pty.wait_for_restored_end();
}

#[test]
fn a_large_paste_does_not_stop_the_keys() {
    let mut pty = app::start();
    app::open_prompt(&pty, "x");
    let text = "a".repeat(2_000_000);
    pty.bytes(format!("\x1b[200~{text}\x1b[201~\x1b").as_bytes());
    pty.wait_for("the list", |screen| app::is_shown(screen) && app::prompt(screen).is_none());
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn a_paste_without_an_end_gives_the_keys_back() {
    let mut pty = app::start();
    app::open_prompt(&pty, "a+");
    pty.bytes(b"\x1b[200~lost");
    app::wait_for_prompt(&pty, "a+lost");
    pty.keys("<C-c>");
    pty.wait_for_restored_end();
}

#[test]
fn answers_of_the_terminal_are_not_typed() {
    let mut pty = app::start();
    app::open_prompt(&pty, "x");
    pty.bytes(
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[?62;22c\x1bP>|xterm(370)\x1b\\\x1b[24;80R\x1b[?2026;1$yz",
    );
    app::wait_for_prompt(&pty, "xz");
    pty.keys("<C-c>");
    pty.wait_for_restored_end();
}

#[test]
fn a_storm_of_resizes_ends_in_a_whole_screen() {
    let mut pty = app::start_with(Options::new(app::PROGRAM).size(120, 40));
    for turn in 0..150_u16 {
        pty.resize(40 + turn % 90, 10 + turn % 30);
    }
    pty.resize(20, 5);
    pty.resize(100, 30);
    pty.resize(101, 30);
    pty.resize(100, 30);
    app::wait_until_shown(&pty);
    app::check_alive(&pty);
    pty.keys("q");
    pty.wait_for_restored_end();
}
