//! A program on a pseudo terminal, and when each piece of its output came.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const COLUMNS: u16 = 120;
const ROWS: u16 = 40;

/// Nothing takes this long; whatever does is reported as an error.
pub(crate) const BOUND: Duration = Duration::from_secs(20);
/// A key that has changed nothing on the screen for so long changes nothing.
const KEY_TIMEOUT: Duration = Duration::from_secs(2);

/// What the terminal shows: its rows without the blanks at their ends.
pub(crate) type Screen = [String];

/// How long a key took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// Until the screen showed what was waited for, if it ever did.
    pub(crate) first: Option<Duration>,
    /// Until the last output.
    pub(crate) settled: Duration,
}

/// A piece of output with the time at which it came.
struct Piece {
    at: Instant,
    bytes: Vec<u8>,
}

/// A program on a terminal of its own. It ends with this value.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    pieces: Receiver<Piece>,
    emulator: vt100::Parser,
    rows: Vec<String>,
    started: Instant,
    /// Without output for so long, a program has done what it was asked for.
    quiet: Duration,
    late_pieces: usize,
    _master: Box<dyn MasterPty + Send>,
}

impl Session {
    /// Starts a program.
    pub(crate) fn start(command: CommandBuilder, quiet: Duration) -> Result<Self, String> {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).map_err(|error| error.to_string())?;
        let reader = pair.master.try_clone_reader().map_err(|error| error.to_string())?;
        let writer = pair.master.take_writer().map_err(|error| error.to_string())?;
        let (sender, pieces) = mpsc::channel();
        thread::spawn(move || read(reader, &sender));
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).map_err(|error| error.to_string())?;
        Ok(Self {
            child,
            writer,
            pieces,
            emulator: vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0),
            rows: Vec::new(),
            started,
            quiet,
            late_pieces: 0,
            _master: pair.master,
        })
    }

    /// When it was started.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.process_id()
    }

    /// How often output came after it seemed to be all there, since this was asked last: such figures are too low.
    pub(crate) fn take_late_pieces(&mut self) -> usize {
        std::mem::take(&mut self.late_pieces)
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> &Screen {
        &self.rows
    }

    /// Sends keys and says when.
    pub(crate) fn send(&mut self, keys: &str) -> Result<Instant, String> {
        let at = Instant::now();
        let sent = self.writer.write_all(keys.as_bytes()).and_then(|()| self.writer.flush());
        sent.map(|()| at).map_err(|error| format!("took no key: {error}"))
    }

    /// Waits until the screen is as wanted, for so long and no longer, and says when it was.
    pub(crate) fn wait_for(
        &mut self,
        what: &str,
        bound: Duration,
        wanted: impl Fn(&Screen) -> bool,
    ) -> Result<Instant, String> {
        let deadline = Instant::now() + bound;
        while let Some(piece) = self.next(deadline)? {
            self.show(&piece);
            if wanted(&self.rows) {
                return Ok(piece.at);
            }
        }
        Err(format!("{what} did not come within {} s", bound.as_secs()))
    }

    /// Lets output come in for so long, and shows it.
    pub(crate) fn watch(&mut self, time: Duration) -> Result<(), String> {
        let deadline = Instant::now() + time;
        while let Some(piece) = self.next(deadline)? {
            self.show(&piece);
        }
        Ok(())
    }

    /// Sends a key when all is quiet, and waits until all is quiet again.
    ///
    /// What comes is looked at when all of it is here, so that the emulator takes no time from the program.
    pub(crate) fn key(&mut self, key: &str, wanted: impl Fn(&Screen) -> bool) -> Result<Sample, String> {
        while let Ok(piece) = self.pieces.try_recv() {
            self.late_pieces += 1;
            self.show(&piece);
        }
        let sent = self.send(key)?;
        let mut pieces = Vec::new();
        let mut wait = KEY_TIMEOUT.max(self.quiet);
        while let Some(piece) = self.next(Instant::now() + wait)? {
            pieces.push(piece);
            wait = self.quiet;
            if sent.elapsed() > BOUND {
                return Err(format!("did not settle within {} s", BOUND.as_secs()));
            }
        }
        let mut first = None;
        for piece in &pieces {
            self.show(piece);
            if first.is_none() && wanted(&self.rows) {
                first = Some(piece.at.saturating_duration_since(sent));
            }
        }
        let last = pieces.last().ok_or_else(|| format!("{key:?} changed nothing"))?;
        Ok(Sample { first, settled: last.at.saturating_duration_since(sent) })
    }

    /// The next output before the deadline.
    fn next(&mut self, deadline: Instant) -> Result<Option<Piece>, String> {
        match self.pieces.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(piece) => Ok(Some(piece)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                Err(format!("ended by itself and left\n{}", self.rows.join("\n")))
            }
        }
    }

    fn show(&mut self, piece: &Piece) {
        self.emulator.process(&piece.bytes);
        let screen = self.emulator.screen();
        self.rows = screen.rows(0, COLUMNS).map(|row| row.trim_end().to_owned()).collect();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}

/// Does nothing but tell what came when, until the other side of the terminal is closed or nobody listens.
fn read(mut terminal: Box<dyn Read + Send>, pieces: &mpsc::Sender<Piece>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = terminal.read(&mut buffer) {
        let bytes = buffer.get(..count).unwrap_or_default().to_vec();
        if pieces.send(Piece { at: Instant::now(), bytes }).is_err() {
            return;
        }
    }
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
