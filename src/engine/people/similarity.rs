//! Name similarity: whether two spellings may be the same person. Used by merging and by `check`. The kinds, most
//! certain first:
//!
//! 1. *folding*: they differ only in accents, case, punctuation or script;
//! 2. *order*: the same names in another order;
//! 3. *letter*: one name of five letters or more differs by one letter, and all others are the same, one of them with
//!    four letters or more;
//! 4. *initials*: the same last name, and one first name is the initial of the other.
//!
//! Comparing every pair would take minutes for a large archive. Two spellings that differ by one letter become equal
//! when a letter is deleted from one or both, so sorting all spellings by their deletions brings them together.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::search;

/// How two spellings differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameSimilarity {
    /// In accents, case or punctuation.
    Folding,
    /// In the order of the names.
    Order,
    /// In one letter.
    Letter,
    /// One has an initial for the other's first name.
    Initials,
}

impl NameSimilarity {
    /// A description of the difference, for messages.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Folding => "accents, case or punctuation",
            Self::Order => "the order of the names",
            Self::Letter => "one letter",
            Self::Initials => "initials",
        }
    }
}

/// A name has at most this many words of at most this many letters; anything longer is a sentence and is only folded.
const MAX_WORDS: usize = 12;
const MAX_LETTERS: usize = 40;

/// If deleting a letter makes more spellings than this equal, they are numbered names, not typos.
const MAX_GROUP: usize = 64;

/// A name, folded.
#[derive(Debug, Default)]
pub(crate) struct FoldedName {
    pub(crate) words: Vec<String>,
    /// The words joined in their original order.
    key: String,
    /// The words joined in alphabetical order.
    sorted: String,
}

impl FoldedName {
    /// A name in Latin letters, whatever its script: for a suggestion that a person reviews.
    pub(crate) fn for_checking(name: &str) -> Self {
        Self::new(search::fold_words(name))
    }

    /// A name in Latin letters, or in the original script if it has Han characters: for a merge that nobody reviews.
    /// Many Han names look the same in Latin letters. Names in Han characters are never reordered.
    pub(crate) fn for_merging(name: &str) -> Self {
        let key = search::fold_key(name);
        let words = search::fold_words(name);
        if key == words.join(" ") {
            return Self::new(words);
        }
        Self { words: Vec::new(), sorted: key.clone(), key }
    }

    fn new(words: Vec<String>) -> Self {
        let key = words.join(" ");
        let mut order: Vec<&str> = words.iter().map(String::as_str).collect();
        order.sort_unstable();
        let sorted = order.join(" ");
        Self { words, key, sorted }
    }

    fn is_plausible_name(&self) -> bool {
        self.words.len() <= MAX_WORDS && self.words.iter().all(|word| word.len() <= MAX_LETTERS)
    }
}

/// The spellings of an archive, the more likely ones first, indexed by similarity.
pub(crate) struct SimilarNames<'a> {
    names: &'a [FoldedName],
    /// The first spelling with these words.
    by_words: HashMap<&'a str, usize>,
    /// The first spelling with these words in any order.
    by_sorted_words: HashMap<&'a str, usize>,
    /// For each spelling, the earlier ones that differ from it by one letter.
    one_letter_apart: HashMap<usize, Vec<usize>>,
    by_initial: HashMap<(&'a str, char), InitialGroup>,
}

/// Spellings with the same last name and first letter, the more likely first.
#[derive(Debug, Default)]
struct InitialGroup {
    /// Spellings with only the initial.
    short: Vec<usize>,
    /// Spellings with the full first name.
    full: Vec<usize>,
}

