//! What keys are for at the moment.

use super::find_state;
use crate::tui::keymap::Mode;
use crate::tui::model::{Model, Overlay};

/// What keys are for at the moment.
#[must_use]
pub fn mode(model: &Model) -> Mode {
    match (&model.overlay, &model.prompt) {
        (Some(Overlay::Help { .. } | Overlay::SearchName { .. }), _) | (None, Some(_)) => Mode::Type,
        (Some(_), _) => Mode::Choose,
        (None, None) if find_state::is_typing(model) => Mode::Type,
        (None, None) => Mode::Browse,
    }
}
