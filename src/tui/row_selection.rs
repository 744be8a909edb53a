//! A selected row in a list that scrolls.

use super::keymap::Action;
use super::viewport::Viewport;

/// A selected row, and the rows that are visible.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowSelection {
    /// The selected row.
    pub row: usize,
    /// The visible rows.
    pub view: Viewport,
}

impl RowSelection {
    /// Selects a row, or the last one if there are fewer, and scrolls to it.
    pub fn select(&mut self, row: usize) {
        self.row = row.min(self.view.len().saturating_sub(1));
        self.view.scroll_into_view(self.row);
    }

    /// Moves the selection as an action says.
    pub fn step(&mut self, action: Action) {
        let page = self.view.page_rows();
        match action {
            Action::Up => self.select(self.row.saturating_sub(1)),
            Action::Down => self.select(self.row.saturating_add(1)),
            Action::PageUp => self.select(self.row.saturating_sub(page)),
            Action::PageDown => self.select(self.row.saturating_add(page)),
            Action::First => self.select(0),
            Action::Last => self.select(usize::MAX),
            _ => {}
        }
    }

    /// Moves the selection down by `rows`; negative is up.
    pub fn step_by(&mut self, rows: isize) {
        self.select(self.row.saturating_add_signed(rows));
    }
}