impl<'a> SimilarNames<'a> {
    /// Indexes all spellings.
    pub(crate) fn new(names: &'a [FoldedName]) -> Self {
        let mut by_words = HashMap::with_capacity(names.len());
        let mut by_sorted_words = HashMap::with_capacity(names.len());
        let mut by_initial: HashMap<_, InitialGroup> = HashMap::new();
        let mut lacking = Vec::new();
        for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.key.is_empty()) {
            by_sorted_words.entry(name.sorted.as_str()).or_insert(at);
            if *by_words.entry(name.key.as_str()).or_insert(at) < at {
                continue;
            }
            if let Some(family) = initial_key(&name.words) {
                let group = by_initial.entry(family).or_default();
                if has_initial(&name.words) { group.short.push(at) } else { group.full.push(at) }
            }
            if name.is_plausible_name() {
                for_each_deletion(&name.words, |key| lacking.push((key, at)));
            }
        }
        Self {
            names,
            by_words,
            by_sorted_words,
            one_letter_apart: group_by_deletion(names, lacking),
            by_initial,
        }
    }

    /// The first spelling that this one may be a variant of, trying the most certain similarity first.
    pub(crate) fn best_match(&self, at: usize) -> Option<(usize, NameSimilarity)> {
        let ways = [
            (self.same_words(at), NameSimilarity::Folding),
            (self.same_words_reordered(at), NameSimilarity::Order),
            (self.one_letter_apart(at).first().copied(), NameSimilarity::Letter),
            (self.matching_initials(at), NameSimilarity::Initials),
        ];
        ways.into_iter().find_map(|(known, how)| Some((known?, how)))
    }

    /// The first earlier spelling with the same words.
    pub(crate) fn same_words(&self, at: usize) -> Option<usize> {
        let name = self.names.get(at)?;
        self.by_words.get(name.key.as_str()).copied().filter(|&known| known < at)
    }

    /// The first earlier spelling with the same words in any order.
    pub(crate) fn same_words_reordered(&self, at: usize) -> Option<usize> {
        let name = self.names.get(at)?;
        self.by_sorted_words.get(name.sorted.as_str()).copied().filter(|&known| known < at)
    }

    /// The earlier spellings that differ by one letter, the more likely first.
    pub(crate) fn one_letter_apart(&self, at: usize) -> &[usize] {
        self.one_letter_apart.get(&at).map(Vec::as_slice).unwrap_or_default()
    }

    fn matching_initials(&self, at: usize) -> Option<usize> {
        let words = &self.names.get(at)?.words;
        let group = self.by_initial.get(&initial_key(words)?)?;
        let others = if has_initial(words) { &group.full } else { &group.short };
        // A short family name with an initial could be anybody.
        let telling = |known: usize| {
            let other = self.names.get(known).map(|name| name.words.as_slice()).unwrap_or_default();
            other.iter().any(|word| word.len() > 3 && words.contains(word))
        };
        others.iter().copied().take(MAX_GROUP).take_while(|&known| known < at).find(|&known| telling(known))
    }

    /// The full names that the initials of this spelling may be short for; `None` if it has no initials or if too many
    /// names fit.
    pub(crate) fn full_names(&self, at: usize) -> Option<&[usize]> {
        let words = self.names.get(at).map(|name| &name.words).filter(|words| has_initial(words))?;
        self.by_initial
            .get(&initial_key(words)?)
            .map(|group| group.full.as_slice())
            .filter(|full| full.len() <= MAX_GROUP)
    }
}

/// The last name and the first letter of the first name.
fn initial_key(words: &[String]) -> Option<(&str, char)> {
    let [first, .., last] = words else { return None };
    Some((last, first.chars().next()?))
}

/// Whether the first name is a single letter.
fn has_initial(words: &[String]) -> bool {
    words.first().is_some_and(|first| first.chars().nth(1).is_none())
}

/// Whether the middle names that both have are compatible: equal, or one is a prefix of the other.
pub(crate) fn middle_names_agree(a: &[String], b: &[String]) -> bool {
    let ([_, a @ .., _], [_, b @ .., _]) = (a, b) else { return false };
    a.iter().zip(b).all(|(a, b)| a.starts_with(b.as_str()) || b.starts_with(a.as_str()))
}

