//! What a message changes: no I/O, no clock, no environment. What must be done to the world comes back as effects.

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Size;

use super::detail::{MadeFor, Page, Row, compose};
use super::effect::{Effect, End};
use super::keymap::{self, Action, Mode};
use super::message::Message;
use super::model::{Focus, Model, Sheet};

mod browse;
mod card;
mod facets;
mod find;
mod line;
mod load;
mod mouse;
mod order;
mod prompt;
mod rows;
mod search;
mod sheet;
mod watch;

pub use search::{Select, ask};

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
        Message::Snippet { row, text } => sheet::seen(model, row, text),
        Message::Notice(text) => model.notice = Some(text),
        Message::Failed(text) => load::failed(model, &text),
        Message::Opened { link, outcome } => watch::opened(model, &link, &outcome, &mut effects),
        Message::Edited { outcome } => load::edited(model, outcome, &mut effects),
        Message::Quit(end) => effects.push(Effect::Quit(end)),
    }
    load::fetch(model, &mut effects);
    effects
}

/// What keys are for at the moment.
#[must_use]
pub fn mode(model: &Model) -> Mode {
    match (&model.sheet, &model.prompt) {
        (Some(Sheet::Help { .. } | Sheet::Name { .. }), _) | (None, Some(_)) => Mode::Type,
        (Some(_), _) => Mode::Choose,
        (None, None) if find::is_typing(model) => Mode::Type,
        (None, None) => Mode::Browse,
    }
}

fn on_key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    model.notice = None;
    find::close_unseen(model);
    let action = keymap::lookup(mode(model), key);
    match action {
        Some(Action::Quit) => effects.push(Effect::Quit(End::Asked)),
        Some(Action::Suspend) => effects.push(Effect::Suspend),
        Some(Action::Redraw) => effects.push(Effect::Repaint),
        // A screen too small to show anything obeys nothing else, so that no key acts unseen.
        _ if model.areas().too_small => {}
        _ if card::holds(model, action, key) => {}
        _ if model.sheet.is_some() => sheet::on_key(model, action, key, effects),
        _ if model.prompt.is_some() => prompt::on_key(model, action, key, effects),
        _ if find::is_typing(model) => find::on_key(model, action, key),
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
        sheet::on_paste(model, &line);
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

/// Brings what depends on size, selection and query up to date: the last step before the screen is drawn, and the first
/// of everything that scrolls.
pub fn settle(model: &mut Model) {
    let areas = model.areas();
    let height = usize::from(areas.list.height.max(areas.detail.height));
    let resized = model.list.height() != height;
    model.list.resize(height, model.shown());
    if let (true, Some(row)) = (resized, model.selected_row()) {
        model.list.show(row);
    }
    sheet::settle(model);
    find::close_unseen(model);
    // In one pane the detail is laid out when it shows, for the width it will have there.
    let width = super::layout::Areas::new(model.size, Focus::Detail).detail.width;
    let Some(handle) = model.selected.filter(|_| width > 0) else {
        model.detail = super::detail::Detail::default();
        return;
    };
    let rank = model.row_of(handle).and_then(|row| model.row(row)).and_then(|(_, rank)| rank);
    let query = model.search.query.clone().filter(|_| rank.is_some());
    let find = model.find.as_ref().map(|find| find.text.trim().to_owned()).filter(|text| !text.is_empty());
    let is_whole = model.whole(handle).is_some();
    let made_for = MadeFor { handle, is_whole, width, query, rank, find };
    if !model.detail.made_for.as_ref().is_some_and(|old| old.is_same(&made_for)) {
        lay_out(model, made_for);
    }
    let len = model.detail.rows.len();
    model.detail.view.resize(usize::from(areas.status.y.saturating_sub(2)), len);
}

/// Lays the selected talk out anew. Another talk, or another query, opens at its first match; where a search in the talk
/// is open, its current match stays in sight.
fn lay_out(model: &mut Model, made_for: MadeFor) {
    let old = model.detail.made_for.as_ref();
    let same_talk = old.is_some_and(|old| old.is_same_talk(&made_for));
    let page = match model.whole(made_for.handle) {
        Some(seminar) => Some(compose(seminar, &made_for, model.today)),
        None => model.catalog.head(made_for.handle).map(|head| compose(&head, &made_for, model.today)),
    };
    let Page { rows, matches, times } = page.unwrap_or_default();
    let height = usize::from(model.areas().status.y.saturating_sub(2));
    model.detail.view.resize(height, rows.len());
    if !same_talk {
        let first = rows.iter().position(Row::is_match).unwrap_or(0);
        model.detail.view.scroll_to(0);
        if first + 2 >= height {
            model.detail.view.scroll_to(first.saturating_sub(2));
        }
    }
    model.detail.rows = rows;
    model.detail.matches = matches;
    model.detail.times = times;
    model.detail.made_for = Some(made_for);
    find::show_current(model);
}
