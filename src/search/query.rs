//! A *query* is what the reader asks for, understood in one way on the command line, in the prompt and in saved
//! searches: words, phrases and fields, which must all hold unless `OR` or `-` says otherwise.
//!
//! `parse` tells the grammar, `field` holds the table of the fields. A query that was read prints as a text that reads
//! as the same query.

use std::fmt;
use std::ops::Range;

use super::fold::{Form, folded};
use super::letters;
use super::{Rank, Role, highlight, key};

mod error;
mod field;
mod filter;
mod parse;
mod parts;
mod period;
#[cfg(test)]
mod tests;

pub use error::QueryError;
pub(super) use field::{FIELDS, Field, Named, named};
use filter::Filter;
pub(super) use filter::{Condition, Facts};

/// What the reader asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    root: Expr,
    order: Option<Order>,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    /// A word or phrase.
    Word(Word),
    /// A date, a length, or what a talk has.
    Filter(Filter),
    /// All of these; nothing asks for everything.
    All(Vec<Expr>),
    /// One of these.
    Any(Vec<Expr>),
    /// All but this.
    Not(Box<Expr>),
}

/// A word or phrase as it is looked for. Two that find the same are equal, however they were typed.
#[derive(Debug, Clone, Eq)]
pub(super) struct Word {
    /// In which text; anywhere without one.
    pub(super) field: Option<Role>,
    /// As typed.
    typed: String,
    /// Its folded spellings, never empty: as typed, and without joints where it has some. Of a whole value its key.
    pub(super) spellings: Vec<String>,
    /// How many letters were typed.
    pub(super) letters: usize,
    /// What of it must stand where.
    pub(super) shape: Shape,
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.field == other.field && self.shape == other.shape && self.spellings == other.spellings
    }
}

/// How a word stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// It begins a word.
    Word,
    /// It is whole words.
    Phrase,
    /// It is whole words but for the last, which may go on: a phrase that is being typed.
    OpenPhrase,
    /// It is a whole value: all of a name, a title, a tag.
    Value,
}

/// The order of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// Best rank first, then newest: how a search orders unless asked otherwise.
    #[default]
    Best,
    /// `-date`: newest first, without a date last.
    Newest,
    /// `date`: oldest first, without a date last.
    Oldest,
    /// `speaker`: by the first speaker's name as it is written.
    Speaker,
    /// `title`.
    Title,
    /// `series`: by series, newest first in each.
    Series,
    /// `len`: the shortest first, of unknown length last.
    Length,
}

impl Order {
    /// All orders but [`Order::Best`], as [`field::ORDERS`] names them.
    const NAMED: [Self; 6] =
        [Self::Oldest, Self::Newest, Self::Speaker, Self::Title, Self::Series, Self::Length];

    /// All orders, the usual one first.
    pub const ALL: [Self; 7] =
        [Self::Best, Self::Newest, Self::Oldest, Self::Speaker, Self::Title, Self::Series, Self::Length];

    /// In words: `by title`. The usual order is best first for a query, and newest first for everything.
    #[must_use]
    pub fn in_words(self, with_query: bool) -> &'static str {
        match self {
            Self::Best if with_query => "best first",
            Self::Best | Self::Newest => "newest first",
            Self::Oldest => "oldest first",
            Self::Speaker => "by speaker",
            Self::Title => "by title",
            Self::Series => "by series",
            Self::Length => "shortest first",
        }
    }

    /// Its name behind `sort:`; none for the order that needs no asking.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let at = Self::NAMED.iter().position(|&order| order == self)?;
        field::ORDERS.get(at).copied()
    }

    fn read(typed: &str) -> Option<Self> {
        let at = field::ORDERS.iter().position(|name| name.eq_ignore_ascii_case(typed))?;
        Self::NAMED.get(at).copied()
    }
}

impl Query {
    /// Reads a query.
    ///
    /// A field whose value is still to be typed asks for nothing yet, and so does a word without a letter.
    ///
    /// ```
    /// use seminars::search::Query;
    /// assert!(Query::parse("speaker:").unwrap().is_empty());
    /// let query = Query::parse("speaker:han (pruning OR quantization) -survey date:2022").unwrap();
    /// assert_eq!(Query::parse(&query.to_string()), Ok(query));
    /// assert!(Query::parse("speeker:han").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// When a phrase or group is not closed, a field is unknown or takes another value, `OR` lacks a side, or there are
    /// more words or groups than anybody types.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        match parse::read(text, false) {
            (_, Some(error)) => Err(error),
            (query, None) => Ok(query.unwrap_or_default()),
        }
    }

    /// Reads a query that is being typed: what is open at its end counts as closed there, and a phrase may go on. The
    /// error is told all the same; without a query it is one that typing on does not mend.
    #[must_use]
    pub fn so_far(text: &str) -> (Option<Self>, Option<QueryError>) {
        parse::read(text, true)
    }

    /// Whether it asks for nothing, so that every seminar answers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.asks_nothing()
    }

    /// Whether it looks for words, by which answers rank.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.root.words().is_empty()
    }

    /// In which order the answer is wanted, if it says so.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        self.order
    }

    /// The same query without an order of its own.
    #[must_use]
    pub fn unordered(mut self) -> Self {
        self.order = None;
        self
    }

    /// The same query in an order, unless it names one itself.
    #[must_use]
    pub fn ordered(mut self, order: Order) -> Self {
        self.order = self.order.or(Some(order).filter(|&order| order != Order::Best));
        self
    }

    /// The parts of `text` to highlight, in bytes: ascending, apart from each other, on grapheme boundaries.
    ///
    /// `role` is what the text is in its seminar, and `rank` how the seminar answered: words with a typo are looked
    /// for when that is what it took. What is to be left out is never highlighted.
    #[must_use]
    pub fn highlights(&self, text: &str, role: Role, rank: Rank) -> Vec<Range<usize>> {
        highlight::ranges(&self.root.words(), text, role, rank)
    }

    /// Whether it can be answered only with the [texts](crate::search::Texts) of all seminars.
    #[must_use]
    pub fn looks_at_texts(&self) -> bool {
        self.root.looks_at_texts()
    }

    pub(super) fn root(&self) -> &Expr {
        &self.root
    }
}

