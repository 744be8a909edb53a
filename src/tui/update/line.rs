//! Edits a line of input with the usual shell keys.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::tui::keymap::Mode;

/// Whether a key with Alt edits the line being typed: Alt-b, Alt-f and Alt-Backspace.
pub(super) fn edits_with_alt(mode: Mode, key: KeyEvent) -> bool {
    matches!(mode, Mode::Type | Mode::Filter)
        && matches!(key.code, KeyCode::Backspace | KeyCode::Char('b' | 'f'))
}

/// Whether a key would make a line longer than [`MAX_CHARS`].
pub(in crate::tui) fn is_full_for(input: &Input, key: KeyEvent) -> bool {
    let commands = KeyModifiers::CONTROL | KeyModifiers::ALT;
    let types = matches!(key.code, KeyCode::Char(_)) && !key.modifiers.intersects(commands);
    types && input.value().chars().count() >= MAX_CHARS
}

/// Handles an editing key; returns whether the text changed.
pub(in crate::tui) fn edit(input: &mut Input, key: KeyEvent) -> bool {
    if is_full_for(input, key) {
        return false;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let request = match key.code {
        KeyCode::Char('u') if control => InputRequest::DeleteFromStart,
        KeyCode::Char('k') if control => InputRequest::DeleteTillEnd,
        KeyCode::Char('w') if control => InputRequest::DeletePrevWord,
        KeyCode::Char('a') if control => InputRequest::GoToStart,
        KeyCode::Char('e') if control => InputRequest::GoToEnd,
        KeyCode::Char('h') if control => InputRequest::DeletePrevChar,
        KeyCode::Backspace if alt || control => InputRequest::DeletePrevWord,
        KeyCode::Char('b') if alt => InputRequest::GoToPrevWord,
        KeyCode::Char('f') if alt => InputRequest::GoToNextWord,
        KeyCode::Char(c) if !control && !alt => InputRequest::InsertChar(c),
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if control => InputRequest::GoToPrevWord,
        KeyCode::Right if control => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|change| change.value)
}

/// The maximum length of a line, in characters: far longer than any real query, and still fast to search for.
pub(super) const MAX_CHARS: usize = 1000;

/// Inserts text at the cursor.
pub(in crate::tui) fn insert(input: &mut Input, line: &str) {
    let room = MAX_CHARS.saturating_sub(input.value().chars().count());
    let (value, cursor) = (input.value(), input.cursor());
    let at = value.char_indices().nth(cursor).map_or(value.len(), |(at, _)| at);
    let (before, after) = value.split_at(at);
    let pasted: String = line.chars().take(room).collect();
    let cursor = cursor + pasted.chars().count();
    *input = Input::new(format!("{before}{pasted}{after}")).with_cursor(cursor);
}

/// The byte offset of the cursor.
pub(super) fn cursor_byte(input: &Input) -> usize {
    let (value, cursor) = (input.value(), input.cursor());
    value.char_indices().nth(cursor).map_or(value.len(), |(at, _)| at)
}

/// Replaces the line with `text`, and puts the cursor at its byte `at`.
pub(super) fn replace(input: &mut Input, text: &str, at: usize) {
    let before = text.get(..at).unwrap_or(text);
    *input = Input::new(text.to_owned()).with_cursor(before.chars().count());
}
