//! People: the speakers of an archive, each with all spellings of the name.
//!
//! An archive with many authors has `Renée Gagné`, `GAGNE, Renee` and `R. Gagné`, and a reader wants one person with
//! all talks. Nobody reviews these guesses, so a wrong merge is worse than a missing one. `check`
//! reports every pair of similar spellings; both use `similarity`, but merging requires more.
//!
//! Spellings are processed one at a time, the one with the most talks first; in a tie, the one with accents or with the
//! first name written out. Each is assigned to a known person or becomes a new one:
//!
//! 1. Spellings that *fold* to the same words are one person: accents, case and punctuation do not count, and Иванов is
//!    Ivanov. Names in Han characters must have the same characters, because too many of them look the same in Latin
//!    letters.
//! 2. So are those with the same words in another *order*.
//! 3. A spelling one *letter* away from a known one joins that person if it is close to no other person, and if the
//!    known spelling is certain and not itself a guess. So no chain of typos leads from one person to another.
//! 4. Finally, *initials* join a full name if they fit only one person in the archive, middle names included. If
//!    several initials fit the same person, they must also be compatible with one another.
//!
//! Except for rule 1, two spellings that occur together in one talk are two people, however similar they are.

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

/// A speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The most common spelling; in a tie, the one with accents or with the first name written out.
    pub name: Text,
    /// All other spellings, the more common ones first.
    pub variants: Vec<Text>,
    /// The talks, each once, in the order of the input.
    pub talks: Vec<Handle>,
}

/// All speakers of an archive.
#[derive(Debug, Default)]
pub struct People {
    persons: Vec<Person>,
    /// Index of the person for every spelling.
    by_spelling: HashMap<Text, usize>,
}

/// A spelling and the talks that have it, as indices into the input.
struct NameSpelling {
    name: Text,
    talks: Vec<u32>,
}

impl People {
    /// Collects the speakers of seminars and merges their spellings.
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

    /// The person with this name, in any spelling that the archive has.
    #[must_use]
    pub fn get(&self, name: &Text) -> Option<&Person> {
        self.persons.get(*self.by_spelling.get(name)?)
    }

    /// The most common spelling of a person's name; an unknown spelling is returned unchanged.
    #[must_use]
    pub fn display_name<'a>(&'a self, spelling: &'a Text) -> &'a Text {
        self.get(spelling).map_or(spelling, |person| &person.name)
    }

    /// All persons, those with the most talks first, then by name.
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
