//! The search prompt: typing, completion and history.

use crossterm::event::KeyEvent;

use super::line;
use super::scrolling::{scroll_or_select, scroll_to_selected};
use super::search::{SelectionPolicy, remember, set_query};
use crate::search::Completion;
use crate::tui::effect::{Effect, SearchTask};
use crate::tui::keymap::Action;
use crate::tui::model::{Focus, Model};
use crate::tui::prompt::{CompletionMenu, Prompt};

/// The initial text of the prompt for speakers.
pub(super) const SPEAKER_FIELD: &str = "speaker:";

/// Opens the prompt with this text; the list does not change until something is typed.
pub(super) fn open(model: &mut Model, text: &str) {
    let previous_query = model.search.text.clone();
    model.focus = Focus::List;
    let mut prompt = Prompt { previous_query, previous_selection: model.selected, ..Prompt::default() };
    line::replace(&mut prompt.input, text, text.len());
    model.prompt = Some(prompt);
}

/// Handles a key while the prompt is open.
pub(super) fn on_key(model: &mut Model, action: Option<Action>, key: KeyEvent, effects: &mut Vec<Effect>) {
    let Some(prompt) = &mut model.prompt else { return };
    let is_recalling = prompt.history_offset.is_some() || prompt.input.value().is_empty();
    match (action, &prompt.menu) {
        (Some(Action::Complete), None) => {
            let (text, cursor) = (prompt.input.value().to_owned(), line::cursor_byte(&prompt.input));
            effects.push(Effect::Search(SearchTask::Complete { text, cursor }));
        }
        (Some(Action::CompletePrevious), None) => {}
        (Some(Action::Complete | Action::Down), Some(_)) => select_candidate(model, 1, effects),
        (Some(Action::CompletePrevious | Action::Up), Some(_)) => select_candidate(model, -1, effects),
        (Some(Action::Activate), Some(menu)) if menu.selected.is_some() => prompt.menu = None,
        (Some(Action::Back), Some(menu)) => {
            let (text, cursor) = (menu.typed.clone(), menu.range.end);
            line::replace(&mut prompt.input, &text, cursor);
            prompt.menu = None;
            on_input_changed(model, effects);
        }
        (Some(Action::Activate), _) => confirm(model, effects),
        (Some(Action::Back), None) => cancel(model, effects),
        (Some(Action::Up), None) if is_recalling => step_history(model, 1, effects),
        (Some(Action::Down), None) if prompt.history_offset.is_some() => step_history(model, -1, effects),
        (Some(action), _) => {
            model.search.selects_best = false;
            scroll_or_select(model, action);
        }
        (None, _) if line::is_full_for(&prompt.input, key) => {
            model.notice = Some(format!("query too long; at most {} characters", line::MAX_CHARS));
        }
        (None, _) => {
            prompt.menu = None;
            if line::edit(&mut prompt.input, key) {
                prompt.history_offset = None;
                on_input_changed(model, effects);
            }
        }
    }
}

/// Handles pasted text; its newlines have already become spaces.
pub(super) fn on_paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    let Some(prompt) = &mut model.prompt else { return };
    prompt.menu = None;
    line::insert(&mut prompt.input, text);
    on_input_changed(model, effects);
}

/// Shows the completions of a query, unless the query has changed since.
pub(super) fn on_completion(
    model: &mut Model,
    text: &str,
    completion: Completion,
    effects: &mut Vec<Effect>,
) {
    let Some(prompt) = &mut model.prompt else { return };
    if prompt.input.value() != text {
        return;
    }
    let only = completion.suggestions.len() == 1;
    if completion.suggestions.is_empty() {
        model.notice = Some(completion.hint.unwrap_or("no completions").to_owned());
        return;
    }
    let Completion { range, suggestions: candidates, .. } = completion;
    prompt.menu = Some(CompletionMenu { range, candidates, typed: text.to_owned(), selected: None });
    // Several candidates are only shown, so that typing can go on; the next press selects one.
    if only {
        select_candidate(model, 1, effects);
        if let Some(prompt) = &mut model.prompt {
            prompt.menu = None;
        }
    }
}

/// Selects the next or the previous candidate, wrapping around.
fn select_candidate(model: &mut Model, by: isize, effects: &mut Vec<Effect>) {
    let Some(prompt) = &mut model.prompt else { return };
    let Some(menu) = &mut prompt.menu else { return };
    let last = menu.candidates.len().saturating_sub(1);
    let next = match menu.selected {
        None => {
            if by > 0 {
                0
            } else {
                last
            }
        }
        Some(chosen) if by > 0 => {
            if chosen == last {
                0
            } else {
                chosen + 1
            }
        }
        Some(chosen) => chosen.checked_sub(1).unwrap_or(last),
    };
    let Some(candidate) = menu.candidates.get(next) else { return };
    menu.selected = Some(next);
    let mut text = menu.typed.clone();
    text.replace_range(menu.range.clone(), &candidate.text);
    let cursor = menu.range.start + candidate.text.len();
    line::replace(&mut prompt.input, &text, cursor);
    on_input_changed(model, effects);
}

/// Takes a candidate that was clicked.
pub(super) fn take_candidate(model: &mut Model, candidate: usize, effects: &mut Vec<Effect>) {
    if let Some(menu) = model.prompt.as_mut().and_then(|prompt| prompt.menu.as_mut()) {
        menu.selected = candidate.checked_sub(1);
        select_candidate(model, 1, effects);
    }
}

/// Moves `by` queries back in the history.
fn step_history(model: &mut Model, by: isize, effects: &mut Vec<Effect>) {
    let Some(prompt) = &mut model.prompt else { return };
    let back = match prompt.history_offset {
        None => Some(0).filter(|_| by > 0),
        Some(back) => back.checked_add_signed(by),
    };
    let text = match back {
        // Going past the newest query returns to the empty prompt.
        None => "",
        Some(back) => match model.history.iter().rev().nth(back) {
            Some(text) => text,
            None => return,
        },
    };
    prompt.history_offset = back;
    line::replace(&mut prompt.input, text, text.len());
    on_input_changed(model, effects);
}

/// Searches for the changed text.
fn on_input_changed(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(prompt) = &model.prompt else { return };
    let (text, selected) = (prompt.input.value().to_owned(), prompt.previous_selection);
    set_query(model, &text, SelectionPolicy::Best, effects);
    if model.search.query.is_none() {
        model.selected = selected;
        scroll_to_selected(model);
    }
}

/// Enter: keeps the query, and adds it to the history if something matches. If the query is malformed, the prompt stays
/// open.
fn confirm(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(prompt) = &model.prompt else { return };
    let text = prompt.input.value().trim().to_owned();
    if let Some(error) = &model.search.error {
        model.notice = Some(error.to_string());
        return;
    }
    // A field without a value is not a query yet.
    if text == SPEAKER_FIELD {
        return cancel(model, effects);
    }
    model.prompt = None;
    if !text.is_empty() {
        model.search.pending_history = Some(text);
        remember(model, effects);
    }
}

/// Esc in the prompt: restores the previous query and selection.
fn cancel(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(prompt) = model.prompt.take() else { return };
    model.search.error = None;
    if model.search.text != prompt.previous_query {
        set_query(model, &prompt.previous_query, SelectionPolicy::Keep, effects);
    }
    model.selected = prompt.previous_selection.filter(|&handle| model.snapshot.is_listed(handle));
    scroll_to_selected(model);
}
