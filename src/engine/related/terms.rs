//! Terms: the words of a talk's title, tags and abstract, each stored as a hash.
//!
//! A term is one of: a folded word of four letters or more, without a plural s; two adjacent characters of an unspaced
//! script; a whole tag of several words; two consecutive words of a title.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;

use super::stop_words::is_stop_word;
use super::word_hash::{hash_text, hash_word};
use crate::search;
use crate::seminar::Seminar;

/// A term in a talk: a hash, and whether it is in the title or a tag.
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

/// Fills `terms` with the terms of a talk, each once, sorted by hash.
pub(super) fn extract(seminar: &Seminar, folded: &mut Vec<u8>, terms: &mut Vec<Term>) {
    terms.clear();
    let title = seminar.title.iter().chain(&seminar.tags).map(|text| (text, true));
    for (text, in_title) in title.chain(seminar.abstract_text.iter().map(|text| (text, false))) {
        folded.clear();
        search::fold_prose(&without_addresses(text), folded);
        for_each_term(folded, |number| terms.push(Term::new(number, in_title)));
    }
    terms.extend(phrase_terms(seminar).into_iter().map(|number| Term::new(number, true)));
    terms.sort_unstable();
    terms.dedup_by_key(|term| term.hash());
}

/// Removes web addresses from a text, because their parts are not words.
fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains("://") && !text.contains("www.") {
        return Cow::Borrowed(text);
    }
    let is_address = |word: &&str| word.contains("://") || word.contains("www.");
    Cow::Owned(text.split_whitespace().filter(|word| !is_address(word)).collect::<Vec<_>>().join(" "))
}

/// The terms of several words: whole tags, and pairs of consecutive words in the title.
pub(super) fn phrase_terms(seminar: &Seminar) -> Vec<u32> {
    let mut folded = Vec::new();
    let mut terms: Vec<u32> = seminar.tags.iter().filter_map(|tag| tag_term(tag, &mut folded)).collect();
    if let Some(title) = &seminar.title {
        terms.extend(title_pairs(title).into_iter().map(|(number, _)| number));
    }
    terms
}

/// All pairs of consecutive words in a title that are both terms and not stop words, as spelt in the title.
fn title_pairs(title: &str) -> Vec<(u32, &str)> {
    let mut folded = Vec::new();
    let mut pairs = Vec::new();
    let mut before: Option<(usize, Vec<u8>)> = None;
    let mut start = 0;
    for word in title.split([' ', '-']) {
        folded.clear();
        search::fold_prose(word, &mut folded);
        let own = folded.trim_ascii();
        let term = hash_word(own).filter(|_| !own.contains(&b' ') && !is_unspaced_character(own));
        let counts = term.is_some_and(|number| !is_stop_word(number, true));
        if let (Some((from, first)), true) = (before.take(), counts)
            && let Some(text) = title.get(from..start + word.len())
        {
            pairs.push((hash_text(&[first.as_slice(), b" ", own].concat()), trim_signs(text)));
        }
        // A word followed by punctuation does not form a pair with the next word.
        if counts && word.ends_with(char::is_alphanumeric) {
            before = Some((start, own.to_vec()));
        }
        start += word.len() + 1;
    }
    pairs
}

fn trim_signs(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The terms in the speakers' names.
pub(super) fn name_terms(seminar: &Seminar) -> Vec<u32> {
    let mut folded = Vec::new();
    let mut terms = Vec::new();
    for speaker in &seminar.speakers {
        folded.clear();
        search::fold_prose(&speaker.name, &mut folded);
        for_each_term(&folded, |number| terms.push(number));
    }
    terms
}

/// The term for a whole tag; `None` if the tag is a single word.
fn tag_term(tag: &str, folded: &mut Vec<u8>) -> Option<u32> {
    folded.clear();
    search::fold_prose(tag, folded);
    let tag = folded.trim_ascii();
    tag.contains(&b' ').then(|| hash_text(tag))
}

/// Calls `put` with the hash of each term of a folded text.
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

/// How a talk spells each of its terms. Of several spellings it takes the one with the fewest capitals, because titles
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
    for (number, text) in seminar.title.iter().flat_map(|title| title_pairs(title)) {
        put(number, text);
    }
    spelt
}

/// Calls `put` with each term of a word of the original text, and its spelling.
fn for_each_spelling<'t>(word: &'t str, folded: &mut Vec<u8>, mut put: impl FnMut(u32, &'t str)) {
    let mut terms = |text: &'t str| {
        folded.clear();
        search::fold_prose(text, folded);
        for_each_term(folded, |number| put(number, text));
    };
    // If a word mixes spaced and unspaced scripts, split it at each unspaced character.
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

/// The terms to name in a reason: the heaviest shared terms, as the talk spells them, without those covered by another.
pub(super) fn reason_terms(mut shared: Vec<(f32, u32)>, spelt: &HashMap<u32, &str>) -> Vec<String> {
    /// Maximum number of terms in a reason.
    const MAX_TERMS: usize = 4;
    /// Terms that weigh less than this share of the heaviest are left out.
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
    /// Words that share this many first letters nearly always have the same stem.
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
    fn two_words_of_a_title_are_a_term_and_the_same_as_that_tag() {
        let pair = phrase_terms(&terms("On Machine Learning: the proof", &[], "").1);
        assert_eq!(pair, phrase_terms(&terms("", &["machine learning"], "").1));
        // Punctuation and stop words break pairs.
        assert!(phrase_terms(&terms("Proofs, bounds about stars", &[], "").1).is_empty());
    }

    #[test]
    fn addresses_and_the_speakers_own_name_are_no_topic() {
        let (terms, seminar) =
            terms("Stars", &[], "See https://example.org/UCQ7dFBzZGlBvtU2hCecsBBg of Abel.");
        let hashes: Vec<u32> = terms.iter().map(|term| term.hash()).collect();
        assert_eq!(hashes.len(), 2, "stars and Abel");
        assert!(name_terms(&seminar).iter().all(|name| hashes.contains(name)));
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
        // The title has two words and their pair, the first tag two words and the whole, the second three pairs and the
        // whole.
        assert_eq!(terms.iter().filter(|term| term.in_title()).count(), 3 + 3 + 4);
    }
}
