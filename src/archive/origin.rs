//! What an archive is read from.

use std::path::PathBuf;

/// Where an archive lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The sample archive that is part of the program.
    Sample,
}
