//! Full-text search: parses a query, finds the talks that match it and ranks them. Used by `cli` and the search engine.
//!
//! A word of a [`Query`] is looked up in up to six ways. The first one that finds it gives the talk its [`Rank`] for
//! that word:
//!
//! 1. a whole word of a speaker's name: `han` finds Song **Han**,
//! 2. the start of a word of a speaker's name: Boris **Han**in,
//! 3. the start of a word in the title: **Han**d-eye calibration,
//! 4. the start of a word in the series or a tag,
//! 5. inside a word of a name or the title: Phiala S**han**ahan,
//! 6. for words of three letters or more, the start of a word in the abstract, a bio or any other text.
//!
//! If several words must all match, the worst rank counts; among alternatives, the best. Excluded words and filters
//! (dates, lengths, `has:`) do not affect the rank. Within a rank, the order of the list is kept, newest first.
//! `field:word` searches only that field, in the ways above that apply to it and without the three-letter minimum. A
//! phrase matches whole words and gets the rank of the text it is found in. If nothing matches at all, a word of five
//! letters or more may be one typo away from the start of a word in a name or title; this is the seventh and last rank,
//! and phrases and excluded words never use it. `sort:` replaces the order by rank with another one.
//!
//! Long texts are matched at the starts of words only. With plain substrings, `li` would be in 83 % and `han` in 22 %
//! of all abstracts, and the list would never narrow.
//!
//! Query and texts are *folded* before they are compared: case, accents, width and ligatures are removed, also from
//! letters that Unicode does not decompose (`gagne` finds Gagné, `lodz` Łódź, `strasse` Straße). Names, titles and
//! other short values are also found in Latin letters (`ivanov` finds Иванов), without hyphens and apostrophes
//! (`tkindt` finds T’kindt), and with umlauts spelt out (`mueller` finds Müller). In unspaced scripts such as Han and
//! kana each character counts as a word, so any part of a name finds it. A first name's initial is the start of its
//! word (`s han`, `S. Han`), and words match in any order (`han song`). Names are also found with their initials as one
//! word (`jrr tolkien`), with prefixes joined (`vandenberg`), and Korean ones in the Revised Romanization and the usual
//! spellings of family names (`kim minsu` finds 김민수). Names in Han characters are found in Latin letters only where
//! the record gives them: how a Japanese name is read cannot be told from its characters.

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
mod user_flags;

#[cfg(test)]
mod tests;

pub use complete::{Completion, Suggestion, complete};
pub use highlight::occurrences;
pub(crate) use index::SegmentRows;
pub use index::{Index, Lookup};
pub use query::{Order, Query, QueryError};
pub use segment::{LongFields, ShortFields};
pub use user_flags::{UserFlag, UserFlags, UserNote};

use crate::records::Handle;

/// A talk that matches a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The talk that matches.
    pub handle: Handle,
    /// How well it matches.
    pub rank: Rank,
}

/// How well a talk matches a query, best first; the [module docs](self) define the ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Rank {
    /// A whole word of a speaker's name.
    Name = 1,
    /// The beginning of a word of a speaker's name.
    NameStart,
    /// The beginning of a word in the title.
    TitleStart,
    /// The beginning of a word in the series or a tag.
    LabelStart,
    /// Inside a word of a name or title.
    Inside,
    /// The beginning of a word in abstract, bio or anything else.
    Text,
    /// One typo away from the beginning of a word in a name or title.
    Typo,
}

/// The role of a text in a talk. It decides where in the text a word may match, and which query field searches it.
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
    /// The host.
    Host,
    /// The language.
    Language,
    /// The record id.
    Id,
    /// The address of a recording, slides or any other link. Only pasted addresses search it, since `com` and `watch`
    /// are in nearly every address.
    Link,
    /// Any other text.
    Other,
}

impl TextRole {
    /// All roles, primary ones first.
    pub(crate) const ALL: [Self; 13] = [
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
        Self::Link,
        Self::Other,
    ];

    /// Whether a query can match a whole value of this role (`tag:="a b"`), as facets do.
    pub(crate) fn supports_exact_match(self) -> bool {
        matches!(self, Self::Speaker | Self::Series | Self::Tag | Self::Language)
    }

    /// Whether texts of this role are people's names, which match in more spellings than other values.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::Speaker | Self::Host)
    }

    /// Whether it is stored in [`ShortFields`], which are always searchable, rather than in [`LongFields`], which are
    /// loaded on demand.
    pub(crate) fn is_short(self) -> bool {
        self.is_primary() || self == Self::Language
    }

    /// Whether it identifies a talk in a list (speaker, title, series, tag), rather than being a text to read.
    pub(crate) fn is_primary(self) -> bool {
        matches!(self, Self::Speaker | Self::Title | Self::Series | Self::Tag)
    }
}

/// Splits a text into folded words in Latin letters. Spellings that a search treats as equal give the same words.
pub(crate) fn fold_words(text: &str) -> Vec<String> {
    let (folded, _) = fold::fold_to_string(text, fold::FoldForm::Latin);
    folded.split_whitespace().map(str::to_owned).collect()
}

/// The key shared by all spellings of a value: its folded words.
///
/// Text with Han characters is not transliterated, because the names of many people look the same in Latin letters. A
/// text without letters is its own key.
pub(crate) fn fold_key(text: &str) -> String {
    let form = if text.chars().any(scripts::is_han) { fold::FoldForm::Plain } else { fold::FoldForm::Latin };
    let (folded, _) = fold::fold_to_string(text, form);
    if folded.is_empty() { text.to_owned() } else { folded }
}

/// Appends the folded words of a long text to `out`, in the original script and with blanks around them.
pub(crate) fn fold_prose(text: &str, out: &mut Vec<u8>) {
    fold::fold_prose(text, out);
}

/// Whether a letter belongs to a script written without spaces; folding makes each such letter a word.
pub(crate) fn is_unspaced(letter: char) -> bool {
    scripts::is_unspaced(letter)
}
