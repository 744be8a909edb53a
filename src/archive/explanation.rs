//! [`Explanation`]: what was found in an archive and why, for `seminars explain` and, as an [`Overview`], for the screen.

use serde::Serialize;

use crate::extract::fields::Field;
use crate::text::Text;

/// What was found in an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The title that the archive's settings give it.
    pub title: Option<Text>,
    /// How many talks are listed.
    pub talks: usize,
    /// Its collections: those with talks first, then by the number of their entries.
    pub collections: Vec<ExplainedCollection>,
}

/// Entries that belong together: in one file, or the pages and files of one record in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExplainedCollection {
    /// The file, or the folder with a `/` at its end, from the root of the archive.
    pub place: String,
    /// The keys that lead to the entries in the file, with `.` between.
    pub keys: String,
    /// How many files it is in.
    pub files: usize,
    /// How many entries it has.
    pub entries: usize,
    /// How many of them are listed as talks, alone or merged with the same talk elsewhere.
    pub talks: usize,
    /// Why the others are not.
    pub left_out: Option<&'static str>,
    /// What its columns were taken for. Records in our own format have none.
    pub columns: Vec<ExplainedColumn>,
    /// How many talks name a speaker by a reference to another file, and of how many the speaker was found there.
    pub references: usize,
    /// See `references`.
    pub references_found: usize,
}

/// A column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedColumn {
    /// Its name, in lower case and with `_` for blanks.
    pub name: String,
    /// How many of the entries that were looked at say something in it.
    pub filled: usize,
    /// The field, if it is one.
    pub field: Option<&'static str>,
    /// What tells: `name`, `values` or `settings`.
    pub by: &'static str,
}

/// What the screen says of an archive besides its talks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// The title that the archive's settings give it.
    pub title: Option<Text>,
    /// How many collections were left out that could be taken for talks.
    pub left_out: usize,
    /// The places that came nearest to being talks, if there are no talks.
    pub near: Vec<String>,
}

impl ExplainedCollection {
    /// Whether none of its entries is a talk, although they have something that talks have.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        let names = [Field::Title, Field::Speakers, Field::Date].map(Field::name);
        let is_of_talks = |column: &ExplainedColumn| column.field.is_some_and(|field| names.contains(&field));
        self.talks == 0 && self.columns.iter().any(is_of_talks)
    }
}
