//! Overlays: facets that are filtered, saved searches that are renamed, problems in low windows, help as a palette, orders.

use seminars::archive::{Change, Origin};
use seminars::tui::headless::Headless;
use seminars::tui::message::Message;
use seminars::tui::theme::Theme;

use super::screens::{browser, press, sample, shown};

/// The rows that a bar marks.
fn marked(browser: &Headless) -> Vec<String> {
    let screen = shown(browser);
    screen.lines().filter_map(|line| line.split_once("▌ ")).map(|(_, row)| row.trim().to_owned()).collect()
}

#[test]
fn more_values_of_a_facet_keep_the_cursor_where_it_was() {
    let mut browser = browser(Origin::Sample, 80, 24);
    press(&mut browser, "f");
    while !marked(&browser).iter().any(|row| row.contains("more …")) {
        press(&mut browser, "<Down>");
    }
    let row_of = |browser: &Headless| {
        shown(browser).lines().position(|line| line.contains("▌ ") && line.contains("│"))
    };
    let before = row_of(&browser);
    press(&mut browser, "<Enter>");
    assert_eq!(row_of(&browser), before, "{}", shown(&browser));
    assert!(
        !shown(&browser).contains(" more …") || !marked(&browser).iter().any(|row| row.contains("more …"))
    );
}

#[test]
fn typing_filters_the_facets() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "fkegl");
    let screen = shown(&browser);
    assert!(
        screen.contains("Facets  / kegl") && screen.contains("Balázs Kégl") && !screen.contains("2024   "),
        "{screen}"
    );
    // Letters that are keys elsewhere are typed, and Enter takes the value.
    press(&mut browser, "<Enter>");
    assert_eq!(browser.model().search.text, "speaker:=\"Balázs Kégl\"");
    press(&mut browser, "<C-u>jqk");
    assert!(shown(&browser).contains("no matching values"), "{}", shown(&browser));
    press(&mut browser, "<Esc>");
    assert!(
        shown(&browser).contains("Year") && browser.model().overlay.is_some(),
        "Esc clears the filter first"
    );
    press(&mut browser, "<Esc>");
    assert!(browser.model().overlay.is_none());
}

#[test]
fn only_what_has_the_focus_has_a_bright_bar() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "f");
    let (buffer, _) = browser.screen(Theme::new(true));
    let accent = Theme::new(true).accent();
    let bars = buffer.content.iter().filter(|cell| cell.symbol() == "▌");
    let (bright, all) =
        bars.fold((0, 0), |(bright, all), cell| (bright + usize::from(Some(cell.fg) == accent), all + 1));
    assert_eq!((bright, all), (1, 2));
}

#[test]
fn a_saved_search_is_not_replaced_without_a_word() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "/privacy<Enter>wmine<Enter>/learn<Enter>wmine<Enter>");
    assert!(shown(&browser).contains("“mine” exists; ↵ replaces it"), "{}", shown(&browser));
    press(&mut browser, "<Esc>");
    assert_eq!(browser.model().saved[0].query, "privacy");
    press(&mut browser, "wmine<Enter><Enter>");
    assert_eq!((browser.model().saved.len(), browser.model().saved[0].query.as_str()), (1, "learn"));
}

#[test]
fn saved_searches_are_renamed_and_removed_in_the_facets() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "/privacy<Enter>wone<Enter>wtwo<Enter><Esc>f");
    assert!(
        shown(&browser).contains("F2 rename") || shown(&browser).contains("f2 rename"),
        "{}",
        shown(&browser)
    );
    press(&mut browser, "<F2><C-u>three<Enter>f");
    let names = |browser: &Headless| browser.model().saved.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&browser), ["three", "two"]);
    press(&mut browser, "<Del>");
    assert_eq!(names(&browser).len(), 2, "the first press only asks");
    assert!(browser.model().notice.as_deref().unwrap().contains("again to remove “three”"));
    press(&mut browser, "<Del>");
    assert_eq!(names(&browser), ["two"]);
    // Another key in between means no.
    press(&mut browser, "<Del><Down><Up><Del>");
    assert_eq!(names(&browser), ["two"]);
}

