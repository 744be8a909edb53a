//! The overlay that sorts the list.

use super::scrolling::scroll_to_selected;
use super::search;
use crate::search::{Order, Query};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, RowSelection};

/// Opens the overlay with the orders; the current one is selected.
pub(super) fn open(model: &mut Model) {
    let row = Order::ALL.iter().position(|&order| order == model.order()).unwrap_or(0);
    model.overlay = Some(Overlay::Orders { selection: RowSelection { row, ..RowSelection::default() } });
}

/// Sorts the list by a row of the overlay, whatever the query said; the selection stays.
pub(super) fn pick(model: &mut Model, row: usize, effects: &mut Vec<Effect>) {
    model.overlay = None;
    let Some(&order) = Order::ALL.get(row) else { return };
    model.search.order = order;
    let mut text = model.search.text.clone();
    if let Some(query) = Query::parse_partial(&text).0.filter(|query| query.order().is_some()) {
        text = query.without_order().to_string();
    }
    search::set_query(model, &text, search::SelectionPolicy::Keep, effects);
    scroll_to_selected(model);
}
