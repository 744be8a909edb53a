//! Tests the order of matches with a table of queries.

mod reference;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::testing::midnight;
use jiff::Zoned;
use jiff::civil::Date;

use super::*;
use crate::seminar::{Seminar, Source, Speaker, TalkDate};
use crate::text::Text;

/// The current time in all searches.
fn now() -> Zoned {
    midnight(Date::constant(2026, 11, 22))
}

/// Speakers (separated by `;`), title, tags (separated by `;`), abstract.
type TestTalk<'t> = (&'t str, &'t str, &'t str, &'t str);

/// Talks in many scripts, the newest first.
const TALKS: &[TestTalk] = &[
    ("Hoogeveen, J.A. (Han)", "Complexity of scheduling", "", "Joint work."),
    ("Boris Hanin", "Bayesian interpolation", "deep learning", ""),
    ("Song Han", "Routing with privacy", "tinyml;efficient inference", "Presents *MCUNet* for phones."),
    ("Phiala Shanahan", "Lattice field theory", "", "Handles gauge fields."),
    ("Renée Gagné; Ligeng Zhu", "Hand-eye calibration", "", "The chance of a 量子 state."),
    ("Łukasz Łódź", "Straße und Œuvre", "C++", "On the change of phase."),
    ("Иван Иванов", "Устойчивость систем", "", ""),
    ("宋寒", "量子力学入門", "", ""),
    ("鈴木 いちろう", "ロボット", "", ""),
    ("김민수", "양자 컴퓨터", "", ""),
    ("Nguyễn Thị Ánh", "Multi-agent systems", "", "Han dynasty."),
    ("Vincent T’kindt; Jean-Luc Müller", "Matheuristics", "", ""),
    ("Γιώργος Παπαδόπουλος", "Ὀδυσσεύς", "", ""),
    ("J. R. R. van den Oord", "Vowels", "graphs", ""),
    ("Ewan Mc Gregor", "Graphs of numbers", "", ""),
];

