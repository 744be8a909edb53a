//! The session on Unix: suspending, running a child on the terminal, and the threads that read keys and signals.

mod abort;
mod job;
mod keys;
mod signals;
mod tty;

use std::io::{self, IsTerminal, PipeWriter, Write};
use std::process::{ExitCode, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use ratatui::Terminal;
use rustix::process::{Signal, kill_current_process_group};

use super::frame::{FrameBackend, ScreenDevice};
use super::{EventSink, StartError, TerminalEvent};
use job::has_job_control;
use keys::ReaderCommand;
use tty::Tty;

/// How long the key thread may take to pause. It answers at once unless it is gone.
const PAUSE_TIMEOUT: Duration = Duration::from_secs(1);

/// The terminal while the program owns it. Dropping the session restores it.
pub(crate) struct Session {
    tty: Arc<Tty>,
    sink: EventSink,
    control: PipeWriter,
    paused: Receiver<()>,
}

impl Session {
    /// Sets up the terminal, then reports events to `sink` from any thread. `sink` must not block.
    ///
    /// Call this once per process, before anything reads stdin or writes to the terminal. The first frame also carries
    /// [`SETUP`](super::SETUP), which switches to the alternate screen.
    pub(crate) fn start(
        sink: impl Fn(TerminalEvent) + Send + Sync + 'static,
        mouse: bool,
    ) -> Result<(Self, Terminal<FrameBackend>), StartError> {
        let sink: EventSink = Arc::new(sink);
        let tty = Arc::new(Tty::open(mouse)?);
        let closing = tty.clone();
        super::install_panic_hook(move || closing.close(), sink.clone());
        signals::spawn(tty.clone(), sink.clone())?;
        abort::spawn(tty.clone())?;

        let (commands, control) =
            io::pipe().map_err(StartError::setup("cannot create a pipe for the key thread"))?;
        let (acknowledge, paused) = mpsc::channel();
        let session = Self { tty: tty.clone(), sink: sink.clone(), control, paused };
        tty.enter().map_err(StartError::setup("raw mode was refused"))?;
        let thread_tty = tty.clone();
        thread::Builder::new()
            .name("keys".to_owned())
            .spawn(move || keys::run(&thread_tty, commands, &acknowledge, &sink))
            .map_err(StartError::setup("cannot start the key thread"))?;

        // The theme handles NO_COLOR; crossterm would also remove bold and reverse video.
        crossterm::style::force_color_output(true);
        let terminal =
            Terminal::new(FrameBackend::new(tty)).map_err(StartError::setup("its size is unknown"))?;
        Ok((session, terminal))
    }

    /// Restores the terminal and stops, as Ctrl-Z does; after `fg` comes [`TerminalEvent::Repaint`].
    ///
    /// Does nothing and returns false without a job-control shell, because nothing could resume us.
    pub(crate) fn suspend(&self) -> bool {
        if !has_job_control() {
            return false;
        }
        // Restore the terminal before sending the signal: the shell takes the terminal as soon as the group stops. Stop
        // the whole group, or a script that runs us would keep waiting and its shell would show no prompt. Use SIGSTOP,
        // which stops all processes at once: we catch SIGTSTP, so `fg` could overtake it and we would stop afterwards.
        self.tty.leave();
        kill_current_process_group(Signal::STOP).is_ok()
    }

    /// Lends the terminal to a child while `run` starts it and waits for it; [`TerminalEvent::Repaint`] follows.
    ///
    /// Keys typed meanwhile go to the child, and Ctrl-C ends only the child.
    pub(crate) fn with_child<T>(&self, run: impl FnOnce() -> T) -> T {
        // A key thread that has ended does not answer, but it cannot take the child's keys either.
        if self.send(ReaderCommand::Pause) {
            let _ = self.paused.recv_timeout(PAUSE_TIMEOUT);
        }
        self.tty.lend();
        let result = run();
        let _ = self.tty.take_back();
        self.send(ReaderCommand::Resume);
        (self.sink)(TerminalEvent::Repaint);
        result
    }

    /// The stdin for a child that owns the terminal; ours may be a file or a pipe with data.
    pub(crate) fn child_stdin(&self) -> io::Result<Stdio> {
        if io::stdin().is_terminal() {
            Ok(Stdio::inherit())
        } else {
            self.tty.input().try_clone().map(Stdio::from)
        }
    }

    /// Writes a control sequence such as OSC 52 between two frames; discards it while the terminal is not ours.
    pub(crate) fn write_raw(&self, bytes: &[u8]) -> io::Result<()> {
        self.tty.write(bytes)
    }

    /// Restores the terminal. After this the program may print.
    pub(crate) fn finish(self) {
        drop(self);
    }

    fn send(&self, command: ReaderCommand) -> bool {
        (&self.control).write_all(&[command as u8]).is_ok()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.tty.close();
        self.send(ReaderCommand::Stop);
    }
}

/// Ends the process with the signal that asked it to end, so that the parent process sees why. Call it last.
///
/// Returns only if the signal does not end the process, with the exit status that a shell would report.
pub(crate) fn exit_by_signal(signal: i32) -> ExitCode {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
}
