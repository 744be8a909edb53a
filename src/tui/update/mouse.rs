//! The mouse: the wheel scrolls what is under it, a click selects, a click on the selected talk goes in or opens it.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{browse, settle, sheet};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Focus, Model};

/// How many rows the wheel moves.
const WHEEL: isize = 3;

/// The mouse did something.
pub(super) fn on_mouse(model: &mut Model, event: MouseEvent, effects: &mut Vec<Effect>) {
    let at = Position { x: event.column, y: event.row };
    let areas = model.areas();
    let rows = match event.kind {
        MouseEventKind::ScrollUp => -WHEEL,
        MouseEventKind::ScrollDown => WHEEL,
        MouseEventKind::Down(MouseButton::Left) if model.sheet.is_none() => {
            if areas.list.contains(at) {
                click_row(model, usize::from(at.y - areas.list.y), effects);
            } else if areas.detail.contains(at) {
                model.focus = Focus::Detail;
            }
            return;
        }
        _ => return,
    };
    settle(model);
    if model.sheet.is_some() {
        sheet::wheel(model, rows);
    } else if areas.detail.contains(at) || (areas.rule.width > 0 && at.x > areas.rule.x) {
        model.detail.view.scroll_by(rows);
    } else {
        model.follows = false;
        browse::select_by(model, rows);
    }
}

fn click_row(model: &mut Model, row: usize, effects: &mut Vec<Effect>) {
    let row = model.list.top() + row;
    if row >= model.shown() {
        return;
    }
    model.notice = None;
    if model.selected_row() == Some(row) && model.focus == Focus::List && model.prompt.is_none() {
        browse::act(model, Action::Activate, effects);
        return;
    }
    model.follows = false;
    model.focus = Focus::List;
    browse::select_row(model, row);
}
