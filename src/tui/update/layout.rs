//! What the reader chooses of the layout: the arrangement, the divider, the detail on the whole screen.

use crate::tui::effect::{Effect, UserDataTask};
use crate::tui::keymap::Action;
use crate::tui::layout::Arrangement;
use crate::tui::model::{Focus, Model};

/// Columns that a key moves the divider by where panes are side by side.
const COLUMNS: i16 = 2;

/// Turns the layout, or moves the divider. The layout is saved.
pub(super) fn on_action(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let before = model.layout;
    match action {
        Action::Layout => {
            model.layout.turn(model.size);
            let words = if model.layout.arrangement.is_some() { "" } else { ", as the window is" };
            let words = if before == model.layout { ": the window is too small for another" } else { words };
            model.notice = Some(format!("{}{words}", model.layout.arrangement(model.size).name()));
        }
        Action::SmallerList => move_divider(model, -1),
        Action::LargerList => move_divider(model, 1),
        Action::Zoom => zoom(model),
        _ => {}
    }
    if model.layout != before {
        save(model, effects);
    }
}

/// Saves the layout as it is.
pub(super) fn save(model: &Model, effects: &mut Vec<Effect>) {
    effects.push(Effect::UserData(UserDataTask::SaveLayout(model.layout)));
}

fn move_divider(model: &mut Model, direction: i16) {
    let areas = model.areas();
    let by = if areas.arrangement == Arrangement::Beside { COLUMNS * direction } else { direction };
    if !areas.move_divider(by, &mut model.layout) {
        model.notice = Some(format!("one pane: {} shows both", model.keymap.label(Action::Layout)));
    }
}

/// The detail on the whole screen and, if it is, back to where the reader was.
fn zoom(model: &mut Model) {
    if model.layout.is_zoomed && model.focus == Focus::Detail {
        model.layout.is_zoomed = false;
        model.focus = model.focus_before_zoom;
    } else if model.selected.is_some() {
        model.layout.is_zoomed = true;
        model.focus_before_zoom = model.focus;
        model.focus = Focus::Detail;
    }
}
