//! Draws the visible rows of the detail, and a scrollbar if there are more.

use ratatui::layout::Rect;
use ratatui::widgets::{Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget};

use super::canvas::Canvas;
use crate::tui::model::Model;
use crate::tui::spot::SpotTarget;
use crate::tui::theme::Role;
use crate::tui::viewport::Viewport;

/// Draws the visible rows.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let view = model.detail.view;
    let rows = model.detail.rows.get(view.visible()).unwrap_or_default();
    let pane = model.areas().detail_pane;
    canvas.add_spot(pane, SpotTarget::Detail);
    let current = model.find.as_ref().map(|find| find.current);
    for (offset, row) in (0u16..).zip(rows) {
        let mut column = row.indent;
        for run in &row.runs {
            let role = match run.match_index {
                None => run.role,
                Some(_) if run.match_index == current => Role::CurrentMatch,
                Some(_) => Role::FindMatch,
            };
            let start = column;
            column = canvas.put(area, column, offset, role, &run.text);
            if let Some(link) = &run.target {
                let x = area.x.saturating_add(start);
                let place = Rect { x, y: area.y.saturating_add(offset), width: column - start, height: 1 };
                canvas.add_spot(place, SpotTarget::Link(link.clone()));
            }
        }
    }
    // At the edge of the pane, below that of the list.
    scrollbar(canvas, Rect { width: pane.right().saturating_sub(area.x), ..area }, view);
}

/// Draws a scrollbar at the right edge of `area`, unless all rows are visible.
pub(in crate::tui) fn scrollbar(canvas: &mut Canvas<'_>, area: Rect, view: Viewport) {
    if !view.is_scrollable() {
        return;
    }
    let style = canvas.theme().style(Role::Dim);
    let area = area.intersection(canvas.buffer().area);
    let mut state = ScrollbarState::new(view.len().saturating_sub(view.height()))
        .position(view.top())
        .viewport_content_length(view.height());
    Scrollbar::new(ScrollbarOrientation::VerticalRight)
        .begin_symbol(None)
        .end_symbol(None)
        .track_symbol(None)
        .thumb_symbol("▐")
        .thumb_style(style)
        .render(area, canvas.buffer(), &mut state);
}
