//! Parses keys written as text, such as `/song han<Enter>`, for `seminars screen` and tests.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use thiserror::Error;

/// Why a string of keys cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// A name in angle brackets that is not a key.
    #[error(
        "unknown key `<{0}>`; known keys: <Enter> <Esc> <Tab> <S-Tab> <BS> <Del> <Space> <Up> <Down> <Left> <Right> <Home> <End> <PageUp> <PageDown> <F1> to <F12>, <C-a> to <C-z>, <A-a> to <A-z>, and <lt> for `<`"
    )]
    Unknown(String),
    /// An angle bracket that is never closed.
    #[error("unclosed `<`; write <lt> for the character `<`")]
    Unclosed,
}

/// Parses a string of keys: plain characters, and names in angle brackets.
pub fn parse_keys(text: &str) -> Result<Vec<KeyEvent>, KeyError> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '<' {
            let (name, after) = rest.split_once('>').ok_or(KeyError::Unclosed)?;
            keys.push(named_key(name).ok_or_else(|| KeyError::Unknown(name.to_owned()))?);
            rest = after;
        } else {
            keys.push(character_key(c));
        }
    }
    Ok(keys)
}

fn character_key(c: char) -> KeyEvent {
    let modifiers = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(c), modifiers)
}

fn named_key(name: &str) -> Option<KeyEvent> {
    if let Some((modifier, key)) = name.split_once('-') {
        let modifier = match modifier {
            "C" => KeyModifiers::CONTROL,
            "A" => KeyModifiers::ALT,
            "S" if key == "Tab" => return Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
            _ => return None,
        };
        let mut chars = key.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_ascii_graphic() => KeyCode::Char(c),
            _ => named_key(key)?.code,
        };
        return Some(KeyEvent::new(code, modifier));
    }
    let code = match name {
        "Enter" | "CR" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BS" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Space" => KeyCode::Char(' '),
        "lt" => KeyCode::Char('<'),
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        _ => {
            let number = name.strip_prefix('F')?.parse().ok().filter(|n| (1..=12).contains(n))?;
            KeyCode::F(number)
        }
    };
    Some(KeyEvent::new(code, KeyModifiers::NONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_stand_for_themselves_and_names_in_brackets() {
        let codes: Vec<KeyCode> =
            parse_keys("/a<Enter><F1><lt>").unwrap().into_iter().map(|k| k.code).collect();
        assert_eq!(
            codes,
            [KeyCode::Char('/'), KeyCode::Char('a'), KeyCode::Enter, KeyCode::F(1), KeyCode::Char('<')]
        );
        assert_eq!(parse_keys("<C-u>").unwrap()[0].modifiers, KeyModifiers::CONTROL);
    }

    #[test]
    fn an_unknown_key_is_reported() {
        assert_eq!(parse_keys("a<Foo>"), Err(KeyError::Unknown("Foo".to_owned())));
        assert_eq!(parse_keys("<F99>"), Err(KeyError::Unknown("F99".to_owned())));
        assert_eq!(parse_keys("a<b"), Err(KeyError::Unclosed));
    }
}
