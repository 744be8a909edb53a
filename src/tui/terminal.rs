//! The terminal: sets it up, reads its input, and restores it however the program ends.
//!
//! [`Session::start`] sets the terminal up and starts two threads: one reads keys, the other receives signals. Both
//! report to the program through one [`EventSink`]. After that, whichever comes first restores the terminal exactly as
//! it was: the end of the session, a panic, a signal or a hang-up.
//!
//! crossterm's types are used everywhere, its reader only where there is no Unix: on Unix it loses keys of a burst,
//! splits sequences and spins when the terminal is gone. Unix has its own code in `unix`; `fallback` is plain crossterm.

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

/// Turns everything off again; safe in any state and more than once.
const RESET: &str = "\x1b[?2026l\x1b[m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h";
/// The alternate screen, cleared for terminals that do not clear it themselves, and bracketed paste.
const SETUP: &str = "\x1b[?1049h\x1b[H\x1b[2J\x1b[?25l\x1b[?2004h";
/// Clicks, drags and the wheel, reported in decimals. Not 1003: each move of the mouse would wake the program.
const SETUP_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// What the terminal reports to the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TerminalEvent {
    /// A key press, a paste, the mouse or the focus. A paste is as it came: control characters and all.
    Input(Event),
    /// The screen may hold anything now: forget the retained frame (`Terminal::clear`) and draw.
    Repaint,
    /// The size changed, perhaps there and back: forget the retained frame and draw at columns and rows.
    Resize(u16, u16),
    /// End now, within 300 ms: on the signal with this number (pass it to [`exit_by_signal`] last of all), or,
    /// without a number, because a panic that nobody caught has closed the terminal.
    Quit(Option<i32>),
    /// The terminal is gone: end now, within 300 ms, with exit status 129.
    HungUp,
    /// The work of a [`run_guarded`] thread panicked, with what and where; the screen stays.
    Panicked(String),
}

/// Why the terminal cannot be used.
#[derive(Debug, Error)]
pub(crate) enum StartError {
    /// There is nobody to look at the screen.
    #[error("stdout is not a terminal; `seminars list` prints the talks as plain lines")]
    NotATerminal,
    /// Stdin is something else and the process has no terminal of its own.
    #[cfg(unix)]
    #[error("no terminal to read keys from; `seminars list` prints the talks as plain lines")]
    NoKeys(#[source] io::Error),
    /// The system refused something.
    #[error("cannot set up the terminal: {reason}")]
    Setup {
        /// What failed.
        reason: &'static str,
        /// What the system said.
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

/// Does `work` so that a panic in it becomes [`TerminalEvent::Panicked`] and leaves the screen alone.
///
/// For the body of every thread that the program can live without; `None` when it panicked.
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
        // Nobody can see or type anything any more, whichever thread it was.
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
