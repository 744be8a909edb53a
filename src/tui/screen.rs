//! `seminars screen`: the screen after pressing some keys, as plain text, ANSI or SVG.

use std::fmt::Write as _;

use crossterm::event::KeyEvent;
use jiff::civil::Date;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};

use super::headless::Headless;
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
    /// What day it is.
    pub today: Date,
    /// Whether the theme has colours.
    pub has_colours: bool,
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
    let mut browser = Headless::open(&options.archive, options.size, options.today);
    if let Some(query) = &options.query {
        browser.set_query(query);
    }
    for key in options.keys {
        browser.press(key);
    }
    let (buffer, cursor) = browser.screen(Theme::new(options.has_colours));
    match options.format {
        RenderFormat::Text => text(&buffer),
        RenderFormat::Ansi => ansi(&buffer),
        RenderFormat::Svg => svg::svg(&buffer, cursor),
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
    if cell.fg == Color::Magenta {
        out.push_str(";35");
    }
    out
}
