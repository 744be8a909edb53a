//! The search engine: index, facets, people and related talks over the records of one archive. It answers searches,
//! facet counts, completions and cards.
//!
//! It runs on the search thread, which keeps all work that grows with the archive off the main thread. Names and titles
//! arrive already folded with each record batch. The rest is computed in small steps: facets while the thread is idle,
//! bodies and related talks only on demand.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Zoned;

use crate::parallel;
use crate::records::{Handle, Snapshot};
use crate::search::{
    Completion, Index, LongFields, Lookup, Match, Query, SegmentRows, UserFlag, UserFlags, complete,
};
use crate::seminar::{SearchableText, Seminar};
use crate::text::Text;
use facets::{FacetKind, FacetValue, Facets};
use new_batch::{EngineUpdate, NewBatch};
use people::People;
use related::Related;
use stored_fields::StoredLongFields;

mod build_card;
pub mod card;
pub mod facets;
pub(crate) mod interner;
pub mod new_batch;
pub mod people;
pub mod related;
pub mod series;
pub(crate) mod stored_fields;

/// The values of each facet kind, with their counts.
pub type FacetGroups = Vec<(FacetKind, Vec<FacetValue>)>;

/// Index, facets, people and related talks over the records of an archive.
#[derive(Debug)]
pub(crate) struct SearchEngine {
    index: Index,
    facets: Facets,
    related: Related,
    snapshot: Arc<Snapshot>,
    /// Where the long fields of batches are stored, by the handle of the first record.
    stored_fields: HashMap<Handle, StoredLongFields>,
    /// Set when stored data cannot be read; cleared when reported.
    has_damage: AtomicBool,
    /// Set when texts are missing because of that; cleared by the next update of the archive.
    is_incomplete: AtomicBool,
    /// Records whose facets are not indexed yet.
    pending_facets: VecDeque<Handle>,
    /// Records that are not yet indexed for related talks.
    pending_related: VecDeque<Handle>,
    /// What the user has marked.
    flags: Arc<UserFlags>,
    /// The people, computed when first needed after the records change.
    people: Option<People>,
}

/// Up to this many records, facets are indexed in the background (20 MB, under a second); beyond it, on demand.
const INDEX_AHEAD_LIMIT: usize = 200_000;

impl SearchEngine {
    /// An engine without records.
    pub(crate) fn new() -> Self {
        Self {
            index: Index::default(),
            facets: Facets::default(),
            related: Related::default(),
            snapshot: Arc::default(),
            stored_fields: HashMap::new(),
            has_damage: AtomicBool::new(false),
            is_incomplete: AtomicBool::new(false),
            pending_facets: VecDeque::new(),
            pending_related: VecDeque::new(),
            flags: Arc::default(),
            people: None,
        }
    }

    /// Adds records, and updates which records are listed.
    pub(crate) fn update(&mut self, update: EngineUpdate) {
        let EngineUpdate { snapshot, batches, listed, unlisted } = update;
        self.people = None;
        self.is_incomplete = AtomicBool::new(false);
        self.snapshot = snapshot;
        for NewBatch { first, short_fields, long_fields, .. } in batches {
            self.index.add_short_fields(first, short_fields);
            self.stored_fields.extend(long_fields.map(|stored| (first, stored)));
        }
        for handle in unlisted {
            self.index.remove(handle);
            self.facets.remove(handle);
            self.related.remove(handle);
        }
        for &handle in &listed {
            if !self.index.mark_listed(handle)
                && let Some(seminar) = self.whole(handle)
            {
                self.index.add(handle, &seminar);
            }
        }
        self.pending_facets.extend(&listed);
        self.pending_related.extend(listed);
    }

    /// Sets what the user has marked.
    pub(crate) fn set_flags(&mut self, flags: Arc<UserFlags>) {
        self.flags = flags;
    }

    /// What the user has marked.
    pub(crate) fn flags(&self) -> &UserFlags {
        &self.flags
    }

    /// Indexes the facets of up to `most` more records.
    pub(crate) fn index_facets(&mut self, most: usize) {
        let some: Vec<Handle> = self.pending_facets.drain(..most.min(self.pending_facets.len())).collect();
        for handle in some {
            if let Some(head) = self.snapshot.summary(handle) {
                self.facets.add(handle, &head);
            }
        }
    }

    /// Whether the archive is small enough to index facets before they are needed.
    pub(crate) fn can_index_ahead(&self) -> bool {
        self.snapshot.len() <= INDEX_AHEAD_LIMIT
    }

    /// Whether the facets of all records are indexed.
    pub(crate) fn has_all_facets(&self) -> bool {
        self.pending_facets.is_empty()
    }

    /// Indexes up to `most` more records for related talks.
    pub(crate) fn index_related(&mut self, most: usize) {
        let some: Vec<Handle> = self.pending_related.drain(..most.min(self.pending_related.len())).collect();
        for handle in some.into_iter().filter(|&handle| self.snapshot.is_listed(handle)) {
            if let Some(seminar) = self.whole(handle) {
                self.related.add(handle, &seminar);
            }
        }
    }

    /// Whether all records are indexed for related talks.
    pub(crate) fn has_all_related(&self) -> bool {
        self.pending_related.is_empty()
    }

    /// Loads the bodies of up to `limit` more segments into the index.
    pub(crate) fn load_bodies(&mut self, limit: usize) {
        let missing = self.index.missing_long_fields(limit);
        let loaded = parallel::map(&missing, |&(segment, rows)| Some((segment, self.long_fields(rows)?)));
        for (segment, fields) in loaded.into_iter().flatten() {
            self.index.set_long_fields(segment, fields);
        }
    }

