//! Changes to the layout: the arrangement, the divider, and zooming the detail to the whole screen.

use crate::tui::effect::{Effect, UserDataTask};
use crate::tui::keymap::Action;
use crate::tui::layout::Arrangement;
use crate::tui::model::{Focus, Model};

/// How many columns a key moves the divider when the panes are side by side.
const COLUMNS: i16 = 2;

/// Performs a layout action, and saves the layout if it has changed.
pub(super) fn on_action(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let before = model.layout;
    match action {
        Action::Layout => {
            model.layout.turn(model.size);
            let words = if model.layout.arrangement.is_some() { "" } else { " (automatic)" };
            let words =
                if before == model.layout { "; the window is too small for another layout" } else { words };
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

/// Saves the current layout.
pub(super) fn save(model: &Model, effects: &mut Vec<Effect>) {
    effects.push(Effect::UserData(UserDataTask::SaveLayout(model.layout)));
}

fn move_divider(model: &mut Model, direction: i16) {
    let areas = model.areas();
    let by = if areas.arrangement == Arrangement::Beside { COLUMNS * direction } else { direction };
    if !areas.move_divider(by, &mut model.layout) {
        model.notice = Some(format!("one pane; {} shows both", model.keymap.label(Action::Layout)));
    }
}

/// Zooms the detail to the whole screen or, if it is zoomed, restores the previous focus.
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
