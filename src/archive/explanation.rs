//! [`Explanation`]: what was found in an archive and why, for `seminars explain` and, as an [`Overview`], for the screen.

use serde::Serialize;

use crate::extract::fields::Field;
use crate::text::Text;

/// What was found in an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The archive's title, if its settings have one.
    pub title: Option<Text>,
    /// How many talks are listed.
    pub talks: usize,
    /// Its collections: those with talks first, then those with the most entries.
    pub collections: Vec<ExplainedCollection>,
}

/// Entries that belong together: in one file, or the pages and files of one record in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExplainedCollection {
    /// The file, or the folder with a trailing `/`; relative to the root of the archive.
    pub place: String,
    /// The keys that lead to the entries within the file, joined with `.`.
    pub keys: String,
    /// How many files it spans.
    pub files: usize,
    /// How many entries it has.
    pub entries: usize,
    /// How many of them are listed as talks, alone or merged with the same talk elsewhere.
    pub talks: usize,
    /// Why the other entries are not listed.
    pub left_out: Option<&'static str>,
    /// What its columns were taken for; empty for records in our own format.
    pub columns: Vec<ExplainedColumn>,
    /// How many talks refer to a speaker in another file.
    pub references: usize,
    /// For how many of these talks the speaker was found.
    pub references_found: usize,
}

/// A column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedColumn {
    /// Its name, in lower case and with `_` for spaces.
    pub name: String,
    /// How many of the examined entries have a value in it.
    pub filled: usize,
    /// The field it was taken for, if any.
    pub field: Option<&'static str>,
    /// How that was decided: by `name`, `values` or `settings`.
    pub by: &'static str,
}

/// What the screen shows about an archive besides its talks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// The archive's title, if its settings have one.
    pub title: Option<Text>,
    /// How many collections look like talks but were left out.
    pub left_out: usize,
    /// The places that came closest to being talks, if there are no talks.
    pub near: Vec<String>,
}

impl ExplainedCollection {
    /// Whether none of its entries is listed as a talk, although they have a title, speaker or date.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        let names = [Field::Title, Field::Speakers, Field::Date].map(Field::name);
        let is_of_talks = |column: &ExplainedColumn| column.field.is_some_and(|field| names.contains(&field));
        self.talks == 0 && self.columns.iter().any(is_of_talks)
    }
}
