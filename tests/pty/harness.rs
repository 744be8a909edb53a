//! A program on a pseudo-terminal, as somebody in front of it sees it.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{ChildKiller, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
use tempfile::TempDir;

use super::screen::{PtyState, Screen, Shared, spawn_reader, spawn_waiter};
use super::{app, keys, modes};

/// Nothing takes this long unless it never happens.
const BOUND: Duration = Duration::from_secs(30);

/// What to start, and where.
pub(super) struct Options {
    command: CommandBuilder,
    /// A home without anybody's settings.
    home: TempDir,
    columns: u16,
    rows: u16,
}

impl Options {
    /// `program` in a terminal of 80x24, with a home of its own and nothing of the tester's settings.
    pub(super) fn new(program: &str) -> Self {
        let mut command = CommandBuilder::new(program);
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("XDG_") || name.starts_with("SEMINARS") || name == "NO_COLOR" {
                command.env_remove(&*name);
            }
        }
        let home = tempfile::tempdir().unwrap();
        // bash would switch bracketed paste on for itself, which is not what is looked at here.
        let inputrc = home.path().join("inputrc");
        std::fs::write(&inputrc, "set enable-bracketed-paste off\n").unwrap();
        command.env("HOME", home.path());
        command.env("INPUTRC", inputrc);
        command.env("PS1", "$ ");
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env("RUST_BACKTRACE", "0");
        command.env("SEMINARS", app::PROGRAM);
        Self { command, home, columns: 80, rows: 24 }
    }

    /// In a terminal of another size.
    pub(super) fn size(self, columns: u16, rows: u16) -> Self {
        Self { columns, rows, ..self }
    }

    /// Adds arguments.
    pub(super) fn args<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets an environment variable.
    pub(super) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts it.
    pub(super) fn start(self) -> Pty {
        Pty::start(self)
    }
}

/// A program on a pseudo-terminal.
pub(super) struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Mutex<Option<Box<dyn Write + Send>>>,
    reader: Option<JoinHandle<()>>,
    /// The program's side of the terminal, kept open: its settings are lost when the last one closes it.
    device: Option<File>,
    killer: Box<dyn ChildKiller + Send + Sync>,
    id: Pid,
    settings: String,
    shared: Shared,
    _home: TempDir,
}

impl Pty {
    fn start(options: Options) -> Self {
        let pair = native_pty_system().openpty(size(options.columns, options.rows)).unwrap();
        let name = pair.master.tty_name().expect("a terminal with a name");
        let device = OpenOptions::new().read(true).write(true).open(name).unwrap();
        let settings = settings(&device);
        let child = pair.slave.spawn_command(options.command).unwrap();
        let state = PtyState::new(options.columns, options.rows);
        let shared = Arc::new((Mutex::new(state), Condvar::new()));
        let reader = pair.master.try_clone_reader().unwrap();
        Self {
            writer: Mutex::new(Some(pair.master.take_writer().unwrap())),
            reader: Some(spawn_reader(reader, shared.clone())),
            device: Some(device),
            killer: child.clone_killer(),
            id: child.process_id().and_then(|id| Pid::from_raw(id.try_into().unwrap())).unwrap(),
            master: Some(pair.master),
            settings,
            shared: spawn_waiter(child, shared),
            _home: options.home,
        }
    }

    /// Sends keys, in the words of [`keys::bytes`].
    pub(super) fn keys(&self, keys: &str) {
        self.bytes(&keys::bytes(keys));
    }

    /// Sends bytes.
    pub(super) fn bytes(&self, bytes: &[u8]) {
        self.writer.lock().unwrap().as_mut().expect("not hung up").write_all(bytes).unwrap();
    }

    /// Types a line into a shell.
    pub(super) fn send_line(&self, line: &str) {
        self.keys(&format!("{}<Enter>", line.replace('<', "<lt>")));
    }

    /// Waits until the program has read everything that was sent.
    pub(super) fn wait_until_read(&self) {
        let device = self.device.as_ref().expect("not hung up");
        let deadline = Instant::now() + BOUND;
        while rustix::io::ioctl_fionread(device).unwrap() > 0 {
            assert!(Instant::now() < deadline, "what was sent is not read\n{}", self.dump());
            thread::yield_now();
        }
    }

    /// Waits until the screen is as wanted, and returns it.
    pub(super) fn wait_for(&self, what: &str, wanted: impl Fn(&Screen) -> bool) -> Screen {
        self.wait_until(what, |seen| Some(seen.screen()).filter(|screen| wanted(screen)))
    }

    /// The screen as it is.
    pub(super) fn now(&self) -> Screen {
        self.lock().screen()
    }

