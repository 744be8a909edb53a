//! Writes text into cells: never outside its area, never half a wide character.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::text::{truncate, width};
use crate::tui::spot::{Spot, SpotTarget};
use crate::tui::theme::{Role, Theme};

/// The cells of a frame and the styles for them.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    spots: Vec<Spot>,
}

impl<'a> Canvas<'a> {
    pub(in crate::tui) fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme, spots: Vec::new() }
    }

    pub(in crate::tui) fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }

    pub(in crate::tui) fn theme(&self) -> Theme {
        self.theme
    }

    /// Writes `text` at a column and row of `area`, cut at its right edge; returns the next column.
    pub(in crate::tui) fn put(&mut self, area: Rect, column: u16, row: u16, role: Role, text: &str) -> u16 {
        let area = area.intersection(self.buffer.area);
        if row >= area.height || column >= area.width {
            return column;
        }
        let room = usize::from(area.width - column);
        let (end, _) =
            self.buffer.set_stringn(area.x + column, area.y + row, text, room, self.theme.style(role));
        end.saturating_sub(area.x)
    }

    /// Writes `text` so that it ends `margin` columns before the right edge.
    pub(in crate::tui) fn put_right(&mut self, area: Rect, margin: u16, row: u16, role: Role, text: &str) {
        let columns = u16::try_from(width(text)).unwrap_or(u16::MAX);
        let column = area.width.saturating_sub(margin).saturating_sub(columns);
        self.put(area, column, row, role, text);
    }

    /// Writes `text` in at most `columns` columns, with `…` where it is cut and `matches` highlighted.
    pub(in crate::tui) fn put_highlighted(
        &mut self,
        cell: CellRange,
        role: Role,
        text: &str,
        matches: &[Range<usize>],
    ) {
        let shown = truncate(text, usize::from(cell.columns));
        // The truncated text equals the original up to here.
        let same =
            if shown.len() == text.len() { text.len() } else { shown.len().saturating_sub('…'.len_utf8()) };
        let area = Rect { width: cell.column.saturating_add(cell.columns).min(cell.area.width), ..cell.area };
        let mut column = cell.column;
        let mut done = 0;
        for range in matches {
            let (start, end) = (range.start.min(same), range.end.min(same));
            if let (Some(before), Some(matched)) = (shown.get(done..start), shown.get(start..end)) {
                column = self.put(area, column, cell.row, role, before);
                column = self.put(area, column, cell.row, Role::Match, matched);
                done = end;
            }
        }
        self.put(area, column, cell.row, role, shown.get(done..).unwrap_or_default());
    }

    /// Records what a click on an area hits.
    pub(in crate::tui) fn add_spot(&mut self, area: Rect, target: SpotTarget) {
        self.spots.push(Spot { area: area.intersection(self.buffer.area), target });
    }

    /// Keeps only the spots in `area`: nothing under an overlay can be clicked.
    pub(super) fn keep_spots_in(&mut self, area: Rect) {
        self.spots.retain(|spot| spot.area.intersection(area) == spot.area);
    }

    /// Returns the recorded spots.
    pub(super) fn into_spots(self) -> Vec<Spot> {
        self.spots
    }

    /// Dims everything in `area`.
    pub(in crate::tui) fn dim(&mut self, area: Rect) {
        let style = ratatui::style::Style::new().remove_modifier(Modifier::BOLD).add_modifier(Modifier::DIM);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }
}

/// Where text goes: a column and row of an area, and how many columns it may take.
#[derive(Clone, Copy)]
pub(in crate::tui) struct CellRange {
    pub(in crate::tui) area: Rect,
    pub(in crate::tui) column: u16,
    pub(in crate::tui) row: u16,
    pub(in crate::tui) columns: u16,
}
