//! `seminars explain` and the settings of an archive, which overrule what is inferred.

use std::fs;
use std::path::{Path, PathBuf};

use super::doctor::{folder, run};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases").join(name)
}

fn explain(folder: &Path) -> String {
    let (status, out, err) = run(folder, &["explain", "."]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    out
}

#[test]
fn columns_are_explained_by_name_and_by_value() {
    insta::assert_snapshot!(explain(&case("columns-by-values")));
}

#[test]
fn what_is_left_out_is_explained() {
    insta::assert_snapshot!(explain(&case("other-collections")));
}

#[test]
fn references_and_people_are_explained() {
    insta::assert_snapshot!(explain(&case("references-people")));
}

#[test]
fn the_manual_shows_what_is_printed() {
    let page = include_str!("../src/manual/archives.md");
    for name in ["columns-by-values", "other-collections", "references-people"] {
        let printed = explain(&case(name));
        assert!(
            page.contains(&format!("```text\n{printed}```")),
            "put this into src/manual/archives.md:\n{printed}"
        );
    }
}

#[test]
fn as_json_it_has_the_same_collections() {
    let (status, out, _) = run(&case("other-collections"), &["explain", "--format", "json", "."]);
    assert_eq!(status, Some(0));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["talks"], 2);
    let places: Vec<&str> =
        json["collections"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap()).collect();
    assert_eq!(
        places,
        ["_seminars/", "_data/publications.yml", "_data/software.yml", "_posts/2023-01-01-news.md"]
    );
    assert_eq!(json["collections"][1]["columns"][0]["field"], "title");
}

const SOFTWARE: &str =
    "- {title: TreeKit, topic: botany, day: 2024-01-02}\n- {title: LeafKit, topic: trees}\n";

#[test]
fn settings_take_and_leave_and_name_columns() {
    let folder = folder(&[
        ("_data/software.yml", SOFTWARE),
        ("notes/plan.yml", "- {title: A plan, speaker: Ann Lee, date: 2024-05-05}\n"),
        ("talks.csv", "Paper,Presenter,Wann\nCounting trees,Emmy Noether,2024-03-01\n"),
    ]);
    let titles = |folder: &Path| {
        let (_, out, err) = run(folder, &["list", "-a", "."]);
        (out.lines().map(|line| line.replace('\t', "|")).collect::<Vec<_>>(), err)
    };
    assert_eq!(
        titles(folder.path()).0,
        ["2024-05-05|Ann Lee|A plan|", "|Emmy Noether|Counting trees|"],
        "without settings"
    );
    let settings = "\
title = 'Forest Colloquium'
[[collection]]
path = '_data/soft*.yml'
take = true
[[collection]]
path = 'notes'
take = false
[[collection]]
path = 'talks.csv'
columns = { Wann = 'date', Paper = 'title' }
";
    fs::write(folder.path().join("seminars.toml"), settings).unwrap();
    let (lines, err) = titles(folder.path());
    assert_eq!(err, "");
    assert_eq!(lines, ["2024-03-01|Emmy Noether|Counting trees|", "2024-01-02||TreeKit|", "||LeafKit|"]);
    insta::assert_snapshot!(explain(folder.path()));
}

#[test]
fn a_wrong_setting_is_reported_with_its_place_and_the_archive_is_read() {
    let folder = folder(&[
        ("talks.yml", "- {title: Counting trees, speaker: Emmy Noether, date: 2024-03-01}\n"),
        (
            "seminars.toml",
            "titel = 'F'\n[[collection]]\npath = 'talks.yml'\ntake = 'maybe'\ncolumns = { title = 'colour' }\n\
             [[collection]]\ntake = false\n",
        ),
    ]);
    let (status, out, _) = run(folder.path(), &["check", "."]);
    assert_eq!(status, Some(0), "{out}");
    insta::assert_snapshot!(out);
    fs::write(folder.path().join("seminars.toml"), "title = = 3\n").unwrap();
    let (_, out, _) = run(folder.path(), &["check", "."]);
    assert!(out.contains("seminars.toml:1:9") && out.contains("in 1 talk"), "{out}");
}

#[test]
fn an_archive_without_talks_says_what_came_near() {
    let folder = folder(&[("_data/software.yml", SOFTWARE)]);
    let (status, _, err) = run(folder.path(), &["list", "-a", "."]);
    assert_eq!(status, Some(0));
    assert!(err.contains("closest: _data/software.yml; `seminars explain` says why"), "{err}");
    let (_, screen, _) = run(folder.path(), &["screen", "--size", "90x12", "-a", "."]);
    assert!(screen.contains("close to a talk: _data/software.yml"), "{screen}");
}
