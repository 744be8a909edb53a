//! The *survey*: which files an archive has now, and whether each is still the one that was read.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::fingerprint::Fingerprint;
use super::manifest::{FileEntry, Manifest};
use super::walk::{WalkStep, walk};
use crate::diagnostic::Diagnostic;
use crate::format::Limits;
use crate::format::found_file::FoundTalk;

/// The files of an archive in the order of the walk, as they are now.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) files: Vec<FileStatus>,
    pub(super) problems: Vec<Diagnostic>,
}

/// So many files are asked for by one thread in one go.
const FILES_PER_TASK: usize = 8192;

/// A file.
#[derive(Debug)]
pub(super) enum FileStatus {
    /// One of the ledger, by its place there, and whether it is what was read.
    Known(usize, bool),
    /// Another one.
    New(FoundTalk),
}

impl Scan {
    /// Walks an archive and asks for every file that the ledger knows; `None` when cancelled.
    pub(super) fn walk(
        paths: &[PathBuf],
        limits: &Limits,
        ledger: &Manifest,
        cancel: &AtomicBool,
    ) -> Option<Self> {
        let mut survey = Self::default();
        let entries = &ledger.entries;
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
                    WalkStep::Problem(problem) => survey.problems.push(problem),
                }
                // While the walk goes on, others ask for what it has found.
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

    /// What became of files, where all of them are known and nothing else can have changed.
    pub(super) fn for_files(files: &[PathBuf], ledger: &Manifest) -> Option<Self> {
        let places = by_path(&ledger.entries);
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
        let files = ledger.entries.iter().enumerate().filter_map(seen).collect();
        Some(Self { files, problems: ledger.problems.clone() })
    }

    /// Whether the archive is what the ledger says.
    pub(super) fn matches(&self, ledger: &Manifest) -> bool {
        let is_same =
            |(at, seen): (usize, &FileStatus)| matches!(seen, FileStatus::Known(known, true) if *known == at);
        self.files.len() == ledger.entries.len()
            && self.problems == ledger.problems
            && self.files.iter().enumerate().all(is_same)
    }
}

/// Of known files, each by its number and its place in the ledger, the numbers of those that are what was read.
fn unchanged(entries: &[FileEntry], known: Vec<(usize, usize)>, cancel: &AtomicBool) -> Vec<usize> {
    let is_same = |at: usize| {
        let entry = entries.get(at).filter(|_| !cancel.load(Ordering::Relaxed));
        entry.is_some_and(|entry| {
            entry.fingerprint.is_some() && Fingerprint::from_path(&entry.found.path) == entry.fingerprint
        })
    };
    known.into_iter().filter(|&(_, at)| is_same(at)).map(|(number, _)| number).collect()
}

/// Where files stand in the ledger. Almost always they come in its order.
struct EntryLookup<'l> {
    entries: &'l [FileEntry],
    next: usize,
    by_path: Option<HashMap<&'l Path, usize>>,
}

impl EntryLookup<'_> {
    fn find(&mut self, found: &FoundTalk) -> Option<usize> {
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

/// A file to be read, its place in the walk, and what the ledger had of it.
pub(super) type FileToRead = (usize, FoundTalk, Option<FileEntry>);

impl Manifest {
    /// Leaves only what is still as it was read, with its place in the walk; gives what has to be read.
    pub(super) fn retain_unchanged(&mut self, survey: Scan) -> (Vec<(usize, FileEntry)>, Vec<FileToRead>) {
        let mut entries: Vec<Option<FileEntry>> = self.entries.drain(..).map(Some).collect();
        let (mut kept, mut unread) = (Vec::with_capacity(survey.files.len()), Vec::new());
        for (number, seen) in survey.files.into_iter().enumerate() {
            match seen {
                FileStatus::New(found) => unread.push((number, found, None)),
                FileStatus::Known(at, is_same) => {
                    let Some(entry) = entries.get_mut(at).and_then(Option::take) else { continue };
                    if is_same {
                        kept.push((number, entry));
                    } else {
                        let FoundTalk { root, path, named } = &entry.found;
                        let found =
                            FoundTalk { root: Arc::clone(root), path: Arc::clone(path), named: *named };
                        unread.push((number, found, Some(entry)));
                    }
                }
            }
        }
        self.problems = survey.problems;
        (kept, unread)
    }
}
