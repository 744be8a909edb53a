//! Updates the layout for the current size, selection and query.

use jiff::Timestamp;

use super::find_state;
use crate::records::Handle;
use crate::search::UserFlag;
use crate::tui::columns::ColumnNeeds;
use crate::tui::detail::{Detail, DetailLayout, DetailRow, LayoutKey, compose};
use crate::tui::layout::Areas;
use crate::tui::model::{Focus, Model, Outcome};

/// Updates everything that depends on size, selection and query. Called before drawing and before scrolling.
pub(crate) fn relayout(model: &mut Model) {
    let areas = model.areas();
    measure_columns(model);
    // With one pane, lay out the hidden one too, for the size that it will have when shown.
    let list = if areas.list.is_empty() { areas_with(model, Focus::List).list } else { areas.list };
    let detail = if areas.detail.is_empty() { areas_with(model, Focus::Detail).detail } else { areas.detail };
    let height = usize::from(list.height);
    let resized = model.list.height() != height;
    model.list.resize(height, model.list_len());
    if let (true, Some(row)) = (resized, model.selected_row()) {
        model.list.scroll_into_view(row);
    }
    model.with_overlay(|overlay, model| {
        overlay.relayout(model, overlay.text_area(model));
        Outcome::Stay
    });
    find_state::sync_with_detail(model);
    let width = detail.width;
    let Some(handle) = model.selected.filter(|_| width > 0) else {
        model.detail = Detail::default();
        return;
    };
    let rank = model.row_of(handle).and_then(|row| model.talk_at_row(row)).and_then(|(_, rank)| rank);
    let query = model.search.query.clone().filter(|_| rank.is_some());
    let find = model.find.as_ref().map(|find| find.text.trim().to_owned()).filter(|text| !text.is_empty());
    let body = model.loaded_seminar(handle).cloned();
    let is_upcoming = model
        .snapshot
        .list_row(handle)
        .and_then(|row| row.upcoming_until)
        .is_some_and(|until| until.is_after((&model.now).into()));
    let zone = model.now.time_zone().clone();
    let is_unfolded = model.detail.unfolded == Some(handle);
    let marks = marks_in_words(model, handle);
    let note = model.flags.note(handle).cloned();
    let key =
        LayoutKey { handle, body, width, query, rank, find, is_unfolded, is_upcoming, marks, note, zone };
    if !model.detail.layout_key.as_ref().is_some_and(|old| old.is_same(&key)) {
        lay_out_detail(model, key, usize::from(detail.height));
    }
    let len = model.detail.rows.len();
    model.detail.view.resize(usize::from(detail.height), len);
}

/// What the user has marked a talk as, and when it was watched.
fn marks_in_words(model: &Model, handle: Handle) -> Vec<String> {
    let has = |flag| model.flags.has(handle, flag);
    let watched = model.flags.watched_at(handle).and_then(|at| Timestamp::from_millisecond(at).ok());
    let watched = watched.map(|at| at.to_zoned(model.now.time_zone().clone()).date());
    let mut words = Vec::new();
    words.extend(has(UserFlag::New).then(|| "new".to_owned()));
    words.extend(has(UserFlag::Starred).then(|| "★ starred".to_owned()));
    if has(UserFlag::Watched) {
        words.push(watched.map_or_else(|| "✓ watched".to_owned(), |day| format!("✓ watched {day}")));
    }
    words.extend(has(UserFlag::Started).then(|| "started".to_owned()));
    words.extend(has(UserFlag::Queued).then(|| "in the queue".to_owned()));
    words
}

/// The areas if this pane had the focus.
fn areas_with(model: &Model, focus: Focus) -> Areas {
    Areas::new(model.size, focus, &model.layout)
}

/// Measures the list's columns, if the list has changed.
fn measure_columns(model: &mut Model) {
    let (search, len) = (model.search.answered_id, model.list_len());
    if !model.column_needs.is_of(&model.snapshot, search, len) {
        let handle_at = |row| model.talk_at_row(row).map(|(handle, _)| handle);
        let archive_of = |handle| model.archive_of(handle);
        model.column_needs = ColumnNeeds::measure(&model.snapshot, search, len, handle_at, archive_of);
    }
}

/// Lays out the selected talk again. A new talk or query scrolls to the first match; during a search within the talk,
/// the current match stays visible.
fn lay_out_detail(model: &mut Model, key: LayoutKey, height: usize) {
    let old = model.detail.layout_key.as_ref();
    let keeps_scroll = old.is_some_and(|old| old.keeps_scroll(&key));
    let layout = match model.loaded_seminar(key.handle) {
        Some(seminar) => Some(compose(seminar, &key)),
        None => model.snapshot.summary(key.handle).map(|head| compose(&head, &key)),
    };
    let DetailLayout { rows, matches, times, folds } = layout.unwrap_or_default();
    model.detail.view.resize(height, rows.len());
    if !keeps_scroll {
        let first = rows.iter().position(DetailRow::has_match).unwrap_or(0);
        model.detail.view.scroll_to(0);
        if first + 2 >= height {
            model.detail.view.scroll_to(first.saturating_sub(2));
        }
    }
    model.detail.rows = rows;
    model.detail.matches = matches;
    model.detail.times = times;
    model.detail.folds = folds;
    model.detail.layout_key = Some(key);
    find_state::scroll_to_current(model);
}
