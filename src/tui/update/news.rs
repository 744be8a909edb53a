//! Talks that are new since the last visit: going from one to the next, and when they stop being new.

use std::sync::Arc;

use super::place::remember_place;
use super::scrolling::select_row;
use crate::records::Handle;
use crate::search::UserFlag;
use crate::tui::effect::{Effect, JournalTask, NewsTask};
use crate::tui::keymap::Action;
use crate::tui::model::Model;

/// Performs the actions on new talks; returns whether the action was one of them.
pub(super) fn on_action(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::NextNew => go(model, true),
        Action::PreviousNew => go(model, false),
        Action::SeenAll => effects.push(Effect::Journal(JournalTask::News(NewsTask::SeenAll))),
        _ => return false,
    }
    true
}

/// Selects the next new talk in the list, or the previous one; after the last comes the first.
fn go(model: &mut Model, is_forward: bool) {
    let len = model.list_len();
    let from = model.selected_row().unwrap_or(0);
    let row_at = |step: usize| if is_forward { (from + step) % len } else { (from + len - step) % len };
    let is_new =
        |row: &usize| model.talk_at_row(*row).is_some_and(|(talk, _)| model.flags.has(talk, UserFlag::New));
    let found = if model.flags.new_count() == 0 { None } else { (1..=len).map(row_at).find(is_new) };
    match found {
        Some(row) => {
            remember_place(model);
            select_row(model, row);
        }
        None => model.notice = Some("no new talks in this list".to_owned()),
    }
}

/// A talk was opened, so it is no longer new.
pub(super) fn see(model: &mut Model, talk: Handle, effects: &mut Vec<Effect>) {
    if model.flags.has(talk, UserFlag::New) {
        Arc::make_mut(&mut model.flags).set(talk, UserFlag::New, false);
        effects.push(Effect::Journal(JournalTask::News(NewsTask::Seen(vec![talk]))));
    }
}

/// Tells the journal worker when another new talk is selected, or none.
pub(super) fn await_seen(model: &mut Model, effects: &mut Vec<Effect>) {
    let selected = model.selected.filter(|&talk| model.flags.has(talk, UserFlag::New));
    if selected != model.awaits_seen {
        model.awaits_seen = selected;
        effects.push(Effect::Journal(JournalTask::News(NewsTask::Await(selected))));
    }
}
