//! Applies messages to the model. It uses no I/O, clock or environment; everything to be done outside is returned as
//! effects.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Size;

use super::effect::{Effect, SystemTask};
use super::exit::Exit;
use super::keymap::Action;
use super::message::Message;
use super::model::{Model, Outcome, OverlayAnswer, Press};
use super::overlay::card;

pub(super) mod actions;
mod browse;
mod find;
mod find_state;
mod layout;
pub(super) mod line;
mod load;
pub(super) mod marks;
pub(super) mod mode;
mod mouse;
mod news;
mod notes;
pub(super) mod open_link;
mod place;
mod prompt;
pub(super) mod relayout;
mod saved_position;
pub(super) mod scrolling;
pub(super) mod search;
pub(super) mod session;
pub(super) mod stepping;

pub(super) use mode::mode;
pub(super) use relayout::relayout;
pub(super) use search::{SelectionPolicy, set_query};
pub(super) use session::restore as restore_session;

/// Applies a message; returns the effects to perform.
pub(super) fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => on_key(model, key, &mut effects),
        Message::Paste(text) => on_paste(model, &text, &mut effects),
        Message::Mouse(event) => {
            let action = mouse::on_mouse(model, event, &mut effects);
            perform_clicked(model, action, &mut effects);
        }
        Message::DoubleClick(at) => {
            let action = mouse::on_double_click(model, at, &mut effects);
            perform_clicked(model, action, &mut effects);
        }
        Message::Resize(width, height) => {
            model.size = Size { width, height };
            relayout(model);
        }
        Message::Redraw => effects.push(Effect::Redraw),
        Message::TimePassed(now) => load::on_time_passed(model, now, &mut effects),
        Message::Quit(end) => {
            session::save(model, &mut effects);
            effects.push(Effect::Quit(end));
        }
        answer => on_answer(model, answer, &mut effects),
    }
    search::ensure_selection(model);
    load::request_detail(model, &mut effects);
    news::await_seen(model, &mut effects);
    notes::request(model, &mut effects);
    effects
}

/// Applies what a worker or another program reports.
fn on_answer(model: &mut Model, message: Message, effects: &mut Vec<Effect>) {
    match message {
        Message::ArchiveChanged(delta) => load::on_delta(model, delta, effects),
        Message::LoadFinished => load::on_load_finished(model, effects),
        Message::Verifying(verifying) => load::on_verifying(model, verifying, effects),
        Message::CacheDamaged => load::on_cache_damaged(model, effects),
        Message::TalkLoaded { handle, seminar } => load::on_talk_loaded(model, handle, seminar, effects),
        Message::SearchAnswered { request_id, results, is_complete } => {
            search::on_results(model, request_id, results, is_complete, effects);
        }
        Message::FilesChanged(change) => load::on_files_changed(model, change, effects),
        Message::CompletionReady { text, completion } => {
            prompt::on_completion(model, &text, completion, effects);
        }
        Message::FacetsCounted { request_id, .. } if request_id != model.search.request_id => {}
        Message::FacetsCounted { counts, .. } => model.answer_overlay(OverlayAnswer::FacetCounts(counts)),
        Message::CardReady { request, content } => {
            let deferred = card::on_card(model, &request, content);
            on_deferred_keys(model, deferred, effects);
        }
        Message::SavedSearchesLoaded(searches) => {
            model.saved = searches;
            model.answer_overlay(OverlayAnswer::SavedSearches);
        }
        Message::HistoryLoaded(queries) => search::on_history_loaded(model, queries),
        Message::FlagsChanged { flags, applied, is_own } => {
            marks::on_flags(model, flags, applied, is_own, effects);
        }
        Message::NoteReady { file, line } => {
            let file = file.into();
            effects.push(Effect::System(SystemTask::EditFile { file, line, is_note: true }));
        }
        Message::NotesReady { request_id, notes } => notes::on_notes(model, request_id, notes),
        Message::ExcerptReady { problem, excerpt } => {
            model.answer_overlay(OverlayAnswer::Excerpt { problem, excerpt });
        }
        Message::NotWatched(reason) => load::on_not_watched(model, &reason),
        Message::Notice(text) => model.notice = Some(text),
        Message::InternalError(text) => load::on_internal_error(model, &text, effects),
        Message::LinkOpened { link, outcome } => {
            actions::on_link_opened(model, &link, &outcome, effects);
        }
        Message::EditorClosed { outcome, is_note } => {
            load::on_editor_closed(model, outcome, is_note, effects);
        }
        // `update` has applied them.
        _ => {}
    }
}

fn on_key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    model.notice = None;
    find_state::sync_with_detail(model);
    let action = model.keymap.lookup(mode(model), key);
    model.confirmation.on_action(action);
    // Esc and a key that arrive in the same packet look like Alt plus that key.
    if action.is_none()
        && key.modifiers.contains(KeyModifiers::ALT)
        && !line::edits_with_alt(mode(model), key)
    {
        on_key(model, KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE), effects);
        return on_key(model, KeyEvent { modifiers: key.modifiers - KeyModifiers::ALT, ..key }, effects);
    }
    perform(model, action, key, effects);
}

/// A placeholder for actions that no key triggered.
const NO_KEY: KeyEvent = KeyEvent::new(KeyCode::Null, KeyModifiers::NONE);

/// Performs the action of a key in the overlay, the prompt, the find prompt or the panes, whichever has the keys.
fn perform(model: &mut Model, action: Option<Action>, key: KeyEvent, effects: &mut Vec<Effect>) {
    match action {
        Some(Action::Quit) => {
            search::remember_unanswered(model, effects);
            session::save(model, effects);
            effects.push(Effect::Quit(Exit::Requested));
        }
        Some(Action::Suspend) => effects.push(Effect::System(SystemTask::Suspend)),
        Some(Action::Redraw) => effects.push(Effect::Redraw),
        // If the screen is too small to show anything, ignore all other keys, so that none acts unseen.
        _ if model.areas().is_too_small => {}
        _ if card::defer_key(model, action, key) => {}
        _ if model.overlay.is_some() => {
            relayout(model);
            let press = Press { action, key };
            let outcome = model.with_overlay(|overlay, model| overlay.on_key(model, press, effects));
            if let Outcome::Run(action) = outcome {
                perform(model, Some(action), NO_KEY, effects);
            }
        }
        _ if model.prompt.is_some() => prompt::on_key(model, action, key, effects),
        _ if find_state::is_typing(model) => find::on_key(model, action, key),
        Some(action) => browse::on_action(model, action, effects),
        None => {}
    }
}

fn on_deferred_keys(model: &mut Model, keys: Vec<KeyEvent>, effects: &mut Vec<Effect>) {
    for key in keys {
        relayout(model);
        on_key(model, key, effects);
    }
}

fn on_paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    if model.areas().is_too_small {
        return;
    }
    let line = crate::text::clean_line(text);
    if model.overlay.is_some() {
        model.with_overlay(|overlay, model| {
            overlay.on_paste(model, &line);
            Outcome::Stay
        });
    } else if model.prompt.is_some() {
        prompt::on_paste(model, &line, effects);
    } else {
        find::on_paste(model, &line);
    }
}

/// Performs the action that a click stands for.
fn perform_clicked(model: &mut Model, action: Option<Action>, effects: &mut Vec<Effect>) {
    if let Some(action) = action {
        model.notice = None;
        perform(model, Some(action), NO_KEY, effects);
    }
}
