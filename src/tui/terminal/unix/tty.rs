//! The terminal device: its descriptors, its settings, and the lock that decides who may write to it.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode as FileMode, OFlags};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr};

use super::super::frame::ScreenDevice;
use super::super::{RESET, SETUP, SETUP_MOUSE, StartError};

/// How long restoring may wait for a frame in progress, and then for its own write: a terminal that nobody reads must
/// not keep the process alive.
const RESET_TIMEOUT: Duration = Duration::from_millis(200);
/// A Ctrl-C meant for a child may arrive shortly after it has exited.
const CHILD_SIGNAL_DELAY: Duration = Duration::from_millis(250);
/// Ends a sequence that a frame was cut off in; ignored otherwise.
const STRING_TERMINATOR: &str = "\x1b\\";

/// Who owns the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TerminalMode {
    /// Not set up yet, or returned to the shell.
    Off,
    /// Ours.
    On,
    /// A child's.
    Lent,
    /// Restored for good. Never set up again, or a child that exits late would leave the shell in raw mode.
    Closed,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four facts, each true or not whatever the others are")]
struct TtyState {
    mode: TerminalMode,
    /// Raw mode is set.
    is_raw: bool,
    /// The next frame must start with [`SETUP`].
    setup_pending: bool,
    /// [`SETUP`] was written and has not been reset.
    setup_written: bool,
    /// A thread is in `write(2)`, possibly blocked forever.
    is_writing: bool,
    /// When the last child ended.
    child_ended_at: Option<Instant>,
}

/// One terminal.
pub(super) struct Tty {
    input: File,
    output: File,
    /// The same terminal, opened again for [`RESET`] so that it can be non-blocking without affecting stdout.
    reset_output: Option<File>,
    saved_settings: Termios,
    raw_settings: Termios,
    mouse: bool,
    state: Mutex<TtyState>,
    write_done: Condvar,
}

impl Tty {
    /// Opens the terminal: stdout for output, and stdin for keys, or the controlling terminal if stdin holds data.
    pub(super) fn open(mouse: bool) -> Result<Self, StartError> {
        if !io::stdout().is_terminal() {
            return Err(StartError::NotATerminal);
        }
        let output = duplicate(io::stdout().as_fd()).map_err(StartError::setup("stdout"))?;
        let input = if io::stdin().is_terminal() {
            duplicate(io::stdin().as_fd()).map_err(StartError::setup("stdin"))?
        } else {
            open_terminal(&controlling_terminal(), OFlags::empty()).map_err(StartError::NoKeys)?
        };
        let saved = tcgetattr(&input)
            .map_err(io::Error::from)
            .map_err(StartError::setup("its settings are unknown"))?;
        let mut raw = saved.clone();
        raw.make_raw();
        let reset_output = terminal_path(output.as_fd())
            .and_then(|name| open_terminal(&name, OFlags::NONBLOCK).ok())
            .or_else(|| open_terminal(&controlling_terminal(), OFlags::NONBLOCK).ok());
        let state = TtyState {
            mode: TerminalMode::Off,
            is_raw: false,
            setup_pending: false,
            setup_written: false,
            is_writing: false,
            child_ended_at: None,
        };
        Ok(Self {
            input,
            output,
            reset_output,
            saved_settings: saved,
            raw_settings: raw,
            mouse,
            state: Mutex::new(state),
            write_done: Condvar::new(),
        })
    }

    /// The descriptor that keys come from.
    pub(super) fn input(&self) -> &File {
        &self.input
    }

    /// Sets raw mode and the screen modes, whatever they are now. Does nothing while a child has the terminal, or once
    /// it is restored for good.
    pub(super) fn enter(&self) -> io::Result<()> {
        let mut state = self.lock();
        match state.mode {
            TerminalMode::Lent | TerminalMode::Closed => Ok(()),
            TerminalMode::Off | TerminalMode::On => self.activate(&mut state),
        }
    }

    /// Returns the terminal to the shell temporarily.
    pub(super) fn leave(&self) {
        let state = self.lock();
        if state.mode == TerminalMode::On {
            self.release(state, TerminalMode::Off);
        }
    }

    /// Gives the terminal to a child.
    pub(super) fn lend(&self) {
        let state = self.lock();
        if state.mode != TerminalMode::Closed {
            self.release(state, TerminalMode::Lent);
        }
    }

    /// Takes the terminal back from a child.
    pub(super) fn take_back(&self) -> io::Result<()> {
        let mut state = self.lock();
        if state.mode != TerminalMode::Lent {
            return Ok(());
        }
        state.child_ended_at = Some(Instant::now());
        self.activate(&mut state)
    }

    /// Restores the terminal for good. Any thread may call this, in any state and more than once.
    pub(super) fn close(&self) {
        self.release(self.lock(), TerminalMode::Closed);
    }

    /// Whether SIGINT or SIGQUIT is meant for a child and not for us.
    pub(super) fn is_signal_for_child(&self) -> bool {
        let state = self.lock();
        state.mode == TerminalMode::Lent
            || state.child_ended_at.is_some_and(|then| then.elapsed() < CHILD_SIGNAL_DELAY)
    }

