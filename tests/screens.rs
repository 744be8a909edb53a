//! Whole screens by key strings, each with its styles: how many cells each role has, and a hash that changes where one
//! of them moves.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;
use seminars::archive::Origin;
use seminars::tui::headless::Headless;
use seminars::tui::keymap::parse_keys;
use seminars::tui::screen;
use seminars::tui::theme::{Role, Theme};

/// The moment at which all screens are seen.
pub(crate) fn now() -> Zoned {
    Date::constant(2026, 11, 22).to_zoned(TimeZone::UTC).unwrap()
}

/// A browser on an archive, with all effects performed.
pub(crate) fn browser(origin: Origin, width: u16, height: u16) -> Headless {
    Headless::start(origin, "talks".to_owned(), Size { width, height }, now())
}

pub(crate) fn press(browser: &mut Headless, keys: &str) {
    for key in parse_keys(keys).unwrap() {
        browser.press(key);
    }
}

/// How many visible cells each role has: `text 400, dim 30`.
fn cells_by_role(buffer: &Buffer, theme: Theme) -> String {
    let role_of = |cell: &Cell| {
        let looks_alike = |role: Role| {
            let style = theme.style(role);
            cell.fg == style.fg.unwrap_or_default() && cell.modifier == style.add_modifier
        };
        // What an overlay dims is of no role.
        let role = Role::ALL.into_iter().find(|&role| looks_alike(role));
        role.map_or("other".to_owned(), |role| format!("{role:?}"))
    };
    let mut counts = BTreeMap::<String, usize>::new();
    for cell in buffer.content.iter().filter(|cell| cell.symbol() != " " || !cell.modifier.is_empty()) {
        *counts.entry(role_of(cell)).or_default() += 1;
    }
    counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

/// The screen as text, the cursor's place, the cells by role, and a hash of the styles of all cells.
pub(crate) fn render(browser: &Headless, theme: Theme) -> String {
    let (buffer, cursor) = browser.screen(theme);
    let mut out = screen::text(&buffer);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for cell in &buffer.content {
        for byte in format!("{:?}{:?}", cell.fg, cell.modifier).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let cursor = cursor.map_or("hidden".to_owned(), |at| format!("{},{}", at.x, at.y));
    let _ = writeln!(out, "cursor {cursor}; {}; styles {hash:016x}", cells_by_role(&buffer, theme));
    out
}

/// The screen as text.
pub(crate) fn shown(browser: &Headless) -> String {
    screen::text(&browser.screen(Theme::new(true)).0)
}

pub(crate) fn sample(width: u16, height: u16, keys: &str) -> String {
    let mut browser = browser(Origin::Sample, width, height);
    press(&mut browser, keys);
    render(&browser, Theme::new(true))
}

pub(crate) fn folder(files: &[(&str, &str)], width: u16, height: u16, keys: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), width, height);
    press(&mut browser, keys);
    render(&browser, Theme::new(true)).replace(&*folder.path().to_string_lossy(), "FOLDER")
}

macro_rules! screens {
    ($($name:ident: $size:tt, $keys:literal;)*) => {
        $(#[test]
        fn $name() {
            let (width, height) = $size;
            insta::assert_snapshot!(sample(width, height, $keys));
        })*
    };
}

