//! The problems overlay: problems by file and, below, the message of the selected one with its source line.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use super::frame::{add_row, draw_frame, mark_row};
use crate::diagnostic::snippet::Excerpt;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{fitting_prefix, pluralize, width, wrap};
use crate::tui::effect::{Effect, SystemTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Outcome, Overlay, OverlayAnswer, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::search::go_to_talk;
use crate::tui::update::{actions, stepping};
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;

/// Columns of the overlay.
const COLUMNS: u16 = 100;
/// The usual number of rows for a message, its source line and its help.
const MESSAGE_ROWS: usize = 9;
/// In a lower window, only the message is shown.
const MIN_LIST_HEIGHT: u16 = 5;
/// Columns of a position in a file: `123:45`.
const PLACE_COLUMNS: u16 = 9;

#[derive(Debug, Default)]
struct Problems {
    rows: Vec<ProblemRow>,
    /// The revision of the problems that the rows and the excerpt are of.
    revision: u64,
    selection: RowSelection,
    /// The index of a problem, and its source line, if that could be loaded.
    excerpt: Option<(usize, Option<Excerpt>)>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ProblemRow {
    /// The file of the problems below.
    File(Arc<Path>),
    /// A problem.
    Problem {
        /// Its index among all problems.
        index: usize,
        /// Its position in this list, from 1.
        position: usize,
    },
}

/// Opens the list of problems, if there are any.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.problems.is_empty() {
        let words = if model.load.is_finished { "no problems in this archive" } else { "no problems so far" };
        model.notice = Some(format!("{words}{}", left_out(model, "; ")));
        return;
    }
    let mut problems =
        Problems { rows: rows(&model.problems), revision: model.problems_revision, ..Problems::default() };
    problems.selection.row = 1;
    problems.request_excerpt(model, effects);
    model.overlay = Some(Box::new(problems));
}

/// Groups the problems by file: files with errors first, then those with warnings, then
/// those with only notes; in each file errors first.
fn rows(problems: &[Diagnostic]) -> Vec<ProblemRow> {
    let mut worst: BTreeMap<&Arc<Path>, Severity> = BTreeMap::new();
    for problem in problems {
        let known = worst.entry(&problem.path).or_insert(problem.severity);
        *known = (*known).min(problem.severity);
    }
    let mut numbers: Vec<usize> = (0..problems.len()).collect();
    let file = |number: &usize| problems.get(*number).map(|problem| &problem.path);
    // Those of one file and severity are already in the order of their positions.
    numbers.sort_by_key(|&number| {
        problems.get(number).map(|problem| (worst.get(&problem.path), &problem.path, problem.severity))
    });
    let mut rows = Vec::new();
    let mut last = None;
    for (position, number) in (1..).zip(numbers) {
        if let Some(path) = file(&number).filter(|path| last != Some(*path)) {
            rows.push(ProblemRow::File(Arc::clone(path)));
            last = Some(path);
        }
        rows.push(ProblemRow::Problem { index: number, position });
    }
    rows
}

fn role_of(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Error,
        Severity::Warning => Role::Warning,
        Severity::Note => Role::Dim,
    }
}

impl Overlay for Problems {
    fn area(&self, model: &Model) -> Rect {
        // About a third of the height is for the list; it scrolls if it has more rows.
        model.areas().overlay(COLUMNS, self.rows.len().min(MESSAGE_ROWS / 2) + 1 + MESSAGE_ROWS)
    }

