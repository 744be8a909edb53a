//! Draws the search within a talk in the status line: the prompt, then the current match and the keys.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, CellRange};
use super::line::{put_hints, put_input};
use crate::text::{truncate, width};
use crate::tui::detail::{Find, FindPrompt};
use crate::tui::keymap::Action;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Columns at the right edge.
const MARGIN: u16 = 2;
/// If the input would get no more columns than this, the count and the keys are hidden.
const MIN_INPUT_COLUMNS: u16 = 12;

/// Draws the line and returns the position of the cursor, if the prompt is open.
pub(super) fn draw(model: &Model, find: &Find, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
    let count = find.position_text(&model.detail);
    canvas.put(area, 2, 0, Role::Accent, "/");
    if find.prompt.is_none() {
        draw_result(model, find, &count, canvas, area);
    }
    find.prompt.as_ref().map(|prompt| draw_prompt(model, prompt, &count, canvas, area))
}

/// Draws the input, the number of matches and the keys.
fn draw_prompt(
    model: &Model,
    prompt: &FindPrompt,
    count: &str,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> Position {
    let hints = model.keymap.hints(&[(Action::Activate, "done"), (Action::Back, "back")]);
    let hint_columns = 19;
    let right =
        if count.is_empty() { "in this talk    ".to_owned() } else { format!("{count} in this talk    ") };
    let right_columns = u16::try_from(width(&right)).unwrap_or(u16::MAX).saturating_add(hint_columns + 2);
    let room = area.width.saturating_sub(right_columns);
    if room > MIN_INPUT_COLUMNS {
        put_hints(canvas, area, MARGIN, hint_columns, &hints);
        canvas.put(area, area.width.saturating_sub(right_columns), 0, Role::Dim, &right);
    }
    let field = if room > MIN_INPUT_COLUMNS { room } else { area.width };
    put_input(canvas, Rect { width: field, ..area }, 4, &prompt.input)
}

/// Draws the text that was searched for, the number of the current match and the keys. A notice replaces the keys.
fn draw_result(model: &Model, find: &Find, count: &str, canvas: &mut Canvas<'_>, area: Rect) {
    let text = truncate(find.text.trim(), usize::from(area.width / 4));
    let column = canvas.put(area, 4, 0, Role::Text, &text) + 2;
    let column = canvas.put(area, column, 0, Role::Dim, count) + 3;
    let room = area.width.saturating_sub(column + 2);
    if let Some(notice) = &model.notice {
        canvas.put_highlighted(CellRange { area, column, row: 0, columns: room }, Role::Text, notice, &[]);
        return;
    }
    let hints = [
        (Action::NextTalk, "next match"),
        (Action::PreviousMatch, "previous"),
        (Action::Back, "close"),
        (Action::Help, "help"),
    ];
    put_hints(canvas, area, MARGIN, room, &model.keymap.hints(&hints));
}
