//! [`RecordStore`]: record batches in which records are found by [`Handle`].
//!
//! A record gets a handle when it is added and keeps it for the life of the process. Handles of removed records are
//! never reused, so indexes and matches, which hold handles, never point at another talk. Records are stored in
//! [batches](super::RecordBatch) and decoded on demand.

use std::sync::Arc;

use super::batch::OrderKey;
use super::{RecordBatch, RecordError, Summary};
use crate::seminar::Seminar;

/// Identifies a record for the life of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(u32);

impl Handle {
    /// The handle of the record that was added as number `index`.
    #[must_use]
    pub fn new(index: u32) -> Self {
        Self(index)
    }

    /// How many records were added before it.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The handle `by` places further on.
    #[must_use]
    pub fn offset(self, by: usize) -> Self {
        Self(self.0.saturating_add(u32::try_from(by).unwrap_or(u32::MAX)))
    }

    /// `len` consecutive handles, starting with this one.
    #[must_use = "iterators are lazy"]
    pub fn range(self, len: usize) -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..len).map(move |by| self.offset(by))
    }
}

/// Record batches, each with the handle of its first record; the handles within a batch are consecutive.
#[derive(Debug, Default, Clone)]
pub struct RecordStore {
    batches: Vec<(Handle, Arc<RecordBatch>)>,
}

impl RecordStore {
    /// Appends a batch. The handle of its first record must be larger than all earlier handles.
    pub fn add(&mut self, first: Handle, batch: Arc<RecordBatch>) {
        self.batches.push((first, batch));
    }

    /// The handle that the next record gets.
    #[must_use]
    pub fn next_handle(&self) -> Handle {
        self.batches.last().map_or(Handle(0), |(first, record_batch)| first.offset(record_batch.len()))
    }

    /// The batch a record is in, and its index within that batch.
    #[must_use]
    pub fn find(&self, handle: Handle) -> Option<(&Arc<RecordBatch>, usize)> {
        let end = self.batches.partition_point(|&(first, _)| first <= handle);
        let (first, batch) = self.batches.get(end.checked_sub(1)?)?;
        let at = handle.index().checked_sub(first.index()).filter(|&at| at < batch.len())?;
        Some((batch, at))
    }

    /// A record without its body.
    #[must_use]
    pub fn summary(&self, handle: Handle) -> Option<Summary> {
        let (record_batch, at) = self.find(handle)?;
        record_batch.summary(at)
    }

    /// A record with its body, which may have to be read from a file.
    ///
    /// # Errors
    ///
    /// When that file cannot be read or has changed.
    pub fn seminar(&self, handle: Handle) -> Result<Seminar, RecordError> {
        let (batch, at) = self.find(handle).ok_or(RecordError::Missing)?;
        batch.seminar(at)
    }

    /// Sorts handles in list order.
    pub(crate) fn sort(&self, handles: &mut [Handle]) {
        handles.sort_by(|&a, &b| self.order_key(a).cmp(&self.order_key(b)));
    }

    /// All batches, each with the handle of its first record.
    pub fn iter(&self) -> impl Iterator<Item = (Handle, &Arc<RecordBatch>)> {
        self.batches.iter().map(|(first, batch)| (*first, batch))
    }

    pub(super) fn order_key(&self, handle: Handle) -> Option<OrderKey<'_>> {
        let (batch, at) = self.find(handle)?;
        batch.order_key(at)
    }
}
