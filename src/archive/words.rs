//! Words: a list of words as one text with blanks between them, and quick to ask.

use std::collections::HashSet;
use std::sync::OnceLock;

/// A list of words.
pub(crate) struct Words {
    text: &'static str,
    set: OnceLock<HashSet<&'static str>>,
}

impl Words {
    /// The words of a text.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, set: OnceLock::new() }
    }

    /// All of them, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.text.split(' ')
    }

    /// Whether a word is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.set.get_or_init(|| self.text.split(' ').collect()).contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_of_the_list_as_a_whole_or_not_at_all() {
        let words = Words::new("talk talks seminar");
        assert!(words.has("talk") && words.has("seminar"));
        assert!(!words.has("tal") && !words.has("talk talks") && !words.has(""));
        assert_eq!(words.all().count(), 3);
    }
}
