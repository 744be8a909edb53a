//! Company: what may be a talk is one where other files of its folder hold talks.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is known of the folders of an archive, while it is read.
#[derive(Debug)]
pub(crate) struct FolderEvidence<R> {
    folders: HashMap<PathBuf, FolderState<R>>,
}

/// What is known of a folder's files.
#[derive(Debug)]
enum FolderState<R> {
    /// It holds talks.
    HasTalks,
    /// Nothing is sure yet; these may be talks in the company of talks.
    Undecided(Vec<R>),
}

impl<R> Default for FolderEvidence<R> {
    fn default() -> Self {
        Self { folders: HashMap::new() }
    }
}

impl<R> FolderEvidence<R> {
    /// Of what a file holds, the records that are sure by now, and those of other files that this one makes sure;
    /// doubtful ones wait until their folder turns out to hold talks.
    pub(crate) fn confirm(&mut self, file: &Path, records: Vec<R>, doubtful: Vec<R>) -> Vec<R> {
        if records.is_empty() && doubtful.is_empty() {
            return Vec::new();
        }
        let folder = self.folders.entry(folder_of(file)).or_insert(FolderState::Undecided(Vec::new()));
        match folder {
            FolderState::HasTalks => records.into_iter().chain(doubtful).collect(),
            FolderState::Undecided(waiting) if records.is_empty() => {
                waiting.extend(doubtful);
                Vec::new()
            }
            FolderState::Undecided(waiting) => {
                let waited = std::mem::take(waiting);
                *folder = FolderState::HasTalks;
                records.into_iter().chain(waited).collect()
            }
        }
    }
}

/// The folder whose files a file is among: where it is the `index` of its own folder, the one above.
fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent();
    let is_index = file.file_stem().is_some_and(|stem| stem == "index");
    let folder = if is_index { folder.and_then(Path::parent).or(folder) } else { folder };
    folder.unwrap_or(file).to_owned()
}
