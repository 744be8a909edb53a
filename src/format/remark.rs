//! Something to say about a file, before it is known as a diagnostic of that file.

use crate::diagnostic::{Position, Severity};

/// What a reader has to say about a place in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    /// How much it matters.
    pub(crate) severity: Severity,
    /// The rule's name.
    pub(crate) rule: &'static str,
    /// Where.
    pub(crate) at: Position,
    /// What.
    pub(crate) message: String,
    /// The next step.
    pub(crate) help: &'static str,
}
