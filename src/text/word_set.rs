//! A set of words with fast lookup, written as one string with spaces between the words.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// An FNV-1a hasher, for tables compiled into the program. Nobody else can choose their keys, so a simple hash is safe,
/// and it is faster than the default on short words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FnvHasher(u64);

/// Builds [`FnvHasher`]s.
pub(crate) type BuildFnvHasher = BuildHasherDefault<FnvHasher>;

impl Default for FnvHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for FnvHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A set of words.
pub(crate) struct WordSet {
    text: &'static str,
    set: OnceLock<HashSet<&'static str, BuildFnvHasher>>,
}

impl WordSet {
    /// The words of a text, separated by single spaces.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, set: OnceLock::new() }
    }

    /// All words, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.text.split(' ')
    }

    /// Whether a word is in the set.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.set.get_or_init(|| self.text.split(' ').collect()).contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_of_the_list_as_a_whole_or_not_at_all() {
        let words = WordSet::new("talk talks seminar");
        assert!(words.contains("talk") && words.contains("seminar"));
        assert!(!words.contains("tal") && !words.contains("talk talks") && !words.contains(""));
        assert_eq!(words.iter().count(), 3);
    }
}
