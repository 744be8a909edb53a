//! Draws the status line: position, problems, the last notice, and the most useful keys.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, CellRange};
use super::line::{count, hints_width, put_hints, unanswered_mark};
use super::{find, prompt};
use crate::diagnostic::Severity;
use crate::text::{pluralize, width};
use crate::tui::detail::TIME_KEYS;
use crate::tui::keymap::{Action, Hint};
use crate::tui::model::{Focus, Model};
use crate::tui::spot::SpotTarget;
use crate::tui::theme::Role;

/// Draws the line; returns the cursor's position if a prompt is open.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
    if let Some(prompt) = &model.prompt {
        return Some(prompt::draw(model, prompt, canvas, area));
    }
    if let Some(find) = &model.find {
        return find::draw(model, find, canvas, area);
    }
    let count = format!("{}{}", count(model), unanswered_mark(model));
    let problems = match model.problem_count() {
        0 => String::new(),
        count => format!("{} {}", model.keymap.label(Action::Problems), pluralize(count, "problem")),
    };
    // The notice comes first: if there is little room, only the notice is shown.
    let notice_columns = model.notice.as_deref().map_or(0, width);
    let mut left = usize::from(area.width.saturating_sub(MARGIN * 2));
    let mut fits = |columns: usize| {
        let fits = left >= columns + notice_columns;
        left = left.saturating_sub(if fits { columns } else { 0 });
        fits
    };
    let mut column = MARGIN;
    if fits(width(&count) + GAP) {
        column = canvas.put(area, column, 0, Role::Dim, &count);
        if !problems.is_empty() && fits(width(&problems) + GAP) {
            let has_errors = model.problems.iter().any(|problem| problem.severity == Severity::Error);
            let role = if has_errors { Role::Error } else { Role::Warning };
            let x = area.x.saturating_add(column + 3);
            column = canvas.put(area, column + 3, 0, role, &problems);
            let place = Rect { x, width: column.saturating_sub(x), ..area };
            canvas.add_spot(place, SpotTarget::Action(Action::Problems));
        }
        column += 3;
    }
    let room = area.width.saturating_sub(column + MARGIN);
    if let Some(notice) = &model.notice {
        let cell = CellRange { area, column, row: 0, columns: room };
        canvas.put_highlighted(cell, Role::Text, notice, &[]);
        return None;
    }
    // Shown as long as changes may be missed, so that nobody wonders why nothing updates.
    let unseen = if model.misses_changes { unseen_changes(model) } else { String::new() };
    let columns = u16::try_from(width(&unseen)).unwrap_or(u16::MAX);
    canvas.put(area, column, 0, Role::Warning, &unseen);
    let room = room.saturating_sub(columns);
    if let Some(words) = sample_words(model).filter(|words| width(words) <= usize::from(room)) {
        canvas.put_right(area, MARGIN, 0, Role::Dim, &words);
        return None;
    }
    put_hints(canvas, area, MARGIN, room, &fitting_hints(model, room));
    None
}

/// For new users: what this archive is, and how to open another. After the first movement key, the usual hints replace
/// it.
fn sample_words(model: &Model) -> Option<String> {
    let is_first = model.auto_select && model.overlay.is_none() && model.search.text.is_empty();
    (model.is_sample && is_first).then(|| {
        format!("sample archive · seminars ~/talks opens yours · {} help", model.keymap.label(Action::Help))
    })
}

fn unseen_changes(model: &Model) -> String {
    format!("not watching for changes; {} reloads   ", model.keymap.label(Action::Reload))
}

/// Columns at both ends of the line.
const MARGIN: u16 = 2;
/// Columns between two parts of it.
const GAP: usize = 3;

/// The hints that fit; the last are dropped first, but never the one for help.
fn fitting_hints(model: &Model, room: u16) -> Vec<Hint> {
    let mut hints = hints(model);
    while hints_width(&hints) > room
        && let Some(last) = hints.iter().rposition(|hint| hint.action != Some(Action::Help))
    {
        hints.remove(last);
    }
    hints
}

/// The keys that matter now, the most useful first. Keys that would do nothing are left out.
fn hints(model: &Model) -> Vec<Hint> {
    if let Some(overlay) = &model.overlay {
        return model.keymap.hints(&overlay.status_hints());
    }
    let has_two_panes = model.areas().has_two_panes();
    let row = model.selected.and_then(|handle| model.snapshot.list_row(handle));
    let is_recorded = row.is_some_and(|row| row.has_recording);
    let is_reading = model.focus == Focus::Detail;
    let mut hints = Vec::new();
    if model.selected.is_none() {
        hints.extend([(Action::Search, "search"), (Action::Reload, "reload")]);
    } else if is_reading {
        hints.extend(is_recorded.then_some((Action::Activate, "watch")));
        hints.push(if has_two_panes { (Action::SwitchPane, "list") } else { (Action::Back, "list") });
        hints.push((Action::Search, "find"));
        hints.extend(model.detail.folds.then_some((Action::Unfold, "more")));
    } else if has_two_panes {
        hints.extend(is_recorded.then_some((Action::Activate, "watch")));
        hints.extend([(Action::Search, "search"), (Action::SwitchPane, "read")]);
    } else {
        hints.push((Action::Activate, "read"));
        hints.extend(is_recorded.then_some((Action::OpenRecording, "watch")));
        hints.push((Action::Search, "search"));
    }
    if !model.search.text.is_empty() && (has_two_panes || !is_reading) {
        hints.push((Action::Back, "clear query"));
    }
    hints.extend([(Action::Help, "help"), (Action::Quit, "quit")]);
    let mut hints = model.keymap.hints(&hints);
    let times = model.detail.times.len().min(TIME_KEYS);
    if times > 0 && is_reading {
        let key =
            |number: usize| model.keymap.label(Action::OpenTime(u8::try_from(number).unwrap_or(u8::MAX)));
        let keys = if times == 1 { key(1) } else { format!("{}–{}", key(1), key(times)) };
        hints.insert(1.min(hints.len()), Hint { keys, words: "watch from time", action: None });
    }
    hints
}
