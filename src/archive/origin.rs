//! What an archive is read from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::extract::found_file::FoundFile;

/// Where an archive comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The built-in sample archive.
    Sample,
    /// Text from standard input.
    Text(Arc<[u8]>),
}

impl Origin {
    /// Whether the archive is on disk, where its files may change.
    pub(crate) fn has_files(&self) -> bool {
        matches!(self, Self::Paths(_))
    }
}

/// The file that text from standard input is treated as; its first line decides the format.
pub(super) fn text_file(text: &[u8]) -> FoundFile {
    let first_line = text.trim_ascii_start().split(|&byte| byte == b'\n').next().unwrap_or_default();
    let path = match first_line.first() {
        Some(b'{' | b'[') => "<stdin>.json",
        Some(b'<') => "<stdin>.html",
        _ if first_line.contains(&b':') => "<stdin>.yaml",
        _ if first_line.contains(&b'\t') => "<stdin>.tsv",
        _ if first_line.contains(&b',') => "<stdin>.csv",
        _ => "<stdin>.yaml",
    };
    let path: Arc<Path> = Path::new(path).into();
    FoundFile::new(Arc::clone(&path), path, true)
}
