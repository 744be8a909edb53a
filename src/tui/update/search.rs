//! The archive search: starts it, shows its results, and repeats it when records change.

use std::sync::Arc;

use super::place::remember_place;
use super::scrolling::{scroll_to_selected, select_row};
use crate::records::Handle;
use crate::search::Query;
use crate::tui::effect::{Effect, SearchRequest, SearchTask, UserDataTask};
use crate::tui::model::{Model, Outcome};
use crate::tui::results::Results;

/// How the results of a query change the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SelectionPolicy {
    /// The best match is selected.
    Best,
    /// The selected talk stays selected, if it matches.
    Keep,
}

/// Sets the query and searches; an empty query shows all talks at once. While the text is not a valid query, the
/// previous results stay.
pub(crate) fn set_query(model: &mut Model, text: &str, select: SelectionPolicy, effects: &mut Vec<Effect>) {
    let (query, fault) = Query::parse_partial(text);
    model.search.error = fault;
    let Some(query) = query else { return };
    text.trim().clone_into(&mut model.search.text);
    let query = query.with_default_order(model.search.order);
    let asks = !query.is_empty() || query.order().is_some();
    if asks && model.search.query.is_none() {
        model.search.selection_before = model.selected;
    }
    model.search.query = asks.then(|| Arc::new(query));
    model.search.selects_best = asks && select == SelectionPolicy::Best;
    start(model, effects);
    if !asks {
        model.search.results = None;
    }
}

/// Starts a search for the current query.
fn start(model: &mut Model, effects: &mut Vec<Effect>) {
    model.search.request_id += 1;
    if let Some(query) = model.search.query.clone() {
        let request = SearchRequest { request_id: model.search.request_id, query, now: model.now.clone() };
        effects.push(Effect::Search(SearchTask::Search(request)));
    }
}

/// Shows complete or partial results, and tells the open overlay of complete ones; results of an older search are
/// dropped.
pub(super) fn on_results(
    model: &mut Model,
    ticket: u64,
    results: Results,
    is_all: bool,
    effects: &mut Vec<Effect>,
) {
    // Partial results are useful while a query is typed; otherwise the selected talk may be in the missing part.
    let wanted = is_all || model.search.selects_best;
    if ticket != model.search.request_id || model.search.query.is_none() || !wanted {
        return;
    }
    // All these records still exist: when records are removed, [`refresh`] starts a newer search.
    model.search.results = Some(results);
    if is_all {
        model.search.answered_id = ticket;
        remember(model, effects);
    }
    if model.search.selects_best || model.selected_row().is_none() {
        select_row(model, 0);
        // While archive or results are incomplete, a better match may still come.
        model.search.selects_best &= !(model.load.is_finished && is_all);
    } else {
        scroll_to_selected(model);
    }
    if is_all {
        tell_overlay(model, effects);
    }
}

/// Adds the loaded history before the queries entered in the meantime.
pub(super) fn on_history_loaded(model: &mut Model, mut queries: Vec<String>) {
    queries.retain(|query| !model.history.contains(query));
    model.history.splice(0..0, queries);
}

/// Adds a confirmed query to the history, once it is known to match something.
pub(super) fn remember(model: &mut Model, effects: &mut Vec<Effect>) {
    if !model.search.is_answered() {
        return;
    }
    if model.list_len() == 0 {
        model.search.pending_history = None;
    }
    remember_unanswered(model, effects);
}

/// Adds a confirmed query to the history without waiting for the answer.
pub(super) fn remember_unanswered(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(text) = model.search.pending_history.take() else { return };
    model.history.retain(|known| *known != text);
    model.history.push(text.clone());
    effects.push(Effect::UserData(UserDataTask::AddToHistory(text)));
}

/// Makes sure that a talk is selected if the list has any: the one from before the query, else the first.
pub(super) fn ensure_selection(model: &mut Model) {
    // Until the search is answered, the selected talk may be in the missing part.
    let is_open = model.auto_select || !model.search.is_answered();
    if model.list_len() == 0 || is_open || model.selected_row().is_some() {
        return;
    }
    match model.search.selection_before.and_then(|handle| model.row_of(handle)) {
        Some(row) => {
            select_row(model, row);
            model.list.centre(row);
        }
        None => select_row(model, 0),
    }
}

/// Searches again after records were added or removed, or the day has changed; the selection stays.
pub(super) fn refresh(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.search.query.is_some() {
        start(model, effects);
    }
}

/// Drops matches whose record was removed; the next search adds new ones.
pub(super) fn drop_missing(model: &mut Model) {
    let snapshot = &model.snapshot;
    if let Some(results) = &mut model.search.results {
        results.retain(|handle| snapshot.is_listed(handle));
    }
}

/// The current query; anything left open at its end counts as closed.
pub(in crate::tui) fn current_query(model: &Model) -> Query {
    Query::parse_partial(&model.search.text).0.unwrap_or_default()
}

/// Selects a talk for an overlay, which then closes; clears the query if it hides the talk.
pub(in crate::tui) fn go_to_talk(model: &mut Model, handle: Handle, effects: &mut Vec<Effect>) -> Outcome {
    if !model.snapshot.is_listed(handle) {
        model.notice = Some("that talk is no longer in the archive".to_owned());
        return Outcome::Stay;
    }
    remember_place(model);
    model.auto_select = false;
    model.selected = Some(handle);
    if model.row_of(handle).is_none() {
        set_query(model, "", SelectionPolicy::Keep, effects);
    }
    // If the user picked an order, the list arrives as a search answer; the talk stays selected in it.
    model.search.selects_best = false;
    if let Some(row) = model.row_of(handle) {
        select_row(model, row);
    }
    Outcome::Close
}

/// Tells the open overlay that the list has changed.
pub(super) fn tell_overlay(model: &mut Model, effects: &mut Vec<Effect>) {
    model.with_overlay(|overlay, model| {
        overlay.on_results_changed(model, effects);
        Outcome::Stay
    });
}
