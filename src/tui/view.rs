//! The model on the screen: `&Model` to cells, nothing changed on the way.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::layout::SMALLEST;
use super::model::{Focus, Model, Sheet};
use super::theme::{Role, Theme};

mod canvas;
mod detail;
mod find;
mod list;
mod sheet;
mod status;

use canvas::Canvas;

/// Draws the screen and says where the cursor stands, if it shows.
pub fn draw(model: &Model, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let areas = model.areas();
    let mut canvas = Canvas::new(buffer, theme);
    if areas.too_small {
        let words = format!("needs {}x{} or more", SMALLEST.width, SMALLEST.height);
        canvas.put(areas.screen, 0, 0, Role::Text, &words);
        return None;
    }
    header(model, &mut canvas, areas.header);
    if areas.list.width > 0 {
        list::draw(model, &mut canvas, areas.list);
    }
    if areas.rule.width > 0 {
        let role = if model.focus == Focus::Detail { Role::Accent } else { Role::Dim };
        for row in 0..areas.rule.height {
            canvas.put(areas.rule, 0, row, role, "│");
        }
    }
    if areas.detail.width > 0 {
        detail::draw(model, &mut canvas, areas.detail);
    }
    let cursor = status::draw(model, &mut canvas, areas.status);
    match &model.sheet {
        None => cursor,
        Some(open) => {
            canvas.dim(areas.screen);
            let area = model.sheet_area();
            match open {
                Sheet::Help { filter, view } => return Some(sheet::help(&mut canvas, area, filter, *view)),
                Sheet::Problems { choice, snippet } => {
                    let snippet = snippet.as_ref().filter(|(row, _)| *row == choice.row);
                    let text = snippet.map_or("", |(_, text)| text.as_str());
                    sheet::problems(&mut canvas, area, model, *choice, text);
                }
                Sheet::Links { links, choice } => sheet::links(&mut canvas, area, links, *choice),
            }
            None
        }
    }
}

fn header(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.put(area, 2, 0, Role::Strong, "Seminars");
    let talks = model.catalog.len();
    let count = match (talks, model.reading.finished) {
        (0, false) => "reading …".to_owned(),
        (_, false) if model.reading.again.is_none() => format!("{talks} talks …"),
        (1, _) => "1 talk".to_owned(),
        _ => format!("{talks} talks"),
    };
    canvas.put_right(area, 2, 0, Role::Dim, &count);
}
