//! Parts that more than one state of the bottom line shows: what is typed, how many talks there are, hints.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::canvas::Canvas;
use crate::text::width;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// The selected row and how many there are: `3 of 12`.
pub(super) fn count(model: &Model) -> String {
    let row = model.selected_row().map_or(0, |row| row + 1);
    format!("{row} of {}", model.list_len())
}

/// What follows the count while the list does not show all that the query finds, or shows something else: also while
/// talks are still being read for the first time.
pub(super) fn unanswered_mark(model: &Model) -> &'static str {
    let is_reading = !model.load.is_finished && model.load.reload_reason.is_none();
    let may_find_more = is_reading && model.search.query.is_some();
    if model.search.is_answered() && !may_find_more { "" } else { " …" }
}

/// As many hints as fit, from the right edge; the last are dropped first.
pub(super) fn put_hints(canvas: &mut Canvas<'_>, area: Rect, room: u16, hints: &[(String, &str)]) {
    let columns =
        |(key, words): &(String, &str)| u16::try_from(width(key) + 1 + width(words)).unwrap_or(u16::MAX);
    let mut used = 0u16;
    let mut fitting = 0;
    for hint in hints {
        let with = used.saturating_add(columns(hint)).saturating_add(if fitting == 0 { 0 } else { 3 });
        if with > room {
            break;
        }
        used = with;
        fitting += 1;
    }
    let mut column = area.width.saturating_sub(used + 2);
    for (key, words) in hints.iter().take(fitting) {
        column = canvas.put(area, column, 0, Role::Text, key);
        column = canvas.put(area, column + 1, 0, Role::Dim, words) + 3;
    }
}

/// Columns scrolled out at the left, so that the cursor is visible.
pub(super) fn scroll(area: Rect, column: u16, input: &Input) -> usize {
    input.visual_scroll(usize::from(area.width.saturating_sub(column + 1).max(1)))
}

/// Draws an input line, scrolled so that its cursor is visible; returns the position of the cursor.
pub(in crate::tui) fn put_input(canvas: &mut Canvas<'_>, area: Rect, column: u16, input: &Input) -> Position {
    let room = area.width.saturating_sub(column + 1).max(1);
    let scroll = scroll(area, column, input);
    let mut skipped = 0;
    let start = input.value().char_indices().find_map(|(at, c)| {
        let here = skipped;
        skipped += width(c.encode_utf8(&mut [0; 4]));
        (here >= scroll).then_some(at)
    });
    let visible = start.and_then(|at| input.value().get(at..)).unwrap_or_default();
    canvas.put(area, column, 0, Role::Text, visible);
    let cursor = u16::try_from(input.visual_cursor().saturating_sub(scroll)).unwrap_or(0).min(room);
    Position { x: area.x.saturating_add(column).saturating_add(cursor), y: area.y }
}
