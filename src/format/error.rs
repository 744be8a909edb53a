//! The error of parsing a text into a document tree.

use crate::diagnostic::Position;

/// Why a text could not be parsed into a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TreeError {
    /// The text is not valid in its format.
    Syntax {
        /// The message of the parser.
        message: String,
        /// Where the error is.
        at: Position,
    },
    /// It exceeds one of the [`Limits`](super::limits::Limits).
    Limit {
        /// Which limit.
        message: String,
        /// Where the limit was hit.
        at: Position,
    },
    /// Parsing was cancelled.
    Cancelled,
}
