//! Watches the files of an archive, and reports many changes at once as one.
//!
//! The operating system notifies us; nothing is polled. A `git checkout` touches thousands of files, and an editor
//! saves by writing another file and renaming it, so a change is reported only after a short quiet time.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use thiserror::Error;

use crate::format::kind::FileFormat;

/// How long it must be quiet before a change is reported: longer than an editor takes to save.
const DEBOUNCE: Duration = Duration::from_millis(100);
/// The longest that a change waits for others, so that it shows within half a second.
const MAX_DELAY: Duration = Duration::from_millis(300);

/// Why files cannot be watched.
#[derive(Debug, Error)]
#[error("changes are not seen by themselves ({0}): press r to read again")]
pub struct WatchError(#[from] notify::Error);

/// A change to the files of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These files were changed, added or deleted.
    Files(Vec<PathBuf>),
    /// It is not known which files changed.
    Anything,
}

impl Change {
    /// Both changes as one.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Files(mut files), Self::Files(others)) => {
                files.extend(others);
                Self::Files(files)
            }
            _ => Self::Anything,
        }
    }
}

/// Watches files and folders.
#[derive(Debug)]
pub struct FileWatcher {
    events: Receiver<notify::Result<Event>>,
    /// The real path of each path given by the user, and the path as given.
    roots: Vec<(PathBuf, PathBuf)>,
    /// Dropping it ends the watching.
    _watcher: RecommendedWatcher,
}

impl FileWatcher {
    /// Starts watching files, and folders recursively.
    ///
    /// # Errors
    ///
    /// If the operating system cannot watch, or not that many files.
    pub fn start(paths: &[PathBuf]) -> Result<Self, WatchError> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        // The system reports real paths.
        let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        let roots: Vec<_> = paths.iter().map(|path| (real(path), path.clone())).collect();
        for (root, _) in &roots {
            if root.is_dir() {
                watcher.watch(root, RecursiveMode::Recursive)?;
            } else if let Some(folder) = root.parent() {
                // Saving by renaming replaces the file, which would end a watch on it; its folder stays.
                watcher.watch(folder, RecursiveMode::NonRecursive)?;
            }
        }
        Ok(Self { events, roots, _watcher: watcher })
    }

    /// Waits for a change, and for others that follow closely. Files are reported by the paths that they were opened
    /// under. `None` when watching has ended.
    #[must_use]
    pub fn wait(&self) -> Option<Change> {
        wait_debounced(&self.events, |event| self.classify_event(&event))
    }

    /// What an event may change in the archive. If the system lost events, anything may have changed.
    fn classify_event(&self, event: &notify::Result<Event>) -> Option<Change> {
        let Ok(event) = event else { return Some(Change::Anything) };
        if event.need_rescan() {
            return Some(Change::Anything);
        }
        event.paths.iter().filter_map(|path| self.classify_path(path, event.kind)).reduce(Change::merge)
    }

    fn classify_path(&self, path: &Path, kind: EventKind) -> Option<Change> {
        let is_folder_or_name = match kind {
            EventKind::Access(_) => return None,
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
            EventKind::Modify(ModifyKind::Name(_)) => path.extension().is_none() || path.is_dir(),
            _ => false,
        };
        let is_rule = path.file_name().is_some_and(|name| name == ".gitignore");
        let changes = self.roots.iter().filter_map(|(real, given)| {
            let inside = path.strip_prefix(real).ok()?;
            if inside.as_os_str().is_empty() {
                return Some(if given.is_dir() {
                    Change::Anything
                } else {
                    Change::Files(vec![given.clone()])
                });
            }
            if is_hidden(inside) {
                return None;
            }
            if is_folder_or_name || is_rule {
                return Some(Change::Anything);
            }
            FileFormat::from_path(path).is_some().then(|| Change::Files(vec![given.join(inside)]))
        });
        changes.reduce(Change::merge)
    }
}

