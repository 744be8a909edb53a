//! [`FolderWatcher`]: watches a folder of the user's own files.

use std::path::Path;
use std::sync::mpsc::{self, Receiver};

use notify::event::EventKind;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Change, WatchError, wait_debounced};

/// Watches a folder and all folders in it, for as long as it lives.
#[derive(Debug)]
pub(crate) struct FolderWatcher {
    events: Receiver<notify::Result<Event>>,
    _watcher: RecommendedWatcher,
}

impl FolderWatcher {
    /// Watches a folder.
    ///
    /// # Errors
    ///
    /// When the folder does not exist or cannot be watched.
    pub(crate) fn new(folder: &Path) -> Result<Self, WatchError> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits until something in the folder has changed, and others that follow closely; false if watching has ended.
    pub(crate) fn wait(&self) -> bool {
        let is_change = |event: &notify::Result<Event>| {
            event.as_ref().is_ok_and(|event| !matches!(event.kind, EventKind::Access(_)))
        };
        wait_debounced(&self.events, |event| is_change(&event).then_some(Change::Anything)).is_some()
    }
}
