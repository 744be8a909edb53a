//! Draws the model into a buffer. Drawing changes nothing.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};

use super::layout::{Arrangement, MIN_SIZE};
use super::model::{Focus, Model};
use super::spot::{Spot, SpotTarget};
use super::theme::{Role, Theme};

mod ascii;
pub(super) mod canvas;
pub(super) mod detail;
mod find;
pub(super) mod line;
pub(super) mod list;
mod prompt;
mod status;

use canvas::{Canvas, CellRange};

use crate::text::{pluralize, truncate, width};

/// What was drawn besides the cells.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// The position of the cursor, if it is visible.
    pub cursor: Option<Position>,
    /// The areas that can be clicked.
    pub spots: Vec<Spot>,
}

/// Draws the screen.
pub(super) fn draw(model: &Model, theme: Theme, buffer: &mut Buffer) -> Drawn {
    let mut canvas = Canvas::new(buffer, theme);
    let cursor = draw_parts(model, &mut canvas);
    let spots = canvas.into_spots();
    blank_halves(buffer);
    if theme.is_ascii() {
        ascii::to_ascii(buffer);
    }
    Drawn { cursor, spots }
}

/// Blanks wide characters that are half covered, for example by an overlay's frame.
fn blank_halves(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let Some(cell) = buffer.cell((x, y)).filter(|cell| cell.symbol().len() > 1) else { continue };
            let columns = cell.cell_width();
            let is_covered =
                |by: u16| buffer.cell((x.saturating_add(by), y)).is_none_or(|cell| cell.symbol() != " ");
            if (1..columns).any(is_covered)
                && let Some(cell) = buffer.cell_mut((x, y))
            {
                cell.set_symbol(" ");
            }
        }
    }
}

fn draw_parts(model: &Model, canvas: &mut Canvas<'_>) -> Option<Position> {
    let areas = model.areas();
    if areas.is_too_small {
        let words = format!("window too small: {}×{} at least", MIN_SIZE.width, MIN_SIZE.height);
        canvas.put(areas.screen, 0, 0, Role::Text, &words);
        return None;
    }
    draw_header(model, canvas, areas.header);
    if areas.list.width > 0 {
        list::draw(model, canvas, areas.list);
    }
    if areas.divider.width > 0 {
        let role = if model.focus == Focus::Detail { Role::Accent } else { Role::Dim };
        let line = if areas.arrangement == Arrangement::Stacked { "─" } else { "│" };
        let line = line.repeat(usize::from(areas.divider.width));
        for row in 0..areas.divider.height {
            canvas.put(areas.divider, 0, row, role, &line);
        }
        canvas.add_spot(areas.divider, SpotTarget::Divider);
    }
    let is_beside = model.overlay.as_ref().is_some_and(|overlay| overlay.is_beside_list(model));
    if areas.detail.width > 0 && !is_beside {
        detail::draw(model, canvas, areas.detail);
    }
    let cursor = status::draw(model, canvas, areas.status);
    let Some(overlay) = &model.overlay else { return cursor };
    if !is_beside {
        canvas.dim(areas.screen);
        canvas.keep_spots_in(areas.status);
    }
    let area = model.overlay_area();
    canvas.add_spot(area, SpotTarget::Overlay);
    overlay.draw(model, canvas, area)
}

/// Draws the archive's title, the query, the number of talks and the order.
fn draw_header(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let title = model.overview.title.as_deref().unwrap_or(&model.archive_title);
    let title = truncate(title, usize::from(area.width / 2).max(8));
    let column = canvas.put(area, 2, 0, Role::Strong, &title);
    let talks = model.snapshot.len();
    let shown = model.list_len();
    let count = match (talks, model.load.is_finished) {
        (0, false) => "loading …".to_owned(),
        (_, false) if model.load.reload_reason.is_none() => format!("{talks} talks …"),
        _ if shown < talks => format!("{shown} of {talks}"),
        _ => pluralize(talks, "talk"),
    };
    let query = model.search.text.as_str();
    let asks = model.search.query.as_ref().is_some_and(|query| query.has_words());
    let order = model.order().label(asks);
    let right = if talks > 1 { format!("{count} · {order}") } else { count };
    let right = match model.flags.new_count() {
        0 => right,
        new => format!("{new} new · {right}"),
    };
    let right = if model.load.is_verifying { format!("verifying files · {right}") } else { right };
    canvas.put_right(area, 2, 0, Role::Dim, &right);
    if model.prompt.is_none() && !query.is_empty() {
        let taken = column.saturating_add(3).saturating_add(u16::try_from(width(&right)).unwrap_or(u16::MAX));
        let column = canvas.put(area, column + 3, 0, Role::Accent, "/ ");
        let columns = area.width.saturating_sub(taken + 6);
        canvas.put_highlighted(CellRange { area, column, row: 0, columns }, Role::Text, query, &[]);
    }
}