    /// Waits until the text is on the screen.
    pub(super) fn wait_for_text(&self, text: &str) -> Screen {
        self.wait_for(&format!("`{text}`"), |screen| screen.contains(text))
    }

    /// Waits until the process that was started has ended.
    pub(super) fn wait_for_status(&self) -> ExitStatus {
        self.wait_until("the end of the process", |seen| seen.status.clone())
    }

    /// Waits until the process that was started has ended and its last output is here.
    pub(super) fn wait_for_end(&mut self) -> ExitStatus {
        let status = self.wait_for_status();
        if let Some(device) = &self.device {
            let after = settings(device);
            assert_eq!(after, self.settings, "the terminal's settings are not as before");
        }
        self.device = None;
        if self.master.is_some() {
            self.wait_until("the end of its output", |seen| seen.is_drained.then_some(()));
        }
        status
    }

    /// Waits for the end, and makes sure that the terminal is as it was before the start.
    pub(super) fn wait_for_restored_end(&mut self) -> ExitStatus {
        let status = self.wait_for_end();
        assert_eq!(self.modes(), modes::initial(), "modes are left set\n{}", self.dump());
        status
    }

    /// The private modes that the output so far has left set.
    pub(super) fn modes(&self) -> BTreeSet<u16> {
        modes::after(&self.lock().output)
    }

    /// Whether the terminal's settings are those from before the start.
    pub(super) fn are_settings_restored(&self) -> bool {
        settings(self.device.as_ref().expect("not ended")) == self.settings
    }

    /// Everything that was written so far.
    pub(super) fn output(&self) -> String {
        String::from_utf8_lossy(&self.lock().output).into_owned()
    }

    /// Changes the terminal's size.
    pub(super) fn resize(&self, columns: u16, rows: u16) {
        // The emulator first: a program must never draw on more than there is.
        let mut state = self.lock();
        state.resize(columns, rows);
        self.master.as_ref().expect("not hung up").resize(size(columns, rows)).unwrap();
    }

    /// Sends a signal to the process that was started.
    pub(super) fn signal(&self, signal: Signal) {
        kill_process(self.id, signal).unwrap();
    }

    /// Sends a signal to the job in front, as its shell sees it.
    pub(super) fn signal_foreground(&self, signal: Signal) {
        let id = self.master.as_ref().expect("not hung up").process_group_leader().expect("a job in front");
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Fills the terminal with output, so that the next write blocks. Call `stop_reading` first.
    pub(super) fn fill_output(&self) {
        let name = self.master.as_ref().and_then(|master| master.tty_name()).expect("not hung up");
        let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK;
        let full = rustix::fs::open(name, flags, Mode::empty()).unwrap();
        while rustix::io::write(&full, &[0; 1 << 12]).is_ok() {}
    }

    /// Stops reading: from now on nobody reads what the program writes.
    pub(super) fn stop_reading(&self) {
        self.lock().is_reading = false;
        self.wake_reader();
    }

    /// Closes the terminal's window.
    pub(super) fn hang_up(&mut self) {
        self.lock().stop_requested = true;
        self.wake_reader();
        self.reader.take().expect("not hung up before").join().unwrap();
        // The writer's drop would send an end-of-file character.
        let device = self.device.take().expect("not ended");
        let mut quiet = tcgetattr(&device).unwrap();
        quiet.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&device, OptionalActions::Now, &quiet).unwrap();
        drop(self.writer.lock().unwrap().take());
        drop(device);
        self.master = None;
    }

    /// The reader sleeps in `read`; something to read wakes it up.
    fn wake_reader(&self) {
        self.shared.1.notify_all();
        self.device.as_ref().expect("not ended").write_all(b"\0").unwrap();
    }

    fn wait_until<T>(&self, what: &str, wanted: impl Fn(&PtyState) -> Option<T>) -> T {
        let deadline = Instant::now() + BOUND;
        let mut state = self.lock();
        loop {
            if let Some(found) = wanted(&state) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                drop(state);
                panic!("waited in vain for {what}\n{}", self.dump());
            }
            state = self.shared.1.wait_timeout(state, left).unwrap().0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, PtyState> {
        self.shared.0.lock().unwrap()
    }

    fn dump(&self) -> String {
        let state = self.lock();
        let tail = &state.output[state.output.len().saturating_sub(400)..];
        format!(
            "status: {:?}\noutput: …{}\nscreen:\n{}",
            state.status,
            tail.escape_ascii(),
            state.screen().rows().join("\n")
        )
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.killer.kill();
        if let Ok(mut state) = self.shared.0.lock() {
            state.is_reading = true;
        }
        self.shared.1.notify_all();
    }
}

fn settings(device: &File) -> String {
    format!("{:?}", tcgetattr(device).unwrap())
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}
