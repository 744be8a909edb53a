//! The key mode: which bindings apply.

use super::find_state;
use crate::tui::keymap::Mode;
use crate::tui::model::Model;

/// The key mode of the open overlay or prompt, else of list and detail.
#[must_use]
pub(crate) fn mode(model: &Model) -> Mode {
    match (&model.overlay, &model.prompt) {
        (Some(overlay), _) => overlay.mode(),
        (None, Some(_)) => Mode::Type,
        (None, None) if find_state::is_typing(model) => Mode::Type,
        (None, None) => Mode::Browse,
    }
}
