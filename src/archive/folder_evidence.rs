//! Folder evidence: a tentative talk counts only if another file in its folder certainly holds talks.
//!
//! The archive passes every file through [`FolderEvidence::confirm`] in order; tentative talks wait there until their
//! folder is decided.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is known so far about the folders of an archive.
#[derive(Debug)]
pub(crate) struct FolderEvidence<R> {
    folders: HashMap<PathBuf, FolderState<R>>,
}

/// What is known so far about the files of a folder.
#[derive(Debug)]
enum FolderState<R> {
    /// At least one file certainly holds talks.
    HasTalks,
    /// No file certainly holds talks yet; these records are talks if one does.
    Undecided(Vec<R>),
}

impl<R> Default for FolderEvidence<R> {
    fn default() -> Self {
        Self { folders: HashMap::new() }
    }
}

impl<R> FolderEvidence<R> {
    /// Returns the records of a file that are confirmed by now, along with those from earlier files in its folder that
    /// this file confirms. Tentative records are held back until their folder turns out to hold talks.
    ///
    /// A file has either certain or tentative records, never both.
    pub(crate) fn confirm(&mut self, file: &Path, certain: Vec<R>, tentative: Vec<R>) -> Vec<R> {
        if certain.is_empty() && tentative.is_empty() {
            return Vec::new();
        }
        let folder = self.folders.entry(folder_of(file)).or_insert(FolderState::Undecided(Vec::new()));
        match folder {
            FolderState::HasTalks => certain.into_iter().chain(tentative).collect(),
            FolderState::Undecided(waiting) if certain.is_empty() => {
                waiting.extend(tentative);
                Vec::new()
            }
            FolderState::Undecided(waiting) => {
                let waited = std::mem::take(waiting);
                *folder = FolderState::HasTalks;
                certain.into_iter().chain(waited).collect()
            }
        }
    }
}

/// The folder whose evidence applies to a file: its own, or the one above if the file is the `index` of its folder.
pub(super) fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent();
    let is_index = file.file_stem().is_some_and(|stem| stem == "index");
    let folder = if is_index { folder.and_then(Path::parent).or(folder) } else { folder };
    folder.unwrap_or(file).to_owned()
}
