//! All talks of an archive, whole and in the order of the list, for commands that answer once.

use std::collections::HashMap;
use std::path::Path;

use crate::diagnostic::Position;
use crate::records::Handle;
use crate::seminar::{Seminar, Source};
use crate::text::Text;

/// Talks by handle; handles count in the order of the list.
#[derive(Debug, Default)]
pub(super) struct Talks {
    records: Vec<Seminar>,
    order: Vec<Handle>,
    /// Records that ask for the same id.
    ids: HashMap<Text, Vec<Handle>>,
}

impl Talks {
    /// Puts talks in order.
    pub(super) fn new(mut records: Vec<Seminar>) -> Self {
        records.sort_by(|a, b| a.order_key().cmp(&b.order_key()));
        let order: Vec<Handle> = Handle::new(0).range(records.len()).collect();
        let mut ids: HashMap<Text, Vec<Handle>> = HashMap::new();
        for (seminar, &handle) in records.iter().zip(&order) {
            ids.entry(seminar.id.clone()).or_default().push(handle);
        }
        Self { records, order, ids }
    }

    /// All handles in the order of the list.
    pub(super) fn order(&self) -> &[Handle] {
        &self.order
    }

    /// All talks in that order.
    pub(super) fn all(&self) -> &[Seminar] {
        &self.records
    }

    /// A talk.
    pub(super) fn get(&self, handle: Handle) -> Option<&Seminar> {
        self.records.get(handle.index())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// The talk that stands at a place of a file: the last one that begins no later.
    pub(super) fn at(&self, file: &Path, at: Option<Position>) -> Option<Handle> {
        let line = at.map_or(u32::MAX, |at| at.line);
        let begins_before = |&handle: &Handle| {
            let source = &self.get(handle)?.source;
            (*source.file == *file && source.line <= line).then_some((source.line, source.index, handle))
        };
        self.order.iter().filter_map(begins_before).max().map(|(_, _, handle)| handle)
    }

    /// The id that tells a record from all others: its own, with `-2`, `-3` in the order of the files where several
    /// records ask for the same one.
    pub(super) fn id(&self, handle: Handle) -> Option<String> {
        let seminar = self.get(handle)?;
        let stands = |source: &Source| (source.file.clone(), source.index);
        let own = stands(&seminar.source);
        let same = self.ids.get(&seminar.id)?.iter().filter_map(|&other| self.get(other));
        let before = same.filter(|other| stands(&other.source) < own).count();
        Some(if before == 0 { seminar.id.to_string() } else { format!("{}-{}", seminar.id, before + 1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seminar;

    #[test]
    fn records_that_ask_for_one_id_are_numbered_in_the_order_of_the_files() {
        let talks = Talks::new(vec![seminar("b", "x", "2020", 5), seminar("a", "x", "2020", 1)]);
        let ids: Vec<_> = talks.order().iter().map(|&handle| talks.id(handle).unwrap()).collect();
        assert_eq!(ids, ["2020-x", "2020-x-2"]);
        assert_eq!(talks.all()[0].display_title(), "a");
        assert_eq!(talks.id(Handle::new(2)), None);
    }
}
