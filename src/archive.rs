//! The archive: files on disk in any of the shapes we read, delivered as batches of seminars and diagnostics.
//!
//! A path becomes files (`discover`), a file becomes text (`decode`), text becomes nodes (`node`), and nodes become
//! records (`record`). YAML in our own format goes through serde (`yaml`); everything else is read with care (`tree`),
//! and what is broken is saved (`salvage`) as far as it goes.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::Diagnostic;
use crate::seminar::Seminar;
#[cfg(test)]
use crate::text::Text;

mod decode;
mod discover;
mod fields;
mod file;
mod limits;
mod node;
mod record;
mod salvage;
mod sample;
#[cfg(test)]
mod tests;
mod tree;
mod work;
mod yaml;

pub use limits::Limits;

use discover::{Found, Step};
use record::Harvest;
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
    /// What is wrong with the files that were read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.seminars.is_empty() && self.diagnostics.is_empty()
    }
}

/// Seminars and diagnostics of a batch together: little enough that each is handled within a frame.
const BATCH: usize = 500;

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
    let mut batches = Batches { batch: Batch::default(), first: true, deliver };
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
        let _ = batches.flush();
    }
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
    deliver: &'a mut (dyn FnMut(Batch) -> ControlFlow<()> + Send),
}

impl Batches<'_> {
    fn add(&mut self, harvest: Harvest) -> ControlFlow<()> {
        for diagnostic in harvest.diagnostics {
            self.batch.diagnostics.push(diagnostic);
            self.flush_when_full()?;
        }
        for seminar in harvest.seminars {
            self.batch.seminars.push(seminar);
            self.flush_when_full()?;
        }
        if self.first && !self.batch.seminars.is_empty() {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn flush_when_full(&mut self) -> ControlFlow<()> {
        if self.batch.seminars.len() + self.batch.diagnostics.len() < BATCH {
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
