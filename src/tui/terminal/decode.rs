//! Decodes the bytes that a terminal sends into events.
//!
//! The decoder takes bytes in any pieces and buffers an unfinished sequence, so the same bytes give the same events
//! however a slow line splits them. It reads no clock: [`Decoder::timeout`] says how long to wait for the rest of a
//! sequence, and [`Decoder::flush`] ends the wait; that is how a lone ESC becomes the Esc key. The terminal's replies to
//! queries that another program sent are ignored, an unknown sequence is dropped whole, and no input makes the buffer
//! grow beyond a fixed size.

mod sequence;

#[cfg(test)]
mod tests;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use sequence::Decoded;

/// How long to wait for the rest of an escape sequence: longer than the gaps on a slow line, but too short to notice
/// after pressing Esc.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(25);
/// How long a paste may pause before it counts as finished. Generous, because bytes after that count as typed; without
/// a limit, a lost end mark would disable the keyboard for good.
const PASTE_TIMEOUT: Duration = Duration::from_secs(2);
/// At most this many bytes of a paste are kept; the rest is discarded.
const PASTE_LIMIT: usize = 1 << 20;
/// Sequences with this many parameter bytes or more are ignored.
const PARAMETER_LIMIT: usize = 64;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
const PASTE_END: &[u8] = b"\x1b[201~";

/// The decoder's position in a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DecoderState {
    Ground,
    /// After ESC.
    Escape,
    /// After `ESC [`, with the parameters so far in `pending`.
    Csi,
    /// After `ESC O`, with the parameters so far in `pending`.
    Ss3,
    /// After `ESC [ [`, which the Linux console sends for its first function keys.
    Console,
    /// After `ESC [ M`: three bytes of an old-style mouse report follow.
    OldMouse,
    /// Inside a character of several bytes, the first of them in `pending`.
    Character(KeyModifiers),
    /// Inside a paste; the number says how many bytes of the end mark have been seen.
    Paste(usize),
    /// Inside a reply of the terminal (a control string: OSC, DCS, APC, PM, SOS), which is skipped up to its end.
    ControlString {
        introducer: u8,
        is_empty: bool,
        after_escape: bool,
    },
}

/// Decodes the input of one terminal.
#[derive(Debug)]
pub(crate) struct Decoder {
    state: DecoderState,
    pending: Vec<u8>,
}

impl Decoder {
    /// A decoder with no pending input.
    pub(crate) fn new() -> Self {
        Self { state: DecoderState::Ground, pending: Vec::new() }
    }