    fn relayout(&mut self, model: &Model, text: Rect) {
        self.update_rows(model);
        // A very low window has no list; the heading still shows the position.
        let most = if text.height < MIN_LIST_HEIGHT { 0 } else { usize::from(text.height).div_ceil(3) };
        self.selection.view.resize(most.min(self.rows.len()), self.rows.len());
        let row = self.selection.row;
        stepping::select(&mut self.selection, row, &is_problem(&self.rows));
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Edit) => self.edit(model, effects),
            Some(Action::Activate) => return self.go_to_talk(model, effects),
            Some(action) => stepping::move_selection(&mut self.selection, action, &is_problem(&self.rows)),
            None => {}
        }
        self.request_excerpt(model, effects);
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        let is_problem = is_problem(&self.rows)(row);
        if is_problem {
            self.selection.select(row);
        }
        is_problem
    }

    fn on_wheel(&mut self, model: &Model, rows: isize, effects: &mut Vec<Effect>) {
        stepping::scroll(&mut self.selection, rows.signum(), &is_problem(&self.rows));
        self.request_excerpt(model, effects);
    }

    fn on_results_changed(&mut self, model: &Model, effects: &mut Vec<Effect>) {
        self.update_rows(model);
        self.request_excerpt(model, effects);
    }

    fn on_answer(&mut self, _: &Model, answer: OverlayAnswer) {
        if let OverlayAnswer::Excerpt { problem, excerpt } = answer {
            self.excerpt = Some((problem, excerpt));
        }
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let hints = [(Action::Activate, "go to talk"), (Action::Edit, "edit"), (Action::Back, "close")];
        let position = match self.rows.get(self.selection.row) {
            Some(ProblemRow::Problem { position, .. }) => *position,
            _ => 0,
        };
        let count = model.problems.len();
        let title = format!("Problems   {position} of {count}{}", left_out(model, " · "));
        let text = draw_frame(canvas, area, &title, &model.keymap.hints(&hints));
        let rows = self.draw_list(model, canvas, text);
        let top = text.y.saturating_add(if rows > 0 { rows + 1 } else { 0 });
        let below = Rect { y: top, height: text.bottom().saturating_sub(top), ..text };
        if let Some((number, problem)) = self.selected(model) {
            let excerpt = self.excerpt.as_ref().filter(|(known, _)| *known == number);
            draw_message(canvas, below, model, problem, excerpt.and_then(|(_, excerpt)| excerpt.as_ref()));
        }
        None
    }
}

fn is_problem(rows: &[ProblemRow]) -> impl Fn(usize) -> bool {
    |row| matches!(rows.get(row), Some(ProblemRow::Problem { .. }))
}

impl Problems {
    /// The selected problem and its index.
    fn selected<'m>(&self, model: &'m Model) -> Option<(usize, &'m Diagnostic)> {
        let Some(ProblemRow::Problem { index: number, .. }) = self.rows.get(self.selection.row) else {
            return None;
        };
        Some((*number, model.problems.get(*number)?))
    }

    /// Groups the problems again if they have changed; the selected row stays, or the nearest one.
    fn update_rows(&mut self, model: &Model) {
        if self.revision == model.problems_revision {
            return;
        }
        self.revision = model.problems_revision;
        self.rows = rows(&model.problems);
        self.excerpt = None;
        let last = self.rows.len().saturating_sub(1);
        let row = self.selection.row.min(last);
        // The row below the name of a file is a problem.
        self.selection.row = if is_problem(&self.rows)(row) { row } else { (row + 1).min(last) };
    }

    /// Requests the source line of the selected problem, unless it is loaded.
    fn request_excerpt(&self, model: &Model, effects: &mut Vec<Effect>) {
        let Some((number, problem)) = self.selected(model) else { return };
        if self.excerpt.as_ref().is_none_or(|(loaded, _)| *loaded != number) {
            let problem = Box::new(problem.clone());
            effects.push(Effect::System(SystemTask::LoadExcerpt { number, problem }));
        }
    }

    /// Draws the visible rows of the list; returns its height.
    fn draw_list(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
        let RowSelection { row: chosen, view } = self.selection;
        let shown = self.rows.iter().enumerate().skip(view.top()).take(view.height());
        for (line, (at, row)) in (0u16..).zip(shown) {
            match row {
                ProblemRow::File(path) => {
                    let name = truncate_start(&model.display_path(path), usize::from(area.width));
                    canvas.put(area, 0, line, Role::Strong, &name);
                }
                ProblemRow::Problem { index: number, .. } => {
                    let Some(problem) = model.problems.get(*number) else { continue };
                    let strong = mark_row(canvas, area, line, at == chosen);
                    let place =
                        problem.position.map_or(String::new(), |at| format!("{}:{}", at.line, at.column));
                    canvas.put(area, 2, line, Role::Dim, &place);
                    let severity = format!("{:<7}", problem.severity.to_string());
                    let column =
                        canvas.put(area, 2 + PLACE_COLUMNS, line, role_of(problem.severity), &severity) + 1;
                    let columns = area.width.saturating_sub(column);
                    let cell = CellRange { area, column, row: line, columns };
                    canvas.put_highlighted(cell, strong, &problem.message, &[]);
                    add_row(canvas, area, line, at);
                }
            }
        }
        let rows = u16::try_from(view.height()).unwrap_or(u16::MAX).min(area.height);
        scrollbar(canvas, Rect { height: rows, width: area.width.saturating_add(2), ..area }, view);
        rows
    }

    /// Goes to the talk that the problem belongs to; if there is none, the overlay stays open.
    fn go_to_talk(&self, model: &mut Model, effects: &mut Vec<Effect>) -> Outcome {
        let problem = self.selected(model);
        match problem.map(|(_, problem)| model.snapshot.talk_at(&problem.path, problem.position)) {
            Some(Some(handle)) => go_to_talk(model, handle, effects),
            Some(None) => {
                model.notice = Some("no readable talk at this position".to_owned());
                Outcome::Stay
            }
            None => Outcome::Stay,
        }
    }

    /// Opens the problem's file in the editor, at its line.
    fn edit(&self, model: &mut Model, effects: &mut Vec<Effect>) {
        let place =
            self.selected(model).map(|(_, p)| (Arc::clone(&p.path), p.position.map_or(1, |at| at.line)));
        if let Some((file, line)) = place {
            actions::edit_file(model, file, line, effects);
        }
    }
}

