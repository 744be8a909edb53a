//! The query language, the same on the command line, in the prompt and in saved searches: words, phrases and fields,
//! which must all match unless `OR` or `-` says otherwise.
//!
//! `parse` describes the grammar, and `field` has the table of fields. A parsed query prints as text that parses back
//! to the same query.

use std::fmt;
use std::ops::Range;

use super::{Rank, TextRole, highlight};

mod edit;
mod error;
pub(super) mod expr;
mod field;
mod filter;
mod order;
mod parse;
mod period;
#[cfg(test)]
mod tests;

pub use error::QueryError;
pub(super) use expr::{Expr, Word, WordShape};
pub(super) use field::{FIELDS, FieldInfo, QueryField, find_field};
pub(super) use filter::{Condition, FilterFields};
pub use order::Order;

use parse::Parsed;

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    root: Expr,
    order: Option<Order>,
}

impl Query {
    /// Parses a query.
    ///
    /// A field without a value matches everything, and so does a word without letters.
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
    /// If a phrase or group is not closed, a field is unknown or does not accept its value, `OR` lacks an operand, or
    /// there are too many words or nested groups.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        match parse::parse(text, false) {
            (_, Some(error)) => Err(error),
            (parsed, None) => Ok(parsed.map(Self::from).unwrap_or_default()),
        }
    }

    /// Parses a query that is still being typed: an open phrase or group counts as closed at the end, and the last word
    /// of an open phrase may be incomplete. Also returns the error, if any; the query is `None` if the error could not
    /// be ignored.
    #[must_use]
    pub fn parse_partial(text: &str) -> (Option<Self>, Option<QueryError>) {
        let (parsed, error) = parse::parse(text, true);
        (parsed.map(Self::from), error)
    }

    /// Whether it matches every talk.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }

    /// Whether it has words, which rank the matches.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.root.words().is_empty()
    }

    /// Whether the answer depends on the user's flags.
    #[must_use]
    pub fn depends_on_flags(&self) -> bool {
        matches!(self.order, Some(Order::Watched | Order::Queue)) || self.root.tests_flags()
    }

    /// The order that the query asks for, if any.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        self.order
    }

    /// The same query without `sort:`.
    #[must_use]
    pub fn without_order(mut self) -> Self {
        self.order = None;
        self
    }

    /// The same query with this order, unless it already has one.
    #[must_use]
    pub fn with_default_order(mut self, order: Order) -> Self {
        self.order = self.order.or(Some(order).filter(|&order| order != Order::Best));
        self
    }

    /// The byte ranges of `text` to highlight: in ascending order, not touching, on grapheme boundaries.
    ///
    /// `role` is the role of the text in its talk, and `rank` is the rank of the match: words with a typo are
    /// highlighted only if the talk matched with a typo. Excluded words are never highlighted.
    #[must_use]
    pub fn highlights(&self, text: &str, role: TextRole, rank: Rank) -> Vec<Range<usize>> {
        highlight::find_ranges(&self.root.words(), text, role, rank)
    }

    /// Whether it needs the [long fields](crate::search::LongFields) of all talks.
    #[must_use]
    pub fn needs_long_fields(&self) -> bool {
        self.root.needs_long_fields()
    }

    pub(super) fn root(&self) -> &Expr {
        &self.root
    }
}

impl From<Parsed> for Query {
    fn from(Parsed { root, order }: Parsed) -> Self {
        Self { root, order }
    }
}

/// The query that matches everything.
impl Default for Query {
    fn default() -> Self {
        Self { root: Expr::All(Vec::new()), order: None }
    }
}

/// Writes text that parses back to this query.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)?;
        let Some(name) = self.order.and_then(Order::name) else {
            return Ok(());
        };
        let blank = if self.root.is_empty() { "" } else { " " };
        write!(f, "{blank}sort:{name}")
    }
}
