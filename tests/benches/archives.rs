//! Archives of made-up talks in temporary folders, as long as the benches run.

use std::path::PathBuf;

use seminars::archive::Origin;
use tempfile::TempDir;

use super::on_disk;

/// An archive on disk, with room beside it.
pub(crate) struct OnDisk {
    pub(crate) folder: TempDir,
}

impl OnDisk {
    /// Writes so many talks, K a file.
    pub(crate) fn new(count: usize, per_file: usize) -> Option<Self> {
        let archive = Self { folder: tempfile::tempdir().ok()? };
        on_disk::write(&archive.talks(), count, per_file, 1).ok()?;
        Some(archive)
    }

    /// The folder with the talks.
    pub(crate) fn talks(&self) -> PathBuf {
        self.folder.path().join("talks")
    }

    pub(crate) fn origin(&self) -> Origin {
        Origin::Paths(vec![self.talks()])
    }
}
