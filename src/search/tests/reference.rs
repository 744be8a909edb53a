//! A second, simpler search, written straight from the definition. The index must always agree with it.

use std::ops::Range;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{answers, handle, seminar};
use crate::records::Handle;
use crate::search::fold::{FoldForm, fold_name_variants, fold_to_string};
use crate::search::query::{Expr, Word, WordShape};
use crate::search::{Index, Match, Query, Rank, TextRole, fold_key, typo};
use crate::seminar::Seminar;
use crate::text::Text;

/// Every spelling of a value, each with a blank before and after.
fn spellings(text: &str) -> Vec<String> {
    let (plain, differs) = fold_to_string(text, FoldForm::Plain);
    std::iter::once(plain)
        .chain(differs.forms().map(|form| fold_to_string(text, form).0))
        .map(|folded| format!(" {folded} "))
        .collect()
}

/// The variants of a name, with a blank before and after.
fn name_variants(name: &str) -> String {
    let mut folded = Vec::new();
    fold_name_variants(name, &mut folded);
    String::from_utf8(folded).unwrap()
}

/// Turns a word into the substring to look for.
type NeedleFn = fn(&str) -> String;

/// The texts of a role, in all their spellings.
fn texts(seminar: &Seminar, role: TextRole) -> Vec<String> {
    let values: Vec<&str> = match role {
        TextRole::Speaker => seminar.speakers.iter().map(|s| s.name.as_str()).collect(),
        TextRole::Title => seminar.title.iter().map(Text::as_str).collect(),
        TextRole::Tag => seminar.tags.iter().map(Text::as_str).collect(),
        TextRole::Id => vec![seminar.id.as_str()],
        TextRole::Abstract => {
            let prose = seminar.abstract_text.iter().filter(|t| !t.is_empty());
            return prose.map(|t| format!(" {} ", fold_to_string(t, FoldForm::Plain).0)).collect();
        }
        TextRole::Other => return vec![" 2022 11 17 ".to_owned()],
        _ => Vec::new(),
    };
    let variants = values.iter().filter(|_| role.is_name()).map(|name| name_variants(name));
    let variants: Vec<String> = variants.collect();
    values.into_iter().flat_map(spellings).chain(variants).collect()
}

/// The rank of one word, straight from the definition.
fn rank_of_word(word: &Word, seminar: &Seminar, typos: bool) -> Option<Rank> {
    let is = |role: TextRole, shape: NeedleFn| {
        let fits = word
            .role
            .map_or(role.is_primary() || word.letter_count >= 3 || word.shape != WordShape::Word, |f| {
                f == role
            });
        let values = texts(seminar, role);
        fits && word.spellings.iter().any(|w| {
            values.iter().any(|value| match word.shape {
                WordShape::WholeValue => false,
                _ => value.contains(&shape(w)),
            })
        })
    };
    if word.shape == WordShape::WholeValue {
        let values: Vec<&str> = match word.role {
            Some(TextRole::Speaker) => seminar.speakers.iter().map(|s| s.name.as_str()).collect(),
            _ => seminar.tags.iter().map(Text::as_str).collect(),
        };
        let rank = if word.role == Some(TextRole::Speaker) { Rank::Name } else { Rank::LabelStart };
        return values.iter().any(|value| word.spellings == [fold_key(value)]).then_some(rank);
    }
    let near = |role: TextRole| {
        let fits = word.role.is_none_or(|field| field == role);
        typos
            && fits
            && word.typo_spellings().any(|typed| {
                let values = texts(seminar, role);
                let mut words = values.iter().flat_map(|value| value.split(' '));
                words.any(|word| !word.is_empty() && typo::prefix_len(word, typed).is_some())
            })
    };
    let (whole, start, inside): (NeedleFn, NeedleFn, NeedleFn) = match word.shape {
        WordShape::Word => (|w| format!(" {w} "), |w| format!(" {w}"), str::to_owned),
        _ => (|w| format!(" {w} "), |w| format!(" {w} "), |w| format!(" {w} ")),
    };
    let others = [TextRole::Abstract, TextRole::Id, TextRole::Other];
    if is(TextRole::Speaker, whole) {
        Some(Rank::Name)
    } else if is(TextRole::Speaker, start) {
        Some(Rank::NameStart)
    } else if is(TextRole::Title, start) {
        Some(Rank::TitleStart)
    } else if is(TextRole::Tag, start) {
        Some(Rank::LabelStart)
    } else if is(TextRole::Speaker, inside) || is(TextRole::Title, inside) {
        Some(Rank::Inside)
    } else if others.into_iter().any(|role| is(role, start)) {
        Some(Rank::Text)
    } else if near(TextRole::Speaker) || near(TextRole::Title) {
        Some(Rank::Typo)
    } else {
        None
    }
}

