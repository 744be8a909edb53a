//! [`Text`]: text from outside the program, made safe for the terminal, and measured the way a terminal does.
//!
//! Its constructors take anything that a file may contain, and drop everything that a terminal would execute instead of
//! display. The rest of the program uses `Text` and need not think about it again.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

pub(crate) mod line_index;
mod width;
pub(crate) mod word_set;
mod wrap;

pub(crate) use width::grapheme_width;
pub use width::{fitting_prefix, truncate, truncate_middle, width};
pub use wrap::wrap;

/// Text that is safe to print: no control characters except newline and tab, and nothing that reorders or hides text.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Box<str>);

impl Text {
    /// Text of one or more lines: cleaned, with `\n` as line ending, and without trailing spaces or
    /// surrounding blank lines.
    #[must_use]
    pub fn block(raw: &str) -> Self {
        let cleaned = clean(raw);
        if !cleaned.contains('\n') {
            return Self(cleaned.trim().into());
        }
        let body = cleaned.trim_end().trim_start_matches('\n');
        let mut ends = memchr::memchr_iter(b'\n', body.as_bytes()).filter_map(|end| body.get(..end));
        if !ends.any(|before| before.ends_with(|c: char| c != '\n' && c.is_whitespace())) {
            return Self(body.into());
        }
        let mut out = String::with_capacity(body.len());
        for line in body.lines() {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        let end = out.trim_end().len();
        out.truncate(end);
        let lead = out.len() - out.trim_start_matches('\n').len();
        out.drain(..lead);
        Self(out.into_boxed_str())
    }

    /// Text of one line: cleaned, trimmed, and with one space for every run of white space.
    #[must_use]
    pub fn line(raw: &str) -> Self {
        let cleaned = clean(raw);
        let mut out = String::with_capacity(cleaned.len());
        for word in cleaned.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        Self(out.into_boxed_str())
    }

    /// Text that we stored ourselves: cleaned again, and otherwise unchanged.
    #[must_use]
    pub fn from_stored(raw: &str) -> Self {
        Self(clean(raw).into())
    }

    /// The text as a string slice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Cleans the text again, wherever it comes from.
impl<'de> serde::Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Cow::<'de, str>::deserialize(deserializer)?;
        Ok(Self::from_stored(&raw))
    }
}

/// Removes everything that a terminal would execute or that is invisible, and makes every line ending `\n`.
///
/// This removes C0 except newline and tab, DEL, C1, the bidirectional marks, embeddings, overrides and isolates,
/// zero-width characters and soft hyphens. A zero-width joiner stays between two characters that are not ASCII, where
/// emoji and several scripts need it. Clean text is borrowed, not copied.
#[must_use]
pub fn clean(raw: &str) -> Cow<'_, str> {
    let Some(first) = find_char(raw, may_begin_suspect, is_suspect) else {
        return Cow::Borrowed(raw);
    };
    let (good, rest) = raw.split_at(first);
    let mut out = String::with_capacity(raw.len());
    out.push_str(good);
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                out.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\u{200c}' | '\u{200d}' => {
                if is_joiner(out.chars().next_back(), c, chars.peek().copied()) {
                    out.push(c);
                }
            }
            // The tag letters of a regional flag follow a black flag, or one another.
            '\u{e0020}'..='\u{e007f}' => {
                let previous = out.chars().next_back();
                if previous.is_some_and(|p| p == '\u{1f3f4}' || ('\u{e0020}'..='\u{e007f}').contains(&p)) {
                    out.push(c);
                }
            }
            _ if is_suspect(c) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Like [`clean`], for one line of output: newlines and tabs become spaces. For errors, paths and window titles.
#[must_use]
pub fn clean_line(raw: &str) -> Cow<'_, str> {
    match clean(raw) {
        Cow::Borrowed(s) if !s.contains(['\n', '\t']) => Cow::Borrowed(s),
        other => Cow::Owned(other.replace(['\n', '\t'], " ")),
    }
}

/// A path for display: bytes that are not UTF-8 are replaced, and control characters removed.
#[must_use]
pub fn printable_path(path: &std::path::Path) -> String {
    clean_line(&path.to_string_lossy()).into_owned()
}

/// The kinds of invisible characters, which cleaning removes or replaces; the worst kind first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum InvisibleChar {
    /// A control character, which a terminal may act on.
    Control,
    /// Changes the order of the text around it.
    Bidi,
    /// Any other invisible character, such as a zero-width space.
    Other,
    /// Ends a line according to Unicode, but not in any editor.
    LineBreak,
    /// A letter of a regional flag: part of the flag after a black flag, invisible elsewhere.
    FlagTag,
}

impl InvisibleChar {
    /// The kind of `c`; `None` for newline, tab and everything visible.
    pub(crate) fn from_char(c: char) -> Option<Self> {
        match c {
            '\u{85}' | '\u{2028}' | '\u{2029}' => Some(Self::LineBreak),
            '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some(Self::Control),
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
                Some(Self::Bidi)
            }
            '\u{ad}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2065}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => Some(Self::Other),
            '\u{e0000}'..='\u{e007f}' => Some(Self::FlagTag),
            _ => None,
        }
    }
}

