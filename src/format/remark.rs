//! Something to say about a file, before it is known as a diagnostic of that file.

use crate::diagnostic::{Position, Rule, Severity};

/// What a reader has to say about a place in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    /// How much it matters, at most as much as its rule.
    pub(crate) severity: Severity,
    /// What kind of problem it is.
    pub(crate) rule: Rule,
    /// Where.
    pub(crate) at: Position,
    /// What.
    pub(crate) message: String,
    /// The next step.
    pub(crate) help: &'static str,
}
