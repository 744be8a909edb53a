//! `seminars screen`: the screen after pressing some keys, as plain text, ANSI or SVG.

use std::fmt::Write as _;

use crossterm::event::KeyEvent;
use jiff::Zoned;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};

use super::headless::Headless;
use super::keymap::Keymap;
use super::theme::Theme;
use crate::archive::ArchiveLocation;

mod runs;
mod svg;

use runs::rows;

/// Options for [`render`].
#[derive(Debug)]
pub struct ScreenOptions {
    /// The archive.
    pub archive: ArchiveLocation,
    /// The size of the screen in columns and rows.
    pub size: Size,
    /// The keys to press first.
    pub keys: Vec<KeyEvent>,
    /// The query to start with.
    pub query: Option<String>,
    /// The current time.
    pub now: Zoned,
    /// The colours.
    pub theme: Theme,
    /// The key bindings.
    pub keymap: Keymap,
    /// The output format.
    pub format: RenderFormat,
}

/// The output format for a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenderFormat {
    /// Plain text.
    Text,
    /// Text with ANSI escape sequences.
    Ansi,
    /// An SVG image that follows the viewer's dark or light preference.
    Svg,
}

/// Renders the screen after the keys; the effects of each key finish before the next key. Nothing is opened, copied or
/// written; the status line says what would have happened.
#[must_use]
pub fn render(options: ScreenOptions) -> String {
    let mut browser = Headless::open(&options.archive, options.size, options.now);
    browser.set_keymap(options.keymap);
    if let Some(query) = &options.query {
        browser.set_query(query);
    }
    for key in options.keys {
        browser.press(key);
    }
    let (buffer, cursor) = browser.screen(options.theme);
    match options.format {
        RenderFormat::Text => text(&buffer),
        RenderFormat::Ansi => ansi(&buffer),
        RenderFormat::Svg => svg::svg(&buffer, cursor, options.theme),
    }
}

/// The screen as plain text, without trailing spaces.
#[must_use]
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in rows(buffer) {
        let line: String = row.iter().map(|run| run.text.as_str()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in rows(buffer) {
        for run in &row {
            let _ = write!(out, "\x1b[0{}m{}", attributes(run.cell), run.text);
        }
        out.push_str("\x1b[0m\n");
    }
    out
}

/// The SGR parameters for a cell, each preceded by a semicolon.
fn attributes(cell: &Cell) -> String {
    let mut out = String::new();
    let modifiers = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ];
    for (modifier, code) in modifiers {
        if cell.modifier.contains(modifier) {
            let _ = write!(out, ";{code}");
        }
    }
    out.push_str(&foreground(cell.fg));
    out
}

/// The SGR parameters for a text colour.
fn foreground(colour: Color) -> String {
    let code = match colour {
        Color::Reset => return String::new(),
        Color::Rgb(red, green, blue) => return format!(";38;2;{red};{green};{blue}"),
        Color::Indexed(index) => return format!(";38;5;{index}"),
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
    };
    format!(";{code}")
}