/// The rank of a part of a query.
fn rank_of(expr: &Expr, seminar: &Seminar, typos: bool) -> Option<Rank> {
    let ranks = |parts: &[Expr]| -> Vec<Option<Rank>> {
        parts.iter().map(|part| rank_of(part, seminar, typos)).collect()
    };
    match expr {
        Expr::Word(word) => rank_of_word(word, seminar, typos),
        // In these tests all talks are on the same day and have no recording.
        Expr::Filter(filter) => match filter.to_string().as_str() {
            "date:2022" | "no:video" => Some(Rank::Name),
            "has:abstract" => seminar.abstract_text.is_some().then_some(Rank::Name),
            _ => None,
        },
        Expr::All(parts) => ranks(parts)
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .map(|all| all.into_iter().max().unwrap_or(Rank::Name)),
        Expr::Any(parts) => ranks(parts).into_iter().flatten().min(),
        Expr::Not(part) => rank_of(part, seminar, false).is_none().then_some(Rank::Name),
    }
}

/// A search without an index.
fn naive_search(query: &Query, seminars: &[(Handle, Seminar)]) -> Vec<Match> {
    let with = |typos: bool| -> Vec<Match> {
        let rank = |seminar: &Seminar| rank_of(query.root(), seminar, typos);
        let found =
            |(handle, seminar): &(Handle, Seminar)| Some(Match { handle: *handle, rank: rank(seminar)? });
        let mut all: Vec<Match> = seminars.iter().filter_map(found).collect();
        all.sort_by_key(|m| m.rank);
        all
    };
    let exact = with(false);
    if exact.is_empty() { with(true) } else { exact }
}

fn word() -> impl Strategy<Value = String> {
    let common = [
        "han",
        "song",
        "Hanin",
        "Shanahan",
        "Gagné",
        "gagen",
        "Straße",
        "宋寒",
        "寒",
        "Иванов",
        "T’kindt",
        "J. R.",
        "van den",
        "김민수",
    ];
    let more = [
        "Jean-Luc",
        "Müller",
        "mueller",
        "neural",
        "nueral",
        "networks",
        "learning",
        "lerning",
        "c++",
        "いち",
        "jr",
        "kim",
        "vandenhan",
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

/// A part of a query: the start of a word, a phrase, a whole value or a filter.
fn piece() -> impl Strategy<Value = String> {
    let fields = prop::sample::select(vec!["", "", "", "", "s:", "title:", "tag:", "abstract:"]);
    let begun = (fields, word(), 1..8usize).prop_map(|(field, word, keep)| {
        let typed: String = word.graphemes(true).take(keep).collect();
        format!("{field}{typed}")
    });
    let phrase = (prop::sample::select(vec!["", "title:", "s:=", "tag:="]), words(2))
        .prop_map(|(field, words)| format!("{field}\"{words}\""));
    let filter =
        prop::sample::select(vec!["date:2022", "date:2021", "has:abstract", "has:video", "no:video"]);
    prop_oneof![6 => begun, 2 => phrase, 1 => filter.prop_map(str::to_owned)]
}

/// A query of a few parts, some of them excluded or alternatives.
fn query_text() -> impl Strategy<Value = String> {
    let before = prop::sample::select(vec!["", "", "", "", "-", "not:"]);
    let after = prop::sample::select(vec![" ", " ", " ", " OR "]);
    let part = (before, piece(), after).prop_map(|(before, piece, after)| format!("{before}{piece}{after}"));
    let plain = prop::collection::vec(piece(), 0..4).prop_map(|parts| parts.join(" "));
    prop_oneof![2 => plain, 1 => prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat())]
}

/// The texts of a talk that the list shows, with their roles.
fn visible_texts(seminar: &Seminar) -> Vec<(&str, TextRole)> {
    let names = seminar.speakers.iter().map(|s| (s.name.as_str(), TextRole::Speaker));
    let title = seminar.title.iter().map(|t| (t.as_str(), TextRole::Title));
    let labels = seminar.tags.iter().map(|t| (t.as_str(), TextRole::Tag));
    names.chain(title).chain(labels).collect()
}

proptest! {
    #[test]
    fn the_index_finds_what_a_plain_reading_finds(
        talks in prop::collection::vec(talk(), 0..24),
        gone in prop::collection::vec(0..24usize, 0..20),
        text in query_text(),
    ) {
        let mut index = Index::with_segment_capacity(4);
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
        prop_assert_eq!(&found, &naive_search(&query, &seminars));
        // A match in a name, title or tag must be highlighted there.
        let only_words = match query.root() {
            Expr::All(parts) => !parts.is_empty() && parts.iter().all(|part| matches!(part, Expr::Word(_))),
            root => matches!(root, Expr::Word(_)),
        };
        for answer in found.iter().filter(|m| m.rank != Rank::Text && only_words) {
            let (_, seminar) = seminars.iter().find(|(own, _)| *own == answer.handle).unwrap();
            let is_highlighted = visible_texts(seminar)
                .iter()
                .any(|&(text, role)| !query.highlights(text, role, answer.rank).is_empty());
            prop_assert!(is_highlighted, "{}: {:?}", text, seminar);
        }
    }

    #[test]
    fn highlights_are_whole_graphemes_in_order(
        text in prop_oneof![any::<String>(), words(8)],
        typed in prop_oneof![any::<String>(), query_text()],
        role in prop::sample::select(TextRole::ALL.to_vec()),
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
