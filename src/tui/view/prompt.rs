//! Draws the search prompt in the status line, and above it the completions or the error in the query.

use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};
use tui_input::Input;

use super::canvas::{Canvas, CellRange};
use super::detail::scrollbar;
use super::line::{count, put_hints, put_input, scroll, unanswered_mark};
use crate::search::QueryError;
use crate::text::{width, wrap};
use crate::tui::keymap::Action;
use crate::tui::model::Model;
use crate::tui::prompt::{CompletionMenu, Prompt};
use crate::tui::spot::SpotTarget;
use crate::tui::theme::Role;
use crate::tui::viewport::Viewport;

/// The column where the input starts.
const INPUT_COLUMN: u16 = 4;
/// The width of the hints.
const HINT_COLUMNS: u16 = 37;
/// How many candidates are visible at once.
const MENU_ROWS: usize = 12;
/// The widest comfortable line of a message.
const MESSAGE_COLUMNS: usize = 92;

/// Draws the input, the number of matches and the keys; returns the position of the cursor.
pub(super) fn draw(model: &Model, prompt: &Prompt, canvas: &mut Canvas<'_>, area: Rect) -> Position {
    let key = |action| model.keymap.label(action);
    let hints = model.keymap.hints(&[
        (Action::Complete, "complete"),
        (Action::Activate, "done"),
        (Action::Back, "cancel"),
    ]);
    let right = model.notice.clone().unwrap_or_else(|| count(model));
    let right = format!("{right}{:<4}", unanswered_mark(model));
    let right_columns = u16::try_from(width(&right)).unwrap_or(u16::MAX).saturating_add(HINT_COLUMNS);
    let room = area.width.saturating_sub(right_columns);
    let has_room = room > 20;
    if has_room {
        put_hints(canvas, area, 2, HINT_COLUMNS, &hints);
        canvas.put(area, area.width.saturating_sub(right_columns), 0, Role::Dim, &right);
    }
    let field = Rect { width: if has_room { room } else { area.width }, ..area };
    canvas.put(area, 2, 0, Role::Accent, "/");
    if prompt.input.value().is_empty() {
        let words = format!("search · {} fields", key(Action::Complete));
        let more = format!("{words} · {} history", key(Action::Up));
        let fits = usize::from(field.width.saturating_sub(INPUT_COLUMN + 2)) >= width(&more);
        let words = if fits && !model.history.is_empty() { more } else { words };
        canvas.put(field, INPUT_COLUMN, 0, Role::Dim, &words);
    }
    let cursor = put_input(canvas, field, INPUT_COLUMN, &prompt.input);
    match (&prompt.menu, &model.search.error) {
        (Some(menu), _) => draw_menu(canvas, area, menu),
        (None, Some(error)) => {
            mark_error(canvas, field, &prompt.input, error);
            draw_error(canvas, area, error);
        }
        (None, None) => {}
    }
    cursor
}

/// Draws an empty panel with this many rows above the line, and returns the area of its rows.
fn draw_panel(canvas: &mut Canvas<'_>, line: Rect, rows: usize) -> Rect {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(line.y.saturating_sub(3));
    let area = Rect { y: line.y.saturating_sub(rows + 1), height: rows + 1, ..line };
    Clear.render(area.intersection(canvas.buffer().area), canvas.buffer());
    canvas.put(area, 0, 0, Role::Dim, &"─".repeat(usize::from(line.width)));
    Rect { y: area.y + 1, height: rows, ..area }
}

fn draw_menu(canvas: &mut Canvas<'_>, line: Rect, menu: &CompletionMenu) {
    let mut view = Viewport::default();
    view.resize(MENU_ROWS.min(usize::from(line.y.saturating_sub(3))), menu.candidates.len());
    view.scroll_into_view(menu.selected.unwrap_or(0));
    let area = draw_panel(canvas, line, view.visible().len());
    let widest = menu.candidates.iter().map(|candidate| width(&candidate.text)).max().unwrap_or(0);
    let text = u16::try_from(widest).unwrap_or(u16::MAX).min(area.width / 2).max(12);
    let shown = menu.candidates.iter().enumerate().skip(view.top()).take(view.height());
    for (row, (at, candidate)) in (0u16..).zip(shown) {
        let is_chosen = menu.selected == Some(at);
        if is_chosen {
            canvas.put(area, 2, row, Role::Accent, "▌");
        }
        let role = if is_chosen { Role::Strong } else { Role::Text };
        canvas.put_highlighted(
            CellRange { area, column: INPUT_COLUMN, row, columns: text },
            role,
            &candidate.text,
            &[],
        );
        let column = INPUT_COLUMN + text + 2;
        let cell = CellRange { area, column, row, columns: area.width.saturating_sub(column + 1) };
        canvas.put_highlighted(cell, Role::Dim, &candidate.note, &[]);
        let place = Rect { y: area.y.saturating_add(row), height: 1, ..area };
        canvas.add_spot(place, SpotTarget::Candidate(at));
    }
    scrollbar(canvas, area, view);
}

fn draw_error(canvas: &mut Canvas<'_>, line: Rect, fault: &QueryError) {
    let words = fault.to_string();
    let columns = usize::from(line.width.saturating_sub(INPUT_COLUMN + 2)).min(MESSAGE_COLUMNS);
    let rows = wrap(&words, columns, 0);
    let area = draw_panel(canvas, line, rows.len());
    let role = if fault.is_unclosed() { Role::Dim } else { Role::Error };
    for (row, range) in (0u16..).zip(rows) {
        canvas.put(area, INPUT_COLUMN, row, role, words.get(range).unwrap_or_default());
    }
}

/// Highlights the invalid part of the input.
fn mark_error(canvas: &mut Canvas<'_>, field: Rect, input: &Input, fault: &QueryError) {
    let (before, at) = (input.value().get(..fault.range().start), input.value().get(fault.range()));
    let (Some(before), Some(wrong)) = (before, at) else { return };
    let Some(column) = width(before).checked_sub(scroll(field, INPUT_COLUMN, input)) else { return };
    let column = INPUT_COLUMN.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
    canvas.put(field, column, 0, Role::InvalidQuery, wrong);
}
