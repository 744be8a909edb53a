//! The sheets that lie over the screen: help, problems, links. All of the same make.

use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use tui_input::Input;

use super::canvas::{Canvas, Cell};
use super::detail::scrollbar;
use super::status::put_input;
use crate::tui::keymap::{HelpRow, help as help_table};
use crate::tui::layout::Areas;
use crate::tui::model::{Choice, LinkChoice, Model, PROBLEM_ROWS};
use crate::tui::theme::Role;
use crate::tui::viewport::Viewport;

/// An empty sheet with a heading and a hint; says where its text goes.
fn blank(canvas: &mut Canvas<'_>, area: Rect, title: &str, hint: &str) -> Rect {
    let style = canvas.theme().style(Role::Dim);
    Clear.render(area, canvas.buffer());
    Block::bordered().border_type(BorderType::Rounded).border_style(style).render(area, canvas.buffer());
    let text = Areas::sheet_text(area);
    let heading = Rect { y: area.y.saturating_add(1), height: 1, ..text };
    canvas.put(heading, 0, 0, Role::Strong, title);
    canvas.put_right(heading, 0, 0, Role::Dim, hint);
    text
}

/// The keys, filtered by what is typed.
pub(super) fn help(canvas: &mut Canvas<'_>, area: Rect, filter: &Input, view: Viewport) -> Position {
    let text = blank(canvas, area, "Keys", "type to filter   esc close");
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
                canvas.put(text, 14, row, Role::Text, binding.words);
            }
        }
    }
    scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, view);
    let heading =
        Rect { y: area.y.saturating_add(1), height: 1, width: text.width.saturating_sub(28), ..text };
    canvas.put(heading, 6, 0, Role::Accent, "/");
    put_input(canvas, heading, 8, filter)
}

/// What is wrong with the archive: where and what, two rows each.
pub(super) fn problems(canvas: &mut Canvas<'_>, area: Rect, model: &Model, choice: Choice) {
    let text = blank(canvas, area, "Problems", "↵ to the talk   esc close");
    let visible = choice.view.visible();
    let shown = model.counted_problems().enumerate().skip(visible.start).take(visible.len());
    for (offset, (at, problem)) in shown.enumerate() {
        let Ok(row) = u16::try_from(offset * PROBLEM_ROWS) else {
            break;
        };
        let selected = at == choice.row;
        if selected {
            canvas.put(text, 0, row, Role::Accent, "▌");
        }
        let cell = |row| Cell { area: text, column: 2, row, columns: text.width.saturating_sub(2) };
        let role = if selected { Role::Strong } else { Role::Text };
        canvas.put_marked(cell(row), role, &format!("{}: {}", problem.severity, problem.message), &[]);
        let place = match &problem.help {
            Some(help) => format!("{} · {help}", problem.place()),
            None => problem.place(),
        };
        canvas.put_marked(cell(row + 1), Role::Dim, &place, &[]);
    }
    scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, choice.view);
}

/// The links of a talk.
pub(super) fn links(canvas: &mut Canvas<'_>, area: Rect, links: &[LinkChoice], choice: Choice) {
    let text = blank(canvas, area, "Links", "↵ open   esc close");
    let rows = links.iter().enumerate().skip(choice.view.top()).take(choice.view.height());
    for (row, (at, link)) in (0u16..).zip(rows) {
        let selected = at == choice.row;
        if selected {
            canvas.put(text, 0, row, Role::Accent, "▌");
        }
        let label = u16::try_from(LinkChoice::LABEL).unwrap_or(u16::MAX);
        let cell = Cell { area: text, column: 2, row, columns: label.saturating_sub(1) };
        canvas.put_marked(cell, if selected { Role::Strong } else { Role::Dim }, &link.label, &[]);
        let column = label + 2;
        let cell = Cell { column, columns: text.width.saturating_sub(column), ..cell };
        canvas.put_marked(cell, Role::Link, link.link.as_str(), &[]);
    }
    scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, choice.view);
}
