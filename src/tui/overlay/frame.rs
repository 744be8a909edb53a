//! Draws what overlays share: the frame, and the mark of the selected row.

use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use crate::tui::keymap::Hint;
use crate::tui::layout::Areas;
use crate::tui::spot::SpotTarget;
use crate::tui::theme::Role;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::line::put_hints;

/// Draws an empty overlay with a heading and hints, and a blank column on each side; returns the text area.
pub(super) fn draw_frame(canvas: &mut Canvas<'_>, area: Rect, title: &str, hints: &[Hint]) -> Rect {
    let style = canvas.theme().style(Role::Dim);
    let around = Rect { x: area.x.saturating_sub(1), width: area.width.saturating_add(2), ..area };
    Clear.render(around.intersection(canvas.buffer().area), canvas.buffer());
    Block::bordered().border_type(BorderType::Rounded).border_style(style).render(area, canvas.buffer());
    let text = Areas::overlay_text(area);
    let heading = Rect { y: area.y.saturating_add(1), height: 1, ..text };
    let end = canvas.put(heading, 0, 0, Role::Strong, title);
    put_hints(canvas, heading, 0, heading.width.saturating_sub(end + 2), hints);
    text
}

/// Makes a row of an overlay clickable.
pub(super) fn add_row(canvas: &mut Canvas<'_>, area: Rect, line: u16, row: usize) {
    let place = Rect { y: area.y.saturating_add(line), height: 1, ..area };
    canvas.add_spot(place, SpotTarget::OverlayRow(row));
}

/// Marks a row if it is selected; returns the role of its main text.
pub(super) fn mark_row(canvas: &mut Canvas<'_>, area: Rect, row: u16, is_selected: bool) -> Role {
    if is_selected {
        canvas.put(area, 0, row, Role::Accent, "▌");
    }
    if is_selected { Role::Strong } else { Role::Text }
}