/// Waits for an event that is a change, and for others that follow closely.
fn wait_debounced<E>(events: &Receiver<E>, change: impl Fn(E) -> Option<Change>) -> Option<Change> {
    let mut all = loop {
        if let Some(first) = change(events.recv().ok()?) {
            break first;
        }
    };
    let latest = Instant::now() + MAX_DELAY;
    let mut until = Instant::now() + DEBOUNCE;
    loop {
        let left = until.min(latest).saturating_duration_since(Instant::now());
        match events.recv_timeout(left) {
            Ok(event) => {
                if let Some(other) = change(event) {
                    all = all.merge(other);
                    until = Instant::now() + DEBOUNCE;
                }
            }
            Err(RecvTimeoutError::Timeout) => return Some(all),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Whether a path inside an archive is hidden or in a hidden folder, which the archive ignores. `.gitignore` is not
/// hidden, because it decides what else is ignored.
fn is_hidden(inside: &Path) -> bool {
    inside.iter().any(|part| part.to_str().is_some_and(|name| name.starts_with('.') && name != ".gitignore"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, DataChange, RenameMode};
    use std::fs;

    #[test]
    fn what_may_change_the_archive_is_told_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::write(root.join("alone.yaml"), "").unwrap();
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Any));
        let all = FileWatcher::start(std::slice::from_ref(&root)).unwrap();
        let one = FileWatcher::start(&[root.join("alone.yaml")]).unwrap();
        for (watch, path, kind, expected) in [
            (&all, "2022/a.yaml", written, true),
            (&all, "a.MD", written, true),
            (&all, "a.yaml", EventKind::Access(AccessKind::Any), false),
            (&all, "a.o", written, false),
            (&all, ".git/index.yaml", written, false),
            (&all, ".a.yaml.swp", written, false),
            (&all, ".a.yaml", written, false),
            (&all, "talks/.gitignore", written, true),
            (&all, "moved", renamed, true),
            (&all, "new", EventKind::Create(CreateKind::Folder), true),
            (&all, "gone", EventKind::Remove(RemoveKind::Folder), true),
            (&all, "../beside.yaml", written, false),
            (&one, "alone.yaml", written, true),
            (&one, "other.yaml", written, false),
        ] {
            let path =
                if path.starts_with("..") { root.with_file_name("beside.yaml") } else { root.join(path) };
            assert_eq!(watch.classify_path(&path, kind).is_some(), expected, "{path:?}");
        }
    }

    #[test]
    fn files_are_told_by_the_paths_that_they_were_opened_under_and_what_is_no_file_by_none() {
        let folder = tempfile::tempdir().unwrap();
        let given = folder.path().join("talks/../talks");
        fs::create_dir(folder.path().join("talks")).unwrap();
        let real = given.canonicalize().unwrap();
        let watch = FileWatcher::start(std::slice::from_ref(&given)).unwrap();
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let file = |name: &str| Some(Change::Files(vec![given.join(name)]));
        assert_eq!(watch.classify_path(&real.join("2022/a.yaml"), written), file("2022/a.yaml"));
        assert_eq!(watch.classify_path(&real.join(".gitignore"), written), Some(Change::Anything));
        let made = EventKind::Create(CreateKind::Folder);
        assert_eq!(watch.classify_path(&real.join("2023"), made), Some(Change::Anything));
        assert_eq!(file("a").unwrap().merge(Change::Anything), Change::Anything);
    }

    #[test]
    fn many_changes_are_told_once() {
        let (sender, events) = mpsc::channel();
        for is_telling in [false, true, false].into_iter().chain([true; 50]) {
            sender.send(is_telling).unwrap();
        }
        let change = |is_telling: bool| is_telling.then(|| Change::Files(vec![PathBuf::from("a")]));
        assert_eq!(wait_debounced(&events, change), Some(Change::Files(vec![PathBuf::from("a"); 51])));
        assert!(events.try_recv().is_err());
        drop(sender);
        assert_eq!(wait_debounced(&events, change), None);
    }
}
