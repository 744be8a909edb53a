//! *Folding* makes two spellings of one word the same bytes.
//!
//! A folded text is its words with a blank before, between and after them: ` song han `. So a needle with a blank in
//! front finds beginnings of words, with one behind as well whole words, and without any of them everything. Everything
//! comes apart as NFKD has it, Hangul into its letters too; a character of a script without blanks is a word.
//!
//! The plain way, NFD for each string, takes 4 s for the texts of 100,000 talks; see [`prose`] for what is done instead.

use std::ops::Range;

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;
use unicode_segmentation::UnicodeSegmentation;

use super::scripts::{
    is_atomic_letter, is_han, is_ignored_mark, is_latin, is_mark, is_plain_letter, is_unspaced,
};

mod prose;

#[cfg(test)]
mod tests;

pub(super) use prose::fold_prose;

/// The ways to write a text that a reader may type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoldForm {
    /// In its own script.
    Plain,
    /// In Latin letters.
    Latin,
    /// In Latin letters, without hyphens and apostrophes inside words, with umlauts spelt out.
    Loose,
}

/// Where folded letters go.
pub(super) trait FoldSink {
    /// A blank.
    fn blank(&mut self);
    /// ASCII letters and digits in any case, which stand at `at` in the original.
    fn ascii(&mut self, run: &[u8], at: usize);
    /// Folded letters that stand for `from` in the original.
    fn letters(&mut self, folded: &str, from: Range<usize>);
}

/// The folded bytes alone: for the index.
impl FoldSink for Vec<u8> {
    fn blank(&mut self) {
        self.push(b' ');
    }

    fn ascii(&mut self, run: &[u8], _at: usize) {
        self.extend(run.iter().map(u8::to_ascii_lowercase));
    }

    fn letters(&mut self, folded: &str, _from: Range<usize>) {
        self.extend_from_slice(folded.as_bytes());
    }
}

/// Which other forms of a text would differ from the one just made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OtherForms {
    /// It has letters that are not Latin.
    latin: bool,
    /// It has hyphens inside words, umlauts, or a script without blanks.
    loose: bool,
}

impl OtherForms {
    /// The forms worth making besides the plain one.
    pub(super) fn forms(self) -> impl Iterator<Item = FoldForm> {
        [(self.latin, FoldForm::Latin), (self.loose, FoldForm::Loose)]
            .into_iter()
            .filter_map(|(differs, form)| differs.then_some(form))
    }
}

/// Folds a text into `sink`; a text without a letter gives nothing at all.
pub(super) fn fold(text: &str, form: FoldForm, sink: &mut impl FoldSink) -> OtherForms {
    let mut folder = TextFolder::new(form, sink);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let run = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if let Some((word, _)) = rest.split_at_checked(run).filter(|_| run > 0) {
            folder.word(word, at);
            at += run;
        } else if let Some(&byte) = rest.first().filter(|b| b.is_ascii()) {
            folder.sign(byte, at..at + 1);
            at += 1;
        } else {
            at += folder.beyond_ascii(text.get(at..).unwrap_or_default(), at).max(1);
        }
    }
    folder.finish();
    folder.differs
}

/// A folded text on its own, without the blanks around it.
pub(super) fn fold_to_string(text: &str, form: FoldForm) -> (String, OtherForms) {
    let mut out = Vec::with_capacity(text.len() + 2);
    let differs = fold(text, form, &mut out);
    let out = String::from_utf8(out).unwrap_or_default();
    (out.trim_matches(' ').to_owned(), differs)
}

/// What lies between the last letter and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum WordBreak {
    Nothing,
    /// A hyphen or apostrophe, or the border of a character that is a word.
    Joint,
    Blank,
}

struct TextFolder<'s, S> {
    form: FoldForm,
    sink: &'s mut S,
    pending: WordBreak,
    /// Signs after a word that belong to it unless another letter follows, and where they are.
    held: String,
    held_at: Range<usize>,
    any: bool,
    last: char,
    differs: OtherForms,
}

impl<'s, S: FoldSink> TextFolder<'s, S> {
    fn new(form: FoldForm, sink: &'s mut S) -> Self {
        Self {
            form,
            sink,
            pending: WordBreak::Blank,
            held: String::new(),
            held_at: 0..0,
            any: false,
            last: '\0',
            differs: OtherForms::default(),
        }
    }

    fn finish(&mut self) {
        if self.any {
            self.wait(WordBreak::Blank);
            self.sink.blank();
        }
    }

    /// Before every letter: the blank that is due.
    fn begin(&mut self) {
        if !self.held.is_empty() {
            self.held.clear();
            self.pending = WordBreak::Blank;
        }
        let apart = match self.pending {
            WordBreak::Nothing => false,
            WordBreak::Joint => {
                self.differs.loose = true;
                self.form != FoldForm::Loose
            }
            WordBreak::Blank => true,
        };
        if apart {
            self.sink.blank();
        }
        self.any = true;
        self.pending = WordBreak::Nothing;
    }

    fn wait(&mut self, what: WordBreak) {
        if what > WordBreak::Nothing && !self.held.is_empty() {
            self.sink.letters(&self.held, self.held_at.clone());
            self.held.clear();
        }
        self.pending = self.pending.max(what);
    }