screens! {
    one_pane_shows_the_detail_after_enter: (80, 24), "<Down><Enter>";
    a_short_narrow_window_keeps_year_and_title: (40, 12), "";
    a_short_narrow_window_reads: (40, 12), "<Enter>";
    too_small_says_so: (39, 9), "";
    arrows_move_and_the_list_scrolls: (120, 40), "<End><Up><Up>";
    typing_searches_and_marks_what_matches: (120, 40), "/song han";
    typing_searches_in_one_pane: (80, 24), "/song han";
    enter_keeps_the_query: (120, 40), "/speaker:han<Enter>";
    nothing_matches_says_what_to_do: (120, 40), "/hannn<Enter>";
    a_name_is_found_without_its_accents: (80, 24), "/kegl<Enter><Enter>";
    esc_brings_back_what_was_there: (120, 40), "<Down><Down>/song<Esc>";
    the_detail_takes_the_focus_and_scrolls: (120, 24), "<Tab><Down><Down><Down>";
    help_lists_the_keys: (120, 40), "?";
    help_filters_as_one_types: (120, 40), "?copy";
    help_in_a_narrow_window: (40, 12), "?";
    all_links_of_a_talk: (120, 40), "/ciuciu<Enter>O<Down>";
    opening_is_named_and_not_done: (120, 40), "/song han<Enter><Enter>";
    slash_in_the_detail_searches_the_talk: (120, 40), "<Tab>/shunt";
    slash_in_the_detail_searches_the_talk_in_one_pane: (80, 24), "<Enter>/PROBLEM with several  yards";
    n_goes_to_the_next_match_in_the_talk: (120, 40), "<Tab>/shunt<Enter>nn";
    n_goes_round_in_the_talk: (80, 24), "<Enter>/shunt<Enter>N";
    a_search_in_the_talk_that_finds_nothing_says_so: (80, 24), "<Enter>/zebra";
    a_search_in_the_talk_on_a_narrow_screen: (40, 12), "<Enter>/shunt<Enter>nnn";
    copying_is_named_and_not_done: (120, 40), "Y";
    no_problems_is_said: (80, 24), "!";
    an_empty_prompt_says_what_to_do: (80, 24), "/";
    tab_in_an_empty_prompt_lists_the_fields: (80, 24), "/<Tab>";
    tab_again_takes_the_next_field: (120, 40), "/han <Tab><Tab><Tab><Tab>";
    tab_behind_a_colon_lists_the_values: (120, 40), "/tag:<Tab><Down><Down>";
    tab_in_a_short_narrow_window: (40, 12), "/<Tab><S-Tab>";
    whoever_looks_at_the_fields_may_type_on: (80, 24), "/<Tab>kegl<Enter>";
    a_field_and_a_value_are_taken: (80, 24), "/<Tab><Tab><Enter><Tab><Tab><Down><Enter><Enter>";
    esc_in_the_menu_brings_back_what_was_typed: (80, 24), "/sp<Tab><Tab><Esc>";
    a_malformed_query_is_marked_and_explained: (80, 24), "/han speeker:x";
    a_malformed_query_in_a_short_narrow_window: (40, 12), "/han has:vidoe";
    an_open_phrase_searches_all_the_same: (120, 40), "/\"routing with";
    up_brings_the_queries_of_before: (80, 24), "/han<Enter>/song han<Enter>/<Up><Up>";
    down_leaves_them_again: (80, 24), "/han<Enter>/<Up><Down>";
    orders_are_offered: (80, 24), "s";
    the_list_by_series_shows_the_series: (120, 40), "s<Down><Down><Down><Down><Down><Enter>";
    the_list_by_speaker: (80, 24), "s<Down><Down><Down><Enter>";
    an_order_that_is_picked_takes_the_place_of_one_that_was_typed: (80, 24), "/han sort:title<Enter>s<Home><Enter>";
    facets_stand_beside_the_list: (120, 40), "f";
    facets_are_added: (120, 40), "f<Down><Enter><Down><Enter>";
    facets_are_taken_out_again: (120, 40), "/han<Enter>f<Enter><Enter>";
    facets_of_a_query_over_the_list: (80, 24), "/han<Enter>f<PageDown><PageDown>";
    facets_in_a_short_narrow_window: (40, 12), "f<Down>";
    all_values_of_a_facet: (120, 40), "f<PageDown><Enter>";
    a_query_gets_a_name: (80, 24), "/han<Enter>wHans";
    a_saved_search_stands_on_top_of_the_facets: (120, 40), "/song<Enter>wSongs<Enter>/han<Enter>f<Enter>";
    nothing_to_save_is_said: (80, 24), "w";
    a_phrase_is_kept_beside_a_facet: (120, 40), "/\"routing with\"<Enter>f<End><Enter>";
    a_malformed_query_stays_in_the_prompt: (80, 24), "/\"routing with<Enter>";
    one_key_searches_by_speaker: (80, 24), "Fhan";
}

#[test]
fn song_han_opens_with_enter_three_times_in_one_pane_and_with_arrows_and_o() {
    assert!(
        sample(80, 24, "/song han<Enter><Enter><Enter>")
            .contains("would open https://www.youtube.com/watch?v=ZW_c1Oozhsw")
    );
    let down = "<Down>".repeat(23);
    for width in [80, 120] {
        assert!(
            sample(width, 24, &format!("{down}o"))
                .contains("would open https://www.youtube.com/watch?v=ZW_c1Oozhsw")
        );
    }
}

/// The last line of the screen after some keys on the sample archive.
pub(crate) fn status(width: u16, height: u16, keys: &str) -> String {
    sample(width, height, keys).lines().nth_back(1).unwrap().trim().to_owned()
}

