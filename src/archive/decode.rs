//! Bytes to text: which encoding a file has, and which of its characters no reader takes.

use crate::diagnostic::{Position, Severity};

/// What decoding found to say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    /// How much it matters.
    pub(crate) severity: Severity,
    /// The rule's name.
    pub(crate) rule: &'static str,
    /// Where.
    pub(crate) at: Position,
    /// What was found and done.
    pub(crate) message: String,
}

/// The text of a file, without its byte order mark, with a remark for everything that was changed.
///
/// A character that YAML does not allow becomes a zero-width blank: columns stay as they are, and cleaning drops it.
pub(crate) fn decode(bytes: Vec<u8>) -> (String, Vec<Remark>) {
    let mut remarks = Vec::new();
    let mut text = match bytes.get(..2) {
        Some([0xff, 0xfe]) => utf16(&bytes, u16::from_le_bytes, &mut remarks),
        Some([0xfe, 0xff]) => utf16(&bytes, u16::from_be_bytes, &mut remarks),
        _ => String::from_utf8(bytes).unwrap_or_else(|error| {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default());
            remarks.push(Remark {
                severity: Severity::Warning,
                rule: "encoding",
                at: end_of(&before),
                message: "the file is not UTF-8, and is read as Windows-1252 (Latin-1)".to_owned(),
            });
            bytes.iter().map(|&byte| windows_1252(byte)).collect()
        }),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if let Some(at) = text.find(is_refused) {
        let (before, after) = text.split_at(at);
        let found = after.chars().next().unwrap_or_default();
        if !is_line_end(found) {
            remarks.push(Remark {
                severity: Severity::Warning,
                rule: "control-character",
                at: end_of(before),
                message: format!("the control character U+{:04X} is left out", u32::from(found)),
            });
        }
        let replaced = |c| match c {
            c if is_line_end(c) => ' ',
            c if is_refused(c) => '\u{200b}',
            c => c,
        };
        text = text.chars().map(replaced).collect();
    }
    (text, remarks)
}

/// The place right after a text.
fn end_of(before: &str) -> Position {
    let line = before.bytes().filter(|&byte| byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let from_one = |n| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
    Position { line: from_one(line), column: from_one(column) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, remarks: &mut Vec<Remark>) -> String {
    remarks.push(Remark {
        severity: Severity::Note,
        rule: "encoding",
        at: Position::START,
        message: "the file is UTF-16, and is read as such".to_owned(),
    });
    let units = bytes
        .chunks_exact(2)
        .map(|pair| unit([pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// What YAML refuses to read, and the line ends that only YAML takes for line ends.
fn is_refused(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}')
}

/// Line ends that no editor counts; a blank keeps line numbers right.
fn is_line_end(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The character of a byte; the five bytes that Windows-1252 leaves open are the control characters of Latin-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80)
        .and_then(|at| HIGH.get(usize::from(at)).copied())
        .unwrap_or_else(|| char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarks(bytes: &[u8]) -> (String, Vec<String>) {
        let (text, remarks) = decode(bytes.to_vec());
        let lines = remarks.iter().map(|r| format!("{}:{} {} {}", r.at.line, r.at.column, r.rule, r.message));
        (text, lines.collect())
    }

    #[test]
    fn utf8_with_or_without_a_mark_is_read_as_it_is() {
        assert_eq!(remarks("\u{feff}title: Łódź".as_bytes()), ("title: Łódź".to_owned(), vec![]));
        assert_eq!(remarks(b""), (String::new(), vec![]));
    }

    #[test]
    fn latin_1_is_read_with_a_warning_that_names_the_place() {
        let (text, remarks) = remarks(b"title: x\nspeaker: Ren\xe9 \x93q\x94");
        assert_eq!(text, "title: x\nspeaker: René “q”");
        assert_eq!(remarks, ["2:13 encoding the file is not UTF-8, and is read as Windows-1252 (Latin-1)"]);
    }

    #[test]
    fn utf16_is_read_from_its_mark_in_both_orders() {
        let little: Vec<u8> = "\u{feff}a: ż".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}a: ż".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            let (text, remarks) = remarks(&bytes);
            assert_eq!(text, "a: ż");
            assert_eq!(remarks, ["1:1 encoding the file is UTF-16, and is read as such"]);
        }
    }

    #[test]
    fn a_nul_byte_is_left_out_and_keeps_the_columns_right() {
        let (text, remarks) = remarks(b"a: x\0y");
        assert_eq!(text, "a: x\u{200b}y");
        assert_eq!(remarks, ["1:5 control-character the control character U+0000 is left out"]);
    }
}
