//! The thread that handles signals. It sleeps until one arrives.

use std::process;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::super::frame::ScreenDevice;
use super::super::{EventSink, StartError, TerminalEvent};
use super::job::{GRACE_PERIOD, has_job_control};
use super::tty::Tty;

/// How long to wait for a signal that comes together with SIGCONT: `kill` sends both to a stopped job, and either may
/// arrive first.
const PAIRED_SIGNAL_DELAY: Duration = Duration::from_millis(20);

/// Starts the thread.
pub(super) fn spawn(tty: Arc<Tty>, sink: EventSink) -> Result<(), StartError> {
    let all = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    let mut signals = Signals::new(all).map_err(StartError::setup("signals"))?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            loop {
                let mut arrived: Vec<_> = signals.wait().collect();
                if arrived.contains(&SIGCONT) && tty.is_in_background() {
                    // Taking the terminal would stop us again, and a SIGTERM that follows would not be handled until
                    // the next `fg`.
                    thread::sleep(PAIRED_SIGNAL_DELAY);
                    arrived.extend(signals.pending());
                }
                if arrived.contains(&SIGTSTP) && has_job_control() {
                    tty.leave();
                    // Last chance to notice a SIGCONT that has already arrived.
                    arrived.extend(signals.pending());
                }
                for signal in by_priority(arrived) {
                    handle(signal, &tty, &sink);
                }
            }
        })
        .map_err(StartError::setup("cannot start the signal thread"))?;
    Ok(())
}

/// Signals that end the program come first; SIGTSTP is dropped if SIGCONT came with it.
fn by_priority(mut signals: Vec<i32>) -> Vec<i32> {
    if signals.contains(&SIGCONT) {
        signals.retain(|&signal| signal != SIGTSTP);
    }
    signals.sort_by_key(|signal| matches!(*signal, SIGTSTP | SIGCONT | SIGWINCH));
    signals
}

fn handle(signal: i32, tty: &Tty, sink: &EventSink) {
    match signal {
        SIGWINCH => {
            if let Ok(size) = tty.size() {
                sink(TerminalEvent::Resize(size.width, size.height));
            }
        }
        // Sent by another process; the terminal is already restored. The emulated default action is SIGSTOP, which
        // would stop us even if nothing could resume us.
        SIGTSTP => {
            if has_job_control() {
                let _ = emulate_default_handler(SIGTSTP);
            }
        }
        // Also after SIGSTOP, which cannot be caught: the shell has set its own modes meanwhile.
        SIGCONT => {
            let _ = tty.enter();
            sink(TerminalEvent::Repaint);
        }
        // Meant for the child, which shares our process group.
        SIGINT | SIGQUIT if tty.is_signal_for_child() => {}
        _ => terminate(signal, tty, sink),
    }
}

/// Asks the program to quit, and ends the process if it does not: it may be stuck in a write to a terminal that nobody
/// reads.
#[expect(clippy::exit, reason = "the last resort when even the signal's default does not end the process")]
fn terminate(signal: i32, tty: &Tty, sink: &EventSink) {
    sink(TerminalEvent::Quit(Some(signal)));
    thread::sleep(GRACE_PERIOD);
    tty.close();
    let _ = emulate_default_handler(signal);
    process::exit(128 + signal);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_comes_first_and_a_continued_process_does_not_stop() {
        assert_eq!(by_priority(vec![SIGCONT, SIGTSTP, SIGWINCH, SIGTERM]), [SIGTERM, SIGCONT, SIGWINCH]);
        assert_eq!(by_priority(vec![SIGTSTP]), [SIGTSTP]);
    }
}
