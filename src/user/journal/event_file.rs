//! Appends to an event file: all lines in one write, on disk before they are confirmed, and removed if that fails.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::atomic_file::check_is_regular;

/// What appending needs of a file, so that tests can make each operation fail.
pub(super) trait LogFile {
    /// The length in bytes.
    fn length(&self) -> io::Result<u64>;
    /// The last byte; `None` if the file is empty.
    fn last_byte(&mut self) -> io::Result<Option<u8>>;
    /// Writes all bytes at the end.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Cuts the file to a length.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
    /// Waits until everything is on disk.
    fn sync(&mut self) -> io::Result<()>;
}

impl LogFile for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn last_byte(&mut self) -> io::Result<Option<u8>> {
        if self.length()? == 0 {
            return Ok(None);
        }
        self.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        self.read_exact(&mut last)?;
        let [last] = last;
        Ok(Some(last))
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// Appends lines to a file that is locked by the caller. Returns its length before and after. If anything fails, the
/// file is cut back to what it was.
///
/// # Errors
///
/// When the file cannot be read, written or synced.
pub(super) fn append_lines(file: &mut impl LogFile, lines: &str) -> io::Result<(u64, u64)> {
    let before = file.length()?;
    // A process that was killed while writing, or a file that was cut, leaves a line without an end.
    let is_open = file.last_byte()?.is_some_and(|byte| byte != b'\n');
    let text = if is_open { format!("\n{lines}") } else { lines.to_owned() };
    let written = file.append(text.as_bytes()).and_then(|()| file.sync());
    match written {
        Ok(()) => Ok((before, before + text.len() as u64)),
        Err(error) => {
            // If this fails too, the next append ends the open line.
            let _ = file.truncate(before);
            Err(error)
        }
    }
}

/// Opens an event file and locks it, until the returned file is dropped. Creates it and its folder if necessary.
///
/// # Errors
///
/// When it cannot be created, opened or locked.
pub(super) fn open_locked(path: &Path) -> io::Result<File> {
    loop {
        let file = open_and_lock(path)?;
        // While this process waited for the lock, another may have replaced the file.
        if is_same_file(&file, path) {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().map(inode).ok() == std::fs::metadata(path).map(inode).ok()
}

/// An open file cannot be replaced.
#[cfg(not(unix))]
fn is_same_file(_: &File, _: &Path) -> bool {
    true
}

fn open_and_lock(path: &Path) -> io::Result<File> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let is_new = !path.exists();
    if is_new {
        create_private_folder(folder)?;
    }
    check_is_regular(path)?;
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    file.lock()?;
    #[cfg(unix)]
    if is_new {
        // The name of a new file is on disk only when its folder is.
        File::open(folder)?.sync_all()?;
    }
    Ok(file)
}

/// Creates a folder that only the user can read.
pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What goes wrong.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Failure {
        None,
        /// Only this many bytes are written.
        Short(usize),
        Full,
        Sync,
        SyncAndTruncate,
    }

    #[derive(Debug)]
    struct FakeFile {
        bytes: Vec<u8>,
        synced: usize,
        failure: Failure,
    }

    impl LogFile for FakeFile {
        fn length(&self) -> io::Result<u64> {
            Ok(self.bytes.len() as u64)
        }

        fn last_byte(&mut self) -> io::Result<Option<u8>> {
            Ok(self.bytes.last().copied())
        }

        fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
            let written = match self.failure {
                Failure::Short(most) => most.min(bytes.len()),
                Failure::Full => 0,
                _ => bytes.len(),
            };
            self.bytes.extend_from_slice(&bytes[..written]);
            if written < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        }

        fn truncate(&mut self, length: u64) -> io::Result<()> {
            if self.failure == Failure::SyncAndTruncate {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            self.bytes.truncate(usize::try_from(length).unwrap());
            Ok(())
        }

        fn sync(&mut self) -> io::Result<()> {
            if matches!(self.failure, Failure::Sync | Failure::SyncAndTruncate) {
                return Err(io::Error::other("sync failed"));
            }
            self.synced = self.bytes.len();
            Ok(())
        }
    }

    #[test]
    fn what_is_confirmed_is_on_disk_and_what_fails_leaves_nothing() {
        for failure in [Failure::Short(3), Failure::Full, Failure::Sync] {
            let mut file = FakeFile { bytes: b"one\n".to_vec(), synced: 4, failure: Failure::None };
            append_lines(&mut file, "two\n").unwrap();
            assert_eq!(file.synced, 8);
            file.failure = failure;
            assert!(append_lines(&mut file, "three\n").is_err());
            assert_eq!(file.bytes, b"one\ntwo\n", "{failure:?}");
            file.failure = Failure::None;
            assert_eq!(append_lines(&mut file, "three\nfour\n").unwrap(), (8, 19));
            assert_eq!((file.bytes.as_slice(), file.synced), (b"one\ntwo\nthree\nfour\n".as_slice(), 19));
        }
    }

    #[test]
    fn a_line_without_an_end_is_ended_first() {
        let mut file = FakeFile { bytes: b"one\ntw".to_vec(), synced: 0, failure: Failure::None };
        append_lines(&mut file, "three\n").unwrap();
        assert_eq!(file.bytes, b"one\ntw\nthree\n");
        file.failure = Failure::SyncAndTruncate;
        assert!(append_lines(&mut file, "four\n").is_err());
        assert_eq!(file.bytes, b"one\ntw\nthree\nfour\n", "a line that may be there may be read");
    }
}
