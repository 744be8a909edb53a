//! *News*: what has changed in an archive, as the rest of the program is told.

use std::ops::ControlFlow;

use crate::diagnostic::Diagnostic;
use crate::engine::new_batch::NewBatch;
use crate::records::Handle;

/// What has changed in an archive.
#[derive(Debug, Default)]
pub struct Delta {
    /// Records that have come in.
    pub batches: Vec<NewBatch>,
    /// What the list shows from now on.
    pub listed: Vec<Handle>,
    /// Whether those are in the order of the list already.
    pub is_sorted: bool,
    /// What it shows no longer.
    pub unlisted: Vec<Handle>,
    /// Whether everything else is gone as well.
    pub replaces_all: bool,
    /// What is wrong.
    pub problems: ProblemUpdate,
}

/// What is wrong with an archive.
#[derive(Debug, Default)]
pub enum ProblemUpdate {
    /// What was known already.
    #[default]
    Unchanged,
    /// These too.
    Added(Vec<Diagnostic>),
    /// All of it, in the order of their places.
    All(Vec<Diagnostic>),
}

/// Where news go. Whoever listens may break off.
pub type OnChange<'a> = dyn FnMut(Delta) -> ControlFlow<()> + 'a;
