//! How many columns a text takes, and cutting it to columns.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a terminal gives to a text without newlines.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(grapheme_width).sum() }
}

/// Columns of one grapheme: never more than two, whatever it is made of.
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

/// `text` in at most `columns` columns, with `…` in place of what did not fit.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    // Bytes are never fewer than half the columns, so a far longer text need not be measured whole.
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

/// `text` in at most `columns` columns, with `…` in place of its middle: for addresses, whose ends tell them apart.
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
