//! Decodes the bytes of a file: detects the encoding, and reports and replaces characters that no parser accepts.
//!
//! Every replacement is one character wide, so line and column numbers stay those of the file.

use std::fmt::Write as _;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::remark::Remark;
use crate::diagnostic::{Position, Rule, Severity};
use crate::text::{InvisibleChar, is_joiner};

/// Decodes a file and drops its byte order mark, with a diagnostic for everything that was changed.
///
/// A character that YAML does not allow becomes a zero-width space: columns stay as they are, and cleaning drops it.
pub(crate) fn decode(bytes: Vec<u8>) -> (String, Vec<Remark>) {
    let mut diagnostics = Vec::new();
    let mut text = match bytes.get(..2) {
        Some([0xff, 0xfe]) => decode_utf16(&bytes, UTF_16LE, &mut diagnostics),
        Some([0xfe, 0xff]) => decode_utf16(&bytes, UTF_16BE, &mut diagnostics),
        _ => String::from_utf8(bytes).unwrap_or_else(|error| {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default());
            diagnostics.push(Remark {
                severity: Severity::Warning,
                rule: Rule::Encoding,
                at: position_after(&before),
                message: "the file is not UTF-8, and is read as Windows-1252 (Latin-1)".to_owned(),
                help: "save it as UTF-8",
            });
            WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned()
        }),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    let is_special = |c| reported_kind(c).is_some() || is_replaced(c);
    if crate::text::find_char(&text, may_start_special, is_special).is_none() {
        return (text, diagnostics);
    }
    if text.contains(|c| reported_kind(c).is_some()) {
        diagnostics.extend(report_invisible_chars(&text));
    }
    if text.contains(is_replaced) {
        let replacement = |c| match c {
            // Editors do not count it as a line break; a space instead keeps line numbers right.
            c if InvisibleChar::from_char(c) == Some(InvisibleChar::LineBreak) => ' ',
            c if is_replaced(c) => '\u{200b}',
            c => c,
        };
        text = text.chars().map(replacement).collect();
    }
    (text, diagnostics)
}

/// Whether a byte of UTF-8 may start an invisible or a replaced character.
#[inline]
fn may_start_special(byte: u8) -> bool {
    let control = byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r';
    [0x7f, 0xc2, 0xd8, 0xe1, 0xe2, 0xef].iter().fold(control, |any, &other| any || byte == other)
}

/// At most this many lines with invisible characters are reported one by one: a broken export has one in every line.
const MAX_REPORTED_LINES: usize = 100;

/// The diagnostic for an invisible character, and for `more` of its kind in the line.
fn invisible_char_remark(kind: InvisibleChar, found: char, at: Position, more: usize) -> Remark {
    let (severity, what) = match kind {
        InvisibleChar::Control => (Severity::Warning, "control character"),
        InvisibleChar::Bidi => (Severity::Warning, "bidirectional control character"),
        _ => (Severity::Note, "invisible character"),
    };
    let mut message = format!("the {what} U+{:04X} is left out", u32::from(found));
    if more > 0 {
        let _ = write!(message, ", and {more} more of its kind in this line");
    }
    Remark { severity, rule: Rule::ControlCharacter, at, message, help: "take it out of the file" }
}

/// The kind of an invisible character, if it is reported. Line breaks and flags are not, because they are kept in one
/// form or another.
fn reported_kind(c: char) -> Option<InvisibleChar> {
    match InvisibleChar::from_char(c)? {
        InvisibleChar::LineBreak | InvisibleChar::FlagTag => None,
        InvisibleChar::Control if c == '\r' => None,
        kind => Some(kind),
    }
}

/// Reports the worst kind of invisible character in each line, where it first occurs.
fn report_invisible_chars(text: &str) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut others: Option<Remark> = None;
    let mut count = 0usize;
    for (number, line) in (1u32..).zip(text.split('\n')) {
        let Some((kind, found, column, more)) = worst_in_line(line) else {
            continue;
        };
        let at = Position { line: number, column };
        let remark = invisible_char_remark(kind, found, at, more);
        if remarks.len() < MAX_REPORTED_LINES {
            remarks.push(remark);
            continue;
        }
        count += 1;
        let other = others.get_or_insert_with(|| remark.clone());
        other.severity = other.severity.min(remark.severity);
    }
    remarks.extend(others.map(|other| Remark {
        message: format!("invisible characters are left out of {count} more lines, starting with this one"),
        ..other
    }));
    remarks
}

/// The worst kind of invisible character in a line: the first of that kind, its column, and how many more there are.
fn worst_in_line(line: &str) -> Option<(InvisibleChar, char, u32, usize)> {
    let mut worst: Option<(InvisibleChar, char, u32, usize)> = None;
    let mut before = None;
    let mut chars = line.chars().zip(1u32..).peekable();
    while let Some((c, column)) = chars.next() {
        let next = chars.peek().map(|&(next, _)| next);
        let kind = reported_kind(c).filter(|_| !is_joiner(before, c, next));
        before = Some(c);
        match (kind, &mut worst) {
            (None, _) => {}
            (Some(kind), Some((known, .., more))) if *known == kind => *more += 1,
            (Some(kind), Some((known, ..))) if *known < kind => {}
            (Some(kind), _) => worst = Some((kind, c, column, 0)),
        }
    }
    worst
}

