//! The thread that receives signals: it sleeps until there is one.

use std::process;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::super::frame::Screen;
use super::super::{Sink, StartError, TerminalEvent};
use super::tty::Tty;
use super::{GRACE, job_control};

/// Starts the thread.
pub(super) fn spawn(tty: Arc<Tty>, sink: Sink) -> Result<(), StartError> {
    let all = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    let mut signals = Signals::new(all).map_err(StartError::setup("signals"))?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                receive(signal, &tty, &sink);
            }
        })
        .map_err(StartError::setup("no thread for signals"))?;
    Ok(())
}

fn receive(signal: i32, tty: &Tty, sink: &Sink) {
    match signal {
        SIGWINCH => {
            if let Ok(size) = tty.size() {
                sink(TerminalEvent::Resize(size.width, size.height));
            }
        }
        // From another process, or our own from Ctrl-Z: then the terminal is given back already. The default action is
        // SIGSTOP, which stops even where nobody could continue us, so that is looked at first.
        SIGTSTP => {
            if job_control() {
                tty.leave();
                let _ = emulate_default_handler(SIGTSTP);
            }
        }
        // After SIGSTOP as well, which nobody can catch: the shell has set its own modes meanwhile.
        SIGCONT => {
            let _ = tty.enter();
            sink(TerminalEvent::Repaint);
        }
        // Typed for the child, which is in our process group.
        SIGINT | SIGQUIT if tty.child_is_meant() => {}
        _ => end(signal, tty, sink),
    }
}

/// Asks the program to end, and ends it if it does not: it may be stuck in a write to a terminal that nobody reads.
#[expect(clippy::exit, reason = "the last resort when even the signal's default does not end the process")]
fn end(signal: i32, tty: &Tty, sink: &Sink) {
    sink(TerminalEvent::Quit(Some(signal)));
    thread::sleep(GRACE);
    tty.close();
    let _ = emulate_default_handler(signal);
    process::exit(128 + signal);
}
