//! The search: asked for, answered, kept up to date.

use std::sync::Arc;

use super::scrolling::{scroll_to_selected, select_row};
use crate::records::Handle;
use crate::search::Query;
use crate::tui::effect::{Effect, SearchRequest};
use crate::tui::model::{Model, Results};

/// What the answer to a query does to the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectionPolicy {
    /// The best match is selected.
    Best,
    /// The selected talk stays so, if it is among the answers.
    Keep,
}

/// Asks for a query; the one that asks for nothing shows everything at once. A text that is no query leaves the last
/// good answer where it is.
pub fn set_query(model: &mut Model, text: &str, select: SelectionPolicy, effects: &mut Vec<Effect>) {
    let (query, fault) = Query::parse_partial(text);
    model.search.error = fault;
    let Some(query) = query else { return };
    text.trim().clone_into(&mut model.search.text);
    let query = query.with_default_order(model.search.order);
    let asks = !query.is_empty() || query.order().is_some();
    model.search.query = asks.then(|| Arc::new(query));
    model.search.selects_best = asks && select == SelectionPolicy::Best;
    start(model, effects);
    if !asks {
        model.search.results = None;
    }
}

/// Searches for the query as it is.
fn start(model: &mut Model, effects: &mut Vec<Effect>) {
    model.search.request_id += 1;
    if let Some(query) = model.search.query.clone() {
        effects.push(Effect::Search(SearchRequest {
            request_id: model.search.request_id,
            query,
            order: model.catalog.shared_order(),
            today: model.today,
        }));
    }
}

/// The answer to a search, or its beginning; says whether it is shown. An older search's answer is dropped.
pub(super) fn on_results(model: &mut Model, ticket: u64, results: Results, is_all: bool) -> bool {
    if is_all && model.search.loading_bodies_for == Some(ticket) {
        model.search.loading_bodies_for = None;
    }
    // A beginning is worth showing to those who type; elsewhere the selection may be in the part that is missing.
    let wanted = is_all || model.search.selects_best;
    if ticket != model.search.request_id || model.search.query.is_none() || !wanted {
        return false;
    }
    // All of them are still there: whenever records go, [`again`] makes this search an older one.
    model.search.results = Some(results);
    if model.search.selects_best || model.selected_row().is_none() {
        select_row(model, 0);
        // While the archive or the answer is still coming in, a better match may be on its way.
        model.search.selects_best &= !(model.load.is_finished && is_all);
    } else {
        scroll_to_selected(model);
    }
    true
}

/// Searches again, because records came or went; the selection stays.
pub(super) fn refresh(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.search.query.is_some() {
        start(model, effects);
    }
}

/// Drops matches whose record has gone; the search that follows brings those that came.
pub(super) fn drop_missing(model: &mut Model) {
    let catalog = &model.catalog;
    if let Some(results) = &mut model.search.results {
        results.retain(|handle| catalog.is_listed(handle));
    }
}

/// Closes the sheet and selects a talk in the list; a query that hides it goes.
pub(super) fn go_to_talk(model: &mut Model, handle: Handle, effects: &mut Vec<Effect>) {
    if !model.catalog.is_listed(handle) {
        model.notice = Some("that talk is no longer in the archive".to_owned());
        return;
    }
    model.overlay = None;
    model.auto_select = false;
    model.selected = Some(handle);
    if model.row_of(handle).is_none() {
        set_query(model, "", SelectionPolicy::Keep, effects);
    }
    // In an order that was picked, the list comes with an answer, and the talk stays selected in it.
    model.search.selects_best = false;
    if let Some(row) = model.row_of(handle) {
        select_row(model, row);
    }
}
