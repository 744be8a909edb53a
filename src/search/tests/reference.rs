//! A second, simpler search, straight from the definition, with which the index must always agree.

use std::ops::Range;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{answers, handle, seminar};
use crate::catalog::Handle;
use crate::search::fold::{Form, folded};
use crate::search::query::{Field, Word};
use crate::search::{Index, Match, Query, Rank, Role, typo};
use crate::seminar::Seminar;

/// Every spelling of a value, each between blanks.
fn spellings(text: &str) -> Vec<String> {
    let (plain, differs) = folded(text, Form::Plain);
    std::iter::once(plain)
        .chain(differs.forms().map(|form| folded(text, form).0))
        .map(|folded| format!(" {folded} "))
        .collect()
}

/// A word as it has to stand in a text.
type Shape = fn(&str) -> String;

/// The rank of one word, straight from the definition.
fn rank_of(word: &Word, seminar: &Seminar, typos: bool) -> Option<Rank> {
    let names: Vec<String> = seminar.speakers.iter().flat_map(|s| spellings(&s.name)).collect();
    let titles: Vec<String> = seminar.title.iter().flat_map(|t| spellings(t)).collect();
    let labels: Vec<String> = seminar.tags.iter().flat_map(|t| spellings(t)).collect();
    let texts: Vec<String> = seminar
        .abstract_text
        .iter()
        .map(|t| format!(" {} ", folded(t, Form::Plain).0))
        .chain(spellings(&seminar.id))
        .chain(std::iter::once(" 2022 11 17 ".to_owned()))
        .collect();
    let any = |values: &[String], shape: Shape| {
        word.spellings.iter().any(|w| values.iter().any(|value| value.contains(&shape(w))))
    };
    let near = |values: &[String]| {
        typos
            && word.forgiving().any(|typed| {
                let mut words = values.iter().flat_map(|value| value.split(' '));
                words.any(|word| !word.is_empty() && typo::begins(word, typed).is_some())
            })
    };
    let everywhere = word.field == Field::Any;
    let (whole, start, inside): (Shape, Shape, Shape) =
        (|w| format!(" {w} "), |w| format!(" {w}"), str::to_owned);
    if any(&names, whole) {
        Some(Rank::Name)
    } else if any(&names, start) {
        Some(Rank::NameStart)
    } else if everywhere && (any(&titles, start) || any(&labels, start)) {
        Some(Rank::TitleStart)
    } else if any(&names, inside) || (everywhere && any(&titles, inside)) {
        Some(Rank::Inside)
    } else if word.fits_texts() && any(&texts, start) {
        Some(Rank::Text)
    } else if near(&names) || (everywhere && near(&titles)) {
        Some(Rank::Typo)
    } else {
        None
    }
}

/// A search without an index.
fn naive(query: &Query, seminars: &[(Handle, Seminar)]) -> Vec<Match> {
    let with = |typos: bool| -> Vec<Match> {
        let mut all: Vec<Match> = seminars
            .iter()
            .filter_map(|(handle, seminar)| {
                let words = query.root().words();
                let ranks = words.iter().map(|word| rank_of(word, seminar, typos));
                let worst = ranks.collect::<Option<Vec<_>>>()?.into_iter().max();
                Some(Match { handle: *handle, rank: worst.unwrap_or(Rank::Name) })
            })
            .collect();
        all.sort_by_key(|m| m.rank);
        all
    };
    let exact = with(false);
    if exact.is_empty() { with(true) } else { exact }
}

fn word() -> impl Strategy<Value = String> {
    let common =
        ["han", "song", "Hanin", "Shanahan", "Gagné", "gagen", "Straße", "宋寒", "寒", "Иванов", "T’kindt"];
    let more = [
        "Jean-Luc", "Müller", "mueller", "neural", "nueral", "networks", "learning", "lerning", "c++", "いち",
    ];
    prop_oneof![
        4 => prop::sample::select(common.to_vec()).prop_map(str::to_owned),
        4 => prop::sample::select(more.to_vec()).prop_map(str::to_owned),
        1 => "[a-z]{1,6}",
    ]
}

fn words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 0..=most).prop_map(|words| words.join(" "))
}

fn talk() -> impl Strategy<Value = (String, String, String, String)> {
    (words(3), words(4), words(2), words(6))
}

/// A query: beginnings of words, some of them for speakers alone.
fn question() -> impl Strategy<Value = String> {
    let part =
        (prop::sample::select(vec!["", "", "", "s:"]), word(), 1..8usize).prop_map(|(field, word, keep)| {
            let typed: String = word.graphemes(true).take(keep).collect();
            format!("{field}{typed}")
        });
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.join(" "))
}

/// The texts that a reader sees of a seminar, with the parts they play.
fn shown(seminar: &Seminar) -> Vec<(&str, Role)> {
    let names = seminar.speakers.iter().map(|s| (s.name.as_str(), Role::Speaker));
    let title = seminar.title.iter().map(|t| (t.as_str(), Role::Title));
    let labels = seminar.tags.iter().map(|t| (t.as_str(), Role::Label));
    names.chain(title).chain(labels).collect()
}

proptest! {
    #[test]
    fn the_index_finds_what_a_plain_reading_finds(
        talks in prop::collection::vec(talk(), 0..24),
        gone in prop::collection::vec(0..24usize, 0..20),
        text in question(),
    ) {
        let mut index = Index::new();
        let mut seminars = Vec::new();
        for (at, (speakers, title, tags, text)) in talks.iter().enumerate() {
            let seminar = seminar(at, (speakers, title, tags, text));
            index.add(handle(at), &seminar);
            seminars.push((handle(at), seminar));
        }
        for gone in gone {
            index.remove(handle(gone));
            seminars.retain(|(own, _)| *own != handle(gone));
        }
        seminars.reverse();
        let order: Vec<Handle> = seminars.iter().map(|(handle, _)| *handle).collect();
        let query = Query::parse(&text).unwrap();
        let found = answers(&index, &order, &text);
        prop_assert_eq!(&found, &naive(&query, &seminars));
        // What was found in a name, a title or a label can be seen there.
        for answer in found.iter().filter(|m| m.rank != Rank::Text && !query.is_empty()) {
            let (_, seminar) = seminars.iter().find(|(own, _)| *own == answer.handle).unwrap();
            let seen = shown(seminar)
                .iter()
                .any(|&(text, role)| !query.highlights(text, role, answer.rank).is_empty());
            prop_assert!(seen, "{}: {:?}", text, seminar);
        }
    }

    #[test]
    fn highlights_are_whole_graphemes_in_order(
        text in prop_oneof![any::<String>(), words(8)],
        typed in prop_oneof![any::<String>(), question()],
        role in prop::sample::select(vec![Role::Speaker, Role::Title, Role::Label, Role::Text]),
    ) {
        let Ok(query) = Query::parse(&typed) else { return Ok(()); };
        let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let mut before: Option<Range<usize>> = None;
        for range in query.highlights(&text, role, Rank::Typo) {
            prop_assert!(range.start < range.end);
            prop_assert!(edges.contains(&range.start) && edges.contains(&range.end));
            prop_assert!(before.is_none_or(|before| before.end < range.start));
            before = Some(range);
        }
    }
}
