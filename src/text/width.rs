//! Measures texts in terminal columns, and truncates them to fit.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The number of terminal columns that a text without newlines takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(grapheme_width).sum() }
}

/// The number of columns that one grapheme takes: never more than two, whatever it consists of.
pub(crate) fn grapheme_width(grapheme: &str) -> usize {
    if grapheme == "\t" { 1 } else { UnicodeWidthStr::width(grapheme).min(2) }
}

/// The longest prefix of `text` that fits in `columns` columns, as a byte range; never splits a grapheme.
#[must_use]
pub fn fitting_prefix(text: &str, columns: usize) -> Range<usize> {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > columns {
            return 0..at;
        }
    }
    0..text.len()
}

/// Truncates `text` to at most `columns` columns, with `…` in place of what does not fit.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    // No text takes more columns than bytes, so a short one need not be measured; a long one is
    // measured only up to `columns`.
    if text.len() <= columns || fitting_prefix(text, columns).end == text.len() {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let end = fitting_prefix(text, columns - 1).end;
    let kept = text.get(..end).unwrap_or_default().trim_end();
    Cow::Owned(format!("{kept}…"))
}

/// Truncates `text` to at most `columns` columns, with `…` in place of its middle. For addresses,
/// where both ends matter.
///
/// ```
/// assert_eq!(seminars::text::truncate_middle("https://example.org/a/long/way/slides.pdf", 20), "https://ex…lides.pdf");
/// ```
#[must_use]
pub fn truncate_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns || columns == 0 {
        return truncate(text, columns);
    }
    let end = (columns - 1) / 2;
    let start = fitting_prefix(text, columns - 1 - end);
    let mut rest = text.len();
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme_width(grapheme);
        if used > end {
            break;
        }
        rest = at;
    }
    let (start, rest) = (text.get(start).unwrap_or_default(), text.get(rest..).unwrap_or_default());
    Cow::Owned(format!("{start}…{rest}"))
}
