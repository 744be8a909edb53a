//! The facet overlay: counts of the values among the matching talks, toggled in the query; and saved searches.

use std::sync::Arc;

use crossterm::event::KeyEvent;
use tui_input::Input;

use super::{line, search, stepping};
use crate::engine::FacetGroups;
use crate::engine::facets::{FacetKind, FacetValue};
use crate::search::Query;
use crate::text::Text;
use crate::tui::effect::{Effect, SearchRequest};
use crate::tui::keymap::Action;
use crate::tui::model::{FacetOverlay, FacetRow, Model, Overlay};
use crate::user::saved;

/// How many values of a facet show before it is expanded.
const COLLAPSED_VALUES: usize = 8;

/// Opens the facets of what the list shows.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    model.overlay = Some(Overlay::Facets(FacetOverlay::default()));
    effects.push(Effect::LoadSavedSearches);
    request_counts(model, effects);
}

/// Requests the counts again if the facets are open, because the results have changed.
pub(super) fn request_counts(model: &Model, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Facets(_)) = &model.overlay {
        effects.push(Effect::CountFacets(SearchRequest {
            request_id: model.search.request_id,
            query: model.search.query.clone().unwrap_or_default(),
            today: model.today,
        }));
    }
}

/// The counts for a search; those of an older search are dropped.
pub(super) fn on_counts(model: &mut Model, ticket: u64, counts: FacetGroups) {
    let current = ticket == model.search.request_id;
    if let (Some(Overlay::Facets(sheet)), true) = (&mut model.overlay, current) {
        sheet.counts = counts;
        rebuild_rows(model);
    }
}

/// The searches that have names.
pub(super) fn on_saved_searches(model: &mut Model, searches: Vec<saved::SavedSearch>) {
    model.saved = searches;
    rebuild_rows(model);
}

/// A key while the facets are open.
pub(super) fn on_key(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let Some(Overlay::Facets(sheet)) = &mut model.overlay else { return };
    sheet.is_touched = true;
    if action == Action::Facets {
        model.overlay = None;
    } else if action == Action::Activate {
        if let Some(row) = sheet.rows.get(sheet.selection.row).cloned() {
            activate(model, &row, effects);
        }
    } else {
        let FacetOverlay { rows, selection, .. } = sheet;
        stepping::move_selection(selection, action, &is_selectable(rows));
    }
}

fn is_selectable(rows: &[FacetRow]) -> impl Fn(usize) -> bool {
    |row| rows.get(row).is_some_and(FacetRow::is_selectable)
}

/// Enter: toggles a value in the query, applies or leaves a saved search, or expands a facet.
fn activate(model: &mut Model, row: &FacetRow, effects: &mut Vec<Effect>) {
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
            if let Some(Overlay::Facets(sheet)) = &mut model.overlay {
                sheet.expanded.push(*kind);
            }
            return rebuild_rows(model);
        }
        FacetRow::Gap | FacetRow::Heading(_) => return,
    };
    search::set_query(model, &text, search::SelectionPolicy::Best, effects);
    rebuild_rows(model);
    if model.search.query.is_none() {
        request_counts(model, effects);
    }
}

/// The query as it was understood, closed where it was left open.
fn current_query(model: &Model) -> Query {
    Query::parse_partial(&model.search.text).0.unwrap_or_default()
}

/// The field and the value by which a query narrows to a value of a kind.
fn query_term(kind: FacetKind, text: &str) -> (&'static str, &str) {
    match (kind, text) {
        (FacetKind::Recording, "no") => ("no", "video"),
        (FacetKind::Recording, _) => ("has", "video"),
        _ => (kind.field(), text),
    }
}

/// Rebuilds the rows from counts and saved searches. The selected row stays selected.
fn rebuild_rows(model: &mut Model) {
    let query = current_query(model);
    let Some(Overlay::Facets(sheet)) = &mut model.overlay else { return };
    let before = sheet.rows.get(sheet.selection.row).cloned();
    let mut rows = Vec::new();
    let mut section = |title, values: Vec<FacetRow>| {
        if !values.is_empty() {
            rows.extend((!rows.is_empty()).then_some(FacetRow::Gap));
            rows.push(FacetRow::Heading(title));
            rows.extend(values);
        }
    };
    section("Saved searches", (0..model.saved.len()).map(FacetRow::Saved).collect());
    for (kind, values) in &sheet.counts {
        section(title(*kind), value_rows(*kind, values, &query, sheet.expanded.contains(kind)));
    }
    let same = |row: &FacetRow| match (row, &before) {
        (FacetRow::Value { kind, text, .. }, Some(FacetRow::Value { kind: own, text: value, .. })) => {
            kind == own && text == value
        }
        (row, Some(before)) => row == before,
        (_, None) => false,
    };
    // Until the reader does something, the first row is selected.
    let chosen = rows.iter().position(same).filter(|_| sheet.is_touched);
    let row = chosen.or_else(|| rows.iter().position(FacetRow::is_selectable));
    sheet.rows = rows;
    sheet.selection.view.resize(sheet.selection.view.height(), sheet.rows.len());
    stepping::select(&mut sheet.selection, row.unwrap_or(0), &is_selectable(&sheet.rows));
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

/// Asks for a name for the query.
pub(super) fn open_search_name(model: &mut Model) {
    if model.search.text.is_empty() {
        model.notice = Some("no query to save: search first".to_owned());
    } else {
        model.overlay = Some(Overlay::SearchName { input: Input::default() });
    }
}

/// A key while the name is typed.
pub(super) fn on_search_name_key(
    model: &mut Model,
    action: Option<Action>,
    key: KeyEvent,
    effects: &mut Vec<Effect>,
) {
    let Some(Overlay::SearchName { input }) = &mut model.overlay else { return };
    if action.is_none() {
        line::edit(input, key);
    } else if action == Some(Action::Activate) {
        let name = input.value().trim().to_owned();
        if name.is_empty() {
            return;
        }
        model.overlay = None;
        // A file holds whole queries; what was left open is closed.
        let typed = &model.search.text;
        let query =
            if Query::parse(typed).is_ok() { typed.clone() } else { current_query(model).to_string() };
        let search = saved::SavedSearch { name, query };
        effects.push(Effect::SaveSearch(search));
    }
}

/// The wheel over the facets.
pub(super) fn on_wheel(sheet: &mut FacetOverlay, by: isize) {
    let FacetOverlay { rows, selection, .. } = sheet;
    stepping::scroll(selection, by, &is_selectable(rows));
}
