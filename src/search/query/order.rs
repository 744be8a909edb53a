//! The orders that a query may ask for.

use super::field::ORDER_NAMES;

/// The order of the matches.
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
    /// All orders but [`Order::Best`], as `ORDERS` names them.
    const NAMED: [Self; 6] =
        [Self::Oldest, Self::Newest, Self::Speaker, Self::Title, Self::Series, Self::Length];

    /// All orders, the usual one first.
    pub const ALL: [Self; 7] =
        [Self::Best, Self::Newest, Self::Oldest, Self::Speaker, Self::Title, Self::Series, Self::Length];

    /// The label: `by title`. The default order is best match for a query, and newest first without one.
    #[must_use]
    pub fn label(self, with_query: bool) -> &'static str {
        match self {
            Self::Best if with_query => "best match",
            Self::Best | Self::Newest => "newest first",
            Self::Oldest => "oldest first",
            Self::Speaker => "by speaker",
            Self::Title => "by title",
            Self::Series => "by series",
            Self::Length => "shortest first",
        }
    }

    /// Its name after `sort:`; `None` for the default order.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let at = Self::NAMED.iter().position(|&order| order == self)?;
        ORDER_NAMES.get(at).copied()
    }

    pub(super) fn parse(typed: &str) -> Option<Self> {
        let at = ORDER_NAMES.iter().position(|name| name.eq_ignore_ascii_case(typed))?;
        Self::NAMED.get(at).copied()
    }
}
