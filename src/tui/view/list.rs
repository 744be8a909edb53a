//! The list: a row for each visible talk, its columns chosen by the width.

use std::ops::Range;

use ratatui::layout::Rect;

use super::canvas::{Canvas, CellRange};
use crate::records::ListRow;
use crate::search::{Order, Query, Rank, TextRole as Part};
use crate::seminar::{Duration, TalkDate, display_title};
use crate::text::{Text, truncate, width};
use crate::tui::keymap::Action;
use crate::tui::model::{Focus, Model};
use crate::tui::theme::Role;

/// Draws the visible rows, or why there are none.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    if model.list_len() == 0 {
        draw_empty(model, canvas, area);
        return;
    }
    let columns = ListColumns::new(area.width, model.order());
    for (offset, row) in model.list.visible().enumerate() {
        let Ok(offset) = u16::try_from(offset) else { break };
        let Some((handle, rank)) = model.talk_at_row(row) else {
            break;
        };
        let Some(talk) = model.snapshot.list_row(handle) else {
            continue;
        };
        let line = Rect { y: area.y.saturating_add(offset), height: 1, ..area };
        let query = model.search.query.as_deref().zip(rank);
        let selected = model.selected == Some(handle);
        if selected {
            let role = if model.focus == Focus::List { Role::Accent } else { Role::Dim };
            canvas.put(line, 0, 0, role, "▌");
        }
        draw_talk(&talk, model, canvas, &TalkLine { area: line, columns, query, is_selected: selected });
    }
}

struct TalkLine<'a> {
    area: Rect,
    columns: ListColumns,
    query: Option<(&'a Query, Rank)>,
    is_selected: bool,
}

impl TalkLine<'_> {
    fn highlights(&self, text: &str, part: Part) -> Vec<Range<usize>> {
        self.query.map(|(query, rank)| query.highlights(text, part, rank)).unwrap_or_default()
    }

    fn cell(&self, column: u16, columns: u16) -> CellRange {
        CellRange { area: self.area, column, row: 0, columns }
    }
}

/// The widths of the list's columns; a column without room has width 0.
#[derive(Clone, Copy)]
struct ListColumns {
    date: u16,
    speaker: u16,
    title: u16,
    series: u16,
    length: u16,
}

/// Columns before the date: the selection bar and a blank.
const MARGIN: u16 = 2;
/// Columns of the length: `1h02m`.
const LENGTH_COLUMNS: u16 = 6;

impl ListColumns {
    /// A narrow list drops the day of the date, then its month. The series shows where the list is in its order and
    /// there is room: else the title has it; so does the length.
    fn new(width: u16, order: Order) -> Self {
        let with_series = order == Order::Series && width >= 60;
        let date = match width {
            46.. if with_series => 7,
            56.. => 10,
            46.. => 7,
            _ => 4,
        };
        let share = (width / 5).clamp(12, 24);
        let speaker = if with_series { share } else { (width / 4 + 3).clamp(12, 34) };
        let series = if with_series { share } else { 0 };
        let length = if order == Order::Length { LENGTH_COLUMNS } else { 0 };
        let others = MARGIN + date + 2 + speaker + 3 + 2;
        let gaps = [series, length].into_iter().filter(|&columns| columns > 0).map(|columns| columns + 2);
        let title = width.saturating_sub(others + gaps.sum::<u16>());
        Self { date, speaker, title, series, length }
    }
}

fn draw_talk(talk: &ListRow, model: &Model, canvas: &mut Canvas<'_>, line: &TalkLine<'_>) {
    let ListColumns { date, speaker, title, series, length } = line.columns;
    let strong = if line.is_selected { Role::Strong } else { Role::Text };
    let mut column = MARGIN;
    let day = date_cell(talk.date.as_ref(), usize::from(date));
    canvas.put(line.area, column, 0, if line.is_selected { Role::Strong } else { Role::Dim }, &day);
    column += date;
    if talk.upcoming_until.is_some_and(|until| until.is_after((&model.now).into())) {
        canvas.put(line.area, column, 0, Role::Accent, "◇");
    }
    column += 2;
    let names = speaker_cell(talk.speakers.iter().map(Text::as_str), usize::from(speaker));
    canvas.put_highlighted(
        line.cell(column, speaker),
        strong,
        &names,
        &line.highlights(&names, Part::Speaker),
    );
    column += speaker + 1;
    if talk.has_recording {
        canvas.put(line.area, column, 0, Role::Accent, "▶");
    }
    column += 2;
    let text = display_title(talk.title.as_deref());
    canvas.put_highlighted(line.cell(column, title), strong, text, &line.highlights(text, Part::Title));
    column += title + 2;
    if series > 0 {
        let text = talk.series.as_deref().unwrap_or_default();
        canvas.put_highlighted(
            line.cell(column, series),
            Role::Dim,
            text,
            &line.highlights(text, Part::Series),
        );
        column += series + 2;
    }
    if let Some(lasts) = talk.duration.filter(|_| length > 0) {
        let text = short_duration(lasts);
        let column = column + length.saturating_sub(u16::try_from(text.len()).unwrap_or(length));
        canvas.put(line.area, column, 0, Role::Dim, &text);
    }
}

/// A length in few columns: `54m`, `1h02m`.
fn short_duration(lasts: Duration) -> String {
    let minutes = lasts.seconds() / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{}s", lasts.seconds()),
        (0, minutes) => format!("{minutes}m"),
        (hours, minutes) => format!("{hours}h{minutes:02}m"),
    }
}

/// As much of a date as fits: day, month or year; a text that is no date as far as it goes.
pub(in crate::tui) fn date_cell(date: Option<&TalkDate>, columns: usize) -> String {
    let Some(date) = date else { return "—".to_owned() };
    match date.when() {
        Some(when) => when.to_string().chars().take(columns).collect(),
        None => truncate(date.text(), columns).into_owned(),
    }
}

/// All speakers where there is room, else the first and how many more.
pub(in crate::tui) fn speaker_cell<'t>(names: impl Iterator<Item = &'t str>, columns: usize) -> String {
    let names: Vec<&str> = names.collect();
    let [first, rest @ ..] = names.as_slice() else {
        return "—".to_owned();
    };
    let all = names.join(", ");
    if rest.is_empty() || width(&all) <= columns {
        return all;
    }
    let more = format!(" +{}", rest.len());
    format!("{}{more}", truncate(first, columns.saturating_sub(more.len())))
}

/// Why the list is empty, and what to do.
fn draw_empty(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let lines: Vec<String> = if model.search.results.is_some() && !model.snapshot.is_empty() {
        let all = model.snapshot.len();
        vec![
            format!("nothing matches “{}”", model.search.text.trim()),
            format!("{} shows all {all}", model.keymap.label(Action::Back)),
        ]
    } else if model.load.is_finished {
        let mut lines = vec![format!("no talks in {}", model.archive_name)];
        if model.problem_count() > 0 {
            lines
                .push(format!("{} lists the problems that were found", model.keymap.label(Action::Problems)));
        }
        if !model.overview.near.is_empty() {
            lines.push(format!("nearest: {}", model.overview.near.join(", ")));
            lines.push("`seminars explain` says why they are left out".to_owned());
        }
        lines.push(format!("{} reads it again", model.keymap.label(Action::Reload)));
        lines
    } else {
        Vec::new()
    };
    for (row, line) in (1u16..).zip(&lines) {
        let cell = CellRange { area, column: MARGIN, row, columns: area.width.saturating_sub(MARGIN + 1) };
        canvas.put_highlighted(cell, if row == 1 { Role::Text } else { Role::Dim }, line, &[]);
    }
}
