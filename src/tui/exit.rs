//! Why the program ends, and its exit status.

use std::process::ExitCode;

use super::terminal::exit_by_signal;

/// Why the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The user quit.
    Requested,
    /// A signal with this number.
    Signal(i32),
    /// The terminal is gone.
    HungUp,
    /// An uncaught panic; its message has been printed.
    Panicked,
}

impl Exit {
    /// Ends the process with the exit code, or the signal, that the parent process expects. Call it last.
    pub(super) fn terminate(self) -> ExitCode {
        match self {
            Self::Requested => ExitCode::SUCCESS,
            Self::Signal(number) => exit_by_signal(number),
            Self::HungUp => ExitCode::from(129),
            Self::Panicked => ExitCode::from(101),
        }
    }
}
