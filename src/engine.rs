//! The *librarian* knows the archive by heart: what is searched for, counted, completed and related is asked here.
//!
//! It lives in the search's thread, so that nothing that grows with the archive is done where keys are waited for. Names
//! and titles come folded with the records. The rest is learnt a little at a time: what facets count while nobody asks for
//! anything, long texts and what talks have in common only when somebody does.

use std::collections::VecDeque;
use std::iter;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::records::Summary;
use crate::records::{Handle, RecordStore};
use crate::search::{Completion, Index, LongFields, Lookup, Query, complete};
use crate::seminar::{SearchableText, Seminar, Source};
use facets::{FacetKind, FacetValue, Facets};
use new_batch::NewBatch;
use people::People;
use related::Related;

pub mod card;
mod cards;
pub mod facets;
pub(crate) mod interner;
pub mod new_batch;
pub mod people;
pub mod related;
pub mod series;

/// Values of a kind with their counts, for each kind.
pub type FacetGroups = Vec<(FacetKind, Vec<FacetValue>)>;

/// Reads a record again from its file, where it is still there.
pub(crate) type ReadAgain = fn(&Source) -> Option<Seminar>;

/// All that is known of the records.
#[derive(Debug)]
pub(crate) struct SearchEngine {
    index: Index,
    facets: Facets,
    related: Related,
    store: RecordStore,
    /// Reads a record from the archive's own file again, where its texts cannot be read back.
    read_again: ReadAgain,
    /// Which records are in the list.
    listed: Vec<bool>,
    /// Records whose values are still to be learnt.
    pending_facets: VecDeque<Handle>,
    /// Records that are still to be compared with others.
    pending_related: VecDeque<Handle>,
    /// Who speaks, as far as it was asked for since records came or went.
    people: Option<People>,
}

/// Of so many records the values take 20 MB and less than a second; of more they are learnt when they are asked for.
const INDEX_AHEAD_LIMIT: usize = 200_000;

/// More threads than these do not help: reading memory is what takes the time.
const MAX_THREADS: usize = 4;

impl SearchEngine {
    /// Nothing is known yet.
    pub(crate) fn new(read_again: ReadAgain) -> Self {
        Self {
            index: Index::default(),
            facets: Facets::default(),
            related: Related::default(),
            store: RecordStore::default(),
            read_again,
            listed: Vec::new(),
            pending_facets: VecDeque::new(),
            pending_related: VecDeque::new(),
            people: None,
        }
    }

    /// Takes records in, and what the list shows of them from now on and no longer.
    pub(crate) fn update(&mut self, parts: Vec<NewBatch>, listed: &[Handle], unlisted: &[Handle]) {
        self.people = None;
        for NewBatch { first, records: sheaf, short_fields: heads } in parts {
            self.index.add_short_fields(first, heads);
            self.listed.resize(first.offset(sheaf.len()).index(), false);
            self.store.add(first, sheaf);
        }
        for &handle in unlisted {
            self.set_listed(handle, false);
            self.index.remove(handle);
            self.facets.remove(handle);
            self.related.remove(handle);
        }
        for &handle in listed {
            self.set_listed(handle, true);
            if !self.index.mark_listed(handle)
                && let Some(seminar) = self.whole(handle)
            {
                self.index.add(handle, &seminar);
            }
        }
        self.pending_facets.extend(listed);
        self.pending_related.extend(listed);
    }

    fn set_listed(&mut self, handle: Handle, is_listed: bool) {
        if let Some(listed) = self.listed.get_mut(handle.index()) {
            *listed = is_listed;
        }
    }

    fn is_listed(&self, handle: Handle) -> bool {
        is_listed(&self.listed, handle)
    }

    /// Learns the values of some more records.
    pub(crate) fn index_facets(&mut self, most: usize) {
        let some: Vec<Handle> = self.pending_facets.drain(..most.min(self.pending_facets.len())).collect();
        for handle in some.into_iter().filter(|&handle| is_listed(&self.listed, handle)) {
            if let Some(head) = self.store.summary(handle) {
                self.facets.add(handle, &head);
            }
        }
    }

    /// Whether what nobody has asked for yet takes so little room that it may as well be learnt.
    pub(crate) fn can_index_ahead(&self) -> bool {
        self.listed.len() <= INDEX_AHEAD_LIMIT
    }

    /// Whether the values of all records are known.
    pub(crate) fn has_all_facets(&self) -> bool {
        self.pending_facets.is_empty()
    }

    /// Works out what some more of the records have in common with others.
    pub(crate) fn index_related(&mut self, most: usize) {
        let some: Vec<Handle> = self.pending_related.drain(..most.min(self.pending_related.len())).collect();
        for handle in some.into_iter().filter(|&handle| is_listed(&self.listed, handle)) {
            if let Some(seminar) = self.whole(handle) {
                self.related.add(handle, &seminar);
            }
        }
    }

    /// Whether that is known of all.
    pub(crate) fn has_all_related(&self) -> bool {
        self.pending_related.is_empty()
    }

