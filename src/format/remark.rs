//! [`Remark`]: a problem in a text, before it becomes a diagnostic of a file.

use crate::diagnostic::{Position, Rule, Severity};

/// A problem that a parser found at a place in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    /// How much it matters: at most as much as its rule.
    pub(crate) severity: Severity,
    /// What kind of problem it is.
    pub(crate) rule: Rule,
    /// Where it is.
    pub(crate) at: Position,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: &'static str,
}
