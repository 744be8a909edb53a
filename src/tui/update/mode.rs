//! What keys are for at the moment.

use super::find_state;
use crate::tui::keymap::Mode;
use crate::tui::model::Model;

/// What keys are for at the moment.
#[must_use]
pub fn mode(model: &Model) -> Mode {
    match (&model.overlay, &model.prompt) {
        (Some(overlay), _) => overlay.mode(),
        (None, Some(_)) => Mode::Type,
        (None, None) if find_state::is_typing(model) => Mode::Type,
        (None, None) => Mode::Browse,
    }
}
