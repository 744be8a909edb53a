//! Hashes of words. They have 31 bits, and the words themselves are not stored: of the 300,000 words in a large
//! archive, about twenty pairs collide, which nobody will notice.

use unicode_normalization::char::is_combining_mark;

/// Minimum number of letters in a term.
const MIN_LETTERS: usize = 4;

/// The hash of a text, never 0.
pub(super) fn hash_text(folded: &[u8]) -> u32 {
    let mut hash = folded.len() as u64;
    for part in folded.chunks(8) {
        let part = part.iter().fold(0u64, |part, &byte| part << 8 | u64::from(byte));
        hash = (hash.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    hash ^= hash >> 32;
    u32::try_from(hash.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 33).unwrap_or_default().max(1)
}

/// The hash of a folded word, if it is long enough to be a term.
pub(super) fn hash_word(word: &[u8]) -> Option<u32> {
    if word.is_ascii() {
        let is_word = word.len() >= MIN_LETTERS && word.iter().any(u8::is_ascii_alphabetic);
        return is_word.then(|| hash_text(singular(word)));
    }
    let letters = std::str::from_utf8(word).ok()?.chars().filter(|&c| !is_combining_mark(c)).count();
    (letters >= MIN_LETTERS).then(|| hash_text(word))
}

/// Removes a plural s, so that `controllers` and `controller` are one term; `class`, `analysis` and `torus` keep
/// theirs.
fn singular(word: &[u8]) -> &[u8] {
    match word {
        [rest @ .., before, b's'] if rest.len() >= 3 && !matches!(before, b's' | b'u' | b'i') => {
            word.split_last().map_or(word, |(_, singular)| singular)
        }
        _ => word,
    }
}