#[test]
fn a_search_in_the_talk_ends_with_esc_before_anything_else_and_with_its_talk() {
    let open = "/hoogeveen<Enter><Tab>/shunt<Enter>";
    assert!(status(120, 40, open).starts_with("/ shunt  1 of "), "{}", status(120, 40, open));
    // An overlay first, then the search, then the detail, then the query.
    assert!(status(120, 40, &format!("{open}?<Esc>")).starts_with("/ shunt"));
    assert!(status(120, 40, &format!("{open}<Esc>")).starts_with("1 of 1"));
    assert!(status(120, 40, &format!("{open}<Esc><Esc>")).starts_with("1 of 1"));
    assert!(status(120, 40, &format!("{open}<Esc><Esc><Esc>")).starts_with("1 of 51"));
    // Another prompt on top of it gives it back; letters are typed there.
    assert!(status(120, 40, &format!("{open}n/qN<Esc>")).starts_with("/ shunt  2 of "));
    // Another talk, and in one pane the list, end it; then `n` is the next talk again.
    assert!(status(120, 40, "<End><Tab>/a<Enter>p").starts_with("50 of 51"));
    assert!(status(120, 40, "<Tab>/shunt<Enter><Tab><Down>").starts_with("2 of 51"));
    assert!(status(120, 40, "<Tab>/shunt<Enter><Tab>n").starts_with("/ shunt  2 of "));
    assert!(status(80, 24, "<Enter>/shunt<Enter><Left>n").starts_with("2 of 51"));
    assert!(status(120, 40, "<Tab>nN").starts_with("2 of 51"));
}

#[test]
fn the_archive_is_searched_from_the_detail_too() {
    assert!(status(120, 40, "<Tab>Fhan").starts_with("/ speaker:han"));
    assert!(!status(120, 40, "<Tab>Fsong han").contains("in this talk"));
    assert!(status(80, 24, "<Enter>/zebra<Enter>").contains("no matches for “zebra” in this talk"));
}

const RICH: &str = r#"
title: "素数の分布 and 👩‍🔬 e\u0301tudes: a title long enough to be cut in any column"
date: 2027-02-03
time: "16:00"
timezone: Europe/Paris
series: Séminaire
location: Room 5
host: Ada Host
speakers:
  - name: Renée Gagné
    affiliation: Université de Montréal
    bio: Renée *counts*.
  - name: 山田 太郎
    bio: |
      - first
      - second, with [a page](https://example.org/yamada)
abstract: |
  # Plan

  Let $a_1 * b_2 * c$ be **bold**; see <https://example.org/a_b>.

  1. one
  2. two

      let x = 1;

  日本語の文は空白がなくても折り返されるはずであり、行の幅を超えてはならない。
video: [ZW_c1Oozhsw, https://vimeo.com/1]
duration: 1h02m
slides: https://example.org/slides.pdf
links: {paper: https://example.org/paper}
tags: [number theory, 素数]
language: fr
rating: {stars: 5, by: [a, b]}
"#;

#[test]
fn every_field_shows() {
    insta::assert_snapshot!(folder(&[("a.yaml", RICH)], 120, 50, ""));
}

#[test]
fn wide_characters_never_break_a_column() {
    let talks = "- {title: 素数の分布について, speaker: 山田太郎と長い名前の共同研究者たち, date: 2020-01-02}\n\
                 - {title: \"👨‍👩‍👧‍👦 families\", speaker: \"Ze\u{301}non\", date: 2020-01-01}\n";
    insta::assert_snapshot!(folder(&[("a.yaml", talks)], 60, 12, ""));
}

#[test]
fn several_recordings_are_offered_for_choice() {
    insta::assert_snapshot!(folder(&[("a.yaml", RICH)], 100, 24, "o"));
}

#[test]
fn a_talk_without_a_recording_says_so() {
    insta::assert_snapshot!(folder(&[("a.yaml", "title: A\nspeaker: B\n")], 80, 12, "o"));
}

#[test]
fn an_empty_folder_says_so() {
    insta::assert_snapshot!(folder(&[], 80, 12, ""));
}

#[test]
fn problems_are_counted_and_listed_and_enter_goes_to_the_talk() {
    let good = "- title: One\n  speaker: A\n  date: 2020-01-01\n- title: Two\n  speaker: B\n  video: javascript:alert(1)\n";
    let files = [("bad.yaml", "title: [unclosed\n"), ("good.yaml", good)];
    insta::assert_snapshot!("problems_are_listed", folder(&files, 120, 24, "!"));
    insta::assert_snapshot!("enter_goes_to_the_talk", folder(&files, 120, 24, "!<Down><Enter>"));
}

#[test]
fn no_colours_leave_the_selection_plain_to_see() {
    let browser = browser(Origin::Sample, 80, 12);
    let (buffer, _) = browser.screen(Theme::new(false));
    assert!(buffer.content.iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
    assert!(screen::text(&buffer).lines().nth(2).unwrap().starts_with('▌'));
}

#[test]
fn reading_again_keeps_the_selection_and_brings_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, title: &str, date: &str| {
        let text = format!("title: {title}\nspeaker: Ann\ndate: {date}\n");
        std::fs::write(folder.path().join(name), text).unwrap();
    };
    write("a.yaml", "First", "2020-01-01");
    write("b.yaml", "Second", "2019-01-01");
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 80, 12);
    press(&mut browser, "<Down>/ann<Enter>");
    press(&mut browser, "<Down>");
    write("a.yaml", "First, corrected", "2020-01-01");
    write("c.yaml", "Third", "2021-01-01");
    press(&mut browser, "r");
    insta::assert_snapshot!(render(&browser, Theme::new(true)));
}

#[test]
fn a_file_that_goes_takes_its_talk_along() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        std::fs::write(
            folder.path().join(name).with_extension("yaml"),
            format!("title: {name}\nspeaker: x\n"),
        )
        .unwrap();
    }
    let mut browser = browser(Origin::Paths(vec![folder.path().to_owned()]), 80, 12);
    std::fs::remove_file(Path::join(folder.path(), "a.yaml")).unwrap();
    press(&mut browser, "r");
    let (buffer, _) = browser.screen(Theme::new(true));
    assert!(screen::text(&buffer).contains("1 of 1"));
}

