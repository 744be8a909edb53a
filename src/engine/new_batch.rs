//! Records as they come in.

use std::sync::Arc;

use crate::records::Handle;
use crate::records::RecordBatch;
use crate::search::ShortFields;

/// Records that were added; they are not listed yet.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// The handle of the first record; the others follow.
    pub first: Handle,
    /// The records.
    pub records: Arc<RecordBatch>,
    /// Their short search fields.
    pub short_fields: Arc<ShortFields>,
}
