//! Draws a card: facts, text and links, with talks in the same columns as in the list.

use ratatui::layout::Rect;

use super::canvas::{Canvas, CellRange};
use super::detail::scrollbar;
use super::list::{date_cell, speaker_cell};
use super::overlay::draw_frame;
use crate::records::Handle;
use crate::text::{truncate, width};
use crate::tui::card::{CardRow, CardStack, CardView};
use crate::tui::keymap::{Action, key_label};
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Columns before what a row says.
const INDENT: u16 = 4;
/// Below this width, talks show without speakers and month.
const NARROW_COLUMNS: u16 = 50;
/// Marks the talk that the card was opened from, where there is room.
const THIS_TALK: &str = "this talk";

/// Draws the card that shows.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, model: &Model, stack: &CardStack) {
    let CardView { content, rows, selection, .. } = &stack.card;
    let hint = hint(!stack.previous.is_empty());
    let room = usize::from(area.width.saturating_sub(6));
    let beside = room.saturating_sub(width(&hint) + 3);
    let title =
        truncate(content.title(), if beside >= usize::from(NARROW_COLUMNS) / 2 { beside } else { room });
    let text = draw_frame(canvas, area, &title, &hint);
    let shown = rows.iter().enumerate().skip(selection.view.top()).take(selection.view.height());
    for (line, (at, row)) in (0u16..).zip(shown) {
        let is_chosen = at == selection.row;
        if is_chosen {
            canvas.put(text, 0, line, Role::Accent, "▌");
        }
        let strong = if is_chosen { Role::Strong } else { Role::Text };
        match row {
            CardRow::Gap => {}
            CardRow::Heading(title) => {
                canvas.put_highlighted(rest_of_row(text, 2, line), Role::Dim, title, &[]);
            }
            CardRow::Text(row) => {
                let mut column = row.indent;
                for run in &row.runs {
                    column = canvas.put(text, column, line, run.role, &run.text);
                }
            }
            CardRow::Talk { handle, number, shows_speakers: with_speakers } => {
                let is_from = *handle == stack.from_talk;
                let talk =
                    TalkLink { handle: *handle, number, with_speakers: *with_speakers, is_origin: is_from };
                talk.draw(canvas, Rect { y: text.y.saturating_add(line), height: 1, ..text }, model, strong);
            }
            CardRow::Link { name, note, .. } => {
                let columns = width(note).min(usize::from(text.width) / 2);
                let note = truncate(note, columns);
                let columns = u16::try_from(columns + 2).unwrap_or(text.width);
                let name_cell = CellRange {
                    columns: text.width.saturating_sub(INDENT + columns),
                    ..rest_of_row(text, INDENT, line)
                };
                canvas.put_highlighted(name_cell, strong, name, &[]);
                canvas.put_right(text, 0, line, Role::Dim, &note);
            }
        }
    }
    scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, selection.view);
}

/// The keys of a card; one with a previous card also has the key to go back.
fn hint(has_previous: bool) -> String {
    let back =
        if has_previous { format!("{} back   ", key_label(Action::PreviousCard)) } else { String::new() };
    format!("{} go   {back}{} close", key_label(Action::Activate), key_label(Action::Back))
}

/// The rest of a row from a column on.
fn rest_of_row(area: Rect, column: u16, row: u16) -> CellRange {
    CellRange { area, column, row, columns: area.width.saturating_sub(column) }
}

struct TalkLink<'a> {
    handle: Handle,
    number: &'a str,
    with_speakers: bool,
    is_origin: bool,
}

impl TalkLink<'_> {
    fn draw(&self, canvas: &mut Canvas<'_>, line: Rect, model: &Model, strong: Role) {
        let is_narrow = line.width < NARROW_COLUMNS;
        let speakers = if line.width < 66 { 16 } else { 20 };
        let mut line = line;
        if self.is_origin {
            canvas.put(line, 2, 0, Role::Accent, "●");
            if !is_narrow {
                canvas.put_right(line, 0, 0, Role::Accent, THIS_TALK);
                line.width = line.width.saturating_sub(u16::try_from(THIS_TALK.len()).unwrap_or(0) + 2);
            }
        }
        let mut column = INDENT;
        if !self.number.is_empty() {
            column = canvas.put(line, column, 0, Role::Dim, self.number) + 2;
        }
        let Some(seminar) = model.snapshot.summary(self.handle) else {
            canvas.put_highlighted(rest_of_row(line, column, 0), Role::Dim, "no longer in the archive", &[]);
            return;
        };
        let date = if is_narrow { 4 } else { 10 };
        canvas.put(line, column, 0, Role::Dim, &date_cell(seminar.date.as_ref(), usize::from(date)));
        column += date + 2;
        if self.with_speakers && !is_narrow {
            let names = seminar.speakers.iter().map(|speaker| speaker.name.as_str());
            let names = speaker_cell(names, usize::from(speakers));
            canvas.put_highlighted(
                CellRange { columns: speakers, ..rest_of_row(line, column, 0) },
                strong,
                &names,
                &[],
            );
            column += speakers + 1;
        }
        if !seminar.recordings.is_empty() {
            canvas.put(line, column, 0, Role::Accent, "▶");
        }
        canvas.put_highlighted(rest_of_row(line, column + 2, 0), strong, seminar.display_title(), &[]);
    }
}
