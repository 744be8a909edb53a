//! A *search* takes what the reader typed and gives the seminars that answer, best first.
//!
//! The words of a [`Query`] are joined with AND. A word is looked for in five ways, and the first that finds it in a
//! seminar gives the seminar its [`Rank`] for that word:
//!
//! 1. it is a whole word of a speaker's name: `han` and Song **Han**,
//! 2. the beginning of one: Boris **Han**in,
//! 3. the beginning of a word in the title, the series or a tag: **Han**d-eye calibration,
//! 4. inside a word of a name or the title: Phiala S**han**ahan,
//! 5. with three letters or more, the beginning of a word in the abstract, a bio or anything else.
//!
//! A seminar ranks by its worst word. Within a rank the order of the list holds, newest first. `speaker:han`, short
//! `s:han`, looks in names alone. When nothing at all answers, and only then, a word of five letters or more may
//! differ by one typo from the beginning of a word in a name or title; that is the sixth and last rank.
//!
//! Inside a text only beginnings of words count. With plain substrings `li` would be in 83 % and `han` in 22 % of all
//! abstracts, and the list would never narrow.
//!
//! Both sides are *folded* before they are compared: without case, accents, width and ligatures, in letters that do
//! not come apart too (`gagne` finds Gagné, `lodz` Łódź, `strasse` Straße). Names, titles and other short values can
//! also be found in Latin letters (`ivanov` finds Иванов), without hyphens and apostrophes (`tkindt` finds T’kindt), and
//! with umlauts spelt out (`mueller` finds Müller). Scripts that put no blanks between words, such as Han and kana,
//! count each character as a word, so that any part of a name finds it.

mod fold;
mod highlight;
mod index;
mod letters;
mod passes;
mod query;
mod typo;
mod volume;

#[cfg(test)]
mod tests;

pub use index::Index;
pub use query::{Query, QueryError};

use crate::catalog::Handle;

/// A seminar that answers a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Which one.
    pub handle: Handle,
    /// How well.
    pub rank: Rank,
}

/// How well a seminar answers a query, best first; the module's docs tell the ranks in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Rank {
    /// A whole word of a speaker's name.
    Name = 1,
    /// The beginning of a word of a speaker's name.
    NameStart,
    /// The beginning of a word in title, series or tag.
    TitleStart,
    /// Inside a word of a name or title.
    Inside,
    /// The beginning of a word in abstract, bio or anything else.
    Text,
    /// One typo away from the beginning of a word in a name or title.
    Typo,
}

/// The part that a text plays in a seminar, which decides where in it a word may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A speaker's name.
    Speaker,
    /// The title.
    Title,
    /// The series or a tag.
    Label,
    /// Any other text.
    Text,
}

/// The folded words of a text, in Latin letters: two spellings that a search takes for one give the same words.
pub(crate) fn words(text: &str) -> Vec<String> {
    let (folded, _) = fold::folded(text, fold::Form::Latin);
    folded.split_whitespace().map(str::to_owned).collect()
}
