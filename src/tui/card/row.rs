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
    /// A heading for the rows below.
    Heading(String),
    /// A line of text.
    Text(detail::DetailRow),
    /// A link to a talk.
    Talk {
        /// The talk.
        handle: Handle,
        /// Its number in a series, padded to the widest; empty elsewhere.
        number: String,
        /// Whether to show its speakers.
        shows_speakers: bool,
    },
    /// A link to another card.
    Link {
        /// The subject of that card.
        subject: Subject,
        /// The text of the link.
        name: Text,
        /// A note after the name: a count, an affiliation.
        note: String,
    },
}

impl CardRow {
    /// Whether it is a link to a talk or a card.
    #[must_use]
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Talk { .. } | Self::Link { .. })
    }
}

/// Whether the row at an index is a link.
pub(in crate::tui) fn is_link(rows: &[CardRow]) -> impl Fn(usize) -> bool {
    |row| rows.get(row).is_some_and(CardRow::is_link)
}
