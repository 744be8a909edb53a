//! Cards by key strings: speakers, series and related talks, and the way from one to the next.

use crate::screens::{folder, sample};

/// An archive of made-up people who change their affiliation, their bio and the spelling of their names.
const TALKS: &str = r#"
- title: Barrier functions for beginners
  date: 2017-05-09
  series: Control lectures
  speaker: {name: Renee Gagner, affiliation: Abel University, bio: Renée Gagner is a student.}
  video: ZW_c1Oozhsw
  tags: [barrier functions, control]
- title: Barrier functions and what they certify
  date: 2019-03-04
  series: Control lectures
  speakers:
    - {name: Renée Gagner, affiliation: Abel University, bio: Renée Gagner *writes* a thesis on barrier functions.}
    - {name: Bob Cain, affiliation: Cain Labs}
  tags: [barrier functions, certificates]
- title: Certificates at scale
  date: 2021-10-11
  series: control lectures
  speaker: {name: "GAGNER, Renée", affiliation: Cain Labs}
  video: ZW_c1Oozhsw
  tags: [certificates]
- title: Ten years of certificates, with a title that is far too long for a line on any screen that people still use
  date: 2023
  series: Colloquium
  speakers:
    - name: Renée Gagner
      affiliation: Cain Labs
      bio: |
        Renée Gagner leads the group for certified control at Cain Labs. Before, she was at Abel University, where she
        wrote a thesis on barrier functions.

        - She likes proofs.
        - She likes *short* proofs.
    - {name: Ann Dove}
    - {name: Bob Cain}
- title: Alone
  date: 2020-02
- title: A guest's lecture
  series: Control lectures
  speaker: R. Gagner
- {title: Zebras, date: 2016, speaker: Zoe Zander}
"#;

fn talks(width: u16, height: u16, keys: &str) -> String {
    folder(&[("talks.yaml", TALKS)], width, height, keys)
}

/// The made-up archive in two panes.
fn text(keys: &str) -> String {
    talks(120, 40, keys)
}

/// The heading of the open overlay, without its hints.
fn heading(keys: &str) -> String {
    let screen = text(keys);
    let heading = screen.lines().skip_while(|line| !line.contains('╭')).nth(1).unwrap_or_default();
    let inside = heading.split('│').find(|part| part.contains("esc close")).unwrap_or_default();
    inside.trim().split("   ").next().unwrap_or_default().trim().to_owned()
}

#[test]
fn the_card_of_a_speaker() {
    insta::assert_snapshot!("speaker_in_two_panes", talks(120, 40, "jS"));
    insta::assert_snapshot!("speaker_in_one_pane", talks(80, 24, "jS"));
    insta::assert_snapshot!("speaker_in_a_narrow_window", talks(40, 12, "jS"));
    insta::assert_snapshot!("speaker_read_to_the_end", talks(80, 24, "jS<End>"));
}

#[test]
fn the_page_of_a_series() {
    insta::assert_snapshot!("series_in_two_panes", talks(120, 40, "jjjc"));
    insta::assert_snapshot!("series_in_one_pane", talks(80, 24, "jjjc"));
    insta::assert_snapshot!("series_in_a_narrow_window", talks(40, 12, "jjjc"));
}

#[test]
fn cards_of_the_sample_archive() {
    insta::assert_snapshot!("sample_speaker", sample(120, 40, "/bastani<Enter>S"));
    insta::assert_snapshot!("sample_series", sample(120, 40, "/song han<Enter>c"));
    insta::assert_snapshot!("sample_series_in_one_pane", sample(80, 24, "/song han<Enter>c"));
    insta::assert_snapshot!("sample_related", sample(120, 40, "/bastani<Enter>x"));
    insta::assert_snapshot!("sample_related_in_one_pane", sample(80, 24, "/bastani<Enter>x"));
    insta::assert_snapshot!("sample_related_in_a_narrow_window", sample(40, 12, "/bastani<Enter>x<Down>"));
    insta::assert_snapshot!("sample_chooser", sample(120, 40, "/joglekar<Enter>S"));
    insta::assert_snapshot!("sample_speaker_from_the_chooser", sample(80, 24, "/joglekar<Enter>S<Enter>"));
}

