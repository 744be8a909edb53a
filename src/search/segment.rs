//! A *volume* holds the folded texts of about a thousand seminars, in columns.
//!
//! Volumes fill up one after the other: no text ever moves because others come, a search can stop between two volumes,
//! and a volume whose seminars have gone is emptied without touching the rest.
//!
//! What names, titles and labels give is always there, as [`Heads`]; it may have been folded by whoever read the archive.
//! All that is folded of long texts and lesser values are the [`Texts`], which come when somebody searches for them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::records::Handle;
use crate::seminar::{SearchableText, Seminar};

use super::TextRole;
use super::column::Column;
use super::query::FilterFields;

/// A volume is full with so many seminars (so few in tests that small archives fill several) …
const MAX_SEMINARS: usize = if cfg!(test) { 4 } else { 1024 };
/// … or so many bytes of text, so that a stop is never far away.
const MAX_BYTES: usize = 8 << 20;

/// A column for each role.
type ColumnsByRole = [Column; TextRole::ALL.len()];

/// What stands for texts that have not been folded.
static EMPTY_COLUMN: Column = Column::EMPTY;

/// What names, titles and labels of some seminars give to a search, and the facts that filters ask for.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortFields {
    filter_fields: Vec<FilterFields>,
    columns: ColumnsByRole,
    /// The whole values of those roles that have some, each as its key on a line of its own.
    keys: ColumnsByRole,
}

impl ShortFields {
    /// Puts a seminar behind the others.
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
                column.add_value(value);
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

    /// How many seminars there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.filter_fields.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.filter_fields.is_empty()
    }

    /// Gives back memory that nothing will be put into.
    pub fn shrink(&mut self) {
        self.columns.iter_mut().chain(&mut self.keys).for_each(Column::shrink_to_fit);
        self.filter_fields.shrink_to_fit();
    }

    /// Whether every column has a part for each of so many seminars.
    #[must_use]
    pub(crate) fn is_sound(&self, len: usize) -> bool {
        let sound = |columns: &ColumnsByRole, is_used: fn(TextRole) -> bool| {
            let mut columns = columns.iter().zip(TextRole::ALL);
            columns.all(|(column, role)| column.is_valid(if is_used(role) { len } else { 0 }))
        };
        self.filter_fields.len() == len
            && sound(&self.columns, TextRole::is_short)
            && sound(&self.keys, TextRole::supports_exact_match)
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

/// What the other texts of some seminars give to a search.
#[derive(Debug, Default, Clone)]
pub struct LongFields {
    columns: ColumnsByRole,
    len: usize,
}

impl LongFields {
    /// Puts a seminar behind the others.
    pub fn push(&mut self, wording: &SearchableText<'_>) {
        let values = [
            (TextRole::Location, wording.location.as_slice()),
            (TextRole::Host, &wording.hosts),
            (TextRole::Affiliation, &wording.affiliations),
            (TextRole::Id, std::slice::from_ref(&wording.id)),
            (TextRole::Other, &wording.times),
        ];
        for (role, values) in values {
            self.with_column(role, |column| values.iter().for_each(|value| column.add_value(value)));
        }
        self.with_column(TextRole::Bio, |column| wording.bios.iter().for_each(|bio| column.add_prose(bio)));
        self.with_column(TextRole::Abstract, |column| {
            wording.abstract_text.iter().for_each(|text| column.add_prose(text));
        });
        self.with_column(TextRole::Other, |column| add_other_values(column, wording));
        self.push_empty();
    }

    /// Leaves the place of a seminar empty.
    pub fn push_empty(&mut self) {
        let columns = self.columns.iter_mut().zip(TextRole::ALL).filter(|(_, role)| !role.is_short());
        columns.for_each(|(column, _)| column.end_row());
        self.len += 1;
    }

    /// Gives back memory that nothing will be put into.
    pub fn shrink(&mut self) {
        self.columns.iter_mut().for_each(Column::shrink_to_fit);
    }

    /// Writes to the column of a role.
    fn with_column(&mut self, role: TextRole, write: impl FnOnce(&mut Column)) {
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

/// About a thousand seminars.
#[derive(Debug, Default)]
pub(super) struct SearchSegment {
    /// Which seminar stands at which place; one that went leaves a gap.
    handles: Vec<Option<Handle>>,
    gaps: usize,
    short_fields: Arc<ShortFields>,
    long_fields: Option<LongFields>,
    /// Where it came whole: the handle of its first seminar, which the others follow. Nothing is put into it any more, and
    /// its gaps do not close, so that a seminar can come back.
    first_handle: Option<Handle>,
}

impl SearchSegment {
    /// One that fills up, with texts.
    pub(super) fn growable() -> Self {
        Self { long_fields: Some(LongFields::default()), ..Self::default() }
    }

    /// One whose heads were folded elsewhere; its texts are still to come, and nothing is listed yet.
    pub(super) fn from_short_fields(first: Handle, short_fields: Arc<ShortFields>) -> Self {
        let len = short_fields.len();
        Self {
            handles: vec![None; len],
            gaps: len,
            short_fields,
            long_fields: None,
            first_handle: Some(first),
        }
    }

    /// From now on a seminar answers; says whether it is here.
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

    /// The places with what stands there.
    pub(super) fn handles(&self) -> &[Option<Handle>] {
        &self.handles
    }

    /// What is known of the seminar at each place.
    pub(super) fn filter_fields(&self) -> &[FilterFields] {
        &self.short_fields.filter_fields
    }

    /// The texts of one role.
    pub(super) fn column(&self, role: TextRole) -> &Column {
        let columns = if role.is_short() { Some(&self.short_fields.columns) } else { self.long_columns() };
        columns.and_then(|columns| columns.get(role as usize)).unwrap_or(&EMPTY_COLUMN)
    }

    fn long_columns(&self) -> Option<&ColumnsByRole> {
        self.long_fields.as_ref().map(|texts| &texts.columns)
    }

    /// The keys of the values of one role.
    pub(super) fn key_column(&self, role: TextRole) -> &Column {
        self.short_fields.keys.get(role as usize).unwrap_or(&EMPTY_COLUMN)
    }

    /// Whether its texts are still to come.
    pub(super) fn lacks_long_fields(&self) -> bool {
        self.long_fields.is_none() && self.gaps < self.handles.len()
    }

    /// Takes the texts of its seminars, unless they no longer fit.
    pub(super) fn set_long_fields(&mut self, texts: LongFields) {
        if texts.len == self.handles.len() {
            self.long_fields = Some(texts);
        }
    }

    /// Whether the next seminar needs another volume.
    pub(super) fn is_full(&self) -> bool {
        self.first_handle.is_some()
            || self.handles.len() >= MAX_SEMINARS
            || self.short_fields.size() + self.long_fields.as_ref().map_or(0, LongFields::size) >= MAX_BYTES
    }

    /// Puts a seminar behind the others.
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

    /// Leaves a gap in the place of a seminar; when gaps are most of the volume, they close.
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

fn add_other_values(texts: &mut Column, wording: &SearchableText<'_>) {
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
