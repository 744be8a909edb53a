//! The place before a jump.

use crate::tui::model::{Model, Place};

/// Remembers the place before a jump.
pub(in crate::tui) fn remember_place(model: &mut Model) {
    model.session.before_jump = Some(Place { query: model.search.text.clone(), selected: model.selected });
}
