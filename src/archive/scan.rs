//! [`Scan`]: which files an archive has now, and which of them have changed since they were read.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::fingerprint::Fingerprint;
use super::manifest::{FileEntry, Manifest};
use super::reader::FileToParse;
use super::walk::{WalkStep, walk};
use super::watch::FolderWatches;
use crate::diagnostic::Diagnostic;
use crate::extract::found_file::FoundFile;
use crate::format::Limits;
use crate::text::Text;

/// The files of an archive in walk order, as they are now.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) files: Vec<FileStatus>,
    pub(super) problems: Vec<Diagnostic>,
    /// The archive's title from its settings.
    pub(super) title: Option<Text>,
}

/// How many files one task checks.
const FILES_PER_TASK: usize = 8192;

/// A file that the scan found.
#[derive(Debug)]
pub(super) enum FileStatus {
    /// A file in the manifest: its index there, and whether it is unchanged.
    Known(usize, bool),
    /// A file that is not in the manifest.
    New(FoundFile),
}

impl Scan {
    /// Walks an archive and checks every file in the manifest; `None` if cancelled. Folders are watched before their
    /// entries are listed, so that no change is missed.
    pub(super) fn walk(
        paths: &[PathBuf],
        limits: &Limits,
        manifest: &Manifest,
        mut watches: Option<&mut FolderWatches>,
        cancel: &AtomicBool,
    ) -> Option<Self> {
        let mut survey = Self::default();
        let entries = &manifest.entries;
        let mut places = EntryLookup { entries, next: 0, by_path: None };
        thread::scope(|scope| {
            let (mut known, mut answers) = (Vec::new(), Vec::new());
            let walked = walk(paths, limits, &mut |step| {
                match step {
                    WalkStep::File(found) => survey.files.push(match places.find(&found) {
                        Some(at) => {
                            known.push((survey.files.len(), at));
                            FileStatus::Known(at, false)
                        }
                        None => FileStatus::New(found),
                    }),
                    WalkStep::Title(title) => {
                        survey.title.get_or_insert(title);
                    }
                    WalkStep::Problem(problem) => survey.problems.push(problem),
                    WalkStep::Entrance(entrance) => {
                        if let Some(watches) = &mut watches {
                            watches.watch_entrance(entrance);
                        }
                    }
                    WalkStep::Folder(folder) => {
                        if let Some(watches) = &mut watches {
                            watches.watch_folder(folder);
                        }
                    }
                }
                // Other threads check the files found so far while the walk continues.
                if known.len() >= FILES_PER_TASK {
                    let some = std::mem::take(&mut known);
                    answers.push(scope.spawn(|| unchanged(entries, some, cancel)));
                }
                if cancel.load(Ordering::Relaxed) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            let own = unchanged(entries, known, cancel);
            let others = answers.into_iter().flat_map(|answer| answer.join().unwrap_or_default());
            for number in others.chain(own) {
                if let Some(FileStatus::Known(_, is_same)) = survey.files.get_mut(number) {
                    *is_same = true;
                }
            }
            walked.is_continue().then_some(())
        })?;
        (!cancel.load(Ordering::Relaxed)).then_some(survey)
    }

    /// Checks only these files; `None` if one of them is not in the manifest or something else may have changed.
    pub(super) fn for_files(files: &[PathBuf], manifest: &Manifest) -> Option<Self> {
        let places = by_path(&manifest.entries);
        let mut asked = HashMap::new();
        for file in files {
            let at = *places.get(file.as_path())?;
            let stamp = match std::fs::metadata(file) {
                Ok(metadata) if metadata.is_file() => Some(Fingerprint::from_metadata(&metadata)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                _ => return None,
            };
            asked.insert(at, stamp);
        }
        let seen = |(at, entry): (usize, &FileEntry)| match asked.get(&at) {
            Some(None) => None,
            Some(stamp) => Some(FileStatus::Known(at, *stamp == entry.fingerprint)),
            None => Some(FileStatus::Known(at, true)),
        };
        let files = manifest.entries.iter().enumerate().filter_map(seen).collect();
        Some(Self { files, problems: manifest.problems.clone(), title: manifest.title.clone() })
    }

    /// Whether the archive matches the manifest.
    pub(super) fn matches(&self, manifest: &Manifest) -> bool {
        let is_same =
            |(at, seen): (usize, &FileStatus)| matches!(seen, FileStatus::Known(known, true) if *known == at);
        self.files.len() == manifest.entries.len()
            && self.problems == manifest.problems
            && self.title == manifest.title
            && self.files.iter().enumerate().all(is_same)
    }
}

/// Takes known files as (index in the scan, index in the manifest); returns the scan indexes of the unchanged ones.
fn unchanged(entries: &[FileEntry], known: Vec<(usize, usize)>, cancel: &AtomicBool) -> Vec<usize> {
    let is_same = |at: usize| {
        let entry = entries.get(at).filter(|_| !cancel.load(Ordering::Relaxed));
        entry.is_some_and(|entry| {
            entry.fingerprint.is_some() && Fingerprint::from_path(&entry.found.path) == entry.fingerprint
        })
    };
    known.into_iter().filter(|&(_, at)| is_same(at)).map(|(number, _)| number).collect()
}

/// Looks up files in the manifest, which are almost always asked for in its order.
struct EntryLookup<'l> {
    entries: &'l [FileEntry],
    next: usize,
    by_path: Option<HashMap<&'l Path, usize>>,
}

impl EntryLookup<'_> {
    fn find(&mut self, found: &FoundFile) -> Option<usize> {
        let is = |at: usize| self.entries.get(at).is_some_and(|entry| entry.found == *found);
        if !is(self.next) {
            let known = self.by_path.get_or_insert_with(|| by_path(self.entries));
            self.next = *known.get(&*found.path)?;
            if !is(self.next) {
                return None;
            }
        }
        let at = self.next;
        self.next += 1;
        Some(at)
    }
}

fn by_path(entries: &[FileEntry]) -> HashMap<&Path, usize> {
    entries.iter().enumerate().map(|(at, entry)| (&*entry.found.path, at)).collect()
}

/// A file to read, its index in the walk, and its previous entry.
pub(super) type FileToRead = (usize, FileToParse, Option<FileEntry>);

impl Manifest {
    /// Takes all entries out of the manifest. Returns the unchanged ones with their index in the walk, and the files to
    /// read.
    pub(super) fn retain_unchanged(&mut self, survey: Scan) -> (Vec<(usize, FileEntry)>, Vec<FileToRead>) {
        let mut entries: Vec<Option<FileEntry>> = self.entries.drain(..).map(Some).collect();
        let (mut kept, mut unread) = (Vec::with_capacity(survey.files.len()), Vec::new());
        for (number, seen) in survey.files.into_iter().enumerate() {
            match seen {
                FileStatus::New(found) => unread.push((number, found.into(), None)),
                FileStatus::Known(at, is_same) => {
                    let Some(entry) = entries.get_mut(at).and_then(Option::take) else { continue };
                    if is_same {
                        kept.push((number, entry));
                    } else {
                        unread.push((number, entry.to_parse(), Some(entry)));
                    }
                }
            }
        }
        self.problems = survey.problems;
        self.title = survey.title;
        (kept, unread)
    }
}
