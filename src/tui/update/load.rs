//! Loading and reloading the archive, and loading the body of the selected talk.

use std::path::Path;
use std::sync::Arc;

use jiff::Zoned;

use super::saved_position::SavedPosition;
use super::{search, session};
use crate::archive::{Change, Delta, ProblemUpdate};
use crate::diagnostic::{Diagnostic, Rule};
use crate::engine::new_batch::EngineUpdate;
use crate::records::Handle;
use crate::seminar::Seminar;
use crate::text::pluralize;
use crate::tui::effect::{Effect, JournalTask, NewsTask, SearchTask, TalkRequest};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, ReloadReason};

/// The notice for changed files.
const FILES_CHANGED: &str = "files changed";

/// Applies a delta: records that were added, changed or removed.
pub(super) fn on_delta(model: &mut Model, mut delta: Delta, effects: &mut Vec<Effect>) {
    if delta.replaces_all {
        delta.unlisted.extend(model.snapshot.order());
    }
    match delta.problems {
        ProblemUpdate::Unchanged => {}
        ProblemUpdate::Added(problems) => add_problems(model, problems),
        ProblemUpdate::All(problems) => {
            model.problems.retain(|problem| problem.rule == Rule::Internal);
            model.problems_revision += 1;
            add_problems(model, problems);
        }
    }
    if let Some(overview) = delta.overview {
        model.overview = overview;
    }
    let Delta { snapshot, batches, listed, unlisted, .. } = delta;
    if batches.is_empty() && listed.is_empty() && unlisted.is_empty() {
        return;
    }
    let before = SavedPosition::capture(model, &unlisted);
    model.snapshot = Arc::clone(&snapshot);
    before.restore(model, &listed);
    session::select_restored(model, &listed);
    let is_changed = !listed.is_empty() || !unlisted.is_empty();
    // No reload is running: verifying the cached archive found changed files.
    if is_changed && model.load.is_finished {
        model.notice = Some(format!("{FILES_CHANGED} · {}", pluralize(model.snapshot.len(), "talk")));
    }
    effects.push(Effect::Journal(JournalTask::SetSnapshot(Arc::clone(&snapshot))));
    effects.push(Effect::Search(SearchTask::Update(EngineUpdate { snapshot, batches, listed, unlisted })));
    if is_changed {
        search::refresh(model, effects);
        if model.search.query.is_none() {
            search::tell_overlay(model, effects);
        }
    }
}

/// The archive is completely loaded.
pub(super) fn on_load_finished(model: &mut Model, effects: &mut Vec<Effect>) {
    model.load.is_finished = true;
    // A talk that is not there by now is gone.
    model.session.restored = None;
    if let Some(again) = model.load.reload_reason.take() {
        let why = match again {
            ReloadReason::Requested => "reloaded",
            ReloadReason::FilesChanged => FILES_CHANGED,
        };
        model.notice = Some(format!("{why} · {}", pluralize(model.snapshot.len(), "talk")));
    }
    start_deferred_work(model, effects);
    if let Some(change) = model.load.pending_change.take() {
        return on_files_changed(model, change, effects);
    }
    search::tell_overlay(model, effects);
}

/// Checking the cached archive for changes has started or finished.
pub(super) fn on_verifying(model: &mut Model, verifying: bool, effects: &mut Vec<Effect>) {
    model.load.is_verifying = verifying;
    start_deferred_work(model, effects);
}

/// Starts indexing ahead, and looking for new talks, once all files are loaded and verified.
fn start_deferred_work(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.load.is_finished && !model.load.is_verifying && !model.load.is_index_requested {
        model.load.is_index_requested = true;
        effects.push(Effect::Journal(JournalTask::News(NewsTask::ArchiveLoaded)));
        effects.push(Effect::Search(SearchTask::IndexAhead));
    }
}

/// Updates the time. On a new day or in another time zone, a query may match other talks.
pub(super) fn on_time_passed(model: &mut Model, now: Zoned, effects: &mut Vec<Effect>) {
    let is_same_day = model.now.date() == now.date() && model.now.time_zone() == now.time_zone();
    model.now = now;
    if !is_same_day {
        search::refresh(model, effects);
        search::tell_overlay(model, effects);
    }
}

