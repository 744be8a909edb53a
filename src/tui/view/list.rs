//! The list: a row for each visible talk.

use std::ops::Range;

use ratatui::layout::Rect;

use super::canvas::{Canvas, CellRange};
use super::detail::scrollbar;
use crate::records::{Handle, ListRow};
use crate::search::{Query, Rank, TextRole as Part, UserFlag};
use crate::seminar::display_title;
use crate::text::{Text, width};
use crate::tui::columns::{
    ListColumn, ListColumns, MARGIN, MIN_TITLE, date_cell, duration_cell, speaker_cell,
};
use crate::tui::keymap::Action;
use crate::tui::match_note::MatchNote;
use crate::tui::model::{Focus, Model};
use crate::tui::spot::SpotTarget;
use crate::tui::theme::Role;

/// Columns between a title and a note.
const NOTE_GAP: u16 = 2;
/// A narrower note would say nothing, so it is not shown.
const MIN_NOTE: u16 = 10;

/// Draws the visible rows, or why there are none.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    if model.list_len() == 0 {
        draw_empty(model, canvas, area);
        return;
    }
    let columns = ListColumns::new(area.width, &model.column_needs, model.order());
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
        let is_selected = model.selected == Some(handle);
        if is_selected {
            // The bar is bright only if the list receives the keys.
            let has_focus = model.focus == Focus::List && model.overlay.is_none();
            canvas.put(line, 0, 0, if has_focus { Role::Accent } else { Role::Dim }, "▌");
        }
        if model.picked.contains(handle) {
            canvas.put(line, 1, 0, Role::Accent, "●");
        }
        TalkLine { area: line, columns, query, is_selected }.draw(handle, &talk, model, canvas);
        canvas.add_spot(line, SpotTarget::Talk(handle));
    }
    scrollbar(canvas, area, model.list);
}

struct TalkLine<'a> {
    area: Rect,
    columns: ListColumns,
    query: Option<(&'a Query, Rank)>,
    is_selected: bool,
}

impl TalkLine<'_> {
    fn draw(&self, handle: Handle, talk: &ListRow, model: &Model, canvas: &mut Canvas<'_>) {
        let ListColumns { date, speaker, mark, title: _, series, archive, length } = self.columns;
        let is_watched = model.flags.has(handle, UserFlag::Watched);
        let strong = match (self.is_selected, is_watched) {
            (true, _) => Role::Strong,
            (false, true) => Role::Dim,
            (false, false) => Role::Text,
        };
        let quiet = if self.is_selected { Role::Strong } else { Role::Dim };
        canvas.put_highlighted(
            self.cell(date),
            quiet,
            &date_cell(talk.date.as_ref(), usize::from(date.width)),
            &[],
        );
        let names = speaker_cell(talk.speakers.iter().map(Text::as_str), usize::from(speaker.width));
        self.put(canvas, speaker, strong, &names, Part::Speaker);
        let role = if self.is_selected { Role::Accent } else { Role::Dim };
        canvas.put(self.area, mark.start, 0, role, mark_of(handle, talk, model));
        self.put_title(canvas, strong, display_title(talk.title.as_deref()), note_of(model, handle));
        self.put(canvas, series, Role::Dim, talk.series.as_deref().unwrap_or_default(), Part::Series);
        if archive.width > 0 {
            let name = model.archive_of(handle).unwrap_or_default();
            canvas.put_highlighted(self.cell(archive), Role::Dim, &name, &[]);
        }
        if let Some(lasts) = talk.duration.filter(|_| length.width > 0) {
            let text = duration_cell(lasts);
            let blanks = length.width.saturating_sub(u16::try_from(text.len()).unwrap_or(length.width));
            canvas.put(self.area, length.start + blanks, 0, Role::Dim, &text);
        }
    }

    /// Draws the title, and the note after it if there is one and the title leaves room.
    fn put_title(&self, canvas: &mut Canvas<'_>, role: Role, text: &str, note: Option<&MatchNote>) {
        let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
        let all = self.columns.title;
        let wanted = note.map_or(0, |note| columns(&note.text).min(all.width / 2) + NOTE_GAP);
        let title = columns(text).min(all.width.saturating_sub(wanted).max(MIN_TITLE));
        let start = title.saturating_add(NOTE_GAP);
        let room = all.width.saturating_sub(start);
        let Some(note) = note.filter(|_| room >= MIN_NOTE) else {
            return self.put(canvas, all, role, text, Part::Title);
        };
        self.put(canvas, ListColumn { width: title, ..all }, role, text, Part::Title);
        let column = ListColumn { start: all.start + start, width: room };
        canvas.put_highlighted(self.cell(column), Role::Dim, &note.text, &note.matches);
    }

    /// Draws text in a column, with the query's matches highlighted.
    fn put(&self, canvas: &mut Canvas<'_>, column: ListColumn, role: Role, text: &str, part: Part) {
        let matches: Vec<Range<usize>> =
            self.query.map(|(query, rank)| query.highlights(text, part, rank)).unwrap_or_default();
        canvas.put_highlighted(self.cell(column), role, text, &matches);
    }

    fn cell(&self, column: ListColumn) -> CellRange {
        CellRange { area: self.area, column: column.start, row: 0, columns: column.width }
    }
}

