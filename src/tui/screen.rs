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

/// What to show.
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
    /// The present moment.
    pub now: Zoned,
    /// The colours.
    pub theme: Theme,
    /// Which keys do what.
    pub keymap: Keymap,
    /// How to show it.
    pub format: RenderFormat,
}

/// How a screen is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenderFormat {
    /// Characters alone.
    Text,
    /// Characters with the escape sequences of a terminal.
    Ansi,
    /// A picture that follows the reader's choice of dark or light.
    Svg,
}

/// The screen after the keys; the effects of each finish before the next. Nothing is opened, copied or written: the
/// status line says what would have been.
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

/// Rows without blanks at their ends.
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

/// The parameters of SGR for a cell, each after a semicolon.
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

/// The parameters for a colour of text.
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
