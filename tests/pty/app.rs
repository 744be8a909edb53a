//! What these tests know about the program: everything that changes when its screen or its keys do.

use super::harness::{Options, Pty};
use super::screen::Screen;

/// The program under test.
pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_seminars");

/// Starts the program in a terminal of its own and waits for its first frame.
pub(super) fn start() -> Pty {
    start_with(Options::new(PROGRAM))
}

/// Starts what `options` say, and waits for the program's first frame.
pub(super) fn start_with(options: Options) -> Pty {
    let pty = options.start();
    wait_until_shown(&pty);
    pty
}

/// Starts an interactive bash and, as its job, `command`, in which `$SEMINARS` is the program.
pub(super) fn start_in_bash(command: &str) -> Pty {
    let pty = Options::new("bash").args(["--noprofile", "--norc", "-i"]).start();
    wait_for_shell(&pty);
    pty.send_line(command);
    wait_until_shown(&pty);
    pty
}

/// Waits for a shell that waits for a command.
pub(super) fn wait_for_shell(pty: &Pty) -> Screen {
    // The prompt may stand before what an older screen has left in the row of the cursor.
    pty.wait_for("the shell's prompt", |screen| screen.before_cursor() == "$ ")
}

/// Waits until the program has the whole screen.
pub(super) fn wait_until_shown(pty: &Pty) {
    pty.wait_for("the whole screen", is_shown);
}

/// Whether the screen is the program's: the first line and the status line are there.
pub(super) fn is_shown(screen: &Screen) -> bool {
    let last = screen.rows().last().map(String::as_str).unwrap_or_default();
    screen.row(0).contains(" talks") && (last.contains("of 51") || prompt(screen).is_some())
}

/// The text in the search prompt, when it is open.
pub(super) fn prompt(screen: &Screen) -> Option<&str> {
    // What follows the text, after more blanks than anybody types, is the count and the hints.
    let row = screen.rows().last()?.trim_start().strip_prefix('/')?;
    let typed = row.strip_prefix(' ').unwrap_or(row).split("   ").next()?;
    // An empty prompt says what may be typed.
    Some(if typed.starts_with("search · tab") || typed.starts_with("search - tab") { "" } else { typed })
}

/// Opens the prompt, which shows what arrives, and types into it.
pub(super) fn open_prompt(pty: &Pty, text: &str) {
    pty.keys("/");
    pty.wait_for("an empty prompt", |screen| prompt(screen) == Some(""));
    pty.keys(text);
    wait_for_prompt(pty, text);
}

/// Waits until the prompt holds just this text.
pub(super) fn wait_for_prompt(pty: &Pty, text: &str) {
    pty.wait_for(&format!("the prompt with `{text}`"), |screen| prompt(screen) == Some(text));
}

/// Types into the prompt and waits for it: the program reads keys and draws.
pub(super) fn check_alive(pty: &Pty) {
    open_prompt(pty, "still here");
    pty.keys("<Esc>");
    pty.wait_for("no prompt", |screen| is_shown(screen) && prompt(screen).is_none());
}
