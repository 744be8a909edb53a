//! Folding: turns spellings of the same word into the same bytes. Used to build the index, to parse queries and to
//! highlight.
//!
//! A folded text has a blank before, between and after its words: ` song han `. So ` han` finds the start of a word,
//! ` han ` a whole word, and `han` any substring. Characters are decomposed as in NFKD, Hangul into jamo; in unspaced
//! scripts every character is a word.
//!
//! Running NFD on the texts of 100,000 talks takes 4 s, so [`prose`] folds long texts in a faster way.

use std::ops::Range;

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;
use unicode_segmentation::UnicodeSegmentation;

use super::scripts::{
    is_atomic_letter, is_han, is_ignored_mark, is_latin, is_mark, is_plain_letter, is_unspaced,
};

mod names;
mod prose;

#[cfg(test)]
mod tests;

pub(super) use names::fold_name_variants;
pub(super) use prose::fold_prose;

/// The forms of a text that a query may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoldForm {
    /// In the original script.
    Plain,
    /// In Latin letters.
    Latin,
    /// In Latin letters, without hyphens and apostrophes inside words, with umlauts spelt out.
    Loose,
}

/// Receives folded text.
pub(super) trait FoldSink {
    fn push_blank(&mut self);
    /// ASCII letters and digits in upper or lower case, from offset `at` of the original.
    fn push_ascii(&mut self, run: &[u8], at: usize);
    /// Folded letters from the range `from` of the original.
    fn push_folded(&mut self, folded: &str, from: Range<usize>);
}

/// For the index, which needs only the folded bytes.
impl FoldSink for Vec<u8> {
    fn push_blank(&mut self) {
        self.push(b' ');
    }

    fn push_ascii(&mut self, run: &[u8], _at: usize) {
        self.extend(run.iter().map(u8::to_ascii_lowercase));
    }

    fn push_folded(&mut self, folded: &str, _from: Range<usize>) {
        self.extend_from_slice(folded.as_bytes());
    }
}

/// Which other forms of a text differ from the one just folded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OtherForms {
    /// The text has non-Latin letters.
    latin: bool,
    /// The text has hyphens or apostrophes inside words, umlauts, or an unspaced script.
    loose: bool,
}

impl OtherForms {
    /// The forms to fold besides the plain one.
    pub(super) fn forms(self) -> impl Iterator<Item = FoldForm> {
        [(self.latin, FoldForm::Latin), (self.loose, FoldForm::Loose)]
            .into_iter()
            .filter_map(|(differs, form)| differs.then_some(form))
    }
}

/// Folds a text into `sink` and returns which other forms differ. A text without letters produces nothing.
pub(super) fn fold(text: &str, form: FoldForm, sink: &mut impl FoldSink) -> OtherForms {
    let mut folder = TextFolder::new(form, sink);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let run = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if let Some((word, _)) = rest.split_at_checked(run).filter(|_| run > 0) {
            folder.push_word(word, at);
            at += run;
        } else if let Some(&byte) = rest.first().filter(|b| b.is_ascii()) {
            folder.push_sign(byte, at..at + 1);
            at += 1;
        } else {
            at += folder.push_non_ascii(text.get(at..).unwrap_or_default(), at).max(1);
        }
    }
    folder.finish();
    folder.other_forms
}

/// The folded text as a string, without the blanks around it.
pub(super) fn fold_to_string(text: &str, form: FoldForm) -> (String, OtherForms) {
    let mut out = Vec::with_capacity(text.len() + 2);
    let differs = fold(text, form, &mut out);
    let out = String::from_utf8(out).unwrap_or_default();
    (out.trim_matches(' ').to_owned(), differs)
}

/// The kind of break between the last letter and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum WordBreak {
    Inside,
    /// A hyphen or apostrophe, or the edge of a character that is a word by itself.
    Soft,
    Blank,
}

struct TextFolder<'s, S> {
    form: FoldForm,
    sink: &'s mut S,
    pending: WordBreak,
    /// Signs after a word that belong to it unless a letter follows (the `++` of C++), and their range in the original.
    pending_signs: String,
    pending_signs_at: Range<usize>,
    has_output: bool,
    last_letter: char,
    other_forms: OtherForms,
}

impl<'s, S: FoldSink> TextFolder<'s, S> {
    fn new(form: FoldForm, sink: &'s mut S) -> Self {
        Self {
            form,
            sink,
            pending: WordBreak::Blank,
            pending_signs: String::new(),
            pending_signs_at: 0..0,
            has_output: false,
            last_letter: '\0',
            other_forms: OtherForms::default(),
        }
    }

    fn finish(&mut self) {
        if self.has_output {
            self.add_break(WordBreak::Blank);
            self.sink.push_blank();
        }
    }

    /// Pushes the pending blank, if any; called before every letter.
    fn start_letter(&mut self) {
        if !self.pending_signs.is_empty() {
            self.pending_signs.clear();
            self.pending = WordBreak::Blank;
        }
        let apart = match self.pending {
            WordBreak::Inside => false,
            WordBreak::Soft => {
                self.other_forms.loose = true;
                self.form != FoldForm::Loose
            }
            WordBreak::Blank => true,
        };
        if apart {
            self.sink.push_blank();
        }
        self.has_output = true;
        self.pending = WordBreak::Inside;
    }

    fn add_break(&mut self, what: WordBreak) {
        if what > WordBreak::Inside && !self.pending_signs.is_empty() {
            self.sink.push_folded(&self.pending_signs, self.pending_signs_at.clone());
            self.pending_signs.clear();
        }
        self.pending = self.pending.max(what);
    }

    fn push_word(&mut self, word: &[u8], at: usize) {
        self.start_letter();
        self.sink.push_ascii(word, at);
        self.last_letter = word.last().map_or('\0', |b| b.to_ascii_lowercase().into());
    }

