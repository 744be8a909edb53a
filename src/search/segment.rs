//! A segment of the index: the folded fields of about a thousand talks, in one column per text role.
//!
//! Segments fill up one after another. So adding talks never moves existing text, a search can be cancelled between two
//! segments, and removing talks leaves the other segments alone.
//!
//! [`ShortFields`] (names, titles, labels) are always present and may have been folded by the thread that read the
//! archive. [`LongFields`] (long texts and less important values) are loaded when a search first needs them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::records::{Handle, RecordBatch, RecordError};
use crate::seminar::{SearchableText, Seminar};

use super::TextRole;
use super::column::FoldedColumn;
use super::query::FilterFields;

/// A segment with this many bytes of text is full, so that a search can be cancelled quickly.
const MAX_BYTES: usize = 8 << 20;

/// One column per role.
type ColumnsByRole = [FoldedColumn; TextRole::ALL.len()];

/// Used for fields that are not loaded.
static EMPTY_COLUMN: FoldedColumn = FoldedColumn::EMPTY;

/// The folded names, titles and labels of some talks, and the fields that filters test.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortFields {
    filter_fields: Vec<FilterFields>,
    columns: ColumnsByRole,
    /// The keys of whole values, one per line, for roles that support exact match.
    keys: ColumnsByRole,
}

impl ShortFields {
    /// Adds a talk.
    pub fn push(&mut self, seminar: &Seminar) {
        let names = seminar.speakers.iter().map(|speaker| (TextRole::Speaker, &speaker.name));
        let values = [
            (TextRole::Title, seminar.title.as_slice()),
            (TextRole::Series, seminar.series.as_slice()),
            (TextRole::Tag, seminar.tags.as_slice()),
            (TextRole::Language, seminar.language.as_slice()),
        ];
        let values = values.into_iter().flat_map(|(role, values)| values.iter().map(move |v| (role, v)));
        for (role, value) in names.chain(values) {
            if let Some(column) = self.columns.get_mut(role as usize) {
                if role.is_name() { column.add_name(value) } else { column.add_value(value) }
            }
            if let Some(keys) = self.keys.get_mut(role as usize).filter(|_| role.supports_exact_match()) {
                keys.add_key(value);
            }
        }
        let columns = self.columns.iter_mut().zip(TextRole::ALL).filter(|(_, role)| role.is_short());
        columns.for_each(|(column, _)| column.end_row());
        let keys = self.keys.iter_mut().zip(TextRole::ALL).filter(|(_, role)| role.supports_exact_match());
        keys.for_each(|(column, _)| column.end_row());
        self.filter_fields.push(FilterFields::from_seminar(seminar));
    }

    /// The number of talks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.filter_fields.len()
    }

    /// Whether there are no talks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.filter_fields.is_empty()
    }

    /// Frees memory that is not used.
    pub fn shrink(&mut self) {
        self.columns.iter_mut().chain(&mut self.keys).for_each(FoldedColumn::shrink_to_fit);
        self.filter_fields.shrink_to_fit();
    }

    /// Whether every column has exactly `len` rows.
    #[must_use]
    pub fn is_sound(&self, len: usize) -> bool {
        self.filter_fields.len() == len
            && are_sound(&self.columns, TextRole::is_short, len)
            && are_sound(&self.keys, TextRole::supports_exact_match, len)
    }

    fn retained(&self, keep: &[Option<Handle>]) -> Self {
        let facts =
            self.filter_fields.iter().zip(keep).filter(|(_, kept)| kept.is_some()).map(|(facts, _)| *facts);
        Self {
            filter_fields: facts.collect(),
            columns: retained_columns(&self.columns, TextRole::is_short, keep),
            keys: retained_columns(&self.keys, TextRole::supports_exact_match, keep),
        }
    }

    fn size(&self) -> usize {
        self.columns.iter().map(|column| column.bytes().len()).sum()
    }
}

/// The folded texts of some talks that are not in [`ShortFields`].
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongFields {
    columns: ColumnsByRole,
    len: usize,
}

impl LongFields {
    /// Folds the long fields of all records in a batch.
    ///
    /// # Errors
    ///
    /// When the bodies cannot be read.
    pub(crate) fn from_batch(batch: &RecordBatch) -> Result<Self, RecordError> {
        let mut fields = Self::default();
        batch.for_each_searchable_text(&mut |_, text| fields.push(text))?;
        fields.shrink();
        Ok(fields)
    }

