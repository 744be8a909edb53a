//! Brings what is laid out up to date with size, selection and query, before anything is drawn or scrolled.

use super::{find_state, stepping};
use crate::search::Order;
use crate::tui::card::{CardStack, CardView, is_link};
use crate::tui::detail::{Detail, DetailLayout, DetailRow, LayoutKey, compose};
use crate::tui::keymap;
use crate::tui::layout::Areas;
use crate::tui::model::{Focus, MIN_PROBLEM_ROWS, Model, Overlay, SNIPPET_ROWS};

/// Updates everything that depends on size, selection and query: the last step before drawing, and the first before
/// scrolling.
pub fn relayout(model: &mut Model) {
    let areas = model.areas();
    let height = usize::from(areas.list.height.max(areas.detail.height));
    let resized = model.list.height() != height;
    model.list.resize(height, model.list_len());
    if let (true, Some(row)) = (resized, model.selected_row()) {
        model.list.scroll_into_view(row);
    }
    relayout_overlay(model);
    find_state::sync_with_detail(model);
    // In one pane the detail may be hidden: it is laid out all the same, for the width that it will have when shown.
    let width = Areas::new(model.size, Focus::Detail).detail.width;
    let Some(handle) = model.selected.filter(|_| width > 0) else {
        model.detail = Detail::default();
        return;
    };
    let rank = model.row_of(handle).and_then(|row| model.talk_at_row(row)).and_then(|(_, rank)| rank);
    let query = model.search.query.clone().filter(|_| rank.is_some());
    let find = model.find.as_ref().map(|find| find.text.trim().to_owned()).filter(|text| !text.is_empty());
    let has_body = model.loaded_seminar(handle).is_some();
    let key = LayoutKey { handle, has_body, width, query, rank, find };
    if !model.detail.layout_key.as_ref().is_some_and(|old| old.is_same(&key)) {
        lay_out_detail(model, key);
    }
    let len = model.detail.rows.len();
    model.detail.view.resize(usize::from(areas.status.y.saturating_sub(2)), len);
}

/// Lays the selected talk out again. Another talk, or another query, opens at its first match; during a search within the
/// talk, the current match stays visible.
fn lay_out_detail(model: &mut Model, key: LayoutKey) {
    let old = model.detail.layout_key.as_ref();
    let keeps_scroll = old.is_some_and(|old| old.keeps_scroll(&key));
    let layout = match model.loaded_seminar(key.handle) {
        Some(seminar) => Some(compose(seminar, &key, model.today)),
        None => model.snapshot.summary(key.handle).map(|head| compose(&head, &key, model.today)),
    };
    let DetailLayout { rows, matches, times } = layout.unwrap_or_default();
    let height = usize::from(model.areas().status.y.saturating_sub(2));
    model.detail.view.resize(height, rows.len());
    if !keeps_scroll {
        let first = rows.iter().position(DetailRow::has_match).unwrap_or(0);
        model.detail.view.scroll_to(0);
        if first + 2 >= height {
            model.detail.view.scroll_to(first.saturating_sub(2));
        }
    }
    model.detail.rows = rows;
    model.detail.matches = matches;
    model.detail.times = times;
    model.detail.layout_key = Some(key);
    find_state::scroll_to_current(model);
}

/// Updates the visible rows of the overlay to its size and contents.
fn relayout_overlay(model: &mut Model) {
    lay_out_card(model);
    let height = usize::from(Areas::overlay_text(model.overlay_area()).height);
    let problems = model.problem_count();
    match &mut model.overlay {
        Some(Overlay::Help { filter, view }) => view.resize(height, keymap::help_rows(filter.value()).len()),
        Some(Overlay::Problems { selection, .. }) => {
            let rows = height.saturating_sub(SNIPPET_ROWS + 1);
            selection
                .view
                .resize(if rows < MIN_PROBLEM_ROWS.min(problems) { height } else { rows }, problems);
            selection.select(selection.row);
        }
        Some(Overlay::Orders { selection }) => {
            selection.view.resize(height, Order::ALL.len());
            selection.select(selection.row);
        }
        Some(Overlay::Facets(facets)) => facets.selection.view.resize(height, facets.rows.len()),
        Some(Overlay::Links { links, selection }) => {
            selection.view.resize(height, links.len());
            selection.select(selection.row);
        }
        Some(Overlay::Card(_) | Overlay::SearchName { .. }) | None => {}
    }
}

/// Lays the card out for the width of its overlay, which does not depend on its rows.
fn lay_out_card(model: &mut Model) {
    let width = Areas::overlay_text(model.overlay_area()).width;
    if let Some(Overlay::Card(CardStack { card, from_talk: from, .. })) = &mut model.overlay {
        let is_first = card.width == 0;
        card.lay_out(width, *from);
        let height = usize::from(Areas::overlay_text(model.overlay_area()).height);
        let Some(Overlay::Card(CardStack { card, .. })) = &mut model.overlay else { return };
        let CardView { rows, selection, .. } = card;
        let resized = selection.view.height() != height;
        selection.view.resize(height, rows.len());
        if is_first {
            // `lay_out` scrolled to the first link; a new card shows the facts above it.
            selection.view.scroll_to(0);
        } else if resized {
            stepping::select(selection, selection.row, &is_link(rows));
        }
    }
}