#[test]
fn several_speakers_are_offered_for_choice() {
    insta::assert_snapshot!("chooser", talks(120, 40, "S"));
    insta::assert_snapshot!("chooser_in_a_narrow_window", talks(40, 12, "S"));
    assert_eq!(heading("S<Down><Enter>"), "Ann Dove");
    // Back from the card is the chooser again, and from there the list.
    assert_eq!(heading("S<Down><Enter><BS>"), "Speakers");
    assert!(!text("S<Down><Enter><BS><BS>").contains("esc close"));
}

#[test]
fn links_lead_from_card_to_card_and_backspace_comes_back() {
    // To the co-speaker, to their series, to a speaker of it, who is the first one again.
    assert_eq!(heading("jS<End><Up><Up><Up>"), "Renée Gagner");
    let cain = "jS<End><Up><Up><Up><Enter>";
    assert_eq!(heading(cain), "Bob Cain");
    let series = format!("{cain}<End><Enter>");
    assert_eq!(heading(&series), "Control lectures");
    let again = format!("{series}<End><Up><Enter>");
    assert_eq!(heading(&again), "Renée Gagner");
    insta::assert_snapshot!("a_chain_of_cards", talks(120, 40, &series));
    assert_eq!(heading(&format!("{again}<BS>")), "Control lectures");
    assert_eq!(heading(&format!("{again}<BS><BS>")), "Bob Cain");
    assert_eq!(heading(&format!("{again}<BS><BS><BS>")), "Renée Gagner");
    for closed in [format!("{again}<BS><BS><BS><BS>"), format!("{again}<Esc>")] {
        let screen = text(&closed);
        assert!(!screen.contains("esc close") && screen.contains("\n▌ 2021-10-11"), "{screen}");
    }
    // The card before is as it was left.
    assert_eq!(text(&format!("{cain}<BS>")), text("jS<End><Up><Up><Up>"));
}

#[test]
fn enter_on_a_talk_selects_it_in_the_list() {
    let selected = |keys: &str| text(keys).lines().find(|line| line.starts_with('▌')).unwrap().to_owned();
    assert!(selected("jS<Down><Down><Enter>").contains("2019-03-04"));
    // The next lecture of the course, and the one before.
    assert!(selected("jjjc<Enter>").contains("2021-10-11"));
    assert!(selected("jjjc<Up><Enter>").contains("2017-05-09"));
    // A query that hides it goes, and so does one in an order that was picked.
    assert!(text("/beginners<Enter>").contains("1 of 7 · best match"));
    assert!(text("/beginners<Enter>c<Enter>").contains("4 of 7"));
    assert!(selected("s<End><Enter>/beginners<Enter>c<Enter>").contains("2019-03-04"));
    // Where the query shows it, it stays.
    assert!(text("/certif<Enter>S<Down><Enter>").contains(" of 7 · best match"));
    insta::assert_snapshot!("a_related_talk_is_selected", talks(80, 24, "jjjx<Enter>"));
}

#[test]
fn what_a_talk_does_not_have_is_said() {
    let status_line = |keys: &str| text(keys).lines().nth_back(1).unwrap().to_owned();
    assert!(status_line("jjS").contains("this talk has no speaker"));
    assert!(status_line("jjc").contains("this talk is not in a series"));
    assert!(status_line("<End><Up>x").contains("no related talks"));
    assert!(status_line("/nothing at all<Enter>S").contains("no talk selected"));
}

#[test]
fn the_only_speaker_of_few_talks_has_a_small_card() {
    insta::assert_snapshot!(talks(80, 24, "<End><Up>S"));
}

#[test]
fn enter_takes_no_link_that_is_out_of_sight() {
    // The next lecture stands below the window: Enter brings it there, and then goes to it.
    assert!(talks(40, 12, "jjjc<Enter>").contains("▌   3  2021"));
    assert!(talks(40, 12, "jjjc<Enter><Enter>").contains("\n▌"));
    // Going down a long bio and up again comes back to the last link.
    let down = "<Down>".repeat(60);
    let up = "<Up>".repeat(60);
    assert_eq!(talks(40, 12, &format!("jS{down}{up}<Down>")), talks(40, 12, "jS<Home><Down>"));
    assert!(talks(40, 12, &format!("jS{down}")).contains("student."));
}
