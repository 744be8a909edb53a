//! The facets: how many of the matches have each year, series, speaker and so on, and the saved searches. Enter takes a
//! value into the query, or out of it.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use super::frame::{draw_frame, hint_line, mark_row};
use crate::engine::FacetGroups;
use crate::engine::facets::{FacetKind, FacetValue};
use crate::search::Query;
use crate::text::Text;
use crate::tui::effect::{Effect, SearchRequest, SearchTask, UserDataTask};
use crate::tui::keymap::Action;
use crate::tui::layout::Areas;
use crate::tui::model::{Model, Outcome, Overlay, OverlayAnswer, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::search::{SelectionPolicy, current_query, set_query};
use crate::tui::update::stepping;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;

/// How many values of a facet show before it is expanded.
const COLLAPSED_VALUES: usize = 8;
/// Columns of a count and the blank before it.
const COUNT_COLUMNS: u16 = 8;

#[derive(Debug, Default)]
struct FacetOverlay {
    /// The latest counts.
    counts: FacetGroups,
    rows: Vec<FacetRow>,
    selection: RowSelection,
    /// Kinds whose values are all shown.
    expanded: Vec<FacetKind>,
    /// Whether a key was pressed in it; from then on the selected row stays selected when the counts change.
    is_touched: bool,
}

/// A row of the facets.
#[derive(Debug, Clone, PartialEq, Eq)]
enum FacetRow {
    /// An empty row.
    Gap,
    /// A heading for the rows below.
    Heading(&'static str),
    /// A saved search, by its index.
    Saved(usize),
    /// A value.
    Value {
        /// What it is a value of.
        kind: FacetKind,
        /// The value.
        text: Arc<Text>,
        /// How many talks have it.
        count: usize,
        /// Whether the query contains it.
        is_active: bool,
    },
    /// More values exist: their kind, and how many.
    More(FacetKind, usize),
}

impl FacetRow {
    /// Whether it can be selected.
    fn is_selectable(&self) -> bool {
        !matches!(self, Self::Gap | Self::Heading(_))
    }
}

/// Opens the facets of what the list shows.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    effects.push(Effect::UserData(UserDataTask::LoadSavedSearches));
    request_counts(model, effects);
    model.overlay = Some(Box::new(FacetOverlay::default()));
}

fn request_counts(model: &Model, effects: &mut Vec<Effect>) {
    effects.push(Effect::Search(SearchTask::CountFacets(SearchRequest {
        request_id: model.search.request_id,
        query: model.search.query.clone().unwrap_or_default(),
        now: model.now.clone(),
    })));
}

const HINTS: [(Action, &str); 2] = [(Action::Activate, "add or take out"), (Action::Back, "close")];

impl Overlay for FacetOverlay {
    fn area(&self, model: &Model) -> Rect {
        let areas = model.areas();
        if !self.is_beside_list(model) {
            return areas.overlay(60, self.rows.len().max(10));
        }
        Rect {
            x: areas.detail.x.saturating_sub(3),
            y: areas.detail.y.saturating_sub(1),
            width: areas.detail.width + 6,
            height: areas.detail.height + 2,
        }
    }

    /// In place of the detail, if there is room.
    fn is_beside_list(&self, model: &Model) -> bool {
        model.areas().has_two_panes()
    }

    fn relayout(&mut self, _: &Model, text: Rect) {
        self.selection.view.resize(usize::from(text.height), self.rows.len());
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        let Some(action) = press.action else { return Outcome::Stay };
        if action == Action::Back {
            return Outcome::Close;
        }
        self.is_touched = true;
        match action {
            Action::Facets => return Outcome::Close,
            Action::Activate => {
                if let Some(row) = self.rows.get(self.selection.row).cloned() {
                    self.activate(model, &row, effects);
                }
            }
            action => stepping::move_selection(&mut self.selection, action, &is_selectable(&self.rows)),
        }
        Outcome::Stay
    }

    fn on_wheel(&mut self, _: &Model, rows: isize, _: &mut Vec<Effect>) {
        stepping::scroll(&mut self.selection, rows, &is_selectable(&self.rows));
    }

    fn on_answer(&mut self, model: &Model, answer: OverlayAnswer) {
        match answer {
            OverlayAnswer::FacetCounts(counts) => self.counts = counts,
            OverlayAnswer::SavedSearches => {}
            _ => return,
        }
        self.rebuild_rows(model);
    }

    fn on_results_changed(&self, model: &Model, effects: &mut Vec<Effect>) {
        request_counts(model, effects);
    }

    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        HINTS.to_vec()
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let text = if self.is_beside_list(model) {
            let text = Areas::overlay_text(area);
            let heading = Rect { y: text.y.saturating_sub(2), height: 1, ..text };
            canvas.put(heading, 0, 0, Role::Strong, "Facets");
            text
        } else {
            draw_frame(canvas, area, "Facets", &hint_line(&model.keymap, &HINTS))
        };
        self.draw_rows(model, canvas, text);
        None
    }
}

