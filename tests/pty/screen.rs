//! An emulated screen, and the threads that keep it up to date.

use std::io::Read;
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

use portable_pty::{Child, ExitStatus};

/// What the threads share, and how they signal a change.
pub(super) type Shared = Arc<(Mutex<PtyState>, Condvar)>;

/// What the emulator shows at one moment.
#[derive(Clone)]
pub(super) struct Screen {
    rows: Vec<String>,
    before_cursor: String,
}

impl Screen {
    /// The rows, without the blanks at their ends.
    pub(super) fn rows(&self) -> &[String] {
        &self.rows
    }

    /// What stands before the cursor in its row.
    pub(super) fn before_cursor(&self) -> &str {
        &self.before_cursor
    }

    /// One row, counted from the top.
    pub(super) fn row(&self, index: usize) -> &str {
        self.rows.get(index).map_or("", String::as_str)
    }

    /// Whether a row contains the text.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.rows.iter().any(|row| row.contains(text))
    }
}

/// The state that the threads of a [`Pty`](super::harness::Pty) share.
pub(super) struct PtyState {
    parser: vt100::Parser,
    pub(super) output: Vec<u8>,
    /// Whether the output is read; if not, it piles up.
    pub(super) is_reading: bool,
    /// The reader is to stop and close the terminal.
    pub(super) stop_requested: bool,
    /// Everybody has closed the other side, and all output is here.
    pub(super) is_drained: bool,
    pub(super) status: Option<ExitStatus>,
}

impl PtyState {
    /// Nothing yet, on a screen of this size.
    pub(super) fn new(columns: u16, rows: u16) -> Self {
        Self {
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            output: Vec::new(),
            is_reading: true,
            stop_requested: false,
            is_drained: false,
            status: None,
        }
    }

    /// The emulator's size follows the terminal's.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.set_size(cells(rows), cells(columns));
    }

    /// What is on the screen now.
    pub(super) fn screen(&self) -> Screen {
        let screen = self.parser.screen();
        let rows = screen.rows(0, screen.size().1.get());
        let (row, column) = screen.cursor_position();
        let before_cursor = screen.contents_between(row, 0, row, column);
        Screen { rows: rows.map(|row| row.trim_end().to_owned()).collect(), before_cursor }
    }
}

/// Reads what the program writes, until it is asked to stop or the other side is closed.
pub(super) fn spawn_reader(mut terminal: Box<dyn Read + Send>, shared: Shared) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 1 << 14];
        let (seen, changed) = &*shared;
        loop {
            let count = terminal.read(&mut buffer).unwrap_or(0);
            let mut seen = seen.lock().unwrap();
            seen.parser.process(&buffer[..count]);
            seen.output.extend(&buffer[..count]);
            seen.is_drained = count == 0;
            changed.notify_all();
            seen = changed.wait_while(seen, |seen| !seen.is_reading && !seen.stop_requested).unwrap();
            if seen.is_drained || seen.stop_requested {
                return;
            }
        }
    })
}

/// Waits for the process in a thread, because nothing waits for a process with a bound.
pub(super) fn spawn_waiter(mut child: Box<dyn Child + Send + Sync>, shared: Shared) -> Shared {
    let waiting = shared.clone();
    thread::spawn(move || {
        let status = child.wait().unwrap();
        waiting.0.lock().unwrap().status = Some(status);
        waiting.1.notify_all();
    });
    shared
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has a size")
}
