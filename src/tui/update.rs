//! Applies a message to the model. No I/O, no clock, no environment: whatever has to happen outside is returned as
//! effects.

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Size;

use super::effect::Effect;
use super::exit::Exit;
use super::keymap::{self, Action};
use super::message::Message;
use super::model::Model;

mod actions;
mod browse;
mod card;
mod facets;
mod find;
mod find_state;
mod line;
mod load;
mod mode;
mod mouse;
mod order;
mod overlay;
mod prompt;
mod relayout;
mod scrolling;
mod search;
mod stepping;

pub use mode::mode;
pub use relayout::relayout;
pub use search::{SelectionPolicy, set_query};

/// Takes one message.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => on_key(model, key, &mut effects),
        Message::Paste(text) => on_paste(model, &text, &mut effects),
        Message::Mouse(event) => on_mouse(model, event, &mut effects),
        Message::Resize(width, height) => {
            model.size = Size { width, height };
            relayout(model);
        }
        Message::Redraw => effects.push(Effect::Redraw),
        Message::ArchiveChanged(delta) => load::on_delta(model, delta, &mut effects),
        Message::LoadFinished => load::on_load_finished(model, &mut effects),
        Message::Verifying(verifying) => load::on_verifying(model, verifying, &mut effects),
        Message::TalkLoaded { handle, seminar } => load::on_talk_loaded(model, handle, seminar),
        Message::SearchAnswered { request_id, results, is_complete } => {
            if search::on_results(model, request_id, results, is_complete) && is_complete {
                facets::request_counts(model, &mut effects);
            }
        }
        Message::LoadingBodies { request_id } => model.search.loading_bodies_for = Some(request_id),
        Message::FilesChanged(change) => load::on_files_changed(model, change, &mut effects),
        Message::CompletionReady { text, completion } => {
            prompt::on_completion(model, &text, completion, &mut effects);
        }
        Message::FacetsCounted { request_id, counts } => facets::on_counts(model, request_id, counts),
        Message::CardReady { request, content } => {
            for key in card::on_card(model, &request, content) {
                relayout(model);
                on_key(model, key, &mut effects);
            }
        }
        Message::SavedSearchesLoaded(searches) => facets::on_saved_searches(model, searches),
        Message::HistoryLoaded(mut queries) => {
            // What was asked in the meantime is the newest.
            queries.retain(|query| !model.history.contains(query));
            model.history.splice(0..0, queries);
        }
        Message::SnippetReady { row, text } => overlay::on_snippet(model, row, text),
        Message::Notice(text) => model.notice = Some(text),
        Message::InternalError(text) => load::on_internal_error(model, &text),
        Message::LinkOpened { link, outcome } => {
            actions::on_link_opened(model, &link, &outcome, &mut effects);
        }
        Message::EditorClosed { outcome } => load::on_editor_closed(model, outcome, &mut effects),
        Message::Quit(end) => effects.push(Effect::Quit(end)),
    }
    load::request_detail(model, &mut effects);
    effects
}

fn on_key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    model.notice = None;
    find_state::sync_with_detail(model);
    let action = keymap::lookup(mode(model), key);
    match action {
        Some(Action::Quit) => effects.push(Effect::Quit(Exit::Requested)),
        Some(Action::Suspend) => effects.push(Effect::Suspend),
        Some(Action::Redraw) => effects.push(Effect::Redraw),
        // A screen too small to show anything obeys nothing else, so that no key acts unseen.
        _ if model.areas().is_too_small => {}
        _ if card::defer_key(model, action, key) => {}
        _ if model.overlay.is_some() => overlay::on_key(model, action, key, effects),
        _ if model.prompt.is_some() => prompt::on_key(model, action, key, effects),
        _ if find_state::is_typing(model) => find::on_key(model, action, key),
        Some(action) => browse::on_action(model, action, effects),
        None => {}
    }
}

fn on_paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    if model.areas().is_too_small {
        return;
    }
    let line = crate::text::clean_line(text);
    if model.overlay.is_some() {
        overlay::on_paste(model, &line);
    } else if model.prompt.is_some() {
        prompt::on_paste(model, &line, effects);
    } else {
        find::on_paste(model, &line);
    }
}

fn on_mouse(model: &mut Model, event: MouseEvent, effects: &mut Vec<Effect>) {
    if !model.areas().is_too_small {
        mouse::on_mouse(model, event, effects);
    }
}
