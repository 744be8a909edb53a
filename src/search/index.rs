//! The search index: the folded text of every talk, in segments. Searchable while records are still being added.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Zoned;

use crate::parallel;
use crate::records::Handle;
use crate::seminar::Seminar;

use super::order;
use super::scan::{Depth, DocState, Plan};
use super::segment::{LongFields, SearchSegment, ShortFields};
use super::{Match, Order, Query, Rank, UserFlags};

/// The folded texts of an archive.
///
/// It has no order of the talks: each [`search`](Self::search) is passed the current one, so results need no sorting
/// and the order may change between calls.
#[derive(Debug)]
pub struct Index {
    /// How many talks [`add`](Self::add) puts into one segment.
    segment_capacity: usize,
    segments: Vec<SearchSegment>,
    /// The segment of each talk, by handle, or [`NO_SEGMENT`].
    segment_of: Vec<u32>,
}

/// Marks a handle whose talk is in no segment.
const NO_SEGMENT: u32 = u32::MAX;

/// A search request to the index.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'r> {
    /// The query.
    pub query: &'r Query,
    /// The order of the list, used within a rank and to break ties in other orders.
    pub order: &'r [Handle],
    /// The current time, for `date:"last year"` and upcoming talks.
    pub now: &'r Zoned,
    /// The user's flags, for `is:` and the like.
    pub flags: &'r UserFlags,
    /// Set to true when the result is no longer needed.
    pub cancel: &'r AtomicBool,
}

/// The rows of a segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SegmentRows<'s> {
    /// The record of each row; `None` if it is not listed.
    pub(crate) handles: &'s [Option<Handle>],
    /// The handle of the first row, if the rows are those of a record batch.
    pub(crate) first: Option<Handle>,
}

impl<'s> SegmentRows<'s> {
    fn from_segment(segment: &'s SearchSegment) -> Self {
        Self { handles: segment.handles(), first: segment.first_handle() }
    }
}

/// Loads the long fields of a segment's rows.
pub(crate) type LoadLongFields<'a> = dyn Fn(SegmentRows<'_>) -> LongFields + Sync + 'a;

