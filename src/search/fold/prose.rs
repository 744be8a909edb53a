//! Long texts, which nobody needs in any other form than the plain one.
//!
//! Nearly all of an archive is prose, and nearly all prose is ASCII. Here a byte costs one step without a branch that
//! depends on it: 200 MB/s word by word became 300.

use super::{Break, Folder, Form};

/// Bytes taken in one go; what lies behind a character beyond ASCII was reserved in vain.
const WINDOW: usize = 256;

/// Folds a text as [`Form::Plain`] does.
pub(in crate::search) fn fold_prose(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    let mut folder = Folder::new(Form::Plain, out);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        at += match rest.first() {
            None => break,
            Some(b) if b.is_ascii_alphanumeric() => folder.sentence(rest),
            Some(&b) if b.is_ascii() => {
                folder.sign(b, at..at + 1);
                1
            }
            Some(_) => folder.beyond_ascii(text.get(at..).unwrap_or_default(), at).max(1),
        };
    }
    folder.finish();
}

impl Folder<'_, Vec<u8>> {
    /// ASCII from a letter on, up to a sign that may be part of a word; says how many bytes that were.
    fn sentence(&mut self, rest: &[u8]) -> usize {
        self.begin();
        let start = self.sink.len();
        self.sink.resize(start + rest.len().min(WINDOW), b' ');
        let room = self.sink.get_mut(start..).unwrap_or_default();
        let (mut len, mut taken, mut after_letter) = (0, 0, false);
        for &byte in rest.iter().take(WINDOW) {
            if !byte.is_ascii() || byte == b'+' || byte == b'#' {
                break;
            }
            let is_letter = byte.is_ascii_alphanumeric();
            if let Some(place) = room.get_mut(len) {
                *place = if is_letter { byte.to_ascii_lowercase() } else { b' ' };
            }
            // A blank stays when it follows a letter; the next byte takes the place of any other.
            len += usize::from(is_letter | after_letter);
            after_letter = is_letter;
            taken += 1;
        }
        if !after_letter {
            len = len.saturating_sub(1);
            self.pending = Break::Blank;
        }
        self.sink.truncate(start + len);
        taken
    }
}
