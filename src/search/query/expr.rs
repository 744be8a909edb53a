//! The parts of a query: words and phrases, filters, and how they are joined.

use std::fmt;

use super::field::{FIELDS, QueryField};
use super::filter::Filter;
use crate::recording::{Link, bare_address};
use crate::search::fold::{FoldForm, fold_to_string};
use crate::search::{TextRole, fold_key, scripts};

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) enum Expr {
    /// A word or phrase.
    Word(Word),
    /// A date, a length, or something that a talk has.
    Filter(Filter),
    /// All of these; the empty list matches everything.
    All(Vec<Expr>),
    /// One of these.
    Any(Vec<Expr>),
    /// All but this.
    Not(Box<Expr>),
}

/// A word or phrase to look for. Two words are equal if they match the same texts, however they were typed.
#[derive(Debug, Clone, Eq)]
pub(in crate::search) struct Word {
    /// The role of the texts to search; any role if `None`.
    pub(in crate::search) role: Option<TextRole>,
    /// As typed.
    pub(super) typed: String,
    /// Its folded spellings, never empty: as typed, and without hyphens and apostrophes if it has some. For a whole
    /// value, its key.
    pub(in crate::search) spellings: Vec<String>,
    /// How many letters were typed.
    pub(in crate::search) letter_count: usize,
    pub(in crate::search) shape: WordShape,
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role && self.shape == other.shape && self.spellings == other.spellings
    }
}

/// How a word must appear in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum WordShape {
    /// As the start of a word.
    Word,
    /// As whole words.
    Phrase,
    /// As whole words, except that the last one may be incomplete: a phrase that is still being typed.
    OpenPhrase,
    /// As a whole value: an entire name, series or tag.
    WholeValue,
}

impl Expr {
    /// All words that are not excluded.
    pub(in crate::search) fn words(&self) -> Vec<&Word> {
        match self {
            Self::Word(word) => vec![word],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::words).collect(),
            Self::Filter(_) | Self::Not(_) => Vec::new(),
        }
    }

    /// Whether nothing is excluded, so that searching more texts can only add matches.
    pub(in crate::search) fn excludes_nothing(&self) -> bool {
        match self {
            Self::Word(_) | Self::Filter(_) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::excludes_nothing),
            Self::Not(_) => false,
        }
    }

    /// Whether it searches any of the long fields.
    pub(super) fn needs_long_fields(&self) -> bool {
        match self {
            Self::Word(word) => {
                TextRole::ALL.into_iter().any(|role| !role.is_short() && word.applies_to(role))
            }
            Self::Filter(_) => false,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::needs_long_fields),
            Self::Not(part) => part.needs_long_fields(),
        }
    }

    /// Whether it tests the user's flags.
    pub(super) fn tests_flags(&self) -> bool {
        match self {
            Self::Word(_) => false,
            Self::Filter(filter) => filter.tests_flags(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::tests_flags),
            Self::Not(part) => part.tests_flags(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Self], between: &str| {
            for (at, part) in parts.iter().enumerate() {
                f.write_str(if at == 0 { "" } else { between })?;
                match part {
                    Self::All(_) | Self::Any(_) => write!(f, "({part})")?,
                    _ => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Word(word) => write!(f, "{word}"),
            Self::Filter(filter) => write!(f, "{filter}"),
            Self::All(parts) => list(f, parts, " "),
            Self::Any(parts) => list(f, parts, " OR "),
            Self::Not(part) => match &**part {
                Self::Word(_) | Self::Filter(_) => write!(f, "-{part}"),
                _ => write!(f, "-({part})"),
            },
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.role.and_then(|role| FIELDS.iter().find(|own| own.field == QueryField::Text(role)));
        if let Some(field) = field {
            write!(f, "{}:", field.name)?;
        }
        match self.shape {
            WordShape::Word => f.write_str(&self.typed),
            WordShape::Phrase | WordShape::OpenPhrase => write!(f, "\"{}\"", self.typed),
            WordShape::WholeValue => write!(f, "=\"{}\"", self.typed),
        }
    }
}

impl Word {
    /// A single word; `None` if it has no letters.
    pub(super) fn single(typed: &str, field: Option<TextRole>) -> Option<Self> {
        Self::new(typed, field, WordShape::Word)
    }

    /// A phrase, `open` if its closing quote is missing; `None` if it has no letters.
    pub(super) fn phrase(typed: &str, field: Option<TextRole>, open: bool) -> Option<Self> {
        let goes_on = open && !typed.ends_with(char::is_whitespace);
        Self::new(typed, field, if goes_on { WordShape::OpenPhrase } else { WordShape::Phrase })
    }

    /// A whole value; `None` for an empty one.
    pub(super) fn whole_value(typed: &str, role: TextRole) -> Option<Self> {
        let key = fold_key(typed.trim());
        (!key.is_empty()).then(|| Self {
            role: Some(role),
            typed: typed.trim().to_owned(),
            letter_count: scripts::letter_count(&key),
            spellings: vec![key],
            shape: WordShape::WholeValue,
        })
    }

    /// A web address typed with its scheme or `www.`; it matches the links that start with it.
    pub(super) fn address(typed: &str) -> Option<Self> {
        bare_address(typed)?;
        let word = Self::new(
            bare_address(Link::parse(typed).ok()?.as_str())?,
            Some(TextRole::Link),
            WordShape::Word,
        )?;
        Some(Self { typed: typed.to_owned(), ..word })
    }

    /// Whether it is a whole value that equals this text.
    pub(in crate::search) fn equals_value(&self, text: &str) -> bool {
        self.shape == WordShape::WholeValue
            && self.spellings.first().is_some_and(|own| *own == fold_key(text))
    }

    fn new(typed: &str, field: Option<TextRole>, shape: WordShape) -> Option<Self> {
        let (plain, differs) = fold_to_string(typed, FoldForm::Plain);
        let letters = scripts::letter_count(&plain);
        let mut spellings = vec![plain];
        if differs.forms().any(|form| form == FoldForm::Loose) {
            spellings.push(fold_to_string(typed, FoldForm::Loose).0);
            spellings.dedup();
        }
        (letters > 0).then(|| Self {
            role: field,
            typed: typed.to_owned(),
            spellings,
            letter_count: letters,
            shape,
        })
    }

    /// Whether it is searched in texts of this role.
    pub(in crate::search) fn applies_to(&self, role: TextRole) -> bool {
        match self.role {
            Some(field) => field == role,
            None if role == TextRole::Link => false,
            // One or two letters start some word of nearly every long text.
            None => role.is_primary() || self.shape != WordShape::Word || self.letter_count >= 3,
        }
    }

    /// The spellings in which a typo is allowed: single words of five letters or more.
    pub(in crate::search) fn typo_spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str).filter(|spelling| {
            self.shape == WordShape::Word && !spelling.contains(' ') && spelling.chars().count() >= 5
        })
    }
}
