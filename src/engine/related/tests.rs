//! Tests which talks are related, and that adding and removing other talks leaves no trace.

use super::*;
use crate::testing::seminar;
use proptest::prelude::*;

fn talk(index: u32, title: &str, speaker: &str, date: &str, text: &str) -> Seminar {
    let text = (!text.is_empty()).then(|| Text::block(text));
    Seminar { abstract_text: text, ..seminar(title, speaker, date, index) }
}

/// With such small segments, a few talks fill several of them.
fn small_segments() -> Related {
    Related { capacity: Capacity { segment: 4, slack: 2 }, ..Related::default() }
}

fn index_of(talks: &[Seminar]) -> Related {
    let mut related = small_segments();
    for (handle, talk) in (0..).map(Handle::new).zip(talks) {
        related.add(handle, talk);
    }
    related
}

/// The talks related to the first one, with the reasons.
fn related_to_first(talks: &[Seminar]) -> Vec<(usize, String)> {
    let related = index_of(talks).find(Handle::new(0), &talks[0], 10);
    related.into_iter().map(|relation| (relation.handle.index(), relation.reason.to_string())).collect()
}

#[test]
fn talks_are_related_by_what_both_are_about_with_the_reason_in_words() {
    let mut talks = vec![
        talk(
            0,
            "Neurosymbolic Controllers",
            "Ann Abel",
            "2022",
            "We verify neurosymbolic programs without building them.",
        ),
        talk(1, "Something Else", "Bob Cain", "2021", "About verification without programs, while building."),
        talk(2, "Gardens", "Bob Cain", "2023", "Tomatoes and peppers."),
        talk(3, "A controller", "ABEL, Ann", "2020", "It is neurosymbolic."),
    ];
    assert_eq!(
        related_to_first(&talks),
        [(3, "in common: Controllers, neurosymbolic; same speaker".to_owned())],
        "one word of the abstracts in common is chance"
    );
    for talk in &mut talks {
        talk.series = Some(Text::line("Colloquium"));
    }
    assert_eq!(
        related_to_first(&talks),
        [(3, "in common: Controllers, neurosymbolic; same speaker; same series".to_owned())]
    );
}

#[test]
fn no_talk_is_related_without_a_reason() {
    let titles = ["ໜ", "ໜ ໜ", "ﬁ", "…"];
    for title in titles {
        let talks = [talk(0, title, "Ann Abel", "2022", ""), talk(1, title, "Bob Cain", "2021", "")];
        assert!(related_to_first(&talks).iter().all(|(_, reason)| !reason.is_empty()), "{title}");
    }
}

#[test]
fn the_same_speaker_is_reason_enough_and_the_newest_talk_comes_first() {
    let talks = [
        talk(0, "Gardens", "Ann Abel", "2022", ""),
        talk(1, "Tomatoes", "Ann Abel", "2021-03", ""),
        talk(2, "Peppers", "Ann Abel", "2021-04-01", ""),
        talk(3, "Carrots", "Ann Abel", "", ""),
        talk(4, "Onions", "Bob Cain", "2022", ""),
    ];
    let same = |handle| (handle, "same speaker".to_owned());
    assert_eq!(related_to_first(&talks), [same(2), same(1), same(3)]);
}

#[test]
fn a_repeat_is_not_related_but_another_talk_with_the_title_is() {
    let mut talks = vec![
        talk(0, "Neurosymbolic gardens", "Ann Abel", "2022", "One text."),
        talk(1, "Neurosymbolic Gardens", "Abel, Ann", "2021", "One text."),
        talk(2, "Neurosymbolic gardens", "Ann Abel", "2020", ""),
        talk(3, "Neurosymbolic gardens", "Bob Cain", "2022", "One text."),
        talk(4, "Neurosymbolic gardens", "Ann Abel", "2022", "The second part, on peppers."),
    ];
    talks.extend((5..30).map(|index| talk(index, &format!("Subject{index}"), "Bob Cain", "2022", "")));
    let handles: Vec<usize> = related_to_first(&talks).into_iter().map(|(handle, _)| handle).collect();
    assert_eq!(handles, [4, 3]);
}

#[test]
fn a_tag_of_several_words_is_named_as_a_whole() {
    let tagged = |index, title| {
        let tags = vec![Text::line("Efficient Inference")];
        Seminar { tags, ..talk(index, title, &format!("Speaker {index}"), "2022", "") }
    };
    let mut talks =
        vec![tagged(0, "Tomatoes"), tagged(1, "Peppers"), talk(2, "Inference", "Bob Cain", "2022", "")];
    talks.extend((3..30).map(|index| talk(index, &format!("Subject{index}"), "Dan Eck", "2022", "")));
    assert_eq!(related_to_first(&talks)[0], (1, "in common: Efficient Inference".to_owned()));
    assert_eq!(related_to_first(&talks)[1], (2, "in common: Inference".to_owned()));
}

#[test]
fn a_word_that_many_talks_have_relates_none() {
    let talk =
        |index| talk(index, &format!("About word{}", index / 2), &format!("Speaker {index}"), "2022", "");
    let talks: Vec<Seminar> = (0..40).map(talk).collect();
    assert_eq!(related_to_first(&talks), [(1, "in common: word0".to_owned())]);
}

proptest! {
    /// After talks are removed, the results are the same as if they had never been added.
    #[test]
    fn what_went_leaves_no_trace(
        texts in prop::collection::vec("(tomatoes |peppers |carrots |onions |radishes ){0,4}", 1..20),
        gone in prop::collection::btree_set(0u32..20, 0..20),
        limit in 0usize..6,
    ) {
        let talks: Vec<Seminar> = (0..).zip(&texts)
            .map(|(index, text)| talk(index, &format!("Talk {index}"), &format!("Speaker{}", index % 5), "2022", text))
            .collect();
        let mut related = index_of(&talks);
        let mut fresh = small_segments();
        for (handle, talk) in (0..).map(Handle::new).zip(&talks) {
            if gone.contains(&u32::try_from(handle.index()).unwrap()) {
                related.remove(handle);
            } else {
                fresh.add(handle, talk);
                related.add(handle, talk);
            }
        }
        for (handle, talk) in (0..).map(Handle::new).zip(&talks) {
            let found = related.find(handle, talk, limit);
            prop_assert!(found.len() <= limit && found.iter().all(|relation| relation.handle != handle));
            prop_assert!(found.is_sorted_by(|a, b| a.score >= b.score));
            let all = fresh.find(handle, talk, usize::MAX);
            prop_assert_eq!(found, all.into_iter().take(limit).collect::<Vec<_>>());
        }
    }

    #[test]
    fn any_text_will_do(title in "\\PC{0,40}", text in "\\PC{0,200}") {
        let talks = [talk(0, &title, "Ann Abel", "2022", &text), talk(1, &title, "Bob Cain", "2022", &text)];
        for relation in index_of(&talks).find(Handle::new(0), &talks[0], 3) {
            prop_assert!(relation.reason.starts_with("in common: "), "{:?}", relation);
        }
    }
}
