//! [`UserFileError`]: what is wrong with one of the user's own files.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::paths;

/// What is wrong with one of the user's own files.
#[derive(Debug, Error)]
pub(crate) enum UserFileError {
    /// It could not be read or written.
    #[error("{}: {content} cannot be {action}: {reason}", paths::abbreviate(file))]
    File {
        /// The file.
        file: PathBuf,
        /// What it holds, such as `the layout`.
        content: &'static str,
        /// `read`, `written` or `used`.
        action: &'static str,
        /// The error from the system.
        reason: io::Error,
    },
    /// It is malformed.
    #[error("{}:{line}:{column}: {message}", paths::abbreviate(file))]
    Content {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong, and what was expected.
        message: String,
    },
}

impl UserFileError {
    /// A file that holds `content` could not be `read` or `written`.
    pub(crate) fn file(file: &Path, content: &'static str, action: &'static str, reason: io::Error) -> Self {
        Self::File { file: file.to_owned(), content, action, reason }
    }

    /// What is wrong, without the path.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::File { reason, .. } => reason.to_string(),
            Self::Content { message, .. } => message.clone(),
        }
    }

    /// A file is malformed at a byte range of its text, or as a whole.
    pub(crate) fn content(file: &Path, text: &str, at: Option<Range<usize>>, message: &str) -> Self {
        let before = at.and_then(|at| text.get(..at.start)).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let line = before.matches('\n').count() + 1;
        Self::Content { file: file.to_owned(), line, column, message: message.to_owned() }
    }
}
