//! TF-IDF weights of a talk's terms: a rare term weighs a lot, and a term in a quarter of the archive nothing.
//!
//! In a large archive this is enough to ignore common words. In a small archive some of them are rare by chance, so
//! there are stop words as well.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::stop_words::is_stop_word;
use super::terms::Term;

/// How many talks have each term.
#[derive(Debug, Default)]
pub(super) struct Frequencies {
    talks: usize,
    counts: HashMap<u32, u32, BuildHasherDefault<MultiplyHasher>>,
}

/// Term hashes are hashes already; they only need spreading over 64 bits.
#[derive(Debug, Default)]
pub(super) struct MultiplyHasher(u64);

impl Hasher for MultiplyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(byte.into());
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Frequencies {
    /// Counts a talk.
    pub(super) fn add(&mut self, terms: &[Term]) {
        self.talks += 1;
        for term in terms {
            *self.counts.entry(term.hash()).or_default() += 1;
        }
    }

    /// Removes a talk from the counts.
    pub(super) fn remove(&mut self, terms: &[Term]) {
        self.talks = self.talks.saturating_sub(1);
        for term in terms {
            if let Some(count) = self.counts.get_mut(&term.hash()) {
                *count -= 1;
                if *count == 0 {
                    self.counts.remove(&term.hash());
                }
            }
        }
    }

    /// The square of the inverse document frequency: one factor for each of the two talks that share the term.
    fn weight(&self, term: Term) -> f32 {
        /// A term in at most this many talks is never too common. Otherwise a title or tag term is too common in more
        /// than a quarter of all talks, and an abstract term in more than a tenth.
        const MIN_COMMON: usize = 3;
        let Some(count) = self.counts.get(&term.hash()).map(|&count| count as usize) else { return 0.0 };
        if count > MIN_COMMON.max(self.talks / if term.in_title() { 4 } else { 10 }) {
            return 0.0;
        }
        let rarity = (1.0 + (to_f32(self.talks.saturating_sub(count)) + 0.5) / (to_f32(count) + 0.5)).ln();
        let factor = if term.in_title() { TITLE_FACTOR } else { 1.0 };
        rarity * rarity * factor
    }

    /// Size in bytes.
    pub(super) fn size(&self) -> usize {
        // Each slot takes eight bytes plus one control byte, and at most seven of eight slots are in use.
        self.counts.capacity() * 8 / 7 * 9
    }
}

/// Weight factor for a term in a title or tag.
pub(super) const TITLE_FACTOR: f32 = 2.0;
/// Weight factor for a term of several words.
const PHRASE_FACTOR: f32 = 2.0;

/// A count as a float; the rounding error does not matter here.
pub(super) fn to_f32(count: usize) -> f32 {
    u16::try_from(count).map_or_else(|_| to_f32(count >> 8) * 256.0, f32::from)
}

/// The weights of one talk's terms, looked up for every term of an archive. A bitmap of 4,096 bits answers most
/// lookups; the rest go to a hash table that is sparse enough for the first probe to nearly always decide.
pub(super) struct TermWeights {
    bitmap: [u64; 64],
    slots: Vec<Slot>,
    mask: usize,
    /// The score of the talk compared with itself.
    pub(super) total: f32,
}

/// A term of the talk; the slot is empty if the hash is 0.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    hash: u32,
    weight: f32,
    in_title: bool,
}

/// A term that both talks have.
#[derive(Debug, Clone, Copy)]
pub(super) struct SharedTerm {
    /// Its weight for the pair of talks.
    pub(super) weight: f32,
    /// How many of the two talks have it in the title or a tag.
    pub(super) titles: usize,
}

impl TermWeights {
    /// The weights of a talk's terms. Terms in `ignored` weigh nothing, terms in `phrases` more than others.
    pub(super) fn new(terms: &[Term], frequencies: &Frequencies, ignored: &[u32], phrases: &[u32]) -> Self {
        let size = (terms.len() * 8).next_power_of_two();
        let mut weights =
            Self { bitmap: [0; 64], slots: vec![Slot::default(); size], mask: size - 1, total: 0.0 };
        for &term in terms {
            let factor = if phrases.contains(&term.hash()) { PHRASE_FACTOR } else { 1.0 };
            let weight = frequencies.weight(term) * factor;
            if weight > 0.0 && !is_stop_word(term.hash(), term.in_title()) && !ignored.contains(&term.hash())
            {
                weights.insert(Slot { hash: term.hash(), weight, in_title: term.in_title() });
                weights.total += weight * if term.in_title() { TITLE_FACTOR } else { 1.0 };
            }
        }
        weights
    }

    fn insert(&mut self, slot: Slot) {
        let (group, bit) = bitmap_bit(slot.hash);
        if let Some(bits) = self.bitmap.get_mut(group) {
            *bits |= bit;
        }
        let mut at = slot.hash as usize & self.mask;
        while let Some(place) = self.slots.get_mut(at) {
            if place.hash == 0 {
                *place = slot;
                return;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// How many slots there are: more than any index that [`index_of`](Self::index_of) returns.
    pub(super) fn slot_count(&self) -> usize {
        self.slots.len()
    }

    /// Drops terms that are neither in the title nor in a tag, by their index.
    pub(super) fn drop_texts(&mut self, is_dropped: impl Fn(usize) -> bool) {
        for (at, slot) in self.slots.iter_mut().enumerate() {
            if slot.hash != 0 && !slot.in_title && is_dropped(at) {
                self.total -= std::mem::take(&mut slot.weight);
            }
        }
    }

    /// Looks up a term of another talk; `None` if this talk does not have it or it weighs nothing.
    pub(super) fn get(&self, term: Term) -> Option<SharedTerm> {
        let slot = self.slots.get(self.index_of(term)?).filter(|slot| slot.weight > 0.0)?;
        let weight = slot.weight * if term.in_title() { TITLE_FACTOR } else { 1.0 };
        Some(SharedTerm { weight, titles: usize::from(slot.in_title) + usize::from(term.in_title()) })
    }

    /// The index of a term of another talk, if this talk has it.
    pub(super) fn index_of(&self, term: Term) -> Option<usize> {
        let number = term.hash();
        let (group, bit) = bitmap_bit(number);
        if self.bitmap.get(group)? & bit == 0 {
            return None;
        }
        let mut at = number as usize & self.mask;
        loop {
            match self.slots.get(at)?.hash {
                0 => return None,
                own if own == number => return Some(at),
                _ => at = (at + 1) & self.mask,
            }
        }
    }
}

/// The position of a hash in the bitmap: the index of its `u64`, and its bit in it.
fn bitmap_bit(number: u32) -> (usize, u64) {
    (number as usize >> 6 & 63, 1 << (number & 63))
}
