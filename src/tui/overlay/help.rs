//! The help overlay: all keys, filtered while typing. Enter runs the selected one, so it is also a command palette.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::frame::{add_row, draw_frame, mark_row};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, HelpRow, Hint, Mode};
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::{line, stepping};
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;
use crate::tui::view::line::put_input;

/// Columns of the overlay.
const COLUMNS: u16 = 70;
/// The column of the descriptions.
const DESCRIPTION: u16 = 16;
/// The column of the filter, in the heading.
const FILTER: u16 = 8;

#[derive(Debug, Default)]
struct Help {
    filter: Input,
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
        let rows = model.keymap.help_rows(self.filter.value());
        self.selection.view.resize(usize::from(text.height), rows.len());
        if !is_command(&rows)(self.selection.row) {
            self.select_first(&rows);
        }
    }

    fn on_key(&mut self, model: &mut Model, press: Press, _: &mut Vec<Effect>) -> Outcome {
        let rows = model.keymap.help_rows(self.filter.value());
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                if let Some(HelpRow::Keys(binding)) = rows.get(self.selection.row) {
                    return Outcome::Run(binding.action);
                }
            }
            Some(action @ (Action::Up | Action::Down | Action::PageUp | Action::PageDown)) => {
                stepping::move_selection(&mut self.selection, action, &is_command(&rows));
            }
            Some(_) => {}
            None => {
                // Home and End move the cursor in the filter, unless it is empty.
                let edge = model.keymap.lookup(Mode::Choose, press.key);
                match edge.filter(|_| self.filter.value().is_empty()) {
                    Some(action @ (Action::First | Action::Last)) if !press.types_letter() => {
                        stepping::move_selection(&mut self.selection, action, &is_command(&rows));
                    }
                    _ => self.edit(model, |filter| line::edit(filter, press.key)),
                }
            }
        }
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        self.selection.select(row);
        true
    }

    fn on_paste(&mut self, model: &Model, line: &str) {
        self.edit(model, |filter| {
            line::insert(filter, line);
            true
        });
    }

    fn on_wheel(&mut self, model: &Model, rows: isize, _: &mut Vec<Effect>) {
        let shown = model.keymap.help_rows(self.filter.value());
        stepping::scroll(&mut self.selection, rows, &is_command(&shown));
    }

    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        HINTS.to_vec()
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let mut hints = vec![Hint { keys: "type".to_owned(), words: "to filter", action: None }];
        hints.extend(model.keymap.hints(&HINTS));
        // The filter is part of the heading; if it is long, there is room for fewer hints.
        let title = format!("Keys  / {:<12}", self.filter.value());
        let text = draw_frame(canvas, area, &title, &hints);
        let heading = Rect { y: area.y.saturating_add(1), height: 1, ..text };
        canvas.put(heading, 0, 0, Role::Strong, "Keys");
        canvas.put(heading, FILTER - 2, 0, Role::Accent, "/");
        let rows = model.keymap.help_rows(self.filter.value());
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
        Some(put_input(canvas, heading, FILTER, &self.filter))
    }
}

const HINTS: [(Action, &str); 2] = [(Action::Activate, "run"), (Action::Back, "close")];

fn is_command(rows: &[HelpRow<'_>]) -> impl Fn(usize) -> bool {
    |row| matches!(rows.get(row), Some(HelpRow::Keys(binding)) if binding.is_command())
}

impl Help {
    /// Edits the filter; if it changed, selects the first remaining key.
    fn edit(&mut self, model: &Model, change: impl FnOnce(&mut Input) -> bool) {
        if change(&mut self.filter) {
            let rows = model.keymap.help_rows(self.filter.value());
            self.selection.view.resize(self.selection.view.height(), rows.len());
            self.select_first(&rows);
        }
    }

    fn select_first(&mut self, rows: &[HelpRow<'_>]) {
        let first = (0..rows.len()).find(|&row| is_command(rows)(row)).unwrap_or(0);
        stepping::select(&mut self.selection, first, &is_command(rows));
    }
}
