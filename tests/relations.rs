//! People, series, facets and related talks of the sample archive, as a reader would meet them.

use std::fmt::Write;

use seminars::archive;
use seminars::archive::Origin;
use seminars::engine::facets::{FacetKind, Facets};
use seminars::engine::people::People;
use seminars::engine::related::Related;
use seminars::format::Limits;
use seminars::records::{Handle, Snapshot};
use seminars::text::Text;

fn sample() -> Snapshot {
    let mut snapshot = Snapshot::default();
    snapshot.insert(&archive::read(&Origin::Sample, &Limits::default()).0);
    snapshot
}

fn talk(snapshot: &Snapshot, speaker: &str) -> Handle {
    let speaks = |&&handle: &&Handle| snapshot.summary(handle).unwrap().speaker_names().contains(speaker);
    *snapshot.order().iter().find(speaks).unwrap()
}

#[test]
fn related_talks_come_with_reasons() {
    let snapshot = sample();
    let mut related = Related::default();
    for &handle in snapshot.order() {
        related.add(handle, &snapshot.seminar(handle).unwrap());
    }
    let mut out = String::new();
    for speaker in ["Bastani", "Shanahan", "Smet", "Adlam", "Blangiardo", "Joglekar", "Warden"] {
        let handle = talk(&snapshot, speaker);
        let seminar = &snapshot.seminar(handle).unwrap();
        writeln!(out, "{}: {}", seminar.speaker_names(), seminar.display_title()).unwrap();
        for relation in related.find(handle, seminar, 4) {
            let other = snapshot.summary(relation.handle).unwrap();
            let names = other.speaker_names();
            writeln!(out, "  {:.2} {names}: {}", relation.score, other.display_title()).unwrap();
            writeln!(out, "       {}", relation.reason).unwrap();
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_card_has_all_that_is_known_of_a_speaker() {
    let snapshot = sample();
    let all = snapshot.order().iter().filter_map(|&handle| Some((handle, snapshot.summary(handle)?)));
    let people = People::from_seminars(all);
    assert_eq!(people.iter().len(), 53);
    let record = |handle| snapshot.seminar(handle).map(Box::new);
    let card = people.card(people.get(&Text::line("Osbert Bastani")).unwrap(), record);
    assert_eq!((card.talks.len(), card.bios.len(), card.co_speakers.len()), (2, 2, 0));
    assert_eq!(card.series, [(Text::line("Autoware Centers of Excellence"), 2)]);
}

#[test]
fn facets_count_every_kind_of_value() {
    let snapshot = sample();
    let mut facets = Facets::default();
    for &handle in snapshot.order() {
        facets.add(handle, &snapshot.summary(handle).unwrap());
    }
    let counts = facets.count(snapshot.order().iter().copied());
    let mut out = String::new();
    for kind in FacetKind::ALL {
        for value in counts.get(kind).iter().take(5) {
            writeln!(out, "{kind:?}: {} {}", value.count, value.text.as_str()).unwrap();
        }
    }
    insta::assert_snapshot!(out);
}
