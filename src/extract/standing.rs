//! How sure it is that a record is a talk. The archive decides about those that are not sure once it has read all files.

use serde::{Deserialize, Serialize};

/// How sure it is that a record is a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Standing {
    /// It is one, with a speaker and in a place for talks: what is doubtful elsewhere is measured by it.
    Plain,
    /// It is one.
    Certain,
    /// It is one if its folder holds talks.
    Tentative,
    /// It is one unless plain talks stand elsewhere: a page with a title and a day, a row of a table in a page.
    Doubtful,
    /// Both: its folder has to hold talks, and no plain ones may stand elsewhere.
    DoubtfulTentative,
}

impl Standing {
    /// Whether it is listed whatever the other files contain.
    pub(crate) fn is_certain(self) -> bool {
        matches!(self, Self::Plain | Self::Certain)
    }

    /// Whether it counts only if its folder holds talks.
    pub(crate) fn is_tentative(self) -> bool {
        matches!(self, Self::Tentative | Self::DoubtfulTentative)
    }

    /// Whether it does not count where plain talks stand elsewhere.
    pub(crate) fn is_doubtful(self) -> bool {
        matches!(self, Self::Doubtful | Self::DoubtfulTentative)
    }
}