    /// Whether some texts could not be read, so that no answer is final until the next update of the archive.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.is_incomplete.load(Ordering::Relaxed)
    }

    /// Whether stored data was found to be damaged since the last call.
    pub(crate) fn take_damage(&self) -> bool {
        self.has_damage.swap(false, Ordering::Relaxed)
    }

    /// The records that it searches.
    pub(crate) fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// Completions for the word at the cursor.
    pub(crate) fn complete(&mut self, text: &str, cursor: usize) -> Completion {
        // Facets are small compared with bodies, so index all missing ones right away.
        self.index_facets(usize::MAX);
        complete(text, cursor, &|field| {
            let Some(kind) = kind_for_field(field) else { return Vec::new() };
            let mut values: Vec<(String, usize)> =
                self.facets.values(kind).map(|(text, count)| (text.to_string(), count)).collect();
            match kind {
                // Newest first.
                FacetKind::Year => values.reverse(),
                _ => values.sort_by_key(|&(_, count)| std::cmp::Reverse(count)),
            }
            values
        })
    }

    /// Counts the facet values of the talks that match a request. The counts of each kind ignore the query's own values
    /// of that kind, so that others can be added. `None` if the request was cancelled.
    pub(crate) fn count_facets(&self, request: &Lookup<'_>) -> Option<FacetGroups> {
        let matches = self.index.search(request)?;
        let counts = self.facets.count(matches.iter().map(|found| found.handle));
        let mut all = Vec::new();
        for kind in FacetKind::ALL {
            let wider: Option<Query> = request.query.without_values(kind.field());
            let wider = match &wider {
                None => None,
                Some(query) => Some(self.index.search(&Lookup { query, ..*request })?),
            };
            let values = match (kind, &wider) {
                (FacetKind::Mine, wider) => self.count_flags(wider.as_ref().unwrap_or(&matches)),
                (_, None) => counts.get(kind).to_vec(),
                (_, Some(wider)) => {
                    self.facets.count(wider.iter().map(|found| found.handle)).get(kind).to_vec()
                }
            };
            all.push((kind, values));
        }
        Some(all)
    }

    /// How many of the matches have each of the user's flags.
    fn count_flags(&self, matches: &[Match]) -> Vec<FacetValue> {
        let value = |flag: UserFlag| {
            let count = matches.iter().filter(|found| self.flags.has(found.handle, flag)).count();
            (count > 0).then(|| FacetValue { text: Arc::new(Text::line(flag.name())), count })
        };
        UserFlag::ALL.into_iter().filter_map(value).collect()
    }

    /// Answers one query. Discard the result if the engine [is incomplete](Self::is_incomplete) afterwards. Bodies that
    /// are not loaded are read one segment at a time and not kept.
    pub(crate) fn answer(&self, query: &Query, now: &Zoned) -> Vec<Match> {
        let never = AtomicBool::new(false);
        let lookup = Lookup { query, order: self.snapshot.order(), now, flags: &self.flags, cancel: &never };
        let load = |rows: SegmentRows<'_>| {
            self.long_fields(rows).unwrap_or_else(|| {
                let mut empty = LongFields::default();
                rows.handles.iter().for_each(|_| empty.push_empty());
                empty
            })
        };
        self.index.search_loading(&lookup, Some(&load)).unwrap_or_default()
    }

    /// The long fields of a segment, loaded if they are stored, otherwise folded from the bodies of its records. `None`
    /// if those cannot be read.
    fn long_fields(&self, SegmentRows { handles, first }: SegmentRows<'_>) -> Option<LongFields> {
        if let Some(stored) = first.and_then(|first| self.stored_fields.get(&first)) {
            let fields = stored.load(handles.len());
            if fields.is_some() {
                return fields;
            }
            self.has_damage.store(true, Ordering::Relaxed);
        }
        let batch = first.and_then(|first| self.snapshot.store().find(first));
        if let Some((batch, 0)) = batch
            && batch.len() == handles.len()
        {
            let fields = LongFields::from_batch(batch).ok();
            self.note_texts(fields.is_some());
            return fields;
        }
        let mut fields = LongFields::default();
        for handle in handles {
            match handle {
                Some(handle) => fields.push(&SearchableText::from_seminar(&self.whole(*handle)?)),
                None => fields.push_empty(),
            }
        }
        fields.shrink();
        Some(fields)
    }

    /// A listed record with its body.
    pub(crate) fn seminar(&self, handle: Handle) -> Option<Seminar> {
        self.snapshot.is_listed(handle).then(|| self.whole(handle)).flatten()
    }

    /// A record with its texts; `None` if they cannot be read.
    fn whole(&self, handle: Handle) -> Option<Seminar> {
        let seminar = self.snapshot.store().seminar(handle).ok();
        self.note_texts(seminar.is_some());
        seminar
    }

    fn note_texts(&self, could_be_read: bool) {
        if !could_be_read {
            self.has_damage.store(true, Ordering::Relaxed);
            self.is_incomplete.store(true, Ordering::Relaxed);
        }
    }
}

/// The facet kind whose values complete a field.
fn kind_for_field(field: &str) -> Option<FacetKind> {
    let is_counted = |kind: &FacetKind| !matches!(kind, FacetKind::Mine | FacetKind::Recording);
    let listed = |kind: &FacetKind| is_counted(kind) && kind.field() == field;
    FacetKind::ALL.into_iter().find(listed).or((field == "date").then_some(FacetKind::Year))
}
