//! What the search engine learns when an archive changes.

use std::sync::Arc;

use super::stored_fields::StoredLongFields;
use crate::records::RecordBatch;
use crate::records::{Handle, Snapshot};
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
    /// Where their long search fields are stored, if they are.
    pub long_fields: Option<StoredLongFields>,
}

/// A change of an archive, as the search engine needs it.
#[derive(Debug, Clone, Default)]
pub struct EngineUpdate {
    /// The archive after the change.
    pub snapshot: Arc<Snapshot>,
    /// Records that were added to it.
    pub batches: Vec<NewBatch>,
    /// Records that are now in the list.
    pub listed: Vec<Handle>,
    /// Records that are no longer in it.
    pub unlisted: Vec<Handle>,
}
