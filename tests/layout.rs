//! The layout by the window's size and by what the reader chose, with colours and without.

use std::path::Path;

use ratatui::layout::Size;
use seminars::archive::{Environment, Origin, choose};
use seminars::tui::headless::Headless;
use seminars::tui::layout::Arrangement;
use seminars::tui::message::Message;
use seminars::tui::theme::Theme;

use super::screens::{browser, now, press, render, sample, shown};

macro_rules! sizes {
    ($($name:ident: $width:literal, $height:literal;)*) => {
        $(#[test]
        fn $name() {
            let mut browser = browser(Origin::Sample, $width, $height);
            press(&mut browser, "<Down><Down>");
            insta::assert_snapshot!(render(&browser, Theme::new(true)));
            insta::assert_snapshot!(
                concat!(stringify!($name), "_without_colours"),
                render(&browser, Theme::new(false))
            );
        })*
    };
}

sizes! {
    a_screen_of_80x24: 80, 24;
    a_screen_of_100x30: 100, 30;
    a_screen_of_120x40: 120, 40;
    a_screen_of_140x40: 140, 40;
    a_screen_of_200x60: 200, 60;
}

#[test]
fn the_first_screen_says_what_archive_it_shows_and_how_to_open_another() {
    let first = sample(100, 30, "");
    assert!(first.contains("sample archive · seminars ~/talks opens yours · ? help"), "{first}");
    assert!(sample(100, 30, "j").contains("↵ watch"));
}

#[test]
fn the_sample_archive_in_a_clone_is_called_so_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let environment = Environment { current_folder: folder.to_owned(), ..Environment::default() };
    let location = choose(&[], &environment).unwrap();
    let browser = Headless::open(&location, Size { width: 100, height: 30 }, now());
    let screen = shown(&browser);
    assert!(
        screen.starts_with("  Sample archive") && screen.contains("seminars ~/talks opens yours"),
        "{screen}"
    );
    let other = choose(&[folder.join("seminars/2022")], &environment).unwrap();
    assert_eq!((other.title().as_str(), other.is_sample()), ("2022", false));
}

/// How list and detail share the screen, and the list's columns and rows.
fn list_of(browser: &Headless) -> (Arrangement, u16, u16) {
    let areas = browser.model().areas();
    (areas.arrangement, areas.list.width, areas.list.height)
}

#[test]
fn the_layout_turns_and_says_so() {
    let mut browser = browser(Origin::Sample, 120, 40);
    let mut turn = || {
        press(&mut browser, "L");
        (list_of(&browser).0, browser.model().notice.clone().unwrap())
    };
    assert_eq!(turn(), (Arrangement::Beside, "side by side".to_owned()));
    assert_eq!(turn(), (Arrangement::Single, "one pane".to_owned()));
    assert_eq!(turn(), (Arrangement::Stacked, "stacked (automatic)".to_owned()));
}

#[test]
fn the_divider_moves_and_stays_where_it_is_put() {
    let mut browser = browser(Origin::Sample, 120, 40);
    let (_, _, rows) = list_of(&browser);
    press(&mut browser, ">>");
    assert_eq!(list_of(&browser).2, rows + 2);
    press(&mut browser, "<lt><lt><lt>");
    assert_eq!(list_of(&browser).2, rows - 1);
    // Side by side has a divider of its own.
    press(&mut browser, "L<lt>");
    assert_eq!(list_of(&browser).1, 58);
    press(&mut browser, "LL");
    assert_eq!(list_of(&browser).2, rows - 1);
    for _ in 0..100 {
        press(&mut browser, ">");
    }
    assert!(browser.model().areas().detail.height >= 4, "the detail stays visible");
}

#[test]
fn the_detail_takes_the_whole_screen_and_gives_it_back() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "z");
    assert_eq!(browser.model().areas().list.width, 0);
    press(&mut browser, "z<Down>");
    assert_eq!(browser.model().selected_row(), Some(1), "arrows walk through the list again");
    // Esc and the arrows lead out of it and into it, too.
    press(&mut browser, "z<Esc>");
    assert!(browser.model().areas().list.width > 0);
    press(&mut browser, "<Tab>");
    assert_eq!(browser.model().areas().list.width, 0);
}

#[test]
fn a_small_window_overrules_what_the_reader_chose() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "L");
    browser.send(Message::Resize(60, 12));
    assert_eq!(list_of(&browser).0, Arrangement::Single);
    browser.send(Message::Resize(120, 40));
    assert_eq!(list_of(&browser).0, Arrangement::Beside);
    assert_eq!(browser.model().size, Size { width: 120, height: 40 });
}