/// The position just after a text.
fn position_after(before: &str) -> Position {
    let line = before.bytes().filter(|&byte| byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let from_one = |n| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
    Position { line: from_one(line), column: from_one(column) }
}

fn decode_utf16(bytes: &[u8], encoding: &'static Encoding, remarks: &mut Vec<Remark>) -> String {
    remarks.push(Remark {
        severity: Severity::Note,
        rule: Rule::Encoding,
        at: Position::START,
        message: "the file is UTF-16, and is read as such".to_owned(),
        help: "save it as UTF-8",
    });
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

/// Characters that decoding replaces: those that YAML rejects, and line breaks that only YAML recognises.
fn is_replaced(c: char) -> bool {
    let kind = InvisibleChar::from_char(c).filter(|_| c != '\r');
    matches!(kind, Some(InvisibleChar::Control | InvisibleChar::LineBreak))
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode_to_lines(bytes: &[u8]) -> (String, Vec<String>) {
        let (text, remarks) = decode(bytes.to_vec());
        let lines = remarks.iter().map(|r| format!("{}:{} {} {}", r.at.line, r.at.column, r.rule, r.message));
        (text, lines.collect())
    }

    #[test]
    fn every_special_character_is_found_by_its_first_byte() {
        for c in '\0'..=char::MAX {
            if reported_kind(c).is_some() || is_replaced(c) {
                let first = c.to_string().bytes().next().unwrap();
                assert!(may_start_special(first), "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn utf8_with_or_without_a_mark_is_read_as_it_is() {
        assert_eq!(decode_to_lines("\u{feff}title: Łódź".as_bytes()), ("title: Łódź".to_owned(), vec![]));
        assert_eq!(decode_to_lines(b""), (String::new(), vec![]));
    }

    #[test]
    fn latin_1_is_read_with_a_warning_that_names_the_place() {
        let (text, remarks) = decode_to_lines(b"title: x\nspeaker: Ren\xe9 \x93q\x94");
        assert_eq!(text, "title: x\nspeaker: René “q”");
        assert_eq!(remarks, ["2:13 encoding the file is not UTF-8, and is read as Windows-1252 (Latin-1)"]);
    }

    #[test]
    fn utf16_is_read_from_its_mark_in_both_orders() {
        let little: Vec<u8> = "\u{feff}a: ż".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}a: ż".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            let (text, remarks) = decode_to_lines(&bytes);
            assert_eq!(text, "a: ż");
            assert_eq!(remarks, ["1:1 encoding the file is UTF-16, and is read as such"]);
        }
    }

    #[test]
    fn a_nul_byte_is_left_out_and_keeps_the_columns_right() {
        let (text, remarks) = decode_to_lines(b"a: x\0y");
        assert_eq!(text, "a: x\u{200b}y");
        assert_eq!(remarks, ["1:5 control-character the control character U+0000 is left out"]);
    }

    #[test]
    fn every_line_with_a_control_character_is_named() {
        let (text, remarks) = decode_to_lines(b"a: \x01\n\nb: x\x02\x03\x1b\n");
        assert_eq!(text, "a: \u{200b}\n\nb: x\u{200b}\u{200b}\u{200b}\n");
        assert_eq!(
            remarks,
            [
                "1:4 control-character the control character U+0001 is left out",
                "3:5 control-character the control character U+0002 is left out, and 2 more of its kind in this line",
            ]
        );
    }

    #[test]
    fn lines_beyond_the_first_hundred_are_counted() {
        let (_, remarks) = decode_to_lines("\u{ad}\n".repeat(150).as_bytes());
        assert_eq!(remarks.len(), 101);
        assert_eq!(
            remarks[100],
            "101:1 control-character invisible characters are left out of 50 more lines, starting with this one"
        );
    }

    #[test]
    fn what_nobody_sees_is_a_note_and_what_changes_the_order_a_warning() {
        let severities = |text: &str| {
            let (_, remarks) = decode(text.as_bytes().to_vec());
            remarks.iter().map(|remark| remark.severity).collect::<Vec<_>>()
        };
        for c in ['\u{200b}', '\u{ad}', '\u{2060}', '\u{200d}', '\u{feff}'] {
            assert_eq!(severities(&format!("a{c}b")), [Severity::Note], "{c:?}");
        }
        for c in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{7}'] {
            assert_eq!(severities(&format!("a\u{200b}{c}b")), [Severity::Warning], "{c:?}");
        }
        for text in ["👩\u{200d}🔬", "می\u{200c}خواهم", "a\u{2028}b", "a\tb\r\n"] {
            assert_eq!(severities(text), [], "{text:?}");
        }
        assert_eq!(
            decode_to_lines("a: \u{202e}b".as_bytes()).1,
            ["1:4 control-character the bidirectional control character U+202E is left out"]
        );
    }
}