    fn word(&mut self, word: &[u8], at: usize) {
        self.begin();
        self.sink.ascii(word, at);
        self.last = word.last().map_or('\0', |b| b.to_ascii_lowercase().into());
    }

    /// ASCII that is no letter. The signs of C++ and F# belong to their word.
    fn sign(&mut self, byte: u8, from: Range<usize>) {
        match byte {
            b'\'' | b'-' => self.wait(WordBreak::Joint),
            b'+' | b'#' if self.pending == WordBreak::Nothing => {
                if self.held.is_empty() {
                    self.held_at = from.clone();
                }
                self.held.push(byte.into());
                self.held_at.end = from.end;
            }
            _ => self.wait(WordBreak::Blank),
        }
    }

    /// The first character of `rest`, or as many as belong together; says how many bytes that were.
    fn beyond_ascii(&mut self, rest: &str, at: usize) -> usize {
        let Some(c) = rest.chars().next() else {
            return rest.len();
        };
        let len = c.len_utf8();
        match c {
            '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2010}' | '\u{2011}' => self.wait(WordBreak::Joint),
            '\u{2012}'..='\u{2017}' | '\u{201a}'..='\u{2027}' | '\u{a0}' => self.wait(WordBreak::Blank),
            '\u{4e00}'..='\u{9fff}' if self.form == FoldForm::Plain => self.own(c, at..at + len),
            _ if self.form == FoldForm::Plain || is_latin(c) || is_ignored_mark(c) => {
                self.apart(c, at..at + len)
            }
            _ => {
                // Transliteration goes by whole characters, in whichever way they were written.
                let cluster = rest.graphemes(true).next().unwrap_or(rest);
                for whole in cluster.nfkc() {
                    self.latin(whole, at..at + cluster.len());
                }
                return cluster.len();
            }
        }
        len
    }

    /// A character, taken apart.
    fn apart(&mut self, c: char, from: Range<usize>) {
        // Half of all text beyond ASCII is these letters, of which nothing comes apart.
        if is_atomic_letter(c) {
            return self.own(c, from);
        }
        decompose_compatible(c, |part| {
            if is_plain_letter(part) {
                return self.own(part, from.clone());
            }
            for lower in part.to_lowercase() {
                self.part(lower, from.clone());
            }
        });
    }

    /// One part of a character, in lower case.
    fn part(&mut self, c: char, from: Range<usize>) {
        if c.is_ascii() {
            self.spelt(c.encode_utf8(&mut [0; 4]), &from);
        } else if is_ignored_mark(c) {
            self.accent(c, from);
        } else if is_latin(c) {
            let spelt = if self.form == FoldForm::Loose && c == 'ø' { "oe" } else { any_ascii_char(c) };
            self.differs.loose |= c == 'ø';
            self.spelt(spelt, &from);
        } else if is_mark(c) {
            // It belongs to the letter before it, which may be a word of its own.
            let close = self.pending == WordBreak::Nothing && self.held.is_empty();
            if close || (self.pending == WordBreak::Joint && is_unspaced(self.last)) {
                self.sink.letters(c.encode_utf8(&mut [0; 4]), from);
            }
        } else if c.is_alphanumeric() {
            self.own(if c == 'ς' { 'σ' } else { c }, from);
        } else {
            self.wait(WordBreak::Blank);
        }
    }

    /// A letter in its own script.
    fn own(&mut self, c: char, from: Range<usize>) {
        let border = if is_unspaced(c) { WordBreak::Joint } else { WordBreak::Nothing };
        self.wait(border);
        self.begin();
        self.sink.letters(c.encode_utf8(&mut [0; 4]), from);
        self.wait(border);
        self.last = c;
        self.differs.latin = true;
    }

    /// A whole character in Latin letters.
    fn latin(&mut self, c: char, from: Range<usize>) {
        if is_latin(c) || c.is_ascii() || is_ignored_mark(c) {
            return self.apart(c, from);
        }
        if !c.is_alphanumeric() && !is_mark(c) {
            return self.wait(WordBreak::Blank);
        }
        let border = if is_han(c) { WordBreak::Joint } else { WordBreak::Nothing };
        self.wait(border);
        // A sign for hardness or softness is no letter.
        let letters: String = any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric).collect();
        if !letters.is_empty() {
            self.begin();
            self.sink.letters(&letters.to_ascii_lowercase(), from);
            self.last = '\0';
        }
        self.wait(border);
    }

    /// An accent is left out, but some people spell out what it means.
    fn accent(&mut self, c: char, from: Range<usize>) {
        let spelt = match (self.last, c) {
            _ if self.pending != WordBreak::Nothing || !self.held.is_empty() => return,
            ('a' | 'o' | 'u', '\u{308}') => "e",
            ('a', '\u{30a}') => "a",
            _ => return,
        };
        self.differs.loose = true;
        if self.form == FoldForm::Loose {
            self.sink.letters(spelt, from);
        }
        self.last = '\0';
    }

    /// What a character is spelt with in ASCII.
    fn spelt(&mut self, spelt: &str, from: &Range<usize>) {
        for byte in spelt.bytes() {
            if byte.is_ascii_alphanumeric() {
                self.begin();
                self.last = byte.to_ascii_lowercase().into();
                self.sink.letters(self.last.encode_utf8(&mut [0; 4]), from.clone());
            } else {
                self.sign(byte, from.clone());
            }
        }
    }
}
