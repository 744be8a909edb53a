//! The queue overlay: the talks to watch, in the user's order, and which of them fit in a time.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::frame::{add_row, draw_frame, mark_row};
use crate::records::Handle;
use crate::search::UserFlag;
use crate::seminar::{Duration, display_title};
use crate::text::{pluralize, width};
use crate::tui::columns::{duration_cell, speaker_cell};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::{actions, line, marks};
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::detail::scrollbar;
use crate::tui::view::line::put_input;
use crate::user::journal::{JournalChange, Mark, fitting, total_seconds};

/// Columns of the overlay.
const COLUMNS: u16 = 90;
/// The widest column of speakers.
const SPEAKER: usize = 18;
/// Columns of a length and the blanks before it.
const LENGTH: u16 = 8;
/// What asks for a time.
const QUESTION: &str = "I have ";

#[derive(Debug, Default)]
struct QueueOverlay {
    /// The selected talk; the rows may move.
    selected: Option<Handle>,
    selection: RowSelection,
    /// The time being typed.
    input: Option<Input>,
    /// The time that the user has.
    time: Option<Duration>,
}

const HINTS: [(Action, &str); 5] = [
    (Action::Activate, "watch"),
    (Action::MoveDown, "move"),
    (Action::AddToQueue, "remove"),
    (Action::AskTime, "what fits"),
    (Action::Back, "close"),
];

/// Opens the queue, unless it is empty.
pub(super) fn open(model: &mut Model) {
    let rows = rows(model);
    let Some(&first) = rows.first() else {
        let key = model.keymap.label(Action::AddToQueue);
        model.notice = Some(format!("the queue is empty; {key} adds the selected talk"));
        return;
    };
    let selected = model.selected.filter(|talk| rows.contains(talk)).or(Some(first));
    model.overlay = Some(Box::new(QueueOverlay { selected, ..QueueOverlay::default() }));
}

/// The talks of the queue that are in the archive.
fn rows(model: &Model) -> Vec<Handle> {
    model.flags.queue().filter(|&talk| model.snapshot.is_listed(talk)).collect()
}

fn length_of(model: &Model, talk: Handle) -> Option<Duration> {
    model.snapshot.list_row(talk).and_then(|row| row.duration)
}

impl QueueOverlay {
    /// Keeps the selected talk selected, or the row if the talk has left.
    fn sync(&mut self, model: &Model, height: usize) {
        let rows = rows(model);
        self.selection.view.resize(height, rows.len());
        let row = rows.iter().position(|talk| Some(*talk) == self.selected);
        self.selection.select(row.unwrap_or(self.selection.row));
        self.selected = rows.get(self.selection.row).copied();
    }

    fn select(&mut self, model: &Model, step: impl FnOnce(&mut RowSelection)) {
        step(&mut self.selection);
        self.selected = rows(model).get(self.selection.row).copied();
    }

    /// Takes a key while a time is typed.
    fn on_typed(&mut self, model: &mut Model, press: Press) {
        let Some(input) = &mut self.input else { return };
        match press.action {
            Some(Action::Back) => self.input = None,
            Some(Action::Activate) => {
                let time = parse_time(input.value());
                if time.is_none() && !input.value().trim().is_empty() {
                    model.notice = Some("expected a time such as 40m or 1h20m".to_owned());
                    return;
                }
                self.time = time;
                self.input = None;
            }
            _ => {
                line::edit(input, press.key);
            }
        }
    }

    /// How many talks there are and how long they take; with a time, how many of them fit.
    fn summary(&self, model: &Model, rows: &[Handle]) -> String {
        let lengths = || rows.iter().map(|&talk| length_of(model, talk));
        let in_words = |seconds: u32| Duration::from_seconds(seconds).map_or_else(String::new, duration_cell);
        let Some(time) = self.time else {
            let total = in_words(total_seconds(lengths()));
            let all = pluralize(rows.len(), "talk");
            return if total.is_empty() { all } else { format!("{all} · {total}") };
        };
        let fits = fitting(lengths(), time);
        let fitting_lengths = lengths().zip(&fits).filter(|(_, fits)| **fits).map(|(length, _)| length);
        let count = fits.iter().filter(|fits| **fits).count();
        let total = in_words(total_seconds(fitting_lengths));
        match count {
            0 => format!("nothing fits in {}", duration_cell(time)),
            count => format!("{count} of {} fit in {}: {total}", rows.len(), duration_cell(time)),
        }
    }
}

/// A time as typed: a number of minutes, or with a unit.
fn parse_time(typed: &str) -> Option<Duration> {
    let typed = typed.trim();
    let minutes = typed.parse::<u32>().ok().map(|minutes| format!("{minutes}m"));
    Duration::parse(minutes.as_deref().unwrap_or(typed))
}

