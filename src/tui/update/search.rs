//! The prompt, and the search it asks for.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use super::browse::{scroll_or_select, select_row};
use crate::search::{Match, Query};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Focus, Model, Prompt, Results};

/// Opens an empty prompt; what is shown stays until something is typed.
pub(super) fn open_prompt(model: &mut Model) {
    let before = model.search.text.clone();
    model.focus = Focus::List;
    model.prompt = Some(Prompt { input: Input::default(), before, selected: model.selected });
}

/// A key while the prompt is open.
pub(super) fn on_key(model: &mut Model, action: Option<Action>, key: KeyEvent, effects: &mut Vec<Effect>) {
    match action {
        Some(Action::Activate) => {
            model.prompt = None;
        }
        Some(Action::Back) => cancel(model, effects),
        Some(action) => {
            model.search.selects_best = false;
            scroll_or_select(model, action);
        }
        None => {
            let Some(prompt) = &mut model.prompt else { return };
            if edit(&mut prompt.input, key) {
                let text = prompt.input.value().to_owned();
                typed(model, &text, effects);
            }
        }
    }
}

/// Text pasted into the prompt; its newlines are blanks by now.
pub(super) fn on_paste(model: &mut Model, line: &str, effects: &mut Vec<Effect>) {
    let Some(prompt) = &mut model.prompt else { return };
    insert(&mut prompt.input, line);
    let text = prompt.input.value().to_owned();
    typed(model, &text, effects);
}

/// Asks for a query; the one that asks for nothing shows everything at once. A text that is no query leaves the last
/// good answer where it is.
pub fn ask(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    let (query, fault) = Query::so_far(text);
    model.search.fault = fault;
    let Some(query) = query else { return };
    text.trim().clone_into(&mut model.search.text);
    let query = query.ordered(model.search.order);
    let asks = !query.is_empty() || query.order().is_some();
    model.search.query = asks.then(|| Arc::new(query));
    model.search.selects_best = asks;
    search(model, effects);
    if !asks {
        model.search.results = None;
    }
}

/// Searches for the query as it is.
fn search(model: &mut Model, effects: &mut Vec<Effect>) {
    model.search.ticket += 1;
    if let Some(query) = model.search.query.clone() {
        effects.push(Effect::Search {
            ticket: model.search.ticket,
            query,
            order: model.catalog.shared_order(),
            today: model.today,
        });
    }
}

/// The query changed under the reader's fingers.
fn typed(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    ask(model, text, effects);
    if model.search.query.is_none() {
        model.selected = model.prompt.as_ref().and_then(|prompt| prompt.selected);
        show_selected(model);
    }
}

/// Esc in the prompt: everything as it was before, with the same talk selected.
fn cancel(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(prompt) = model.prompt.take() else { return };
    if model.search.text != prompt.before {
        ask(model, &prompt.before, effects);
        model.search.selects_best = false;
    }
    model.selected = prompt.selected.filter(|&handle| model.catalog.get(handle).is_some());
    show_selected(model);
}

/// The answer to a search, or its beginning. An older search's answer is dropped.
pub(super) fn found(model: &mut Model, ticket: u64, matches: Vec<Match>, is_all: bool) {
    // A beginning is worth showing to those who type; elsewhere the selection may be in the part that is missing.
    let wanted = is_all || model.search.selects_best;
    if ticket != model.search.ticket || model.search.query.is_none() || !wanted {
        return;
    }
    let present = matches.into_iter().filter(|found| model.catalog.get(found.handle).is_some()).collect();
    model.search.results = Some(Results::new(present));
    if model.search.selects_best || model.selected_row().is_none() {
        select_row(model, 0);
        // While the archive or the answer is still coming in, a better match may be on its way.
        model.search.selects_best &= !(model.reading.finished && is_all);
    } else {
        show_selected(model);
    }
}

/// Searches again, because records came or went; the selection stays.
pub(super) fn again(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.search.query.is_some() {
        search(model, effects);
    }
}

/// Drops matches whose record has gone; the search that follows brings those that came.
pub(super) fn forget_missing(model: &mut Model) {
    let catalog = &model.catalog;
    if let Some(results) = &mut model.search.results {
        results.retain(|handle| catalog.get(handle).is_some());
    }
}

fn show_selected(model: &mut Model) {
    model.list.resize(model.list.height(), model.shown());
    match model.selected_row() {
        Some(row) => model.list.show(row),
        None => model.list.scroll_to(0),
    }
}

/// Edits a line as people expect; says whether its text changed.
pub(super) fn edit(input: &mut Input, key: KeyEvent) -> bool {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let request = match key.code {
        KeyCode::Char('u') if control => InputRequest::DeleteFromStart,
        KeyCode::Char('k') if control => InputRequest::DeleteTillEnd,
        KeyCode::Char('w') if control => InputRequest::DeletePrevWord,
        KeyCode::Char('a') if control => InputRequest::GoToStart,
        KeyCode::Char('e') if control => InputRequest::GoToEnd,
        KeyCode::Char('h') if control => InputRequest::DeletePrevChar,
        KeyCode::Backspace if alt || control => InputRequest::DeletePrevWord,
        KeyCode::Char('b') if alt => InputRequest::GoToPrevWord,
        KeyCode::Char('f') if alt => InputRequest::GoToNextWord,
        KeyCode::Char(c) if !control && !alt => InputRequest::InsertChar(c),
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if control => InputRequest::GoToPrevWord,
        KeyCode::Right if control => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|change| change.value)
}

/// The longest line that can be typed, in characters: far more than any query, and little to search for.
const LONGEST: usize = 1000;

/// Inserts text at the cursor.
pub(super) fn insert(input: &mut Input, line: &str) {
    let room = LONGEST.saturating_sub(input.value().chars().count());
    let (value, cursor) = (input.value(), input.cursor());
    let at = value.char_indices().nth(cursor).map_or(value.len(), |(at, _)| at);
    let (before, after) = value.split_at(at);
    let pasted: String = line.chars().take(room).collect();
    let cursor = cursor + pasted.chars().count();
    *input = Input::new(format!("{before}{pasted}{after}")).with_cursor(cursor);
}