    /// Decodes bytes and appends the completed events: key presses, pastes, mouse and focus.
    pub(crate) fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        for &byte in bytes {
            self.feed_byte(byte, events);
        }
    }

    /// How long to wait for more before calling [`flush`](Self::flush); `None` when nothing is unfinished.
    ///
    /// An incomplete UTF-8 character needs no timeout: on its own it can never be a key.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        match self.state {
            DecoderState::Ground | DecoderState::Character(_) => None,
            DecoderState::Paste(_) => Some(PASTE_TIMEOUT),
            _ => Some(SEQUENCE_TIMEOUT),
        }
    }

    /// Decodes a pending sequence as if nothing followed: as the Esc key, or as Alt with a key.
    pub(crate) fn flush(&mut self, events: &mut Vec<Event>) {
        match self.state {
            DecoderState::Ground | DecoderState::Character(_) => return,
            DecoderState::Escape => events.push(key(KeyCode::Esc, KeyModifiers::NONE)),
            DecoderState::Csi if self.pending.is_empty() => {
                events.push(character_key('[', KeyModifiers::ALT));
            }
            DecoderState::Ss3 if self.pending.is_empty() => {
                events.push(character_key('O', KeyModifiers::ALT));
            }
            DecoderState::ControlString { introducer, is_empty: true, after_escape: false } => {
                events.push(character_key(char::from(introducer), KeyModifiers::ALT));
            }
            DecoderState::Paste(_) => self.end_paste(events),
            DecoderState::Csi
            | DecoderState::Ss3
            | DecoderState::Console
            | DecoderState::OldMouse
            | DecoderState::ControlString { .. } => {}
        }
        self.enter(DecoderState::Ground);
    }

    fn enter(&mut self, state: DecoderState) {
        self.state = state;
        self.pending.clear();
    }

    fn feed_byte(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            DecoderState::Ground => self.ground(byte, KeyModifiers::NONE, events),
            DecoderState::Escape => self.escape(byte, events),
            DecoderState::Csi => self.csi(byte, events),
            DecoderState::Ss3 => self.ss3(byte, events),
            DecoderState::Console => {
                self.enter(DecoderState::Ground);
                match byte {
                    b'A'..=b'E' => events.push(key(KeyCode::F(byte - b'A' + 1), KeyModifiers::NONE)),
                    _ => self.feed_byte(byte, events),
                }
            }
            DecoderState::OldMouse => self.old_mouse(byte, events),
            DecoderState::Character(modifiers) => self.continue_character(byte, modifiers, events),
            DecoderState::Paste(matched) => self.paste(byte, matched, events),
            DecoderState::ControlString { introducer, after_escape: escape, .. } => {
                self.control_string(byte, introducer, escape, events);
            }
        }
    }

    /// Handles a byte outside any sequence. After an ESC that does not begin a sequence, `modifiers` is Alt.
    fn ground(&mut self, byte: u8, modifiers: KeyModifiers, events: &mut Vec<Event>) {
        self.enter(DecoderState::Ground);
        match byte {
            ESC => self.enter(DecoderState::Escape),
            0x80.. => {
                self.state = DecoderState::Character(modifiers);
                self.continue_character(byte, modifiers, events);
            }
            _ => events.push(ascii_key(byte, modifiers)),
        }
    }

    fn escape(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            // Esc pressed twice, or Esc and then a key that sends a sequence.
            ESC => events.push(key(KeyCode::Esc, KeyModifiers::NONE)),
            b'[' => self.enter(DecoderState::Csi),
            b'O' => self.enter(DecoderState::Ss3),
            b']' | b'P' | b'_' | b'^' | b'X' => {
                self.enter(DecoderState::ControlString {
                    introducer: byte,
                    is_empty: true,
                    after_escape: false,
                });
            }
            _ => self.ground(byte, KeyModifiers::ALT, events),
        }
    }

    fn csi(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            b'[' if self.pending.is_empty() => self.enter(DecoderState::Console),
            b'M' if self.pending.is_empty() => self.enter(DecoderState::OldMouse),
            0x20..=0x3f => self.push_parameter(byte),
            0x40..=0x7e => {
                let meaning = if self.pending.len() < PARAMETER_LIMIT {
                    sequence::csi(&self.pending, byte)
                } else {
                    Decoded::Ignored
                };
                self.enter(DecoderState::Ground);
                match meaning {
                    Decoded::Event(event) => events.push(event),
                    Decoded::PasteStart => self.state = DecoderState::Paste(0),
                    Decoded::Ignored => {}
                }
            }
            // The sequence was cut off; this byte begins something else.
            _ => self.ground(byte, KeyModifiers::NONE, events),
        }
    }

    fn ss3(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            b'0'..=b'9' | b';' => self.push_parameter(byte),
            0x20..=0x7e => {
                let event = sequence::ss3(&self.pending, byte);
                self.enter(DecoderState::Ground);
                events.extend(event);
            }
            _ => self.ground(byte, KeyModifiers::NONE, events),
        }
    }

    /// Appends a byte to the parameters, up to the limit that makes the sequence ignored.
    fn push_parameter(&mut self, byte: u8) {
        if self.pending.len() < PARAMETER_LIMIT {
            self.pending.push(byte);
        }
    }

    fn old_mouse(&mut self, byte: u8, events: &mut Vec<Event>) {
        if byte < 0x20 {
            return self.ground(byte, KeyModifiers::NONE, events);
        }
        self.pending.push(byte);
        if let [buttons, column, row] = *self.pending.as_slice() {
            events.extend(sequence::old_mouse(buttons, column, row));
            self.enter(DecoderState::Ground);
        }
    }

    fn continue_character(&mut self, byte: u8, modifiers: KeyModifiers, events: &mut Vec<Event>) {
        self.pending.push(byte);
        match std::str::from_utf8(&self.pending) {
            Ok(text) => {
                events.extend(text.chars().map(|letter| character_key(letter, modifiers)));
                self.enter(DecoderState::Ground);
            }
            Err(error) if error.error_len().is_none() => {}
            // Not UTF-8. The byte that broke it may begin another character or sequence.
            Err(_) => {
                let first = self.pending.len() == 1;
                self.enter(DecoderState::Ground);
                if !first {
                    self.feed_byte(byte, events);
                }
            }
        }
    }

    fn paste(&mut self, byte: u8, matched: usize, events: &mut Vec<Event>) {
        if PASTE_END.get(matched) == Some(&byte) {
            self.state = DecoderState::Paste(matched + 1);
            if matched + 1 == PASTE_END.len() {
                self.end_paste(events);
                self.enter(DecoderState::Ground);
            }
            return;
        }
        // The end mark contains only one ESC, its first byte, so the bytes matched so far cannot contain another start.
        let text = PASTE_END.iter().take(matched).copied();
        self.pending.extend(text.take(PASTE_LIMIT.saturating_sub(self.pending.len())));
        if byte == ESC {
            self.state = DecoderState::Paste(1);
        } else {
            self.state = DecoderState::Paste(0);
            if self.pending.len() < PASTE_LIMIT {
                self.pending.push(byte);
            }
        }
    }

    /// Terminals send the line breaks of a paste as carriage returns; the event contains newlines.
    fn end_paste(&mut self, events: &mut Vec<Event>) {
        let bytes = std::mem::take(&mut self.pending);
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n");
        events.push(Event::Paste(text));
    }

    fn control_string(&mut self, byte: u8, introducer: u8, escape: bool, events: &mut Vec<Event>) {
        match byte {
            b'\\' if escape => self.enter(DecoderState::Ground),
            // Not the terminator `ESC \`: it was lost, and this ESC begins something else.
            _ if escape => {
                self.enter(DecoderState::Escape);
                self.escape(byte, events);
            }
            BEL | CANCEL | SUBSTITUTE => self.enter(DecoderState::Ground),
            _ => {
                self.state =
                    DecoderState::ControlString { introducer, is_empty: false, after_escape: byte == ESC }
            }
        }
    }
}

/// Decodes a single byte below 0x80.
fn ascii_key(byte: u8, modifiers: KeyModifiers) -> Event {
    let control = modifiers | KeyModifiers::CONTROL;
    match byte {
        b'\r' => key(KeyCode::Enter, modifiers),
        b'\t' => key(KeyCode::Tab, modifiers),
        0x7f => key(KeyCode::Backspace, modifiers),
        0 => key(KeyCode::Char(' '), control),
        0x01..=0x1a => key(KeyCode::Char(char::from(byte - 1 + b'a')), control),
        0x1b => key(KeyCode::Esc, modifiers),
        0x1c..=0x1f => key(KeyCode::Char(char::from(byte - 0x1c + b'4')), control),
        _ => character_key(char::from(byte), modifiers),
    }
}

/// A character key. Upper-case letters get Shift, as crossterm reports them on every platform.
fn character_key(letter: char, modifiers: KeyModifiers) -> Event {
    let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    key(KeyCode::Char(letter), modifiers | shift)
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}
