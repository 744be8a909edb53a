//! The archive: files on disk in any of the shapes we read, delivered as batches of seminars and diagnostics.
//!
//! A path becomes files (`discover`), a file becomes text (`decode`), text becomes nodes (`node`), and nodes become
//! records (`record`). YAML in our own format goes through serde (`yaml`); everything else is read with care (`tree`),
//! and what is broken is saved (`salvage`) as far as it goes.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::Diagnostic;
use crate::seminar::{Seminar, Source};
#[cfg(test)]
use crate::text::Text;

mod absent;
mod context;
mod dates;
mod decode;
mod desk;
mod discover;
mod entry;
mod fields;
mod file;
mod harvest;
mod id;
mod json;
mod judge;
mod limits;
mod links;
mod markup;
mod names;
mod node;
mod page;
mod people;
mod record;
mod repair;
mod salvage;
mod same;
mod sample;
mod shape;
mod speakers;
mod table;
#[cfg(test)]
mod tests;
mod toml;
mod tree;
mod watch;
mod words;
mod work;
mod yaml;

pub(crate) use dates::reads_as;
pub(crate) use id::slug;
pub use limits::Limits;
pub(crate) use markup::plain;
pub use watch::{Watch, WatchError};

use discover::{Found, Step};
use harvest::Harvest;
use people::People;
use same::Same;
use work::Task;

/// Where an archive lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The sample archive that is part of the program.
    Sample,
}

/// A part of an archive, as it is delivered.
#[derive(Debug, Default)]
pub struct Batch {
    /// Seminars, in the order of their file.
    pub seminars: Vec<Seminar>,
    /// Talks that were found before, in another file: to be [absorbed](Seminar::absorb) by the seminar that came
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

impl Batch {
    fn len(&self) -> usize {
        self.seminars.len() + self.repeats.len() + self.diagnostics.len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Seminars and diagnostics of a batch together: little enough that each is handled within a frame.
const BATCH: usize = 500;

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
        Origin::Sample => sample::files(&mut |path, bytes| {
            if cancel.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            let root: Arc<Path> = Path::new(sample::ROOT).into();
            let path = root.join(path).into();
            let found = Found { root, path, named: false };
            batches.add(file::read_bytes(&found, bytes.to_vec(), limits, cancel))
        }),
        Origin::Paths(paths) => work::run(
            cancel,
            |hand_over| {
                let _ = discover::walk(paths, limits, &mut |step| hand_over(task(step)));
            },
            |found, cancel| file::read(found, limits, cancel),
            &mut |harvest| batches.add(harvest),
        ),
    }
    if !cancel.load(Ordering::Relaxed) {
        let _ = batches.finish();
    }
}

/// What the bytes of one file give, as if the file had this name in an archive and had been asked for. For tests and
/// fuzzing.
///
/// ```
/// use seminars::archive::{Limits, read_bytes};
/// let batch = read_bytes("talks.yaml", b"- {title: Routing, speaker: Song Han}", &Limits::default());
/// assert_eq!(batch.seminars[0].speaker_names(), "Song Han");
/// ```
#[must_use]
pub fn read_bytes(name: &str, bytes: &[u8], limits: &Limits) -> Batch {
    let found = Found { root: Path::new("").into(), path: Path::new(name).into(), named: true };
    let mut all = Batch::default();
    let mut gather = |batch: Batch| {
        all.seminars.extend(batch.seminars);
        all.repeats.extend(batch.repeats);
        all.diagnostics.extend(batch.diagnostics);
        ControlFlow::Continue(())
    };
    let mut batches = Batches::new(&mut gather);
    let harvest = file::read_bytes(&found, bytes.to_vec(), limits, &AtomicBool::new(false));
    let _ = batches.add(harvest);
    let _ = batches.finish();
    all
}

/// Whether a folder or file holds a talk: reads no further than the first.
#[must_use]
pub fn holds_a_talk(path: &Path) -> bool {
    let mut found = false;
    let origin = Origin::Paths(vec![path.to_owned()]);
    read(&origin, &Limits::default(), &AtomicBool::new(false), &mut |batch| {
        found |= !batch.seminars.is_empty();
        if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found
}

fn task(step: Step) -> Task {
    match step {
        Step::File(found) => Task::Read(found),
        Step::Problem(diagnostic) => {
            Task::Done(Harvest { diagnostics: vec![diagnostic], ..Harvest::default() })
        }
    }
}

/// Gathers harvests into batches.
struct Batches<'a> {
    batch: Batch,
    first: bool,
    same: Same,
    folders: HashMap<PathBuf, Folder>,
    people: People,
    /// Talks whose speakers may be found in a file that is yet to come.
    waiting: Vec<Seminar>,
    deliver: &'a mut (dyn FnMut(Batch) -> ControlFlow<()> + Send),
}

/// What is known of a folder's files.
enum Folder {
    /// It holds talks.
    Talks,
    /// Nothing is sure yet; these may be talks in the company of talks.
    Doubtful(Vec<Seminar>),
}

impl<'a> Batches<'a> {
    fn new(deliver: &'a mut (dyn FnMut(Batch) -> ControlFlow<()> + Send)) -> Self {
        Self {
            batch: Batch::default(),
            first: true,
            same: Same::default(),
            folders: HashMap::new(),
            people: People::default(),
            waiting: Vec::new(),
            deliver,
        }
    }

    fn add(&mut self, harvest: Harvest) -> ControlFlow<()> {
        for diagnostic in harvest.diagnostics {
            self.batch.diagnostics.push(diagnostic);
            self.flush_when_full()?;
        }
        self.people.add(harvest.people);
        for seminar in self.sure(harvest.seminars, harvest.doubtful) {
            if people::refers(&seminar) && self.waiting.len() < MOST_WAITING {
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
        match self.same.before(&seminar) {
            Some(of) => self.batch.repeats.push(Repeat { of, seminar }),
            None => self.batch.seminars.push(seminar),
        }
        self.flush_when_full()
    }

    /// Delivers what waited for the end, and the last batch.
    fn finish(&mut self) -> ControlFlow<()> {
        for mut seminar in std::mem::take(&mut self.waiting) {
            let made = id::made(&seminar);
            self.batch.diagnostics.extend(self.people.resolve(&mut seminar));
            id::renew(&mut seminar, &made);
            self.take(seminar)?;
        }
        self.flush()
    }

    /// The seminars that are sure by now; doubtful ones wait until their folder turns out to hold talks.
    fn sure(&mut self, seminars: Vec<Seminar>, doubtful: Vec<Seminar>) -> Vec<Seminar> {
        let Some(first) = seminars.first().or(doubtful.first()) else {
            return Vec::new();
        };
        let folder =
            self.folders.entry(folder_of(&first.source.file)).or_insert(Folder::Doubtful(Vec::new()));
        match folder {
            Folder::Talks => seminars.into_iter().chain(doubtful).collect(),
            Folder::Doubtful(waiting) if seminars.is_empty() => {
                waiting.extend(doubtful);
                Vec::new()
            }
            Folder::Doubtful(waiting) => {
                let waited = std::mem::take(waiting);
                *folder = Folder::Talks;
                seminars.into_iter().chain(waited).collect()
            }
        }
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

/// The folder whose files a file is among: where it is the `index` of its own folder, the one above.
fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent();
    let own = file.file_stem().is_some_and(|stem| stem == "index");
    let folder = if own { folder.and_then(Path::parent).or(folder) } else { folder };
    folder.unwrap_or(file).to_owned()
}
