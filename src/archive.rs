//! The archive: files on disk in any of the shapes we read, delivered as batches of seminars and diagnostics.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use crate::diagnostic::Diagnostic;
use crate::seminar::Seminar;

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

/// Reads everything at `origin` and hands it to `deliver` in batches, in no particular order of the files.
///
/// Stops early when `cancel` becomes true or `deliver` breaks. Nothing fails: what cannot be read becomes a diagnostic.
pub fn read(
    origin: &Origin,
    cancel: &AtomicBool,
    deliver: &mut (dyn FnMut(Batch) -> ControlFlow<()> + Send),
) {
    let _ = (origin, cancel, deliver);
}