    /// Whether another job of the shell has the terminal, so that taking it would stop us.
    pub(super) fn is_in_background(&self) -> bool {
        tcgetpgrp(&self.input).is_ok_and(|front| front != getpgrp())
    }

    fn lock(&self) -> MutexGuard<'_, TtyState> {
        // Each flag is valid on its own, so a panic between two updates does no harm.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn activate(&self, state: &mut TtyState) -> io::Result<()> {
        state.mode = TerminalMode::On;
        state.is_raw = true;
        state.setup_pending = true;
        // In the background this stops the process until it is in the foreground again, as it should.
        apply_settings(&self.input, &self.raw_settings)
    }

    fn release(&self, mut state: MutexGuard<'_, TtyState>, mode: TerminalMode) {
        // From here on no new frame starts; the one being written may finish.
        state.mode = mode;
        let waited = self.write_done.wait_timeout_while(state, RESET_TIMEOUT, |state| state.is_writing);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.mode == TerminalMode::On {
            // Another thread has set up the terminal again: nothing to restore.
            return;
        }
        if state.setup_written {
            state.setup_written = false;
            // Do not allocate here: there may be no memory left.
            if state.is_writing {
                self.write_reset(STRING_TERMINATOR);
            }
            self.write_reset(RESET);
        }
        if state.is_raw {
            state.is_raw = false;
            let _ = apply_settings(&self.input, &self.saved_settings);
        }
    }

    fn is_on(&self) -> bool {
        self.lock().mode == TerminalMode::On
    }

    /// Writes without blocking for longer than the timeout.
    fn write_reset(&self, text: &str) {
        let descriptor = self.reset_output.as_ref().unwrap_or(&self.output).as_fd();
        let deadline = Instant::now() + RESET_TIMEOUT;
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match rustix::io::write(descriptor, rest) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if wait_until_writable(descriptor, deadline) => {}
                Err(_) => return,
            }
        }
    }

    /// Writes all bytes, but stops if the terminal is restored meanwhile.
    fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() && self.is_on() {
            match rustix::io::write(&self.output, rest) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                // Another process made the terminal non-blocking for everybody.
                Err(Errno::AGAIN) => {
                    let _ = poll(&mut [PollFd::new(&self.output, PollFlags::OUT)], None);
                }
                // The terminal is gone, which the key thread reports; a lost frame does not matter.
                Err(Errno::IO) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

impl ScreenDevice for Tty {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let waited = self
            .write_done
            .wait_while(self.lock(), |state| state.is_writing && state.mode == TerminalMode::On);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if state.mode != TerminalMode::On {
            return Ok(());
        }
        let needs_setup = std::mem::take(&mut state.setup_pending);
        state.setup_written |= needs_setup;
        state.is_writing = true;
        drop(state);
        let mut setup = Vec::new();
        if needs_setup {
            let mouse = if self.mouse { SETUP_MOUSE } else { "" };
            setup = [SETUP.as_bytes(), mouse.as_bytes(), bytes].concat();
        }
        let result = self.write_all(if setup.is_empty() { bytes } else { &setup });
        self.lock().is_writing = false;
        self.write_done.notify_all();
        result
    }

    fn size(&self) -> io::Result<Size> {
        let size = tcgetwinsize(&self.output)?;
        // A terminal on a serial line does not know its size.
        Ok(match (size.ws_col, size.ws_row) {
            (0, _) | (_, 0) => Size::new(80, 24),
            (columns, rows) => Size::new(columns, rows),
        })
    }
}

fn duplicate(descriptor: BorrowedFd<'_>) -> io::Result<File> {
    descriptor.try_clone_to_owned().map(File::from)
}

/// The path of the controlling terminal, for when stdin is redirected.
fn controlling_terminal() -> PathBuf {
    // On Apple systems poll(2) fails on /dev/tty but works on the device's own path.
    let name = if cfg!(target_vendor = "apple") { terminal_path(io::stdout().as_fd()) } else { None };
    name.unwrap_or_else(|| PathBuf::from("/dev/tty"))
}

fn terminal_path(terminal: BorrowedFd<'_>) -> Option<PathBuf> {
    let name = rustix::termios::ttyname(terminal, Vec::new()).ok()?;
    Some(PathBuf::from(name.into_string().ok()?))
}

fn open_terminal(path: &std::path::Path, flags: OFlags) -> io::Result<File> {
    // NOCTTY: opening a terminal must not make it our controlling terminal, which could send us signals.
    let flags = flags | OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, FileMode::empty())?))
}

fn apply_settings(terminal: &File, settings: &Termios) -> io::Result<()> {
    loop {
        match tcsetattr(terminal, OptionalActions::Now, settings) {
            Err(Errno::INTR) => {}
            result => return Ok(result?),
        }
    }
}

fn wait_until_writable(descriptor: BorrowedFd<'_>, deadline: Instant) -> bool {
    let left = deadline.saturating_duration_since(Instant::now());
    let Ok(limit) = Timespec::try_from(left) else {
        return false;
    };
    match poll(&mut [PollFd::new(&descriptor, PollFlags::OUT)], Some(&limit)) {
        Ok(count) => count > 0,
        Err(error) => error == Errno::INTR,
    }
}
