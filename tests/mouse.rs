//! The mouse without a terminal: what a click on each thing does.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use seminars::archive::Origin;
use seminars::tui::headless::Headless;
use seminars::tui::layout::Arrangement;
use seminars::tui::message::Message;
use seminars::tui::model::Focus;

use super::screens::{browser, press, shown};

/// Where a text begins on the screen.
fn place_of(browser: &Headless, text: &str) -> Position {
    let screen = shown(browser);
    let found = (0u16..).zip(screen.lines()).find_map(|(y, line)| Some((y, line.split_once(text)?.0)));
    let (y, before) = found.unwrap_or_else(|| panic!("no `{text}` in\n{screen}"));
    Position { x: u16::try_from(seminars::text::width(before)).unwrap(), y }
}

fn mouse(browser: &mut Headless, kind: MouseEventKind, at: Position) {
    let event = MouseEvent { kind, column: at.x, row: at.y, modifiers: KeyModifiers::NONE };
    browser.send(Message::Mouse(event));
}

fn click_at(browser: &mut Headless, at: Position) {
    mouse(browser, MouseEventKind::Down(MouseButton::Left), at);
    mouse(browser, MouseEventKind::Up(MouseButton::Left), at);
}

fn click(browser: &mut Headless, text: &str) {
    let at = place_of(browser, text);
    click_at(browser, at);
}

fn notice(browser: &Headless) -> String {
    browser.model().notice.clone().unwrap_or_default()
}

#[test]
fn a_click_selects_a_talk_and_a_double_click_opens_its_recording() {
    let mut browser = browser(Origin::Sample, 120, 40);
    click(&mut browser, "Diana Cai");
    assert!(notice(&browser).is_empty(), "one click opens nothing");
    let at = place_of(&browser, "Katie Bouman");
    click_at(&mut browser, at);
    assert_eq!(browser.model().selected_row(), Some(5));
    browser.send(Message::DoubleClick(at));
    assert!(notice(&browser).starts_with("would open https://www.youtube.com/"), "{}", notice(&browser));
}

#[test]
fn in_one_pane_a_click_goes_in_and_a_double_click_opens_the_recording() {
    let mut browser = browser(Origin::Sample, 80, 24);
    let at = place_of(&browser, "Katie Bouman");
    click_at(&mut browser, at);
    assert_eq!((browser.model().focus, browser.model().selected_row()), (Focus::Detail, Some(5)));
    browser.send(Message::DoubleClick(at));
    assert!(notice(&browser).starts_with("would open https://www.youtube.com/"), "{}", notice(&browser));
}

#[test]
fn a_click_on_a_link_opens_it_and_on_the_detail_goes_there() {
    let mut browser = browser(Origin::Sample, 120, 40);
    click(&mut browser, "At night trains");
    assert_eq!((browser.model().focus, notice(&browser)), (Focus::Detail, String::new()));
    click(&mut browser, "homepage");
    assert!(notice(&browser).starts_with("would open http"), "{}", notice(&browser));
    click(&mut browser, "youtube.com");
    assert!(notice(&browser).starts_with("would open https://www.youtube.com/"), "{}", notice(&browser));
}

#[test]
fn a_click_on_a_hint_does_what_its_key_does() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "j");
    click(&mut browser, "watch");
    assert!(notice(&browser).starts_with("would open https"), "{}", notice(&browser));
    press(&mut browser, "k");
    click(&mut browser, "! 1 problem");
    assert!(shown(&browser).contains("Problems   1 of"));
    // In the heading of the overlay, too.
    click(&mut browser, "esc close");
    assert!(browser.model().overlay.is_none());
    click(&mut browser, "/ search");
    assert!(browser.model().prompt.is_some());
    click(&mut browser, "cancel");
    assert!(browser.model().prompt.is_none());
}

