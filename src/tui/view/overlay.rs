//! Draws the overlays for help, problems, facets, search name, orders and links, all in the same frame.

use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use tui_input::Input;

use super::canvas::{Canvas, CellRange};
use super::detail::scrollbar;
use super::line::put_input;
use crate::search::Order;
use crate::text::{fitting_prefix, width};
use crate::tui::keymap::{HelpRow, help_rows as help_table};
use crate::tui::layout::Areas;
use crate::tui::model::{FacetOverlay, LinkChoice, Model, RowSelection};
use crate::tui::theme::Role;
use crate::tui::viewport::Viewport;

/// An empty overlay with a heading and a hint; returns the area of its text.
pub(super) fn draw_frame(canvas: &mut Canvas<'_>, area: Rect, title: &str, hint: &str) -> Rect {
    let style = canvas.theme().style(Role::Dim);
    Clear.render(area, canvas.buffer());
    Block::bordered().border_type(BorderType::Rounded).border_style(style).render(area, canvas.buffer());
    let text = Areas::overlay_text(area);
    let heading = Rect { y: area.y.saturating_add(1), height: 1, ..text };
    let end = canvas.put(heading, 0, 0, Role::Strong, title);
    if usize::from(heading.width.saturating_sub(end)) > width(hint) + 1 {
        canvas.put_right(heading, 0, 0, Role::Dim, hint);
    }
    text
}

/// The keys, filtered by what is typed.
pub(super) fn draw_help(canvas: &mut Canvas<'_>, area: Rect, filter: &Input, view: Viewport) -> Position {
    let text = draw_frame(canvas, area, "Keys", "type to filter   esc close");
    let rows = help_table(filter.value());
    if rows.is_empty() {
        canvas.put(text, 0, 0, Role::Dim, "no key does that: esc closes");
    }
    for (row, line) in (0u16..).zip(rows.get(view.visible()).unwrap_or_default()) {
        match line {
            HelpRow::Gap => {}
            HelpRow::Heading(group) => {
                canvas.put(text, 0, row, Role::Dim, group.title());
            }
            HelpRow::Keys(binding) => {
                canvas.put(text, 2, row, Role::Strong, &binding.label());
                canvas.put(text, 14, row, Role::Text, binding.description);
            }
        }
    }
    scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, view);
    let heading =
        Rect { y: area.y.saturating_add(1), height: 1, width: text.width.saturating_sub(28), ..text };
    canvas.put(heading, 6, 0, Role::Accent, "/");
    put_input(canvas, heading, 8, filter)
}

/// Problems: a row for each, and below them the selected one with its snippet.
pub(super) fn draw_problems(
    canvas: &mut Canvas<'_>,
    area: Rect,
    model: &Model,
    choice: RowSelection,
    snippet: &str,
) {
    let text = draw_frame(canvas, area, "Problems", "↵ to the talk   e edit   esc close");
    let visible = choice.view.visible();
    let shown = model.errors_and_warnings().enumerate().skip(visible.start).take(visible.len());
    for (row, (at, problem)) in (0u16..).zip(shown) {
        let selected = at == choice.row;
        if selected {
            canvas.put(text, 0, row, Role::Accent, "▌");
        }
        let place_columns = (text.width / 3).clamp(12, 40);
        let place =
            truncate_start(&problem.place_in(&model.display_path(&problem.path)), usize::from(place_columns));
        canvas.put(text, 2, row, if selected { Role::Strong } else { Role::Dim }, &place);
        let column = place_columns + 4;
        let cell = CellRange { area: text, column, row, columns: text.width.saturating_sub(column) };
        let role = if selected { Role::Strong } else { Role::Text };
        canvas.put_highlighted(cell, role, &format!("{}: {}", problem.severity, problem.message), &[]);
    }
    let rows = u16::try_from(choice.view.height()).unwrap_or(u16::MAX);
    let list = Rect { height: rows.min(text.height), width: text.width.saturating_add(2), ..text };
    scrollbar(canvas, list, choice.view);
    let below = text.height.saturating_sub(rows + 1);
    let area = Rect { y: text.y.saturating_add(rows + 1), height: below, ..text };
    let lines = snippet.lines().flat_map(|line| split_at_columns(line, usize::from(text.width)));
    for (row, line) in (0..below).zip(lines) {
        canvas.put(area, 0, row, Role::Text, line);
    }
}

