//! Decodes one complete escape sequence.
//!
//! The tables follow xterm and the many terminals that imitate it: letters for arrows and the first function keys,
//! numbers with `~` for the others, a second parameter for the modifiers, SGR for the mouse.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// What a sequence that begins with `ESC [` decodes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    Event(Event),
    PasteStart,
    /// A reply of the terminal, an unknown key, or garbage.
    Ignored,
}

impl From<Option<Event>> for Decoded {
    fn from(event: Option<Event>) -> Self {
        event.map_or(Self::Ignored, Self::Event)
    }
}

/// The sequence `ESC [ parameters end`.
pub(super) fn csi(parameters: &[u8], end: u8) -> Decoded {
    let Ok(text) = std::str::from_utf8(parameters) else {
        return Decoded::Ignored;
    };
    if let Some(report) = text.strip_prefix('<') {
        return sgr_mouse(report, end).into();
    }
    // `?`, `>` and `=` begin replies, and no key sends an intermediate byte.
    if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':')) {
        return Decoded::Ignored;
    }
    let parameters = Parameters::parse(text);
    match end {
        b'~' if parameters.first == Some(200) => Decoded::PasteStart,
        b'~' if parameters.first == Some(27) => parameters.encoded_key(parameters.third).into(),
        b'~' => parameters.key(parameters.first.and_then(key_by_number)).into(),
        b'u' => parameters.encoded_key(parameters.first).into(),
        b'I' => Decoded::Event(Event::FocusGained),
        b'O' => Decoded::Event(Event::FocusLost),
        // `ESC [ row ; column R` is also the cursor position report; for F3, the first parameter is 1 or missing.
        b'R' if parameters.first.is_some_and(|row| row != 1) => Decoded::Ignored,
        _ => parameters.key(key_by_letter(end)).into(),
    }
}

/// The sequence `ESC O parameters end`.
pub(super) fn ss3(parameters: &[u8], end: u8) -> Option<Event> {
    let parameters = Parameters::parse(std::str::from_utf8(parameters).ok()?);
    let code = match end {
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        // The number pad in application mode, which a program before us may have left on.
        b'j'..=b'y' => KeyCode::Char(char::from(end - 0x40)),
        _ => key_by_letter(end)?,
    };
    // Old terminals send the modifiers as the first parameter.
    let modifiers = parameters.second.or(parameters.first);
    Parameters { second: modifiers, ..parameters }.key(Some(code))
}

/// A number-pad key, by its number in kitty's keyboard protocol.
fn keypad_key(number: u16) -> Option<KeyCode> {
    const NAMES: [KeyCode; 10] = [
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Insert,
        KeyCode::Delete,
    ];
    Some(match number {
        57399..=57408 => KeyCode::Char(char::from_digit(u32::from(number - 57399), 10)?),
        57409..=57413 => KeyCode::Char(char::from(*b"./*-+".get(usize::from(number - 57409))?)),
        57414 => KeyCode::Enter,
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417..=57426 => *NAMES.get(usize::from(number - 57417))?,
        _ => return None,
    })
}

/// The old mouse report: three bytes, each 32 above its value.
pub(super) fn old_mouse(buttons: u8, column: u8, row: u8) -> Option<Event> {
    let from_zero = |byte: u8| u16::from(byte.saturating_sub(33));
    mouse_event(u16::from(buttons.checked_sub(32)?), from_zero(column), from_zero(row), false)
}

/// Up to three numbers. Of sub-parameters such as `1:3`, only the first counts and, for the modifiers, the press type.
struct Parameters {
    first: Option<u16>,
    second: Option<u16>,
    third: Option<u16>,
    /// The key was released; such events are ignored.
    released: bool,
}

impl Parameters {
    fn parse(text: &str) -> Self {
        let number = |part: Option<&str>| part?.split(':').next()?.parse().ok();
        let mut parts = text.split(';');
        let first = number(parts.next());
        let second = parts.next();
        let released = second.and_then(|part| part.split(':').nth(1)) == Some("3");
        Self { first, second: number(second), third: number(parts.next()), released }
    }

    fn key(&self, code: Option<KeyCode>) -> Option<Event> {
        let code = code.filter(|_| !self.released)?;
        let mut modifiers = modifiers(self.second);
        if code == KeyCode::BackTab {
            modifiers |= KeyModifiers::SHIFT;
        }
        Some(Event::Key(KeyEvent::new(code, modifiers)))
    }

    /// A key sent as a character code, as some terminals do for combinations that no single byte can express.
    fn encoded_key(&self, number: Option<u16>) -> Option<Event> {
        let number = number?;
        if let Some(code) = keypad_key(number) {
            return self.key(Some(code));
        }
        let held = modifiers(self.second);
        let is_shifted = held.contains(KeyModifiers::SHIFT) && !held.contains(KeyModifiers::CONTROL);
        let code = match char::from_u32(u32::from(number))? {
            '\r' => KeyCode::Enter,
            '\t' if modifiers(self.second).contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            '\t' => KeyCode::Tab,
            '\x1b' => KeyCode::Esc,
            '\x08' | '\x7f' => KeyCode::Backspace,
            letter if letter.is_control() => return None,
            // The number is that of the unshifted key.
            letter if is_shifted && letter.is_lowercase() => KeyCode::Char(letter.to_uppercase().next()?),
            letter => KeyCode::Char(letter),
        };
        self.key(Some(code))
    }
}

/// The modifier parameter is a bit set plus one.
fn modifiers(parameter: Option<u16>) -> KeyModifiers {
    let bits = parameter.unwrap_or(1).saturating_sub(1);
    let names = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    names.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| name).collect()
}

fn key_by_letter(end: u8) -> Option<KeyCode> {
    Some(match end {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(end - b'P' + 1),
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

fn key_by_number(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // The numbers have gaps between the VT220's groups of function keys.
        11..=34 => {
            let place = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34];
            let index = place.iter().position(|&known| known == number)?;
            KeyCode::F(u8::try_from(index + 1).ok()?)
        }
        _ => return None,
    })
}

/// The SGR report `buttons ; column ; row`, which ends in `M` for a press and in `m` for a release.
fn sgr_mouse(report: &str, end: u8) -> Option<Event> {
    let released = match end {
        b'M' => false,
        b'm' => true,
        _ => return None,
    };
    let mut numbers = report.split(';').map(|part| part.parse::<u16>().ok());
    let (buttons, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    mouse_event(buttons, column.saturating_sub(1), row.saturating_sub(1), released)
}

fn mouse_event(buttons: u16, column: u16, row: u16, released: bool) -> Option<Event> {
    let dragging = buttons & 0b10_0000 != 0;
    let button = |number| match number {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match ((buttons & 0b11) | ((buttons & 0b1100_0000) >> 4), dragging) {
        (number @ 0..=2, true) => MouseEventKind::Drag(button(number)?),
        (number @ 0..=2, false) if released => MouseEventKind::Up(button(number)?),
        (number @ 0..=2, false) => MouseEventKind::Down(button(number)?),
        (3, false) => MouseEventKind::Up(MouseButton::Left),
        (3..=5, true) => MouseEventKind::Moved,
        (4, false) => MouseEventKind::ScrollUp,
        (5, false) => MouseEventKind::ScrollDown,
        (6, false) => MouseEventKind::ScrollLeft,
        (7, false) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    let names = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let modifiers = names.into_iter().filter(|(bit, _)| buttons & bit != 0).map(|(_, name)| name).collect();
    Some(Event::Mouse(MouseEvent { kind, column, row, modifiers }))
}
