//! An archive read once to its end, delivered in batches.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::dedup::{Dedup, TalkKey};
use super::folder_evidence::FolderEvidence;
use super::origin::Origin;
use super::parse_file;
use super::sample::sample_files;
use super::walk;
use super::walk::WalkStep;
use super::work::{self, Task};
use crate::diagnostic::Diagnostic;
use crate::extract::parsed_file::ParsedFile;
use crate::extract::person_directory::{PersonDirectory, has_speaker_reference};
use crate::extract::references::resolve;
use crate::format::Limits;
use crate::format::found_file::FoundTalk;
use crate::seminar::{Seminar, Source};

/// A part of an archive, as it is delivered.
#[derive(Debug, Default)]
pub struct Batch {
    /// Seminars, in the order of their file.
    pub seminars: Vec<Seminar>,
    /// Talks that were found before, in another file: to be [absorbed](Seminar::merge_from) by the seminar that came
    /// first.
    pub repeats: Vec<Repeat>,
    /// What is wrong with the files that were read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A talk that was found again.
#[derive(Debug)]
pub struct Repeat {
    /// Where the seminar stands that was delivered before.
    pub of: Source,
    /// What was found now.
    pub seminar: Seminar,
}

/// An archive that has been read to its end.
#[derive(Debug, Default)]
pub struct Whole {
    seminars: Vec<Seminar>,
    repeats: Vec<Repeat>,
    diagnostics: Vec<Diagnostic>,
}

impl Whole {
    /// Takes a batch.
    pub fn add(&mut self, batch: Batch) {
        self.seminars.extend(batch.seminars);
        self.repeats.extend(batch.repeats);
        self.diagnostics.extend(batch.diagnostics);
    }

    /// How many seminars there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seminars.len()
    }

    /// Whether there is none so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seminars.is_empty()
    }

    /// All seminars, each with what was found of it in other places, and all diagnostics.
    #[must_use]
    pub fn finish(mut self) -> (Vec<Seminar>, Vec<Diagnostic>) {
        let place = |source: &Source| (Arc::clone(&source.file), source.index);
        let mut by_place: HashMap<_, Vec<Seminar>> = HashMap::new();
        for repeat in self.repeats {
            by_place.entry(place(&repeat.of)).or_default().push(repeat.seminar);
        }
        if !by_place.is_empty() {
            for seminar in &mut self.seminars {
                for again in by_place.remove(&place(&seminar.source)).into_iter().flatten() {
                    seminar.merge_from(again);
                }
            }
        }
        (self.seminars, self.diagnostics)
    }
}

