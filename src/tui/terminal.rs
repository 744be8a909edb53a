//! The terminal: sets it up, reads its input, and restores it however the program ends.
//!
//! [`Session::start`] sets the terminal up and starts two threads: one reads keys, the other receives signals. Both
//! report to the program through one [`EventSink`]. The end of the session, a panic, a signal or a
//! hang-up, whichever comes first, restores the terminal exactly as it was.
//!
//! All platforms use crossterm's types, but Unix does not use its reader, which loses keys in a burst, splits escape
//! sequences and spins when the terminal is gone. The code for Unix is in `unix`; `fallback` is plain crossterm.

#[cfg(unix)]
mod decode;
#[cfg(not(unix))]
mod fallback;
mod frame;
mod shadow;
#[cfg(unix)]
mod unix;

use std::io;
use std::panic;
use std::sync::Arc;

use crossterm::event::Event;
use thiserror::Error;

use crate::catch_panic;

#[cfg(not(unix))]
pub(crate) use fallback::{Session, exit_by_signal};
pub(crate) use frame::FrameBackend;
#[cfg(test)]
pub(super) use shadow::Shadow;
#[cfg(unix)]
pub(crate) use unix::{Session, exit_by_signal};

/// Undoes the setup; safe in any state and safe to repeat.
const RESET: &str = "\x1b[?2026l\x1b[m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h";
/// Enters the alternate screen, cleared for terminals that do not clear it themselves, and turns on bracketed paste.
const SETUP: &str = "\x1b[?1049h\x1b[H\x1b[2J\x1b[?25l\x1b[?2004h";
/// Reports clicks, drags and the wheel, with decimal coordinates. Mode 1003 is left out because every mouse move would
/// wake the program.
const SETUP_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// What the terminal reports to the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TerminalEvent {
    /// A key press, a paste, a mouse or a focus event. Pastes are raw, including control characters.
    Input(Event),
    /// The screen's content is unknown: forget the retained frame (`Terminal::clear`) and draw.
    Repaint,
    /// The size changed, perhaps more than once: forget the retained frame and draw at this many columns and rows.
    Resize(u16, u16),
    /// End within 300 ms. With a number, a signal arrived: pass it to [`exit_by_signal`] as the last step. Without one,
    /// an uncaught panic has closed the terminal.
    Quit(Option<i32>),
    /// The terminal is gone: end within 300 ms with exit status 129.
    HungUp,
    /// A [`run_guarded`] thread panicked, with message and location; the screen stays.
    Panicked(String),
}

/// Why the terminal cannot be used.
#[derive(Debug, Error)]
pub(crate) enum StartError {
    /// Stdout is not a terminal.
    #[error("stdout is not a terminal; `seminars list` prints the talks as plain lines")]
    NotATerminal,
    /// Stdin is not a terminal, and the process has no controlling terminal.
    #[cfg(unix)]
    #[error("no terminal to read keys from; `seminars list` prints the talks as plain lines")]
    NoKeys(#[source] io::Error),
    /// A step of the setup failed.
    #[error("cannot set up the terminal: {reason}")]
    Setup {
        /// What failed.
        reason: &'static str,
        /// The system's error.
        #[source]
        source: io::Error,
    },
}

impl StartError {
    fn setup(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Setup { reason: doing, source }
    }
}

/// Where events go. Called from the key and the signal thread, so it must not block.
type EventSink = Arc<dyn Fn(TerminalEvent) + Send + Sync>;

/// Runs `work`; a panic in it becomes [`TerminalEvent::Panicked`], leaves the screen alone and returns `None`.
///
/// Use it for the body of every thread that the program can do without.
pub(crate) fn run_guarded<T>(
    name: &str,
    sink: &dyn Fn(TerminalEvent),
    work: impl FnOnce() -> T,
) -> Option<T> {
    catch_panic::catch(work).map_err(|what| sink(TerminalEvent::Panicked(format!("{name}: {what}")))).ok()
}

/// Makes a panic restore the terminal before its message is printed, unless a guarded thread catches it.
fn install_panic_hook(close: impl Fn() + Send + Sync + 'static, sink: EventSink) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if catch_panic::is_expected(info) {
            return;
        }
        close();
        before(info);
        // The terminal is closed now, so the program must end, no matter which thread panicked.
        sink(TerminalEvent::Quit(None));
    }));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_guarded_panic_is_told_and_the_thread_goes_on() {
        let (sender, receiver) = mpsc::channel();
        let sink = move |event| sender.send(event).unwrap();
        let result: Option<()> = run_guarded("loader", &sink, || panic!("no luck"));
        assert_eq!(result, None);
        let Ok(TerminalEvent::Panicked(what)) = receiver.try_recv() else { panic!("nothing was told") };
        assert!(what.starts_with("loader: "), "{what}");
        assert_eq!(run_guarded("loader", &sink, || 7), Some(7));
        assert!(receiver.try_recv().is_err());
    }
}