    /// Handles an ASCII character that is not a letter or digit. The signs of C++ and F# belong to their word.
    fn push_sign(&mut self, byte: u8, from: Range<usize>) {
        match byte {
            b'\'' | b'-' => self.add_break(WordBreak::Soft),
            b'+' | b'#' if self.pending == WordBreak::Inside => {
                if self.pending_signs.is_empty() {
                    self.pending_signs_at = from.clone();
                }
                self.pending_signs.push(byte.into());
                self.pending_signs_at.end = from.end;
            }
            _ => self.add_break(WordBreak::Blank),
        }
    }

    /// Folds the first character of `rest`, or its whole grapheme cluster; returns the number of bytes consumed.
    fn push_non_ascii(&mut self, rest: &str, at: usize) -> usize {
        let Some(c) = rest.chars().next() else {
            return rest.len();
        };
        let len = c.len_utf8();
        match c {
            '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2010}' | '\u{2011}' => self.add_break(WordBreak::Soft),
            '\u{2012}'..='\u{2017}' | '\u{201a}'..='\u{2027}' | '\u{a0}' => self.add_break(WordBreak::Blank),
            '\u{4e00}'..='\u{9fff}' if self.form == FoldForm::Plain => self.push_letter(c, at..at + len),
            _ if self.form == FoldForm::Plain || is_latin(c) || is_ignored_mark(c) => {
                self.push_decomposed(c, at..at + len);
            }
            _ => {
                // Transliteration needs composed characters, even if the text is decomposed.
                let cluster = rest.graphemes(true).next().unwrap_or(rest);
                for whole in cluster.nfkc() {
                    self.push_transliterated(whole, at..at + cluster.len());
                }
                return cluster.len();
            }
        }
        len
    }

    /// Decomposes a character and pushes its parts.
    fn push_decomposed(&mut self, c: char, from: Range<usize>) {
        // Fast path: these letters do not decompose, and they are half of all non-ASCII text.
        if is_atomic_letter(c) {
            return self.push_letter(c, from);
        }
        decompose_compatible(c, |part| {
            if is_plain_letter(part) {
                return self.push_letter(part, from.clone());
            }
            for lower in part.to_lowercase() {
                self.push_part(lower, from.clone());
            }
        });
    }

    /// Pushes one part of a decomposed character, in lower case.
    fn push_part(&mut self, c: char, from: Range<usize>) {
        if c.is_ascii() {
            self.push_spelling(c.encode_utf8(&mut [0; 4]), &from);
        } else if is_ignored_mark(c) {
            self.push_accent(c, from);
        } else if is_latin(c) {
            let spelt = if self.form == FoldForm::Loose && c == 'ø' { "oe" } else { any_ascii_char(c) };
            self.other_forms.loose |= c == 'ø';
            self.push_spelling(spelt, &from);
        } else if is_mark(c) {
            // A mark belongs to the letter before it, even if that letter is a word by itself.
            let close = self.pending == WordBreak::Inside && self.pending_signs.is_empty();
            if close || (self.pending == WordBreak::Soft && is_unspaced(self.last_letter)) {
                self.sink.push_folded(c.encode_utf8(&mut [0; 4]), from);
            }
        } else if c.is_alphanumeric() {
            self.push_letter(if c == 'ς' { 'σ' } else { c }, from);
        } else {
            self.add_break(WordBreak::Blank);
        }
    }

    /// Pushes a letter in its original script.
    fn push_letter(&mut self, c: char, from: Range<usize>) {
        let border = if is_unspaced(c) { WordBreak::Soft } else { WordBreak::Inside };
        self.add_break(border);
        self.start_letter();
        self.sink.push_folded(c.encode_utf8(&mut [0; 4]), from);
        self.add_break(border);
        self.last_letter = c;
        self.other_forms.latin = true;
    }

    /// Pushes a composed character, transliterated to Latin letters.
    fn push_transliterated(&mut self, c: char, from: Range<usize>) {
        if is_latin(c) || c.is_ascii() || is_ignored_mark(c) {
            return self.push_decomposed(c, from);
        }
        if !c.is_alphanumeric() && !is_mark(c) {
            return self.add_break(WordBreak::Blank);
        }
        let border = if is_han(c) { WordBreak::Soft } else { WordBreak::Inside };
        self.add_break(border);
        // The hard and soft signs of Cyrillic become apostrophes, which are not letters.
        let letters: String = any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric).collect();
        if !letters.is_empty() {
            self.start_letter();
            self.sink.push_folded(&letters.to_ascii_lowercase(), from);
            self.last_letter = '\0';
        }
        self.add_break(border);
    }

    /// Drops an accent, but `Loose` spells some of them out (ü as ue, å as aa).
    fn push_accent(&mut self, c: char, from: Range<usize>) {
        let spelt = match (self.last_letter, c) {
            _ if self.pending != WordBreak::Inside || !self.pending_signs.is_empty() => return,
            ('a' | 'o' | 'u', '\u{308}') => "e",
            ('a', '\u{30a}') => "a",
            _ => return,
        };
        self.other_forms.loose = true;
        if self.form == FoldForm::Loose {
            self.sink.push_folded(spelt, from);
        }
        self.last_letter = '\0';
    }

    /// Pushes the ASCII spelling of a character.
    fn push_spelling(&mut self, spelt: &str, from: &Range<usize>) {
        for byte in spelt.bytes() {
            if byte.is_ascii_alphanumeric() {
                self.start_letter();
                self.last_letter = byte.to_ascii_lowercase().into();
                self.sink.push_folded(self.last_letter.encode_utf8(&mut [0; 4]), from.clone());
            } else {
                self.push_sign(byte, from.clone());
            }
        }
    }
}