/// Draws a problem: the message, its source line with the value marked, and the help.
fn draw_message(
    canvas: &mut Canvas<'_>,
    area: Rect,
    model: &Model,
    problem: &Diagnostic,
    excerpt: Option<&Excerpt>,
) {
    let role = role_of(problem.severity);
    let mut row = put_wrapped(canvas, area, 0, &format!("{}: ", problem.severity), role, &problem.message);
    // If there is little room, the help comes first, then the position, then the source line.
    let help_rows = problem.help.as_ref().map_or(0, |help| wrap(help, usize::from(area.width), 6).len());
    let mut spare = area.height.saturating_sub(row + u16::try_from(help_rows).unwrap_or(u16::MAX));
    if spare > 0 {
        let place = problem.place_in(&model.display_path(&problem.path));
        let name = format!("   {}", problem.rule.name());
        let place = truncate_start(&place, usize::from(area.width).saturating_sub(width(&name)));
        canvas.put(area, 0, row, Role::Dim, &format!("{place}{name}"));
        (row, spare) = (row + 1, spare - 1);
    }
    if let Some(excerpt) = excerpt.filter(|_| spare >= 2) {
        let gap = u16::from(spare > 2);
        draw_excerpt(canvas, Rect { y: area.y.saturating_add(row + gap), ..area }, role, excerpt);
        (row, spare) = (row + gap + 2, spare - gap - 2);
    }
    if let Some(help) = &problem.help {
        put_wrapped(canvas, area, row + u16::from(spare > 0), "help: ", Role::Strong, help);
    }
}

/// Draws a word-wrapped text after a label; returns the next row.
fn put_wrapped(canvas: &mut Canvas<'_>, area: Rect, row: u16, label: &str, role: Role, text: &str) -> u16 {
    let start = canvas.put(area, 0, row, role, label);
    let lines = wrap(text, usize::from(area.width), usize::from(start));
    let mut next = row;
    for (line, range) in (row..).zip(lines) {
        let column = if line == row { start } else { 0 };
        canvas.put(area, column, line, Role::Text, text.get(range).unwrap_or_default());
        next = line + 1;
    }
    next
}

/// Draws a source line with its number, and marks below the value in question. A long line is scrolled so that the
/// marks are visible.
fn draw_excerpt(canvas: &mut Canvas<'_>, area: Rect, role: Role, excerpt: &Excerpt) {
    let number = format!("{} │ ", excerpt.number);
    let start = canvas.put(area, 0, 0, Role::Dim, &number);
    let room = usize::from(area.width.saturating_sub(start));
    let columns = |range: std::ops::Range<usize>| excerpt.line.get(range).map_or(0, width);
    let (before, marked) = (columns(0..excerpt.marked.start), columns(excerpt.marked.clone()).max(1));
    let hidden = if before + marked <= room { 0 } else { before.saturating_sub(room / 4).min(before) };
    let mut skipped = fitting_prefix(&excerpt.line, hidden).end;
    // Do not cut a wide character: start after it.
    while columns(0..skipped) < hidden {
        skipped += excerpt.line.get(skipped..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    let shown = excerpt.line.get(skipped..).unwrap_or_default();
    let cell = CellRange { area, column: start, row: 0, columns: u16::try_from(room).unwrap_or(u16::MAX) };
    canvas.put_highlighted(cell, Role::Text, shown, &[]);
    canvas.put(area, start - 2, 1, Role::Dim, "│");
    let from = u16::try_from(before - columns(0..skipped).min(before)).unwrap_or(u16::MAX);
    let marks = "^".repeat(marked.min(room.saturating_sub(usize::from(from))));
    canvas.put(area, start.saturating_add(from), 1, role, &marks);
}

/// How many collections were left out, and the command that explains why.
fn left_out(model: &Model, before: &str) -> String {
    match model.overview.left_out {
        0 => String::new(),
        count => format!("{before}{} left out (run seminars explain)", pluralize(count, "collection")),
    }
}

/// Truncates a text at its start, with `…`: the end of a path says most.
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
