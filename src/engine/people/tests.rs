//! Tests which spellings are merged and, more importantly, which are not.

use super::*;
use crate::records::Snapshot;
use crate::seminar::{Speaker, When};
use crate::testing::seminar;
use proptest::prelude::*;

/// One talk per entry; `&` separates speakers who share a talk.
fn talks(names: &[&str]) -> Vec<Seminar> {
    let talk = |(index, names): (u32, &&str)| Seminar {
        speakers: names
            .split(" & ")
            .map(|name| Speaker { name: Text::line(name), ..Speaker::default() })
            .collect(),
        ..seminar("A talk", "", "2022-01-01", index)
    };
    (0..).zip(names).map(talk).collect()
}

fn people_of(talks: &[Seminar]) -> People {
    People::from_seminars((0..).map(Handle::new).zip(talks))
}

/// Every person, with all spellings separated by `=`.
fn merged(names: &[&str]) -> Vec<String> {
    let spellings = |person: &Person| {
        let all: Vec<&str> =
            std::iter::once(&person.name).chain(&person.variants).map(Text::as_str).collect();
        all.join(" = ")
    };
    people_of(&talks(names)).iter().map(spellings).collect()
}

#[test]
fn spellings_of_one_name_are_one_person_under_the_most_common() {
    assert_eq!(
        merged(&["Renee Gagne", "Renée Gagné", "GAGNE, Renee", "Gagne, Renee", "Gagne, Renee"]),
        ["Gagne, Renee = Renée Gagné = GAGNE, Renee = Renee Gagne"]
    );
    assert_eq!(merged(&["Boris Ivanov", "Борис Иванов"]), ["Борис Иванов = Boris Ivanov"]);
}

#[test]
fn a_slip_joins_the_only_name_that_it_can_be_of() {
    assert_eq!(merged(&["Renée Gagner", "Renée Gagner", "Renée Gagnre"]), ["Renée Gagner = Renée Gagnre"]);
    assert_eq!(merged(&["Tanmay Samak", "Chinmay Samak"]), ["Chinmay Samak", "Tanmay Samak"]);
    assert_eq!(merged(&["Wei Lin", "Wei Liu"]), ["Wei Lin", "Wei Liu"]);
}

#[test]
fn slips_make_no_chain_from_one_person_to_another() {
    // The last is one letter from the second, which is one letter from the first.
    let names =
        ["Renée Hansen", "Renée Hansen", "Renée Hansen", "Renée Hanson", "Renée Hanson", "Renée Hansun"];
    assert_eq!(merged(&names), ["Renée Hansen = Renée Hanson = Renée Hansun"]);
    let names =
        ["Renée Hansen", "Renée Hansen", "Renée Hansen", "Renée Hanson", "Renée Hanson", "Renée Janson"];
    assert_eq!(merged(&names), ["Renée Hansen = Renée Hanson", "Renée Janson"]);
    // A slip that is one letter from two people could be either.
    let names =
        ["Renée Hansen", "Renée Hansen", "Renée Jansen & Renée Hansen", "Renée Jansen", "Renée Kansen"];
    assert_eq!(merged(&names), ["Renée Hansen", "Renée Jansen", "Renée Kansen"]);
}

#[test]
fn initials_join_a_full_name_only_where_there_is_one_such_name() {
    assert_eq!(merged(&["Song Han", "S. Han", "S Han"]), ["Song Han = S Han = S. Han"]);
    assert_eq!(merged(&["Song Han", "Sun Han", "S. Han"]), ["S. Han", "Song Han", "Sun Han"]);
    assert_eq!(merged(&["Renée Gagner", "S. Gagner"]), ["Renée Gagner", "S. Gagner"]);
    assert_eq!(merged(&["Song Abel Han", "S. B. Han"]), ["S. B. Han", "Song Abel Han"]);
    assert_eq!(
        merged(&["Song Abel Han", "Sun Bob Han", "S. B. Han"]),
        ["Sun Bob Han = S. B. Han", "Song Abel Han"]
    );
    assert_eq!(merged(&["Song Han", "S. A. Han", "S. B. Han"]), ["S. A. Han", "S. B. Han", "Song Han"]);
}