const CHAPTERS: &str = r#"
title: Certified controllers
speaker: {name: Ada Example, bio: "Ada *shows* the machine at 1:02:03 and again (12:34)."}
date: 2024-05-06
duration: 1h10m
abstract: |
  The talk is at 16:00, not 10:30 AM; the odds are 3:2, and the proof [12:34] is short.

  Chapters:
  0:00 Introduction
  3:25 Barrier functions, and why a certificate is worth more than a test
  12:34 **The proof**
  65:00 Questions
  1:20:00 Beyond the end
video: [https://vimeo.com/1, https://youtu.be/ZW_c1Oozhsw?t=30]
"#;

fn chapters(width: u16, height: u16, keys: &str) -> String {
    folder(&[("a.yaml", CHAPTERS)], width, height, keys)
}

#[test]
fn times_in_a_text_are_numbered() {
    insta::assert_snapshot!("times_in_two_panes", chapters(120, 40, "<Tab>"));
    insta::assert_snapshot!("times_in_one_pane", chapters(80, 24, "<Enter>"));
    insta::assert_snapshot!("times_are_among_the_links", chapters(80, 24, "O"));
}

#[test]
fn a_digit_opens_the_recording_at_the_time_with_its_mark() {
    let opened = |keys: &str| chapters(120, 40, keys).lines().nth_back(1).unwrap().to_owned();
    assert!(opened("1").contains("would open https://www.youtube.com/watch?v=ZW_c1Oozhsw&t=754s"));
    // The very beginning, not where the recording's own link begins.
    assert!(opened("<Tab>2").ends_with("would open https://www.youtube.com/watch?v=ZW_c1Oozhsw"));
    assert!(opened("4").contains("&t=3900s"));
    assert!(opened("5").contains("&t=3723s"));
    assert!(opened("6").contains("this talk has no time 6"));
    assert!(chapters(80, 24, "1").contains("→ opens the detail with time 1"));
    assert!(
        chapters(80, 24, "<Enter>1")
            .contains("would open https://www.youtube.com/watch?v=ZW_c1Oozhsw&t=754s")
    );
    assert!(opened("/1").starts_with("  / 1"));
    assert!(opened("<Tab>/34 the").starts_with("  / 34 the"));
    assert!(opened("<Tab>/34 the").contains("1 of 1 in this talk"));
}

#[test]
fn times_without_a_video_stay_text_and_more_than_nine_are_among_the_links() {
    let without = CHAPTERS.replace("youtu.be/ZW_c1Oozhsw?t=30", "example.org/a.mp4");
    let screen = folder(&[("a.yaml", &without)], 120, 40, "1");
    assert!(screen.contains("this talk has no time 1") && !screen.contains('⟨'), "{screen}");
    let many: Vec<String> = (0..12).map(|n| format!("  - {n}:00 Part")).collect();
    let text = format!("title: Many\nvideo: ZW_c1Oozhsw\nabstract: |\n{}\n", many.join("\n"));
    let screen = folder(&[("a.yaml", &text)], 80, 24, "<Enter>");
    assert!(screen.contains("⟨9⟩   8:00  Part") && screen.contains("       9:00  Part"), "{screen}");
    let screen = folder(&[("a.yaml", &text)], 80, 24, "O<End>");
    assert!(screen.contains("11:00  Part"), "{screen}");
    let screen = folder(&[("a.yaml", &text)], 80, 24, "O<End><Enter>");
    assert!(screen.contains("&t=660s"), "{screen}");
}
