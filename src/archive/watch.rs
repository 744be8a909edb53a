//! Watches the files of an archive, and reports a burst of changes as one.
//!
//! The operating system notifies us; nothing is polled. A `git checkout` touches thousands of files, and an editor
//! saves by writing another file and renaming it, so a change is reported only after a short quiet time.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use thiserror::Error;

use super::walk::{WalkedPath, path_of_name};
use crate::format::kind::FileFormat;

mod folder_watcher;

pub(crate) use folder_watcher::FolderWatcher;

/// How long it must be quiet before a change is reported: longer than an editor takes to save.
const DEBOUNCE: Duration = Duration::from_millis(100);
/// The longest that a change waits for others to follow, so that it shows within half a second.
const MAX_DELAY: Duration = Duration::from_millis(300);

/// Why files cannot be watched.
#[derive(Debug, Error)]
#[error("cannot watch for changes ({0})")]
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
    /// Combines both changes into one.
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

/// Whether each folder needs its own watch; otherwise one watch covers everything below a folder.
const IS_BY_FOLDER: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// The watched real paths, and the paths that they were opened under.
#[derive(Debug, Default)]
struct WatchedPaths {
    /// Real paths of folders whose files matter, with the paths that the folders were opened under.
    folders: HashMap<PathBuf, PathBuf>,
    /// The same for files that were given by path or that a link leads to.
    files: HashMap<PathBuf, PathBuf>,
    /// Starting points of the archive, and links: if one of them appears or vanishes, anything may have changed.
    entrances: HashSet<PathBuf>,
}

/// The watches on the folders of an archive. Every full walk renews them, because a folder that is replaced loses its
/// watch.
#[derive(Debug)]
pub(super) struct FolderWatches {
    watcher: RecommendedWatcher,
    paths: Arc<Mutex<WatchedPaths>>,
    /// Folders that are watched recursively.
    covered: Vec<PathBuf>,
    error: Option<WatchError>,
    /// Whether an error has been taken.
    is_reported: bool,
}

/// Reports changes in the watched folders, for as long as they are watched.
#[derive(Debug)]
pub struct FileWatcher {
    events: Receiver<notify::Result<Event>>,
    paths: Arc<Mutex<WatchedPaths>>,
}

/// Creates a watcher that does not watch anything yet.
pub(super) fn start() -> Result<(FolderWatches, FileWatcher), WatchError> {
    let (sender, events) = mpsc::channel();
    let watcher = notify::recommended_watcher(sender)?;
    let paths = Arc::<Mutex<WatchedPaths>>::default();
    let folders = FolderWatches {
        watcher,
        paths: Arc::clone(&paths),
        covered: Vec::new(),
        error: None,
        is_reported: false,
    };
    Ok((folders, FileWatcher { events, paths }))
}

impl FolderWatches {
    /// Watches the files in a folder.
    pub(super) fn watch_folder(&mut self, folder: WalkedPath<'_>) {
        self.paths().folders.insert(folder.real.to_owned(), folder.path.to_owned());
        if IS_BY_FOLDER {
            self.watch(folder.real, RecursiveMode::NonRecursive);
        } else if !self.covered.iter().any(|covered| folder.real.starts_with(covered)) {
            self.covered.push(folder.real.to_owned());
            self.watch(folder.real, RecursiveMode::Recursive);
        }
    }

    /// Watches whether this file or folder is replaced, and whether a link is changed to point elsewhere.
    pub(super) fn watch_entrance(&mut self, WalkedPath { path, real }: WalkedPath<'_>) {
        let link = path_of_name(path);
        if real.is_file() {
            self.paths().files.insert(real.to_owned(), path.to_owned());
        }
        for entrance in [Some(real), link.as_deref().filter(|link| *link != real)].into_iter().flatten() {
            let Some(folder) = entrance.parent() else { continue };
            self.paths().entrances.insert(entrance.to_owned());
            self.watch(folder, RecursiveMode::NonRecursive);
        }
    }

    /// Why not everything is watched; returned only once.
    pub(super) fn take_error(&mut self) -> Option<WatchError> {
        let error = self.error.take();
        self.is_reported |= error.is_some();
        error
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) {
        // A folder that has vanished in the meantime is noticed by the watch on its parent.
        if let Err(error) = self.watcher.watch(path, mode)
            && path.exists()
            && !self.is_reported
            && self.error.is_none()
        {
            self.error = Some(error.into());
        }
    }

    fn paths(&self) -> MutexGuard<'_, WatchedPaths> {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FileWatcher {
    /// Waits for a change, and for others that follow closely. Files are reported by the paths they were opened under.
    /// Returns `None` once watching has ended.
    #[must_use]
    pub fn wait(&self) -> Option<Change> {
        wait_debounced(&self.events, |event| {
            self.paths.lock().unwrap_or_else(PoisonError::into_inner).classify_event(&event)
        })
    }
}

impl WatchedPaths {
    /// What an event may change in the archive. If the system lost events, anything may have changed.
    fn classify_event(&self, event: &notify::Result<Event>) -> Option<Change> {
        let Ok(event) = event else { return Some(Change::Anything) };
        if event.need_rescan() {
            return Some(Change::Anything);
        }
        event.paths.iter().filter_map(|path| self.classify_path(path, event.kind)).reduce(Change::merge)
    }

