//! Marks: watched, starred, queued; on the selected talk or on the picked ones.

use std::sync::Arc;

use super::scrolling::select_by;
use super::search;
use crate::records::Handle;
use crate::search::{UserFlag, UserFlags};
use crate::tui::effect::{Effect, JournalTask, SearchTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, NOTHING_SELECTED};
use crate::user::journal::{JournalChange, Mark};

/// More talks than this are marked only after the user has pressed the key again.
const MAX_UNASKED: usize = 20;

/// Performs the actions on marks; returns whether the action was one of them.
pub(super) fn on_action(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::MarkWatched => toggle(model, Mark::Watched, effects),
        Action::Star => toggle(model, Mark::Starred, effects),
        Action::AddToQueue => toggle(model, Mark::Queued, effects),
        Action::MarkAllWatched => mark_all(model, effects),
        Action::EditNote => match model.selected {
            Some(talk) => effects.push(Effect::Journal(JournalTask::EditNote(talk))),
            None => model.notice = Some(NOTHING_SELECTED.to_owned()),
        },
        Action::Undo => submit(model, JournalChange::Undo, effects),
        Action::Redo => submit(model, JournalChange::Redo, effects),
        Action::Pick => pick(model),
        Action::PickRange => pick_range(model),
        _ => return false,
    }
    true
}

/// The talks that an action is for: the picked ones in list order, or else the selected one.
pub(in crate::tui) fn targets(model: &Model) -> Vec<Handle> {
    if model.picked.is_empty() {
        return model.selected.into_iter().collect();
    }
    let mut picked: Vec<(usize, Handle)> =
        model.picked.iter().map(|handle| (model.row_of(handle).unwrap_or(usize::MAX), handle)).collect();
    picked.sort_unstable();
    picked.into_iter().map(|(_, handle)| handle).collect()
}

/// Sets a mark of the targets, or clears it if all of them have it.
fn toggle(model: &mut Model, mark: Mark, effects: &mut Vec<Effect>) {
    let talks = targets(model);
    if talks.is_empty() {
        model.notice = Some(NOTHING_SELECTED.to_owned());
        return;
    }
    let is_set = !talks.iter().all(|&talk| model.flags.has(talk, mark.flag()));
    show(model, &talks, mark, is_set);
    submit(model, JournalChange::Toggle { talks, mark }, effects);
    publish(model, effects);
}

/// Marks all listed talks as watched. Asks first if there are many.
fn mark_all(model: &mut Model, effects: &mut Vec<Effect>) {
    let listed = (0..model.list_len()).filter_map(|row| model.talk_at_row(row)).map(|(handle, _)| handle);
    let talks: Vec<Handle> = listed.filter(|&talk| !model.flags.has(talk, UserFlag::Watched)).collect();
    let count = talks.len();
    if count == 0 {
        model.notice = Some("all listed talks are marked as watched".to_owned());
    } else if count > MAX_UNASKED && !model.confirmation.is_given(Action::MarkAllWatched) {
        let key = model.keymap.label(Action::MarkAllWatched);
        model.notice = Some(format!("press {key} again to mark {count} talks as watched"));
        model.confirmation.ask(Action::MarkAllWatched);
    } else {
        set(model, talks, Mark::Watched, true, effects);
    }
}

/// Sets or clears a mark: at once on the screen, and in the journal.
pub(in crate::tui) fn set(
    model: &mut Model,
    talks: Vec<Handle>,
    mark: Mark,
    is_set: bool,
    effects: &mut Vec<Effect>,
) {
    show(model, &talks, mark, is_set);
    submit(model, JournalChange::Mark { talks, mark, is_set }, effects);
    publish(model, effects);
}

/// Shows a mark before the journal worker has confirmed it.
fn show(model: &mut Model, talks: &[Handle], mark: Mark, is_set: bool) {
    let flags = Arc::make_mut(&mut model.flags);
    for &talk in talks {
        flags.set(talk, mark.flag(), is_set);
    }
}

/// Marks a talk as started, because its recording is being opened.
pub(in crate::tui) fn mark_started(model: &mut Model, talk: Handle, effects: &mut Vec<Effect>) {
    if !model.flags.has(talk, UserFlag::Watched) && !model.flags.has(talk, UserFlag::Started) {
        set(model, vec![talk], Mark::Started, true, effects);
    }
}

/// Passes a change to the journal worker.
pub(in crate::tui) fn submit(model: &mut Model, change: JournalChange, effects: &mut Vec<Effect>) {
    model.journal_changes += 1;
    effects.push(Effect::Journal(JournalTask::Change { change, number: model.journal_changes }));
}

/// The journal worker reports all flags. Those that lack the user's latest change are ignored: newer ones follow.
pub(super) fn on_flags(
    model: &mut Model,
    flags: Arc<UserFlags>,
    applied: u64,
    is_own: bool,
    effects: &mut Vec<Effect>,
) {
    model.search.lacks_flags |= !is_own;
    if applied < model.journal_changes {
        return;
    }
    model.flags = flags;
    publish(model, effects);
    // After the user's own change the list stays, so that nothing vanishes under the selection.
    let is_stale = std::mem::take(&mut model.search.lacks_flags);
    if is_stale && model.search.query.as_ref().is_some_and(|query| query.depends_on_flags()) {
        search::refresh(model, effects);
    }
}

/// Passes the flags to the search worker, and the open overlay what may have changed.
fn publish(model: &mut Model, effects: &mut Vec<Effect>) {
    effects.push(Effect::Search(SearchTask::SetFlags(Arc::clone(&model.flags))));
    search::tell_overlay(model, effects);
}

/// Picks the selected talk, or lets go of it, and steps on.
fn pick(model: &mut Model) {
    let Some(talk) = model.selected else { return };
    if model.picked.contains(talk) {
        model.picked.remove(talk);
    } else {
        model.picked.add(talk);
    }
    select_by(model, 1);
}

/// Picks all talks between the one that was picked last and the selected one.
fn pick_range(model: &mut Model) {
    let Some(to) = model.selected_row() else { return };
    let from = model.picked.last.and_then(|last| model.row_of(last)).unwrap_or(to);
    for row in from.min(to)..=from.max(to) {
        if let Some((talk, _)) = model.talk_at_row(row) {
            model.picked.add(talk);
        }
    }
    model.picked.last = model.selected;
}
