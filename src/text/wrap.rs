//! Wraps lines by display width, at the places where Unicode allows a break (UAX #14).

use std::ops::Range;

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::{grapheme_width, width};

/// Breaks one paragraph (no newline in it) into lines of at most `columns` columns, as byte ranges of `text`.
///
/// Spaces at a break are dropped; a word longer than a line is split between graphemes. The first line may begin at
/// column `first` instead of 0, for text that follows a label. An empty text gives one empty line. A grapheme wider
/// than `columns` gets its own line.
///
/// ```
/// let text = "one two three";
/// let lines: Vec<&str> = seminars::text::wrap(text, 7, 0).into_iter().map(|r| text.get(r).unwrap()).collect();
/// assert_eq!(lines, ["one two", "three"]);
/// ```
#[must_use]
pub fn wrap(text: &str, columns: usize, first: usize) -> Vec<Range<usize>> {
    let mut breaker = LineBreaker { columns: columns.max(1), used: first, line: 0..0, finished: Vec::new() };
    let mut start = 0;
    for (end, _) in linebreaks(text) {
        let Some(piece) = text.get(start..end) else { continue };
        // A web address may be broken at its slashes, but not before its host.
        if piece.ends_with("://") && end < text.len() {
            continue;
        }
        breaker.add_piece(piece, start);
        start = end;
    }
    if breaker.line.end > breaker.line.start || breaker.finished.is_empty() {
        breaker.end_line();
    }
    breaker.finished
}

struct LineBreaker {
    columns: usize,
    /// Columns used in the current line, including spaces at its end.
    used: usize,
    /// The current line without spaces at its end.
    line: Range<usize>,
    finished: Vec<Range<usize>>,
}

impl LineBreaker {
    /// Adds the piece between two possible breaks: a word and the spaces after it.
    fn add_piece(&mut self, piece: &str, at: usize) {
        let word = piece.trim_end();
        let columns = width(word);
        if self.used > 0 && self.used + columns > self.columns {
            self.end_line();
        }
        if self.is_line_empty() {
            let lead = word.len() - word.trim_start().len();
            self.line = at + lead..at + lead;
            if word.is_empty() {
                return;
            }
            self.fill(word.trim_start(), at + lead);
        } else {
            self.used += columns;
            self.line.end = at + word.len();
        }
        self.used += width(piece) - columns;
    }

    /// Puts a word at the beginning of a line, and continues it on further lines if it does not fit.
    fn fill(&mut self, word: &str, at: usize) {
        for (offset, grapheme) in word.grapheme_indices(true) {
            let columns = grapheme_width(grapheme);
            if self.used + columns > self.columns && self.line.end > self.line.start {
                self.end_line();
                self.line = at + offset..at + offset;
            }
            self.used += columns;
            self.line.end = at + offset + grapheme.len();
        }
    }

    fn is_line_empty(&self) -> bool {
        self.line.is_empty()
    }

    fn end_line(&mut self) {
        self.finished.push(self.line.clone());
        self.line = self.line.end..self.line.end;
        self.used = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;
    use proptest::prelude::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns, 0).into_iter().map(|r| text.get(r).unwrap()).collect()
    }

    #[test]
    fn words_move_down_whole() {
        assert_eq!(lines("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(lines("the  quick ", 5), ["the", "quick"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_split() {
        assert_eq!(lines("a abcdefgh b", 4), ["a", "abcd", "efgh", "b"]);
    }

    #[test]
    fn wide_text_breaks_between_characters_but_not_before_a_full_stop() {
        assert_eq!(lines("素数の話です。", 6), ["素数の", "話で", "す。"]);
    }

    #[test]
    fn an_empty_text_is_one_empty_line() {
        assert_eq!(lines("", 5), [""]);
    }

    #[test]
    fn the_first_line_may_begin_further_right() {
        assert_eq!(wrap("abc def", 7, 4), [0..3, 4..7]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "([a-zé素👩 ]|\u{301}|👨‍🔬){0,60}", columns in 1usize..20) {
            let ranges = wrap(&text, columns, 0);
            let mut joined = String::new();
            for range in ranges {
                let line = text.get(range).unwrap();
                let one_wide = line.graphemes(true).filter(|g| grapheme_width(g) > 0).count() == 1;
                prop_assert!(width(line) <= columns || one_wide, "{line:?} is wider than {columns}");
                joined.push_str(line);
            }
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeeze(&joined), squeeze(&text));
        }
    }
}
