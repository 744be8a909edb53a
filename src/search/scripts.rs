//! Character classes for folding: marks to ignore, Latin letters, scripts written with or without spaces.

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};

/// Marks that are ignored when spellings are compared: accents, vowel points and invisible characters.
pub(super) fn is_ignored_mark(c: char) -> bool {
    matches!(c,
        // Latin, Greek and Cyrillic accents.
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        // Hebrew points, Arabic vowels and tatweel.
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        // Soft hyphen, joiners, variation selectors.
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Marks that are kept because they distinguish words: vowel signs of Indic scripts, voicing of kana, tones of Thai.
pub(super) fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

/// Latin letters, with or without accents.
pub(super) fn is_latin(c: char) -> bool {
    c.script() == Script::Latin
}

/// Letters of the most common scripts that fold to themselves: no accent, no capital, nothing to decompose.
pub(super) fn is_plain_letter(c: char) -> bool {
    matches!(c,
        '\u{430}'..='\u{438}' | '\u{43a}'..='\u{44f}' | '\u{3b1}'..='\u{3c1}' | '\u{3c3}'..='\u{3c9}'
        | '\u{1100}'..='\u{11ff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}')
}

/// Lowercase Cyrillic and Greek letters that do not decompose and fold to themselves.
pub(super) fn is_atomic_letter(c: char) -> bool {
    matches!(c, '\u{430}'..='\u{438}' | '\u{43a}'..='\u{44f}' | '\u{3b1}'..='\u{3c1}' | '\u{3c3}'..='\u{3c9}')
}

/// Han characters, each of which is a word or a syllable.
pub(super) fn is_han(c: char) -> bool {
    c.script() == Script::Han
}

/// Letters of the scripts written without spaces: Han, kana, Thai, Lao, Burmese, Khmer.
pub(super) fn is_unspaced(c: char) -> bool {
    let extensions = c.script_extension();
    // Signs and marks that all scripts share do not count.
    let is_shared = extensions.is_common() || extensions.is_inherited();
    !is_shared && UNSPACED.iter().any(|&script| extensions.contains_script(script))
}

const UNSPACED: [Script; 7] = [
    Script::Han,
    Script::Hiragana,
    Script::Katakana,
    Script::Thai,
    Script::Lao,
    Script::Myanmar,
    Script::Khmer,
];

/// How many letters a folded text has; a character of an unspaced script counts as two.
pub(super) fn letter_count(folded: &str) -> usize {
    folded
        .chars()
        .map(|c| match c {
            ' ' => 0,
            _ if c.is_ascii() => 1,
            _ if is_mark(c) => 0,
            _ if is_unspaced(c) => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn a_whole_letter_is_plain_small_and_does_not_come_apart() {
        for c in ('\0'..=char::MAX).filter(|&c| is_atomic_letter(c)) {
            assert!(is_plain_letter(c), "{c}");
            assert!(std::iter::once(c).nfkd().eq([c]) && c.to_lowercase().eq([c]), "{c}");
        }
    }
}
