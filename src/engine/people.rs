//! *People* are those who speak in an archive, each under all spellings of the name.
//!
//! An archive that many hands wrote has `Renée Gagné`, `GAGNE, Renee` and `R. Gagné`, and a reader wants one person with
//! all talks. Nobody looks at a guess made here, so a wrong one is worse than none. [`check`](crate::check) tells every
//! likeness of two spellings, and both find them in the same way; here more is asked for.
//!
//! Spellings are taken in one after the other, the one with the most talks first and between equals the one with its
//! accents or its first name written out. Each goes to a person who is known already, or is a person of its own:
//!
//! 1. Spellings that *fold* alike are one person: accents, case and punctuation do not count, and Иванов is Ivanov.
//!    Names in Han characters must have the same characters, for in Latin letters too many are one.
//! 2. So are those with the same names in another *order*.
//! 3. One that is a *letter* away joins if there is only one person whose name is, and if it is that person's name
//!    itself and not another guess: so no chain of slips leads from one person to another.
//! 4. At last *initials* join a full name if the archive has only one such name that the initials fit, middle names
//!    included; and when several do, if they agree with one another.
//!
//! But for the first, two spellings that stand side by side in one talk are two people, however much they look alike.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Deref;

use super::interner::non_ascii_count;
use crate::records::Handle;
use crate::search;
use crate::seminar::Seminar;
use crate::text::Text;

mod card;
mod merge;
pub(crate) mod similarity;

pub use card::{Affiliation, Bio, SpeakerCard, affiliations};

use similarity::FoldedName;

/// Someone who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The spelling that most talks have; between equals the one with its accents or its first name written
    /// out.
    pub name: Text,
    /// All other spellings, the more common ones first.
    pub variants: Vec<Text>,
    /// The talks, in the order in which they were given, each once.
    pub talks: Vec<Handle>,
}

/// Everyone who speaks in an archive.
#[derive(Debug, Default)]
pub struct People {
    persons: Vec<Person>,
    /// The person of every spelling.
    by_spelling: HashMap<Text, usize>,
}

/// A spelling and the talks that have it, as places in the order given.
struct NameSpelling {
    name: Text,
    talks: Vec<u32>,
}

impl People {
    /// Finds out who speaks in seminars.
    #[must_use]
    pub fn from_seminars<S: Deref<Target = Seminar>>(seminars: impl Iterator<Item = (Handle, S)>) -> Self {
        let (handles, mut spellings) = collect_spellings(seminars);
        spellings.sort_by_cached_key(|NameSpelling { name, talks }| {
            (Reverse(talks.len()), Reverse(non_ascii_count(name)), starts_with_initial(name), name.clone())
        });
        let names: Vec<FoldedName> =
            spellings.iter().map(|spelling| FoldedName::for_merging(&spelling.name)).collect();
        let (spellings, talks): (Vec<Text>, Vec<Vec<u32>>) =
            spellings.into_iter().map(|spelling| (spelling.name, spelling.talks)).unzip();
        let merged = merge::merge(&names, &talks);
        let mut persons: Vec<Person> =
            merged.iter().filter_map(|members| build_person(members, &spellings, &talks, &handles)).collect();
        persons.sort_by_cached_key(|person| {
            (Reverse(person.talks.len()), search::fold_key(&person.name), person.name.clone())
        });
        let mut by_spelling = HashMap::with_capacity(spellings.len());
        for (at, person) in persons.iter().enumerate() {
            for name in std::iter::once(&person.name).chain(&person.variants) {
                by_spelling.insert(name.clone(), at);
            }
        }
        Self { persons, by_spelling }
    }

    /// The person with a name, in any spelling that the archive has.
    #[must_use]
    pub fn get(&self, name: &Text) -> Option<&Person> {
        self.persons.get(*self.by_spelling.get(name)?)
    }

    /// The name that the person of a spelling goes by; a spelling that nobody has goes by itself.
    #[must_use]
    pub fn display_name<'a>(&'a self, spelling: &'a Text) -> &'a Text {
        self.get(spelling).map_or(spelling, |person| &person.name)
    }

    /// Everyone, those with the most talks first, then by name.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.persons.iter()
    }
}

fn starts_with_initial(name: &str) -> bool {
    name.chars().nth(1).is_none_or(|second| !second.is_alphanumeric())
}

/// All spellings with their talks, and the handles of the talks.
fn collect_spellings<S: Deref<Target = Seminar>>(
    seminars: impl Iterator<Item = (Handle, S)>,
) -> (Vec<Handle>, Vec<NameSpelling>) {
    let (mut handles, mut spellings) = (Vec::new(), Vec::<NameSpelling>::new());
    let mut known: HashMap<Text, usize> = HashMap::new();
    for (talk, (handle, seminar)) in (0u32..).zip(seminars) {
        handles.push(handle);
        for speaker in &seminar.speakers {
            let at = known.get(&speaker.name).copied().unwrap_or_else(|| {
                known.insert(speaker.name.clone(), spellings.len());
                spellings.push(NameSpelling { name: speaker.name.clone(), talks: Vec::new() });
                spellings.len() - 1
            });
            if let Some(spelling) = spellings.get_mut(at).filter(|s| s.talks.last() != Some(&talk)) {
                spelling.talks.push(talk);
            }
        }
    }
    (handles, spellings)
}

fn build_person(
    members: &[usize],
    spellings: &[Text],
    talks: &[Vec<u32>],
    handles: &[Handle],
) -> Option<Person> {
    let mut names = members.iter().filter_map(|&at| spellings.get(at)).cloned();
    let name = names.next()?;
    let mut talks: Vec<u32> = members.iter().filter_map(|&at| talks.get(at)).flatten().copied().collect();
    talks.sort_unstable();
    talks.dedup();
    let talks = talks.iter().filter_map(|&talk| handles.get(usize::try_from(talk).ok()?)).copied();
    Some(Person { name, variants: names.collect(), talks: talks.collect() })
}

#[cfg(test)]
mod tests;
