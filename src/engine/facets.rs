//! Facets: counts of the matching talks by what the user has marked, year, series, speaker, tag, language and recording.
//!
//! Each record is a few numbers in one column, so counting a hundred thousand matches is a single pass over numbers,
//! not texts. Texts that fold to the same key are one value, shown in its most common spelling.

use std::cmp::Reverse;
use std::sync::Arc;

use super::interner::Interner;
use crate::records::Handle;
use crate::seminar::Seminar;
use crate::text::Text;

/// A property that talks are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum FacetKind {
    /// What the user has marked; counted by the search engine, because it is not part of the records.
    Mine,
    /// The year.
    Year,
    /// The series.
    Series,
    /// A speaker.
    Speaker,
    /// A tag.
    Tag,
    /// The language.
    Language,
    /// Whether it has a recording: `yes` or `no`.
    Recording,
}

impl FacetKind {
    /// All kinds, in display order.
    pub const ALL: [Self; 7] =
        [Self::Mine, Self::Year, Self::Series, Self::Speaker, Self::Tag, Self::Language, Self::Recording];

    /// The query field that narrows to a value of this kind.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Mine => "is",
            Self::Year => "year",
            Self::Series => "series",
            Self::Speaker => "speaker",
            Self::Tag => "tag",
            Self::Language => "lang",
            Self::Recording => "has",
        }
    }
}

/// A value and how many talks have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value, in its most common spelling among all records.
    pub text: Arc<Text>,
    /// How many talks have it.
    pub count: usize,
}

/// The counted values of every facet for some talks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    kinds: [Vec<FacetValue>; 7],
}

impl FacetCounts {
    /// The values of a facet with a count above 0: most frequent first, then by name; years newest first.
    #[must_use]
    pub fn get(&self, kind: FacetKind) -> &[FacetValue] {
        self.kinds.get(kind as usize).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The facet values of an archive's records, filled while the archive is read.
#[derive(Debug, Default)]
pub struct Facets {
    interners: [Interner; 7],
    /// The values of all records, each packed from a facet kind (in the highest bits) and a spelling number.
    column: Vec<u32>,
    /// The range of each handle's values in `column`.
    ranges: Vec<FacetRange>,
    /// How many values in the column belong to removed records.
    removed: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct FacetRange {
    start: u32,
    len: u32,
}

/// The bit position of the kind in a packed value.
const KIND_SHIFT: u32 = 29;

/// Maximum number of values of one kind that are counted for a record.
const MAX_VALUES: usize = 256;

impl Facets {
    /// Adds a record; replaces the one with the same handle.
    pub fn add(&mut self, handle: Handle, seminar: &Seminar) {
        self.remove(handle);
        let start = self.column.len();
        let mut own = Vec::new();
        for_each_value(seminar, |kind, text| {
            let Some(values) = self.interners.get_mut(kind as usize) else { return };
            let (spelling, value) = values.intern(text);
            // Count a tag once even if the talk has it in two spellings.
            let of_kind = own.iter().filter(|(own, _)| *own == kind).count();
            if of_kind < MAX_VALUES && !own.contains(&(kind, value)) {
                own.push((kind, value));
                values.increment(spelling);
                self.column.push((kind as u32) << KIND_SHIFT | spelling);
            }
        });
        if self.ranges.len() <= handle.index() {
            self.ranges.resize(handle.index() + 1, FacetRange::default());
        }
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        if let Some(span) = self.ranges.get_mut(handle.index()) {
            *span = FacetRange { start: number(start), len: number(self.column.len() - start) };
        }
    }

    /// Removes a record; an unknown handle changes nothing.
    pub fn remove(&mut self, handle: Handle) {
        let span = self.ranges.get_mut(handle.index()).map(std::mem::take).unwrap_or_default();
        for &number in range_values(&self.column, span) {
            let (kind, spelling) = unpack(number);
            if let Some(values) = self.interners.get_mut(kind) {
                values.decrement(spelling);
            }
        }
        self.removed += span.len as usize;
        if self.removed * 2 > self.column.len() {
            self.compact();
        }
    }

    fn compact(&mut self) {
        let mut column = Vec::with_capacity(self.column.len() - self.removed);
        for span in &mut self.ranges {
            let start = u32::try_from(column.len()).unwrap_or(u32::MAX);
            column.extend_from_slice(range_values(&self.column, *span));
            span.start = start;
        }
        self.column = column;
        self.removed = 0;
    }

    /// Counts the values of some records.
    #[must_use]
    pub fn count(&self, matches: impl Iterator<Item = Handle>) -> FacetCounts {
        let mut counts: [Vec<usize>; 7] =
            std::array::from_fn(|kind| vec![0; self.interners.get(kind).map_or(0, Interner::spelling_count)]);
        for handle in matches {
            let span = self.ranges.get(handle.index()).copied().unwrap_or_default();
            for &number in range_values(&self.column, span) {
                let (kind, spelling) = unpack(number);
                if let Some(count) = counts.get_mut(kind).and_then(|kind| kind.get_mut(spelling as usize)) {
                    *count += 1;
                }
            }
        }
        FacetCounts { kinds: FacetKind::ALL.map(|kind| self.sorted_values(kind, &counts)) }
    }

    fn sorted_values(&self, kind: FacetKind, counts: &[Vec<usize>; 7]) -> Vec<FacetValue> {
        let Some((values, counts)) = self.interners.get(kind as usize).zip(counts.get(kind as usize)) else {
            return Vec::new();
        };
        let sums = values.sum_by_value(|spelling| counts.get(spelling as usize).copied().unwrap_or_default());
        let counted = sums.map(|(_, text, count)| FacetValue { text: Arc::clone(text), count });
        if kind == FacetKind::Year {
            return counted.rev().collect();
        }
        let mut sorted: Vec<FacetValue> = counted.collect();
        sorted.sort_by_key(|value| Reverse(value.count));
        sorted
    }

    /// All values of a facet with the number of records that have each, by name.
    pub fn values(&self, kind: FacetKind) -> impl Iterator<Item = (&Text, usize)> {
        let values = self.interners.get(kind as usize).into_iter().flat_map(Interner::iter);
        values.map(|(_, text, count)| (&**text, count))
    }
}

/// The facet kind and the spelling number of a packed value.
fn unpack(number: u32) -> (usize, u32) {
    ((number >> KIND_SHIFT) as usize, number & ((1 << KIND_SHIFT) - 1))
}

fn range_values(column: &[u32], span: FacetRange) -> &[u32] {
    let start = span.start as usize;
    column.get(start..start + span.len as usize).unwrap_or_default()
}

/// Calls `put` with every facet value of a record.
fn for_each_value(seminar: &Seminar, mut put: impl FnMut(FacetKind, &Text)) {
    if let Some(when) = seminar.when() {
        put(FacetKind::Year, &Text::line(&format!("{:04}", when.parts().0)));
    }
    for (kind, text) in [(FacetKind::Series, &seminar.series), (FacetKind::Language, &seminar.language)] {
        if let Some(text) = text {
            put(kind, text);
        }
    }
    for speaker in &seminar.speakers {
        put(FacetKind::Speaker, &speaker.name);
    }
    for tag in &seminar.tags {
        put(FacetKind::Tag, tag);
    }
    let recorded = if seminar.recordings.is_empty() { "no" } else { "yes" };
    put(FacetKind::Recording, &Text::line(recorded));
}

#[cfg(test)]
mod tests;
