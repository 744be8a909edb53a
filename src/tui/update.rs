//! What a message changes: no I/O, no clock, no environment. What must be done to the world comes back as effects.

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
pub use relayout::settle;
pub use search::{SelectionPolicy, ask};

/// Takes one message.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => on_key(model, key, &mut effects),
        Message::Paste(text) => on_paste(model, &text, &mut effects),
        Message::Mouse(event) => on_mouse(model, event, &mut effects),
        Message::Resize(width, height) => {
            model.size = Size { width, height };
            settle(model);
        }
        Message::Repaint => effects.push(Effect::Repaint),
        Message::News(news) => load::news(model, news, &mut effects),
        Message::LoadFinished => load::finished(model, &mut effects),
        Message::Verifying(verifying) => load::verifying(model, verifying, &mut effects),
        Message::Fetched { handle, seminar } => load::fetched(model, handle, seminar),
        Message::Found { ticket, results, is_all } => {
            if search::found(model, ticket, results, is_all) && is_all {
                facets::count(model, &mut effects);
            }
        }
        Message::Watching => effects.push(Effect::Verify),
        Message::AwaitsTexts { ticket } => model.search.awaits_texts = Some(ticket),
        Message::Changed(change) => load::changed(model, change, &mut effects),
        Message::Completed { text, completion } => {
            prompt::completed(model, &text, completion, &mut effects);
        }
        Message::Counted { ticket, counts } => facets::counted(model, ticket, counts),
        Message::Card { request, content } => {
            for key in card::came(model, &request, content) {
                settle(model);
                on_key(model, key, &mut effects);
            }
        }
        Message::Saved(searches) => facets::saved(model, searches),
        Message::Recalled(mut queries) => {
            // What was asked in the meantime is the newest.
            queries.retain(|query| !model.history.contains(query));
            model.history.splice(0..0, queries);
        }
        Message::Snippet { row, text } => overlay::seen(model, row, text),
        Message::Notice(text) => model.notice = Some(text),
        Message::Failed(text) => load::failed(model, &text),
        Message::Opened { link, outcome } => actions::opened(model, &link, &outcome, &mut effects),
        Message::Edited { outcome } => load::edited(model, outcome, &mut effects),
        Message::Quit(end) => effects.push(Effect::Quit(end)),
    }
    load::fetch(model, &mut effects);
    effects
}

fn on_key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    model.notice = None;
    find_state::close_unseen(model);
    let action = keymap::lookup(mode(model), key);
    match action {
        Some(Action::Quit) => effects.push(Effect::Quit(Exit::Asked)),
        Some(Action::Suspend) => effects.push(Effect::Suspend),
        Some(Action::Redraw) => effects.push(Effect::Repaint),
        // A screen too small to show anything obeys nothing else, so that no key acts unseen.
        _ if model.areas().too_small => {}
        _ if card::holds(model, action, key) => {}
        _ if model.sheet.is_some() => overlay::on_key(model, action, key, effects),
        _ if model.prompt.is_some() => prompt::on_key(model, action, key, effects),
        _ if find_state::is_typing(model) => find::on_key(model, action, key),
        Some(action) => browse::act(model, action, effects),
        None => {}
    }
}

fn on_paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    if model.areas().too_small {
        return;
    }
    let line = crate::text::clean_line(text);
    if model.sheet.is_some() {
        overlay::on_paste(model, &line);
    } else if model.prompt.is_some() {
        prompt::on_paste(model, &line, effects);
    } else {
        find::on_paste(model, &line);
    }
}

fn on_mouse(model: &mut Model, event: MouseEvent, effects: &mut Vec<Effect>) {
    if !model.areas().too_small {
        mouse::on_mouse(model, event, effects);
    }
}