impl Overlay for QueueOverlay {
    fn mode(&self) -> Mode {
        if self.input.is_some() { Mode::Type } else { Mode::Choose }
    }

    fn area(&self, model: &Model) -> Rect {
        model.areas().overlay(COLUMNS, rows(model).len().max(3))
    }

    fn relayout(&mut self, model: &Model, text: Rect) {
        self.sync(model, usize::from(text.height));
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        if self.input.is_some() {
            self.on_typed(model, press);
            return Outcome::Stay;
        }
        let talk = self.selected;
        match (press.action, talk) {
            (Some(Action::Back | Action::Queue), _) => return Outcome::Close,
            (Some(Action::AskTime), _) => self.input = Some(Input::default()),
            (Some(Action::Activate), Some(talk)) => actions::open_recording_of(model, talk, effects),
            (Some(Action::MoveUp), Some(talk)) => {
                marks::submit(model, JournalChange::Move { talk, by: -1 }, effects);
            }
            (Some(Action::MoveDown), Some(talk)) => {
                marks::submit(model, JournalChange::Move { talk, by: 1 }, effects);
            }
            (Some(Action::AddToQueue), Some(talk)) => {
                marks::set(model, vec![talk], Mark::Queued, false, effects);
            }
            (Some(Action::MarkWatched), Some(talk)) => {
                marks::set(model, vec![talk], Mark::Watched, true, effects);
            }
            (Some(Action::Undo), _) => marks::submit(model, JournalChange::Undo, effects),
            (Some(Action::Redo), _) => marks::submit(model, JournalChange::Redo, effects),
            (Some(action), _) => self.select(model, |selection| selection.step(action)),
            (None, _) => {}
        }
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        self.selection.select(row);
        // The row is looked up when the overlay is laid out again.
        self.selected = None;
        true
    }

    fn on_wheel(&mut self, model: &Model, rows: isize, _: &mut Vec<Effect>) {
        self.select(model, |selection| selection.step_by(rows.signum()));
    }

    fn on_paste(&mut self, _: &Model, text: &str) {
        if let Some(input) = &mut self.input {
            line::insert(input, text);
        }
    }

    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        if self.input.is_some() {
            return vec![(Action::Activate, "show what fits"), (Action::Back, "cancel")];
        }
        HINTS.to_vec()
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let rows = rows(model);
        let title = format!("Queue  {}", self.summary(model, &rows));
        let asks = self.input.is_some();
        let hints = if asks { Vec::new() } else { model.keymap.hints(&HINTS) };
        let text = draw_frame(canvas, area, if asks { "Queue" } else { &title }, &hints);
        if rows.is_empty() {
            canvas.put(text, 2, 0, Role::Dim, "the queue is empty");
        }
        let fits = self.time.map(|time| fitting(rows.iter().map(|&talk| length_of(model, talk)), time));
        let RowSelection { row: chosen, view } = self.selection;
        let shown = rows.iter().enumerate().skip(view.top()).take(view.height());
        for (row, (at, &talk)) in (0u16..).zip(shown) {
            let fits = fits.as_ref().is_none_or(|fits| fits.get(at) == Some(&true));
            draw_row(model, canvas, text, (row, talk), at == chosen, fits);
            add_row(canvas, text, row, at);
        }
        scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, view);
        let input = self.input.as_ref()?;
        let heading = Rect { y: area.y.saturating_add(1), height: 1, ..text };
        let column = u16::try_from(width("Queue  ")).unwrap_or(0);
        let end = canvas.put(heading, column, 0, Role::Accent, QUESTION);
        canvas.put_right(heading, 0, 0, Role::Dim, "minutes, or as 1h20m");
        Some(put_input(canvas, heading, end, input))
    }
}

/// Draws a talk: speakers, title and length. Those that do not fit in the time are dim.
fn draw_row(
    model: &Model,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (row, talk): (u16, Handle),
    is_chosen: bool,
    fits: bool,
) {
    let Some(listed) = model.snapshot.list_row(talk) else { return };
    let strong = mark_row(canvas, area, row, is_chosen);
    let role = if fits { strong } else { Role::Dim };
    let names = speaker_cell(listed.speakers.iter().map(crate::text::Text::as_str), SPEAKER);
    let columns = u16::try_from(SPEAKER).unwrap_or(0);
    canvas.put_highlighted(CellRange { area, column: 2, row, columns }, role, &names, &[]);
    let mark = if model.flags.has(talk, UserFlag::Started) { "▶" } else { "" };
    canvas.put(area, columns + 4, row, Role::Dim, mark);
    let column = columns + 6;
    let room = area.width.saturating_sub(column + LENGTH);
    let title = display_title(listed.title.as_deref());
    canvas.put_highlighted(CellRange { area, column, row, columns: room }, role, title, &[]);
    if let Some(length) = listed.duration {
        canvas.put_right(area, 0, row, Role::Dim, &duration_cell(length));
    }
}