#[test]
fn a_click_on_a_row_of_an_overlay_does_what_enter_does_and_one_outside_closes_it() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "s");
    click(&mut browser, "oldest first");
    assert!(browser.model().overlay.is_none() && shown(&browser).contains("51 talks · oldest first"));
    press(&mut browser, "?");
    click(&mut browser, "sort the list");
    assert!(shown(&browser).contains("Order"));
    click_at(&mut browser, Position { x: 1, y: 30 });
    assert!(browser.model().overlay.is_none(), "a click outside closes it");
    assert_eq!(browser.model().focus, Focus::List, "and does nothing else");
    press(&mut browser, "O");
    click(&mut browser, "homepage  ");
    assert!(notice(&browser).starts_with("would open http"), "{}", notice(&browser));
    press(&mut browser, "f");
    click(&mut browser, "Scheduling Seminar    ");
    assert!(shown(&browser).contains("series:=\"Scheduling Seminar\""), "{}", shown(&browser));
    // The list beside the facets can be clicked, and the facets stay.
    click(&mut browser, "Daniele Vigo");
    let selected = browser.model().selected_summary().unwrap();
    assert!(browser.model().overlay.is_some() && selected.speaker_names() == "Daniele Vigo");
    // A click on what is no row of it changes nothing.
    press(&mut browser, "<Esc>x");
    click(&mut browser, "Related");
    assert!(browser.model().overlay.is_some());
}

#[test]
fn a_click_takes_a_completion() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "/ser<Tab>ies:<Tab>");
    let screen = shown(&browser);
    press(&mut browser, "<Esc><Esc>/<Tab>");
    click(&mut browser, "title:");
    assert_eq!(browser.model().prompt.as_ref().unwrap().input.value(), "title:", "{screen}");
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut browser = browser(Origin::Sample, 100, 28);
    press(&mut browser, "<Down><Down>");
    let (selected, top) = (browser.model().selected, browser.model().list.top());
    let list = place_of(&browser, "Katie Bouman");
    mouse(&mut browser, MouseEventKind::ScrollDown, list);
    assert_eq!((browser.model().selected, browser.model().list.top()), (selected, top + 3));
    mouse(&mut browser, MouseEventKind::ScrollUp, list);
    assert_eq!(browser.model().list.top(), top);
    let detail = place_of(&browser, "Abstract");
    mouse(&mut browser, MouseEventKind::ScrollDown, detail);
    assert!(browser.model().detail.view.top() > 0);
    // Under an overlay nothing scrolls, and the overlay does not either unless the mouse is on it.
    press(&mut browser, "?");
    mouse(&mut browser, MouseEventKind::ScrollDown, Position { x: 2, y: 3 });
    assert_eq!(browser.model().list.top(), top);
    let before = shown(&browser);
    mouse(&mut browser, MouseEventKind::ScrollDown, Position { x: 50, y: 15 });
    assert_ne!(shown(&browser), before);
}

#[test]
fn a_list_that_was_scrolled_away_stays_there_when_files_change() {
    let folder = tempfile::tempdir().unwrap();
    for number in 10..60 {
        let text = format!("title: Talk {number}\nspeaker: A\ndate: 2020-01-01\n");
        std::fs::write(folder.path().join(format!("{number}.yaml")), text).unwrap();
    }
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 100, 30);
    press(&mut browser, "<Down>");
    for _ in 0..8 {
        mouse(&mut browser, MouseEventKind::ScrollDown, Position { x: 10, y: 5 });
    }
    let before = (browser.model().list.top(), browser.model().selected_row());
    assert_eq!(before, (24, Some(1)));
    std::fs::write(folder.path().join("59.yaml"), "title: Talk 59 again\nspeaker: A\ndate: 2020-01-01\n")
        .unwrap();
    press(&mut browser, "r");
    assert_eq!((browser.model().list.top(), browser.model().selected_row()), before);
}

#[test]
fn the_divider_is_dragged() {
    let mut browser = browser(Origin::Sample, 120, 40);
    let from = browser.model().areas().divider.as_position();
    let to = Position { x: from.x + 20, y: from.y + 5 };
    mouse(&mut browser, MouseEventKind::Down(MouseButton::Left), from);
    mouse(&mut browser, MouseEventKind::Drag(MouseButton::Left), Position { y: from.y + 2, ..to });
    mouse(&mut browser, MouseEventKind::Drag(MouseButton::Left), to);
    mouse(&mut browser, MouseEventKind::Up(MouseButton::Left), to);
    assert_eq!(browser.model().areas().divider.y, to.y);
    mouse(&mut browser, MouseEventKind::Drag(MouseButton::Left), from);
    assert_eq!(browser.model().areas().divider.y, to.y, "the button was let go");
    press(&mut browser, "L");
    assert_eq!(browser.model().areas().arrangement, Arrangement::Beside);
    let from = browser.model().areas().divider.as_position();
    mouse(&mut browser, MouseEventKind::Down(MouseButton::Left), from);
    mouse(&mut browser, MouseEventKind::Drag(MouseButton::Left), Position { x: 70, ..from });
    assert_eq!(browser.model().areas().divider.x, 70);
}
