//! [`AtomicFile`]: a file that is written next to its target and then replaces it, completely or not at all. Also:
//! lines appended in one write, a lock for read-modify-write, and reading with a size limit.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

/// Prefix of temporary files. One that is older than [`STALE_AFTER`] was left behind by a killed process.
const TEMP_PREFIX: &str = ".seminars-unfinished-";
const STALE_AFTER: Duration = Duration::from_hours(1);

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Only the user.
    Private,
    /// Everyone whom the user's umask and the folder allow; an existing file keeps its permissions.
    Shared,
}

/// A file being written, which replaces its target on [`Self::commit`]. If dropped before that, it leaves no trace.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    file: NamedTempFile,
    target: PathBuf,
    access: Access,
}

impl AtomicFile {
    /// Starts a new version of `target`. Creates its folder if necessary, and deletes temporary files that killed
    /// processes left there.
    ///
    /// If `target` is a link to a file, that file is replaced and the link stays.
    ///
    /// # Errors
    ///
    /// When the folder cannot be created or written to.
    pub(crate) fn create(target: &Path, access: Access) -> io::Result<Self> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        create_folder(folder, access)?;
        check_is_regular(&target)?;
        remove_stale_files(folder, SystemTime::now());
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMP_PREFIX);
        #[cfg(unix)]
        if access == Access::Shared {
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        }
        Ok(Self { file: builder.tempfile_in(folder)?, target, access })
    }

    /// Replaces the target once the bytes are on disk. Returns the file, open for reading.
    ///
    /// # Errors
    ///
    /// When the file cannot be synced or renamed; the target is then unchanged.
    pub(crate) fn commit(self) -> io::Result<File> {
        if let (Access::Shared, Ok(before)) = (self.access, fs::metadata(&self.target)) {
            fs::set_permissions(self.file.path(), before.permissions())?;
        }
        self.file.as_file().sync_all()?;
        self.file.persist(&self.target).map_err(|error| error.error)
    }

    /// Like [`Self::commit`], for a target that must not exist yet.
    ///
    /// # Errors
    ///
    /// As [`Self::commit`], and when the target exists.
    pub(crate) fn commit_new(self) -> io::Result<File> {
        self.file.as_file().sync_all()?;
        self.file.persist_noclobber(&self.target).map_err(|error| error.error)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Replaces `target`, completely or not at all. Creates its folder if necessary.
///
/// # Errors
///
/// When the file cannot be created, written or synced; the target is then unchanged.
pub(crate) fn replace(target: &Path, content: &[u8], access: Access) -> io::Result<()> {
    let mut file = AtomicFile::create(target, access)?;
    file.write_all(content)?;
    file.commit().map(|_| ())
}

/// Appends `line` and a newline in one write, so that several processes can append at once. Creates the file and its
/// folder if necessary.
///
/// # Errors
///
/// When the file cannot be created or written to.
pub(crate) fn append_line(file: &Path, line: &str) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    check_is_regular(file)?;
    let line = format!("{line}\n");
    OpenOptions::new().append(true).create(true).open(file)?.write_all(line.as_bytes())
}

/// Locks `target` for changes until the returned file is dropped. Waits while another process holds the lock.
///
/// # Errors
///
/// When its folder cannot be created or written to.
pub(crate) fn lock(target: &Path) -> io::Result<File> {
    let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let file = target.with_file_name(format!(".{name}.lock"));
    create_folder(file.parent().unwrap_or(Path::new(".")), Access::Shared)?;
    check_is_regular(&file)?;
    let file = OpenOptions::new().append(true).create(true).open(file)?;
    file.lock()?;
    Ok(file)
}

/// The largest user file that is read, in bytes; thousands of times larger than anyone's.
const MAX_OWN_BYTES: u64 = 4 << 20;

/// Reads one of the user's own files.
///
/// # Errors
///
/// When it is missing, not a regular file, larger than [`MAX_OWN_BYTES`], or cannot be read.
pub(crate) fn read_own(path: &Path) -> io::Result<Vec<u8>> {
    check_is_regular(path)?;
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_OWN_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_OWN_BYTES {
        return Err(io::Error::other(format!("it is larger than {} MiB", MAX_OWN_BYTES >> 20)));
    }
    Ok(bytes)
}

/// Rejects pipes and devices, which might never end. A missing file is fine.
///
/// # Errors
///
/// When there is something other than a regular file.
pub(crate) fn check_is_regular(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(io::Error::other("it is not a regular file")),
        _ => Ok(()),
    }
}

fn create_folder(folder: &Path, access: Access) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    if access == Access::Private {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    #[cfg(not(unix))]
    let _ = access;
    builder.recursive(true).create(folder)
}

/// Deletes temporary files of processes that were killed.
fn remove_stale_files(folder: &Path, now: SystemTime) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_unfinished = entry.file_name().to_str().is_some_and(|name| name.starts_with(TEMP_PREFIX));
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| now.duration_since(modified).ok());
        if is_unfinished && age.is_some_and(|age| age > STALE_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(target: &Path, access: Access, text: &str) -> io::Result<()> {
        replace(target, text.as_bytes(), access)
    }

    #[test]
    fn a_file_that_is_not_committed_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("sub/file");
        write(&target, Access::Shared, "old").unwrap();
        AtomicFile::create(&target, Access::Shared).unwrap().write_all(b"new").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(fs::read_dir(target.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_does_not_replace_another() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("file");
        AtomicFile::create(&target, Access::Shared).unwrap().commit_new().unwrap();
        let error = AtomicFile::create(&target, Access::Shared).unwrap().commit_new().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_permissions_too() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&target, "old").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write(&link, Access::Shared, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
        let private = folder.path().join("own/private");
        write(&private, Access::Private, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(private.parent().unwrap()), mode(&private)), (0o700, 0o600));
    }

    #[test]
    fn only_old_unfinished_files_are_deleted() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".seminars-unfinished-x", "other"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let now = SystemTime::now();
        remove_stale_files(folder.path(), now);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        remove_stale_files(folder.path(), now + STALE_AFTER * 2);
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["other"]);
    }

    #[test]
    fn own_files_have_a_limit_and_are_files() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own");
        assert_eq!(read_own(&file).unwrap_err().kind(), io::ErrorKind::NotFound);
        fs::write(&file, vec![b' '; 4 << 20]).unwrap();
        assert_eq!(read_own(&file).unwrap().len(), 4 << 20);
        fs::write(&file, vec![b' '; (4 << 20) + 1]).unwrap();
        assert_eq!(read_own(&file).unwrap_err().to_string(), "it is larger than 4 MiB");
        let refused = |result: io::Result<()>| result.unwrap_err().to_string();
        assert_eq!(refused(read_own(folder.path()).map(|_| ())), "it is not a regular file");
        assert_eq!(refused(append_line(folder.path(), "a")), "it is not a regular file");
        #[cfg(unix)]
        assert_eq!(refused(read_own(Path::new("/dev/zero")).map(|_| ())), "it is not a regular file");
    }
}
