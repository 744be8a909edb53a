//! The help overlay: all keys, filtered while typing. Enter runs the selected one, so it is also a command palette.

use ratatui::layout::{Position, Rect};

use super::frame::{add_row, draw_frame, mark_row};
use super::row_filter::RowFilter;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, HelpRow, Mode};
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::stepping;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;

/// Columns of the overlay.
const COLUMNS: u16 = 70;
/// The column of the descriptions.
const DESCRIPTION: u16 = 16;
/// The name in the heading.
const NAME: &str = "Keys";

#[derive(Debug, Default)]
struct Help {
    filter: RowFilter,
    selection: RowSelection,
}

/// Opens the help, unfiltered.
pub(super) fn open(model: &mut Model) {
    // The first row is a heading.
    let selection = RowSelection { row: 1, ..RowSelection::default() };
    model.overlay = Some(Box::new(Help { selection, ..Help::default() }));
}

impl Overlay for Help {
    fn mode(&self) -> Mode {
        Mode::Filter
    }

    fn area(&self, model: &Model) -> Rect {
        // Always high enough for all bindings, so that it does not move while filtering.
        model.areas().overlay(COLUMNS, model.keymap.help_rows("").len())
    }

    fn relayout(&mut self, model: &Model, text: Rect) {
        let rows = model.keymap.help_rows(self.filter.text());
        self.selection.view.resize(usize::from(text.height), rows.len());
        if !is_command(&rows)(self.selection.row) {
            self.select_first(&rows);
        }
    }

    fn on_key(&mut self, model: &mut Model, press: Press, _: &mut Vec<Effect>) -> Outcome {
        let rows = model.keymap.help_rows(self.filter.text());
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                if let Some(HelpRow::Keys(binding)) = rows.get(self.selection.row)
                    && binding.is_command()
                {
                    return Outcome::Run(binding.action);
                }
            }
            _ => match self.filter.movement(&model.keymap, press) {
                Some(action) => stepping::move_selection(&mut self.selection, action, &is_command(&rows)),
                None if self.filter.edit(press) => self.on_filter_changed(model),
                None => {}
            },
        }
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        self.selection.select(row);
        true
    }

    fn on_paste(&mut self, model: &Model, line: &str) {
        self.filter.insert(line);
        self.on_filter_changed(model);
    }

    fn on_wheel(&mut self, model: &Model, rows: isize, _: &mut Vec<Effect>) {
        let shown = model.keymap.help_rows(self.filter.text());
        stepping::scroll(&mut self.selection, rows, &is_command(&shown));
    }

    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        HINTS.to_vec()
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let mut hints = vec![RowFilter::hint()];
        hints.extend(model.keymap.hints(&HINTS));
        let text = draw_frame(canvas, area, &self.filter.heading(NAME), &hints);
        let heading = Rect { y: area.y.saturating_add(1), height: 1, ..text };
        let rows = model.keymap.help_rows(self.filter.text());
        if rows.is_empty() {
            let words = format!("no matching key; {} closes", model.keymap.label(Action::Back));
            canvas.put(text, 0, 0, Role::Dim, &words);
        }
        let RowSelection { row: chosen, view } = self.selection;
        let shown = rows.iter().enumerate().skip(view.top()).take(view.height());
        for (row, (at, line)) in (0u16..).zip(shown) {
            match line {
                HelpRow::Gap => {}
                HelpRow::Heading(group) => {
                    canvas.put(text, 0, row, Role::Strong, group.title());
                }
                HelpRow::Keys(binding) => {
                    let strong = mark_row(canvas, text, row, at == chosen);
                    canvas.put(text, 2, row, strong, &binding.label());
                    let columns = text.width.saturating_sub(DESCRIPTION);
                    let cell = CellRange { area: text, column: DESCRIPTION, row, columns };
                    canvas.put_highlighted(cell, strong, binding.description, &[]);
                    if binding.is_command() {
                        add_row(canvas, text, row, at);
                    }
                }
            }
        }
        scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, view);
        Some(self.filter.draw(canvas, heading, NAME))
    }
}

const HINTS: [(Action, &str); 2] = [(Action::Activate, "run"), (Action::Back, "close")];

fn is_command(rows: &[HelpRow<'_>]) -> impl Fn(usize) -> bool {
    |row| matches!(rows.get(row), Some(HelpRow::Keys(binding)) if binding.is_command())
}

impl Help {
    /// Selects the first key that is left.
    fn on_filter_changed(&mut self, model: &Model) {
        let rows = model.keymap.help_rows(self.filter.text());
        self.selection.view.resize(self.selection.view.height(), rows.len());
        self.select_first(&rows);
    }

    fn select_first(&mut self, rows: &[HelpRow<'_>]) {
        let first = (0..rows.len()).find(|&row| is_command(rows)(row)).unwrap_or(0);
        stepping::select(&mut self.selection, first, &is_command(rows));
    }
}
