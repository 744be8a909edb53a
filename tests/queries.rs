//! Queries over the sample archive: what README and manual promise of them, and the order of their answers.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use seminars::archive;
use seminars::archive::Origin;
use seminars::engine::facets::{FacetKind, Facets};
use seminars::format::Limits;
use seminars::manual::ManualPage;
use seminars::records::Snapshot;
use seminars::search::{Index, Lookup, Query, UserFlags};

use crate::screens::now;

struct Sample {
    snapshot: Snapshot,
    index: Index,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let (mut snapshot, mut index) = (Snapshot::default(), Index::new());
    for handle in snapshot.insert(&archive::read(&Origin::Sample, &Limits::default()).0) {
        index.add(handle, &snapshot.seminar(handle).unwrap());
    }
    Sample { snapshot, index }
});

/// What answers: rank, date, speakers, title.
fn answers(text: &str) -> Vec<String> {
    let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let never = AtomicBool::new(false);
    let request = Lookup {
        query: &query,
        order: SAMPLE.snapshot.order(),
        now: &now(),
        flags: &UserFlags::default(),
        cancel: &never,
    };
    let found = SAMPLE.index.search(&request).unwrap().into_iter();
    found
        .map(|found| {
            let talk = SAMPLE.snapshot.summary(found.handle).unwrap();
            let date = talk.when().map(|when| when.to_string()).unwrap_or_default();
            let title: String = talk.display_title().chars().take(40).collect();
            format!("{:?} {date} {}: {title}", found.rank, talk.speaker_names())
        })
        .collect()
}

/// The queries in the manual's table.
fn manual_queries() -> Vec<String> {
    let page = ManualPage::find("search").unwrap().text;
    let table = page.split("<!-- search -->").nth(1).unwrap().split("<!-- /search -->").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split_once("` |").unwrap().0.to_owned()).collect()
}

/// Queries that no talk of the sample archive answers: it has no places, hosts, lengths and upcoming talks, and nothing
/// is marked.
const WITHOUT_ANSWERS: &[&str] = &[
    "location:online",
    "host:mangharam",
    "len:<45m",
    "len:30m..1h",
    "has:upcoming",
    "watched:2026-11",
    "note:proof",
];

#[test]
fn the_queries_of_the_manual_find_talks() {
    let queries = manual_queries();
    assert!(queries.len() > 40, "{}", queries.len());
    for query in queries {
        let is_answered = !answers(&query).is_empty();
        assert_eq!(is_answered, !WITHOUT_ANSWERS.contains(&query.as_str()), "{query}");
    }
}

#[test]
fn the_queries_of_the_readme_find_talks() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let table = readme.split("| query | finds |").nth(1).unwrap().split("\n\n").next().unwrap();
    let queries: Vec<&str> =
        table.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once("` |")?.0)).collect();
    assert_eq!(queries.len(), 10);
    for query in queries {
        assert!(!answers(query).is_empty(), "{query}");
    }
}

#[test]
fn the_manual_shows_every_field_and_order() {
    let page = ManualPage::find("search").unwrap().text;
    let help = Query::parse("nofield:x").unwrap_err().to_string();
    let fields = help.split("known: ").nth(1).unwrap().trim_end_matches(')');
    for field in fields.split(' ') {
        assert!(page.contains(&format!("{field}:")), "no example of {field}:");
    }
    for order in seminars::search::Order::all().filter_map(seminars::search::Order::name) {
        assert!(page.contains(&format!("sort:{order}`")), "no example of sort:{order}");
    }
}

#[test]
fn answers_come_in_the_order_that_the_manual_explains() {
    let queries = [
        "han",
        "song han",
        "han song",
        "s han",
        "speaker:han",
        "kegl",
        "balazs",
        "bouamn",
        "prevost",
        "tkindt",
        "gaussian process",
        "\"gaussian process\"",
        "privacy -drone",
        "bayesian OR sparsity year:2020",
        "lecun OR bouman",
        "title:learning sort:title",
        "series:iaifi sort:date",
        "deep sort:speaker",
    ];
    let mut out = String::new();
    for query in queries {
        let _ = writeln!(out, "{query}");
        for answer in answers(query).iter().take(8) {
            let _ = writeln!(out, "    {answer}");
        }
    }
    insta::assert_snapshot!(out);
}

