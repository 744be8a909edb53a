//! The search within the open talk: its prompt, stepping through its matches, and when it ends.

use crossterm::event::KeyEvent;

use super::find_state::scroll_to_current;
use super::relayout::relayout;
use super::{line, scrolling};
use crate::tui::detail::{Find, FindPrompt};
use crate::tui::keymap::Action;
use crate::tui::model::Model;

/// Opens an empty prompt; the current matches stay until something is typed.
pub(super) fn open_prompt(model: &mut Model) {
    relayout(model);
    let Some(handle) = model.selected else { return };
    let previous = model.find.take().map(|find| (find.text, find.current));
    let (text, current) = previous.clone().unwrap_or_default();
    let prompt = FindPrompt { input: tui_input::Input::default(), top: model.detail.view.top(), previous };
    model.find = Some(Find { handle, text, current, prompt: Some(prompt) });
}

/// Handles a key while the prompt is open.
pub(super) fn on_key(model: &mut Model, action: Option<Action>, key: KeyEvent) {
    match action {
        Some(Action::Activate) => confirm(model),
        Some(Action::Back) => cancel(model),
        Some(action) => {
            scrolling::scroll_detail(model, action);
            let top = model.detail.view.top();
            if let Some(prompt) = prompt(model) {
                prompt.top = top;
            }
        }
        None => {
            if prompt(model).is_some_and(|prompt| line::edit(&mut prompt.input, key)) {
                on_input_changed(model);
            }
        }
    }
}

/// Handles text pasted into the prompt.
pub(super) fn on_paste(model: &mut Model, line: &str) {
    if let Some(prompt) = prompt(model) {
        line::insert(&mut prompt.input, line);
        on_input_changed(model);
    }
}

/// Moves `by` matches forward, wrapping around at both ends. Returns whether a search is open.
pub(super) fn go_to_match(model: &mut Model, by: isize) -> bool {
    relayout(model);
    let Some(find) = &mut model.find else { return false };
    let all = model.detail.matches.len();
    let target = find.current.checked_add_signed(by).filter(|&target| target < all);
    let around = if by > 0 { 0 } else { all.saturating_sub(1) };
    find.current = target.unwrap_or(around);
    if target.is_none() {
        let words = match (all, by > 0) {
            (0, _) => "no matches left in this talk",
            (1, _) => "the only match in this talk",
            (_, true) => "continued from the top of the talk",
            (_, false) => "continued from the end of the talk",
        };
        model.notice = Some(words.to_owned());
    }
    scroll_to_current(model);
    true
}

fn prompt(model: &mut Model) -> Option<&mut FindPrompt> {
    model.find.as_mut()?.prompt.as_mut()
}

/// Searches for the changed text: goes to the first match at or below the row where the prompt was opened.
fn on_input_changed(model: &mut Model) {
    let Some(find) = &mut model.find else { return };
    let Some(prompt) = &find.prompt else { return };
    prompt.input.value().clone_into(&mut find.text);
    let top = prompt.top;
    relayout(model);
    model.detail.view.scroll_to(top);
    if let Some(find) = &mut model.find {
        find.current = model.detail.matches.iter().position(|rows| rows.start >= top).unwrap_or(0);
    }
    scroll_to_current(model);
}

/// Enter: closes the prompt and keeps the search, unless nothing matches.
fn confirm(model: &mut Model) {
    relayout(model);
    let Some(find) = &mut model.find else { return };
    find.prompt = None;
    if model.detail.matches.is_empty() {
        let text = find.text.trim();
        model.notice = (!text.is_empty()).then(|| format!("no matches for “{text}” in this talk"));
        model.find = None;
    }
}

/// Esc in the prompt: restores the previous search, if any, and the scroll position.
fn cancel(model: &mut Model) {
    let Some(find) = model.find.take() else { return };
    let Some(prompt) = find.prompt else { return };
    let restore = |(text, current)| Find { handle: find.handle, text, current, prompt: None };
    model.find = prompt.previous.map(restore);
    relayout(model);
    model.detail.view.scroll_to(prompt.top);
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use ratatui::layout::Size;

    use super::super::find_state::is_typing;
    use super::*;
    use crate::archive::{Origin, read_bytes};
    use crate::format::Limits;
    use crate::search::{Match, Rank};
    use crate::testing::midnight;
    use crate::tui::effect::Effect;
    use crate::tui::keymap::parse_keys;
    use crate::tui::message::Message;
    use crate::tui::results::Results;
    use crate::tui::update::update;

    fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
        let keys = parse_keys(keys).unwrap();
        keys.into_iter().flat_map(|key| update(model, Message::Key(key))).collect()
    }

    /// The answer to the archive search: a single talk.
    fn deliver_results(model: &mut Model, row: usize) {
        let results = Results::new(vec![Match { handle: model.snapshot.order()[row], rank: Rank::Name }]);
        let ticket = model.search.request_id;
        update(model, Message::SearchAnswered { request_id: ticket, results, is_complete: true });
    }

    #[test]
    fn what_is_typed_stays_typed_when_an_answer_brings_another_talk() {
        let today = Date::constant(2026, 11, 22);
        let mut model =
            Model::new(Size { width: 120, height: 40 }, midnight(today), String::new(), Origin::Sample);
        let talks = b"- {title: One, speaker: Ann, date: 2020-01-02}\n- {title: Two, speaker: Bob, date: 2020-01-01}\n";
        let handles = model.insert_seminars(&read_bytes("a.yaml", talks, &Limits::default()).0);
        model.selected = handles.first().copied();
        update(&mut model, Message::LoadFinished);
        // All keys arrive before the answer to the search.
        press(&mut model, "/bob<Enter><Tab>/on");
        assert!(is_typing(&model));
        deliver_results(&mut model, 1);
        let effects = press(&mut model, "<BS><BS>q<BS>wo");
        assert!(effects.is_empty(), "{effects:?}");
        assert_eq!(model.selected, Some(model.snapshot.order()[1]));
        assert_eq!(
            model.find.as_ref().map(|find| find.position_text(&model.detail)).as_deref(),
            Some("1 of 1")
        );
        // Once the search is confirmed, selecting another talk ends it.
        press(&mut model, "<Enter>");
        assert!(model.find.is_some());
        deliver_results(&mut model, 0);
        relayout(&mut model);
        assert!(model.find.is_none());
    }
}