fn is_selectable(rows: &[FacetRow]) -> impl Fn(usize) -> bool {
    |row| rows.get(row).is_some_and(FacetRow::is_selectable)
}

impl FacetOverlay {
    /// Enter: toggles a value in the query, applies or leaves a saved search, or expands a facet.
    fn activate(&mut self, model: &mut Model, row: &FacetRow, effects: &mut Vec<Effect>) {
        let text = match row {
            FacetRow::Value { kind, text, .. } => {
                let (field, value) = query_term(*kind, text);
                current_query(model).toggled(field, value).to_string()
            }
            FacetRow::Saved(at) => match model.saved.get(*at) {
                Some(search) if search.query == model.search.text => String::new(),
                Some(search) => search.query.clone(),
                None => return,
            },
            FacetRow::More(kind, _) => {
                self.expanded.push(*kind);
                return self.rebuild_rows(model);
            }
            FacetRow::Gap | FacetRow::Heading(_) => return,
        };
        set_query(model, &text, SelectionPolicy::Best, effects);
        self.rebuild_rows(model);
        if model.search.query.is_none() {
            request_counts(model, effects);
        }
    }

    /// Rebuilds the rows from counts and saved searches. The selected row stays selected.
    fn rebuild_rows(&mut self, model: &Model) {
        let query = current_query(model);
        let before = self.rows.get(self.selection.row).cloned();
        let mut rows = Vec::new();
        let mut section = |title, values: Vec<FacetRow>| {
            if !values.is_empty() {
                rows.extend((!rows.is_empty()).then_some(FacetRow::Gap));
                rows.push(FacetRow::Heading(title));
                rows.extend(values);
            }
        };
        section("Saved searches", (0..model.saved.len()).map(FacetRow::Saved).collect());
        for (kind, values) in &self.counts {
            section(title(*kind), value_rows(*kind, values, &query, self.expanded.contains(kind)));
        }
        let same = |row: &FacetRow| match (row, &before) {
            (FacetRow::Value { kind, text, .. }, Some(FacetRow::Value { kind: own, text: value, .. })) => {
                kind == own && text == value
            }
            (row, Some(before)) => row == before,
            (_, None) => false,
        };
        // Until the reader does something, the first row is selected.
        let chosen = rows.iter().position(same).filter(|_| self.is_touched);
        let row = chosen.or_else(|| rows.iter().position(FacetRow::is_selectable));
        self.rows = rows;
        self.selection.view.resize(self.selection.view.height(), self.rows.len());
        stepping::select(&mut self.selection, row.unwrap_or(0), &is_selectable(&self.rows));
    }

