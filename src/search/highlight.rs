//! Highlights: the parts of a displayed text that match a query.
//!
//! The text is folded again, with a map from folded bytes to their source. Matches are widened to whole graphemes: `s`
//! in Straße highlights the whole ß, and an accent is never separated from its letter.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::find_iter;
use unicode_segmentation::GraphemeCursor;

use super::fold::{FoldForm, FoldSink, fold, fold_name_variants, fold_to_string};
use super::query::expr::{Word, WordShape};
use super::{Rank, TextRole, typo};

/// The parts of `text` that match the words; see [`Query::highlights`](super::Query::highlights).
pub(super) fn find_ranges(words: &[&Word], text: &str, role: TextRole, rank: Rank) -> Vec<Range<usize>> {
    let words: Vec<_> = words.iter().filter(|word| word.applies_to(role)).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut forms = fold_all_forms(text);
    if role.is_name() {
        let mut variants = MappedText::default();
        fold_name_variants(text, &mut variants);
        forms.push(variants);
    }
    let mut all: Vec<_> = words.iter().flat_map(|word| find_word(word, &forms, role, rank)).collect();
    if words.iter().any(|word| word.equals_value(text)) {
        return std::iter::once(0..text.len()).collect();
    }
    for range in &mut all {
        *range = widen_to_graphemes(text, range);
    }
    merge_ranges(all)
}

/// Finds every occurrence of `typed` in `text`: byte ranges in ascending order, without overlaps, on grapheme
/// boundaries.
///
/// Case, accents, width and script are ignored as in a [`Query`](super::Query), but the words must be adjacent and in
/// order, and a match may start and end inside a word. Use it to search within a single text.
///
/// ```
/// use seminars::search::occurrences;
/// assert_eq!(occurrences("Gagné, engagé", "GAGE"), [10..15]);
/// assert_eq!(occurrences("the Song Han song", "ong  ha"), [5..11]);
/// ```
#[must_use]
pub fn occurrences(text: &str, typed: &str) -> Vec<Range<usize>> {
    let (plain, differs) = fold_to_string(typed, FoldForm::Plain);
    let mut spellings = vec![plain];
    if differs.forms().any(|form| form == FoldForm::Loose) {
        spellings.push(fold_to_string(typed, FoldForm::Loose).0);
    }
    spellings.retain(|spelling| !spelling.is_empty());
    spellings.dedup();
    if spellings.is_empty() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for form in fold_all_forms(text) {
        for spelling in &spellings {
            let hits = find_iter(&form.bytes, spelling.as_str());
            all.extend(hits.filter_map(|at| form.source_range(at..at + spelling.len())));
        }
    }
    for range in &mut all {
        *range = widen_to_graphemes(text, range);
    }
    // Drop overlaps, such as the same place found in two spellings; adjacent matches are not merged.
    all.sort_by_key(|range| (range.start, Reverse(range.end)));
    let mut end = 0;
    all.retain(|range| {
        let apart = range.start >= end && !range.is_empty();
        end = if apart { range.end } else { end };
        apart
    });
    all
}

/// A text in each of its forms, with the map to its source.
fn fold_all_forms(text: &str) -> Vec<MappedText> {
    let mut plain = MappedText::default();
    let differs = fold(text, FoldForm::Plain, &mut plain);
    let mut forms = vec![plain];
    for form in differs.forms() {
        let mut traced = MappedText::default();
        fold(text, form, &mut traced);
        forms.push(traced);
    }
    forms
}

