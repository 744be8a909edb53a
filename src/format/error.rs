//! Why a text is not a document tree.

use crate::diagnostic::Position;

/// Why a text could not be parsed into a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TreeError {
    /// It is not YAML.
    Syntax {
        /// What the parser says.
        message: String,
        /// Where.
        at: Position,
    },
    /// It asks for more than the [`Limits`](super::limits::Limits) allow.
    Limit {
        /// Which limit.
        message: String,
        /// Where the limit was hit.
        at: Position,
    },
    /// Parsing was cancelled.
    Cancelled,
}