#[test]
fn help_runs_what_is_selected() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, ":sort<Enter>");
    assert!(shown(&browser).contains("Order"), "{}", shown(&browser));
    press(&mut browser, "<Esc>?<End>");
    assert!(marked(&browser).iter().any(|row| row.contains("quit from anywhere")), "{:?}", marked(&browser));
    press(&mut browser, "<Home>");
    assert!(marked(&browser).iter().any(|row| row.contains("↑ k")), "{:?}", marked(&browser));
    press(&mut browser, "<Down><Enter>");
    assert_eq!(browser.model().selected_row(), Some(1));
}

#[test]
fn only_orders_that_tell_talks_apart_are_offered_and_the_one_in_use_is_marked() {
    let orders = sample(120, 40, "s");
    assert!(!orders.contains("shortest first") && !orders.contains("best match"), "{orders}");
    assert!(orders.contains("● newest first"), "{orders}");
    let orders = sample(120, 40, "/learn<Enter>s");
    assert!(orders.contains("● best match, then newest"), "{orders}");
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "/sort:-speaker<Enter>");
    assert!(shown(&browser).contains("by speaker, Z to A"));
    let last = shown(&browser);
    press(&mut browser, "<Esc>/sort:speaker<Enter><End>");
    let first_row = last.lines().nth(2).unwrap().trim_start_matches(['▌', ' ']).to_owned();
    assert!(
        shown(&browser).contains(first_row.trim_end_matches(['▐', ' '])),
        "{first_row}\n{}",
        shown(&browser)
    );
}

#[test]
fn problems_are_explained_in_low_windows_and_no_word_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    let bad = "title: One\nspeaker: A\ndate: 2020-01-01\nvideo: not a url at all # ours\n";
    std::fs::write(folder.path().join("bad.yaml"), bad).unwrap();
    std::fs::write(folder.path().join("note.yaml"), "title: Two\nspeaker: B\ndate: 2020-01-02\n").unwrap();
    for (width, height) in [(80, 10), (80, 14), (60, 16), (120, 40), (45, 24)] {
        let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), width, height);
        press(&mut browser, "!");
        let screen = shown(&browser);
        assert!(screen.contains("error: `not a url"), "{width}x{height}\n{screen}");
        let words: Vec<&str> = screen.split_whitespace().collect();
        let message = browser.model().problems[0].message.clone();
        for word in message.split_whitespace() {
            assert!(words.contains(&word), "`{word}` at {width}x{height}\n{screen}");
        }
    }
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 100, 30);
    press(&mut browser, "!");
    let screen = shown(&browser);
    assert!(screen.contains("video: not a url at all # ours"), "{screen}");
    assert!(
        screen.lines().any(|line| line.contains("^^^^^^^^^^^^^^^^") && !line.contains("^^^^^^^^^^^^^^^^^")),
        "{screen}"
    );
}

#[test]
fn problems_that_change_while_they_are_listed_are_listed_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(format!("{name}.yaml"));
    let talk =
        |name: &str, link: &str| format!("title: {name}\nspeaker: {name}\ndate: 2020-01-01\nvideo: {link}\n");
    std::fs::write(file("a"), talk("One", "first wrong")).unwrap();
    std::fs::write(file("b"), talk("Two", "ZW_c1Oozhsw")).unwrap();
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 100, 30);
    press(&mut browser, "!");
    assert!(shown(&browser).contains("video: first wrong"), "{}", shown(&browser));
    std::fs::write(file("a"), talk("One", "hFlaz_ZKNIw")).unwrap();
    std::fs::write(file("b"), talk("Two", "second wrong")).unwrap();
    browser.send(Message::FilesChanged(Change::Anything));
    let screen = shown(&browser);
    assert!(screen.contains("video: second wrong") && !screen.contains("first wrong"), "{screen}");
}

#[test]
fn what_only_works_elsewhere_cannot_be_run_from_the_help() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "?complete");
    let screen = shown(&browser);
    assert!(
        screen.contains("in the prompt: complete fields and values") && !screen.contains("▌ Tab"),
        "{screen}"
    );
    press(&mut browser, "<Enter>");
    assert!(browser.model().overlay.is_some(), "nothing to run");
}

#[test]
fn an_empty_archive_does_not_say_that_nothing_matches() {
    let folder = tempfile::tempdir().unwrap();
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 100, 30);
    press(&mut browser, "/abc<Enter>");
    let screen = shown(&browser);
    assert!(screen.contains("no talks in") && !screen.contains("nothing matches"), "{screen}");
    assert!(screen.contains("A talk is a text file such as first.yaml:"), "{screen}");
}