/// Finds a word at the start of words; if there is no such match, inside words; if none either, with a typo.
fn find_word(word: &Word, forms: &[MappedText], role: TextRole, rank: Rank) -> Vec<Range<usize>> {
    let within = word.shape == WordShape::Word && matches!(role, TextRole::Speaker | TextRole::Title);
    let mut starts = Vec::new();
    let mut inside = Vec::new();
    let mut typos = Vec::new();
    for form in forms {
        for spelling in &word.spellings {
            let needle = format!(" {spelling}");
            let hits = find_iter(&form.bytes, &needle).map(|at| at + 1..at + needle.len());
            let whole = |hit: &Range<usize>| match word.shape {
                WordShape::Word | WordShape::OpenPhrase => true,
                WordShape::Phrase => form.bytes.get(hit.end).is_none_or(|&after| after == b' '),
                WordShape::WholeValue => false,
            };
            starts.extend(hits.filter(whole).filter_map(|hit| form.source_range(hit)));
            if within && starts.is_empty() {
                let hits = find_iter(&form.bytes, spelling.as_str());
                inside.extend(hits.filter_map(|at| form.source_range(at..at + spelling.len())));
            }
        }
        if within && rank == Rank::Typo {
            typos.extend(word.typo_spellings().flat_map(|typed| form.find_typos(typed)));
        }
    }
    [starts, inside, typos].into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Folded bytes with a map to where they came from.
#[derive(Default)]
struct MappedText {
    bytes: Vec<u8>,
    runs: Vec<MappedRun>,
}

/// A run of folded bytes and the part of the original that they come from.
struct MappedRun {
    end: usize,
    source: Range<usize>,
    /// Whether each folded byte comes from one byte.
    is_bytewise: bool,
}

impl FoldSink for MappedText {
    fn push_blank(&mut self) {
        self.bytes.push(b' ');
        // A blank has no source; matches never start or end with one.
        let at = self.runs.last().map_or(0, |piece| piece.source.end);
        self.push_run(at..at, false);
    }

    fn push_ascii(&mut self, run: &[u8], at: usize) {
        self.bytes.push_ascii(run, at);
        self.push_run(at..at + run.len(), true);
    }

    fn push_folded(&mut self, folded: &str, from: Range<usize>) {
        self.bytes.extend_from_slice(folded.as_bytes());
        self.push_run(from, false);
    }
}

impl MappedText {
    fn push_run(&mut self, from: Range<usize>, alike: bool) {
        let end = self.bytes.len();
        self.runs.push(MappedRun { end, source: from, is_bytewise: alike });
    }

    /// The part of the original that a range of folded bytes comes from.
    fn source_range(&self, folded: Range<usize>) -> Option<Range<usize>> {
        let last = folded.end.checked_sub(1)?;
        let first = self.source_of(folded.start)?;
        let last = self.source_of(last)?;
        Some(first.start..last.end)
    }

    fn source_of(&self, byte: usize) -> Option<Range<usize>> {
        let at = self.runs.partition_point(|piece| piece.end <= byte);
        let piece = self.runs.get(at)?;
        if !piece.is_bytewise {
            return Some(piece.source.clone());
        }
        let start = piece.source.end - (piece.end - byte);
        Some(start..start + 1)
    }

    /// The starts of words that match `typed`, allowing one typo.
    fn find_typos(&self, typed: &str) -> Vec<Range<usize>> {
        let mut at = 0;
        let mut found = Vec::new();
        for word in self.bytes.split(|&byte| byte == b' ') {
            let long = std::str::from_utf8(word).ok().and_then(|word| typo::prefix_len(word, typed));
            found.extend(long.filter(|&long| long > 0).and_then(|long| self.source_range(at..at + long)));
            at += word.len() + 1;
        }
        found
    }
}

/// The smallest range of whole graphemes around `range`.
fn widen_to_graphemes(text: &str, range: &Range<usize>) -> Range<usize> {
    let edge = |at: usize| {
        let mut cursor = GraphemeCursor::new(at, text.len(), true);
        let is_edge = cursor.is_boundary(text, 0).unwrap_or(true);
        (!is_edge).then_some(cursor)
    };
    let start = edge(range.start)
        .map_or(range.start, |mut cursor| cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0));
    let end = edge(range.end)
        .map_or(range.end, |mut cursor| cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()));
    start..end
}

fn merge_ranges(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(text: &'t str, typed: &str) -> Vec<&'t str> {
        occurrences(text, typed).into_iter().map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn what_is_typed_is_found_anywhere_and_in_any_spelling() {
        assert_eq!(found("Bayes, bayesian and BAYES", "bayes"), ["Bayes", "bayes", "BAYES"]);
        assert_eq!(found("Renée Gagne\u{301} engagée", "gagé"), ["gagé"]);
        assert_eq!(found("Иван Иванов", "ivan"), ["Иван", "Иван"]);
        assert_eq!(found("Müller", "mueller"), ["Müller"]);
        assert_eq!(found("a multi-agent, multiagent system", "multi-agent"), ["multi-agent", "multiagent"]);
        assert_eq!(found("量子力学と量子", "量子"), ["量子", "量子"]);
        assert_eq!(found("die Straße", "ras"), ["raß"]);
    }

    #[test]
    fn several_words_are_a_phrase() {
        assert_eq!(
            found("deep  neural\u{a0}nets, neural (nets)", "Neural nets "),
            ["neural\u{a0}nets", "neural (nets"]
        );
        assert_eq!(found("nets that are neural", "neural nets"), Vec::<&str>::new());
    }

    #[test]
    fn places_that_touch_stay_apart_and_nothing_is_found_nowhere() {
        assert_eq!(found("aaaaa", "aa"), ["aa", "aa"]);
        for typed in ["", "  ", ".", "…"] {
            assert_eq!(found("a. b …", typed), Vec::<&str>::new(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn every_place_is_whole_and_after_the_one_before(text in "([a-cA-Cäé素ß \\-'👩]|\u{301}){0,40}", typed in "[a-cäß素s' -]{0,4}") {
            let mut end = 0;
            for range in occurrences(&text, &typed) {
                prop_assert!(range.start >= end && range.start < range.end, "{range:?}");
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }

        #[test]
        fn a_word_is_found_in_itself(text in "[a-zA-Zäöé]{1,12}") {
            prop_assert_eq!(occurrences(&text, &text), vec![0..text.len()]);
        }
    }
}
