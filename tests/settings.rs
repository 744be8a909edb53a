//! Keys and colours as values: what is changed in them shows everywhere.

use ratatui::layout::Size;
use ratatui::style::Color;
use seminars::archive::{ArchiveLocation, Environment, Origin, choose};
use seminars::tui::keymap::{Action, Keymap, parse_keys};
use seminars::tui::screen::{RenderFormat, ScreenOptions, render};
use seminars::tui::theme::Theme;

use super::screens::{browser, now, press, shown};

#[test]
fn two_keys_that_are_swapped_are_swapped_in_dispatch_hints_and_help() {
    let mut keymap = Keymap::default();
    keymap.bind(Action::Problems, &parse_keys("/").unwrap());
    keymap.bind(Action::Search, &parse_keys("!").unwrap());
    let mut browser = browser(Origin::Sample, 120, 40);
    browser.set_keymap(keymap.clone());
    press(&mut browser, "j");
    let start = shown(&browser);
    assert!(start.contains("/ 1 problem"), "{start}");
    assert!(start.contains("! search"), "{start}");
    press(&mut browser, "/");
    assert!(shown(&browser).contains("duplicate") || shown(&browser).contains("Problems"));
    press(&mut browser, "<Esc>!han<Enter>");
    assert!(shown(&browser).contains("of 51 · best match"));
    press(&mut browser, "?problems");
    let help = shown(&browser);
    assert!(
        help.lines().any(|line| line.contains(" / ") && line.contains("list the problems in the archive")),
        "{help}"
    );
    let readme = keymap.markdown_table();
    assert!(readme.contains("| `!` | search the archive"), "{readme}");
}

/// The sample archive, wherever the tests run.
fn sample() -> ArchiveLocation {
    let nowhere = tempfile::tempdir().unwrap();
    let environment =
        Environment { seminars_path: None, current_folder: nowhere.path().to_owned(), data_folder: None };
    choose(&[], &environment).unwrap()
}

#[test]
fn the_accent_is_that_of_the_theme_in_every_form_of_the_screen() {
    let screen = |theme, format| {
        render(ScreenOptions {
            archive: sample(),
            size: Size { width: 80, height: 24 },
            keys: Vec::new(),
            query: None,
            now: now(),
            theme,
            keymap: Keymap::default(),
            format,
        })
    };
    let theme = Theme::new(true);
    for (theme, sgr, class, light) in
        [(theme, ";35m", "cm", "#a2189c"), (theme.with_accent(Color::Cyan), ";36m", "cc", "#0f7480")]
    {
        let ansi = screen(theme, RenderFormat::Ansi);
        assert!(ansi.contains(sgr));
        let svg = screen(theme, RenderFormat::Svg);
        assert!(
            svg.contains(&format!(".{class}{{fill:{light}}}")) && svg.contains(&format!("class=\"{class}\""))
        );
    }
    let plain = Theme::new(false).with_accent(Color::Cyan);
    let ansi = screen(plain, RenderFormat::Ansi);
    assert!((30..38).all(|colour| !ansi.contains(&format!(";{colour}m"))));
}

#[test]
fn esc_and_a_key_in_one_packet_are_esc_and_that_key() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, "/song han<A-q>");
    // The prompt is closed; the second key then ends the program, which a headless browser only says.
    let screen = shown(&browser);
    assert!(screen.contains("would quit") && !screen.contains("song han"), "{screen}");
    let mut browser = self::browser(Origin::Sample, 120, 40);
    press(&mut browser, "/song han<A-b>x");
    assert!(shown(&browser).contains("/ song xhan"));
}

#[test]
fn a_query_has_a_limit_and_says_so() {
    let mut browser = browser(Origin::Sample, 120, 40);
    press(&mut browser, &format!("/{}", "ab ".repeat(334)));
    assert!(shown(&browser).contains("query too long; at most 1000 characters"));
    press(&mut browser, "<Esc>");
    assert!(shown(&browser).contains("of 51"));
}

#[test]
fn esc_goes_down_one_ladder() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut browser = browser(Origin::Sample, width, height);
        press(&mut browser, "/song han<Enter>");
        press(&mut browser, if width < 100 { "<Enter>" } else { "<Tab>" });
        press(&mut browser, "/deep<Enter>F");
        let focus_on_detail = |screen: &str| screen.contains("find");
        // The prompt for the archive leads back to the list, and so ends the search in the talk.
        press(&mut browser, "<Esc>");
        press(&mut browser, if width < 100 { "<Enter>" } else { "<Tab>" });
        press(&mut browser, "/deep<Enter>?");
        assert!(shown(&browser).contains("type to filter"));
        press(&mut browser, "<Esc>");
        assert!(shown(&browser).contains("next match"), "the overlay is closed, the search in the talk open");
        press(&mut browser, "<Esc>");
        let detail = shown(&browser);
        assert!(!detail.contains("next match") && focus_on_detail(&detail), "{detail}");
        press(&mut browser, "<Esc>");
        let list = shown(&browser);
        assert!(!focus_on_detail(&list) && list.contains("/ song han"), "{list}");
        press(&mut browser, "<Esc>");
        let all = shown(&browser);
        assert!(!all.contains("song han") && all.contains("of 51"), "{all}");
        press(&mut browser, "<Esc>");
        assert_eq!(shown(&browser), all);
    }
}
