//! [`FileStates`]: how the files of a folder were when they were last read, to tell whether other programs have changed
//! them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What changes when a file is changed or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileState {
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: u64,
}

impl FileState {
    /// The state of a file now; `None` if it is gone.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&metadata),
        })
    }

    /// Whether the file is empty.
    pub(super) fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// The files with one extension in a folder, and how they were.
#[derive(Debug)]
pub(super) struct FileStates {
    folder: PathBuf,
    extension: &'static str,
    seen: Vec<(PathBuf, FileState)>,
}

impl FileStates {
    /// No file has been read yet.
    pub(super) fn new(folder: PathBuf, extension: &'static str) -> Self {
        Self { folder, extension, seen: Vec::new() }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// All files, sorted by path. A missing folder has none.
    ///
    /// # Errors
    ///
    /// When the folder cannot be listed.
    pub(super) fn files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == self.extension) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Passes the path of every file to `read`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read; the others are read all the same. The error comes with the path.
    pub(super) fn read_all(
        &mut self,
        read: &mut dyn FnMut(&Path) -> io::Result<()>,
    ) -> Result<(), (PathBuf, io::Error)> {
        let files = self.files().map_err(|error| (self.folder.clone(), error))?;
        let mut failed = None;
        self.seen.clear();
        for path in files {
            // Before reading: if the file grows meanwhile, it is read again.
            let state = FileState::of(&path);
            match read(&path) {
                Ok(()) => self.seen.extend(state.map(|state| (path, state))),
                // It is tried again the next time.
                Err(error) => failed = failed.or(Some((path, error))),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// The state of a file when it was last read.
    pub(super) fn seen(&self, path: &Path) -> Option<FileState> {
        self.seen.iter().find(|(seen, _)| seen == path).map(|(_, state)| *state)
    }

    /// Notes that a file is known as it is now.
    pub(super) fn set_seen(&mut self, path: &Path) {
        let Some(state) = FileState::of(path) else { return };
        match self.seen.iter_mut().find(|(seen, _)| seen == path) {
            Some((_, seen)) => *seen = state,
            None => self.seen.push((path.to_owned(), state)),
        }
    }

    /// Whether a file has changed, appeared or vanished since they were read.
    pub(super) fn has_changed(&self) -> bool {
        let Ok(files) = self.files() else { return true };
        let is_seen = |path: &PathBuf| self.seen(path).is_some() && self.seen(path) == FileState::of(path);
        files.len() != self.seen.len() || !files.iter().all(is_seen)
    }
}
