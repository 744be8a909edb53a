//! How certain it is that a record is a talk. The archive decides the uncertain cases once it has read all files.

use serde::{Deserialize, Serialize};

/// How certain it is that a record is a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Standing {
    /// A talk for certain, with a speaker and in a place for talks. Where an archive has such talks, doubtful records
    /// in other folders are dropped.
    Plain,
    /// A talk for certain.
    Certain,
    /// A talk if its folder holds talks.
    Tentative,
    /// A talk unless there are plain talks in another folder: a page with only a title and a day, or a
    /// row of a table in a page.
    Doubtful,
    /// Both: a talk if its folder holds talks, and there are no plain talks in another folder.
    DoubtfulTentative,
}

impl Standing {
    /// Whether it is listed no matter what the other files contain.
    pub(crate) fn is_certain(self) -> bool {
        matches!(self, Self::Plain | Self::Certain)
    }

    /// Whether it counts only if its folder holds talks.
    pub(crate) fn is_tentative(self) -> bool {
        matches!(self, Self::Tentative | Self::DoubtfulTentative)
    }

    /// Whether it is dropped if there are plain talks in another folder.
    pub(crate) fn is_doubtful(self) -> bool {
        matches!(self, Self::Doubtful | Self::DoubtfulTentative)
    }
}
