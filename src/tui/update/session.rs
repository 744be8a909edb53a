//! Where the user was: restored at the start, saved at the end; and going back after a jump.

use super::place::remember_place;
use super::scrolling::select_row;
use super::search::{SelectionPolicy, set_query};
use crate::records::Handle;
use crate::search::Order;
use crate::tui::effect::{Effect, UserDataTask};
use crate::tui::model::Model;
use crate::user::session::{SavedSession, SavedTalk};

/// Restores query and order; the talk follows when it is loaded.
pub(in crate::tui) fn restore(model: &mut Model, session: SavedSession, effects: &mut Vec<Effect>) {
    let order = session.order.as_deref().and_then(Order::from_name);
    model.search.order = order.unwrap_or_default();
    if !session.query.is_empty() || order.is_some() {
        set_query(model, &session.query, SelectionPolicy::Keep, effects);
    }
    model.session.restored = Some(session);
}

/// Selects the talk of the restored session once it is there, unless the user has moved by then.
pub(super) fn select_restored(model: &mut Model, listed: &[Handle]) {
    let Some(talk) = model.session.restored.as_ref().and_then(|session| session.talk.as_ref()) else {
        return;
    };
    if !model.auto_select {
        model.session.restored = None;
        return;
    }
    let is_wanted = |handle: &&Handle| model.snapshot.is_from(**handle, &talk.file, &talk.id);
    let Some(&handle) = listed.iter().find(is_wanted) else { return };
    let is_unfolded = model.session.restored.take().is_some_and(|session| session.is_unfolded);
    model.auto_select = false;
    model.search.selects_best = false;
    model.selected = Some(handle);
    model.detail.unfolded = Some(handle).filter(|_| is_unfolded);
    if let Some(row) = model.row_of(handle) {
        select_row(model, row);
        model.list.centre(row);
    }
}

/// Saves where the user is.
pub(super) fn save(model: &Model, effects: &mut Vec<Effect>) {
    let Some(key) = model.session.key.clone() else { return };
    // Until the user has moved, the next start selects the newest talk again.
    let summary = model.selected_summary().filter(|_| !model.auto_select);
    let talk = summary
        .map(|talk| SavedTalk { file: talk.source.file.to_path_buf(), id: talk.id.as_str().to_owned() });
    let restored = model.session.restored.as_ref().filter(|_| model.auto_select);
    let talk = talk.or_else(|| restored.and_then(|session| session.talk.clone()));
    let session = SavedSession {
        query: model.search.text.clone(),
        order: model.search.order.name().map(str::to_owned),
        is_unfolded: talk.is_some() && model.detail.unfolded == model.selected,
        talk,
    };
    effects.push(Effect::UserData(UserDataTask::SaveSession { key, session }));
}

/// Goes back to the place before the last jump; pressed again, returns.
pub(super) fn jump_back(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(before) = model.session.before_jump.take() else {
        model.notice = Some("nowhere to go back to".to_owned());
        return;
    };
    remember_place(model);
    let selected = before.selected.filter(|&talk| model.snapshot.is_listed(talk));
    model.selected = selected.or(model.selected);
    if before.query != model.search.text {
        set_query(model, &before.query, SelectionPolicy::Keep, effects);
    }
    if let Some(row) = model.selected_row() {
        select_row(model, row);
    }
}
