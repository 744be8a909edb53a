//! How a command ends: its exit status, or why it could not run.

use std::io;
use std::process::ExitCode;

use thiserror::Error;

use crate::archive::PathError;

/// The outcome of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The command succeeded.
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
    /// The archive could not be located.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The query is malformed; the message names the position.
    #[error("{0}")]
    Query(String),
    /// The output could not be written.
    #[error("cannot write the output: {0}")]
    Output(#[source] io::Error),
    /// The journal could not be read or written.
    #[error("{0}")]
    Journal(String),
    /// Existing files would be overwritten.
    #[error(
        "{path}: already exists with different contents ({count} such; --force overwrites, --dry-run lists)"
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
        /// The error from the system.
        reason: io::Error,
    },
    /// The browser could not be started.
    #[error(
        "cannot start a browser for {link}: {reason} (open the link by hand, or set $BROWSER to a program)"
    )]
    Browser {
        /// The link to open.
        link: String,
        /// Why it failed.
        reason: io::Error,
    },
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
