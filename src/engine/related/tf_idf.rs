//! TF-IDF weights of a talk's terms: a rare term weighs much, one that a quarter of the archive has weighs nothing.
//!
//! In a large archive that is enough to ignore the words that every text has. In a small one some of them are rare by
//! chance, so the most common words of English, and of English abstracts, are listed as stop words.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::terms::{Term, hash_word};

/// Words of four letters or more that say nothing about the topic of a talk. Plurals are covered by their singulars.
const STOP_WORDS: &str = "\
    able about above according achieve across actually address addresses after again against allow allowing almost \
    along already also although always among another anything approach approaches around aspect available aware away \
    based beautiful because become been before begin behind being below best better between beyond both bring \
    building build came case cause challenge challenges challenging change clear common compared complex concept \
    consider considered consist could course current currently deal demonstrate derive described describe despite \
    detail develop developed developing development did different difficult discuss discussed does doing done down \
    during each easily effect either else emerging enable enabling enough especially even ever every everything \
    exactly example examples exist existing explain explore extend extent fact feature field finally find finding \
    first five focus follow following form found four from full fully further future gain general generally give \
    given gives giving goal going good great group hand handful hard have having help hence here high highly \
    however idea ideas identify impact implement important improve include including indeed inside instead \
    interest interesting into introduce introduced introduction issue itself just keep kind know knowledge known \
    large last later latest lead leading least less like likely long look made main mainly major make makes making \
    many matter mean means measure method methods might million more moreover most motivate much must name namely \
    need needed never nevertheless next novel number numerous obtain obtained often once only onto open order other \
    others otherwise outline over overcome overview paper part particular particularly past people perform \
    performance perhaps place point possible potential practical practice present presentation presented presenting \
    previous problem process progress propose proposed prove provide provided providing question quite rather real \
    really reason recent recently regarding related relevant rely remain require required requires research result \
    right role same second seem seen several shall should show showing shown significant significantly similar \
    simple simply since single small some something sometimes speaker still strong study studied studies successful \
    such suggest take taken talk talks task tell term than thank that their them themselves then there thereby \
    therefore these they thing think this those though three through thus time title today together topic toward \
    towards true turn twice type typical typically under understand understanding unfortunately unique until upon \
    used useful user uses using usually value variety various very view want well were what when where whereas whether \
    which while whole whose widely will with within without wonder word work working world would year years yield \
    yields your";

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

    /// The square of the inverse document frequency: once for each of the two talks that share the term.
    fn weight(&self, term: Term) -> f32 {
        /// In few talks a term that this many have is not too common; in more, it is too common when a quarter have it.
        const MIN_COMMON: usize = 4;
        let Some(count) = self.counts.get(&term.hash()).map(|&count| count as usize) else { return 0.0 };
        if count > MIN_COMMON.max(self.talks / 4) {
            return 0.0;
        }
        let rarity = (1.0 + (to_f32(self.talks.saturating_sub(count)) + 0.5) / (to_f32(count) + 0.5)).ln();
        let factor = if term.in_title() { TITLE_FACTOR } else { 1.0 };
        rarity * rarity * factor
    }

    /// Size in bytes.
    pub(super) fn size(&self) -> usize {
        // Eight bytes per slot and one for the table itself, with seven of eight slots in use.
        self.counts.capacity() * 8 / 7 * 9
    }
}

/// The factor for a term in a title or tag.
pub(super) const TITLE_FACTOR: f32 = 2.0;

/// A count as a float; the rounding error does not matter here.
pub(super) fn to_f32(count: usize) -> f32 {
    u16::try_from(count).map_or_else(|_| to_f32(count >> 8) * 256.0, f32::from)
}

/// The weights of one talk's terms, to be looked up for every term of an archive: a hash table with so many free slots
/// that the first probe nearly always decides, behind a bitmap of 4,096 bits that answers most lookups first.
pub(super) struct TermWeights {
    bitmap: [u64; 64],
    slots: Vec<(u32, f32)>,
    mask: usize,
    /// The score of the talk with itself.
    pub(super) total: f32,
}

impl TermWeights {
    pub(super) fn new(terms: &[Term], frequencies: &Frequencies) -> Self {
        static STOP_TERMS: LazyLock<HashSet<u32>> = LazyLock::new(|| {
            STOP_WORDS.split_whitespace().filter_map(|word| hash_word(word.as_bytes())).collect()
        });
        let size = (terms.len() * 8).next_power_of_two();
        let mut weights = Self { bitmap: [0; 64], slots: vec![(0, 0.0); size], mask: size - 1, total: 0.0 };
        for &term in terms {
            let weight = frequencies.weight(term);
            if weight > 0.0 && !STOP_TERMS.contains(&term.hash()) {
                weights.insert(term.hash(), weight);
                weights.total += weight * if term.in_title() { TITLE_FACTOR } else { 1.0 };
            }
        }
        weights
    }

    fn insert(&mut self, number: u32, weight: f32) {
        let (group, bit) = bitmap_bit(number);
        if let Some(bits) = self.bitmap.get_mut(group) {
            *bits |= bit;
        }
        let mut at = number as usize & self.mask;
        while let Some(place) = self.slots.get_mut(at) {
            if place.0 == 0 {
                *place = (number, weight);
                return;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// The weight of a term of another talk.
    pub(super) fn get(&self, term: Term) -> Option<f32> {
        let number = term.hash();
        let (group, bit) = bitmap_bit(number);
        if self.bitmap.get(group)? & bit == 0 {
            return None;
        }
        let mut at = number as usize & self.mask;
        loop {
            match self.slots.get(at)? {
                (0, _) => return None,
                (own, weight) if *own == number => {
                    return Some(if term.in_title() { weight * TITLE_FACTOR } else { *weight });
                }
                _ => at = (at + 1) & self.mask,
            }
        }
    }
}

/// The word and the bit of a hash in the bitmap.
fn bitmap_bit(number: u32) -> (usize, u64) {
    (number as usize >> 6 & 63, 1 << (number & 63))
}
