//! Seminars in memory: [`RecordStore`] finds a record by its handle, [`Snapshot`] adds what is listed and in which order.
//!
//! A record gets a [`Handle`] when it is added and keeps it for the life of the process. Handles of removed records are
//! never reused, so indexes and matches, which hold handles, never point at another talk. Records are stored in
//! [batches](crate::records) and decoded when they are asked for.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::batch::OrderKey;
use super::{RecordBatch, RecordError, Summary};
use crate::diagnostic::Position;
use crate::seminar::{Seminar, When};

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

    /// Sorts handles in the order of the list.
    pub(crate) fn sort(&self, handles: &mut [Handle]) {
        handles.sort_by(|&a, &b| self.order_key(a).cmp(&self.order_key(b)));
    }

    /// All batches, each with the handle of its first record.
    pub fn iter(&self) -> impl Iterator<Item = (Handle, &Arc<RecordBatch>)> {
        self.batches.iter().map(|(first, batch)| (*first, batch))
    }

    fn order_key(&self, handle: Handle) -> Option<OrderKey<'_>> {
        let (batch, at) = self.find(handle)?;
        batch.order_key(at)
    }
}

/// What an archive holds at one moment: its records, which of them are listed, and their order, newest first, those
/// without a date last.
///
/// The archive makes it and shares it with search, screen and commands, for which it does not change.
#[derive(Debug, Default, Clone)]
pub struct Snapshot {
    store: RecordStore,
    /// Which records are in the list.
    listed: Vec<bool>,
    /// Shared by snapshots between which the list did not change.
    order: Arc<Vec<Handle>>,
}

impl Snapshot {
    /// Adds a batch whose first record has this handle. Its records are not in the list until
    /// [`add_to_list`](Self::add_to_list) puts them there.
    pub fn add(&mut self, first: Handle, batch: Arc<RecordBatch>) {
        self.listed.resize(first.offset(batch.len()).index(), false);
        self.store.add(first, batch);
    }

    /// Adds records to the list; those already in it are left alone.
    pub fn add_to_list(&mut self, mut handles: Vec<Handle>) {
        handles.retain(|handle| {
            self.listed.get_mut(handle.index()).is_some_and(|listed| !std::mem::replace(listed, true))
        });
        if !handles.is_empty() {
            self.merge(handles);
        }
    }

    /// The same for an empty list and handles that are already in its order.
    pub fn set_list(&mut self, handles: Vec<Handle>) {
        if !self.order.is_empty() {
            return self.add_to_list(handles);
        }
        for handle in &handles {
            if let Some(listed) = self.listed.get_mut(handle.index()) {
                *listed = true;
            }
        }
        self.order = Arc::new(handles);
    }

    /// Adds records, lists them, and returns their handles.
    pub fn insert(&mut self, seminars: &[Seminar]) -> Vec<Handle> {
        let mut batch = RecordBatch::default();
        for seminar in seminars {
            batch.push(seminar);
        }
        let first = self.store.next_handle();
        let added: Vec<Handle> = first.range(batch.len()).collect();
        self.add(first, Arc::new(batch));
        self.add_to_list(added.clone());
        added
    }

    /// Merges new handles into the order: one binary search each and one copy of the rest, whatever the batch's size.
    fn merge(&mut self, mut new: Vec<Handle>) {
        let store = &self.store;
        store.sort(&mut new);
        let mut rest = self.order.as_slice();
        let mut order = Vec::with_capacity(rest.len() + new.len());
        for handle in new {
            let key = store.order_key(handle);
            let split = rest.partition_point(|&other| store.order_key(other) <= key);
            let (earlier, later) = rest.split_at(split);
            order.extend_from_slice(earlier);
            order.push(handle);
            rest = later;
        }
        order.extend_from_slice(rest);
        self.order = Arc::new(order);
    }

    /// Removes records from the list; unknown handles are ignored.
    pub fn remove_from_list(&mut self, handles: &[Handle]) {
        for handle in handles {
            if let Some(listed) = self.listed.get_mut(handle.index()) {
                *listed = false;
            }
        }
        let listed = &self.listed;
        let is_listed = |handle: &Handle| listed.get(handle.index()).is_some_and(|listed| *listed);
        if !handles.is_empty() {
            Arc::make_mut(&mut self.order).retain(is_listed);
        }
    }

    /// The talk at a position in a file: the last one that begins at or before it.
    #[must_use]
    pub fn talk_at(&self, file: &Path, at: Option<Position>) -> Option<Handle> {
        let line = at.map_or(u32::MAX, |at| at.line);
        let in_file = |&handle: &Handle| {
            let found = self.store.find(handle);
            found.and_then(|(batch, at)| batch.file(at)) == Some(file)
        };
        let begins_before = |&handle: &Handle| {
            let source = self.summary(handle)?.source.clone();
            (source.line <= line).then_some((source.line, source.index, handle))
        };
        let there = self.order.iter().filter(|handle| in_file(handle));
        there.filter_map(begins_before).max().map(|(_, _, handle)| handle)
    }

