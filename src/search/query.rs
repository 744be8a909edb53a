//! A *query* is what the reader asks for: words, each anywhere or in one field, that must all be there.

use std::ops::Range;

use thiserror::Error;

use super::fold::{Form, folded};
use super::letters;
use super::{Rank, Role, highlight};

/// More words than this are no question; each is looked for in the whole archive.
const MOST_WORDS: usize = 64;

/// Why a text is not a query.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    /// More words than could be looked for in time.
    #[error("a query has at most {MOST_WORDS} words")]
    TooLong {
        /// Where in the text the first word too many stands.
        at: Range<usize>,
    },
}

impl QueryError {
    /// The part of the text that is wrong.
    #[must_use]
    pub fn at(&self) -> Range<usize> {
        match self {
            Self::TooLong { at } => at.clone(),
        }
    }
}

/// What the reader asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    root: Expr,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    /// A word.
    Word(Word),
    /// All of these; nothing asks for everything.
    All(Vec<Expr>),
}

/// Where a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Anywhere.
    Any,
    /// In the names of the speakers.
    Speaker,
}

/// A word as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Where.
    pub(super) field: Field,
    /// Its folded spellings, never empty: as typed, and without joints where it has some.
    pub(super) spellings: Vec<String>,
    /// How many letters were typed.
    pub(super) letters: usize,
}

impl Query {
    /// Reads a query: words with blanks between them; `speaker:` or `s:` before a word looks for it in names alone.
    ///
    /// A field whose word is still to be typed asks for nothing yet, and so does a word without a letter.
    ///
    /// ```
    /// use seminars::search::Query;
    /// assert!(Query::parse("speaker:").unwrap().is_empty());
    /// assert!(!Query::parse("s:han tinyml").unwrap().is_empty());
    /// ```
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut all = Vec::new();
        // `speaker: han` is `speaker:han`.
        let mut waiting = Field::Any;
        for token in text.split_whitespace() {
            if token.strip_suffix(':').is_some_and(is_speaker) {
                waiting = Field::Speaker;
                continue;
            }
            let field = std::mem::replace(&mut waiting, Field::Any);
            let Some(word) = Word::read(token, field).map(Expr::Word).filter(|word| !all.contains(word))
            else {
                continue;
            };
            if all.len() == MOST_WORDS {
                let start = token.as_ptr().addr() - text.as_ptr().addr();
                let at = start..start + token.len();
                return Err(QueryError::TooLong { at });
            }
            all.push(word);
        }
        Ok(Self { root: Expr::All(all) })
    }

    /// Whether it asks for nothing, so that every seminar answers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.words().is_empty()
    }

    /// The parts of `text` to highlight, in bytes: ascending, apart from each other, on grapheme boundaries.
    ///
    /// `role` is what the text is in its seminar, and `rank` how the seminar answered: words with a typo are looked
    /// for when that is what it took.
    #[must_use]
    pub fn highlights(&self, text: &str, role: Role, rank: Rank) -> Vec<Range<usize>> {
        highlight::ranges(&self.root.words(), text, role, rank)
    }

    pub(super) fn root(&self) -> &Expr {
        &self.root
    }
}

impl Expr {
    /// The words that an answer holds.
    pub(super) fn words(&self) -> Vec<&Word> {
        match self {
            Self::Word(word) => vec![word],
            Self::All(parts) => parts.iter().flat_map(Self::words).collect(),
        }
    }
}

impl Word {
    /// Reads a word that stands in `field` unless it names one itself.
    fn read(token: &str, field: Field) -> Option<Self> {
        let (field, typed) = match token.split_once(':') {
            Some((name, typed)) if is_speaker(name) => (Field::Speaker, typed),
            _ => (field, token),
        };
        let (plain, differs) = folded(typed, Form::Plain);
        let letters = letters::count(&plain);
        let mut spellings = vec![plain];
        if differs.forms().any(|form| form == Form::Loose) {
            spellings.push(folded(typed, Form::Loose).0);
            spellings.dedup();
        }
        (letters > 0).then_some(Self { field, spellings, letters })
    }

    /// Long enough to be looked for in texts, where shorter beginnings are everywhere.
    pub(super) fn fits_texts(&self) -> bool {
        self.field == Field::Any && self.letters >= 3
    }

    /// The spellings in which a typo is forgiven: single words of five letters or more.
    pub(super) fn forgiving(&self) -> impl Iterator<Item = &str> {
        self.spellings
            .iter()
            .map(String::as_str)
            .filter(|spelling| !spelling.contains(' ') && spelling.chars().count() >= 5)
    }
}

fn is_speaker(name: &str) -> bool {
    ["speaker", "s"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<(Field, Vec<String>)> {
        let query = Query::parse(text).unwrap();
        query.root().words().into_iter().map(|word| (word.field, word.spellings.clone())).collect()
    }

    fn word(field: Field, spellings: &[&str]) -> (Field, Vec<String>) {
        (field, spellings.iter().map(|&s| s.to_owned()).collect())
    }

    #[test]
    fn a_field_restricts_its_word_to_speakers() {
        let han = word(Field::Speaker, &["han"]);
        for text in ["speaker:han", "s:Han", "  Speaker:HAN  s:han"] {
            assert_eq!(words(text), std::slice::from_ref(&han), "{text}");
        }
        assert_eq!(words("song s:han"), [word(Field::Any, &["song"]), han]);
    }

    #[test]
    fn what_is_not_yet_a_word_asks_for_nothing() {
        for text in ["", "  ", "speaker:", "s:", "-", "🔬 …", "s:\u{301}"] {
            assert!(Query::parse(text).unwrap().is_empty(), "{text}");
        }
    }

    #[test]
    fn another_field_is_a_plain_word_for_now() {
        assert_eq!(words("room:12"), [word(Field::Any, &["room 12"])]);
    }

    #[test]
    fn a_word_with_joints_is_looked_for_without_them_too() {
        assert_eq!(words("t'kindt"), [word(Field::Any, &["t kindt", "tkindt"])]);
        assert_eq!(words("Müller"), [word(Field::Any, &["muller", "mueller"])]);
        assert_eq!(words("o-"), [word(Field::Any, &["o"])]);
    }

    #[test]
    fn too_many_words_are_refused_at_their_place() {
        let text = (0..70).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let error = Query::parse(&text).unwrap_err();
        assert_eq!(error.to_string(), "a query has at most 64 words");
        assert_eq!(text.get(error.at()), Some("w64"));
    }

    proptest! {
        #[test]
        fn every_text_can_be_read(text in any::<String>()) {
            if let Ok(query) = Query::parse(&text) {
                prop_assert!(query.root().words().iter().all(|word| word.letters > 0));
            }
        }
    }
}
