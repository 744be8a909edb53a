//! Splits a date into tokens: numbers, months, and the separators between them.

/// A token of a text that may contain a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A number, and how many digits it has.
    Number(u32, usize),
    /// A month by name.
    Month(i8),
    /// Any other word.
    Word,
    /// A character that may separate the parts of a date.
    Separator(char),
    /// Anything else, including a time of day.
    Gap,
}

/// Splits a text into tokens. Spaces are skipped, and a time of day becomes a gap.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let same: fn(char) -> bool = if c.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if matches!(c, '年' | '月' | '日' | '년' | '월' | '일') {
            |_| false
        } else if c.is_alphabetic() {
            |c| c.is_alphabetic() && !matches!(c, '年' | '月' | '日' | '년' | '월' | '일')
        } else {
            |_| false
        };
        let more = rest.chars().skip(1).take_while(|&c| same(c)).map(char::len_utf8).sum::<usize>();
        let (piece, after) = rest.split_at(c.len_utf8() + more);
        rest = after;
        if c.is_ascii_digit() {
            if let Some(after) = super::words::skip_time_of_day(piece, rest) {
                rest = after;
                tokens.push(Token::Gap);
                continue;
            }
            tokens.push(Token::Number(piece.parse().unwrap_or(u32::MAX), piece.len()));
        } else if c.is_alphabetic()
            && more + c.len_utf8() > 1
            && !matches!(c, '年' | '月' | '日' | '년' | '월' | '일')
        {
            match super::words::month(piece) {
                Some(month) => tokens.push(Token::Month(month)),
                // Skip `th`, `nd`, `er`, `of`, `de` between the parts of a date.
                None if super::words::is_filler(piece) => {}
                None => tokens.push(Token::Word),
            }
        } else if c.is_alphabetic() || matches!(c, '-' | '–' | '/' | '.' | '_' | ',') {
            tokens.push(Token::Separator(if c == '–' { '-' } else { c }));
        } else if !c.is_whitespace() && c != '\'' && c != '’' && c != 'º' && c != 'ª' {
            tokens.push(Token::Gap);
        }
    }
    tokens
}