    fn classify_path(&self, path: &Path, kind: EventKind) -> Option<Change> {
        if let EventKind::Access(_) = kind {
            return None;
        }
        if let Some(given) = self.files.get(path) {
            return Some(Change::Files(vec![given.clone()]));
        }
        if self.entrances.contains(path) {
            return Some(Change::Anything);
        }
        let (real, given) =
            path.ancestors().find_map(|folder| self.folders.get(folder).map(|given| (folder, given)))?;
        let inside = path.strip_prefix(real).ok()?;
        if inside.as_os_str().is_empty() {
            return Some(Change::Anything);
        }
        if is_hidden(inside) {
            return None;
        }
        if path.file_name().is_some_and(|name| name == ".gitignore") || Self::may_be_folder(path, kind) {
            return Some(Change::Anything);
        }
        FileFormat::from_path(path).is_some().then(|| Change::Files(vec![given.join(inside)]))
    }

    /// Whether an event may be about a folder, or a link to one, that has appeared or vanished.
    fn may_be_folder(path: &Path, kind: EventKind) -> bool {
        match kind {
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
            EventKind::Create(_) => path.is_symlink(),
            // If the path is gone, only its name can tell whether it was a folder.
            EventKind::Modify(ModifyKind::Name(_)) => {
                !path.is_file() && FileFormat::from_path(path).is_none()
            }
            _ => false,
        }
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
    use crate::archive::walk::{WalkStep, walk};
    use crate::format::Limits;
    use notify::event::{AccessKind, DataChange, RenameMode};
    use std::fs;
    use std::ops::ControlFlow;

    /// Watches an archive with these paths.
    fn watches(paths: &[PathBuf]) -> (FolderWatches, FileWatcher) {
        let (mut watches, changes) = start().unwrap();
        let _ = walk(paths, &Limits::default(), &mut |step| {
            match step {
                WalkStep::Entrance(entrance) => watches.watch_entrance(entrance),
                WalkStep::Folder(folder) => watches.watch_folder(folder),
                WalkStep::File(_) | WalkStep::Title(_) | WalkStep::Problem(_) => {}
            }
            ControlFlow::Continue(())
        });
        assert!(watches.take_error().is_none());
        (watches, changes)
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn what_may_change_the_archive_is_told_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("talks");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("alone.yaml"), "").unwrap();
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Any));
        let (all, _watcher) = watches(std::slice::from_ref(&root));
        let (one, _watcher) = watches(&[root.join("alone.yaml")]);
        for (watches, path, kind, expected) in [
            (&all, "2022/a.yaml", WRITTEN, true),
            (&all, "a.MD", WRITTEN, true),
            (&all, "a.yaml", EventKind::Access(AccessKind::Any), false),
            (&all, "a.o", WRITTEN, false),
            (&all, ".git/index.yaml", WRITTEN, false),
            (&all, ".a.yaml.swp", WRITTEN, false),
            (&all, ".a.yaml", WRITTEN, false),
            (&all, "talks/.gitignore", WRITTEN, true),
            (&all, "moved", renamed, true),
            (&all, "icml-2024.1", renamed, true),
            (&all, "new", EventKind::Create(CreateKind::Folder), true),
            (&all, "new", EventKind::Create(CreateKind::File), false),
            (&all, "gone", EventKind::Remove(RemoveKind::Folder), true),
            (&all, "", EventKind::Remove(RemoveKind::Folder), true),
            (&all, "", EventKind::Create(CreateKind::Folder), true),
            (&all, "../beside.yaml", WRITTEN, false),
            (&one, "alone.yaml", WRITTEN, true),
            (&one, "other.yaml", WRITTEN, false),
        ] {
            let path = match path.strip_prefix("../") {
                Some(beside) => root.with_file_name(beside),
                None if path.is_empty() => root.clone(),
                None => root.join(path),
            };
            assert_eq!(watches.paths().classify_path(&path, kind).is_some(), expected, "{path:?} {kind:?}");
        }
    }

    #[test]
    fn files_are_told_by_the_paths_that_they_were_opened_under_and_what_is_no_file_by_none() {
        let folder = tempfile::tempdir().unwrap();
        let given = folder.path().join("talks/../talks");
        fs::create_dir_all(folder.path().join("talks/2022")).unwrap();
        let real = given.canonicalize().unwrap();
        let (watches, _watcher) = watches(std::slice::from_ref(&given));
        let classify = |path: PathBuf, kind| watches.paths().classify_path(&path, kind);
        let file = |name: &str| Some(Change::Files(vec![given.join(name)]));
        assert_eq!(classify(real.join("2022/a.yaml"), WRITTEN), file("2022/a.yaml"));
        assert_eq!(classify(real.join(".gitignore"), WRITTEN), Some(Change::Anything));
        let made = EventKind::Create(CreateKind::Folder);
        assert_eq!(classify(real.join("2023"), made), Some(Change::Anything));
        assert_eq!(file("a").unwrap().merge(Change::Anything), Change::Anything);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_watched_and_so_is_the_link() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        for name in ["talks", "elsewhere", "other"] {
            fs::create_dir(base.join(name)).unwrap();
        }
        fs::write(base.join("other/one.yaml"), "").unwrap();
        symlink(base.join("talks"), base.join("current")).unwrap();
        symlink(base.join("elsewhere"), base.join("talks/more")).unwrap();
        symlink(base.join("other/one.yaml"), base.join("talks/two.yaml")).unwrap();
        let given = base.join("current");
        let (watches, _watcher) = watches(std::slice::from_ref(&given));
        let classify = |name: &str, kind| watches.paths().classify_path(&base.join(name), kind);
        let file = |name: &str| Some(Change::Files(vec![given.join(name)]));
        let removed = EventKind::Remove(RemoveKind::File);
        assert_eq!(classify("elsewhere/a.yaml", WRITTEN), file("more/a.yaml"));
        assert_eq!(classify("other/one.yaml", WRITTEN), file("two.yaml"));
        assert_eq!(classify("other/beside.yaml", WRITTEN), None);
        for link in ["current", "talks/more", "talks"] {
            assert_eq!(classify(link, removed), Some(Change::Anything), "{link}");
        }
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