/// Why a talk is listed, if no column shows it.
fn note_of(model: &Model, handle: Handle) -> Option<&MatchNote> {
    let is_current = model.search.query.is_some() && model.match_notes.request_id == model.search.answered_id;
    model.match_notes.notes.get(&handle).filter(|_| is_current)?.as_ref()
}

/// The mark of a talk: what the user has done with it, or else whether it is upcoming or has a recording.
fn mark_of(handle: Handle, talk: &ListRow, model: &Model) -> &'static str {
    let marks = [(UserFlag::New, "•"), (UserFlag::Starred, "★"), (UserFlag::Watched, "✓")];
    if let Some((_, mark)) = marks.into_iter().find(|(flag, _)| model.flags.has(handle, *flag)) {
        mark
    } else if talk.upcoming_until.is_some_and(|until| until.is_after((&model.now).into())) {
        "◇"
    } else if talk.has_recording {
        "▶"
    } else {
        ""
    }
}

/// The example of a record that an empty archive shows.
const FIRST_RECORD: &str = "\
title: \"Vehicle Computing: Vision and Challenges\"
speaker: Weisong Shi
date: 2023-02-08
abstract: Until now vehicles have mainly been a means of transport.
bio: Weisong Shi is a professor at the University of Delaware.
video: https://www.youtube.com/watch?v=hFlaz_ZKNIw";

/// Why the list is empty, and what to do.
fn draw_empty(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let mut lines: Vec<(Role, String)> = Vec::new();
    let mut say = |role: Role, words: String| lines.push((role, words));
    let label = |action| model.keymap.label(action);
    if model.search.results.is_some() && !model.snapshot.is_empty() {
        say(Role::Text, format!("no matches for “{}”", model.search.text.trim()));
        say(
            Role::Dim,
            format!("{} clears the query and shows all {}", label(Action::Back), model.snapshot.len()),
        );
    } else if model.load.is_finished {
        say(Role::Text, format!("no talks in {}", model.archive_name));
        if model.origin.has_files() {
            say(Role::Dim, "searched all folders except hidden and ignored ones".to_owned());
        }
        if model.problem_count() > 0 {
            say(Role::Dim, format!("{} lists the problems", label(Action::Problems)));
        }
        if !model.overview.near.is_empty() {
            say(Role::Dim, format!("close to a talk: {}", model.overview.near.join(", ")));
            say(Role::Dim, "run `seminars explain` to see why they were left out".to_owned());
        }
        say(Role::Dim, format!("{} reloads", label(Action::Reload)));
        if model.origin.has_files() {
            say(Role::Text, String::new());
            say(Role::Text, "A talk is a text file such as first.yaml:".to_owned());
            say(Role::Text, String::new());
            for line in FIRST_RECORD.lines() {
                say(Role::Text, format!("  {line}"));
            }
        }
    }
    for (row, (role, line)) in (1u16..).zip(&lines) {
        let cell = CellRange { area, column: MARGIN, row, columns: area.width.saturating_sub(MARGIN + 1) };
        canvas.put_highlighted(cell, *role, line, &[]);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use ratatui::layout::Size;

    use super::*;
    use crate::archive::Origin;
    use crate::testing::midnight;
    use crate::tui::headless::Headless;

    #[test]
    fn the_first_record_is_a_talk_without_problems() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("first.yaml"), FIRST_RECORD).unwrap();
        let origin = Origin::Paths(vec![folder.path().to_owned()]);
        let now = midnight(Date::constant(2026, 11, 28));
        let browser = Headless::start(origin, String::new(), Size { width: 100, height: 30 }, now);
        let model = browser.model();
        assert_eq!((model.list_len(), model.problems.len()), (1, 0));
        let talk = model.loaded_seminar(model.selected.unwrap()).unwrap();
        assert!(talk.abstract_text.is_some() && talk.speakers[0].bio.is_some() && talk.recordings.len() == 1);
    }
}