impl Batch {
    fn len(&self) -> usize {
        self.seminars.len() + self.repeats.len() + self.diagnostics.len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Seminars and diagnostics of a batch together: little enough that each is handled within a frame.
pub(super) const BATCH: usize = 500;

/// Talks that may wait for the people they refer to: many times what was seen, and bounded.
const MOST_WAITING: usize = 10_000;

/// Reads everything at `origin` and hands it to `deliver` in batches of at most 500 seminars and diagnostics, files in
/// the order of their names. The first batch holds what the first file gave, so that there is soon something to show.
///
/// Stops early when `cancel` becomes true or `deliver` breaks. Nothing fails: what cannot be read becomes a diagnostic.
pub fn read(
    origin: &Origin,
    limits: &Limits,
    cancel: &AtomicBool,
    deliver: &mut (dyn FnMut(Batch) -> ControlFlow<()> + Send),
) {
    let mut batches = Batches::new(deliver);
    match origin {
        Origin::Sample => {
            let _ = sample_files().try_for_each(|(found, bytes)| {
                if cancel.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
                batches.add(parse_file::read_bytes(&found, bytes, limits, cancel))
            });
        }
        Origin::Paths(paths) => work::run(
            cancel,
            |hand_over| {
                let _ = walk::walk(paths, limits, &mut |step| hand_over(task(step)));
            },
            |found, cancel| parse_file::read(found, limits, cancel).0,
            &mut |parsed| batches.add(parsed),
        ),
    }
    if !cancel.load(Ordering::Relaxed) {
        let _ = batches.finish();
    }
}

/// Reads the bytes of one file, as if the file had this name in an archive and its path had been given. For tests and
/// fuzzing.
///
/// ```
/// use seminars::archive::read_bytes;
/// use seminars::format::Limits;
/// let batch = read_bytes("talks.yaml", b"- {title: Routing, speaker: Song Han}", &Limits::default());
/// assert_eq!(batch.seminars[0].speaker_names(), "Song Han");
/// ```
#[must_use]
pub fn read_bytes(name: &str, bytes: &[u8], limits: &Limits) -> Batch {
    let found = FoundTalk { root: Path::new("").into(), path: Path::new(name).into(), named: true };
    let mut all = Batch::default();
    let mut gather = |batch: Batch| {
        all.seminars.extend(batch.seminars);
        all.repeats.extend(batch.repeats);
        all.diagnostics.extend(batch.diagnostics);
        ControlFlow::Continue(())
    };
    let mut batches = Batches::new(&mut gather);
    let parsed = parse_file::read_bytes(&found, bytes.to_vec(), limits, &AtomicBool::new(false));
    let _ = batches.add(parsed);
    let _ = batches.finish();
    all
}

/// Whether a folder or file contains a talk; stops at the first.
#[must_use]
pub fn has_talks(path: &Path) -> bool {
    let mut found = false;
    let origin = Origin::Paths(vec![path.to_owned()]);
    read(&origin, &Limits::default(), &AtomicBool::new(false), &mut |batch| {
        found |= !batch.seminars.is_empty();
        if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found
}

fn task(step: WalkStep) -> Task {
    match step {
        WalkStep::File(found) => Task::Read(found),
        WalkStep::Problem(diagnostic) => {
            Task::Done(ParsedFile { diagnostics: vec![diagnostic], ..ParsedFile::default() })
        }
    }
}

/// Collects the parsed files into batches.
struct Batches<'a> {
    batch: Batch,
    first: bool,
    same: Dedup<TalkKey, Source>,
    company: FolderEvidence<Seminar>,
    people: PersonDirectory,
    /// Talks whose speakers may be found in a file that is yet to come.
    waiting: Vec<Seminar>,
    deliver: &'a mut (dyn FnMut(Batch) -> ControlFlow<()> + Send),
}

impl<'a> Batches<'a> {
    fn new(deliver: &'a mut (dyn FnMut(Batch) -> ControlFlow<()> + Send)) -> Self {
        Self {
            batch: Batch::default(),
            first: true,
            same: Dedup::default(),
            company: FolderEvidence::default(),
            people: PersonDirectory::default(),
            waiting: Vec::new(),
            deliver,
        }
    }

    fn add(&mut self, parsed: ParsedFile) -> ControlFlow<()> {
        for diagnostic in parsed.diagnostics {
            self.batch.diagnostics.push(diagnostic);
            self.flush_when_full()?;
        }
        self.people.add(parsed.people);
        let file = parsed.seminars.first().or(parsed.tentative.first()).map(|s| Arc::clone(&s.source.file));
        let Some(file) = file else { return ControlFlow::Continue(()) };
        for seminar in self.company.confirm(&file, parsed.seminars, parsed.tentative) {
            if has_speaker_reference(&seminar) && self.waiting.len() < MOST_WAITING {
                self.waiting.push(seminar);
            } else {
                self.take(seminar)?;
            }
        }
        if self.first && !self.batch.seminars.is_empty() {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn take(&mut self, seminar: Seminar) -> ControlFlow<()> {
        let in_one_file = |a: &Source, b: &Source| a.file == b.file;
        let before = TalkKey::for_seminar(&seminar)
            .and_then(|key| self.same.first_or_insert(key, seminar.source.clone(), in_one_file));
        match before {
            Some(of) => self.batch.repeats.push(Repeat { of, seminar }),
            None => self.batch.seminars.push(seminar),
        }
        self.flush_when_full()
    }

    /// Delivers what waited for the end, and the last batch.
    fn finish(&mut self) -> ControlFlow<()> {
        for mut seminar in std::mem::take(&mut self.waiting) {
            self.batch.diagnostics.extend(resolve(&self.people, &mut seminar));
            self.take(seminar)?;
        }
        self.flush()
    }

    fn flush_when_full(&mut self) -> ControlFlow<()> {
        if self.batch.len() < BATCH {
            return ControlFlow::Continue(());
        }
        self.flush()
    }

    fn flush(&mut self) -> ControlFlow<()> {
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return ControlFlow::Continue(());
        }
        self.first &= batch.seminars.is_empty();
        (self.deliver)(batch)
    }
}

#[cfg(test)]
mod tests;
