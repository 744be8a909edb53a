//! Related talks: which other talks are about the same topic, with the reason in words. Nothing leaves the machine.
//!
//! Two talks are related by the terms they share in title, tags and abstract:
//!
//! - A term weighs the square of its inverse document frequency: a rare word counts for a lot, and a word in a quarter
//!   of the archive for nothing. The weight doubles for each of the two talks that has the term in its title or a tag,
//!   and doubles again for a term of several words.
//! - Stop words, web addresses and the speaker's own name do not count, nor do words that are in most abstracts of the
//!   series or that always occur together.
//! - The score is the share of the talk's total weight that the other talk has too. It is lower if the other talk is
//!   longer, since a long text shares terms by chance.
//! - The same speaker adds to the score and is enough to relate two talks. Otherwise the score must reach a minimum,
//!   and the talks must share a term of both titles or several terms elsewhere.
//! - The same series adds so little that it only breaks ties.
//!
//! A talk is never related to itself or to a repeat of itself: the same title by the same speaker, with the same
//! abstract or none.
//!
//! Terms are stored in columns, four bytes each, and every lookup reads them all. That takes a few milliseconds; an
//! inverted index would double the memory and take longer to build.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::records::Handle;
use crate::seminar::Seminar;
use crate::text::Text;

mod segment;
mod stop_words;
mod terms;
mod tf_idf;
mod word_hash;

use segment::{Doc, DocView, Segment};
use terms::Term;
use tf_idf::{Frequencies, TermWeights, to_f32};

/// Added to the score for the same speaker.
const SAME_SPEAKER: f32 = 0.15;
/// Added to the score for the same series.
const SAME_SERIES: f32 = 0.01;
/// A smaller share of the talk's weight is considered chance.
const MIN_SHARE: f32 = 0.03;
/// Less evidence than this is considered chance. A shared term counts 1; 2 if it is in the title or a tag of one talk;
/// 4 if of both talks.
const MIN_EVIDENCE: usize = 4;
/// An abstract term is boilerplate if at least this percentage of the other talks in the series have it.
const BOILERPLATE_PERCENT: usize = 50;
/// With fewer other talks in the series, no term counts as its boilerplate.
const MIN_SERIES_TALKS: usize = 5;
/// Terms that occur in exactly the same other talks come from a shared paragraph, if there are at least this many such
/// terms and at least this many such talks.
const MIN_TOGETHER: usize = 3;
/// Added to the number of terms of both talks, to smooth the correction for length.
const LENGTH_SMOOTHING: usize = 60;
/// How much to collect before sorting or starting another segment.
#[derive(Debug, Clone, Copy)]
struct Capacity {
    /// Maximum number of talks in a segment.
    segment: usize,
    /// How many candidates beyond twice the `limit` are collected before they are sorted.
    slack: usize,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { segment: 1024, slack: 64 }
    }
}

/// A talk that is related to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The related talk.
    pub handle: Handle,
    /// How closely it is related: 1 for a talk with the same terms, more if it also has the same speaker.
    pub score: f32,
    /// The reason in words: `both: neurosymbolic, verification; same speaker`.
    pub reason: Text,
}

/// The terms of an archive's talks, filled while the archive is read.
#[derive(Debug, Default)]
pub struct Related {
    capacity: Capacity,
    segments: Vec<Segment>,
    /// The segment of each talk, by handle.
    segment_of: Vec<Option<u32>>,
    frequencies: Frequencies,
    fold_buffer: Vec<u8>,
    term_buffer: Vec<Term>,
    speaker_buffer: Vec<u32>,
}

/// The talk that others are compared with.
struct TalkProfile<'a> {
    doc: Doc,
    terms: &'a [Term],
    speakers: &'a [u32],
    weights: TermWeights,
}

struct ScoredTalk<'a> {
    score: f32,
    view: DocView<'a>,
}

/// Which other talks have a term.
#[derive(Debug, Clone, Default)]
struct TermUse {
    talks: usize,
    in_series: usize,
    /// XOR of the random bits of these talks: equal for terms that the same talks have.
    which: u64,
}

