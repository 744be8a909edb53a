//! *Cards*: what the archive tells of a speaker, a series or the relatives of a talk, where everything is a link to go on.
//!
//! A card is asked for in the search's thread, which knows all records, and comes back as plain data; here it is laid
//! out in rows for a width. Cards that lead from one to the next lie in a stack.

use super::detail;
use super::model::Choice;
use crate::catalog::Handle;
use crate::people;
use crate::related::Relation;
use crate::series;
use crate::sheaf::Head;
use crate::text::Text;

mod compose;

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

/// Cards over the screen: one that shows, and those that led to it.
#[derive(Debug)]
pub struct Stack {
    /// The talk that the reader comes from.
    pub from: Handle,
    /// The one that shows.
    pub card: Card,
    /// Those before, the first one first.
    pub before: Vec<Card>,
}

/// A card as it is laid out.
#[derive(Debug)]
pub struct Card {
    /// What it tells.
    pub content: Content,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The width that the rows were made for.
    pub width: u16,
    /// Which of the rows is chosen, and which are visible.
    pub choice: Choice,
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

impl Card {
    /// A card that is not laid out yet.
    #[must_use]
    pub fn new(content: Content) -> Self {
        Self { content, rows: Vec::new(), width: 0, choice: Choice::default() }
    }

    /// Lays it out for a width, unless it is. The link that was chosen stays chosen.
    pub fn lay_out(&mut self, width: u16, from: Handle) {
        if self.width == width {
            return;
        }
        let is_first = self.width == 0;
        let before = self.rows.iter().take(self.choice.row).filter(|row| row.is_link()).count();
        self.rows = compose::rows(&self.content, width, from);
        self.width = width;
        let begins = if is_first { compose::begins_at(&self.content, from) } else { before };
        let links = self.rows.iter().enumerate().filter(|(_, row)| row.is_link());
        let (row, _) = links.take(begins + 1).last().unwrap_or((0, &Row::Gap));
        let height = self.choice.view.height();
        self.choice.view.resize(height, self.rows.len());
        self.choice.select(row);
    }
}

#[cfg(test)]
mod tests;