    /// Whether a record is in the list.
    #[must_use]
    pub fn is_listed(&self, handle: Handle) -> bool {
        self.listed.get(handle.index()).is_some_and(|listed| *listed)
    }

    /// A listed record without its body.
    #[must_use]
    pub fn summary(&self, handle: Handle) -> Option<Summary> {
        self.is_listed(handle).then(|| self.store.summary(handle)).flatten()
    }

    /// A listed record with its body, which may have to be read from a file. `None` if that fails, too.
    #[must_use]
    pub fn seminar(&self, handle: Handle) -> Option<Seminar> {
        self.is_listed(handle).then(|| self.store.seminar(handle).ok()).flatten()
    }

    /// The record batches.
    #[must_use]
    pub fn store(&self) -> &RecordStore {
        &self.store
    }

    /// All handles in the order of the list.
    #[must_use]
    pub fn order(&self) -> &[Handle] {
        &self.order
    }

    /// How many records are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether none is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The index of a record in [`order`](Self::order).
    #[must_use]
    pub fn position(&self, handle: Handle) -> Option<usize> {
        let key = self.is_listed(handle).then(|| self.store.order_key(handle)).flatten();
        key.and_then(|key| {
            self.order.binary_search_by(|&other| self.store.order_key(other).cmp(&Some(key))).ok()
        })
    }

    /// The newest talk that has taken place by `today`, else the last of the list: where a reader wants to begin.
    #[must_use]
    pub fn newest_past(&self, today: Date) -> Option<Handle> {
        let upcoming = self.order.partition_point(|&handle| {
            self.summary(handle)
                .and_then(|summary| summary.when())
                .is_some_and(|when: When| when.is_after(today))
        });
        self.order.get(upcoming).or_else(|| self.order.last()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seminar;
    use proptest::prelude::*;

    fn titles(snapshot: &Snapshot) -> Vec<String> {
        let titles = snapshot.order().iter().filter_map(|&h| snapshot.summary(h));
        titles.map(|summary| summary.display_title().to_owned()).collect()
    }

    #[test]
    fn newest_first_and_undated_last() {
        let mut snapshot = Snapshot::default();
        snapshot.insert(&[seminar("old", "a", "2020-01-01", 0), seminar("undated", "b", "", 1)]);
        snapshot.insert(&[seminar("new", "c", "2023-01-01", 2), seminar("month", "d", "2020-01", 3)]);
        snapshot.insert(&[seminar("same day, later in the file", "e", "2023-01-01", 4)]);
        assert_eq!(titles(&snapshot), ["new", "same day, later in the file", "old", "month", "undated"]);
    }

    #[test]
    fn selection_starts_at_the_newest_past_talk() {
        let mut snapshot = Snapshot::default();
        let handles = snapshot.insert(&[
            seminar("to come", "a", "2030-01-01", 0),
            seminar("past", "b", "2022-01-01", 1),
            seminar("older", "c", "2021-01-01", 2),
        ]);
        assert_eq!(snapshot.newest_past(Date::constant(2026, 1, 1)), Some(handles[1]));
        assert_eq!(snapshot.newest_past(Date::constant(2000, 1, 1)), Some(handles[2]));
    }

    #[test]
    fn a_record_is_listed_from_add_to_list_until_remove_from_list() {
        let mut snapshot = Snapshot::default();
        let mut record_batch = RecordBatch::default();
        record_batch.push(&seminar("a", "x", "2020", 0));
        record_batch.push(&seminar("b", "y", "2021", 1));
        let first = Handle::new(3);
        snapshot.add(first, Arc::new(record_batch));
        assert_eq!((snapshot.len(), snapshot.summary(first), snapshot.position(first)), (0, None, None));
        snapshot.add_to_list(vec![first]);
        snapshot.add_to_list(vec![first, first.offset(1)]);
        assert_eq!(titles(&snapshot), ["b", "a"]);
        snapshot.remove_from_list(&[first, Handle::new(99)]);
        assert_eq!(titles(&snapshot), ["b"]);
        assert_eq!(snapshot.seminar(first), None);
        snapshot.add_to_list(vec![first]);
        assert_eq!(snapshot.position(first), Some(1));
    }

    proptest! {
        #[test]
        fn batches_in_any_order_give_the_same_list(years in prop::collection::vec(2000u32..2006, 1..40), cut in 0usize..40) {
            let all: Vec<Seminar> = (0..).zip(&years)
                .map(|(i, year)| seminar(&format!("t{i}"), "x", &year.to_string(), i)).collect();
            let mut whole = Snapshot::default();
            whole.insert(&all);
            let mut parts = Snapshot::default();
            let (head, tail) = all.split_at(cut.min(all.len()));
            parts.insert(tail);
            parts.insert(head);
            prop_assert_eq!(titles(&whole), titles(&parts));
            for (at, &handle) in parts.order().iter().enumerate() {
                prop_assert_eq!(parts.position(handle), Some(at));
            }
        }
    }
}
