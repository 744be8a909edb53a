//! The facets overlay: saved searches, and counts of the matches by year, series, speaker and so on. Enter toggles a
//! value in the query.

use ratatui::layout::{Position, Rect};

use super::frame::{add_row, draw_frame, mark_row};
use super::row_filter::RowFilter;
use super::search_name;
use crate::engine::FacetGroups;
use crate::engine::facets::FacetKind;
use crate::search::occurrences;
use crate::text::width;
use crate::tui::effect::{Effect, SearchRequest, SearchTask, UserDataTask};
use crate::tui::keymap::{Action, Mode};
use crate::tui::layout::Areas;
use crate::tui::model::{Model, Outcome, Overlay, OverlayAnswer, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::search::{SelectionPolicy, current_query, set_query};
use crate::tui::update::stepping;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;
use crate::tui::view::line::put_hints;
use crate::user::saved::SavedSearch;

mod facet_rows;

use facet_rows::{FacetRow, RowSources, query_term, words_of};

/// Columns of a count and the blank before it.
const COUNT_COLUMNS: u16 = 8;
/// The maximum width, so that counts stay close to their values.
const MAX_COLUMNS: u16 = 64;
/// The name in the heading.
const NAME: &str = "Facets";

#[derive(Debug, Default)]
struct FacetOverlay {
    /// The latest counts.
    counts: FacetGroups,
    rows: Vec<FacetRow>,
    selection: RowSelection,
    /// Kinds that show all their values.
    expanded: Vec<FacetKind>,
    /// Text that the visible values must contain.
    filter: RowFilter,
    /// The saved search to remove if the same key is pressed again.
    removes: Option<String>,
    /// Whether the user has pressed a key or clicked. From then on, the selection is kept when the counts change.
    is_touched: bool,
}

/// Opens the facets of the current list.
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

const HINTS: [(Action, &str); 2] = [(Action::Activate, "toggle"), (Action::Back, "close")];
/// The hints on a saved search.
const SAVED_HINTS: [(Action, &str); 4] = [
    (Action::Activate, "search"),
    (Action::RenameSearch, "rename"),
    (Action::RemoveSearch, "remove"),
    (Action::Back, "close"),
];

impl Overlay for FacetOverlay {
    fn mode(&self) -> Mode {
        Mode::Filter
    }

    fn area(&self, model: &Model) -> Rect {
        if self.is_beside_list(model) {
            return model.areas().detail_pane;
        }
        model.areas().overlay(60, self.rows.len().max(10))
    }

    /// In two panes, the facets replace the detail.
    fn is_beside_list(&self, model: &Model) -> bool {
        model.areas().has_two_panes()
    }

    fn text_area(&self, model: &Model) -> Rect {
        if !self.is_beside_list(model) {
            return Areas::overlay_text(self.area(model));
        }
        let text = model.areas().detail;
        let height = text.height.saturating_sub(2);
        Rect { y: text.y.saturating_add(2), height, width: text.width.min(MAX_COLUMNS), ..text }
    }

    fn relayout(&mut self, _: &Model, text: Rect) {
        self.selection.view.resize(usize::from(text.height), self.rows.len());
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        let removes = self.removes.take();
        let is_filtered = !self.filter.is_empty();
        self.is_touched |= press.action != Some(Action::Back);
        match press.action {
            Some(Action::Back) if !is_filtered => return Outcome::Close,
            Some(Action::Back) => {
                self.filter.clear();
                self.rebuild_rows(model);
            }
            Some(Action::Activate) => {
                if let Some(row) = self.rows.get(self.selection.row).cloned() {
                    self.activate(model, &row, effects);
                }
            }
            Some(Action::RenameSearch) => {
                if let Some(search) = self.selected_search(model) {
                    search_name::rename(model, search);
                }
            }
            Some(Action::RemoveSearch) if !is_filtered => match self.selected_search(model) {
                Some(search) if removes.as_ref() == Some(&search.name) => {
                    effects.push(Effect::UserData(UserDataTask::RemoveSearch(search.name)));
                }
                Some(search) => {
                    let key = model.keymap.label(Action::RemoveSearch);
                    model.notice = Some(format!("press {key} again to remove “{}”", search.name));
                    self.removes = Some(search.name);
                }
                None => {}
            },
            _ => match self.filter.movement(&model.keymap, press) {
                Some(action) => {
                    stepping::move_selection(&mut self.selection, action, &is_selectable(&self.rows));
                }
                None if self.filter.edit(press) => self.rebuild_rows(model),
                None => {}
            },
        }
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        self.is_touched = true;
        let is_selectable = is_selectable(&self.rows)(row);
        if is_selectable {
            self.selection.select(row);
        }
        is_selectable
    }

    fn on_paste(&mut self, model: &Model, line: &str) {
        self.filter.insert(line);
        self.rebuild_rows(model);
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

    fn on_results_changed(&mut self, model: &Model, effects: &mut Vec<Effect>) {
        request_counts(model, effects);
    }

    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        match self.rows.get(self.selection.row) {
            Some(FacetRow::Saved(_)) => SAVED_HINTS.to_vec(),
            _ => HINTS.to_vec(),
        }
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let text = self.text_area(model);
        let heading = Rect { y: text.y.saturating_sub(2), height: 1, ..text };
        let title = self.filter.heading(NAME);
        if self.is_beside_list(model) {
            let taken = u16::try_from(width(&title)).unwrap_or(u16::MAX);
            put_hints(canvas, heading, 0, heading.width.saturating_sub(taken), &[RowFilter::hint()]);
        } else {
            draw_frame(canvas, area, &title, &model.keymap.hints(&self.status_hints()));
        }
        self.draw_rows(model, canvas, text);
        Some(self.filter.draw(canvas, heading, NAME))
    }
}

fn is_selectable(rows: &[FacetRow]) -> impl Fn(usize) -> bool {
    |row| rows.get(row).is_some_and(FacetRow::is_selectable)
}

impl FacetOverlay {
    /// Enter: toggles a value in the query, applies or clears a saved search, or expands a facet.
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
            FacetRow::More(kind, _) => return self.expand(*kind, model),
            FacetRow::Gap | FacetRow::Heading(_) => return,
        };
        set_query(model, &text, SelectionPolicy::Best, effects);
        self.rebuild_rows(model);
        if model.search.query.is_none() {
            request_counts(model, effects);
        }
    }

    /// Shows all values of a kind. Selects the first that was hidden, and moves nothing above it.
    fn expand(&mut self, kind: FacetKind, model: &Model) {
        let (before, top) = (self.rows.clone(), self.selection.view.top());
        self.expanded.push(kind);
        self.rebuild_rows(model);
        self.selection.view.scroll_to(top);
        let is_new = |row: &FacetRow| row.is_value_of(kind) && !before.iter().any(|known| known.is_same(row));
        if let Some(row) = self.rows.iter().position(is_new) {
            self.selection.select(row);
        }
    }

    fn selected_search(&self, model: &Model) -> Option<SavedSearch> {
        let Some(FacetRow::Saved(at)) = self.rows.get(self.selection.row) else { return None };
        model.saved.get(*at).cloned()
    }

    /// Rebuilds the rows from counts and saved searches. The selected row stays selected.
    fn rebuild_rows(&mut self, model: &Model) {
        let before = self.rows.get(self.selection.row).cloned();
        let names: Vec<&str> = model.saved.iter().map(|search| search.name.as_str()).collect();
        let rows = facet_rows::rows(&RowSources {
            saved: &names,
            counts: &self.counts,
            query: &current_query(model),
            expanded: &self.expanded,
            filter: self.filter.text(),
        });
        // Until the user does something, the first row is selected.
        let chosen = before.filter(|_| self.is_touched);
        let chosen = chosen.and_then(|before| rows.iter().position(|row| row.is_same(&before)));
        let row = chosen.or_else(|| rows.iter().position(FacetRow::is_selectable));
        let top = self.selection.view.top();
        self.rows = rows;
        self.selection.view.resize(self.selection.view.height(), self.rows.len());
        if chosen.is_some() {
            self.selection.view.scroll_to(top);
            self.selection.select(row.unwrap_or(0));
        } else {
            stepping::select(&mut self.selection, row.unwrap_or(0), &is_selectable(&self.rows));
        }
    }

    /// Draws the visible rows. The heading is two rows above `area`.
    fn draw_rows(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        if self.rows.is_empty() {
            let is_done = model.load.is_finished && !self.counts.is_empty();
            let words = match is_done {
                true if self.filter.text().is_empty() => "nothing to filter by",
                true => "no matching values",
                false => "counting …",
            };
            canvas.put(area, 2, 0, Role::Dim, words);
        }
        let visible = self.selection.view.visible();
        let shown = self.rows.iter().enumerate().skip(visible.start).take(visible.len());
        for (row, (at, line)) in (0u16..).zip(shown) {
            let is_chosen = at == self.selection.row;
            let strong = mark_row(canvas, area, row, is_chosen);
            if line.is_selectable() {
                add_row(canvas, area, row, at);
            }
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
                    let words = words_of(*kind, text);
                    let columns = area.width.saturating_sub(4 + COUNT_COLUMNS);
                    canvas.put_highlighted(
                        CellRange { area, column: 4, row, columns },
                        strong,
                        words,
                        &occurrences(words, self.filter.text()),
                    );
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
