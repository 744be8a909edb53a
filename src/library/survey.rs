//! The *survey*: which files an archive has now, and whether each is still the one that was read.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::reader::threads;
use super::stamp::Stamp;
use crate::archive::{self, Found, Limits, Step};
use crate::diagnostic::Diagnostic;

/// The files of an archive in the order of the walk, as they are now.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) files: Vec<(Found, Option<Stamp>)>,
    pub(super) problems: Vec<Diagnostic>,
}

impl Survey {
    /// Walks an archive and asks for every file; `None` when cancelled.
    pub(super) fn make(paths: &[PathBuf], limits: &Limits, cancel: &AtomicBool) -> Option<Self> {
        let mut found = Vec::new();
        let mut problems = Vec::new();
        let walked = archive::walk(paths, limits, &mut |step| {
            match step {
                Step::File(file) => found.push(file),
                Step::Problem(problem) => problems.push(problem),
            }
            if cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if walked.is_break() {
            return None;
        }
        let share = found.len().div_ceil(threads()).max(1);
        let stamps: Vec<Option<Stamp>> = thread::scope(|scope| {
            let ask = |files: &[Found]| -> Vec<Option<Stamp>> {
                let asked = files
                    .iter()
                    .map_while(|found| (!cancel.load(Ordering::Relaxed)).then(|| Stamp::at(&found.path)));
                asked.collect()
            };
            let shares: Vec<_> = found.chunks(share).map(|files| scope.spawn(move || ask(files))).collect();
            shares.into_iter().flat_map(|share| share.join().unwrap_or_default()).collect()
        });
        let is_whole = stamps.len() == found.len() && !cancel.load(Ordering::Relaxed);
        is_whole.then(|| Self { files: found.into_iter().zip(stamps).collect(), problems })
    }
}
