//! *Highlights* are the parts of a text, as the reader sees it, that a query was found in.
//!
//! The text is folded once more with a map from folded bytes to where they came from. What was found widens to whole
//! graphemes: `s` in Straße lights up the whole ß, and an accent is never torn from its letter.

use std::ops::Range;

use memchr::memmem::find_iter;
use unicode_segmentation::GraphemeCursor;

use super::fold::{Form, Sink, fold};
use super::query::{Shape, Word};
use super::{Rank, Role, typo};

/// The parts of `text` in which the words are found; see [`Query::highlights`](super::Query::highlights).
pub(super) fn ranges(words: &[&Word], text: &str, role: Role, rank: Rank) -> Vec<Range<usize>> {
    let words: Vec<_> = words.iter().filter(|word| word.fits(role)).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut plain = Traced::default();
    let differs = fold(text, Form::Plain, &mut plain);
    let mut forms = vec![plain];
    for form in differs.forms() {
        let mut traced = Traced::default();
        fold(text, form, &mut traced);
        forms.push(traced);
    }
    let mut all: Vec<_> = words.iter().flat_map(|word| found(word, &forms, role, rank)).collect();
    for range in &mut all {
        *range = whole_graphemes(text, range);
    }
    merged(all)
}

/// Where a word is found: at beginnings of words; else inside them; else with a typo.
fn found(word: &Word, forms: &[Traced], role: Role, rank: Rank) -> Vec<Range<usize>> {
    let within = word.shape == Shape::Word && matches!(role, Role::Speaker | Role::Title);
    let mut starts = Vec::new();
    let mut inside = Vec::new();
    let mut typos = Vec::new();
    for form in forms {
        for spelling in &word.spellings {
            let needle = format!(" {spelling}");
            let hits = find_iter(&form.bytes, &needle).map(|at| at + 1..at + needle.len());
            let whole = |hit: &Range<usize>| match word.shape {
                Shape::Word | Shape::OpenPhrase => true,
                Shape::Phrase => form.bytes.get(hit.end).is_none_or(|&after| after == b' '),
                Shape::Value => hit.start == 1 && hit.end + 1 == form.bytes.len(),
            };
            starts.extend(hits.filter(whole).filter_map(|hit| form.origin(hit)));
            if within && starts.is_empty() {
                let hits = find_iter(&form.bytes, spelling.as_str());
                inside.extend(hits.filter_map(|at| form.origin(at..at + spelling.len())));
            }
        }
        if within && rank == Rank::Typo {
            typos.extend(word.forgiving().flat_map(|typed| form.typos(typed)));
        }
    }
    [starts, inside, typos].into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Folded bytes that know where they came from.
#[derive(Default)]
struct Traced {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

/// Some folded bytes and the part of the original that they stand for.
struct Piece {
    end: usize,
    from: Range<usize>,
    /// Whether each byte stands for one byte.
    alike: bool,
}

impl Sink for Traced {
    fn blank(&mut self) {
        self.bytes.push(b' ');
        // A blank has no place of its own; what is found never begins or ends with one.
        let at = self.pieces.last().map_or(0, |piece| piece.from.end);
        self.piece(at..at, false);
    }

    fn ascii(&mut self, run: &[u8], at: usize) {
        self.bytes.ascii(run, at);
        self.piece(at..at + run.len(), true);
    }

    fn letters(&mut self, folded: &str, from: Range<usize>) {
        self.bytes.extend_from_slice(folded.as_bytes());
        self.piece(from, false);
    }
}

impl Traced {
    fn piece(&mut self, from: Range<usize>, alike: bool) {
        let end = self.bytes.len();
        self.pieces.push(Piece { end, from, alike });
    }

    /// The part of the original that some folded bytes stand for.
    fn origin(&self, folded: Range<usize>) -> Option<Range<usize>> {
        let last = folded.end.checked_sub(1)?;
        let first = self.place(folded.start)?;
        let last = self.place(last)?;
        Some(first.start..last.end)
    }

    fn place(&self, byte: usize) -> Option<Range<usize>> {
        let at = self.pieces.partition_point(|piece| piece.end <= byte);
        let piece = self.pieces.get(at)?;
        if !piece.alike {
            return Some(piece.from.clone());
        }
        let start = piece.from.end - (piece.end - byte);
        Some(start..start + 1)
    }

    /// Words that begin like `typed` but for one typo.
    fn typos(&self, typed: &str) -> Vec<Range<usize>> {
        let mut at = 0;
        let mut found = Vec::new();
        for word in self.bytes.split(|&byte| byte == b' ') {
            let long = std::str::from_utf8(word).ok().and_then(|word| typo::begins(word, typed));
            found.extend(long.filter(|&long| long > 0).and_then(|long| self.origin(at..at + long)));
            at += word.len() + 1;
        }
        found
    }
}

/// The smallest range of whole graphemes around `range`.
fn whole_graphemes(text: &str, range: &Range<usize>) -> Range<usize> {
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

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
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
