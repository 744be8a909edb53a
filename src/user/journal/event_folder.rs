//! [`EventFolder`]: the event files of all machines. This machine writes to one of them; any program may bring the
//! others, and copies of them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::event_file::{append_lines, open_locked};
use crate::atomic_file::{Access, AtomicFile, check_is_regular};

/// The extension of event files.
const EXTENSION: &str = "jsonl";

/// The folder of the event files, and how they were when they were last read.
#[derive(Debug)]
pub(super) struct EventFolder {
    folder: PathBuf,
    own: PathBuf,
    seen: Vec<(PathBuf, FileState)>,
}

/// What changes when a file is changed or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileState {
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: u64,
}

impl FileState {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&metadata),
        })
    }
}

impl EventFolder {
    /// The folder in which `writer` writes.
    pub(super) fn new(folder: PathBuf, writer: &str) -> Self {
        let own = folder.join(format!("{writer}.{EXTENSION}"));
        Self { folder, own, seen: Vec::new() }
    }

    /// The file that this machine writes to.
    pub(super) fn own(&self) -> &Path {
        &self.own
    }

    /// All event files, sorted by path. A missing folder has none.
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
            if path.extension().is_some_and(|extension| extension == EXTENSION) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Passes every file to `read`: its path, and its text.
    ///
    /// # Errors
    ///
    /// When a file cannot be read; the files that can be are passed all the same. The error comes with the path.
    pub(super) fn read_all(&mut self, read: &mut dyn FnMut(&Path, &str)) -> Result<(), (PathBuf, io::Error)> {
        let files = self.files().map_err(|error| (self.folder.clone(), error))?;
        let mut failed = None;
        self.seen.clear();
        for path in files {
            // Before reading: if the file grows meanwhile, it is read again.
            let state = FileState::of(&path);
            match check_is_regular(&path).and_then(|()| fs::read(&path)) {
                Ok(bytes) => read(&path, &String::from_utf8_lossy(&bytes)),
                Err(error) => failed = failed.or(Some((path.clone(), error))),
            }
            self.seen.extend(state.map(|state| (path, state)));
        }
        failed.map_or(Ok(()), Err)
    }

    /// Whether other programs have changed a file since it was read.
    pub(super) fn has_changed(&self) -> bool {
        let Ok(files) = self.files() else { return true };
        let is_seen = |path: &PathBuf| {
            let known = self.seen.iter().find(|(seen, _)| seen == path).map(|(_, state)| *state);
            known.is_some() && known == FileState::of(path)
        };
        files.len() != self.seen.len() || !files.iter().all(is_seen)
    }

    /// Adds lines as a new file, named after their content.
    ///
    /// # Errors
    ///
    /// When the file cannot be written. The error comes with the path.
    pub(super) fn add(&self, lines: &str) -> Result<(), (PathBuf, io::Error)> {
        let name = format!("import-{:08x}.{EXTENSION}", crc32fast::hash(lines.as_bytes()));
        let path = self.folder.join(name);
        replace(&path, lines).map_err(|error| (path, error))
    }

    /// Rewrites all files that have lines which `is_kept` rejects; returns how many lines were removed. All other bytes
    /// stay as they are.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written. The error comes with the path.
    pub(super) fn retain_lines(&self, is_kept: &dyn Fn(&str) -> bool) -> Result<usize, (PathBuf, io::Error)> {
        let mut removed = 0;
        for path in self.files().map_err(|error| (self.folder.clone(), error))? {
            let rewrite = || -> io::Result<usize> {
                let _lock = open_locked(&path)?;
                let bytes = fs::read(&path)?;
                let lines = || bytes.split_inclusive(|&byte| byte == b'\n');
                let keeps = |line: &&[u8]| str::from_utf8(line).map_or(true, |line| is_kept(line.trim_end()));
                let kept: Vec<u8> = lines().filter(keeps).flatten().copied().collect();
                let count = lines().count() - lines().filter(keeps).count();
                if count > 0 {
                    replace(&path, kept)?;
                }
                Ok(count)
            };
            removed += rewrite().map_err(|error| (path.clone(), error))?;
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
        let known = self.seen.iter().position(|(path, _)| *path == self.own);
        let is_unchanged = match known.and_then(|at| self.seen.get(at)) {
            Some((_, state)) => Some(*state) == FileState::of(&self.own),
            None => file.metadata()?.len() == 0,
        };
        append_lines(&mut file, lines)?;
        if is_unchanged && let Some(state) = FileState::of(&self.own) {
            match known.and_then(|at| self.seen.get_mut(at)) {
                Some((_, seen)) => *seen = state,
                None => self.seen.push((self.own.clone(), state)),
            }
        }
        Ok(())
    }
}

/// Replaces a file, completely or not at all.
fn replace(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    let mut file = AtomicFile::create(path, Access::Private)?;
    file.write_all(content.as_ref())?;
    file.commit().map(|_| ())
}
