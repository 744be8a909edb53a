//! Cards: requests them, opens them when they are ready, and follows their links.

use crossterm::event::KeyEvent;

use super::mode::mode;
use super::search::go_to_talk;
use super::stepping;
use crate::engine::card::{CardRequest, Content, Subject};
use crate::records::Handle;
use crate::records::Summary;
use crate::tui::card::{CardRow, CardStack, CardView, is_link};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Model, Overlay};

/// What there is to say when there is no talk.
const NOTHING_SELECTED: &str = "no talk is selected";

/// Asks for the card of the talk's speaker; several are offered for choice.
pub(super) fn open_speaker(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((from_talk, seminar)) = selected_talk(model) else { return };
    match seminar.speakers.as_slice() {
        [] => model.notice = Some("no speaker is named for this talk".to_owned()),
        [only] => request_card(model, Subject::Speaker(only.name.clone()), from_talk, false, effects),
        _ => {
            let card = CardView::new(Content::Speakers(Box::new(seminar)));
            model.overlay = Some(Overlay::Card(CardStack { from_talk, card, previous: Vec::new() }));
        }
    }
}

/// Asks for the page of the talk's series.
pub(super) fn open_series(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((from_talk, seminar)) = selected_talk(model) else { return };
    match &seminar.series {
        Some(name) => request_card(model, Subject::Series(name.clone()), from_talk, false, effects),
        None => model.notice = Some("this talk belongs to no series".to_owned()),
    }
}

/// Asks for the talks that are related to the selected one.
pub(super) fn open_related(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some((from_talk, _)) = selected_talk(model) {
        request_card(model, Subject::Related(from_talk), from_talk, false, effects);
    }
}

fn selected_talk(model: &mut Model) -> Option<(Handle, Summary)> {
    let found = model.selected.zip(model.selected_summary());
    if found.is_none() {
        model.notice = Some(NOTHING_SELECTED.to_owned());
    }
    found
}

fn request_card(
    model: &mut Model,
    subject: Subject,
    from: Handle,
    follows_link: bool,
    effects: &mut Vec<Effect>,
) {
    model.card_request_id += 1;
    model.pending_card = Some((from, Vec::new()));
    effects.push(Effect::BuildCard(CardRequest {
        request_id: model.card_request_id,
        subject,
        from_talk: from,
        follows_link,
    }));
}

/// Stores a key until the requested card is ready, if it would open a browser now; returns whether it did.
pub(super) fn defer_key(model: &mut Model, action: Option<Action>, key: KeyEvent) -> bool {
    let watches = matches!(action, Some(Action::Activate | Action::OpenRecording | Action::OpenTime(_)));
    let is_browsing = mode(model) == Mode::Browse;
    match &mut model.pending_card {
        Some((from, held)) if watches && is_browsing && model.selected == Some(*from) => {
            held.push(key);
            true
        }
        _ => false,
    }
}

/// A card is ready. It is dropped if the reader has gone elsewhere meanwhile. Returns the keys that were deferred for it.
pub(super) fn on_card(model: &mut Model, request: &CardRequest, content: Option<Content>) -> Vec<KeyEvent> {
    if request.request_id != model.card_request_id {
        return Vec::new();
    }
    let held = model.pending_card.take().map(|(_, held)| held).unwrap_or_default();
    let card = match content {
        Some(Content::Related(relations)) if relations.is_empty() => None,
        content => content.map(CardView::new),
    };
    let is_browsing = mode(model) == Mode::Browse && model.selected == Some(request.from_talk);
    match (&mut model.overlay, card) {
        (Some(Overlay::Card(stack)), Some(card)) if request.follows_link => {
            stack.previous.push(std::mem::replace(&mut stack.card, card));
        }
        (None, Some(card)) if !request.follows_link && is_browsing => {
            model.overlay =
                Some(Overlay::Card(CardStack { from_talk: request.from_talk, card, previous: Vec::new() }));
        }
        (_, None) => {
            model.notice = Some(match &request.subject {
                Subject::Related(_) => "no talk is related to this one".to_owned(),
                Subject::Speaker(name) | Subject::Series(name) => format!("no talk of “{name}” is left"),
            });
        }
        _ => {}
    }
    if matches!(model.overlay, Some(Overlay::Card(_))) { held } else { Vec::new() }
}

/// A key while a card is open.
pub(super) fn on_key(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let Some(Overlay::Card(stack)) = &mut model.overlay else { return };
    let CardView { rows, selection, .. } = &mut stack.card;
    match action {
        Action::Activate => {
            let from_talk = stack.from_talk;
            let row = rows.get(selection.row).filter(|_| stepping::ensure_visible(selection)).cloned();
            match row {
                Some(CardRow::Talk { handle, .. }) => go_to_talk(model, handle, effects),
                Some(CardRow::Link { subject, .. }) => request_card(model, subject, from_talk, true, effects),
                _ => {}
            }
        }
        Action::PreviousCard => {
            // A card requested from this one is no longer wanted.
            model.card_request_id += 1;
            model.pending_card = None;
            match stack.previous.pop() {
                Some(before) => stack.card = before,
                None => model.overlay = None,
            }
        }
        action => stepping::move_selection(selection, action, &is_link(rows)),
    }
}

/// The wheel over a card.
pub(super) fn on_wheel(stack: &mut CardStack, by: isize) {
    let CardView { rows, selection: choice, .. } = &mut stack.card;
    stepping::scroll(choice, by, &is_link(rows));
}

#[cfg(test)]
mod tests;
