//! The *librarian* knows the archive by heart: what is searched for, counted, completed and related is asked here.
//!
//! It lives in the search's thread and learns of records while the archive is read, so that nothing that grows with the
//! archive is done where keys are waited for.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::catalog::Handle;
use crate::facets::{Facets, Kind, Value};
use crate::people::People;
use crate::related::Related;
use crate::search::{Completion, Index, Query, Request, complete};
use crate::seminar::Seminar;

mod cards;

/// Values of a kind with their counts, for each kind.
pub type Counts = Vec<(Kind, Vec<Value>)>;

/// All that is known of the records.
#[derive(Debug, Default)]
pub(super) struct Librarian {
    index: Index,
    facets: Facets,
    related: Related,
    /// Records that [`study`](Self::study) is still to look at.
    unstudied: VecDeque<Handle>,
    records: HashMap<Handle, Arc<Seminar>>,
    /// Who speaks, as far as it was asked for since records came or went.
    people: Option<People>,
}

impl Librarian {
    /// Learns of records; those that had the same handles are forgotten.
    pub(super) fn add(&mut self, records: impl IntoIterator<Item = (Handle, Arc<Seminar>)>) {
        self.people = None;
        for (handle, seminar) in records {
            self.index.add(handle, &seminar);
            self.facets.add(handle, &seminar);
            self.records.insert(handle, seminar);
            self.unstudied.push_back(handle);
        }
    }

    /// Works out what some more of the records have in common with others, which nobody asks for as soon.
    pub(super) fn study(&mut self, most: usize) {
        for handle in self.unstudied.drain(..most.min(self.unstudied.len())) {
            if let Some(seminar) = self.records.get(&handle) {
                self.related.add(handle, seminar);
            }
        }
    }

    /// Whether all of that is done.
    pub(super) fn has_studied(&self) -> bool {
        self.unstudied.is_empty()
    }

    /// Forgets records.
    pub(super) fn remove(&mut self, handles: Vec<Handle>) {
        self.people = None;
        for handle in handles {
            self.index.remove(handle);
            self.facets.remove(handle);
            self.related.remove(handle);
            self.records.remove(&handle);
        }
    }

    /// What is searched.
    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// How a query may go on.
    pub(super) fn complete(&self, text: &str, cursor: usize) -> Completion {
        complete(text, cursor, &|field| {
            let Some(kind) = kind_of(field) else { return Vec::new() };
            let mut values: Vec<(String, usize)> =
                self.facets.values(kind).map(|(text, count)| (text.to_string(), count)).collect();
            match kind {
                // The newest first.
                Kind::Year => values.reverse(),
                _ => values.sort_by_key(|&(_, count)| std::cmp::Reverse(count)),
            }
            values
        })
    }

    /// The values that the talks have which answer a request. What the query itself narrows a kind to does not narrow
    /// the counts of that kind, so that another of its values can be added. `None` when the request was cancelled.
    pub(super) fn count(&self, request: &Request<'_>) -> Option<Counts> {
        let matches = self.index.search(request)?;
        let counts = self.facets.count(matches.iter().map(|found| found.handle));
        let mut all = Vec::new();
        for kind in Kind::ALL {
            let wider: Option<Query> = request.query.widened(kind.field());
            let values = match &wider {
                None => counts.of(kind).to_vec(),
                Some(query) => {
                    let matches = self.index.search(&Request { query, ..*request })?;
                    self.facets.count(matches.iter().map(|found| found.handle)).of(kind).to_vec()
                }
            };
            all.push((kind, values));
        }
        Some(all)
    }
}

/// The kind whose values complete a field.
fn kind_of(field: &str) -> Option<Kind> {
    let listed = |kind: &Kind| *kind != Kind::Recording && kind.field() == field;
    Kind::ALL.into_iter().find(listed).or((field == "date").then_some(Kind::Year))
}
