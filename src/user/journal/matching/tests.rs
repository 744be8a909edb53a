use super::*;
use crate::recording::Recording;
use crate::seminar::{Seminar, TalkDate};
use crate::testing::seminar;
use crate::text::Text;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn talk(title: &str, speaker: &str, date: &str, video: &str, index: u32) -> Seminar {
    let mut talk = seminar(title, speaker, date, index);
    talk.recordings = Recording::parse(video).ok().into_iter().collect();
    talk
}

fn archive(talks: &[Seminar]) -> (Snapshot, Vec<Handle>) {
    let mut snapshot = Snapshot::default();
    let handles = snapshot.insert(talks);
    (snapshot, handles)
}

fn identify(snapshot: &Snapshot, handle: Handle) -> Arc<TalkIdentity> {
    TalkMatches::default().identify(snapshot, handle).unwrap()
}

/// Marks the first talk of `before`, and finds it in `after`: the index of the talk.
fn found(before: &[Seminar], after: &[Seminar]) -> Option<usize> {
    let (snapshot, handles) = archive(before);
    let identity = identify(&snapshot, handles[0]);
    let (snapshot, handles) = archive(after);
    let matches = TalkMatches::find([&identity], &snapshot);
    handles.iter().position(|&handle| Some(handle) == matches.talk(&identity))
}

const A: &str = "https://youtu.be/aaaaaaaaaaa";
const B: &str = "https://youtu.be/bbbbbbbbbbb";

#[test]
fn an_edited_talk_is_found() {
    let before = [talk("Routing", "Ann Dove", "2022-11-17", A, 0)];
    for after in [
        talk("Routing", "Ann Dove", "2022-11-17", A, 0),
        talk("ROUTING!", "ann dove", "2022-11-17", "", 5),
        talk("Routing with privacy", "Ann Dove", "2022-11-17", A, 0),
        talk("Routing with privacy", "Ann Dove", "2022-11-17", "", 0),
        talk("Routing", "Ann Dove", "2022-11-18", A, 0),
        talk("Routing", "A. Dove", "2022-11-17", A, 0),
        talk("Routing", "Ann Dove", "2022-11-17", B, 0),
        talk("Routing", "Ann Dove", "", A, 0),
    ] {
        let other = talk("Counting", "Bo Finch", "2022-11-17", B, 1);
        assert_eq!(found(&before, &[other, after.clone()]), Some(1), "{after:?}");
    }
}

#[test]
fn another_talk_is_not_taken_for_it() {
    let before = [talk("Routing", "Ann Dove", "2022-11-17", A, 0)];
    for other in [
        // The same speaker on the same day.
        talk("Counting", "Ann Dove", "2022-11-17", B, 0),
        // A new talk that took the old id.
        {
            let mut new = talk("Counting", "Bo Finch", "2022-11-17", B, 0);
            new.id = Text::line("2022-11-17-Ann Dove");
            new
        },
        // The recording of a whole day.
        talk("Counting", "Bo Finch", "2023-01-01", A, 0),
        talk("Routing", "Bo Finch", "2023-01-01", B, 0),
        talk("Routing", "Bo Finch", "2022-11-17", "", 0),
    ] {
        assert_eq!(found(&before, std::slice::from_ref(&other)), None, "{other:?}");
    }
}

#[test]
fn shared_links_and_shared_ids_do_not_decide() {
    let day = |first: &str, second: &str| {
        [talk(first, "Ann Dove", "2022-11-17", A, 0), talk(second, "Ann Dove", "2022-11-17", A, 1)]
    };
    assert_eq!(found(&day("One", "Two"), &day("One", "Two")), Some(0));
    assert_eq!(found(&day("One", "Two"), &day("Two", "One")), Some(1));
    // Neither title is left: it could be either.
    assert_eq!(found(&day("One", "Two"), &day("Three", "Four")), None);
    let (snapshot, handles) = archive(&day("One", "Two"));
    let identity = identify(&snapshot, handles[0]);
    assert_eq!((&identity.id, &identity.link), (&None, &None));
}

#[test]
fn an_identity_finds_its_own_talk_or_there_is_none() {
    let with_id = |id: &str, index| {
        let mut talk = talk("Invited talk", "", "", "", index);
        talk.speakers.clear();
        talk.id = Text::line(id);
        talk
    };
    // The repeated title is kept where nothing else but the id is left.
    let talks = [with_id("a", 0), with_id("b", 1)];
    assert_eq!(found(&talks, &talks), Some(0));
    let mut bare = with_id("a", 0);
    bare.title = None;
    let (snapshot, handles) = archive(&[bare]);
    assert_eq!(TalkMatches::default().identify(&snapshot, handles[0]), None);
}

#[test]
fn two_talks_that_agree_equally_get_nothing() {
    let before = [talk("Opening", "Ann Dove", "2022-11-17", "", 0)];
    let after =
        [talk("Opening", "Ann Dove", "2023-11-17", "", 0), talk("Opening", "Ann Dove", "2024-11-17", "", 1)];
    let (snapshot, handles) = archive(&before);
    let identity = identify(&snapshot, handles[0]);
    let (snapshot, _) = archive(&after);
    let matches = TalkMatches::find([&identity], &snapshot);
    assert_eq!(matches.unmatched(), [(identity, Unmatched::Ambiguous)]);
}

