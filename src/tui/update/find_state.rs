//! The state of the search in the talk: open, typed into, at which match, over.

use crate::tui::detail::{Find, FindPrompt};
use crate::tui::model::Model;

/// Whether the prompt takes the letters.
pub(super) fn is_typing(model: &Model) -> bool {
    model.find.as_ref().is_some_and(|find| find.prompt.is_some())
}

/// Ends the search; says whether there was one.
pub(super) fn close(model: &mut Model) -> bool {
    model.find.take().is_some()
}

/// Ends the search when its talk is no longer visible. While the prompt is open the search moves to the talk that is
/// selected now, so that no letter falls through to the keys: results of the archive search may arrive after the reader
/// has opened this prompt.
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

/// Scrolls to the current match: not at all if it is fully visible, else to the middle.
pub(super) fn scroll_to_current(model: &mut Model) {
    let Some(find) = &mut model.find else { return };
    find.current = find.current.min(model.detail.matches.len().saturating_sub(1));
    let Some(rows) = model.detail.matches.get(find.current) else { return };
    let view = &mut model.detail.view;
    if rows.start < view.visible().start || rows.end > view.visible().end {
        view.centre(rows.start);
    }
}