    /// Whether every column has exactly `len` rows.
    #[must_use]
    pub(crate) fn is_sound(&self, len: usize) -> bool {
        self.len == len && are_sound(&self.columns, |role| !role.is_short(), len)
    }

    /// Adds a talk.
    pub fn push(&mut self, wording: &SearchableText<'_>) {
        let values = [
            (TextRole::Location, wording.location.as_slice()),
            (TextRole::Affiliation, &wording.affiliations),
            (TextRole::Id, std::slice::from_ref(&wording.id)),
            (TextRole::Other, &wording.times),
        ];
        for (role, values) in values {
            self.with_column(role, |column| values.iter().for_each(|value| column.add_value(value)));
        }
        self.with_column(TextRole::Host, |column| {
            wording.hosts.iter().for_each(|host| column.add_name(host));
        });
        self.with_column(TextRole::Bio, |column| wording.bios.iter().for_each(|bio| column.add_prose(bio)));
        self.with_column(TextRole::Abstract, |column| {
            wording.abstract_text.iter().for_each(|text| column.add_prose(text));
        });
        self.with_column(TextRole::Link, |column| {
            wording.addresses.iter().for_each(|address| column.add_prose(address));
        });
        self.with_column(TextRole::Other, |column| add_other_values(column, wording));
        self.push_empty();
    }

    /// Adds an empty row.
    pub fn push_empty(&mut self) {
        let columns = self.columns.iter_mut().zip(TextRole::ALL).filter(|(_, role)| !role.is_short());
        columns.for_each(|(column, _)| column.end_row());
        self.len += 1;
    }

    /// Frees memory that is not used.
    pub fn shrink(&mut self) {
        self.columns.iter_mut().for_each(FoldedColumn::shrink_to_fit);
    }

    /// Writes to the column of a role.
    fn with_column(&mut self, role: TextRole, write: impl FnOnce(&mut FoldedColumn)) {
        if let Some(column) = self.columns.get_mut(role as usize) {
            write(column);
        }
    }

    fn retained(&self, keep: &[Option<Handle>]) -> Self {
        let columns = retained_columns(&self.columns, |role| !role.is_short(), keep);
        Self { columns, len: keep.iter().flatten().count() }
    }

    fn size(&self) -> usize {
        self.columns.iter().map(|column| column.bytes().len()).sum()
    }
}

/// Whether each used column has exactly `len` rows and every other column is empty.
fn are_sound(columns: &ColumnsByRole, is_used: impl Fn(TextRole) -> bool, len: usize) -> bool {
    let mut columns = columns.iter().zip(TextRole::ALL);
    columns.all(|(column, role)| column.is_valid(if is_used(role) { len } else { 0 }))
}

fn retained_columns(
    columns: &ColumnsByRole,
    is_used: impl Fn(TextRole) -> bool,
    keep: &[Option<Handle>],
) -> ColumnsByRole {
    let mut kept = ColumnsByRole::default();
    for ((kept, column), role) in kept.iter_mut().zip(columns).zip(TextRole::ALL) {
        if is_used(role) {
            *kept = column.retained(keep);
        }
    }
    kept
}

/// The folded fields of about a thousand talks.
#[derive(Debug, Default)]
pub(super) struct SearchSegment {
    /// The talk in each row; `None` (a gap) if it was removed or is not listed.
    handles: Vec<Option<Handle>>,
    gaps: usize,
    short_fields: Arc<ShortFields>,
    long_fields: Option<LongFields>,
    /// The handle of the first row, if the rows are a whole record batch with consecutive handles. Such a segment never
    /// grows, and it keeps its gaps so that a talk can be listed again.
    first_handle: Option<Handle>,
    /// How many talks fit, if `first_handle` is `None`.
    capacity: usize,
}

impl SearchSegment {
    /// An empty segment for up to `capacity` talks, with their long fields.
    pub(super) fn growable(capacity: usize) -> Self {
        Self { long_fields: Some(LongFields::default()), capacity, ..Self::default() }
    }

    /// A segment with short fields that are already folded. Its long fields are not loaded, and no talk is listed yet.
    pub(super) fn from_short_fields(first: Handle, short_fields: Arc<ShortFields>) -> Self {
        let len = short_fields.len();
        Self {
            handles: vec![None; len],
            gaps: len,
            short_fields,
            long_fields: None,
            first_handle: Some(first),
            capacity: len,
        }
    }

