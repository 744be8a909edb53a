//! [`UserFileError`]: why one of the user's own files could not be read or written.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::paths;

/// Why one of the user's own files could not be read or written.
#[derive(Debug, Error)]
#[error("{}: {content} cannot be {action}: {reason}", paths::abbreviate(file))]
pub(crate) struct UserFileError {
    file: PathBuf,
    /// What the file holds, such as `the layout`.
    content: &'static str,
    /// `read` or `written`.
    action: &'static str,
    reason: io::Error,
}

impl UserFileError {
    /// An error of a file that holds `content`, when it was to be `read` or `written`.
    pub(crate) fn new(file: &Path, content: &'static str, action: &'static str, reason: io::Error) -> Self {
        Self { file: file.to_owned(), content, action, reason }
    }
}