/// Queries, each with the indices of the talks that match it, in order.
const TABLE: &[(&str, &[usize])] = &[
    // Whole word of a name, start of a name, title word, inside a name, abstract word; newest first within each.
    ("han", &[0, 2, 7, 1, 4, 3, 10]),
    ("HAN", &[0, 2, 7, 1, 4, 3, 10]),
    ("song han", &[2, 7]),
    ("han song", &[2, 7]),
    ("song h", &[2, 7]),
    ("speaker:han", &[0, 2, 7, 1, 3]),
    ("s:han s:song", &[2, 7]),
    ("s:routing", &[]),
    ("han priv", &[2]),
    ("(han)", &[0, 2, 7, 1, 4, 3, 10]),
    ("gagne", &[4]),
    ("renee gagne", &[4]),
    ("Gagne\u{301}", &[4]),
    ("ＧＡＧＮÉ", &[4]),
    ("lodz", &[5]),
    ("Łódź", &[5]),
    ("strasse oeuvre", &[5]),
    ("c++", &[5]),
    ("ivanov", &[6]),
    ("Иванов", &[6]),
    ("ИВАН", &[6]),
    ("宋寒", &[7]),
    ("寒", &[7]),
    ("量子", &[7, 4]),
    ("力学", &[7]),
    ("ichirou", &[8]),
    ("いちろ", &[8]),
    ("ﾛﾎﾞｯﾄ", &[8]),
    ("민수", &[9]),
    ("김", &[9]),
    ("gimminsu", &[9]),
    ("kim", &[9]),
    ("kim minsu", &[9]),
    ("min-su", &[9]),
    // Initials as one word, prefixes joined to the name.
    ("jrr", &[13]),
    ("jrr vandenoord", &[13]),
    ("j. r. r. van den oord", &[13]),
    ("\"jrr vandenoord\"", &[13]),
    ("mcgregor", &[14]),
    ("mc gregor", &[14]),
    // A title ranks above a tag.
    ("graphs", &[14, 13]),
    ("nguyen anh", &[10]),
    ("multiagent", &[10]),
    ("multi-agent", &[10]),
    ("tkindt", &[11]),
    ("t'kindt", &[11]),
    ("jeanluc mueller", &[11]),
    ("jean-luc muller", &[11]),
    ("παπαδοπουλος", &[12]),
    ("οδυσσευς", &[12]),
    // In texts and tags only the start of a word matches; in texts, only with three letters or more.
    ("mcunet", &[2]),
    ("cunet", &[]),
    ("tinyml", &[2]),
    ("inyml", &[]),
    ("ph", &[3, 14]),
    ("pho", &[2]),
    // One typo, in names and titles, if nothing else matches.
    ("brois", &[1]),
    ("hoogeven", &[0]),
    ("gagnne", &[4]),
    ("shanaham", &[3]),
    ("roating privacy", &[2]),
    ("s:roating", &[]),
    ("mcunte", &[]),
    ("hann", &[]),
    ("иваонв", &[6]),
    // Phrases match whole words and get the rank of the text they are in.
    ("\"han\"", &[0, 2, 7, 10]),
    ("\"song han\"", &[2, 7]),
    ("\"han song\"", &[]),
    ("\"routing with\"", &[2]),
    ("\"routing wit\"", &[]),
    ("\"joint work\"", &[0]),
    ("\"roating with\"", &[]),
    // Exclusions, alternatives, groups.
    ("han -song", &[0, 1, 4, 3, 10]),
    ("han not:song -shanahan", &[0, 1, 4, 10]),
    ("han -\"han dynasty\"", &[0, 2, 7, 1, 4, 3]),
    ("-han", &[5, 6, 8, 9, 11, 12, 13, 14]),
    ("-shanaham s:phiala", &[3]),
    ("gagne OR lodz", &[4, 5]),
    ("dynasty OR boris", &[1, 10]),
    ("privacy OR change speaker:han", &[2]),
    ("(privacy tinyml) OR ichirou", &[8, 2]),
    ("-(song OR hanin) s:han", &[0, 3]),
    // Fields.
    ("title:han", &[4]),
    ("title:change", &[]),
    ("tag:inference", &[2]),
    ("tag:=inference", &[]),
    ("tag:=\"Efficient Inference\"", &[2]),
    ("speaker:=\"song han\"", &[2]),
    ("speaker:=han", &[]),
    ("abstract:j", &[0]),
    ("abstract:han", &[3, 10]),
    ("id:3", &[3]),
    ("bio:han", &[]),
    ("s hanin", &[1]),
    ("b. hanin", &[1]),
    // Filters.
    ("date:2022 song", &[2, 7]),
    ("date:2022-11-18 song", &[]),
    ("has:abstract has:video", &[]),
    ("no:abstract", &[1, 6, 7, 8, 9, 11, 12, 13, 14]),
    // Other orders.
    ("s:han sort:speaker", &[1, 0, 3, 2, 7]),
    ("s:han sort:title", &[1, 0, 3, 2, 7]),
];

fn seminar(index: usize, (speakers, title, tags, text): TestTalk) -> Seminar {
    let parts = |text: &str| -> Vec<Text> {
        text.split(';').map(Text::line).filter(|part| !part.is_empty()).collect()
    };
    Seminar {
        id: Text::line(&format!("#{index}")),
        title: Some(Text::line(title)),
        speakers: parts(speakers).into_iter().map(|name| Speaker { name, ..Speaker::default() }).collect(),
        date: Some(TalkDate::parse("2022-11-17")),
        time: None,
        timezone: None,
        series: None,
        location: None,
        hosts: Vec::new(),
        abstract_text: Some(Text::block(text)).filter(|text| !text.is_empty()),
        recordings: Vec::new(),
        slides: None,
        links: Vec::new(),
        tags: parts(tags),
        language: None,
        duration: None,
        other: Vec::new(),
        source: Source {
            root: Path::new("talks").into(),
            file: Path::new("talks/a.yaml").into(),
            line: 1,
            index: u32::try_from(index).unwrap(),
        },
        other_sources: Vec::new(),
    }
}

fn handle(index: usize) -> Handle {
    Handle::new(u32::try_from(index).unwrap())
}

fn answers(index: &Index, order: &[Handle], text: &str) -> Vec<Match> {
    let query = Query::parse(text).unwrap();
    index
        .search(&Lookup {
            query: &query,
            order,
            now: &now(),
            flags: &UserFlags::default(),
            cancel: &AtomicBool::new(false),
        })
        .unwrap()
}

