//! The thread that reads keys. It sleeps in `poll` until there is input or a command from the session.

use std::io::{PipeReader, Read};
use std::os::fd::AsFd;
use std::process;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::super::decode::Decoder;
use super::super::{EventSink, TerminalEvent};
use super::job::GRACE_PERIOD;
use super::tty::Tty;

/// The exit status that shells report for a process ended by SIGHUP: 128 plus the signal number.
const HANGUP_STATUS: i32 = 129;

/// A command from the session to the key thread, sent as one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum ReaderCommand {
    /// Read nothing until [`ReaderCommand::Resume`]: a child reads the keys.
    Pause,
    Resume,
    /// The terminal is restored for good.
    Stop,
}

impl ReaderCommand {
    fn receive(commands: &mut PipeReader) -> Self {
        let mut byte = [0];
        match (commands.read_exact(&mut byte), byte) {
            (Ok(()), [byte]) if byte == Self::Pause as u8 => Self::Pause,
            (Ok(()), [byte]) if byte == Self::Resume as u8 => Self::Resume,
            _ => Self::Stop,
        }
    }
}

/// Why the key thread stopped reading.
enum InputEnd {
    Stopped,
    HungUp,
}

/// Reads keys until it is stopped. If the terminal is gone and `main` does not exit, ends the process.
#[expect(clippy::exit, reason = "main may be stuck in a write to the terminal that is gone")]
pub(super) fn run(tty: &Tty, mut commands: PipeReader, acknowledge: &Sender<()>, sink: &EventSink) {
    match read_until_end(tty, &mut commands, acknowledge, sink) {
        InputEnd::Stopped => {}
        InputEnd::HungUp => {
            sink(TerminalEvent::HungUp);
            thread::sleep(GRACE_PERIOD);
            tty.close();
            process::exit(HANGUP_STATUS);
        }
    }
}

fn read_until_end(
    tty: &Tty,
    commands: &mut PipeReader,
    acknowledge: &Sender<()>,
    sink: &EventSink,
) -> InputEnd {
    let mut decoder = Decoder::new();
    let mut events = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let limit = decoder.timeout().and_then(|patience| Timespec::try_from(patience).ok());
        let mut ready = [PollFd::new(tty.input(), PollFlags::IN), PollFd::new(commands, PollFlags::IN)];
        let count = match poll(&mut ready, limit.as_ref()) {
            Ok(count) => count,
            Err(Errno::INTR | Errno::AGAIN) => continue,
            Err(_) => return InputEnd::HungUp,
        };
        let [keys, control] = ready.map(|descriptor| descriptor.revents());
        if count == 0 {
            decoder.flush(&mut events);
        }
        if !control.is_empty() {
            match ReaderCommand::receive(commands) {
                ReaderCommand::Pause => {
                    let _ = acknowledge.send(());
                    // Blocks until the child is done.
                    if ReaderCommand::receive(commands) == ReaderCommand::Stop {
                        return InputEnd::Stopped;
                    }
                }
                ReaderCommand::Resume => {}
                ReaderCommand::Stop => return InputEnd::Stopped,
            }
        } else if keys.contains(PollFlags::IN) {
            match rustix::io::read(tty.input().as_fd(), &mut buffer) {
                Ok(0) => return InputEnd::HungUp,
                Ok(count) => decoder.feed(buffer.get(..count).unwrap_or_default(), &mut events),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => return InputEnd::HungUp,
            }
        } else if !keys.is_empty() {
            return InputEnd::HungUp;
        }
        send_all(&mut events, sink);
    }
}

fn send_all(events: &mut Vec<Event>, sink: &EventSink) {
    for event in events.drain(..) {
        sink(TerminalEvent::Input(event));
    }
}
