//! The mouse: a click selects a talk or follows a link, a double click on a talk opens its recording, the wheel scrolls
//! the pane under it, and the divider can be dragged.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::relayout::relayout;
use super::{find_state, layout, prompt, scrolling};
use crate::recording::Link;
use crate::records::Handle;
use crate::tui::effect::{Effect, SystemTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Focus, Model, Outcome};
use crate::tui::spot::{SpotTarget, target_at};

/// How many rows one step of the wheel scrolls.
const WHEEL_ROWS: isize = 3;

/// Handles a mouse event; returns the action to perform if the click stands for a key.
pub(super) fn on_mouse(model: &mut Model, event: MouseEvent, effects: &mut Vec<Effect>) -> Option<Action> {
    if model.areas().is_too_small {
        return None;
    }
    let at = Position { x: event.column, y: event.row };
    match event.kind {
        MouseEventKind::ScrollUp => scroll(model, at, -WHEEL_ROWS, effects),
        MouseEventKind::ScrollDown => scroll(model, at, WHEEL_ROWS, effects),
        MouseEventKind::Down(MouseButton::Left) => return click(model, at, effects),
        MouseEventKind::Drag(MouseButton::Left) if model.mouse.is_dragging => {
            model.areas().set_divider(at.x, at.y, &mut model.layout);
        }
        MouseEventKind::Up(MouseButton::Left) if model.mouse.is_dragging => {
            model.mouse.is_dragging = false;
            layout::save(model, effects);
        }
        _ => {}
    }
    None
}

/// A second click at the same place: if the first was on a talk, its recording is opened.
pub(super) fn on_double_click(model: &mut Model, at: Position, effects: &mut Vec<Effect>) -> Option<Action> {
    if model.mouse.clicked_talk.is_some()
        && model.mouse.clicked_talk == model.selected
        && model.overlay.is_none()
    {
        return Some(Action::OpenRecording);
    }
    click(model, at, effects)
}

fn click(model: &mut Model, at: Position, effects: &mut Vec<Effect>) -> Option<Action> {
    let target = target_at(&model.mouse.spots, at).cloned();
    (model.mouse.clicked_talk, model.mouse.is_dragging) = (None, false);
    let is_in_overlay =
        matches!(target, Some(SpotTarget::OverlayRow(_) | SpotTarget::Overlay | SpotTarget::Action(_)));
    // Beside an overlay the list can still be clicked; a click on anything else closes the overlay.
    if model.overlay.is_some() && !is_in_overlay && !matches!(target, Some(SpotTarget::Talk(_))) {
        return Some(Action::Back);
    }
    match target? {
        SpotTarget::Talk(handle) => select(model, handle),
        SpotTarget::Detail if model.prompt.is_none() => focus_detail(model),
        SpotTarget::Link(link) if model.prompt.is_none() => open(model, link, effects),
        SpotTarget::Divider => model.mouse.is_dragging = true,
        SpotTarget::Action(action) => return Some(action),
        SpotTarget::OverlayRow(row) => {
            relayout(model);
            let mut is_selected = false;
            model.with_overlay(|overlay, _| {
                is_selected = overlay.select_row(row);
                Outcome::Stay
            });
            return is_selected.then_some(Action::Activate);
        }
        SpotTarget::Candidate(candidate) => prompt::take_candidate(model, candidate, effects),
        SpotTarget::Detail | SpotTarget::Link(_) | SpotTarget::Overlay => {}
    }
    None
}

fn focus_detail(model: &mut Model) {
    model.auto_select = false;
    model.focus = Focus::Detail;
}

fn open(model: &mut Model, link: Link, effects: &mut Vec<Effect>) {
    focus_detail(model);
    effects.push(Effect::System(SystemTask::OpenLink(link)));
}

/// Selects a talk. A single click never opens a browser, because it may only have been meant to focus the window. In
/// one pane, it also opens the detail, as Enter does.
fn select(model: &mut Model, handle: Handle) {
    let Some(row) = model.row_of(handle) else { return };
    if model.selected != Some(handle) {
        find_state::close(model);
    }
    model.notice = None;
    model.auto_select = false;
    model.search.selects_best = false;
    let goes_in = !model.areas().has_two_panes() && model.prompt.is_none() && model.overlay.is_none();
    model.focus = if goes_in { Focus::Detail } else { Focus::List };
    model.mouse.clicked_talk = Some(handle);
    scrolling::select_row(model, row);
}

fn scroll(model: &mut Model, at: Position, rows: isize, effects: &mut Vec<Effect>) {
    relayout(model);
    let areas = model.areas();
    let is_on_overlay = model.overlay_area().contains(at);
    if is_on_overlay {
        model.with_overlay(|overlay, model| {
            overlay.on_wheel(model, rows, effects);
            Outcome::Stay
        });
        return;
    }
    if model.overlay.as_ref().is_some_and(|overlay| !overlay.is_beside_list(model)) {
        return;
    }
    if areas.detail_pane.contains(at) {
        model.auto_select = false;
        model.detail.view.scroll_by(rows);
    } else if areas.list.contains(at) {
        model.auto_select = false;
        model.list.scroll_by(rows);
    }
}