/// The end of a text, with `…` in front if the start does not fit: the end of a path says most.
fn truncate_start(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = text;
    while width(kept) > columns.saturating_sub(1) {
        kept = kept.char_indices().nth(1).and_then(|(at, _)| kept.get(at..)).unwrap_or_default();
    }
    format!("…{kept}")
}

/// Splits a line into pieces of at most this many columns.
fn split_at_columns(line: &str, columns: usize) -> Vec<&str> {
    let mut rest = line;
    let mut pieces = Vec::new();
    while let Some((piece, after)) = rest.split_at_checked(fitting_prefix(rest, columns.max(2)).end) {
        pieces.push(piece);
        rest = after;
        if rest.is_empty() || piece.is_empty() {
            break;
        }
    }
    pieces
}

/// The facets over the list, or beside it where there is room.
pub(super) fn draw_facets(canvas: &mut Canvas<'_>, area: Rect, model: &Model, sheet: &FacetOverlay) {
    if !model.areas().has_two_panes() {
        let text = draw_frame(canvas, area, "Facets", "↵ add or take out   esc close");
        return super::facets::draw(model, sheet, canvas, text);
    }
    let text = Areas::overlay_text(area);
    let heading = Rect { y: text.y.saturating_sub(2), height: 1, ..text };
    canvas.put(heading, 0, 0, Role::Strong, "Facets");
    super::facets::draw(model, sheet, canvas, text);
}

/// The name of the query, being typed.
pub(super) fn draw_search_name(
    canvas: &mut Canvas<'_>,
    area: Rect,
    model: &Model,
    input: &Input,
) -> Position {
    let text = draw_frame(canvas, area, "Save this search", "↵ save   esc close");
    let cell = CellRange { area: text, column: 0, row: 1, columns: text.width };
    canvas.put_highlighted(cell, Role::Dim, &model.search.text, &[]);
    canvas.put(text, 0, 0, Role::Accent, "as");
    put_input(canvas, text, 3, input)
}

/// The orders of the list.
pub(super) fn draw_orders(canvas: &mut Canvas<'_>, area: Rect, model: &Model, choice: RowSelection) {
    let text = draw_frame(canvas, area, "Order", "↵ pick   esc close");
    let with_query = !model.search.text.is_empty();
    let rows = Order::ALL.iter().enumerate().skip(choice.view.top()).take(choice.view.height());
    for (row, (at, order)) in (0u16..).zip(rows) {
        let selected = at == choice.row;
        if selected {
            canvas.put(text, 0, row, Role::Accent, "▌");
        }
        let words = match order {
            Order::Best => "best match, then newest",
            other => other.label(with_query),
        };
        canvas.put(text, 2, row, if selected { Role::Strong } else { Role::Text }, words);
        if let Some(name) = order.name() {
            canvas.put_right(text, 0, row, Role::Dim, &format!("sort:{name}"));
        }
    }
}

/// The links of a talk.
pub(super) fn draw_links(canvas: &mut Canvas<'_>, area: Rect, links: &[LinkChoice], choice: RowSelection) {
    let text = draw_frame(canvas, area, "Links", "↵ open   esc close");
    let rows = links.iter().enumerate().skip(choice.view.top()).take(choice.view.height());
    for (row, (at, link)) in (0u16..).zip(rows) {
        let selected = at == choice.row;
        if selected {
            canvas.put(text, 0, row, Role::Accent, "▌");
        }
        let label = u16::try_from(LinkChoice::LABEL_COLUMNS).unwrap_or(u16::MAX);
        let cell = CellRange { area: text, column: 2, row, columns: label.saturating_sub(1) };
        canvas.put_highlighted(cell, if selected { Role::Strong } else { Role::Dim }, &link.label, &[]);
        let column = label + 2;
        let cell = CellRange { column, columns: text.width.saturating_sub(column), ..cell };
        canvas.put_highlighted(cell, Role::Link, link.link.as_str(), &[]);
    }
    scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, choice.view);
}
