//! Folding of long texts, which are indexed in [`FoldForm::Plain`] only.
//!
//! Nearly all of an archive is prose, and nearly all prose is ASCII. So ASCII is folded many bytes at a time, without
//! branching on each byte.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{FoldForm, TextFolder, WordBreak};

/// How many bytes to fold at a time. Scanning past the first non-ASCII character is wasted work, so not too many.
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
    /// Folds a run of ASCII that starts with a letter or digit, up to a sign that may be part of a word; returns the
    /// number of bytes consumed.
    ///
    /// Each step covers the whole window: find its end, map every byte, then collapse the rare runs of blanks.
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

/// Collapses each run of blanks to one; returns the new length.
fn collapse_blanks(text: &mut [u8]) -> usize {
    static BLANKS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"  "));
    let gap = |text: &[u8], from: usize| BLANKS.find(text.get(from..)?).map(|at| from + at + 1);
    let Some(mut end) = gap(text, 0) else { return text.len() };
    let mut from = end;
    loop {
        // `from` is the second blank of a run, and `end` is where the text after the run goes.
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
