//! One selected row among those that show.

use super::viewport::Viewport;

/// A selected row among visible rows.
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
}
