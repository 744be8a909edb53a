//! An abort restores the terminal first.
//!
//! A failed allocation, a stack overflow and a panic during a panic end the process with SIGABRT and run no code of ours.
//! The handler of that signal wakes a thread that restores the terminal, and holds up the abort meanwhile: it writes to
//! a pipe that is full.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;
use std::thread;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{emulate_default_handler, pipe};

use super::super::StartError;
use super::tty::Tty;

/// What is printed on the restored screen: the reason was printed before, on the one that is gone.
const MESSAGE: &str = "seminars: aborted; most likely there was no memory left\n";

/// The thread needs little, and there may be little.
const STACK_BYTES: usize = 64 << 10;

/// Starts the thread. It allocates nothing later.
pub(super) fn spawn(tty: Arc<Tty>) -> Result<(), StartError> {
    let (mut woken, wake) = io::pipe().map_err(StartError::setup("no pipe for aborts"))?;
    let (kept_open, full) = io::pipe().map_err(StartError::setup("no pipe for aborts"))?;
    let filling = full.try_clone().map_err(StartError::setup("no pipe for aborts"))?;
    // Handlers run in this order.
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
        .map_err(StartError::setup("no thread for aborts"))?;
    Ok(())
}

/// Fills a pipe so that the next write to it waits.
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
