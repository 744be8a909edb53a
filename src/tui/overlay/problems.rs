//! The archive's problems: a row for each, and below them the selected one with its line in the file.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use super::frame::{draw_frame, hint_line, mark_row};
use crate::text::{fitting_prefix, pluralize, width};
use crate::tui::effect::{Effect, SystemTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Outcome, Overlay, OverlayAnswer, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::actions;
use crate::tui::update::search::go_to_talk;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;

/// Columns of the overlay.
const COLUMNS: u16 = 108;
/// Rows below the list for the selected problem: its message, its line, its help.
const SNIPPET_ROWS: usize = 10;
/// The fewest rows of problems above the snippet; with less room, the snippet is hidden.
const MIN_ROWS: usize = 3;

#[derive(Debug, Default)]
struct Problems {
    selection: RowSelection,
    /// A problem's row and its snippet.
    snippet: Option<(usize, String)>,
}

/// Opens the list of problems, if there are any.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.problem_count() == 0 {
        let words = if model.load.is_finished { "no problems in this archive" } else { "no problems so far" };
        model.notice = Some(format!("{words}{}", left_out(model, "; ")));
    } else {
        let problems = Problems::default();
        problems.request_snippet(model, effects);
        model.overlay = Some(Box::new(problems));
    }
}

impl Overlay for Problems {
    fn area(&self, model: &Model) -> Rect {
        model.areas().overlay(COLUMNS, model.problem_count() + SNIPPET_ROWS + 1)
    }

    fn relayout(&mut self, model: &Model, text: Rect) {
        let (height, problems) = (usize::from(text.height), model.problem_count());
        let rows = height.saturating_sub(SNIPPET_ROWS + 1);
        let rows = if rows < MIN_ROWS.min(problems) { height } else { rows };
        self.selection.view.resize(rows, problems);
        self.selection.select(self.selection.row);
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Edit) => self.edit(model, effects),
            Some(Action::Activate) => return self.go_to_talk(model, effects),
            Some(action) => self.selection.step(action),
            None => {}
        }
        self.request_snippet(model, effects);
        Outcome::Stay
    }

    fn on_wheel(&mut self, model: &Model, rows: isize, effects: &mut Vec<Effect>) {
        self.selection.step_by(rows.signum());
        self.request_snippet(model, effects);
    }

    fn on_answer(&mut self, _: &Model, answer: OverlayAnswer) {
        if let OverlayAnswer::Snippet { row, text } = answer {
            self.snippet = Some((row, text));
        }
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let hints = [(Action::Activate, "to the talk"), (Action::Edit, "edit"), (Action::Back, "close")];
        let title = format!("Problems{}", left_out(model, " · "));
        let text = draw_frame(canvas, area, &title, &hint_line(&model.keymap, &hints));
        let RowSelection { row: chosen, view } = self.selection;
        let visible = view.visible();
        let shown = model.errors_and_warnings().enumerate().skip(visible.start).take(visible.len());
        for (row, (at, problem)) in (0u16..).zip(shown) {
            let is_selected = at == chosen;
            let strong = mark_row(canvas, text, row, is_selected);
            let columns = (text.width / 3).clamp(12, 40);
            let place = problem.place_in(&model.display_path(&problem.path));
            let place = truncate_start(&place, usize::from(columns));
            canvas.put(text, 2, row, if is_selected { strong } else { Role::Dim }, &place);
            let column = columns + 4;
            let cell = CellRange { area: text, column, row, columns: text.width.saturating_sub(column) };
            canvas.put_highlighted(cell, strong, &format!("{}: {}", problem.severity, problem.message), &[]);
        }
        let rows = u16::try_from(view.height()).unwrap_or(u16::MAX);
        let list = Rect { height: rows.min(text.height), width: text.width.saturating_add(2), ..text };
        scrollbar(canvas, list, view);
        let below = text.height.saturating_sub(rows + 1);
        let area = Rect { y: text.y.saturating_add(rows + 1), height: below, ..text };
        let snippet = self.snippet.as_ref().filter(|(row, _)| *row == chosen).map_or("", |(_, text)| text);
        let lines = snippet.lines().flat_map(|line| split_at_columns(line, usize::from(text.width)));
        for (row, line) in (0..below).zip(lines) {
            canvas.put(area, 0, row, Role::Text, line);
        }
        None
    }
}

impl Problems {
    /// Requests the snippet of the selected problem, unless it is loaded.
    fn request_snippet(&self, model: &Model, effects: &mut Vec<Effect>) {
        let row = self.selection.row;
        if self.snippet.as_ref().is_some_and(|(loaded, _)| *loaded == row) {
            return;
        }
        if let Some(problem) = model.errors_and_warnings().nth(row) {
            let file = model.display_path(&problem.path);
            let problem = Box::new(problem.clone());
            effects.push(Effect::System(SystemTask::LoadSnippet { row, problem, file }));
        }
    }

    /// Selects the talk that the problem belongs to; the list of problems stays open where there is none.
    fn go_to_talk(&self, model: &mut Model, effects: &mut Vec<Effect>) -> Outcome {
        let problem = model.errors_and_warnings().nth(self.selection.row);
        match problem.map(|problem| model.snapshot.talk_at(&problem.path, problem.position)) {
            Some(Some(handle)) => go_to_talk(model, handle, effects),
            Some(None) => {
                model.notice = Some("no talk could be read at that place".to_owned());
                Outcome::Stay
            }
            None => Outcome::Stay,
        }
    }

    /// Edits the file that the problem is in, at its line.
    fn edit(&self, model: &mut Model, effects: &mut Vec<Effect>) {
        let problem = model.errors_and_warnings().nth(self.selection.row);
        let place = problem.map(|p| (Arc::clone(&p.path), p.position.map_or(1, |at| at.line)));
        if let Some((file, line)) = place {
            actions::edit_file(model, file, line, effects);
        }
    }
}

/// How many collections were left out, and who says why.
fn left_out(model: &Model, before: &str) -> String {
    match model.overview.left_out {
        0 => String::new(),
        count => format!("{before}{} left out, see seminars explain", pluralize(count, "collection")),
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
