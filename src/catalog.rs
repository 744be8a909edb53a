//! The archive's seminars in memory, in the order of the list.
//!
//! A record gets a [`Handle`] when it comes in and keeps it for the life of the process. One that goes leaves a gap, so
//! that indexes and matches, which hold handles, never point at another talk.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::Position;
use crate::seminar::{Seminar, Source, When};
use crate::text::Text;

/// The name of a record for the life of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(u32);

impl Handle {
    /// The handle of the `index`-th record that came in.
    #[must_use]
    pub fn new(index: u32) -> Self {
        Self(index)
    }

    /// How many records came in before it.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A file and which record of it.
type Place = (Arc<Path>, u32);

fn place(source: &Source) -> Place {
    (Arc::clone(&source.file), source.index)
}

/// All seminars, newest first, those without a date last.
#[derive(Debug, Default)]
pub struct Catalog {
    records: Vec<Option<Arc<Seminar>>>,
    /// Shared with searches that go on while it changes.
    order: Arc<Vec<Handle>>,
    /// Records that ask for the same id.
    ids: HashMap<Text, Vec<Handle>>,
    /// Which record stands where.
    places: HashMap<Place, Handle>,
}

impl Catalog {
    /// Adds records and says which handles they got.
    pub fn insert(&mut self, seminars: Vec<Seminar>) -> Vec<Handle> {
        let mut added = Vec::with_capacity(seminars.len());
        for seminar in seminars {
            let Ok(index) = u32::try_from(self.records.len()) else {
                break;
            };
            let handle = Handle(index);
            self.ids.entry(seminar.id.clone()).or_default().push(handle);
            self.places.insert(place(&seminar.source), handle);
            self.records.push(Some(Arc::new(seminar)));
            added.push(handle);
        }
        self.merge(added.clone());
        added
    }

    /// Brings new handles to their places: a search for each and one move of the rest, whatever the batch's size.
    fn merge(&mut self, mut new: Vec<Handle>) {
        let records = &self.records;
        let record = |handle: Handle| records.get(handle.index()).and_then(Option::as_deref);
        new.sort_by(|&a, &b| record(a).map(Seminar::order).cmp(&record(b).map(Seminar::order)));
        let mut rest = self.order.as_slice();
        let mut order = Vec::with_capacity(rest.len() + new.len());
        for handle in new {
            let key = record(handle).map(Seminar::order);
            let before = rest.partition_point(|&other| record(other).map(Seminar::order) <= key);
            let (earlier, later) = rest.split_at(before);
            order.extend_from_slice(earlier);
            order.push(handle);
            rest = later;
        }
        order.extend_from_slice(rest);
        self.order = Arc::new(order);
    }

    /// Takes records out; unknown handles are left alone.
    pub fn remove(&mut self, handles: &[Handle]) {
        for handle in handles {
            let Some(seminar) = self.records.get_mut(handle.index()).and_then(Option::take) else {
                continue;
            };
            self.places.remove(&place(&seminar.source));
            if let Some(same) = self.ids.get_mut(&seminar.id) {
                same.retain(|other| other != handle);
            }
        }
        let records = &self.records;
        Arc::make_mut(&mut self.order)
            .retain(|handle| records.get(handle.index()).is_some_and(Option::is_some));
    }

    /// The record that stands at a place.
    #[must_use]
    pub fn at(&self, source: &Source) -> Option<Handle> {
        self.places.get(&place(source)).copied()
    }

    /// The talk that stands at a place of a file: the last one that begins no later.
    #[must_use]
    pub fn talk_at(&self, file: &Arc<Path>, at: Option<Position>) -> Option<Handle> {
        let line = at.map_or(u32::MAX, |at| at.line);
        let begins_before = |&handle: &Handle| {
            let source = &self.get(handle)?.source;
            (source.file == *file && source.line <= line).then_some((source.line, source.index, handle))
        };
        self.order.iter().filter_map(begins_before).max().map(|(_, _, handle)| handle)
    }

    /// Adds what the same talk says in another place; says which record has changed.
    pub fn absorb(&mut self, of: &Source, again: Seminar) -> Option<Handle> {
        let handle = self.at(of)?;
        Arc::make_mut(self.records.get_mut(handle.index())?.as_mut()?).absorb(again);
        Some(handle)
    }

    /// The record behind a handle.
    #[must_use]
    pub fn get(&self, handle: Handle) -> Option<&Arc<Seminar>> {
        self.records.get(handle.index())?.as_ref()
    }

    /// All handles in the order of the list.
    #[must_use]
    pub fn order(&self) -> &[Handle] {
        &self.order
    }

