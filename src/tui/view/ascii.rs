//! Converts the screen to ASCII for terminals without UTF-8: marks become ASCII characters that differ within a row,
//! letters are transliterated.

use ratatui::buffer::Buffer;

/// The ASCII replacement for each mark.
const MARKS: [(&str, &str); 21] = [
    ("▶", ">"),
    ("◇", "+"),
    ("●", "*"),
    ("▌", "#"),
    ("▐", "]"),
    ("│", "|"),
    ("─", "-"),
    ("…", "~"),
    ("·", "-"),
    ("•", "o"),
    ("✓", "v"),
    ("★", "*"),
    ("⟨", "<"),
    ("⟩", ">"),
    ("↵", "<"),
    ("↑", "^"),
    ("↓", "v"),
    ("—", "-"),
    ("–", "-"),
    ("“", "\""),
    ("”", "\""),
];

/// Replaces everything in the buffer that is not ASCII, cell by cell.
pub(super) fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if cell.symbol().is_ascii() {
            continue;
        }
        let mark = MARKS.iter().find(|(mark, _)| *mark == cell.symbol()).map(|(_, ascii)| *ascii);
        let letter = cell.symbol().chars().next().and_then(transliterate).unwrap_or('?');
        match mark {
            Some(mark) => cell.set_symbol(mark),
            None => cell.set_char(letter),
        };
    }
}

/// The first ASCII character of a letter's transliteration. For other characters, `None` unless the transliteration is
/// a single character.
fn transliterate(c: char) -> Option<char> {
    let ascii = any_ascii::any_ascii_char(c);
    let first = ascii.chars().next().filter(char::is_ascii_graphic)?;
    (c.is_alphanumeric() || ascii.len() == 1).then_some(first)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn everything_is_ascii_and_the_marks_of_a_row_differ() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 28, 1));
        buffer.set_string(0, 0, "▌▶◇●│▐ Gagné 宋寒 김 👩‍🔬 ß…", Style::new());
        to_ascii(&mut buffer);
        let text: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(text.trim_end(), "#>+*|] Gagne S H  G  ?  s~");
        let row: HashSet<&str> = MARKS.iter().take(6).map(|(_, ascii)| *ascii).collect();
        assert_eq!(row.len(), 6);
    }
}
