//! Moving the selection in the list, and scrolling the detail.

use super::relayout::relayout;
use crate::tui::keymap::Action;
use crate::tui::model::{Focus, Model};

/// Selects the talk in a row of the list and scrolls to it.
pub(super) fn select_row(model: &mut Model, row: usize) {
    let row = row.min(model.list_len().saturating_sub(1));
    model.selected = model.talk_at_row(row).map(|(handle, _)| handle);
    let height = model.list.height();
    model.list.resize(height, model.list_len());
    model.list.scroll_into_view(row);
}

/// Moves the selection by rows.
pub(super) fn select_by(model: &mut Model, rows: isize) {
    let from = model.selected_row().unwrap_or(0);
    select_row(model, from.saturating_add_signed(rows));
}

/// Handles ↑, ↓ and the other movement keys: moves through the list, or scrolls the detail if that has the focus.
pub(super) fn scroll_or_select(model: &mut Model, action: Action) {
    if model.focus == Focus::Detail {
        scroll_detail(model, action);
        return;
    }
    let page = isize::try_from(model.list.page_rows()).unwrap_or(isize::MAX);
    match action {
        Action::Up => select_by(model, -1),
        Action::Down => select_by(model, 1),
        Action::PageUp => select_by(model, -page),
        Action::PageDown => select_by(model, page),
        Action::First => select_row(model, 0),
        Action::Last => select_row(model, usize::MAX),
        _ => {}
    }
}

pub(super) fn scroll_detail(model: &mut Model, action: Action) {
    relayout(model);
    let view = &mut model.detail.view;
    let page = isize::try_from(view.page_rows()).unwrap_or(isize::MAX);
    match action {
        Action::Up => view.scroll_by(-1),
        Action::Down => view.scroll_by(1),
        Action::PageUp => view.scroll_by(-page),
        Action::PageDown => view.scroll_by(page),
        Action::First => view.scroll_to(0),
        Action::Last => view.scroll_to(usize::MAX),
        _ => {}
    }
}

/// Scrolls to the selected talk.
pub(in crate::tui) fn scroll_to_selected(model: &mut Model) {
    model.list.resize(model.list.height(), model.list_len());
    match model.selected_row() {
        Some(row) => model.list.scroll_into_view(row),
        None => model.list.scroll_to(0),
    }
}