    /// The same, to keep while it changes here.
    #[must_use]
    pub fn shared_order(&self) -> Arc<Vec<Handle>> {
        Arc::clone(&self.order)
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Where a record stands in [`order`](Self::order).
    #[must_use]
    pub fn position(&self, handle: Handle) -> Option<usize> {
        let key = self.get(handle)?.order();
        self.order.binary_search_by(|&other| self.get(other).map(|s| s.order()).cmp(&Some(key.clone()))).ok()
    }

    /// The newest talk that has taken place by `today`, else the last of the list: where a reader wants to begin.
    #[must_use]
    pub fn newest_past(&self, today: Date) -> Option<Handle> {
        let to_come = self.order.partition_point(|&handle| {
            self.get(handle).and_then(|s| s.when()).is_some_and(|when: When| when.is_after(today))
        });
        self.order.get(to_come).or_else(|| self.order.last()).copied()
    }

    /// The id that tells a record from all others: its own, with `-2`, `-3` in the order of the files where several
    /// records ask for the same one.
    #[must_use]
    pub fn id(&self, handle: Handle) -> Option<String> {
        let seminar = self.get(handle)?;
        let stands = |handle: Handle| self.get(handle).map(|s| (&s.source.file, s.source.index));
        let own = stands(handle);
        let before = self.ids.get(&seminar.id)?.iter().filter(|&&other| stands(other) < own).count();
        Some(if before == 0 { seminar.id.to_string() } else { format!("{}-{}", seminar.id, before + 1) })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::seminar::{Speaker, TalkDate};
    use proptest::prelude::*;

    /// A talk as a test needs it.
    pub(crate) fn seminar(title: &str, speaker: &str, date: &str, index: u32) -> Seminar {
        let root: Arc<Path> = Path::new("talks").into();
        let source = Source { file: Path::new("talks/a.yaml").into(), root, line: 1, index };
        Seminar {
            id: Text::line(&format!("{date}-{speaker}")),
            title: Some(Text::line(title)),
            speakers: vec![Speaker { name: Text::line(speaker), affiliation: None, bio: None }],
            date: (!date.is_empty()).then(|| TalkDate::parse(date)),
            ..Seminar::new(source)
        }
    }

    fn titles(catalog: &Catalog) -> Vec<&str> {
        catalog.order().iter().filter_map(|&h| catalog.get(h)).map(|s| s.display_title()).collect()
    }

    #[test]
    fn the_newest_comes_first_and_what_has_no_date_last() {
        let mut catalog = Catalog::default();
        catalog.insert(vec![seminar("old", "a", "2020-01-01", 0), seminar("undated", "b", "", 1)]);
        catalog.insert(vec![seminar("new", "c", "2023-01-01", 2), seminar("month", "d", "2020-01", 3)]);
        catalog.insert(vec![seminar("same day, later in the file", "e", "2023-01-01", 4)]);
        assert_eq!(titles(&catalog), ["new", "same day, later in the file", "old", "month", "undated"]);
    }

    #[test]
    fn a_reader_begins_at_the_newest_talk_that_has_taken_place() {
        let mut catalog = Catalog::default();
        let handles = catalog.insert(vec![
            seminar("to come", "a", "2030-01-01", 0),
            seminar("past", "b", "2022-01-01", 1),
            seminar("older", "c", "2021-01-01", 2),
        ]);
        assert_eq!(catalog.newest_past(Date::constant(2026, 1, 1)), Some(handles[1]));
        assert_eq!(catalog.newest_past(Date::constant(2000, 1, 1)), Some(handles[2]));
    }

    #[test]
    fn records_that_ask_for_one_id_are_numbered_in_the_order_of_the_files() {
        let mut catalog = Catalog::default();
        let later = catalog.insert(vec![seminar("b", "x", "2020", 5)])[0];
        let first = catalog.insert(vec![seminar("a", "x", "2020", 1)])[0];
        assert_eq!(catalog.id(first).as_deref(), Some("2020-x"));
        assert_eq!(catalog.id(later).as_deref(), Some("2020-x-2"));
        catalog.remove(&[first]);
        assert_eq!(catalog.id(later).as_deref(), Some("2020-x"));
        assert_eq!(catalog.id(first), None);
    }

    proptest! {
        #[test]
        fn batches_in_any_order_give_the_same_list(years in prop::collection::vec(2000u32..2006, 1..40), cut in 0usize..40) {
            let all: Vec<Seminar> = (0..).zip(&years)
                .map(|(i, year)| seminar(&format!("t{i}"), "x", &year.to_string(), i)).collect();
            let mut whole = Catalog::default();
            whole.insert(all.clone());
            let mut parts = Catalog::default();
            let (head, tail) = all.split_at(cut.min(all.len()));
            parts.insert(tail.to_vec());
            parts.insert(head.to_vec());
            prop_assert_eq!(titles(&whole), titles(&parts));
            for (at, &handle) in parts.order().iter().enumerate() {
                prop_assert_eq!(parts.position(handle), Some(at));
            }
        }
    }
}
