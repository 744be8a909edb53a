//! The rows of a card.

use crate::engine::card::Subject;
use crate::records::Handle;
use crate::text::Text;
use crate::tui::detail;

/// A row of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardRow {
    /// An empty row.
    Gap,
    /// What the rows below are.
    Heading(String),
    /// A line of text.
    Text(detail::DetailRow),
    /// A talk to go to.
    Talk {
        /// Which one.
        handle: Handle,
        /// Its place in a series, as wide as the last one's; empty elsewhere.
        number: String,
        /// Whether its speakers are named.
        shows_speakers: bool,
    },
    /// A card to go on to.
    Link {
        /// What it is about.
        subject: Subject,
        /// What it is called.
        name: Text,
        /// What else there is to say: a count, an affiliation.
        note: String,
    },
}

impl CardRow {
    /// Whether it leads anywhere.
    #[must_use]
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Talk { .. } | Self::Link { .. })
    }
}

/// Whether the row at an index leads anywhere.
pub(in crate::tui) fn is_link(rows: &[CardRow]) -> impl Fn(usize) -> bool {
    |row| rows.get(row).is_some_and(CardRow::is_link)
}
