//! `check`, `import`, `show` and the formats of `list`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{output, seminars};

/// Runs the program in a folder that is its home: status, output, errors.
pub(super) fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    output(seminars(folder).args(arguments))
}

/// A folder with these files.
pub(super) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const FAULTY: &str = "\
- title: One
  speaker: Renée Gagné
  date: 2020-01-01
  affilation: MIT
- title: Two
  speaker: Renee Gagne
  date: 1022-02-03
  video: javascript:alert(1)
";

#[test]
fn check_shows_each_problem_with_its_line_and_the_next_step() {
    let folder = folder(&[("talks/a.yaml", FAULTY)]);
    let (status, out, err) = run(folder.path(), &["check", "talks"]);
    assert_eq!((status, err.as_str()), (Some(1), ""));
    insta::assert_snapshot!(out);
}

#[test]
fn check_as_json_has_exactly_these_keys() {
    let folder = folder(&[("talks/a.yaml", FAULTY)]);
    let (status, out, _) = run(folder.path(), &["check", "talks", "--format", "json"]);
    assert_eq!(status, Some(1));
    let problems: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert!(problems.len() >= 4);
    for problem in problems {
        let keys: Vec<&String> = problem.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["severity", "rule", "file", "line", "column", "message", "help"]);
    }
}

#[test]
fn check_for_github_annotates_files() {
    let folder = folder(&[("talks/a.yaml", FAULTY)]);
    let (_, out, _) = run(folder.path(), &["check", "talks", "--format", "github"]);
    insta::assert_snapshot!(out);
}

#[test]
fn a_clean_archive_passes_and_warnings_fail_only_where_denied() {
    let clean = folder(&[("talks/a.yaml", "title: One\nspeaker: Ann\ndate: 2020-01-01\n")]);
    let (status, out, _) = run(clean.path(), &["check", "talks"]);
    assert_eq!((status, out.as_str()), (Some(0), "0 errors, 0 warnings, 0 notes in 1 talk\n"));
    let (status, out, _) = run(clean.path(), &["check", "talks", "--format", "json"]);
    assert_eq!((status, out.as_str()), (Some(0), "[]\n"));
    let warned = folder(&[("talks/a.yaml", "title: One\nspeaker: Ann\ndate: 1022-01-01\n")]);
    assert_eq!(run(warned.path(), &["check", "talks"]).0, Some(0));
    assert_eq!(run(warned.path(), &["check", "talks", "--deny", "warnings"]).0, Some(1));
}

#[test]
fn the_sample_archive_has_no_error() {
    let empty = folder(&[]);
    let (status, out, _) = run(empty.path(), &["check"]);
    assert_eq!(status, Some(0));
    assert!(out.ends_with("0 errors, 1 warning, 0 notes in 51 talks\n"), "{out}");
    assert!(
        out.starts_with(
            "warning[duplicate-title]: the title is the same as in 2022/2022-10-21-max-li.yaml:1"
        ),
        "{out}"
    );
}

/// What `list --format json` says, without where each record stands.
fn records(folder: &Path, archive: &str) -> Vec<Value> {
    let (_, out, _) = run(folder, &["list", "--format", "json", "-a", archive]);
    let mut records: Vec<Value> = serde_json::from_str(&out).unwrap();
    for record in &mut records {
        let record = record.as_object_mut().unwrap();
        record.remove("source");
        record.remove("also");
    }
    records.sort_by_key(|record| record["id"].to_string());
    records
}

const ODD: &str = r#"
- title: "no"
  speakers: [{name: "Yes: No, #1", affiliation: "~", bio: "12:30:45"}, "null"]
  date: "2020"
  time: "1e3"
  series: 'a "b" \ c'
  location: "- dash"
  host: [Ann, "0x1F"]
  abstract: "  leading blanks\n\ttab\nand a very long line that goes on and on until it has more than a hundred characters in it, truly"
  video: [ZW_c1Oozhsw, "https://youtu.be/abcdefghijk?t=90", "https://vimeo.com/1"]
  duration: 3723
  slides: https://example.org/a#b
  links: {paper: "https://example.org/?a=1&b=2", "odd: label": "https://example.org/"}
  tags: ["1.0", "a, b", "[x]"]
  language: "no"
  rating: {stars: 5, by: ["a", null, true]}
  "key: odd": "multi\nline"
- title: "Just a title with a trailing colon:"
  date: in spring
