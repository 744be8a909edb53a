//! The frame that all overlays have, and the mark of the selected row.

use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use crate::text::width;
use crate::tui::keymap::{Action, Keymap};
use crate::tui::layout::Areas;
use crate::tui::theme::Role;
use crate::tui::view::canvas::Canvas;

/// An empty overlay with a heading and a hint; returns the area of its text.
pub(super) fn draw_frame(canvas: &mut Canvas<'_>, area: Rect, title: &str, hint: &str) -> Rect {
    let style = canvas.theme().style(Role::Dim);
    Clear.render(area, canvas.buffer());
    Block::bordered().border_type(BorderType::Rounded).border_style(style).render(area, canvas.buffer());
    let text = Areas::overlay_text(area);
    let heading = Rect { y: area.y.saturating_add(1), height: 1, ..text };
    let end = canvas.put(heading, 0, 0, Role::Strong, title);
    if usize::from(heading.width.saturating_sub(end)) > width(hint) + 1 {
        canvas.put_right(heading, 0, 0, Role::Dim, hint);
    }
    text
}

/// Keys and what they do, on one line.
pub(super) fn hint_line(keymap: &Keymap, hints: &[(Action, &str)]) -> String {
    let hints = hints.iter().map(|(action, words)| format!("{} {words}", keymap.label(*action)));
    hints.collect::<Vec<_>>().join("   ")
}

/// Marks a row if it is selected; returns the role of its main text.
pub(super) fn mark_row(canvas: &mut Canvas<'_>, area: Rect, row: u16, is_selected: bool) -> Role {
    if is_selected {
        canvas.put(area, 0, row, Role::Accent, "▌");
    }
    if is_selected { Role::Strong } else { Role::Text }
}
