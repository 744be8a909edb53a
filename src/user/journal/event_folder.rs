//! [`EventFolder`]: the event files of all machines. This machine writes to one of them; any program may bring the
//! others, and copies of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::event_file::{append_lines, open_locked};
use super::file_state::{FileState, FileStates};
use crate::atomic_file::{Access, check_is_regular, replace};

/// The extension of event files.
const EXTENSION: &str = "jsonl";

/// The folder of the event files.
#[derive(Debug)]
pub(super) struct EventFolder {
    files: FileStates,
    own: PathBuf,
}

impl EventFolder {
    /// The folder in which `writer` writes.
    pub(super) fn new(folder: PathBuf, writer: &str) -> Self {
        let own = folder.join(format!("{writer}.{EXTENSION}"));
        Self { files: FileStates::new(folder, EXTENSION), own }
    }

    pub(super) fn folder(&self) -> &Path {
        self.files.folder()
    }

    /// The file that this machine writes to.
    pub(super) fn own(&self) -> &Path {
        &self.own
    }

    /// Passes every file to `read`: its path, and its text.
    ///
    /// # Errors
    ///
    /// When a file cannot be read; the others are passed all the same. The error comes with the path.
    pub(super) fn read_all(&mut self, read: &mut dyn FnMut(&Path, &str)) -> Result<(), (PathBuf, io::Error)> {
        self.files.read_all(&mut |path| {
            check_is_regular(path)?;
            read(path, &String::from_utf8_lossy(&fs::read(path)?));
            Ok(())
        })
    }

    /// Whether other programs have changed a file since it was read.
    pub(super) fn has_changed(&self) -> bool {
        self.files.has_changed()
    }

    /// Adds lines as a new file, named after their content.
    ///
    /// # Errors
    ///
    /// When the file cannot be written. The error comes with the path.
    pub(super) fn add(&self, lines: &str) -> Result<(), (PathBuf, io::Error)> {
        let name = format!("import-{:08x}.{EXTENSION}", crc32fast::hash(lines.as_bytes()));
        let path = self.files.folder().join(name);
        replace(&path, lines.as_bytes(), Access::Private).map_err(|error| (path, error))
    }

    /// Rewrites all files that have lines which `is_kept` rejects; returns how many lines were removed. All other bytes
    /// stay as they are.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written. The error comes with the path.
    pub(super) fn retain_lines(&self, is_kept: &dyn Fn(&str) -> bool) -> Result<usize, (PathBuf, io::Error)> {
        let mut removed = 0;
        for path in self.files.files().map_err(|error| (self.files.folder().to_owned(), error))? {
            removed += retain_lines_of(&path, is_kept).map_err(|error| (path.clone(), error))?;
        }
        Ok(removed)
    }

    /// Appends lines to this machine's file and waits until they are on disk.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; it then holds none of the lines.
    pub(super) fn append(&mut self, lines: &str) -> io::Result<()> {
        let mut file = open_locked(&self.own)?;
        let before = FileState::of(&self.own);
        let is_known = match self.files.seen(&self.own) {
            Some(seen) => Some(seen) == before,
            None => before.is_some_and(FileState::is_empty),
        };
        append_lines(&mut file, lines)?;
        // Otherwise another window has written as well, and its lines are still to be read.
        if is_known {
            self.files.set_seen(&self.own);
        }
        Ok(())
    }
}

/// Rewrites a file without the lines that `is_kept` rejects; returns how many there were.
fn retain_lines_of(path: &Path, is_kept: &dyn Fn(&str) -> bool) -> io::Result<usize> {
    let _lock = open_locked(path)?;
    let bytes = fs::read(path)?;
    let lines = || bytes.split_inclusive(|&byte| byte == b'\n');
    let keeps = |line: &&[u8]| str::from_utf8(line).map_or(true, |line| is_kept(line.trim_end()));
    let kept: Vec<u8> = lines().filter(keeps).flatten().copied().collect();
    let count = lines().count() - lines().filter(keeps).count();
    if count > 0 {
        replace(path, &kept, Access::Private)?;
    }
    Ok(count)
}
