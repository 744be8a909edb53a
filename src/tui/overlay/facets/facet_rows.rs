//! The rows of the facets overlay: saved searches, then the visible values of each kind.

use std::sync::Arc;

use crate::engine::FacetGroups;
use crate::engine::facets::{FacetKind, FacetValue};
use crate::search::{Query, occurrences};
use crate::text::Text;

/// How many values of a facet show before it is expanded.
const COLLAPSED_VALUES: usize = 8;
/// How many matching values of a facet show while filtering.
const FILTERED_VALUES: usize = 100;

/// A row of the facets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FacetRow {
    /// An empty row.
    Gap,
    /// A heading for the rows below.
    Heading(&'static str),
    /// A saved search, by its index.
    Saved(usize),
    /// A value.
    Value {
        /// Its kind.
        kind: FacetKind,
        /// The value.
        text: Arc<Text>,
        /// How many talks have it.
        count: usize,
        /// Whether the query contains it.
        is_active: bool,
    },
    /// More values of a kind, and how many.
    More(FacetKind, usize),
}

impl FacetRow {
    /// Whether it can be selected.
    pub(super) fn is_selectable(&self) -> bool {
        !matches!(self, Self::Gap | Self::Heading(_))
    }

    /// Whether it is a value of a kind.
    pub(super) fn is_value_of(&self, wanted: FacetKind) -> bool {
        matches!(self, Self::Value { kind, .. } if *kind == wanted)
    }

    /// Whether it is the same row, perhaps with another count.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value { kind, text, .. }, Self::Value { kind: own, text: value, .. }) => {
                kind == own && text == value
            }
            (Self::More(kind, _), Self::More(own, _)) => kind == own,
            (row, other) => row == other,
        }
    }
}

/// The input of [`rows`].
pub(super) struct RowSources<'a> {
    /// The names of the saved searches.
    pub(super) saved: &'a [&'a str],
    /// The values of each kind.
    pub(super) counts: &'a FacetGroups,
    /// The query.
    pub(super) query: &'a Query,
    /// Kinds that show all their values.
    pub(super) expanded: &'a [FacetKind],
    /// Text that names and values must contain.
    pub(super) filter: &'a str,
}

/// Builds the rows.
pub(super) fn rows(sources: &RowSources<'_>) -> Vec<FacetRow> {
    let mut rows = Vec::new();
    let mut section = |title, values: Vec<FacetRow>| {
        if !values.is_empty() {
            rows.extend((!rows.is_empty()).then_some(FacetRow::Gap));
            rows.push(FacetRow::Heading(title));
            rows.extend(values);
        }
    };
    let saved = sources.saved.iter().enumerate().filter(|(_, name)| sources.is_wanted(name));
    section("Saved searches", saved.map(|(at, _)| FacetRow::Saved(at)).collect());
    for (kind, values) in sources.counts {
        section(title(*kind), sources.value_rows(*kind, values));
    }
    rows
}

impl RowSources<'_> {
    /// Whether a text contains the filter.
    fn is_wanted(&self, text: &str) -> bool {
        self.filter.trim().is_empty() || !occurrences(text, self.filter).is_empty()
    }

    /// The most frequent values of a kind, and all values in the query, even those without matches. With a filter, the
    /// values that contain it.
    fn value_rows(&self, kind: FacetKind, values: &[FacetValue]) -> Vec<FacetRow> {
        let row = |value: &FacetValue| {
            let (field, text) = query_term(kind, &value.text);
            let is_active = self.query.narrows_to(field, text);
            FacetRow::Value { kind, text: value.text.clone(), count: value.count, is_active }
        };
        let is_active = |row: &FacetRow| matches!(row, FacetRow::Value { is_active: true, .. });
        if !self.filter.trim().is_empty() {
            let wanted = values.iter().filter(|value| self.is_wanted(words_of(kind, &value.text)));
            return wanted.take(FILTERED_VALUES).map(row).collect();
        }
        let mut rows: Vec<FacetRow> = values.iter().map(row).collect();
        if kind != FacetKind::Recording {
            let wanted = self.query.narrowed_values(kind.field()).into_iter().map(|text| Text::line(&text));
            let found = |text: &Text| Query::default().toggled(kind.field(), text);
            let active: Vec<Query> = values.iter().map(|value| found(&value.text)).collect();
            rows.extend(wanted.filter(|text| !active.contains(&found(text))).map(|text| FacetRow::Value {
                kind,
                text: Arc::new(text),
                count: 0,
                is_active: true,
            }));
        }
        if rows.len() > COLLAPSED_VALUES + 1 && !self.expanded.contains(&kind) {
            // Active values keep their place or follow the first few, so that nothing jumps.
            let rest = rows.split_off(COLLAPSED_VALUES);
            let hidden = rest.iter().filter(|row| !is_active(row)).count();
            rows.extend(rest.into_iter().filter(is_active));
            rows.push(FacetRow::More(kind, hidden));
        }
        rows
    }
}

/// The query field and its value for a facet value.
pub(super) fn query_term(kind: FacetKind, text: &str) -> (&'static str, &str) {
    match (kind, text) {
        (FacetKind::Recording, "no") => ("no", "video"),
        (FacetKind::Recording, _) => ("has", "video"),
        _ => (kind.field(), text),
    }
}

/// A value as displayed.
pub(super) fn words_of(kind: FacetKind, text: &str) -> &str {
    match (kind, text) {
        (FacetKind::Recording, "yes") => "with a recording",
        (FacetKind::Recording, _) => "without",
        (_, text) => text,
    }
}

fn title(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Mine => "Mine",
        FacetKind::Year => "Year",
        FacetKind::Series => "Series",
        FacetKind::Speaker => "Speaker",
        FacetKind::Tag => "Tag",
        FacetKind::Language => "Language",
        FacetKind::Recording => "Recording",
    }
}
