//! The mouse: the wheel scrolls what is under it, a click selects. In one pane, a click on the selected talk opens it.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::relayout::relayout;
use super::{find_state, scrolling};
use crate::tui::effect::Effect;
use crate::tui::model::{Focus, Model, Outcome};

/// How many rows the wheel moves.
const WHEEL_ROWS: isize = 3;

/// The mouse did something.
pub(super) fn on_mouse(model: &mut Model, event: MouseEvent, effects: &mut Vec<Effect>) {
    let at = Position { x: event.column, y: event.row };
    let areas = model.areas();
    let rows = match event.kind {
        MouseEventKind::ScrollUp => -WHEEL_ROWS,
        MouseEventKind::ScrollDown => WHEEL_ROWS,
        MouseEventKind::Down(MouseButton::Left) if model.overlay.is_none() => {
            if areas.list.contains(at) {
                click_row(model, usize::from(at.y - areas.list.y));
            } else if areas.detail.contains(at) && model.prompt.is_none() {
                model.auto_select = false;
                model.focus = Focus::Detail;
            }
            return;
        }
        _ => return,
    };
    relayout(model);
    if model.overlay.is_some() {
        model.with_overlay(|overlay, model| {
            overlay.on_wheel(model, rows, effects);
            Outcome::Stay
        });
    } else if areas.detail.contains(at) || (areas.divider.width > 0 && at.x > areas.divider.x) {
        model.auto_select = false;
        model.detail.view.scroll_by(rows);
    } else {
        model.auto_select = false;
        scrolling::select_by(model, rows);
    }
}

fn click_row(model: &mut Model, row: usize) {
    let row = model.list.top() + row;
    if row >= model.list_len() {
        return;
    }
    if model.selected_row() != Some(row) {
        find_state::close(model);
    }
    model.notice = None;
    model.auto_select = false;
    model.search.selects_best = false;
    // A click never starts a browser: one may only have wanted to come to this window. In one pane it goes in.
    let was_selected = model.selected_row() == Some(row) && model.prompt.is_none();
    model.focus = if was_selected && !model.areas().has_two_panes() { Focus::Detail } else { Focus::List };
    scrolling::select_row(model, row);
}
