//! Changes to an archive, as sent to the search engine.

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
    /// Where their long search fields are stored, if anywhere.
    pub long_fields: Option<StoredLongFields>,
}

/// A change to an archive, for the search engine.
#[derive(Debug, Clone, Default)]
pub struct EngineUpdate {
    /// The archive after the change.
    pub snapshot: Arc<Snapshot>,
    /// Records that were added to it.
    pub batches: Vec<NewBatch>,
    /// Records that are now listed.
    pub listed: Vec<Handle>,
    /// Records that are no longer listed.
    pub unlisted: Vec<Handle>,
}
