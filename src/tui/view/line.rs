//! Shared parts of the bottom line: the input, the number of talks, and hints.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::canvas::Canvas;
use crate::text::width;
use crate::tui::keymap::Hint;
use crate::tui::model::Model;
use crate::tui::spot::SpotTarget;
use crate::tui::theme::Role;

/// The selected row and the number of rows, and how many talks are picked: `3 of 12 · 2 picked`.
pub(super) fn count(model: &Model) -> String {
    let row = model.selected_row().map_or(0, |row| row + 1);
    let picked = match model.picked.len() {
        0 => String::new(),
        count => format!(" · {count} picked"),
    };
    format!("{row} of {}{picked}", model.list_len())
}

/// A mark after the count while the list does not show all results of the query: the search is not answered completely,
/// or the talks are still loading for the first time.
pub(super) fn unanswered_mark(model: &Model) -> &'static str {
    let is_reading = !model.load.is_finished && model.load.reload_reason.is_none();
    let may_find_more = is_reading && model.search.query.is_some();
    if model.search.is_answered() && !may_find_more { "" } else { " …" }
}

/// Columns between two hints.
const BETWEEN_HINTS: u16 = 3;

/// The width of the hints in one row.
pub(in crate::tui) fn hints_width(hints: &[Hint]) -> u16 {
    let columns = hints.iter().map(|hint| width(&hint.keys) + 1 + width(hint.words));
    let all = columns.sum::<usize>() + usize::from(BETWEEN_HINTS) * hints.len().saturating_sub(1);
    u16::try_from(all).unwrap_or(u16::MAX)
}

/// Draws as many hints as fit into `room` columns, ending `margin` columns before the right edge; the last are dropped
/// first.
pub(in crate::tui) fn put_hints(canvas: &mut Canvas<'_>, area: Rect, margin: u16, room: u16, hints: &[Hint]) {
    let fitting = (0..=hints.len()).rev().filter_map(|count| hints.get(..count));
    let Some(shown) = fitting.into_iter().find(|shown| hints_width(shown) <= room) else { return };
    let mut column = area.width.saturating_sub(hints_width(shown) + margin);
    for hint in shown {
        let start = column;
        column = canvas.put(area, column, 0, Role::Text, &hint.keys);
        column = canvas.put(area, column + 1, 0, Role::Dim, hint.words);
        if let Some(action) = hint.action {
            let x = area.x.saturating_add(start);
            let place = Rect { x, width: column.saturating_sub(start), height: 1, ..area };
            canvas.add_spot(place, SpotTarget::Action(action));
        }
        column += BETWEEN_HINTS;
    }
}

/// How many columns are scrolled off at the left to keep the cursor visible.
pub(super) fn scroll(area: Rect, column: u16, input: &Input) -> usize {
    input.visual_scroll(usize::from(area.width.saturating_sub(column + 1).max(1)))
}

/// Draws an input line, scrolled so that its cursor is visible; returns the cursor's position.
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
