//! Restores the terminal before the process aborts.
//!
//! A failed allocation, a stack overflow or a panic during a panic ends the process with SIGABRT, without running our
//! code. The signal handler wakes a thread that restores the terminal, and delays the abort by writing to a full pipe.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;
use std::thread;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{emulate_default_handler, pipe};

use super::super::StartError;
use super::tty::Tty;

/// Printed on the restored screen; the actual reason was printed on the alternate screen, which is gone.
const MESSAGE: &str = "seminars: aborted, probably out of memory\n";

/// Small, because the thread needs little and memory may be short.
const STACK_BYTES: usize = 64 << 10;

/// Starts the thread, which allocates nothing afterwards.
pub(super) fn spawn(tty: Arc<Tty>) -> Result<(), StartError> {
    let (mut woken, wake) = io::pipe().map_err(StartError::setup("no pipe for aborts"))?;
    let (kept_open, full) = io::pipe().map_err(StartError::setup("no pipe for aborts"))?;
    let filling = full.try_clone().map_err(StartError::setup("no pipe for aborts"))?;
    // Handlers run in the order of registration: wake the thread first, then block.
    pipe::register(SIGABRT, wake).map_err(StartError::setup("aborts"))?;
    pipe::register(SIGABRT, full).map_err(StartError::setup("aborts"))?;
    fill(filling).map_err(StartError::setup("aborts"))?;
    thread::Builder::new()
        .name("abort".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            if woken.read_exact(&mut [0]).is_ok() {
                tty.close();
                let _ = io::stderr().write_all(MESSAGE.as_bytes());
                let _ = emulate_default_handler(SIGABRT);
            }
            drop(kept_open);
        })
        .map_err(StartError::setup("cannot start the abort thread"))?;
    Ok(())
}

/// Fills a pipe so that the next write to it blocks.
fn fill(mut pipe: io::PipeWriter) -> io::Result<()> {
    // `register` has made it non-blocking.
    for bytes in [&[0; 4096][..], &[0]] {
        loop {
            match pipe.write(bytes) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
    }
    let flags = fcntl_getfl(&pipe)?;
    Ok(fcntl_setfl(&pipe, flags.difference(OFlags::NONBLOCK))?)
}
