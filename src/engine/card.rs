//! Cards: what the archive has on a speaker, on a series, or on the talks related to a given one.

use super::people;
use super::related::Relation;
use super::series;
use crate::records::Handle;
use crate::records::Summary;
use crate::text::Text;

/// A request for a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRequest {
    /// The number of the request; only the answer to the newest request is used.
    pub request_id: u64,
    /// The subject of the card.
    pub subject: Subject,
    /// The talk from which the reader opened the card.
    pub from_talk: Handle,
    /// Whether it was opened from a link in another card; it then goes on top of that card.
    pub follows_link: bool,
}

/// What a card is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A speaker, by any spelling of the name.
    Speaker(Text),
    /// A series, by any spelling of the name.
    Series(Text),
    /// The talks that are related to this one.
    Related(Handle),
}

/// The content of a card.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The speakers of a talk, to choose from; created by the screen, never requested.
    Speakers(Box<Summary>),
    /// A speaker.
    Speaker(people::SpeakerCard),
    /// A series.
    Series(series::SeriesPage),
    /// The talks that are related to one.
    Related(Vec<Relation>),
}

impl Content {
    /// The title of the card.
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
