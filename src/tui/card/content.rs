//! What a card is asked for, what it says, and the rows that show it.

use crate::catalog::Handle;
use crate::people;
use crate::related::Relation;
use crate::series;
use crate::sheaf::Head;
use crate::text::Text;
use crate::tui::detail;

/// A card that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The number of the request; only the newest one's answer counts.
    pub ticket: u64,
    /// What it is about.
    pub subject: Subject,
    /// The talk that the reader comes from.
    pub from: Handle,
    /// Whether another card led to it.
    pub goes_on: bool,
}

/// What a card is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A speaker, by any spelling of the name.
    Speaker(Text),
    /// A series, by any spelling of the name.
    Series(Text),
    /// The talks that are related to one.
    Related(Handle),
}

/// What a card tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The speakers of a talk, to choose from.
    Speakers(Box<Head>),
    /// A speaker.
    Speaker(people::Card),
    /// A series.
    Series(series::Page),
    /// The talks that are related to one.
    Related(Vec<Relation>),
}

/// A row of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An empty row.
    Gap,
    /// What the rows below are.
    Heading(String),
    /// A line of text.
    Text(detail::Row),
    /// A talk to go to.
    Talk {
        /// Which one.
        handle: Handle,
        /// Its place in a series, as wide as the last one's; empty elsewhere.
        number: String,
        /// Whether its speakers are named.
        with_speakers: bool,
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

impl Row {
    /// Whether it leads anywhere.
    #[must_use]
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Talk { .. } | Self::Link { .. })
    }
}

impl Content {
    /// What the card is called.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Speakers(_) => "Speakers",
            Self::Speaker(card) => &card.name,
            Self::Series(page) => &page.summary.name,
            Self::Related(_) => "Related talks",
        }
    }
}

/// Whether the row at an index leads anywhere.
pub(in crate::tui) fn is_link(rows: &[Row]) -> impl Fn(usize) -> bool {
    |row| rows.get(row).is_some_and(Row::is_link)
}
