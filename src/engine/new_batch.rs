//! Records as they come in.

use std::sync::Arc;

use crate::records::Handle;
use crate::records::RecordBatch;
use crate::search::ShortFields;

/// Records that have come in; they are in no list yet.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// The handle of the first of them; the others follow.
    pub first: Handle,
    /// The records.
    pub records: Arc<RecordBatch>,
    /// What names and titles give to a search.
    pub short_fields: Arc<ShortFields>,
}