#[test]
fn matches_come_in_the_order_that_the_docs_tell() {
    let mut index = Index::with_segment_capacity(4);
    let order: Vec<Handle> = (0..TALKS.len()).map(handle).collect();
    // Add them in reverse: only the order passed to the search matters.
    for (at, &talk) in TALKS.iter().enumerate().rev() {
        index.add(handle(at), &seminar(at, talk));
    }
    let mut wrong = Vec::new();
    for &(text, expected) in TABLE {
        let found: Vec<usize> = answers(&index, &order, text).iter().map(|m| m.handle.index()).collect();
        if found != expected {
            wrong.push(format!("{text}: {found:?} and not {expected:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_empty_query_is_answered_by_all_and_a_cancelled_one_by_none() {
    let mut index = Index::with_segment_capacity(4);
    for (at, &talk) in TALKS.iter().enumerate() {
        index.add(handle(at), &seminar(at, talk));
    }
    let order: Vec<Handle> = (0..TALKS.len()).rev().map(handle).collect();
    let all = answers(&index, &order, "speaker:");
    assert_eq!(all.iter().map(|m| m.handle).collect::<Vec<_>>(), order);
    let query = Query::parse("han").unwrap();
    let cancel = AtomicBool::new(true);
    assert_eq!(
        index.search(&Lookup {
            query: &query,
            order: &order,
            now: &now(),
            flags: &UserFlags::default(),
            cancel: &cancel
        }),
        None
    );
}

#[test]
fn other_values_are_found_by_the_beginnings_of_their_words() {
    let mut index = Index::with_segment_capacity(4);
    let mut talk = seminar(0, ("A", "B", "", ""));
    talk.location = Some(Text::line("Amphithéâtre Łódź"));
    talk.speakers[0].affiliation = Some(Text::line("МГУ"));
    talk.other.push((Text::line("x"), serde_json::json!({ "room": ["Elephant", 4711] })));
    index.add(handle(0), &talk);
    for text in ["amphi", "lodz", "мгу", "mgu", "eleph", "4711", "2022-11"] {
        let found = answers(&index, &[handle(0)], text);
        assert_eq!(found.first().map(|m| m.rank), Some(Rank::Text), "{text}");
    }
}

fn highlighted<'t>(query: &str, text: &'t str, role: TextRole, rank: Rank) -> Vec<&'t str> {
    let query = Query::parse(query).unwrap();
    query.highlights(text, role, rank).into_iter().map(|range| text.get(range).unwrap()).collect()
}

#[test]
fn highlights_lie_on_the_original_text() {
    let name = |query, text| highlighted(query, text, TextRole::Speaker, Rank::Name);
    assert_eq!(name("gagne", "Renée Gagné"), ["Gagné"]);
    assert_eq!(name("gagne", "Rene\u{301}e Gagne\u{301}"), ["Gagne\u{301}"]);
    assert_eq!(name("stras", "Straße"), ["Straß"]);
    assert_eq!(name("ivan", "Иван Иванов"), ["Иван", "Иван"]);
    assert_eq!(name("song", "宋寒"), ["宋"]);
    assert_eq!(name("han", "Phiala Shanahan"), ["han", "han"]);
    assert_eq!(name("han", "Boris Hanin Shanahan"), ["Han"]);
    assert_eq!(name("tkindt", "Vincent T’kindt"), ["T’kindt"]);
    assert_eq!(name("mueller", "Müller"), ["Müller"]);
    assert_eq!(name("song han", "Song Han"), ["Song", "Han"]);
}

#[test]
fn highlights_follow_the_part_that_a_text_plays() {
    let text = "A chance for Han dynasties; handles";
    assert_eq!(highlighted("han", text, TextRole::Abstract, Rank::Text), ["Han", "han"]);
    assert_eq!(highlighted("ha", text, TextRole::Abstract, Rank::Name), [""; 0]);
    assert_eq!(highlighted("s:han", text, TextRole::Abstract, Rank::Name), [""; 0]);
    assert_eq!(highlighted("s:han", text, TextRole::Title, Rank::Name), [""; 0]);
    assert_eq!(highlighted("ance", text, TextRole::Title, Rank::Inside), ["ance"]);
    assert_eq!(highlighted("ance", text, TextRole::Tag, Rank::Inside), [""; 0]);
    assert_eq!(highlighted("gangé", "Gagné", TextRole::Speaker, Rank::Typo), ["Gagné"]);
    assert_eq!(highlighted("gangé", "Gagné", TextRole::Speaker, Rank::Inside), [""; 0]);
}
