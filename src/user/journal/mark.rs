//! [`Mark`]: what a user can mark a talk as, and [`MarkValue`]: whether it is.

use super::queue_position::QueuePosition;
use crate::search::UserFlag;

/// What a user can mark a talk as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Watched to the end.
    Watched,
    /// The recording was opened.
    Started,
    /// Starred.
    Starred,
    /// In the queue.
    Queued,
}

impl Mark {
    /// All marks.
    pub(crate) const ALL: [Self; 4] = [Self::Watched, Self::Started, Self::Starred, Self::Queued];

    /// Its name in the journal and in commands.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Watched => "watched",
            Self::Started => "started",
            Self::Starred => "starred",
            Self::Queued => "queued",
        }
    }

    /// The mark with a name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.name() == name)
    }

    /// The flag that searches test.
    pub(crate) fn flag(self) -> UserFlag {
        match self {
            Self::Watched => UserFlag::Watched,
            Self::Started => UserFlag::Started,
            Self::Starred => UserFlag::Starred,
            Self::Queued => UserFlag::Queued,
        }
    }
}

/// Whether a talk has a mark, and for the queue its position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MarkValue {
    /// Whether the talk has the mark.
    pub(crate) is_set: bool,
    /// The position in the queue.
    pub(crate) position: Option<QueuePosition>,
}

impl MarkValue {
    /// The value of a mark without a position.
    pub(crate) fn new(is_set: bool) -> Self {
        Self { is_set, position: None }
    }

    /// In the queue, at a position.
    pub(crate) fn queued_at(position: QueuePosition) -> Self {
        Self { is_set: true, position: Some(position) }
    }
}
