//! Query errors: what is wrong, where, and what was expected there.

use std::ops::Range;

use thiserror::Error;

use super::field::{FIELDS, nearest};
use crate::text::truncate;

/// Maximum number of words in a query; each one searches the whole archive.
pub(super) const MAX_WORDS: usize = 64;

/// Maximum nesting depth of parentheses, far deeper than anyone can read.
pub(super) const MAX_DEPTH: usize = 16;

/// Why a query could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind}")]
pub struct QueryError {
    kind: QueryErrorKind,
    range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum QueryErrorKind {
    #[error("a query has at most {MAX_WORDS} words")]
    TooManyWords,
    #[error("parentheses are at most {MAX_DEPTH} deep")]
    TooDeep,
    #[error("expected `\"` at the end of the phrase")]
    UnclosedPhrase,
    #[error("expected `)` for this `(`")]
    UnclosedGroup,
    #[error("nothing was opened that this `)` could close")]
    UnexpectedClose,
    #[error("expected a word or a group before and after `OR`")]
    LoneOr,
    #[error("there is no field `{name}:`{} (known: {})", suggestion(*near), field_names())]
    UnknownField { name: String, near: Option<&'static str> },
    #[error("`{name}:{value}`: expected {expected}{}", suggestion(*near))]
    BadValue { name: &'static str, value: String, expected: &'static str, near: Option<&'static str> },
    #[error("`{name}:=` asks for a whole value, which only speaker, series, tag and lang have")]
    WholeValueUnsupported { name: &'static str },
    #[error("`{name}:` takes one value, not a group")]
    GroupUnsupported { name: &'static str },
    #[error("`sort:` orders the whole answer: write it outside of what is left out, alternatives and groups")]
    NestedSort,
}

impl QueryErrorKind {
    pub(super) fn at(self, at: Range<usize>) -> QueryError {
        QueryError { kind: self, range: at }
    }

    pub(super) fn unknown_field(name: &str) -> Self {
        let near = nearest(name, FIELDS.iter().map(|field| field.name));
        Self::UnknownField { name: shorten(name), near }
    }

    pub(super) fn bad_value(
        name: &'static str,
        value: &str,
        expected: &'static str,
        known: &[&'static str],
    ) -> Self {
        let near = nearest(value, known.iter().copied());
        Self::BadValue { name, value: shorten(value), expected, near }
    }
}

impl QueryError {
    /// The byte range of the text that is wrong, on character boundaries.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The error message with its column, counted from 1. `text` is the query that was parsed.
    #[must_use]
    pub fn in_query(&self, text: &str) -> String {
        let before = text.get(..self.range.start).unwrap_or(text);
        format!("query, column {}: {self}", before.chars().count() + 1)
    }

    /// Whether the name before a colon is not a field.
    pub(super) fn is_unknown_field(&self) -> bool {
        matches!(self.kind, QueryErrorKind::UnknownField { .. })
    }

    /// Whether an unknown field name is not similar to any field.
    pub(super) fn is_unlike_any_field(&self) -> bool {
        matches!(self.kind, QueryErrorKind::UnknownField { near: None, .. })
    }

    /// Whether the error is just a missing `"` or `)`, as while a phrase is being typed.
    #[must_use]
    pub fn is_unclosed(&self) -> bool {
        matches!(self.kind, QueryErrorKind::UnclosedPhrase | QueryErrorKind::UnclosedGroup)
    }
}

/// Shortens typed text to fit in a message.
fn shorten(typed: &str) -> String {
    truncate(typed, 60).into_owned()
}

fn suggestion(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

fn field_names() -> String {
    FIELDS.iter().map(|field| field.name).collect::<Vec<_>>().join(" ")
}
