//! The orders that a query may ask for.

use super::field::ORDER_NAMES;

/// The order of the matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// Best rank first, then newest; the default.
    #[default]
    Best,
    /// `-date`: newest first, talks without a date last.
    Newest,
    /// `date`: oldest first, talks without a date last.
    Oldest,
    /// `speaker`: by the first speaker's name as written.
    Speaker,
    /// `-speaker`: the reverse; talks without a speaker are still last, as in the other orders.
    SpeakerBackward,
    /// `title`.
    Title,
    /// `-title`.
    TitleBackward,
    /// `series`: by series, newest first in each.
    Series,
    /// `-series`.
    SeriesBackward,
    /// `len`: shortest first, talks of unknown length last.
    Length,
    /// `-len`: longest first, talks of unknown length last.
    Longest,
    /// `watched`: those watched last first, unwatched talks last.
    Watched,
    /// `queue`: in the order of the queue, other talks last.
    Queue,
}

impl Order {
    /// All orders except [`Order::Best`], in the same order as `ORDER_NAMES`.
    const NAMED: [Self; 12] = [
        Self::Newest,
        Self::Oldest,
        Self::Speaker,
        Self::SpeakerBackward,
        Self::Title,
        Self::TitleBackward,
        Self::Series,
        Self::SeriesBackward,
        Self::Length,
        Self::Longest,
        Self::Watched,
        Self::Queue,
    ];

    /// All orders, the default first.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Best).chain(Self::NAMED)
    }

    /// The label, such as `by title`. The default order is `best match` with a query and `newest first` without.
    #[must_use]
    pub fn label(self, with_query: bool) -> &'static str {
        match self {
            Self::Best if with_query => "best match",
            Self::Best | Self::Newest => "newest first",
            Self::Oldest => "oldest first",
            Self::Speaker => "by speaker",
            Self::SpeakerBackward => "by speaker, Z to A",
            Self::Title => "by title",
            Self::TitleBackward => "by title, Z to A",
            Self::Series => "by series",
            Self::SeriesBackward => "by series, Z to A",
            Self::Length => "shortest first",
            Self::Longest => "longest first",
            Self::Watched => "last watched first",
            Self::Queue => "as queued",
        }
    }

    /// Its name after `sort:`; `None` for the default order.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let at = Self::NAMED.iter().position(|&order| order == self)?;
        ORDER_NAMES.get(at).copied()
    }

    /// The order with a name after `sort:`.
    #[must_use]
    pub fn from_name(typed: &str) -> Option<Self> {
        let at = ORDER_NAMES.iter().position(|name| name.eq_ignore_ascii_case(typed))?;
        Self::NAMED.get(at).copied()
    }
}
