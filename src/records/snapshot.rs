//! [`Snapshot`]: the records of an archive at one moment, which of them are listed, and in which order.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::batch::OrderKey;
use super::record_store::{Handle, RecordStore};
use super::{ListRow, RecordBatch, Summary};
use crate::diagnostic::{Diagnostic, Position, Rule};
use crate::seminar::{Seminar, When};
use crate::text::Text;

/// The contents of an archive at one moment: its records, which of them are listed, and in which order: newest first,
/// undated last.
///
/// The archive creates it and shares it with search, screen and commands, for which it is immutable.
#[derive(Debug, Default, Clone)]
pub struct Snapshot {
    store: RecordStore,
    /// Whether each record is in the list, by handle.
    listed: Vec<bool>,
    /// The listed records in order; shared between snapshots while the list does not change.
    order: Arc<Vec<Handle>>,
    /// The listed records by the id that they ask for; built when an id is first needed.
    ids: OnceLock<HashMap<Text, Vec<Handle>>>,
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
            self.ids.take();
            self.merge(handles);
        }
    }

    /// Like [`add_to_list`](Self::add_to_list), but fast for an empty list; the handles must already be in list order.
    pub fn set_list(&mut self, handles: Vec<Handle>) {
        if !self.order.is_empty() {
            return self.add_to_list(handles);
        }
        for handle in &handles {
            if let Some(listed) = self.listed.get_mut(handle.index()) {
                *listed = true;
            }
        }
        self.ids.take();
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

    /// Merges new handles into the order: one binary search for each and one copy of the rest, however large the batch
    /// is.
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
            self.ids.take();
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

    /// Whether a listed record is in a file and asks for an id.
    #[must_use]
    pub fn is_from(&self, handle: Handle, file: &Path, id: &str) -> bool {
        let found = self.store.find(handle);
        found.and_then(|(batch, at)| batch.file(at)) == Some(file)
            && self.summary(handle).is_some_and(|summary| summary.id.as_str() == id)
    }

    /// Why a talk has no recording: the problem with its link, if one was rejected.
    #[must_use]
    pub fn refused_link<'p>(&self, handle: Handle, problems: &'p [Diagnostic]) -> Option<&'p Diagnostic> {
        let (batch, at) = self.store.find(handle)?;
        let file = batch.file(at)?;
        let in_file = |problem: &&Diagnostic| problem.rule == Rule::BadLink && *problem.path == *file;
        let mut refused = problems.iter().filter(in_file);
        refused.find(|problem| self.talk_at(&problem.path, problem.position) == Some(handle))
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

    /// What the list shows for a record.
    #[must_use]
    pub fn list_row(&self, handle: Handle) -> Option<ListRow> {
        let (batch, at) = self.store.find(handle).filter(|_| self.is_listed(handle))?;
        batch.list_row(at)
    }

    /// A listed record with its body, which may have to be read from a file. `None` if it is not listed or cannot be
    /// read.
    #[must_use]
    pub fn seminar(&self, handle: Handle) -> Option<Seminar> {
        self.is_listed(handle).then(|| self.store.seminar(handle).ok()).flatten()
    }

    /// The id that distinguishes a record from all others: its own, with `-2`, `-3` in file order if several records
    /// ask for the same id.
    #[must_use]
    pub fn id(&self, handle: Handle) -> Option<String> {
        let id = self.summary(handle)?.id.clone();
        let position = self.by_id().get(&id)?.iter().position(|&other| other == handle)?;
        Some(if position == 0 { id.to_string() } else { format!("{id}-{}", position + 1) })
    }

    /// Whether several listed records ask for the id of this one.
    #[must_use]
    pub fn shares_id(&self, handle: Handle) -> bool {
        let id = self.summary(handle).map(|summary| summary.id.clone());
        id.and_then(|id| self.by_id().get(&id)).is_some_and(|same| same.len() > 1)
    }

    /// The record with this [id](Self::id).
    #[must_use]
    pub fn with_id(&self, id: &str) -> Option<Handle> {
        let number =
            id.rsplit_once('-').and_then(|(stem, number)| Some((stem, number.parse::<usize>().ok()?)));
        let numbered = number.filter(|&(_, number)| number > 1).map(|(stem, number)| (stem, number - 1));
        let candidates = std::iter::once((id, 0)).chain(numbered);
        let find = |(id, at): (&str, usize)| self.by_id().get(&Text::line(id))?.get(at).copied();
        candidates.filter_map(find).find(|&handle| self.id(handle).as_deref() == Some(id))
    }

    /// The listed records that ask for each id, in file order.
    fn by_id(&self) -> &HashMap<Text, Vec<Handle>> {
        self.ids.get_or_init(|| {
            let mut by_id: HashMap<Text, Vec<Handle>> = HashMap::with_capacity(self.order.len());
            for &handle in self.order.iter() {
                if let Some(summary) = self.summary(handle) {
                    by_id.entry(summary.id.clone()).or_default().push(handle);
                }
            }
            for handles in by_id.values_mut().filter(|handles| handles.len() > 1) {
                handles.sort_by(|&a, &b| self.file_key(a).cmp(&self.file_key(b)));
            }
            by_id
        })
    }

    /// The key that sorts records by file, and within a file by their order in it.
    pub(crate) fn file_key(&self, handle: Handle) -> Option<(&Path, u32)> {
        self.store.order_key(handle).map(OrderKey::source)
    }

    /// The store that holds the record batches.
    #[must_use]
    pub fn store(&self) -> &RecordStore {
        &self.store
    }

    /// The handles of all listed records, in list order.
    #[must_use]
    pub fn order(&self) -> &[Handle] {
        &self.order
    }

    /// How many records are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether no record is listed.
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

    /// The newest talk that has taken place by `today`, or else the last one in the list: where the reader probably
    /// wants to begin.
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

    #[test]
    fn records_that_ask_for_one_id_are_numbered_in_the_order_of_the_files() {
        let mut snapshot = Snapshot::default();
        let handles = snapshot.insert(&[
            seminar("b", "x", "2020", 5),
            seminar("a", "x", "2020", 1),
            seminar("c", "y", "2020", 2),
        ]);
        let ids: Vec<_> = handles.iter().map(|&handle| snapshot.id(handle).unwrap()).collect();
        assert_eq!(ids, ["2020-x-2", "2020-x", "2020-y"]);
        for (id, &handle) in ids.iter().zip(&handles) {
            assert_eq!(snapshot.with_id(id), Some(handle));
        }
        assert_eq!(
            [snapshot.with_id("2020-x-1"), snapshot.with_id("2020-x-3"), snapshot.with_id("x")],
            [None; 3]
        );
        snapshot.remove_from_list(&handles[1..2]);
        assert_eq!(snapshot.id(handles[0]).unwrap(), "2020-x");
        assert_eq!(snapshot.id(handles[1]), None);
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
