//! Tests each rule with a talk that breaks it and one that does not.

use super::*;
use crate::testing::seminar;
use crate::text::Text;

const TODAY: Date = Date::constant(2026, 11, 22);

fn messages(seminars: &[Seminar]) -> Vec<String> {
    check(seminars, TODAY, &|_| None)
        .iter()
        .map(|d| format!("{} {}: {}", d.severity, d.rule, d.message))
        .collect()
}

fn with_abstract(mut seminar: Seminar, text: &str) -> Seminar {
    seminar.abstract_text = Some(Text::block(text));
    seminar
}

fn with_bio(mut seminar: Seminar, text: &str) -> Seminar {
    seminar.speakers[0].bio = Some(Text::block(text));
    seminar
}

#[test]
fn same_title_by_different_people_is_reported() {
    assert_eq!(
        messages(&[
            seminar("Routing drones", "Max Li", "2022-10-21", 0),
            seminar("Routing Drones", "Song Han", "2022-11-17", 1)
        ]),
        ["warning duplicate-title: the title is the same as in a.yaml:1, by somebody else"]
    );
    assert!(
        messages(&[
            seminar("Routing drones", "Max Li", "2022-10-21", 0),
            seminar("Routing drones", "Max Li", "2022-11-17", 1)
        ])
        .is_empty()
    );
}

#[test]
fn same_abstract_or_id_is_reported() {
    let text = "An abstract that is long enough to be nobody's accident.";
    let one = with_abstract(seminar("One", "Ann Abel", "2022-01-01", 0), text);
    let mut two = with_abstract(seminar("Two", "Bob Cain", "2022-01-02", 1), text);
    two.id = one.id.clone();
    assert_eq!(
        messages(&[one, two]),
        [
            "warning duplicate-abstract: the abstract is the same as in a.yaml:1",
            "warning duplicate-id: the id `2022-01-01-Ann Abel` is also that of a.yaml:1"
        ]
    );
}

#[test]
fn two_spellings_of_a_speaker_are_reported_with_the_difference() {
    let told = |a: &str, b: &str| {
        let twice = seminar("Three", a, "2022-01-03", 2);
        messages(&[seminar("One", a, "2022-01-01", 0), seminar("Two", b, "2022-01-02", 1), twice])
    };
    for (a, b, how) in [
        ("Renée Gagné", "Renee Gagne", "accents, case or punctuation"),
        ("Song Han", "Han Song", "the order of the names"),
        ("Renée Gagné", "Renée Gagnér", "one letter"),
    ] {
        assert_eq!(
            told(a, b),
            [format!("warning speaker-spelling: the speaker `{b}` may be `{a}` of a.yaml:1: {how}")]
        );
    }
    assert_eq!(
        told("Song Bastani", "S. Bastani"),
        ["note speaker-spelling: the speaker `S. Bastani` may be `Song Bastani` of a.yaml:1: initials"]
    );
    assert!(told("Wei Li", "Wei Lu").is_empty());
    assert!(told("Tanmay Samak", "Chinmay Samak").is_empty());
}

#[test]
fn unlikely_dates_are_reported() {
    assert_eq!(
        messages(&[seminar("Old", "Ann", "1022-01-01", 0)]),
        ["warning unlikely-date: the year 1022 is long before talks were recorded"]
    );
    assert_eq!(
        messages(&[seminar("Far", "Ann", "2222-01-01", 0)]),
        ["warning unlikely-date: the year 2222 is far ahead"]
    );
    assert!(messages(&[seminar("Soon", "Ann", "2027-01-01", 0)]).is_empty());
}

#[test]
fn a_bio_without_a_subject_is_reported() {
    let told = messages(&[with_bio(seminar("One", "Ann Abel", "2022", 0), "Is a professor.")]);
    assert_eq!(told, ["warning bio-without-subject: the bio of Ann Abel begins without a subject"]);
    assert!(
        messages(&[with_bio(seminar("One", "Ann Abel", "2022", 0), "Ann Abel is a professor.")]).is_empty()
    );
}

#[test]
fn damaged_latex_is_reported() {
    let told =
        messages(&[with_abstract(seminar("One", "Ann Abel", "2022", 0), "We use \textit{graphs} here")]);
    assert_eq!(
        told,
        ["warning latex-eaten: the abstract has a control character where LaTeX was: `…extit{graphs`"]
    );
    let honest = "A table:\n\tfirst column\nabla is no word here";
    assert!(messages(&[with_abstract(seminar("One", "Ann Abel", "2022", 0), honest)]).is_empty());
}

#[test]
fn placeholder_text_is_reported() {
    let told =
        messages(&[with_abstract(seminar("One", "Ann Abel", "2022", 0), "Lorem ipsum dolor sit amet")]);
    assert_eq!(told, ["warning placeholder: the abstract is a placeholder: `Lorem ipsum dolor sit amet`"]);
}