    /// Brings the long texts of some more records to the index.
    pub(crate) fn load_bodies(&mut self, volumes: usize) {
        let lacking = self.index.missing_long_fields(volumes);
        let threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
        // One volume at a time, whoever is free: they differ in what they cost.
        let next = AtomicUsize::new(0);
        let (stock, read_again) = (&self.store, self.read_again);
        let brought: Vec<(usize, LongFields)> = thread::scope(|scope| {
            let fold = || {
                let numbers = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
                let volumes = numbers.map_while(|number| lacking.get(number));
                volumes
                    .map(|(volume, handles)| (*volume, fold_bodies(stock, handles, read_again)))
                    .collect::<Vec<_>>()
            };
            let others: Vec<_> = (1..threads.min(lacking.len())).map(|_| scope.spawn(fold)).collect();
            let mut all = fold();
            // A fault of the program ends the search's thread, as everywhere in it: nobody waits for texts for ever.
            for other in others {
                all.extend(other.join().unwrap_or_else(|fault| resume_unwind(fault)));
            }
            all
        });
        for (volume, texts) in brought {
            self.index.set_long_fields(volume, texts);
        }
    }

    /// What is searched.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// How a query may go on.
    pub(crate) fn complete(&mut self, text: &str, cursor: usize) -> Completion {
        // Values are few beside texts: whoever asks for them waits for all.
        self.index_facets(usize::MAX);
        complete(text, cursor, &|field| {
            let Some(kind) = kind_for_field(field) else { return Vec::new() };
            let mut values: Vec<(String, usize)> =
                self.facets.values(kind).map(|(text, count)| (text.to_string(), count)).collect();
            match kind {
                // The newest first.
                FacetKind::Year => values.reverse(),
                _ => values.sort_by_key(|&(_, count)| std::cmp::Reverse(count)),
            }
            values
        })
    }

    /// The values that the talks have which answer a request. What the query itself narrows a kind to does not narrow
    /// the counts of that kind, so that another of its values can be added. `None` when the request was cancelled.
    pub(crate) fn count_facets(&self, request: &Lookup<'_>) -> Option<FacetGroups> {
        let matches = self.index.search(request)?;
        let counts = self.facets.count(matches.iter().map(|found| found.handle));
        let mut all = Vec::new();
        for kind in FacetKind::ALL {
            let wider: Option<Query> = request.query.without_values(kind.field());
            let values = match &wider {
                None => counts.get(kind).to_vec(),
                Some(query) => {
                    let matches = self.index.search(&Lookup { query, ..*request })?;
                    self.facets.count(matches.iter().map(|found| found.handle)).get(kind).to_vec()
                }
            };
            all.push((kind, values));
        }
        Some(all)
    }

    /// A record with its texts.
    fn whole(&self, handle: Handle) -> Option<Seminar> {
        load_seminar(&self.store, handle, self.read_again)
    }
}

fn is_listed(listed: &[bool], handle: Handle) -> bool {
    listed.get(handle.index()).is_some_and(|listed| *listed)
}

/// The folded texts of some records, each at its place; a place without a record stays empty.
fn fold_bodies(stock: &RecordStore, handles: &[Option<Handle>], read_again: ReadAgain) -> LongFields {
    let mut texts = LongFields::default();
    let first = handles.iter().enumerate().find_map(|(at, handle)| Some((at, (*handle)?)));
    let sheaf = first.and_then(|(at, handle)| Some((at, stock.find(handle)?)));
    let mut next = 0;
    // A volume that came whole is a sheaf, and its texts lie side by side.
    if let Some((at, (sheaf, place))) = sheaf
        && at == place
        && sheaf.len() == handles.len()
    {
        let _ = sheaf.for_each_searchable_text(&mut |at, wording| {
            match handles.get(at).copied().flatten() {
                Some(_) => texts.push(wording),
                None => texts.push_empty(),
            }
            next = at + 1;
        });
    }
    for handle in handles.iter().skip(next) {
        match handle.and_then(|handle| load_seminar(stock, handle, read_again)) {
            Some(seminar) => texts.push(&SearchableText::from_seminar(&seminar)),
            None => texts.push_empty(),
        }
    }
    texts.shrink();
    texts
}

/// A record with its texts. Where those cannot be read back, the archive's own file is read; and where that has another
/// talk by now, the record goes without.
fn load_seminar(stock: &RecordStore, handle: Handle, read_again: ReadAgain) -> Option<Seminar> {
    let again = |head: &Summary| read_again(&head.source).unwrap_or_else(|| Seminar::clone(head));
    stock.seminar(handle).ok().or_else(|| stock.summary(handle).as_ref().map(again))
}

/// The kind whose values complete a field.
fn kind_for_field(field: &str) -> Option<FacetKind> {
    let listed = |kind: &FacetKind| *kind != FacetKind::Recording && kind.field() == field;
    FacetKind::ALL.into_iter().find(listed).or((field == "date").then_some(FacetKind::Year))
}
