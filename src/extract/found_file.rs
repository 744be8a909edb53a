//! A file of an archive: where it is, how it was found, and what the archive's settings say about it.

use std::path::Path;
use std::sync::Arc;

use super::column_fields::ColumnFields;

/// A file to read, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundFile {
    /// The path given by the user under which it was found: a folder, or the file itself.
    pub(crate) root: Arc<Path>,
    pub(crate) path: Arc<Path>,
    /// Whether the user gave the path of the file itself.
    pub(crate) named: bool,
    /// Whether the settings say that its entries are talks.
    pub(crate) is_taken: bool,
    /// What its columns mean, according to the settings.
    pub(crate) columns: Option<Arc<ColumnFields>>,
}

impl FoundFile {
    /// A file that the settings do not mention.
    pub(crate) fn new(root: Arc<Path>, path: Arc<Path>, named: bool) -> Self {
        Self { root, path, named, is_taken: false, columns: None }
    }
}
