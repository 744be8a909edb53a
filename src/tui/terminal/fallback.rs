//! The session on systems other than Unix: crossterm sets the modes and reads the keys.
//!
//! There are no signals to catch, there is no job control, and the process cannot outlive its console. So all this
//! needs is a guard that restores the console, the panic hook and a thread that reads keys.

use std::io::{self, Write};
use std::process::{ExitCode, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use crossterm::tty::IsTty;
use ratatui::Terminal;
use ratatui::layout::Size;

use super::frame::{FrameBackend, ScreenDevice};
use super::{EventSink, RESET, SETUP, SETUP_MOUSE, StartError, TerminalEvent};

/// How often the key thread releases the key lock so that a child can read keys. It has to poll because its read cannot
/// be interrupted.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// Who owns the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TerminalMode {
    Off,
    On,
    Closed,
}

struct Console {
    mode: Mutex<TerminalMode>,
    /// Held while the key thread reads, and while a child runs.
    key_lock: Mutex<()>,
    mouse: bool,
}

impl Console {
    fn lock(&self) -> MutexGuard<'_, TerminalMode> {
        self.mode.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> io::Result<()> {
        let mut mode = self.lock();
        if *mode == TerminalMode::Closed {
            return Ok(());
        }
        // This query also enables control sequences on the console.
        #[cfg(windows)]
        let _ = crossterm::ansi_support::supports_ansi();
        enable_raw_mode()?;
        *mode = TerminalMode::On;
        let mouse = if self.mouse { SETUP_MOUSE } else { "" };
        write_text(&[SETUP, mouse].concat())
    }

    fn leave(&self, to: TerminalMode) {
        let mut mode = self.lock();
        let before = *mode;
        if before != TerminalMode::Closed {
            *mode = to;
        }
        if before == TerminalMode::On {
            let _ = write_text(RESET);
            let _ = disable_raw_mode();
        }
    }
}

impl ScreenDevice for Console {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        // Hold the lock so that nothing is written after the console is restored.
        let mode = self.lock();
        if *mode == TerminalMode::On { write_bytes(bytes) } else { Ok(()) }
    }

    fn size(&self) -> io::Result<Size> {
        let (columns, rows) = crossterm::terminal::size()?;
        Ok(Size::new(columns, rows))
    }
}

/// The console while the program owns it. Dropping the session restores it.
pub(crate) struct Session {
    console: Arc<Console>,
    sink: EventSink,
}

impl Session {
    /// Sets up the console, then reports events to `sink` from another thread. `sink` must not block.
    pub(crate) fn start(
        sink: impl Fn(TerminalEvent) + Send + Sync + 'static,
        mouse: bool,
    ) -> Result<(Self, Terminal<FrameBackend>), StartError> {
        if !io::stdout().is_tty() {
            return Err(StartError::NotATerminal);
        }
        let sink: EventSink = Arc::new(sink);
        let console =
            Arc::new(Console { mode: Mutex::new(TerminalMode::Off), key_lock: Mutex::new(()), mouse });
        let closing = console.clone();
        super::install_panic_hook(move || closing.leave(TerminalMode::Closed), sink.clone());
        let session = Self { console: console.clone(), sink: sink.clone() };
        console.enter().map_err(StartError::setup("raw mode was refused"))?;
        let reading = console.clone();
        thread::Builder::new()
            .name("keys".to_owned())
            .spawn(move || read_keys(&reading, &sink))
            .map_err(StartError::setup("cannot start the key thread"))?;
        crossterm::style::force_color_output(true);
        let terminal =
            Terminal::new(FrameBackend::new(console)).map_err(StartError::setup("its size is unknown"))?;
        Ok((session, terminal))
    }

    /// Does nothing and returns false: there is no job control.
    #[expect(clippy::unused_self, reason = "the same call as on Unix")]
    pub(crate) fn suspend(&self) -> bool {
        false
    }

    /// Lends the console to a child while `run` starts it and waits for it; [`TerminalEvent::Repaint`] follows.
    pub(crate) fn with_child<T>(&self, run: impl FnOnce() -> T) -> T {
        let keys = self.console.key_lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.console.leave(TerminalMode::Off);
        let result = run();
        let _ = self.console.enter();
        drop(keys);
        (self.sink)(TerminalEvent::Repaint);
        result
    }

    /// The stdin for a child that owns the console.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same call as on Unix")]
    pub(crate) fn child_stdin(&self) -> io::Result<Stdio> {
        Ok(Stdio::inherit())
    }

    /// Writes a control sequence between two frames; discards it while the console is not ours.
    pub(crate) fn write_raw(&self, bytes: &[u8]) -> io::Result<()> {
        self.console.write(bytes)
    }

    /// Restores the console. After this the program may print.
    pub(crate) fn finish(self) {
        drop(self);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.console.leave(TerminalMode::Closed);
    }
}

/// The exit status of a process that a signal ended.
pub(crate) fn exit_by_signal(signal: i32) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
}

fn read_keys(console: &Console, sink: &EventSink) {
    loop {
        let keys = console.key_lock.lock().unwrap_or_else(PoisonError::into_inner);
        let event = match event::poll(POLL_INTERVAL) {
            Ok(true) => event::read(),
            Ok(false) => {
                drop(keys);
                // The mutex is not fair; yield so that a waiting child gets its turn.
                thread::yield_now();
                continue;
            }
            Err(error) => Err(error),
        };
        drop(keys);
        match event {
            Ok(Event::Resize(columns, rows)) => sink(TerminalEvent::Resize(columns, rows)),
            // Consoles also report key releases, which would double every key.
            Ok(Event::Key(key)) if key.is_release() => {}
            Ok(event) => sink(TerminalEvent::Input(event)),
            Err(_) => return sink(TerminalEvent::HungUp),
        }
    }
}

fn write_text(text: &str) -> io::Result<()> {
    write_bytes(text.as_bytes())
}

fn write_bytes(bytes: &[u8]) -> io::Result<()> {
    // Flush so that std's buffer holds nothing that could be written later.
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}