/// The query that asks for nothing.
impl Default for Query {
    fn default() -> Self {
        Self { root: Expr::All(Vec::new()), order: None }
    }
}

/// A text that reads as this query.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)?;
        let Some(name) = self.order.and_then(Order::name) else {
            return Ok(());
        };
        let blank = if self.root.asks_nothing() { "" } else { " " };
        write!(f, "{blank}sort:{name}")
    }
}

impl Expr {
    /// The words that an answer may hold; not those that are left out.
    pub(super) fn words(&self) -> Vec<&Word> {
        match self {
            Self::Word(word) => vec![word],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::words).collect(),
            Self::Filter(_) | Self::Not(_) => Vec::new(),
        }
    }

    /// Whether looking further can only add to an answer: nothing is left out.
    pub(super) fn only_adds(&self) -> bool {
        match self {
            Self::Word(_) | Self::Filter(_) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::only_adds),
            Self::Not(_) => false,
        }
    }

    /// Whether long texts and lesser values have to be looked at.
    fn looks_at_texts(&self) -> bool {
        match self {
            Self::Word(word) => Role::ALL.into_iter().any(|role| !role.is_at_hand() && word.fits(role)),
            Self::Filter(_) => false,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::looks_at_texts),
            Self::Not(part) => part.looks_at_texts(),
        }
    }

    fn asks_nothing(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Self], between: &str| {
            for (at, part) in parts.iter().enumerate() {
                f.write_str(if at == 0 { "" } else { between })?;
                match part {
                    Self::All(_) | Self::Any(_) => write!(f, "({part})")?,
                    _ => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Word(word) => write!(f, "{word}"),
            Self::Filter(filter) => write!(f, "{filter}"),
            Self::All(parts) => list(f, parts, " "),
            Self::Any(parts) => list(f, parts, " OR "),
            Self::Not(part) => match &**part {
                Self::Word(_) | Self::Filter(_) => write!(f, "-{part}"),
                _ => write!(f, "-({part})"),
            },
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field.and_then(|role| FIELDS.iter().find(|own| own.field == Field::Text(role)));
        if let Some(field) = field {
            write!(f, "{}:", field.name)?;
        }
        match self.shape {
            Shape::Word => f.write_str(&self.typed),
            Shape::Phrase | Shape::OpenPhrase => write!(f, "\"{}\"", self.typed),
            Shape::Value => write!(f, "=\"{}\"", self.typed),
        }
    }
}

impl Word {
    /// A word; `None` for one without a letter.
    fn read(typed: &str, field: Option<Role>) -> Option<Self> {
        Self::new(typed, field, Shape::Word)
    }

    /// A phrase; `None` for one without a letter.
    fn phrase(typed: &str, field: Option<Role>, open: bool) -> Option<Self> {
        let goes_on = open && !typed.ends_with(char::is_whitespace);
        Self::new(typed, field, if goes_on { Shape::OpenPhrase } else { Shape::Phrase })
    }

    /// A whole value; `None` for an empty one.
    fn value(typed: &str, role: Role) -> Option<Self> {
        let key = key(typed.trim());
        (!key.is_empty()).then(|| Self {
            field: Some(role),
            typed: typed.trim().to_owned(),
            letters: letters::count(&key),
            spellings: vec![key],
            shape: Shape::Value,
        })
    }

    /// Whether it asks for just this value.
    pub(super) fn is_value_of(&self, text: &str) -> bool {
        self.shape == Shape::Value && self.spellings.first().is_some_and(|own| *own == key(text))
    }

    fn new(typed: &str, field: Option<Role>, shape: Shape) -> Option<Self> {
        let (plain, differs) = folded(typed, Form::Plain);
        let letters = letters::count(&plain);
        let mut spellings = vec![plain];
        if differs.forms().any(|form| form == Form::Loose) {
            spellings.push(folded(typed, Form::Loose).0);
            spellings.dedup();
        }
        (letters > 0).then(|| Self { field, typed: typed.to_owned(), spellings, letters, shape })
    }

    /// Whether it is looked for in the texts of this role.
    pub(super) fn fits(&self, role: Role) -> bool {
        match self.field {
            Some(field) => field == role,
            // Beginnings of one or two letters are everywhere in texts.
            None => role.is_head() || self.shape != Shape::Word || self.letters >= 3,
        }
    }

    /// The spellings in which a typo is forgiven: single words of five letters or more.
    pub(super) fn forgiving(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str).filter(|spelling| {
            self.shape == Shape::Word && !spelling.contains(' ') && spelling.chars().count() >= 5
        })
    }
}