/// Reloads the archive; the current talks stay until the reload is complete.
pub(super) fn reload(model: &mut Model, effects: &mut Vec<Effect>) {
    if !model.load.is_finished {
        model.notice = Some("still loading; reloads when done".to_owned());
        model.load.pending_change = Some(Change::Anything);
        return;
    }
    model.notice = Some("reloading …".to_owned());
    start_reload(model, ReloadReason::Requested, Change::Anything, effects);
}

/// Reloads changed files, once the current load is finished.
pub(super) fn on_files_changed(model: &mut Model, change: Change, effects: &mut Vec<Effect>) {
    if model.load.is_finished {
        start_reload(model, ReloadReason::FilesChanged, change, effects);
    } else {
        let stale = model.load.pending_change.take();
        model.load.pending_change = Some(stale.map_or(change.clone(), |stale| stale.merge(change)));
    }
}

fn start_reload(model: &mut Model, why: ReloadReason, change: Change, effects: &mut Vec<Effect>) {
    model.search.selects_best = false;
    model.load.is_finished = false;
    model.load.reload_reason = Some(why);
    effects.push(Effect::LoadArchive(change, model.now.date()));
}

/// The editor was closed: reloads what it has edited, or says why the editor failed.
pub(super) fn on_editor_closed(
    model: &mut Model,
    outcome: Result<(), String>,
    is_note: bool,
    effects: &mut Vec<Effect>,
) {
    match outcome {
        Ok(()) if is_note => effects.push(Effect::Journal(JournalTask::Refresh)),
        Ok(()) => reload(model, effects),
        Err(reason) => model.notice = Some(format!("cannot edit: {reason}")),
    }
}

/// Requests the body of the selected talk, unless it is loaded or requested already.
pub(super) fn request_detail(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.loaded_talk.requested == model.selected {
        return;
    }
    model.loaded_talk.requested = model.selected;
    model.loaded_talk.is_pending = false;
    let found = model.selected.and_then(|handle| Some((handle, model.snapshot.store().find(handle)?)));
    if let Some((handle, (batch, at))) = found {
        model.loaded_talk.is_pending = true;
        effects.push(Effect::LoadTalk(TalkRequest { handle, location: (Arc::clone(batch), at) }));
    }
}

/// A talk was loaded with its body.
pub(super) fn on_talk_loaded(
    model: &mut Model,
    handle: Handle,
    seminar: Option<Box<Seminar>>,
    effects: &mut Vec<Effect>,
) {
    if model.loaded_talk.requested == Some(handle) {
        model.loaded_talk.is_pending = false;
    }
    match seminar {
        Some(seminar) => model.loaded_talk.seminar = Some((handle, Arc::from(seminar))),
        None => on_cache_damaged(model, effects),
    }
}

/// A cache entry cannot be read: makes the archive read those files again.
pub(super) fn on_cache_damaged(model: &mut Model, effects: &mut Vec<Effect>) {
    model.notice = Some("the cache is damaged; reloading the affected files".to_owned());
    effects.push(Effect::LoadArchive(Change::Files(Vec::new()), model.now.date()));
}

/// Some files cannot be watched.
pub(super) fn on_not_watched(model: &mut Model, reason: &str) {
    model.misses_changes = true;
    model.notice = Some(format!("{reason}; press {} to reload", model.keymap.label(Action::Reload)));
}

/// Adds an internal error to the problems, so that it does not go unnoticed.
pub(super) fn on_internal_error(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    let nowhere: Arc<Path> = Path::new("seminars").into();
    let key = model.keymap.label(Action::Reload);
    let problem = Diagnostic::new(Rule::Internal, &nowhere, text)
        .help(&format!("this is a bug in seminars; {key} reloads; please report it"));
    add_problems(model, vec![problem]);
    // The pending answer may never arrive, so search again.
    if !model.search.is_answered() {
        search::refresh(model, effects);
    }
}

