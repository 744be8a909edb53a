//! Why a record cannot be read back from its bytes.

use thiserror::Error;

/// Why a record cannot be loaded.
#[derive(Debug, Error)]
pub enum RecordError {
    /// There is no such record.
    #[error("there is no such record")]
    Missing,
    /// The bytes are not what was written.
    #[error("the bytes are damaged")]
    Damaged,
    /// The file with the bodies cannot be read.
    #[error("its texts cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
}
