//! Which cards open when they arrive, and which are dropped because they arrive too late.

use super::*;
use crate::archive::Origin;
use crate::testing::midnight;
use crate::testing::seminar;
use crate::tui::keymap::parse_keys;
use crate::tui::message::Message;
use crate::tui::update::update;
use jiff::civil::Date;
use ratatui::layout::Size;

fn model() -> Model {
    let size = Size { width: 120, height: 40 };
    let mut model =
        Model::new(size, midnight(Date::constant(2026, 11, 22)), "talks".to_owned(), Origin::Sample);
    let talks = [seminar("One", "Ann Dove", "2022-01-01", 0), seminar("Two", "Bob Cain", "2021-01-01", 1)];
    let handles = model.insert_seminars(&talks);
    model.selected = handles.first().copied();
    model
}

/// Presses keys and returns the cards they request.
fn press(model: &mut Model, keys: &str) -> Vec<CardRequest> {
    let effects = parse_keys(keys).unwrap().into_iter().flat_map(|key| update(model, Message::Key(key)));
    let request = |effect| match effect {
        Effect::Search(SearchTask::BuildCard(request)) => Some(request),
        _ => None,
    };
    effects.filter_map(request).collect()
}

/// A card whose only link leads to another speaker.
fn card_content() -> Content {
    let talk = seminar("One", "Cleo Elm", "2022-01-01", 0);
    Content::Speakers(Box::new(talk.into()))
}

fn deliver(model: &mut Model, request: &CardRequest) {
    update(model, Message::CardReady { request: request.clone(), content: Some(card_content()) });
}

/// How many cards are open.
fn open_cards(model: &Model) -> usize {
    format!("{:?}", model.overlay).matches("CardView {").count()
}

#[test]
fn a_card_opens_when_it_comes() {
    let mut model = model();
    let asked = press(&mut model, "S");
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].subject, Subject::Speaker(crate::text::Text::line("Ann Dove")));
    assert_eq!(open_cards(&model), 0);
    deliver(&mut model, &asked[0]);
    assert_eq!(open_cards(&model), 1);
    // The same answer twice changes nothing.
    deliver(&mut model, &asked[0]);
    assert_eq!(open_cards(&model), 1);
}

#[test]
fn a_card_is_dropped_when_the_reader_has_gone_elsewhere() {
    for elsewhere in ["<Down>", "?", "/", "s", "f", "x"] {
        let mut model = model();
        let asked = press(&mut model, "S");
        press(&mut model, elsewhere);
        let before = format!("{:?}", model.overlay);
        deliver(&mut model, &asked[0]);
        assert_eq!(format!("{:?}", model.overlay), before, "after {elsewhere}");
    }
}

#[test]
fn a_card_that_another_asked_for_is_dropped_once_that_one_is_gone() {
    let opened = || {
        let mut model = model();
        let asked = press(&mut model, "S");
        deliver(&mut model, &asked[0]);
        let goes_on = press(&mut model, "<Enter>");
        assert_eq!(goes_on[0].subject, Subject::Speaker(crate::text::Text::line("Cleo Elm")));
        (model, goes_on)
    };
    let (mut model, asked) = opened();
    deliver(&mut model, &asked[0]);
    assert_eq!(open_cards(&model), 2);
    assert!(press(&mut model, "<BS>").is_empty());
    assert_eq!(open_cards(&model), 1);
    for away in ["<BS>", "<Esc>", "<Esc>S"] {
        let (mut model, asked) = opened();
        press(&mut model, away);
        deliver(&mut model, &asked[0]);
        assert_eq!(open_cards(&model), 0, "after {away}");
    }
}

#[test]
fn enter_after_s_means_the_card_however_late_it_comes() {
    let mut model = model();
    let asked = press(&mut model, "S<Enter>");
    assert_eq!(asked.len(), 1);
    assert_eq!(model.notice, None);
    let message = Message::CardReady { request: asked[0].clone(), content: Some(card_content()) };
    let effects = update(&mut model, message);
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::Search(SearchTask::BuildCard(CardRequest { follows_link: true, .. }))]
        ),
        "{effects:?}"
    );
    // On another talk, Enter does what it always does: here there is no recording to open.
    let mut model = self::model();
    press(&mut model, "S<Down><Enter>");
    assert_eq!(model.notice.as_deref(), Some("this talk has no recording"));
}

#[test]
fn what_nobody_knows_is_said() {
    let mut model = model();
    let asked = press(&mut model, "S");
    update(&mut model, Message::CardReady { request: asked[0].clone(), content: None });
    assert_eq!(model.notice.as_deref(), Some("no talks left for “Ann Dove”"));
    let asked = press(&mut model, "x");
    update(
        &mut model,
        Message::CardReady { request: asked[0].clone(), content: Some(Content::Related(vec![])) },
    );
    assert_eq!(model.notice.as_deref(), Some("no related talks"));
}