fn add_problems(model: &mut Model, problems: Vec<Diagnostic>) {
    if !problems.is_empty() {
        model.problems.extend(problems);
        model.problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        model.problems_revision += 1;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use ratatui::buffer::Buffer;
    use ratatui::layout::{Rect, Size};

    use super::*;
    use crate::archive::Origin;
    use crate::testing::{midnight, seminar};
    use crate::text::Text;
    use crate::tui::message::Message;
    use crate::tui::results::Results;
    use crate::tui::theme::Theme;
    use crate::tui::update::{SelectionPolicy, relayout, set_query, update};
    use crate::tui::view;

    #[test]
    fn texts_that_come_after_a_frame_was_drawn_without_them_are_laid_out() {
        let size = Size { width: 120, height: 40 };
        let mut model =
            Model::new(size, midnight(Date::constant(2026, 11, 28)), String::new(), Origin::Sample);
        let mut talk = seminar("One", "Ann Dove", "2022-01-01", 0);
        talk.abstract_text = Some(Text::line("What it is about"));
        model.selected = model.insert_seminars(std::slice::from_ref(&talk)).first().copied();
        let effects = update(&mut model, Message::Redraw);
        let fetched = effects.into_iter().find_map(|effect| match effect {
            Effect::LoadTalk(wanted) => {
                Some(Message::TalkLoaded { handle: wanted.handle, seminar: wanted.load() })
            }
            _ => None,
        });
        relayout(&mut model);
        let before = model.detail.rows.len();
        update(&mut model, fetched.unwrap());
        relayout(&mut model);
        assert!(model.detail.rows.len() > before, "the abstract is laid out");
    }

    /// The screen as text.
    fn screen(model: &mut Model) -> String {
        relayout(model);
        let mut screen = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
        view::draw(model, Theme::new(true), &mut screen);
        screen.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn a_talk_of_today_is_upcoming_until_its_time_and_another_day_searches_again() {
        let at = |time: &str| -> Zoned { format!("{time}[Europe/Berlin]").parse().unwrap() };
        let size = Size { width: 120, height: 40 };
        let mut model = Model::new(size, at("2026-11-28T21:59"), String::new(), Origin::Sample);
        let mut talk = seminar("One", "Ann Dove", "2026-11-28", 0);
        (talk.time, talk.timezone) = (Some(Text::line("16:00")), Some(Text::line("America/New_York")));
        model.selected = model.insert_seminars(&[talk]).first().copied();
        let before = screen(&mut model);
        for text in ["◇", "16:00 New York · 22:00 here", "· upcoming"] {
            assert!(before.contains(text), "{text}: {before}");
        }

        set_query(&mut model, "has:upcoming", SelectionPolicy::Keep, &mut Vec::new());
        let mut searches = |time| {
            let effects = update(&mut model, Message::TimePassed(at(time)));
            effects.iter().filter(|effect| matches!(effect, Effect::Search(SearchTask::Search(_)))).count()
        };
        assert_eq!((searches("2026-11-28T22:00"), searches("2026-11-29T00:00")), (0, 1));
        let after = screen(&mut model);
        assert!(!after.contains('◇') && !after.contains("· upcoming"), "{after}");
    }

    #[test]
    fn what_can_wait_begins_once_when_files_are_read_and_verified() {
        let size = Size { width: 120, height: 40 };
        let mut model =
            Model::new(size, midnight(Date::constant(2026, 11, 28)), String::new(), Origin::Sample);
        let mut begins = |message| {
            let effects = update(&mut model, message);
            let waited = |effect: &&Effect| matches!(effect, Effect::Search(SearchTask::IndexAhead));
            effects.iter().filter(waited).count()
        };
        assert_eq!(begins(Message::Verifying(true)), 0);
        assert_eq!(begins(Message::LoadFinished), 0);
        assert_eq!(begins(Message::Verifying(false)), 1);
        assert_eq!(begins(Message::LoadFinished), 0);
    }

    #[test]
    fn a_count_says_that_more_may_be_found_until_the_texts_are_searched() {
        let size = Size { width: 120, height: 40 };
        let mut model =
            Model::new(size, midnight(Date::constant(2026, 11, 28)), String::new(), Origin::Sample);
        model.load.is_finished = true;
        model.insert_seminars(&[seminar("One", "Ann Dove", "2022-01-01", 0)]);
        set_query(&mut model, "ann", SelectionPolicy::Best, &mut Vec::new());
        let newest = model.search.request_id;
        let found = |request_id, is_complete| Message::SearchAnswered {
            request_id,
            results: Results::default(),
            is_complete,
        };
        for (message, waits) in
            [(found(newest - 1, true), true), (found(newest, false), true), (found(newest, true), false)]
        {
            update(&mut model, message);
            relayout(&mut model);
            let mut screen = Buffer::empty(Rect::new(0, 0, size.width, size.height));
            view::draw(&model, Theme::new(true), &mut screen);
            let status: String =
                (0..size.width).filter_map(|x| Some(screen.cell((x, 39))?.symbol())).collect();
            assert_eq!(status.contains(" …"), waits, "{status}");
        }
    }
}
