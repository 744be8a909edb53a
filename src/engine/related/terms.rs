//! Terms: the words of a talk's title, tags and abstract, each stored as a hash.
//!
//! A term is a folded word of four letters or more without the plural s; in unspaced scripts, two adjacent characters;
//! and a tag of several words as a whole. The hash has 31 bits and no table of words is kept: among the 300,000 words
//! of a large archive about twenty pairs collide, which nobody will notice.

use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;

use crate::search;
use crate::seminar::Seminar;

/// The fewest letters of a term.
const MIN_LETTERS: usize = 4;

/// A term in a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term(u32);

impl Term {
    fn new(number: u32, in_title: bool) -> Self {
        Self(number << 1 | u32::from(!in_title))
    }

    /// The hash of the word, the same in all talks.
    pub(super) fn hash(self) -> u32 {
        self.0 >> 1
    }

    /// Whether it is in the title or a tag.
    pub(super) fn in_title(self) -> bool {
        self.0 & 1 == 0
    }
}

/// The hash of a text, never 0.
pub(super) fn hash_text(folded: &[u8]) -> u32 {
    let mut hash = folded.len() as u64;
    for part in folded.chunks(8) {
        let part = part.iter().fold(0u64, |part, &byte| part << 8 | u64::from(byte));
        hash = (hash.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    hash ^= hash >> 32;
    u32::try_from(hash.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 33).unwrap_or_default().max(1)
}

/// Fills `terms` with the terms of a talk, each once, sorted by hash.
pub(super) fn extract(seminar: &Seminar, folded: &mut Vec<u8>, terms: &mut Vec<Term>) {
    terms.clear();
    let title = seminar.title.iter().chain(&seminar.tags).map(|text| (text, true));
    for (text, in_title) in title.chain(seminar.abstract_text.iter().map(|text| (text, false))) {
        folded.clear();
        search::fold_prose(text, folded);
        for_each_term(folded, |number| terms.push(Term::new(number, in_title)));
    }
    for tag in &seminar.tags {
        terms.extend(tag_term(tag, folded).map(|number| Term::new(number, true)));
    }
    terms.sort_unstable();
    terms.dedup_by_key(|term| term.hash());
}

/// The term of a tag of several words, as a whole.
fn tag_term(tag: &str, folded: &mut Vec<u8>) -> Option<u32> {
    folded.clear();
    search::fold_prose(tag, folded);
    let tag = folded.trim_ascii();
    tag.contains(&b' ').then(|| hash_text(tag))
}

/// Calls `visit` with the hash of each term of a folded text.
fn for_each_term(folded: &[u8], mut put: impl FnMut(u32)) {
    let mut before = None;
    for word in folded.split(|&byte| byte == b' ').filter(|word| !word.is_empty()) {
        if is_unspaced_character(word) {
            let own = hash_text(word);
            if let Some(before) = before.replace(own) {
                put(hash_pair(before, own));
            }
        } else {
            before = None;
            if let Some(number) = hash_word(word) {
                put(number);
            }
        }
    }
}

fn hash_pair(before: u32, after: u32) -> u32 {
    hash_text(&(u64::from(before) << 32 | u64::from(after)).to_be_bytes())
}

/// Whether a folded word is a character of an unspaced script.
fn is_unspaced_character(word: &[u8]) -> bool {
    word.first().is_some_and(|byte| !byte.is_ascii())
        && std::str::from_utf8(word).is_ok_and(|word| word.chars().next().is_some_and(search::is_unspaced))
}

/// The hash of a folded word, if it is long enough to be a term.
pub(super) fn hash_word(word: &[u8]) -> Option<u32> {
    if word.is_ascii() {
        let is_word = word.len() >= MIN_LETTERS && word.iter().any(u8::is_ascii_alphabetic);
        return is_word.then(|| hash_text(singular(word)));
    }
    let letters = std::str::from_utf8(word).ok()?.chars().filter(|&c| !is_combining_mark(c)).count();
    (letters >= MIN_LETTERS).then(|| hash_text(word))
}

/// `controllers` and `controller` are one term; `class`, `analysis` and `torus` are not plurals.
fn singular(word: &[u8]) -> &[u8] {
    match word {
        [rest @ .., before, b's'] if rest.len() >= 3 && !matches!(before, b's' | b'u' | b'i') => {
            word.split_last().map_or(word, |(_, singular)| singular)
        }
        _ => word,
    }
}

/// The terms of a talk as they are spelt in it; of several spellings the one with the fewest capitals, because titles
/// capitalise words.
pub(super) fn original_spellings(seminar: &Seminar) -> HashMap<u32, &str> {
    let mut spelt: HashMap<u32, &str> = HashMap::new();
    let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
    let mut put = |number, text| {
        let own = spelt.entry(number).or_insert(text);
        *own = std::cmp::min_by_key(*own, text, |text| capitals(text));
    };
    let mut folded = Vec::new();
    for text in seminar.title.iter().chain(&seminar.tags).chain(&seminar.abstract_text) {
        for word in text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)) {
            for_each_spelling(word, &mut folded, &mut put);
        }
    }
    for tag in &seminar.tags {
        if let Some(number) = tag_term(tag, &mut folded) {
            put(number, tag);
        }
    }
    spelt
}