/// Names in many scripts, and values that only fold alike by chance.
const SCRIPTS: &str = r#"
- {title: A, speakers: [Иванов Пётр, Jörg Müller], tags: [e-mail, Grün, "???"], series: Séminaire, language: fr}
- {title: B, speaker: Ivanov Petr, tags: [email, Gruen, "C++", "C#", C], series: SEMINAIRE, language: FR}
- {title: C, speakers: [Joerg Mueller, "Tkindt"], tags: [理论, "tag: with (signs) \"here\""], date: 2022-01-01}
- {title: D, speakers: ["Vincent T'kindt", 李明], tags: [li lun, "!!!"], video: ZW_c1Oozhsw, date: 2022}
- {title: E, speakers: [Li Ming, Søren Ø], tags: [Grün, grun], series: S, date: 2021-05}
- {title: F, speakers: [Soeren Oe, 김민수, Νίκος], tags: [learning, deep learning], series: Seminaire B}
- {title: G, speaker: "=x (y) z", tags: ["-minus", OR, "a\"b"], date: soon}
"#;

#[test]
fn a_facet_finds_as_many_talks_as_it_counts() {
    let (mut seminars, _) = archive::read_bytes("talks.yaml", SCRIPTS.as_bytes(), &Limits::default());
    let (mut snapshot, mut index, mut facets) = (Snapshot::default(), Index::new(), Facets::default());
    let mut busy = seminars[0].clone();
    busy.source.index = 1000;
    busy.tags = (0..300).map(|n| seminars::text::Text::line(&format!("tag {n}"))).collect();
    seminars.push(busy);
    for handle in snapshot.insert(&seminars) {
        let seminar = &snapshot.seminar(handle).unwrap();
        index.add(handle, seminar);
        facets.add(handle, seminar);
    }
    let never = AtomicBool::new(false);
    for text in ["", "title:a OR title:d", "-a"] {
        let query = Query::parse(text).unwrap();
        let search = |query: &Query| {
            let request = Lookup {
                query,
                order: snapshot.order(),
                now: &now(),
                flags: &UserFlags::default(),
                cancel: &never,
            };
            index.search(&request).unwrap()
        };
        let counts = facets.count(search(&query).iter().map(|found| found.handle));
        let mut wrong = Vec::new();
        for kind in FacetKind::ALL {
            for value in counts.get(kind) {
                let (field, typed) = match (kind, value.text.as_str()) {
                    (FacetKind::Recording, "no") => ("no", "video"),
                    (FacetKind::Recording, _) => ("has", "video"),
                    (kind, text) => (kind.field(), text),
                };
                let found = search(&query.toggled(field, typed)).len();
                if found != value.count {
                    wrong.push(format!("{text} {field}:{typed} counts {} and finds {found}", value.count));
                }
            }
        }
        assert_eq!(wrong, [""; 0]);
    }
}

#[test]
fn a_pasted_address_finds_its_talk_and_a_colon_in_a_word_is_no_field() {
    let by_id = answers("id:\"ZW_c1Oozhsw\" OR ZW_c1Oozhsw");
    assert_eq!(by_id.len(), 1);
    for address in [
        "https://www.youtube.com/watch?v=ZW_c1Oozhsw",
        "https://youtu.be/ZW_c1Oozhsw?t=12",
        "youtu.be/ZW_c1Oozhsw",
    ] {
        assert_eq!(answers(address), answers("ZW_c1Oozhsw"), "{address}");
    }
    // Any other address finds the talks that have it, however its site is written.
    let slides = SAMPLE.snapshot.order().iter().find_map(|&handle| {
        let seminar = SAMPLE.snapshot.summary(handle)?;
        Some((
            seminar.display_title().chars().take(40).collect::<String>(),
            seminar.links.first()?.link.to_string(),
        ))
    });
    let (title, address) = slides.unwrap();
    for address in [address.clone(), format!("{address}/"), address.replace("https://www.", "HTTP://")] {
        assert!(answers(&address).iter().any(|talk| talk.ends_with(&title)), "{address}");
    }
    for text in ["C:N ratio", "std::map", "Re:thinking", "a std::map"] {
        assert!(Query::parse(text).is_ok(), "{text}");
    }
    for text in ["speeker:han", "room:12", "Speker:han"] {
        assert!(Query::parse(text).is_err(), "{text}");
    }
}