    /// Makes a talk findable; returns whether it is in this segment.
    pub(super) fn mark_listed(&mut self, handle: Handle) -> bool {
        let Some(place) = self.row_of(handle).and_then(|at| self.handles.get_mut(at)) else { return false };
        if place.replace(handle).is_none() {
            self.gaps -= 1;
        }
        true
    }

    fn row_of(&self, handle: Handle) -> Option<usize> {
        match self.first_handle {
            Some(first) => handle.index().checked_sub(first.index()).filter(|&at| at < self.handles.len()),
            None => self.handles.iter().position(|own| *own == Some(handle)),
        }
    }

    /// The handle of each row; `None` for a gap.
    pub(super) fn handles(&self) -> &[Option<Handle>] {
        &self.handles
    }

    /// The filter fields of each row.
    pub(super) fn filter_fields(&self) -> &[FilterFields] {
        &self.short_fields.filter_fields
    }

    /// The column of a role; empty if it is not loaded.
    pub(super) fn column(&self, role: TextRole) -> &FoldedColumn {
        let columns = if role.is_short() { Some(&self.short_fields.columns) } else { self.long_columns() };
        columns.and_then(|columns| columns.get(role as usize)).unwrap_or(&EMPTY_COLUMN)
    }

    fn long_columns(&self) -> Option<&ColumnsByRole> {
        self.long_fields.as_ref().map(|texts| &texts.columns)
    }

    /// The keys of the whole values of a role.
    pub(super) fn key_column(&self, role: TextRole) -> &FoldedColumn {
        self.short_fields.keys.get(role as usize).unwrap_or(&EMPTY_COLUMN)
    }

    /// The handle of the first row, if the rows are a record batch.
    pub(super) fn first_handle(&self) -> Option<Handle> {
        self.first_handle
    }

    /// Whether it has listed talks but no long fields.
    pub(super) fn lacks_long_fields(&self) -> bool {
        self.long_fields.is_none() && self.gaps < self.handles.len()
    }

    /// A copy with these long fields, or with none if the number of rows differs.
    pub(super) fn with_long_fields(&self, texts: LongFields) -> Self {
        let mut segment = Self {
            handles: self.handles.clone(),
            short_fields: Arc::clone(&self.short_fields),
            long_fields: None,
            ..*self
        };
        segment.set_long_fields(texts);
        segment
    }

    /// Sets the long fields; does nothing if the number of rows differs.
    pub(super) fn set_long_fields(&mut self, texts: LongFields) {
        if texts.len == self.handles.len() {
            self.long_fields = Some(texts);
        }
    }

    /// Whether the next talk needs another segment.
    pub(super) fn is_full(&self) -> bool {
        self.first_handle.is_some()
            || self.handles.len() >= self.capacity
            || self.short_fields.size() + self.long_fields.as_ref().map_or(0, LongFields::size) >= MAX_BYTES
    }

    /// Adds a talk.
    pub(super) fn add(&mut self, handle: Handle, seminar: &Seminar) {
        Arc::make_mut(&mut self.short_fields).push(seminar);
        if let Some(texts) = &mut self.long_fields {
            texts.push(&SearchableText::from_seminar(seminar));
        }
        self.handles.push(Some(handle));
        if self.is_full() {
            Arc::make_mut(&mut self.short_fields).shrink();
            self.long_fields.iter_mut().for_each(LongFields::shrink);
        }
    }

    /// Leaves a gap in the row of a talk; compacts once more than half of the rows are gaps.
    pub(super) fn remove(&mut self, handle: Handle) {
        let Some(place) = self.row_of(handle).and_then(|at| self.handles.get_mut(at)) else { return };
        if place.take().is_none() {
            return;
        }
        self.gaps += 1;
        if self.first_handle.is_some() {
            if self.gaps == self.handles.len() {
                *self = Self::default();
            }
        } else if self.gaps * 2 > self.handles.len() {
            self.short_fields = Arc::new(self.short_fields.retained(&self.handles));
            self.long_fields = self.long_fields.as_ref().map(|texts| texts.retained(&self.handles));
            self.handles.retain(Option::is_some);
            self.gaps = 0;
        }
    }
}

fn add_other_values(texts: &mut FoldedColumn, wording: &SearchableText<'_>) {
    if let Some((text, when)) = wording.date {
        texts.add_prose(text);
        let when = when.map(|when| when.to_string());
        if let Some(when) = when.filter(|when| when != text) {
            texts.add_prose(&when);
        }
    }
    wording.videos.iter().for_each(|video| texts.add_prose(video));
    wording.other.iter().for_each(|text| texts.add_prose(text));
}