/// Whether a character is a zero-width joiner or non-joiner that emoji and several scripts need; cleaning keeps it.
pub(crate) fn is_joiner(before: Option<char>, c: char, next: Option<char>) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}') && before.is_some_and(is_joinable) && next.is_some_and(is_joinable)
}

fn is_suspect(c: char) -> bool {
    InvisibleChar::from_char(c).is_some()
}

/// Whether a byte of UTF-8 may begin a suspect character.
#[inline]
fn may_begin_suspect(byte: u8) -> bool {
    let control = byte < b' ' && byte != b'\n' && byte != b'\t';
    [0x7f, 0xc2, 0xd8, 0xe1, 0xe2, 0xef, 0xf3].iter().fold(control, |any, &other| any || byte == other)
}

/// The offset of the first character of a rare kind. `may_begin` tells whether a byte may be the
/// first of such a character.
///
/// Most texts have none. So the bytes are checked block by block, which a processor does many at a time, and only a
/// block that may contain such a character is searched.
pub(crate) fn find_char(
    text: &str,
    may_begin: impl Fn(u8) -> bool,
    is_wanted: impl Fn(char) -> bool,
) -> Option<usize> {
    const BLOCK: usize = 64;
    for (number, block) in text.as_bytes().chunks(BLOCK).enumerate() {
        if block.iter().map(|&byte| u8::from(may_begin(byte))).sum::<u8>() == 0 {
            continue;
        }
        let places = (number * BLOCK..).zip(block).filter(|&(_, &byte)| may_begin(byte)).map(|(at, _)| at);
        let char_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
        let found = places.into_iter().find(|&at| char_at(at).is_some_and(&is_wanted));
        if found.is_some() {
            return found;
        }
    }
    None
}

fn is_joinable(c: char) -> bool {
    !c.is_ascii() && !is_suspect(c) && !c.is_whitespace()
}

/// A count and its noun, in the plural unless the count is one: `1 talk`, `2 talks`.
#[must_use]
pub fn pluralize(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_sequences_lose_what_makes_them_obeyed() {
        assert_eq!(clean("a\x1b[31mb\x1b]0;x\x07"), "a[31mb]0;x");
        assert_eq!(clean("a\u{9b}31mb"), "a31mb");
        assert_eq!(clean("abc\u{202e}def\u{2066}"), "abcdef");
    }

    #[test]
    fn every_suspect_character_is_seen_by_its_first_byte() {
        for c in ('\0'..=char::MAX).filter(|&c| is_suspect(c)) {
            assert!(may_begin_suspect(c.to_string().as_bytes()[0]), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_line_end_becomes_a_newline() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d\u{85}e"), "a\nb\nc\nd\ne");
    }

    #[test]
    fn a_joiner_stays_inside_emoji_and_goes_elsewhere() {
        assert_eq!(clean("👩\u{200d}🔬"), "👩\u{200d}🔬");
        assert_eq!(clean("a\u{200d}b\u{200b}c\u{ad}d"), "abcd");
        assert_eq!(clean("\u{200d}x"), "x");
    }

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(clean("Łódź — 素数"), Cow::Borrowed(_)));
    }

    #[test]
    fn one_line_text_has_single_blanks() {
        assert_eq!(Text::line("  a \n\u{a0} b\tc ").as_str(), "a b c");
    }

    #[test]
    fn a_block_keeps_its_paragraphs_and_indentation() {
        assert_eq!(Text::block("\n\n  a  \n\nb \n    code\n\n").as_str(), "  a\n\nb\n    code");
    }

    #[test]
    fn wide_characters_count_twice_and_marks_not_at_all() {
        assert_eq!(width("素数"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👩\u{200d}🔬"), 2);
    }

    #[test]
    fn truncation_never_splits_a_character() {
        assert_eq!(truncate("素数の話", 5), "素数…");
        assert_eq!(truncate("abc", 3), "abc");
        assert_eq!(truncate("abcd", 3), "ab…");
        assert_eq!(truncate("abcd", 0), "");
    }

    proptest! {
            #[test]
            fn nothing_that_is_obeyed_survives_cleaning(raw in any::<String>()) {
                let once = clean(&raw).into_owned();
    let obeyed = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
                    | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                prop_assert!(!once.contains(obeyed));
                let twice = clean(&once).into_owned();
                prop_assert_eq!(twice, once);
            }

            #[test]
            fn a_rare_character_is_found_where_it_stands(raw in "[a-zé\u{2010}\u{200b}\u{1}\n]{0,200}") {
                let wanted = |c| is_suspect(c);
                prop_assert_eq!(find_char(&raw, may_begin_suspect, wanted), raw.find(wanted));
            }

            #[test]
            fn a_block_is_its_lines_without_what_nobody_sees(raw in "[a\u{a0}é \t\n\r]{0,12}") {
                let cleaned = clean(&raw);
                let lines: Vec<&str> = cleaned.trim_matches('\n').split('\n').map(str::trim_end).collect();
                let whole = if cleaned.contains('\n') { lines.join("\n") } else { cleaned.trim().to_owned() };
                prop_assert_eq!(&*Text::block(&raw), whole.trim_end().trim_start_matches('\n'));
            }

            #[test]
            fn a_truncated_text_fits(raw in any::<String>(), columns in 0usize..40) {
                let line = Text::line(&raw);
                prop_assert!(width(&truncate(&line, columns)) <= columns);
            }
        }
}