/// Hashes a handle to 64 pseudorandom bits.
fn spread(handle: Handle) -> u64 {
    let mixed = (handle.index() as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

impl Related {
    /// Adds a talk; replaces the one with the same handle.
    pub fn add(&mut self, handle: Handle, seminar: &Seminar) {
        self.remove(handle);
        if self.segments.last().is_none_or(Segment::is_full) {
            self.segments.push(Segment::new(self.capacity.segment));
        }
        terms::extract(seminar, &mut self.fold_buffer, &mut self.term_buffer);
        segment::hash_speakers(seminar, &mut self.speaker_buffer);
        self.frequencies.add(&self.term_buffer);
        let Ok(last) = u32::try_from(self.segments.len() - 1) else { return };
        if let Some(shelf) = self.segments.last_mut() {
            let talk = Doc::new(seminar);
            shelf.add(&DocView {
                handle,
                doc: talk,
                terms: &self.term_buffer,
                speakers: &self.speaker_buffer,
            });
        }
        if self.segment_of.len() <= handle.index() {
            self.segment_of.resize(handle.index() + 1, None);
        }
        if let Some(place) = self.segment_of.get_mut(handle.index()) {
            *place = Some(last);
        }
    }

    /// Removes a talk; an unknown handle changes nothing.
    pub fn remove(&mut self, handle: Handle) {
        let place = self.segment_of.get_mut(handle.index()).and_then(Option::take);
        if let Some(shelf) = place.and_then(|shelf| self.segments.get_mut(shelf as usize)) {
            if let Some(on) = shelf.get(handle) {
                self.frequencies.remove(on.terms);
            }
            shelf.remove(handle);
        }
    }

    /// Finds up to `limit` talks related to this one, each with a reason: closest first, and newest first among equals.
    #[must_use]
    pub fn find(&self, handle: Handle, seminar: &Seminar, limit: usize) -> Vec<Relation> {
        let (mut terms, mut speakers) = (Vec::new(), Vec::new());
        terms::extract(seminar, &mut Vec::new(), &mut terms);
        segment::hash_speakers(seminar, &mut speakers);
        let (names, phrases) = (terms::name_terms(seminar), terms::phrase_terms(seminar));
        let mut weights = TermWeights::new(&terms, &self.frequencies, &names, &phrases);
        let doc = Doc::new(seminar);
        self.drop_boilerplate(handle, doc.series_hash, &mut weights);
        let own = TalkProfile { doc, terms: &terms, speakers: &speakers, weights };
        let mut closest = TopTalks::new(limit, self.capacity.slack);
        for on in self.segments.iter().flat_map(Segment::iter).filter(|on| on.handle != handle) {
            let score = own.score(&on);
            if score > 0.0 {
                closest.push(ScoredTalk { score, view: on });
            }
        }
        let spelt = terms::original_spellings(seminar);
        let relation = |ScoredTalk { score, view: on }: ScoredTalk<'_>| Relation {
            handle: on.handle,
            score,
            reason: own.reason(&on, &spelt),
        };
        // A relation that cannot be explained in words is of no use to a reader.
        closest.finish().into_iter().map(relation).filter(|relation| !relation.reason.is_empty()).collect()
    }

    /// Drops the boilerplate terms of a talk's abstract: those that most talks of its series have, and those that always
    /// occur together, as in a paragraph at the end of every abstract of an event.
    fn drop_boilerplate(&self, handle: Handle, series: u32, weights: &mut TermWeights) {
        let mut uses: Vec<TermUse> = vec![TermUse::default(); weights.slot_count()];
        let mut talks = 0;
        for on in self.segments.iter().flat_map(Segment::iter).filter(|on| on.handle != handle) {
            let same_series = series != 0 && on.doc.series_hash == series;
            talks += usize::from(same_series);
            for index in on.terms.iter().filter_map(|&term| weights.index_of(term)) {
                if let Some(used) = uses.get_mut(index) {
                    used.talks += 1;
                    used.in_series += usize::from(same_series);
                    used.which ^= spread(on.handle);
                }
            }
        }
        let mut groups: HashMap<(usize, u64), usize> = HashMap::new();
        for used in uses.iter().filter(|used| used.talks >= MIN_TOGETHER) {
            *groups.entry((used.talks, used.which)).or_default() += 1;
        }
        weights.drop_texts(|index| {
            let Some(term) = uses.get(index) else { return false };
            let of_series = talks >= MIN_SERIES_TALKS && term.in_series * 100 >= talks * BOILERPLATE_PERCENT;
            of_series || groups.get(&(term.talks, term.which)).is_some_and(|&group| group >= MIN_TOGETHER)
        });
    }

    /// Approximate size in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        let shelves: usize = self.segments.iter().map(Segment::size).sum();
        shelves + self.frequencies.size() + self.segment_of.capacity() * size_of::<Option<u32>>()
    }
}