/// Calls `put` with a hash of the name as it is, and of the name with each letter deleted. Names that differ by one
/// letter share a hash.
fn for_each_deletion(words: &[String], mut put: impl FnMut(u64)) {
    for (at, word) in words.iter().enumerate() {
        let others = || words.iter().enumerate().filter(|&(other, _)| other != at);
        if word.len() <= 4 || !others().any(|(_, other)| other.len() > 3) {
            continue;
        }
        let mut rest = DefaultHasher::new();
        (at, words.len()).hash(&mut rest);
        others().for_each(|(_, other)| other.hash(&mut rest));
        let mut key = |before: &str, after: &str| {
            let mut key = rest.clone();
            key.write(before.as_bytes());
            key.write(after.as_bytes());
            put(key.finish());
        };
        key(word, "");
        for (start, letter) in word.char_indices() {
            if let Some((before, after)) = word.split_at_checked(start)
                && let Some(after) = after.get(letter.len_utf8()..)
            {
                key(before, after);
            }
        }
    }
}

/// Groups spellings that share a deletion, and keeps the pairs that really differ by one letter.
fn group_by_deletion(names: &[FoldedName], mut lacking: Vec<(u64, usize)>) -> HashMap<usize, Vec<usize>> {
    lacking.sort_unstable();
    lacking.dedup();
    let mut letters: HashMap<usize, Vec<usize>> = HashMap::new();
    for group in lacking.chunk_by(|a, b| a.0 == b.0).filter(|group| (2..=MAX_GROUP).contains(&group.len())) {
        for (count, &(_, at)) in group.iter().enumerate() {
            for &(_, known) in group.iter().take(count) {
                let apart = |(a, b): (&FoldedName, &FoldedName)| differ_by_one_letter(&a.words, &b.words);
                if names.get(at).zip(names.get(known)).is_some_and(apart) {
                    letters.entry(at).or_default().push(known);
                }
            }
        }
    }
    for known in letters.values_mut() {
        known.sort_unstable();
        known.dedup();
    }
    letters
}

/// Whether all words are the same except one of five letters or more, which differs by one letter.
fn differ_by_one_letter(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() || a.len() < 2 {
        return false;
    }
    let mut different = a.iter().zip(b).filter(|(a, b)| a != b);
    match (different.next(), different.next()) {
        (Some((a, b)), None) => a.len() > 4 && b.len() > 4 && strsim::osa_distance(a, b) == 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(names: &[&str]) -> Option<(usize, NameSimilarity)> {
        let names: Vec<FoldedName> = names.iter().map(|name| FoldedName::for_checking(name)).collect();
        SimilarNames::new(&names).best_match(names.len() - 1)
    }

    #[test]
    fn the_surest_way_is_told() {
        assert_eq!(first(&["Ann Abel", "Renée Gagné", "Renee GAGNE"]), Some((1, NameSimilarity::Folding)));
        assert_eq!(first(&["Gagné, Renée", "Renee Gagne"]), Some((0, NameSimilarity::Order)));
        assert_eq!(first(&["R. Gagner", "Renée Gagner", "Renée Gagnre"]), Some((1, NameSimilarity::Letter)));
        assert_eq!(first(&["Renée Gagner", "R. Gagner"]), Some((0, NameSimilarity::Initials)));
        assert_eq!(first(&["R. Gagner", "Renée Gagner"]), Some((0, NameSimilarity::Initials)));
    }

    #[test]
    fn short_names_differ_by_a_letter_and_are_two() {
        for (a, b) in [("Wei Lin", "Wei Lia"), ("Renée Abel", "Renée Abal"), ("Ann Gagner", "Ann Gagnar")] {
            assert_eq!(first(&[a, b]), None, "{a}, {b}");
        }
        assert_eq!(first(&["???", "!!!"]), None);
    }

    proptest! {
        /// Sorting by deletions finds everything that comparing all pairs would find.
        #[test]
        fn no_slip_is_missed(names in prop::collection::vec("(renee|boris) [ab]{5,6}( [ab]{5})?", 1..20)) {
            let names: Vec<FoldedName> = names.iter().map(|name| FoldedName::for_checking(name)).collect();
            let alike = SimilarNames::new(&names);
            for (at, name) in names.iter().enumerate() {
                if alike.same_words(at).is_some() {
                    continue;
                }
                let wanted: Vec<usize> = (0..at)
                    .filter(|&known| alike.same_words(known).is_none())
                    .filter(|&known| differ_by_one_letter(&names[known].words, &name.words))
                    .collect();
                prop_assert_eq!(alike.one_letter_apart(at), wanted);
            }
        }
    }
}
