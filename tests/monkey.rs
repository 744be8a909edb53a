//! Random keys, pastes, clicks and sizes from a fixed seed: nothing may panic, and every screen can be drawn.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use seminars::archive::Origin;
use seminars::tui::message::Message;
use seminars::tui::theme::Theme;

use crate::screens::browser;

/// A small random number generator (xorshift64*), the same on every machine.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

const NAMED: &[KeyCode] = &[
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::F(1),
];
// Not `q`, which would end it.
const LETTERS: &[char] = &[
    'j', 'k', 'h', 'l', 'g', 'G', 'n', 'p', ' ', 'b', 'o', 'O', 'y', 'Y', '/', '/', '!', '?', 'r', 'a', 'e',
    's', ':', 'F', 'N', 'S', 'S', 'c', 'x', 'f', '1', '3', 'é', '素', '👩', '"', '-', '(', '\u{301}',
];

fn message(random: &mut Xorshift) -> Message {
    match random.below(20) {
        0 => Message::Resize(
            u16::try_from(random.below(260)).unwrap(),
            u16::try_from(random.below(70)).unwrap(),
        ),
        1 => Message::Paste(random.pick(&["han\nsong", "speaker:", "素数 \x1b[31m", ""]).to_owned()),
        2 => Message::Mouse(MouseEvent {
            kind: random.pick(&[
                MouseEventKind::ScrollDown,
                MouseEventKind::ScrollUp,
                MouseEventKind::Down(MouseButton::Left),
                MouseEventKind::Moved,
            ]),
            column: u16::try_from(random.below(300)).unwrap(),
            row: u16::try_from(random.below(80)).unwrap(),
            modifiers: KeyModifiers::NONE,
        }),
        3..=9 => Message::Key(KeyEvent::new(random.pick(NAMED), KeyModifiers::NONE)),
        10 => Message::Key(KeyEvent::new(
            KeyCode::Char(random.pick(&['u', 'w', 'l', 'a', 'e', 'k'])),
            KeyModifiers::CONTROL,
        )),
        _ => Message::Key(KeyEvent::new(KeyCode::Char(random.pick(LETTERS)), KeyModifiers::NONE)),
    }
}

#[test]
fn twenty_thousand_random_keys_and_resizes_do_no_harm() {
    let mut random = Xorshift(20_221_117);
    let mut browser = browser(Origin::Sample, 120, 40);
    for step in 0..20_000 {
        browser.send(message(&mut random));
        let model = browser.model();
        assert!(
            model.list_len() == 0 || model.auto_select || model.selected_row().is_some(),
            "step {step}: talks are listed and none is selected"
        );
        // Every screen could be drawn; every third is enough to be sure of it.
        if step % 3 == 0 {
            let (buffer, cursor) = browser.screen(Theme::new(true));
            if let Some(at) = cursor {
                assert!(buffer.area.contains(at), "the cursor stands at {at} outside {:?}", buffer.area);
            }
        }
    }
}