impl TalkProfile<'_> {
    /// How closely another talk is related; 0 if it is not.
    fn score(&self, on: &DocView<'_>) -> f32 {
        let (mut shared, mut evidence) = (0.0, 0);
        for term in on.terms.iter().filter_map(|&term| self.weights.get(term)) {
            shared += term.weight;
            evidence += 1 << term.titles;
        }
        let same_speaker = self.shares_speaker(on);
        if self.is_repeat(on, same_speaker) {
            return 0.0;
        }
        let length = to_f32(LENGTH_SMOOTHING + self.terms.len()) / to_f32(LENGTH_SMOOTHING + on.terms.len());
        let share = if shared > 0.0 { shared / self.weights.total * length.sqrt() } else { 0.0 };
        // A single word that both abstracts share does not make two talks related.
        let is_related = share >= MIN_SHARE && evidence >= MIN_EVIDENCE;
        if !is_related && !same_speaker {
            return 0.0;
        }
        let speaker = if same_speaker { SAME_SPEAKER } else { 0.0 };
        share + speaker + if self.shares_series(on) { SAME_SERIES } else { 0.0 }
    }

    fn shares_speaker(&self, on: &DocView<'_>) -> bool {
        self.speakers.iter().any(|speaker| on.speakers.contains(speaker))
    }

    fn shares_series(&self, on: &DocView<'_>) -> bool {
        self.doc.series_hash != 0 && self.doc.series_hash == on.doc.series_hash
    }

    fn is_repeat(&self, on: &DocView<'_>, same_speaker: bool) -> bool {
        let (own, other) = (self.doc, on.doc);
        let nobody = self.speakers.is_empty() && on.speakers.is_empty();
        let text =
            own.abstract_hash == other.abstract_hash || own.abstract_hash == 0 || other.abstract_hash == 0;
        own.title_hash != 0 && own.title_hash == other.title_hash && text && (same_speaker || nobody)
    }

    /// Why another talk is related.
    fn reason(&self, on: &DocView<'_>, spelt: &HashMap<u32, &str>) -> Text {
        let shared = on.terms.iter().filter_map(|&term| Some((self.weights.get(term)?.weight, term.hash())));
        let named = terms::reason_terms(shared.collect(), spelt);
        let both = (!named.is_empty()).then(|| format!("in common: {}", named.join(", ")));
        let speaker = self.shares_speaker(on).then(|| "same speaker".to_owned());
        let series = self.shares_series(on).then(|| "same series".to_owned());
        let reasons: Vec<String> = both.into_iter().chain(speaker).chain(series).collect();
        Text::line(&reasons.join("; "))
    }
}

/// Collects the best `limit` of many talks, without keeping many more than twice as many at any time.
struct TopTalks<'a> {
    limit: usize,
    slack: usize,
    kept: Vec<ScoredTalk<'a>>,
    /// The lowest score kept at the last cut; candidates below it are dropped.
    min_score: f32,
}

impl<'a> TopTalks<'a> {
    fn new(limit: usize, slack: usize) -> Self {
        Self { limit, slack, kept: Vec::new(), min_score: 0.0 }
    }

    fn push(&mut self, candidate: ScoredTalk<'a>) {
        if candidate.score < self.min_score || self.limit == 0 {
            return;
        }
        self.kept.push(candidate);
        if self.kept.len() >= self.limit.saturating_mul(2).saturating_add(self.slack) {
            self.kept.sort_by(by_closeness);
            self.kept.truncate(self.limit);
            self.min_score = self.kept.last().map_or(0.0, |last| last.score);
        }
    }

    fn finish(mut self) -> Vec<ScoredTalk<'a>> {
        self.kept.sort_by(by_closeness);
        self.kept.truncate(self.limit);
        self.kept
    }
}

fn by_closeness(a: &ScoredTalk<'_>, b: &ScoredTalk<'_>) -> Ordering {
    let newest = b.view.doc.date_key.cmp(&a.view.doc.date_key);
    b.score.total_cmp(&a.score).then(newest).then(a.view.handle.cmp(&b.view.handle))
}

#[cfg(test)]
mod tests;