/// Talks per segment: enough to make the overhead of a segment negligible, few enough to compact quickly.
const SEGMENT_CAPACITY: usize = 1024;
/// Minimum number of segments per thread; searching fewer takes no longer than starting a thread.
const SEGMENTS_PER_THREAD: usize = 8;

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl Index {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::with_segment_capacity(SEGMENT_CAPACITY)
    }

    /// An empty index with at most this many talks in a segment.
    pub(crate) fn with_segment_capacity(segment_capacity: usize) -> Self {
        Self { segment_capacity, segments: Vec::new(), segment_of: Vec::new() }
    }

    /// Adds a talk with all its fields; replaces the one with the same handle.
    pub fn add(&mut self, handle: Handle, seminar: &Seminar) {
        self.remove(handle);
        if self.segments.last().is_none_or(SearchSegment::is_full) {
            self.segments.push(SearchSegment::growable(self.segment_capacity));
        }
        if let Some(volume) = self.segments.last_mut() {
            volume.add(handle, seminar);
        }
        self.set_segment(handle, self.segments.len() - 1);
    }

    /// Adds talks whose short fields are already folded, with handles from `first` on. Their long fields are not
    /// loaded, and a talk does not match until it is [listed](Self::mark_listed).
    pub fn add_short_fields(&mut self, first: Handle, heads: Arc<ShortFields>) {
        let volume = self.segments.len();
        first.range(heads.len()).for_each(|handle| self.set_segment(handle, volume));
        self.segments.push(SearchSegment::from_short_fields(first, heads));
    }

    /// Makes a talk added with [`add_short_fields`](Self::add_short_fields) findable; returns whether it is in the
    /// index.
    pub fn mark_listed(&mut self, handle: Handle) -> bool {
        let volume =
            self.segment_of.get(handle.index()).and_then(|&volume| self.segments.get_mut(volume as usize));
        volume.is_some_and(|volume| volume.mark_listed(handle))
    }

    /// Up to `limit` segments whose long fields are missing, each with its number.
    #[must_use]
    pub(crate) fn missing_long_fields(&self, limit: usize) -> Vec<(usize, SegmentRows<'_>)> {
        let lacking = self.segments.iter().enumerate().filter(|(_, segment)| segment.lacks_long_fields());
        lacking.take(limit).map(|(number, segment)| (number, SegmentRows::from_segment(segment))).collect()
    }

    /// Sets the long fields of a segment.
    pub(crate) fn set_long_fields(&mut self, volume: usize, texts: LongFields) {
        if let Some(volume) = self.segments.get_mut(volume) {
            volume.set_long_fields(texts);
        }
    }

    /// Whether a query can be answered with the fields loaded so far.
    #[must_use]
    pub fn can_answer(&self, query: &Query) -> bool {
        !query.needs_long_fields() || !self.segments.iter().any(SearchSegment::lacks_long_fields)
    }

    /// Records which segment a talk is in.
    fn set_segment(&mut self, handle: Handle, volume: usize) {
        if self.segment_of.len() <= handle.index() {
            self.segment_of.resize(handle.index() + 1, NO_SEGMENT);
        }
        if let Some(place) = self.segment_of.get_mut(handle.index()) {
            *place = u32::try_from(volume).unwrap_or(NO_SEGMENT);
        }
    }

    /// Removes a talk; an unknown handle changes nothing.
    pub fn remove(&mut self, handle: Handle) {
        let volume = self.segment_of.get(handle.index()).copied().unwrap_or(NO_SEGMENT);
        if let Some(volume) = self.segments.get_mut(volume as usize) {
            volume.remove(handle);
        }
    }

    /// Finds the listed talks that match. They come in the order that the query asks for; by default, best rank first
    /// and in the order of the list within a rank. Returns `None` if the request was cancelled.
    ///
    /// Talks that are not in the index do not match. The empty query matches every talk, with the best rank.
    #[must_use]
    pub fn search(&self, request: &Lookup<'_>) -> Option<Vec<Match>> {
        self.search_loading(request, None)
    }

    /// Like [`search`](Self::search), but loads missing long fields with `load`, for this search only.
    pub(crate) fn search_loading(
        &self,
        request: &Lookup<'_>,
        load: Option<&LoadLongFields<'_>>,
    ) -> Option<Vec<Match>> {
        let load = load.filter(|_| request.query.needs_long_fields());
        let mut ranks = self.rank_all(request, Depth::All, load)?;
        let forgiving =
            || request.query.root().words().iter().any(|word| word.typo_spellings().next().is_some());
        if ranks.iter().all(Option::is_none) && forgiving() {
            ranks = self.rank_all(request, Depth::for_typos(request.query.root()), load)?;
        }
        let wanted = request.query.order().unwrap_or_default();
        if wanted == Order::Best {
            return Some(group_by_rank(request.order, &ranks));
        }
        let mut matches: Vec<Handle> = request.order.to_vec();
        let rank = |handle: &Handle| ranks.get(handle.index()).copied().flatten();
        matches.retain(|handle| rank(handle).is_some());
        order::sort(wanted, &mut matches, &self.segments, request.flags);
        if request.cancel.load(Ordering::Relaxed) {
            return None;
        }
        let found = |handle: Handle| rank(&handle).map(|rank| Match { handle, rank });
        Some(matches.into_iter().filter_map(found).collect())
    }

    /// The first part of the result of [`search`](Self::search): talks that match by name, title, series or tag alone.
    /// `None` if the query excludes something or sets an order, because then the other texts matter too, or if the
    /// request was cancelled.
    #[must_use]
    pub fn search_primary(&self, request: &Lookup<'_>) -> Option<Vec<Match>> {
        if request.query.order().is_some() || !request.query.root().excludes_nothing() {
            return None;
        }
        let ranks = self.rank_all(request, Depth::Primary, None)?;
        Some(group_by_rank(request.order, &ranks))
    }

    /// The rank of each matching talk, indexed by handle; `None` if the request was cancelled.
    fn rank_all(
        &self,
        request: &Lookup<'_>,
        depth: Depth,
        load: Option<&LoadLongFields<'_>>,
    ) -> Option<Vec<Option<Rank>>> {
        if request.cancel.load(Ordering::Relaxed) {
            return None;
        }
        let plan = Plan::new(request.query.root(), depth, request.now, request.flags);
        let mut ranks = vec![None; self.segment_of.len()];
        let share = self.segments.len().div_ceil(parallel::thread_count()).max(SEGMENTS_PER_THREAD);
        // Loading takes far longer than starting a thread.
        let share = if load.is_some() { 1 } else { share };
        let shares: Vec<&[SearchSegment]> = self.segments.chunks(share).collect();
        let found = parallel::map(&shares, |volumes| search_segments(volumes, &plan, load, request.cancel));
        for (handle, rank) in found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten() {
            if let Some(place) = ranks.get_mut(handle.index()) {
                *place = Some(rank);
            }
        }
        Some(ranks)
    }
}

/// The matches in some segments; `None` if the request was cancelled.
fn search_segments(
    volumes: &[SearchSegment],
    plan: &Plan<'_>,
    load: Option<&LoadLongFields<'_>>,
    cancel: &AtomicBool,
) -> Option<Vec<(Handle, Rank)>> {
    let mut all = Vec::new();
    let mut marks = Vec::new();
    for volume in volumes {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        marks.clear();
        marks.extend(volume.handles().iter().map(|place| match place {
            Some(_) => DocState::Pending,
            None => DocState::Excluded,
        }));
        match load.filter(|_| volume.lacks_long_fields()) {
            Some(load) => {
                plan.scan(&volume.with_long_fields(load(SegmentRows::from_segment(volume))), &mut marks);
            }
            None => plan.scan(volume, &mut marks),
        }
        for (mark, place) in marks.iter().zip(volume.handles()) {
            if let (DocState::Found(rank), Some(handle)) = (mark, place) {
                all.push((*handle, *rank));
            }
        }
    }
    Some(all)
}

/// Groups matches by rank in one pass over `order`, without sorting.
fn group_by_rank(order: &[Handle], ranks: &[Option<Rank>]) -> Vec<Match> {
    let mut by_rank: [Vec<Match>; Rank::Typo as usize] = Default::default();
    for &handle in order {
        if let Some(rank) = ranks.get(handle.index()).copied().flatten()
            && let Some(same) = by_rank.get_mut(rank as usize - 1)
        {
            same.push(Match { handle, rank });
        }
    }
    let mut by_rank = by_rank.into_iter().filter(|same| !same.is_empty());
    let mut all = by_rank.next().unwrap_or_default();
    for same in by_rank {
        all.extend(same);
    }
    all
}
