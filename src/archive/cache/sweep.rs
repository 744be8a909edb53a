//! Deletes caches that are no longer useful, and measures how much space caches take.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Header, open_file};

/// Caches that have not been used for this long are deleted.
const UNUSED_AFTER: Duration = Duration::from_hours(24 * 90);

/// The caches that were deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removed {
    /// How many archives they belonged to.
    pub archives: usize,
    /// How many bytes they took.
    pub bytes: u64,
}

/// Deletes all caches in a folder.
#[must_use]
pub fn clear_caches(folder: &Path) -> Removed {
    remove_where(folder, |_| true)
}

/// Deletes caches that have not been used for a long time, and those whose archive is gone.
pub(in crate::archive) fn sweep(folder: &Path, now: SystemTime) -> Removed {
    remove_where(folder, |cache| is_unused(cache, now) || is_orphan(cache))
}

/// The size of a cache in bytes, including the files next to it.
#[must_use]
pub fn cache_size(cache: &Path) -> u64 {
    parts(cache).iter().filter_map(|file| fs::metadata(file).ok()).map(|metadata| metadata.len()).sum()
}

fn remove_where(folder: &Path, is_useless: impl Fn(&Path) -> bool) -> Removed {
    let mut removed = Removed::default();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_cache = path.extension().is_some_and(|ending| ending == "cache");
        if is_cache && is_useless(&path) {
            removed.archives += 1;
            removed.bytes += cache_size(&path);
            for file in parts(&path) {
                let _ = fs::remove_file(file);
            }
        }
    }
    removed
}

fn parts(cache: &Path) -> [PathBuf; 3] {
    ["cache", "checked", "folded"].map(|ending| cache.with_extension(ending))
}

/// Whether a cache has been neither read nor written for a long time. If the system reports no times, it has not.
fn is_unused(cache: &Path, now: SystemTime) -> bool {
    let Ok(metadata) = fs::metadata(cache) else { return false };
    let last = metadata.accessed().ok().max(metadata.modified().ok());
    last.and_then(|last| now.duration_since(last).ok()).is_some_and(|age| age > UNUSED_AFTER)
}

/// Whether a cache's archive no longer exists, or this version cannot read the cache.
fn is_orphan(cache: &Path) -> bool {
    let Some((_, header, _)) = open_file::<Header>(cache) else { return true };
    // The real paths come after the version and the limits.
    let mut paths = header.key.split(|&byte| byte == 0).skip(1);
    paths.any(|path| crate::records::path_of(path).is_none_or(|path| !path.exists()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{File, FileTimes};

    #[test]
    fn unused_and_unreadable_caches_are_removed_with_what_lies_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.cache", "a.checked", "a.folded", "other"] {
            fs::write(folder.path().join(name), "12345").unwrap();
        }
        let cache = folder.path().join("a.cache");
        assert_eq!(cache_size(&cache), 15);
        let now = SystemTime::now();
        assert!(!is_unused(&cache, now) && !is_unused(&cache, now + UNUSED_AFTER / 2));
        assert!(is_unused(&cache, now + UNUSED_AFTER * 2));
        let old = FileTimes::new().set_modified(SystemTime::UNIX_EPOCH).set_accessed(now);
        File::options().write(true).open(&cache).unwrap().set_times(old).unwrap();
        assert!(!is_unused(&cache, now), "it was read");
        assert_eq!(sweep(folder.path(), now), Removed { archives: 1, bytes: 15 });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
