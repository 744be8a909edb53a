//! Tests the counts against a naive count of every record.

use super::*;
use crate::testing::seminar;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn tagged(index: u32, year: &str, speaker: &str, tags: &[&str]) -> Seminar {
    Seminar {
        tags: tags.iter().map(|tag| Text::line(tag)).collect(),
        ..seminar("A talk", speaker, year, index)
    }
}

fn text_counts(values: &[FacetValue]) -> Vec<(&str, usize)> {
    values.iter().map(|value| (value.text.as_str(), value.count)).collect()
}

fn archive() -> (Facets, Vec<Handle>) {
    let talks = [
        tagged(0, "2021-01-01", "Renée Gagné", &["Théorie", "zoo"]),
        tagged(1, "2023", "Renee Gagne", &["theorie", "THEORIE"]),
        tagged(2, "2021-05", "Ann Abel", &["ants", "Théorie"]),
        tagged(3, "", "renée gagné", &[]),
    ];
    let mut facets = Facets::default();
    for (handle, talk) in (0..).map(Handle::new).zip(&talks) {
        facets.add(handle, talk);
    }
    (facets, (0..4).map(Handle::new).collect())
}

#[test]
fn values_that_fold_alike_are_one_in_the_most_common_spelling() {
    let (facets, all) = archive();
    let counts = facets.count(all.into_iter());
    assert_eq!(text_counts(counts.get(FacetKind::Tag)), [("Théorie", 3), ("ants", 1), ("zoo", 1)]);
    assert_eq!(text_counts(counts.get(FacetKind::Speaker)), [("Renée Gagné", 3), ("Ann Abel", 1)]);
    assert_eq!(text_counts(counts.get(FacetKind::Year)), [("2023", 1), ("2021", 2)]);
    assert_eq!(text_counts(counts.get(FacetKind::Recording)), [("no", 4)]);
    assert_eq!(text_counts(counts.get(FacetKind::Language)), []);
}

#[test]
fn only_matches_count_and_what_they_lack_is_left_out() {
    let (mut facets, all) = archive();
    let counts = facets.count(all[1..2].iter().copied().chain([Handle::new(99)]));
    assert_eq!(text_counts(counts.get(FacetKind::Tag)), [("Théorie", 1)]);
    assert_eq!(text_counts(counts.get(FacetKind::Year)), [("2023", 1)]);
    facets.remove(all[1]);
    facets.remove(Handle::new(99));
    let tags: Vec<_> = facets.values(FacetKind::Tag).map(|(text, count)| (text.as_str(), count)).collect();
    assert_eq!(tags, [("ants", 1), ("Théorie", 2), ("zoo", 1)]);
}

proptest! {
    #[test]
    fn counts_are_those_of_a_plain_count_whatever_came_and_went(
        steps in prop::collection::vec((0u32..8, prop::option::of(prop::collection::vec("[ab]", 0..4))), 1..40),
        matches in prop::collection::btree_set(0u32..8, 0..8),
    ) {
        let (mut facets, mut plain) = (Facets::default(), BTreeMap::new());
        for (handle, tags) in &steps {
            if let Some(tags) = tags {
                    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
                    facets.add(Handle::new(*handle), &tagged(*handle, "2022", "Ann Abel", &tags));
                    plain.insert(*handle, tags);
            } else {
                    facets.remove(Handle::new(*handle));
                    plain.remove(handle);
            }
        }
        let counts = facets.count(matches.iter().copied().map(Handle::new));
        for tag in ["a", "b"] {
            let has = |handle: &u32| plain.get(handle).is_some_and(|tags| tags.contains(&tag));
            let counted = counts.get(FacetKind::Tag).iter().find(|value| value.text.as_str() == tag);
            prop_assert_eq!(counted.map_or(0, |value| value.count), matches.iter().filter(|handle| has(handle)).count());
            let total = facets.values(FacetKind::Tag).find(|(text, _)| text.as_str() == tag).map_or(0, |(_, count)| count);
            prop_assert_eq!(total, plain.values().filter(|tags| tags.contains(&tag)).count());
        }
    }
}
