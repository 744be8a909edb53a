//! The screen as SVG. Text stays text, and the colours follow the viewer's dark or light preference.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::runs::{CellRun, rows};
use crate::tui::theme::Theme;

/// Size of a cell, and the margin around the screen, in pixels.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 18.0;
const MARGIN: f32 = 12.0;

const STYLE: &str = "\
.screen{fill:#fff}text{font:14px ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1c1c1c;white-space:pre}\
.b{font-weight:bold}.d{opacity:.6}.i{font-style:italic}.u{text-decoration:underline}.v{fill:#fff}LIGHT\
@media(prefers-color-scheme:dark){.screen{fill:#161616}text{fill:#e4e4e4}.v{fill:#161616}DARK}";

/// The CSS class of each text colour, with its value on a light and on a dark background. The first is the default.
/// Terminals define the sixteen colours differently; these values are ours.
const COLOURS: [(&str, &str, &str); 7] = [
    ("n", "#1c1c1c", "#e4e4e4"),
    ("cr", "#b3211c", "#f08580"),
    ("cg", "#1f7a2e", "#7fd08a"),
    ("cy", "#8a6100", "#e2c15c"),
    ("cb", "#2456c4", "#8fb1f5"),
    ("cc", "#0f7480", "#74cdd8"),
    ("cm", "#a2189c", "#e07be0"),
];

/// The CSS class for one of the sixteen colours.
fn class_of(colour: Color) -> &'static str {
    let at = match colour {
        Color::Red | Color::LightRed => 1,
        Color::Green | Color::LightGreen => 2,
        Color::Yellow | Color::LightYellow => 3,
        Color::Blue | Color::LightBlue => 4,
        Color::Cyan | Color::LightCyan => 5,
        Color::Magenta | Color::LightMagenta => 6,
        _ => 0,
    };
    COLOURS.get(at).map_or("n", |(class, ..)| class)
}

/// The CSS rules for all colours on a light or on a dark background.
fn rules(of: impl Fn(&(&str, &'static str, &'static str)) -> &'static str) -> String {
    COLOURS.iter().flat_map(|colour| [".", colour.0, "{fill:", of(colour), "}"]).collect()
}

/// Renders a screen as SVG.
pub(super) fn svg(buffer: &Buffer, cursor: Option<Position>, theme: Theme) -> String {
    let style = STYLE.replace("LIGHT", &rules(|colour| colour.1)).replace("DARK", &rules(|colour| colour.2));
    let accent = class_of(theme.accent().unwrap_or_default());
    let width = f32::from(buffer.area.width) * WIDTH + 2.0 * MARGIN;
    let height = f32::from(buffer.area.height) * HEIGHT + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" height=\"{height:.0}\">\n\
         <title>seminars</title>\n<style>{style}</style>\n<rect class=\"screen\" width=\"100%\" height=\"100%\" rx=\"8\"/>\n"
    );
    for (line, row) in (0u16..).zip(rows(buffer)) {
        let baseline = MARGIN + f32::from(line) * HEIGHT + 13.5;
        for run in row.iter().filter(|run| !run.text.trim().is_empty()) {
            let _ = writeln!(out, "{}", text_element(run, baseline));
        }
    }
    if let Some(Position { x, y }) = cursor {
        let (x, y) = (MARGIN + f32::from(x) * WIDTH, MARGIN + f32::from(y) * HEIGHT);
        let _ = writeln!(
            out,
            "<rect class=\"{accent}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"2\" height=\"{HEIGHT}\"/>"
        );
    }
    out.push_str("</svg>\n");
    out
}

/// A run of text, stretched to its columns so that columns line up in any font.
fn text_element(run: &CellRun<'_>, baseline: f32) -> String {
    let blanks = run.text.chars().take_while(|c| *c == ' ').count();
    let shown = run.text.trim();
    let column = u16::try_from(run.column + blanks).unwrap_or(u16::MAX);
    let columns = u16::try_from(crate::text::width(shown)).unwrap_or(u16::MAX);
    let x = MARGIN + f32::from(column) * WIDTH;
    let length = f32::from(columns) * WIDTH;
    let colour = class_of(run.cell.fg);
    let is_reversed = run.cell.modifier.contains(Modifier::REVERSED);
    let modifiers =
        [(Modifier::BOLD, "b"), (Modifier::DIM, "d"), (Modifier::ITALIC, "i"), (Modifier::UNDERLINED, "u")];
    let names = modifiers.iter().filter(|(modifier, _)| run.cell.modifier.contains(*modifier));
    let colours = if is_reversed { Some("v") } else { Some(colour).filter(|&class| class != "n") };
    let class = names.map(|(_, name)| *name).chain(colours).collect::<Vec<_>>().join(" ");
    let class = if class.is_empty() { class } else { format!(" class=\"{class}\"") };
    let shown = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text =
        format!("<text x=\"{x:.1}\" y=\"{baseline:.1}\" textLength=\"{length:.1}\"{class}>{shown}</text>");
    if is_reversed {
        let y = baseline - 13.5;
        format!(
            "<rect class=\"{colour}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{HEIGHT}\"/>{text}"
        )
    } else {
        text
    }
}
