//! Sends random keys, pastes, clicks, resizes and file changes from a fixed seed. Nothing may panic, every screen must
//! be drawable and match a full redraw, and a talk must be selected if any are listed.
//!
//! `SEMINARS_STEPS` sets the number of steps, `SEMINARS_SEED` the seed.

use std::path::Path;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use super::headless::Headless;
use super::message::Message;
use super::spot::Spot;
use super::terminal::Shadow;
use super::theme::Theme;
use super::view;
use crate::archive::Origin;
use crate::testing::midnight;

/// A small random number generator (xorshift64*), the same on every machine.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % sides
    }

    fn below_u16(&mut self, sides: u16) -> u16 {
        u16::try_from(self.below(usize::from(sides))).unwrap()
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
    KeyCode::F(2),
];
// Without `q`, which would quit.
const LETTERS: &[char] = &[
    'j', 'k', 'h', 'l', 'g', 'G', 'n', 'p', ' ', 'b', 'o', 'O', 'y', 'Y', '/', '/', '!', '?', 'r', 'a', 'e',
    's', ':', 'F', 'N', 'S', 'S', 'c', 'x', 'f', 'w', 'z', 'L', '<', '>', '.', '1', '3', 'é', '素', '👩',
    '"', '-', '(', '\u{301}',
];
/// Names in many scripts, a line each, as the test in tmux has them.
const NAMES: &str = include_str!("../../tests/fixtures/names.txt");

fn message(random: &mut Xorshift) -> Message {
    match random.below(20) {
        0 => Message::Resize(random.below_u16(260), random.below_u16(70)),
        1 => Message::Paste(random.pick(&["han\nsong", "speaker:", "素数 \x1b[31m", ""]).to_owned()),
        2 | 3 => {
            let (column, row) = (random.below_u16(300), random.below_u16(80));
            if random.below(5) == 0 {
                return Message::DoubleClick(Position { x: column, y: row });
            }
            Message::Mouse(MouseEvent {
                kind: random.pick(&[
                    MouseEventKind::ScrollDown,
                    MouseEventKind::ScrollUp,
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::Up(MouseButton::Left),
                    MouseEventKind::Drag(MouseButton::Left),
                    MouseEventKind::Moved,
                ]),
                column,
                row,
                modifiers: KeyModifiers::NONE,
            })
        }
        4..=9 => Message::Key(KeyEvent::new(random.pick(NAMED), KeyModifiers::NONE)),
        10 => Message::Key(KeyEvent::new(
            KeyCode::Char(random.pick(&['u', 'w', 'l', 'a', 'e', 'k'])),
            KeyModifiers::CONTROL,
        )),
        _ => Message::Key(KeyEvent::new(KeyCode::Char(random.pick(LETTERS)), KeyModifiers::NONE)),
    }
}

/// Writes or removes a file of the archive.
fn change_a_file(random: &mut Xorshift, folder: &Path) {
    let file = folder.join(format!("{}.yaml", random.below(40)));
    if random.below(4) == 0 {
        let _ = std::fs::remove_file(file);
        return;
    }
    let names: Vec<&str> = NAMES.lines().collect();
    let (title, name) = (random.pick(&names), random.pick(&names));
    let lines = "A line of the abstract at 12:34.\n\n  ".repeat(random.below(30));
    let text = format!(
        "title: {title} {}\nspeaker: {name}\ndate: 20{:02}\nvideo: ZW_c1Oozhsw\nabstract: |\n  {lines}\n",
        random.below(100),
        random.below(30),
    );
    std::fs::write(file, text).unwrap();
}

/// A terminal that is drawn to like the browser's, and its last frame.
struct Screen {
    terminal: vt100::Parser,
    shadow: Shadow,
    shown: Buffer,
}

impl Screen {
    fn new(size: Size) -> Self {
        let mut shadow = Shadow::default();
        shadow.clear(size);
        let (rows, columns) = (size.height.max(1), size.width.max(1));
        let terminal = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
        let shown = Buffer::empty(ratatui::layout::Rect::new(0, 0, size.width, size.height));
        Self { terminal, shadow, shown }
    }

    fn draw(&mut self, buffer: Buffer, spots: &[Spot]) {
        let mut bytes = Vec::new();
        self.shadow.set_links(spots);
        self.shadow.draw(self.shown.diff(&buffer).into_iter(), &mut bytes).unwrap();
        self.terminal.process(&bytes);
        self.shown = buffer;
    }

    /// All non-blank cells, each with position and style.
    fn cells(&self) -> Vec<String> {
        let screen = self.terminal.screen();
        let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let look = |(row, column)| {
            let cell = screen.cell(row, column)?;
            let style =
                (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
            let is_seen = !cell.contents().trim().is_empty() || cell.underline() || cell.inverse();
            is_seen.then(|| format!("{row}:{column} {} {style:?}", cell.contents()))
        };
        places.filter_map(look).collect()
    }
}

fn start(folder: &Path) -> Headless {
    let now = midnight(Date::constant(2026, 11, 28));
    let origin = Origin::Paths(vec![folder.to_owned()]);
    Headless::start(origin, "talks".to_owned(), Size { width: 120, height: 40 }, now)
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn random_keys_clicks_sizes_and_files_do_no_harm() {
    let mut random = Xorshift(setting("SEMINARS_SEED", 20_221_117));
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..30 {
        change_a_file(&mut random, folder.path());
    }
    let mut browser = start(folder.path());
    let mut screen = Screen::new(browser.model().size);
    for step in 0..setting("SEMINARS_STEPS", 6_000) {
        if browser.has_ended() {
            browser = start(folder.path());
        }
        if random.below(100) == 0 {
            change_a_file(&mut random, folder.path());
            browser.send(Message::FilesChanged(crate::archive::Change::Anything));
        }
        browser.send(message(&mut random));
        let model = browser.model();
        let is_selected = model.auto_select || !model.search.is_answered() || model.selected_row().is_some();
        assert!(model.list_len() == 0 || is_selected, "step {step}: talks are listed and none is selected");
        // Drawing every third screen is enough.
        if step % 3 != 0 {
            continue;
        }
        let size = model.size;
        let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, size.width, size.height));
        let drawn = view::draw(model, Theme::new(true), &mut buffer);
        if let Some(at) = drawn.cursor {
            assert!(buffer.area.contains(at), "the cursor stands at {at} outside {:?}", buffer.area);
        }
        if screen.shown.area != buffer.area {
            screen = Screen::new(size);
        }
        screen.draw(buffer.clone(), &drawn.spots);
        if step % 30 == 0 && size.width > 0 && size.height > 0 {
            let mut fresh = Screen::new(size);
            fresh.draw(buffer, &drawn.spots);
            let (shown, expected) = (screen.cells(), fresh.cells());
            let stale: Vec<_> = shown.iter().filter(|cell| !expected.contains(cell)).collect();
            let missing: Vec<_> = expected.iter().filter(|cell| !shown.contains(cell)).collect();
            assert!(shown == expected, "step {step}: stale cells {stale:?}, missing cells {missing:?}");
        }
    }
}