#[test]
fn two_who_share_a_talk_are_two() {
    assert_eq!(merged(&["Song Han & Han Song"]), ["Han Song", "Song Han"]);
    assert_eq!(merged(&["Song Han & S. Han"]), ["S. Han", "Song Han"]);
    assert_eq!(merged(&["Renée Gagner & Renée Gagnar"]), ["Renée Gagnar", "Renée Gagner"]);
    assert_eq!(merged(&["Song Han & SONG HAN"]), ["SONG HAN = Song Han"]);
}

#[test]
fn names_that_only_sound_alike_are_two() {
    assert_eq!(merged(&["李伟", "李玮", "Li Wei"]).len(), 3);
    assert_eq!(merged(&["???", "!!!", "???"]).len(), 2);
}

#[test]
fn a_person_is_found_by_every_spelling_with_the_talks_in_order() {
    let people = people_of(&talks(&["Song Han", "Ann Abel", "Song Han & Ann Abel", "S. Han"]));
    let person = people.get(&Text::line("S. Han")).unwrap();
    assert_eq!(person.talks, [0, 2, 3].map(Handle::new));
    assert_eq!(people.get(&Text::line("Song Han")), Some(person));
    assert_eq!(people.get(&Text::line("Nobody")), None);
}

#[test]
fn the_card_tells_what_changed_over_time() {
    let speaker = |name: &str, affiliation: &str, bio: &str| Speaker {
        name: Text::line(name),
        affiliation: Some(Text::line(affiliation)),
        bio: Some(Text::block(bio)),
    };
    let talk = |date, index, series, speakers| Seminar {
        speakers,
        series: Some(Text::line(series)),
        ..seminar("A talk", "", date, index)
    };
    let mut snapshot = Snapshot::default();
    snapshot.insert(&[
        talk("2019-05", 0, "Théorie", vec![speaker("Song Han", "Abel University", "Young.")]),
        talk("2020-01-01", 1, "Theorie", vec![speaker("Song Han", "ABEL University", "Young.")]),
        talk(
            "2023",
            2,
            "Colloquium",
            vec![speaker("S. Han", "Cain Labs", "Known."), speaker("B. Cain", "", "")],
        ),
        talk("", 3, "Théorie", vec![speaker("Song Han", "Somewhere", "Young."), speaker("Bob Cain", "", "")]),
    ]);
    let all = snapshot.order().iter().filter_map(|&handle| Some((handle, snapshot.summary(handle)?)));
    let people = People::from_seminars(all);
    let record = |handle| snapshot.seminar(handle).map(Box::new);
    let card = people.card(people.get(&Text::line("Song Han")).unwrap(), record);
    assert_eq!(card.variants, [Text::line("S. Han")]);
    assert_eq!(card.talks, [2, 1, 0, 3].map(Handle::new));
    let told: Vec<_> = card.affiliations.iter().map(|a| (a.name.as_str(), a.first, a.last)).collect();
    assert_eq!(
        told,
        [
            ("Cain Labs", When::year(2023), When::year(2023)),
            ("ABEL University", When::month(2019, 5), When::day(2020, 1, 1)),
            ("Somewhere", None, None),
        ]
    );
    let told: Vec<_> = card.bios.iter().map(|bio| (bio.text.as_str(), bio.newest)).collect();
    assert_eq!(told, [("Known.", When::year(2023)), ("Young.", When::day(2020, 1, 1))]);
    assert_eq!(card.co_speakers, [(Text::line("Bob Cain"), 2)]);
    assert_eq!(card.series, [(Text::line("Théorie"), 3), (Text::line("Colloquium"), 1)]);
}

proptest! {
    #[test]
    fn every_spelling_and_every_talk_belongs_to_one_person(
        names in prop::collection::vec("(Song|S|Sung|Renée|R)( [AB])? (Han|Hansen|Hanson|Gagner|Gagnar)( & Bob Cain)?", 1..30)
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let talks = talks(&names);
        let people = people_of(&talks);
        let spellings: usize = people.iter().map(|person| 1 + person.variants.len()).sum();
        let distinct: std::collections::HashSet<&Text> =
            talks.iter().flat_map(|talk| &talk.speakers).map(|speaker| &speaker.name).collect();
        prop_assert_eq!(spellings, distinct.len());
        for (handle, talk) in (0..).map(Handle::new).zip(&talks) {
            for speaker in &talk.speakers {
                prop_assert!(people.get(&speaker.name).is_some_and(|person| person.talks.contains(&handle)));
            }
        }
    }
}
