//! The state of the search within a talk: whether it is open, whether its prompt is, and its current match.

use crate::tui::detail::{Find, FindPrompt};
use crate::tui::model::Model;

/// Whether the find prompt is open.
pub(super) fn is_typing(model: &Model) -> bool {
    model.find.as_ref().is_some_and(|find| find.prompt.is_some())
}

/// Ends the search; returns whether there was one.
pub(super) fn close(model: &mut Model) -> bool {
    model.find.take().is_some()
}

/// Ends the search when its talk is no longer visible. But while its prompt is open, the search moves to the newly
/// selected talk, so that typed letters do not act as key bindings: results of the archive search may arrive after the
/// prompt was opened.
pub(super) fn sync_with_detail(model: &mut Model) {
    let areas = model.areas();
    let shows = areas.is_too_small || areas.detail.width > 0;
    match (&mut model.find, model.selected) {
        (Some(find), Some(handle)) if shows && find.handle == handle => {}
        (Some(Find { prompt: None, .. }), _) | (_, None) => model.find = None,
        (Some(_), _) if !shows => model.find = None,
        (Some(find), Some(handle)) => {
            let input = find.prompt.take().map(|prompt| prompt.input).unwrap_or_default();
            find.prompt = Some(FindPrompt { input, top: 0, previous: None });
            (find.handle, find.current) = (handle, 0);
        }
        (None, _) => {}
    }
}

/// Scrolls the current match to the middle, unless it is fully visible.
pub(super) fn scroll_to_current(model: &mut Model) {
    let Some(find) = &mut model.find else { return };
    find.current = find.current.min(model.detail.matches.len().saturating_sub(1));
    let Some(rows) = model.detail.matches.get(find.current) else { return };
    let view = &mut model.detail.view;
    if rows.start < view.visible().start || rows.end > view.visible().end {
        view.centre(rows.start);
    }
}