/// Calls `visit` with the terms of a word of the original text.
fn for_each_spelling<'t>(word: &'t str, folded: &mut Vec<u8>, mut put: impl FnMut(u32, &'t str)) {
    let mut terms = |text: &'t str| {
        folded.clear();
        search::fold_prose(text, folded);
        for_each_term(folded, |number| put(number, text));
    };
    // If a word mixes spaced and unspaced scripts, each unspaced character separates the rest.
    let mut start = 0;
    for (at, letter) in word.char_indices().filter(|&(_, letter)| search::is_unspaced(letter)) {
        let end = at + letter.len_utf8();
        terms(word.get(start..at).unwrap_or_default());
        let next = word.get(end..).unwrap_or_default().chars().find(|&c| !is_combining_mark(c));
        if next.is_some_and(search::is_unspaced) {
            let marked = word.get(end..).and_then(|rest| rest.find(search::is_unspaced)).unwrap_or_default();
            let two = end + marked + next.map_or(0, char::len_utf8);
            terms(word.get(at..two).unwrap_or_default());
        }
        start = end;
    }
    terms(word.get(start..).unwrap_or_default());
}

/// The words of a reason: the terms with the greatest weight as the talk spells them, without those that another
/// covers.
pub(super) fn reason_terms(mut shared: Vec<(f32, u32)>, spelt: &HashMap<u32, &str>) -> Vec<String> {
    /// At most this many terms, and none that weighs less than this share of the first.
    const MAX_TERMS: usize = 4;
    const MIN_WEIGHT_SHARE: f32 = 0.25;
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let enough = shared.first().map_or(0.0, |(weight, _)| weight * MIN_WEIGHT_SHARE);
    let mut texts: Vec<&str> = Vec::new();
    let weighty = shared.iter().take_while(|(weight, _)| *weight >= enough);
    for text in weighty.filter_map(|(_, number)| spelt.get(number)) {
        if texts.iter().any(|own| covers(own, text)) {
            continue;
        }
        texts.retain(|own| !covers(text, own));
        texts.push(text);
        if texts.len() == MAX_TERMS {
            break;
        }
    }
    texts.into_iter().map(str::to_owned).collect()
}

/// Whether a term contains another one, or has the same stem: `verification` covers `verify`.
fn covers(one: &str, other: &str) -> bool {
    /// Words that start with this many letters in common nearly always have the same stem.
    const STEM_LEN: usize = 5;
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    one.contains(&other) || (same >= STEM_LEN && !other.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seminar;
    use crate::text::Text;

    fn terms(title: &str, tags: &[&str], text: &str) -> (Vec<Term>, Seminar) {
        let mut seminar = seminar(title, "Ann Abel", "2022", 0);
        seminar.tags = tags.iter().map(|tag| Text::line(tag)).collect();
        seminar.abstract_text = Some(Text::block(text));
        let mut terms = Vec::new();
        extract(&seminar, &mut Vec::new(), &mut terms);
        (terms, seminar)
    }

    #[test]
    fn a_term_is_the_same_in_every_form_of_the_word() {
        let number = |text: &str| terms(text, &[], "").0.first().map(|term| term.hash());
        assert_eq!(number("Controllers"), number("controller"));
        assert_eq!(number("Théories"), number("theorie"));
        assert_ne!(number("classes"), number("class"));
        assert_eq!(number("the 2023 C++ of"), None);
    }

    #[test]
    fn every_term_has_a_spelling_of_the_talk() {
        let (terms, seminar) = terms(
            "Neurosymbolic Controllers",
            &["efficient inference", "机器学习"],
            "We train neurosymbolic state-of-the-art systems, l’optimisation, MCUNet, теория, データ and ﬁnite.",
        );
        let spelt = original_spellings(&seminar);
        let shown: Vec<_> = terms.iter().map(|term| spelt.get(&term.hash()).copied()).collect();
        for text in [
            "neurosymbolic",
            "Controllers",
            "efficient inference",
            "机器",
            "optimisation",
            "MCUNet",
            "теория",
        ] {
            assert!(shown.contains(&Some(text)), "{text}: {shown:?}");
        }
        assert!(shown.iter().all(Option::is_some), "{shown:?}");
        // Two words, a tag with its two, and one with its three pairs.
        assert_eq!(terms.iter().filter(|term| term.in_title()).count(), 2 + 3 + 4);
    }
}
