//! *Watching*: says that files of an archive have changed, once for many changes that come together.
//!
//! The system tells of changes; nothing is looked at again and again. A `git checkout` touches thousands of files, and an
//! editor saves by writing another file and renaming it: so a change is told when nothing more has happened for a moment.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use thiserror::Error;

use super::file::Format;

/// How long nothing may have happened before a change is told: longer than an editor takes to save.
const QUIET: Duration = Duration::from_millis(100);
/// How long a change waits for the last of many at most, so that it is seen within half a second.
const LONGEST: Duration = Duration::from_millis(300);

/// Why nothing is watched.
#[derive(Debug, Error)]
#[error("changes are not seen by themselves ({0}): press r to read again")]
pub struct WatchError(#[from] notify::Error);

/// Watches files and folders.
#[derive(Debug)]
pub struct Watch {
    events: Receiver<notify::Result<Event>>,
    roots: Vec<PathBuf>,
    /// Watches for as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch; folders with all that is in them.
    ///
    /// # Errors
    ///
    /// When the system does not watch, or no more than it does already.
    pub fn start(paths: &[PathBuf]) -> Result<Self, WatchError> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        // The system tells real paths.
        let roots: Vec<PathBuf> =
            paths.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone())).collect();
        for root in &roots {
            if root.is_dir() {
                watcher.watch(root, RecursiveMode::Recursive)?;
            } else if let Some(folder) = root.parent() {
                // A file that is saved by renaming is another one afterwards; its folder stays.
                watcher.watch(folder, RecursiveMode::NonRecursive)?;
            }
        }
        Ok(Self { events, roots, _watcher: watcher })
    }

    /// Waits for a change, and for those that come along with it. `None` when nothing can be told any more.
    #[must_use]
    pub fn wait(&self) -> Option<()> {
        wait(&self.events, |event| self.is_telling(event))
    }

    /// Whether an event may change what the archive holds. When the system lost some, everything may have changed.
    fn is_telling(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        event.need_rescan() || event.paths.iter().any(|path| self.is_relevant(path, event.kind))
    }

    fn is_relevant(&self, path: &Path, kind: EventKind) -> bool {
        let folder_or_name = match kind {
            EventKind::Access(_) => return false,
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
            EventKind::Modify(ModifyKind::Name(_)) => path.extension().is_none() || path.is_dir(),
            _ => false,
        };
        let may_hold = folder_or_name
            || Format::of(path).is_some()
            || path.file_name().is_some_and(|name| name == ".gitignore");
        self.roots.iter().any(|root| match path.strip_prefix(root) {
            Ok(inside) if inside.as_os_str().is_empty() => true,
            Ok(inside) => may_hold && !is_hidden(inside),
            Err(_) => false,
        })
    }
}

/// Waits for an event that tells of a change, and for as many more as follow it closely.
fn wait<E>(events: &Receiver<E>, is_telling: impl Fn(&E) -> bool) -> Option<()> {
    while !is_telling(&events.recv().ok()?) {}
    let latest = Instant::now() + LONGEST;
    let mut until = Instant::now() + QUIET;
    loop {
        let left = until.min(latest).saturating_duration_since(Instant::now());
        match events.recv_timeout(left) {
            Ok(event) if is_telling(&event) => until = Instant::now() + QUIET,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Some(()),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Whether a path inside an archive lies in a hidden folder or is a hidden file, which the archive leaves out; the
/// files that say what else it leaves out count.
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
        let all = Watch::start(std::slice::from_ref(&root)).unwrap();
        let one = Watch::start(&[root.join("alone.yaml")]).unwrap();
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
            assert_eq!(watch.is_relevant(&path, kind), expected, "{path:?}");
        }
    }

    #[test]
    fn many_changes_are_told_once() {
        let (sender, events) = mpsc::channel();
        for is_telling in [false, true, false].into_iter().chain([true; 50]) {
            sender.send(is_telling).unwrap();
        }
        assert_eq!(wait(&events, |&is_telling| is_telling), Some(()));
        assert!(events.try_recv().is_err());
        drop(sender);
        assert_eq!(wait(&events, |_| true), None);
    }
}
