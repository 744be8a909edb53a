//! [`Delta`]: what has changed in an archive, as reported to the rest of the program.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::explanation::Overview;
use crate::diagnostic::Diagnostic;
use crate::engine::new_batch::NewBatch;
use crate::records::{Handle, Snapshot};

/// What has changed in an archive.
#[derive(Debug, Default)]
pub struct Delta {
    /// The archive after the change.
    pub snapshot: Arc<Snapshot>,
    /// Batches that were added.
    pub batches: Vec<NewBatch>,
    /// Records to add to the list.
    pub listed: Vec<Handle>,
    /// Records to remove from the list.
    pub unlisted: Vec<Handle>,
    /// Whether everything listed before is replaced.
    pub replaces_all: bool,
    /// How the problems changed.
    pub problems: ProblemUpdate,
    /// What the screen shows about the archive besides its talks, if it may have changed.
    pub overview: Option<Arc<Overview>>,
}

/// How the problems of an archive changed.
#[derive(Debug, Default)]
pub enum ProblemUpdate {
    /// They did not change.
    #[default]
    Unchanged,
    /// These were added.
    Added(Vec<Diagnostic>),
    /// This is the complete list, sorted by position.
    All(Vec<Diagnostic>),
}

/// Receives deltas; may return `Break` to stop the work.
pub type OnChange<'a> = dyn FnMut(Delta) -> ControlFlow<()> + 'a;