/// How a talk of the generated archive is changed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Edit {
    None,
    Title,
    Day,
    Recording,
    Speaker,
    File,
}

/// An archive of days, on each of which a few people give one talk or two; some days have one recording, some talks
/// have none, no day or no title.
fn generated(days: &[(u8, u8, u8)]) -> Vec<Seminar> {
    let mut talks = Vec::new();
    for (at, &(people, kind, twice)) in (0u32..).zip(days) {
        for person in 0..=people % 4 {
            for part in 0..=u32::from(twice % 12 == 0) {
                let number = u32::try_from(talks.len()).unwrap();
                let who = u32::from(person) + at % 7 * 3;
                let name = format!("First{who} Last{who}");
                let date = if kind % 20 == 3 {
                    String::new()
                } else {
                    format!("20{:02}-0{}-1{}", at / 9, at % 9 + 1, person)
                };
                let video = match kind % 8 {
                    0 | 1 => String::new(),
                    2 => format!("https://youtu.be/day{at:08}"),
                    3 => format!("https://youtu.be/day{at:08}?t={}", 60 * (number + 1)),
                    _ => format!("https://youtu.be/own{number:08}"),
                };
                let mut talk =
                    talk(&format!("On subject {number} of part {part}"), &name, &date, &video, number);
                if kind % 20 == 5 {
                    talk.title = None;
                } else if kind % 20 == 6 {
                    talk.title = Some(Text::line("Invited talk"));
                }
                talks.push(talk);
            }
        }
    }
    talks
}

fn edit(talk: &mut Seminar, edit: Edit, number: usize) {
    match edit {
        Edit::None => {}
        Edit::Title => talk.title = Some(Text::line(&format!("Renamed {number}"))),
        Edit::Day => talk.date = Some(TalkDate::parse(&format!("2031-01-{:02}", number % 28 + 1))),
        Edit::Recording => {
            talk.recordings =
                Recording::parse(&format!("https://youtu.be/new{number:08}")).ok().into_iter().collect();
        }
        Edit::Speaker => talk.speakers[0].name = Text::line(&talk.speakers[0].name.replace("First", "F")),
        Edit::File => talk.id = Text::line(&format!("file-{number}")),
    }
    // Every second talk has an id of its own, such as the name of its file; the others have one made from the text.
    if number.is_multiple_of(2) && edit != Edit::File {
        let date = talk.date.as_ref().map_or("", |date| date.text());
        talk.id = Text::line(&format!("{date}-{}", talk.speakers[0].name));
    }
}

/// Marks all talks of an archive, changes 30 % of them, and adds new ones. Returns how many marks find their talk, out
/// of how many whose talk can be told from the others.
fn rate(days: &[(u8, u8, u8)], edits: &[u8]) -> Result<(usize, usize), TestCaseError> {
    let talks = generated(days);
    let (before, handles) = archive(&talks);
    let mut matches = TalkMatches::default();
    // A talk that cannot be told from another cannot be marked.
    let identities: Vec<Option<Arc<TalkIdentity>>> =
        handles.iter().map(|&handle| matches.identify(&before, handle)).collect();
    let mut changed = talks.clone();
    let kinds = [Edit::Title, Edit::Day, Edit::Recording, Edit::Speaker, Edit::File];
    for (number, talk) in changed.iter_mut().enumerate() {
        let draw = usize::from(edits[number % edits.len()]);
        edit(talk, if draw < 30 { kinds[draw % kinds.len()] } else { Edit::None }, number);
    }
    // A new talk takes the id of the first.
    let mut new = talk("A new talk", "First3 Last3", "2030-01-01", "", 999);
    new.id = talks[0].id.clone();
    changed.push(new);
    let (after, handles) = archive(&changed);
    let matches = TalkMatches::find(identities.iter().flatten(), &after);
    let (mut right, mut tellable) = (0, 0);
    for (number, identity) in identities.iter().enumerate() {
        let Some(identity) = identity else { continue };
        let found = matches.talk(identity);
        let is_right = found == Some(handles[number]);
        prop_assert!(found.is_none() || is_right, "{identity:?} got another talk");
        tellable += 1;
        right += usize::from(is_right);
    }
    Ok((right, tellable))
}

#[test]
fn marks_find_their_talks_and_no_others() {
    let mut runner = TestRunner::deterministic();
    let archives =
        (prop::collection::vec(any::<(u8, u8, u8)>(), 20..60), prop::collection::vec(0u8..100, 400));
    let (mut right, mut tellable) = (0, 0);
    for _ in 0..100 {
        let (days, edits) = archives.new_tree(&mut runner).unwrap().current();
        let (some, all) = rate(&days, &edits).unwrap();
        right += some;
        tellable += all;
    }
    assert!(tellable > 5000 && right * 1000 >= tellable * 990, "{right} of {tellable}");
}

proptest! {
    #[test]
    fn no_mark_finds_another_talk(
        days in prop::collection::vec(any::<(u8, u8, u8)>(), 1..30),
        edits in prop::collection::vec(0u8..100, 200),
    ) {
        rate(&days, &edits)?;
    }
}
