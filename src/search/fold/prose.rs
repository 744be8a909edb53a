//! Folding of long texts, which are indexed in [`FoldForm::Plain`] only.
//!
//! Nearly all of an archive is prose, and nearly all prose is ASCII. ASCII is folded many bytes at a time, each in one
//! step without a branch that depends on its value.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{FoldForm, TextFolder, WordBreak};

/// Bytes folded in one go; space reserved for what follows a character beyond ASCII is wasted.
const WINDOW: usize = 1024;

/// Folds a text as [`FoldForm::Plain`] does.
pub(in crate::search) fn fold_prose(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    let mut folder = TextFolder::new(FoldForm::Plain, out);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        at += match rest.first() {
            None => break,
            Some(b) if b.is_ascii_alphanumeric() => folder.push_ascii_run(rest),
            Some(&b) if b.is_ascii() => {
                folder.push_sign(b, at..at + 1);
                1
            }
            Some(_) => folder.push_non_ascii(text.get(at..).unwrap_or_default(), at).max(1),
        };
    }
    folder.finish();
}

impl TextFolder<'_, Vec<u8>> {
    /// Folds ASCII from a letter up to a sign that may be part of a word; returns how many bytes that were.
    ///
    /// Each step covers the whole window: find where it ends, map every byte, then remove the rare runs of several
    /// blanks.
    fn push_ascii_run(&mut self, rest: &[u8]) -> usize {
        self.start_letter();
        let start = self.sink.len();
        let window = rest.get(..WINDOW).unwrap_or(rest);
        let foreign = if window.is_ascii() { None } else { window.iter().position(|byte| !byte.is_ascii()) };
        let (window, _) = window.split_at(foreign.unwrap_or(window.len()));
        let (window, _) = window.split_at(memchr::memchr2(b'+', b'#', window).unwrap_or(window.len()));
        self.sink.extend(
            window.iter().map(
                |&byte| {
                    if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { b' ' }
                },
            ),
        );
        let len = collapse_blanks(self.sink.get_mut(start..).unwrap_or_default());
        self.sink.truncate(start + len);
        if self.sink.last() == Some(&b' ') {
            self.sink.pop();
            self.pending = WordBreak::Blank;
        }
        window.len()
    }
}

/// Reduces runs of blanks to one; returns how many bytes are left.
fn collapse_blanks(text: &mut [u8]) -> usize {
    static BLANKS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"  "));
    let gap = |text: &[u8], from: usize| BLANKS.find(text.get(from..)?).map(|at| from + at + 1);
    let Some(mut end) = gap(text, 0) else { return text.len() };
    let mut from = end;
    loop {
        // `from` is the second blank of a run, and `end` is where the text after it has to go.
        from += text.get(from..).unwrap_or_default().iter().take_while(|&&byte| byte == b' ').count();
        let until = gap(text, from).unwrap_or(text.len());
        text.copy_within(from..until, end);
        end += until - from;
        if until == text.len() {
            return end;
        }
        from = until;
    }
}
