//! *Cards* are overlays about a speaker, a series or the talks related to a talk. Their links lead to talks and other
//! cards.
//!
//! The search worker, which has all records, builds a card's [`Content`]. This module lays it out in rows; the overlay
//! in `tui/overlay/card.rs` shows them.

use super::row_selection::RowSelection;
use crate::engine::card::Content;
use crate::records::Handle;

mod compose;
mod row;

pub(super) use row::CardRow;
pub(super) use row::is_link;

/// A card laid out in rows.
#[derive(Debug)]
pub struct CardView {
    /// Its content.
    pub content: Content,
    /// Its rows.
    pub rows: Vec<CardRow>,
    /// The width that the rows are laid out for; 0 before the first layout.
    pub width: u16,
    /// The selected row and the visible rows.
    pub selection: RowSelection,
}

impl CardView {
    /// A card that is not laid out yet.
    #[must_use]
    pub fn new(content: Content) -> Self {
        Self { content, rows: Vec::new(), width: 0, selection: RowSelection::default() }
    }

    /// Lays out the rows for a width, unless that is already done. The selected link stays selected.
    pub fn lay_out(&mut self, width: u16, from: Handle) {
        if self.width == width {
            return;
        }
        let is_first = self.width == 0;
        let before = self.rows.iter().take(self.selection.row).filter(|row| row.is_link()).count();
        self.rows = compose::styled_rows(&self.content, width, from);
        self.width = width;
        let begins = if is_first { compose::initial_link(&self.content, from) } else { before };
        let links = self.rows.iter().enumerate().filter(|(_, row)| row.is_link());
        let (row, _) = links.take(begins + 1).last().unwrap_or((0, &CardRow::Gap));
        let height = self.selection.view.height();
        self.selection.view.resize(height, self.rows.len());
        self.selection.select(row);
    }
}

#[cfg(test)]
mod tests;
