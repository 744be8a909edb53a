//! A file of an archive: where it is and how it was found.

use std::path::Path;
use std::sync::Arc;

/// A file to read, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundTalk {
    /// The path given by the user under which it was found: a folder, or the file itself.
    pub(crate) root: Arc<Path>,
    /// The file.
    pub(crate) path: Arc<Path>,
    /// Whether the user gave the path of the file itself.
    pub(crate) named: bool,
}
