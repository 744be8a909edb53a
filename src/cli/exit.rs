//! How a command ends: its exit status, or why it could not run.

use std::io;
use std::process::ExitCode;

use thiserror::Error;

use crate::archive::PathError;

/// The outcome of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It did what was asked.
    Done,
    /// Nothing matched, the match was not unique, or the check failed: exit code 1.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::Failed => Self::from(1),
        }
    }
}

/// Why a command could not run.
#[derive(Debug, Error)]
pub enum CliError {
    /// A PATH that is not there.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A query that cannot be understood, with its place.
    #[error("{0}")]
    Query(String),
    /// The output could not be written.
    #[error("cannot write the output: {0}")]
    Output(#[source] io::Error),
    /// A file would be overwritten.
    #[error(
        "{path}: is there already, with other contents ({count} such; --force overwrites, --dry-run lists)"
    )]
    WouldOverwrite {
        /// The first such file.
        path: String,
        /// How many there are.
        count: usize,
    },
    /// A file could not be written.
    #[error("{path}: cannot be written: {reason}")]
    Write {
        /// The file.
        path: String,
        /// What the system said.
        reason: io::Error,
    },
    /// The browser could not be started.
    #[error(
        "cannot start a browser for {link}: {reason} (open the link by hand, or set $BROWSER to a program)"
    )]
    Browser {
        /// What was to be opened.
        link: String,
        /// What went wrong.
        reason: io::Error,
    },
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