- speaker: 山田 太郎
  date: 2021-05
"#;

#[test]
fn what_is_imported_reads_as_it_was() {
    let folder = folder(&[("in/a.yaml", ODD)]);
    let before = records(folder.path(), "in");
    assert_eq!(before.len(), 3);
    let (status, out, err) = run(folder.path(), &["import", "in", "--to", "out"]);
    assert_eq!((status, out.as_str()), (Some(0), "3 talks: wrote 3 files, 0 unchanged\n"));
    // What is odd about the source is told on the way.
    assert!(err.starts_with("in/a.yaml:19:9: warning: `in spring` is not a date"), "{err}");
    assert_eq!(err.lines().count(), 1);
    assert_eq!(records(folder.path(), "out"), before);
    assert_eq!(run(folder.path(), &["import", "in", "--single", "all.yaml"]).0, Some(0));
    assert_eq!(records(folder.path(), "all.yaml"), before);
    let (_, out, _) = run(folder.path(), &["import", "out", "--to", "out"]);
    assert_eq!(out, "3 talks: wrote 0 files, 3 unchanged\n");
    insta::assert_snapshot!(fs::read_to_string(folder.path().join("all.yaml")).unwrap());
}

#[test]
fn the_sample_archive_reads_as_it_was_after_an_import() {
    let folder = folder(&[]);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/seminars");
    assert_eq!(run(folder.path(), &["import", sample, "--to", "out"]).0, Some(0));
    assert_eq!(records(folder.path(), "out"), records(folder.path(), sample));
    assert!(folder.path().join("out/2022/2022-11-17-song-han.yaml").is_file());
}

#[test]
fn import_never_overwrites_without_leave() {
    let folder = folder(&[
        ("in/a.yaml", "title: One\nspeaker: Ann\ndate: 2020-01-01\n"),
        ("out/2020/2020-01-01-ann.yaml", "mine\n"),
    ]);
    let there = folder.path().join("out/2020/2020-01-01-ann.yaml");
    let (status, _, err) = run(folder.path(), &["import", "in", "--to", "out"]);
    assert_eq!(status, Some(2));
    assert!(
        err.starts_with("seminars: out/2020/2020-01-01-ann.yaml: already exists with different contents"),
        "{err}"
    );
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine\n");
    let (status, out, _) = run(folder.path(), &["import", "in", "--to", "out", "--dry-run", "--force"]);
    assert_eq!((status, out.lines().next()), (Some(0), Some("would overwrite out/2020/2020-01-01-ann.yaml")));
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine\n");
    assert_eq!(run(folder.path(), &["import", "in", "--to", "out", "--force"]).0, Some(0));
    assert!(fs::read_to_string(&there).unwrap().starts_with("title: One\n"));
}

#[test]
fn show_takes_an_id_first_and_then_a_query() {
    let empty = folder(&[]);
    for format in ["text", "markdown", "yaml"] {
        let (status, out, err) = run(empty.path(), &["show", "2022-11-17-song-han", "--format", format]);
        assert_eq!((status, err.as_str()), (Some(0), ""));
        insta::assert_snapshot!(format!("show_{format}"), out);
    }
    let (status, out, _) = run(empty.path(), &["show", "song", "han", "--format", "json"]);
    assert_eq!(status, Some(0));
    let records: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["video"]["youtube_id"], "ZW_c1Oozhsw");
    assert_eq!(run(empty.path(), &["show", "bastani"]).0, Some(1));
    assert_eq!(run(empty.path(), &["show", "zzzz"]).0, Some(1));
}

#[test]
fn json_has_exactly_the_keys_of_its_schema() {
    let empty = folder(&[]);
    let schema: Value = serde_json::from_str(&run(empty.path(), &["schema"]).1).unwrap();
    let required: Vec<&str> =
        schema["items"]["required"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    let (_, out, _) = run(empty.path(), &["list", "--format", "jsonl"]);
    assert_eq!(out.lines().count(), 51);
    for line in out.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let keys: Vec<&String> = record.as_object().unwrap().keys().collect();
        assert_eq!(keys, required);
    }
    let (status, out, _) = run(empty.path(), &["list", "--format", "json", "zzzz"]);
    assert_eq!((status, out.as_str()), (Some(1), "[]\n"));
    assert!(run(empty.path(), &["schema", "--record"]).1.contains("\"additionalProperties\""));
}
