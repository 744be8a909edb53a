//! [`Fingerprint`]: size, times and inode of a file, to tell whether it has changed since it was read.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// What the file system reports about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint {
    /// In bytes.
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    modified: i64,
    /// When the file or its metadata changed, in nanoseconds since 1970; 0 if the system does not report it.
    changed: i64,
    inode: u64,
    /// Whether any later change to the file is certain to change the fingerprint.
    is_reliable: bool,
}

/// Even the finest file system clocks tick only a hundred times a second; this leaves some margin.
const TICK: Duration = Duration::from_millis(50);
/// The coarsest file system clocks tick every two seconds.
const COARSE_TICK: Duration = Duration::from_secs(2);

impl Fingerprint {
    pub(super) fn from_metadata(metadata: &Metadata) -> Self {
        let (changed, inode) = change_time_and_inode(metadata);
        let modified = metadata.modified().map_or(0, nanoseconds);
        Self { size: metadata.len(), modified, changed, inode, is_reliable: true }
    }

    /// Like [`Self::from_metadata`], for a file that is about to be read at `now`. A file that has just changed may
    /// change again within the same clock tick; in that case the fingerprint is made to equal no other, so the file is
    /// read again.
    pub(super) fn from_metadata_at(metadata: &Metadata, now: SystemTime) -> Self {
        let stamp = Self::from_metadata(metadata);
        Self { is_reliable: stamp.is_stable(now), ..stamp }
    }

    /// The fingerprint of a file as it is now.
    pub(super) fn from_path(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().as_ref().map(Self::from_metadata)
    }

    /// Whether the last change is more than a clock tick before `now`.
    fn is_stable(&self, now: SystemTime) -> bool {
        let last = self.modified.max(self.changed);
        let tick = if last % 1_000_000_000 == 0 { COARSE_TICK } else { TICK };
        nanoseconds(now).saturating_sub(last) > i64::try_from(tick.as_nanos()).unwrap_or(i64::MAX)
    }
}

fn nanoseconds(time: SystemTime) -> i64 {
    let whole = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => whole(since),
        Err(before) => -whole(before.duration()),
    }
}

#[cfg(unix)]
fn change_time_and_inode(metadata: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    let changed = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    (changed, metadata.ino())
}

#[cfg(not(unix))]
fn change_time_and_inode(_: &Metadata) -> (i64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_just_changed_file_is_not_stable() {
        let at = |seconds, nanoseconds| SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds);
        let stamp = |time| Fingerprint {
            size: 1,
            modified: nanoseconds(time),
            changed: 0,
            inode: 1,
            is_reliable: true,
        };
        assert!(!stamp(at(100, 5)).is_stable(at(100, 10_000_000)));
        assert!(stamp(at(100, 5)).is_stable(at(100, 60_000_000)));
        assert!(!stamp(at(100, 0)).is_stable(at(101, 0)));
        assert!(stamp(at(100, 0)).is_stable(at(103, 0)));
    }

    #[test]
    fn a_new_size_or_a_replaced_file_changes_the_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        std::fs::write(&path, "title: a").unwrap();
        let before = Fingerprint::from_path(&path).unwrap();
        assert_eq!(Fingerprint::from_path(&path), Some(before));
        let other = folder.path().join("b.yaml");
        std::fs::write(&other, "title: b").unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert_ne!(Fingerprint::from_path(&path), Some(before));
        assert_eq!(Fingerprint::from_path(&folder.path().join("none")), None);
    }
}
