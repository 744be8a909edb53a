//! A *search* takes what the reader typed and gives the seminars that answer, best first.
//!
//! A word of a [`Query`] is looked for in five ways, and the first that finds it in a seminar gives the seminar its
//! [`Rank`] for that word:
//!
//! 1. it is a whole word of a speaker's name: `han` and Song **Han**,
//! 2. the beginning of one: Boris **Han**in,
//! 3. the beginning of a word in the title, the series or a tag: **Han**d-eye calibration,
//! 4. inside a word of a name or the title: Phiala S**han**ahan,
//! 5. with three letters or more, the beginning of a word in the abstract, a bio or anything else.
//!
//! Of words that must all hold the worst decides, of alternatives the best; what is left out, and what is asked of
//! dates, lengths and the like, does not count. Within a rank the order of the list holds, newest first. A field looks
//! in one text alone, by the same ways as far as they concern it, and there short words count too. A phrase is found
//! as whole words, with the rank of the text where it stands. When nothing at all answers, and only then, a word of five
//! letters or more, but no phrase and nothing that is left out, may differ by one typo from the beginning of a word in
//! a name or title; that is the sixth and last rank. `sort:` puts the answer into another order, whatever the ranks.
//!
//! Inside a text only beginnings of words count. With plain substrings `li` would be in 83 % and `han` in 22 % of all
//! abstracts, and the list would never narrow.
//!
//! Both sides are *folded* before they are compared: without case, accents, width and ligatures, in letters that do
//! not come apart too (`gagne` finds Gagné, `lodz` Łódź, `strasse` Straße). Names, titles and other short values can
//! also be found in Latin letters (`ivanov` finds Иванов), without hyphens and apostrophes (`tkindt` finds T’kindt), and
//! with umlauts spelt out (`mueller` finds Müller). Scripts that put no blanks between words, such as Han and kana,
//! count each character as a word, so that any part of a name finds it. A first name's initial is the beginning of its
//! word (`s han`, `S. Han`), and words come in any order (`han song`).

mod column;
mod complete;
mod fold;
mod highlight;
mod index;
mod order;
mod query;
mod scan;
mod scripts;
mod segment;
mod typo;

#[cfg(test)]
mod tests;

pub use complete::{Completion, Suggestion, complete};
pub use highlight::occurrences;
pub use index::{Index, Lookup};
pub use query::{Order, Query, QueryError};
pub use segment::{LongFields, ShortFields};

use crate::records::Handle;

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

/// The part that a text plays in a seminar: where in it a word may be found, and which field looks there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextRole {
    /// A speaker's name.
    Speaker,
    /// The title.
    Title,
    /// The series.
    Series,
    /// A tag.
    Tag,
    /// The abstract.
    Abstract,
    /// A speaker's bio.
    Bio,
    /// A speaker's affiliation.
    Affiliation,
    /// The place.
    Location,
    /// Who invited.
    Host,
    /// The language.
    Language,
    /// The record's name.
    Id,
    /// Any other text.
    Other,
}

impl TextRole {
    /// All of them, those that a talk is known by first.
    pub(crate) const ALL: [Self; 12] = [
        Self::Speaker,
        Self::Title,
        Self::Series,
        Self::Tag,
        Self::Abstract,
        Self::Bio,
        Self::Affiliation,
        Self::Location,
        Self::Host,
        Self::Language,
        Self::Id,
        Self::Other,
    ];

    /// Whether its values are told apart as wholes, as facets do.
    pub(crate) fn supports_exact_match(self) -> bool {
        matches!(self, Self::Speaker | Self::Series | Self::Tag | Self::Language)
    }

    /// Whether it is searched from the start, before long texts and lesser values are brought.
    pub(crate) fn is_short(self) -> bool {
        self.is_primary() || self == Self::Language
    }

    /// Whether it is a text that a talk is known by in a list, rather than one to read.
    pub(crate) fn is_primary(self) -> bool {
        matches!(self, Self::Speaker | Self::Title | Self::Series | Self::Tag)
    }
}

/// The folded words of a text, in Latin letters: two spellings that a search takes for one give the same words.
pub(crate) fn fold_words(text: &str) -> Vec<String> {
    let (folded, _) = fold::fold_to_string(text, fold::FoldForm::Latin);
    folded.split_whitespace().map(str::to_owned).collect()
}

/// What spellings of one value share: its folded words, where no other value has them by chance.
///
/// Names in Han characters stay in them: in Latin letters those of many people sound alike. What has no letter at all
/// is its own key.
pub(crate) fn fold_key(text: &str) -> String {
    let form = if text.chars().any(scripts::is_han) { fold::FoldForm::Plain } else { fold::FoldForm::Latin };
    let (folded, _) = fold::fold_to_string(text, form);
    if folded.is_empty() { text.to_owned() } else { folded }
}

/// Puts the folded words of a long text, in its own script and with blanks around them, behind what `out` holds.
pub(crate) fn fold_prose(text: &str, out: &mut Vec<u8>) {
    fold::fold_prose(text, out);
}

/// Whether a letter is of a script that puts no blanks between words, where folding makes each a word.
pub(crate) fn is_unspaced(letter: char) -> bool {
    scripts::is_unspaced(letter)
}
