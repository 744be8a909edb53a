//! *Cards*: what the archive tells of a speaker, a series or the relatives of a talk, where everything is a link to go on.
//!
//! A card is asked for in the search's thread, which knows all records, and comes back as plain data; here it is laid
//! out in rows for a width. Cards that lead from one to the next lie in a stack.

use super::row_selection::RowSelection;
use crate::engine::card::Content;
use crate::records::Handle;

mod compose;
mod row;

pub use row::CardRow;
pub(super) use row::is_link;

/// Cards over the screen: one that shows, and those that led to it.
#[derive(Debug)]
pub struct CardStack {
    /// The talk that the reader comes from.
    pub from_talk: Handle,
    /// The one that shows.
    pub card: CardView,
    /// Those before, the first one first.
    pub previous: Vec<CardView>,
}

/// A card as it is laid out.
#[derive(Debug)]
pub struct CardView {
    /// What it tells.
    pub content: Content,
    /// Its rows.
    pub rows: Vec<CardRow>,
    /// The width that the rows were made for.
    pub width: u16,
    /// Which of the rows is chosen, and which are visible.
    pub selection: RowSelection,
}

impl CardView {
    /// A card that is not laid out yet.
    #[must_use]
    pub fn new(content: Content) -> Self {
        Self { content, rows: Vec::new(), width: 0, selection: RowSelection::default() }
    }

    /// Lays it out for a width, unless it is. The link that was chosen stays chosen.
    pub fn lay_out_detail(&mut self, width: u16, from: Handle) {
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