    /// Draws the visible rows into an area whose heading stands two rows above.
    fn draw_rows(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        if self.rows.is_empty() {
            let is_done = model.load.is_finished && !self.counts.is_empty();
            let words = if is_done { "nothing to narrow by" } else { "counting …" };
            canvas.put(area, 2, 0, Role::Dim, words);
        }
        let visible = self.selection.view.visible();
        let shown = self.rows.iter().enumerate().skip(visible.start).take(visible.len());
        for (row, (at, line)) in (0u16..).zip(shown) {
            let is_chosen = at == self.selection.row;
            let strong = mark_row(canvas, area, row, is_chosen);
            match line {
                FacetRow::Gap => {}
                FacetRow::Heading(title) => {
                    canvas.put(area, 2, row, Role::Strong, title);
                }
                FacetRow::Saved(at) => {
                    let Some(search) = model.saved.get(*at) else { continue };
                    if search.query == model.search.text {
                        canvas.put(area, 2, row, Role::Accent, "●");
                    }
                    let half = area.width.saturating_sub(8) / 2;
                    let cell = CellRange { area, column: 4, row, columns: half };
                    canvas.put_highlighted(cell, strong, &search.name, &[]);
                    let cell =
                        CellRange { column: half + 6, columns: area.width.saturating_sub(half + 6), ..cell };
                    canvas.put_highlighted(cell, Role::Dim, &search.query, &[]);
                }
                FacetRow::Value { kind, text, count, is_active: is_on } => {
                    if *is_on {
                        canvas.put(area, 2, row, Role::Accent, "●");
                    }
                    let words = match (kind, text.as_str()) {
                        (FacetKind::Recording, "yes") => "with a recording",
                        (FacetKind::Recording, _) => "without",
                        (_, text) => text,
                    };
                    let columns = area.width.saturating_sub(4 + COUNT_COLUMNS);
                    canvas.put_highlighted(CellRange { area, column: 4, row, columns }, strong, words, &[]);
                    canvas.put_right(area, 0, row, Role::Dim, &count.to_string());
                }
                FacetRow::More(_, hidden) => {
                    canvas.put(
                        area,
                        4,
                        row,
                        if is_chosen { Role::Strong } else { Role::Dim },
                        &format!("{hidden} more …"),
                    );
                }
            }
        }
        scrollbar(canvas, Rect { width: area.width.saturating_add(2), ..area }, self.selection.view);
    }
}

/// The field and the value by which a query narrows to a value of a kind.
fn query_term(kind: FacetKind, text: &str) -> (&'static str, &str) {
    match (kind, text) {
        (FacetKind::Recording, "no") => ("no", "video"),
        (FacetKind::Recording, _) => ("has", "video"),
        _ => (kind.field(), text),
    }
}

/// The values of a kind, the most frequent; and all that the query narrows to, found or not.
fn value_rows(kind: FacetKind, values: &[FacetValue], query: &Query, all: bool) -> Vec<FacetRow> {
    let row = |value: &FacetValue| {
        let (field, text) = query_term(kind, &value.text);
        let is_on = query.narrows_to(field, text);
        FacetRow::Value { kind, text: value.text.clone(), count: value.count, is_active: is_on }
    };
    let is_on = |row: &FacetRow| matches!(row, FacetRow::Value { is_active: true, .. });
    let mut rows: Vec<FacetRow> = values.iter().map(row).collect();
    if kind != FacetKind::Recording {
        let wanted = query.narrowed_values(kind.field()).into_iter().map(|text| Text::line(&text));
        let found = |text: &Text| Query::default().toggled(kind.field(), text);
        let on: Vec<Query> = values.iter().map(|value| found(&value.text)).collect();
        rows.extend(wanted.filter(|text| !on.contains(&found(text))).map(|text| FacetRow::Value {
            kind,
            text: Arc::new(text),
            count: 0,
            is_active: true,
        }));
    }
    if rows.len() > COLLAPSED_VALUES + 1 && !all {
        // Nothing jumps: active values stay in place, or follow the first ones.
        let rest = rows.split_off(COLLAPSED_VALUES);
        let hidden = rest.iter().filter(|row| !is_on(row)).count();
        rows.extend(rest.into_iter().filter(is_on));
        rows.push(FacetRow::More(kind, hidden));
    }
    rows
}

fn title(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Year => "Year",
        FacetKind::Series => "Series",
        FacetKind::Speaker => "Speaker",
        FacetKind::Tag => "Tag",
        FacetKind::Language => "Language",
        FacetKind::Recording => "Recording",
    }
}
