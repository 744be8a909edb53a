//! Draws the facets, values with counts: beside the list, or over it where there is no room.

use ratatui::layout::Rect;

use super::canvas::{Canvas, CellRange};
use super::detail::scrollbar;
use crate::engine::facets::FacetKind;
use crate::tui::model::{FacetOverlay, FacetRow, Model};
use crate::tui::theme::Role;

/// Draws the visible rows into an area whose heading stands two rows above.
pub(super) fn draw(model: &Model, sheet: &FacetOverlay, canvas: &mut Canvas<'_>, area: Rect) {
    if sheet.rows.is_empty() {
        let is_done = model.load.is_finished && !sheet.counts.is_empty();
        let words = if is_done { "nothing to narrow by" } else { "counting …" };
        canvas.put(area, 2, 0, Role::Dim, words);
    }
    let visible = sheet.selection.view.visible();
    let shown = sheet.rows.iter().enumerate().skip(visible.start).take(visible.len());
    for (row, (at, line)) in (0u16..).zip(shown) {
        let is_chosen = at == sheet.selection.row;
        if is_chosen {
            canvas.put(area, 0, row, Role::Accent, "▌");
        }
        let strong = if is_chosen { Role::Strong } else { Role::Text };
        match line {
            FacetRow::Gap => {}
            FacetRow::Heading(title) => {
                canvas.put(area, 2, row, Role::Dim, title);
            }
            FacetRow::Saved(at) => {
                let Some(search) = model.saved.get(*at) else { continue };
                if search.query == model.search.text {
                    canvas.put(area, 2, row, Role::Accent, "●");
                }
                let half = area.width.saturating_sub(8) / 2;
                let cell = CellRange { area, column: 4, row, columns: half };
                canvas.put_highlighted(cell, strong, &search.name, &[]);
                let cell =
                    CellRange { column: half + 6, columns: area.width.saturating_sub(half + 6), ..cell };
                canvas.put_highlighted(cell, Role::Dim, &search.query, &[]);
            }
            FacetRow::Value { kind, text, count, is_active: is_on } => {
                if *is_on {
                    canvas.put(area, 2, row, Role::Accent, "●");
                }
                let words = match (kind, text.as_str()) {
                    (FacetKind::Recording, "yes") => "with a recording",
                    (FacetKind::Recording, _) => "without",
                    (_, text) => text,
                };
                let columns = area.width.saturating_sub(4 + COUNT_COLUMNS);
                canvas.put_highlighted(CellRange { area, column: 4, row, columns }, strong, words, &[]);
                canvas.put_right(area, 0, row, Role::Dim, &count.to_string());
            }
            FacetRow::More(_, hidden) => {
                canvas.put(
                    area,
                    4,
                    row,
                    if is_chosen { Role::Strong } else { Role::Dim },
                    &format!("{hidden} more …"),
                );
            }
        }
    }
    scrollbar(canvas, Rect { width: area.width.saturating_add(2), ..area }, sheet.selection.view);
}

/// Columns of a count and the blank before it.
const COUNT_COLUMNS: u16 = 8;
