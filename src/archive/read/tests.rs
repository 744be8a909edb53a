//! Tests of whole archives, from files on disk to seminars and diagnostics.

use std::collections::HashSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use tempfile::TempDir;

use crate::archive::*;
use crate::diagnostic::Diagnostic;
use crate::extract::fields;
use crate::extract::own_format;
use crate::extract::parsed_file::{ParsedFile, extract};
use crate::format::yaml::{deserialize, events};
use crate::seminar::Seminar;
use crate::text::Text;

mod arbitrary_bytes;
mod broken_files;
mod groups;
mod no_silent_loss;
#[cfg(unix)]
mod unix;

/// An archive of the given files.
fn archive(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read_with(path: &Path, limits: &Limits) -> (Vec<Seminar>, Vec<Diagnostic>) {
    read_all(&[path.to_owned()], limits)
}

fn read_all(paths: &[PathBuf], limits: &Limits) -> (Vec<Seminar>, Vec<Diagnostic>) {
    read(&Origin::Paths(paths.to_owned()), limits)
}

/// Title and line of every seminar, and every diagnostic with a path relative to the archive.
fn summary(path: &Path) -> (Vec<String>, Vec<String>) {
    let (seminars, diagnostics) = read_with(path, &Limits::default());
    let titles =
        seminars.iter().map(|s| format!("{}:{} {}", s.source.relative(), s.source.line, s.display_title()));
    let prefix = format!("{}/", path.display());
    let problems = diagnostics.iter().map(|d| d.to_string().replace(&prefix, ""));
    (titles.collect(), problems.collect())
}

fn summary_of_yaml(text: &str) -> (Vec<String>, Vec<String>) {
    let folder = archive(&[("a.yaml", text)]);
    summary(folder.path())
}

const FULL_RECORD: &str = "\
title: 'Routing  with Privacy'
date: 2022-11-17
time: \"16:00\"
timezone: America/New_York
series: Autoware
speakers:
  - name: Song Han
    affiliation: MIT EECS
    bio: |
      First line.

      Second.
  - name: Hoogeveen, J.A. (Han)
abstract: |
  Text.
video: [youtu.be/ZW_c1Oozhsw, https://vimeo.com/1]
duration: 54m
slides: https://example.org/s.pdf
location: Room 1
host: A. Host
links: { paper: https://example.org/p, code: https://example.org/c }
tags: [tinyml, efficient inference]
language: en
id: my-id
rating: 5
";

#[test]
fn a_record_with_every_field_is_read() {
    let folder = archive(&[("a.yaml", FULL_RECORD)]);
    let (seminars, diagnostics) = read_with(folder.path(), &Limits::default());
    assert_eq!(diagnostics, []);
    let [seminar] = &seminars[..] else { panic!("{seminars:?}") };
    assert_eq!(seminar.id.as_str(), "my-id");
    assert_eq!(seminar.title.as_deref(), Some("Routing with Privacy"));
    assert_eq!(seminar.when().unwrap().to_string(), "2022-11-17");
    assert_eq!(seminar.time.as_deref(), Some("16:00"));
    assert_eq!(seminar.timezone.as_deref(), Some("America/New_York"));
    assert_eq!(seminar.series.as_deref(), Some("Autoware"));
    assert_eq!(seminar.speaker_names(), "Song Han, Hoogeveen, J.A. (Han)");
    assert_eq!(seminar.speakers[0].affiliation.as_deref(), Some("MIT EECS"));
    assert_eq!(seminar.speakers[0].bio.as_deref(), Some("First line.\n\nSecond."));
    assert_eq!(seminar.abstract_text.as_deref(), Some("Text."));
    let recordings: Vec<_> = seminar.recordings.iter().map(|r| r.link().to_string()).collect();
    assert_eq!(recordings, ["https://www.youtube.com/watch?v=ZW_c1Oozhsw", "https://vimeo.com/1"]);
    assert_eq!(seminar.duration.unwrap().seconds(), 3240);
    assert_eq!(seminar.slides.as_ref().unwrap().as_str(), "https://example.org/s.pdf");
    assert_eq!(seminar.location.as_deref(), Some("Room 1"));
    assert_eq!(seminar.hosts.len(), 1);
    assert_eq!(seminar.links.len(), 2);
    assert_eq!(seminar.links[0].label.as_str(), "paper");
    assert_eq!(seminar.tags.len(), 2);
    assert_eq!(seminar.language.as_deref(), Some("en"));
    assert_eq!(seminar.other, [(Text::line("rating"), 5.into())]);
}

#[test]
fn a_file_is_one_map_a_list_seminars_or_several_documents() {
    let folder = archive(&[
        ("a.yaml", "# note\ntitle: A\nspeaker: S\n"),
        ("b.yml", "- title: B1\n- speaker: B2\n\n-\n  title: B3\n"),
        ("c.YAML", "seminars:\n  - title: C1\n    date: 2020\n  - title: C2\n"),
        ("d.yaml", "seminars:\n- title: D1\n- title: D2\n"),
        ("e.yaml", "---\ntitle: E1\nspeaker: S\n---\n- title: E2\n---\n"),
    ]);
    let (titles, problems) = summary(folder.path());
    assert_eq!(
        titles,
        [
            "a.yaml:2 A",
            "b.yml:1 B1",
            "b.yml:2 Untitled",
            "b.yml:5 B3",
            "c.YAML:2 C1",
            "c.YAML:4 C2",
            "d.yaml:2 D1",
            "d.yaml:3 D2",
            "e.yaml:2 E1",
            "e.yaml:5 E2",
        ]
    );
    assert_eq!(problems, [""; 0]);
}

#[test]
fn an_id_is_made_from_the_file_or_from_date_and_speaker() {
    let folder = archive(&[
        ("2022-11-17-song-han.yaml", "title: A\nspeaker: S\n"),
        ("many.yaml", "- {title: A, date: 2020-01-02, speaker: Émile Gagné}\n- title: Of Graphs & Trees\n"),
    ]);
    let (seminars, _) = read_with(folder.path(), &Limits::default());
    let ids: Vec<_> = seminars.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["2022-11-17-song-han", "2020-01-02-emile-gagne", "of-graphs-trees"]);
}

#[test]
fn a_syntax_error_costs_its_own_record_alone() {
    let text = "- title: A\n- title: \"B\n  date: 2020\n- title: C\n  speaker: 'x\n- title: D\n";
    let (titles, problems) = summary_of_yaml(text);
    assert_eq!(titles, ["a.yaml:1 A", "a.yaml:6 D"]);
    assert_eq!(
        problems,
        [
            "a.yaml:4:1: error: this is not YAML: found unexpected end of stream while scanning a quoted scalar \
             that began in line 2",
            "a.yaml:6:1: error: this is not YAML: found unexpected end of stream while scanning a quoted scalar \
             that began in line 5",
        ]
    );
}

#[test]
fn records_under_a_key_and_in_several_documents_are_saved_as_well() {
    let text = "seminars:\n  - title: A\n  - title: [\n  - title: C\n---\ntitle: D\n---\ntitle: 'E\n";
    let (titles, problems) = summary_of_yaml(text);
    assert_eq!(titles, ["a.yaml:2 A", "a.yaml:4 C", "a.yaml:6 D"]);
    assert_eq!(problems.len(), 2);
}

#[test]
fn a_bad_record_costs_itself_alone_and_a_bad_value_its_field() {
    let text = "- date: 2020\n- just text\n- title: [a]\n  speaker: S\n- title: T\n  video: javascript:alert(1)\n  \
                afiliation: X\n  date: soon\n  duration: long\n- title: A\n  title: B\n";
    let (titles, problems) = summary_of_yaml(text);
    assert_eq!(titles, ["a.yaml:3 Untitled", "a.yaml:5 T", "a.yaml:10 B"]);
    assert_eq!(
        problems,
        [
            "a.yaml:1:3: error: the record has neither a title nor a speaker, and is left out (add `title: …`)",
            "a.yaml:2:3: error: expected a map with the fields of a talk, found a text (write it as `title: …`)",
            "a.yaml:3:10: error: expected a text for `title`, found a list (the value is left out; `seminars \
             manual record` shows every field)",
            "a.yaml:6:10: error: a link must be http or https, not `javascript` (write it as \
             `https://www.youtube.com/watch?v=…`)",
            "a.yaml:7:3: warning: unknown field `afiliation` (did you mean `affiliation`?)",
            "a.yaml:8:9: warning: `soon` is not a date that can be used for sorting (write it as `2022-11-17`, `2022-11` \
             or `2022`)",
            "a.yaml:9:13: warning: `long` is not a duration (write it as `54m` or `1h02m`)",
            "a.yaml:11:3: warning: the field `title` is given twice; the last non-placeholder value is used \
             (leave one of them out)",
        ]
    );
}

#[test]
fn files_without_talks_give_nothing_and_no_complaint() {
    let folder = archive(&[
        ("empty.yaml", ""),
        ("comment.yaml", "# nothing\n"),
        ("config.yaml", "name: x\nbuild: {a: 1}\n"),
        ("text.yaml", "just text\n"),
        (".hidden/a.yaml", "title: A\nspeaker: S\n"),
        ("readme.txt", "title: A\n"),
    ]);
    assert_eq!(summary(folder.path()), (vec![], vec![]));
    assert!(!has_talks(folder.path()));
    let folder = archive(&[("deep/er/a.yaml", "title: A\nspeaker: S\n")]);
    assert!(has_talks(folder.path()));
}

#[test]
fn the_sample_archive_is_read_without_a_complaint() {
    let (seminars, problems) = read(&Origin::Sample, &Limits::default());
    assert_eq!(problems, []);
    assert!(seminars.iter().all(|s| s.when().is_some() && !s.recordings.is_empty()));
    assert_eq!(seminars.len(), 51);
}

#[test]
fn a_file_that_is_too_large_or_has_too_long_a_line_is_one_problem() {
    let folder = archive(&[
        ("a.yaml", "title: A\nspeaker: S\n"),
        ("b.yaml", &format!("title: {}\n", "x".repeat(400))),
    ]);
    let small = Limits { file_bytes: 100, ..Limits::default() };
    let (seminars, diagnostics) = read_with(folder.path(), &small);
    assert_eq!(seminars.len(), 1);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].message, "the file is larger than 0 MiB, and is not read");
    let narrow = Limits { line_bytes: 100, ..Limits::default() };
    let (seminars, diagnostics) = read_with(folder.path(), &narrow);
    assert_eq!((seminars.len(), diagnostics.len()), (1, 1));
}

#[test]
fn a_path_that_is_not_there_is_one_problem() {
    let folder = archive(&[]);
    let (_, diagnostics) = read_with(&folder.path().join("x"), &Limits::default());
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].message, "there is no such file or folder");
}

#[test]
fn reading_stops_when_told_to() {
    let files: Vec<(String, &str)> =
        (0..50).map(|n| (format!("{n}.yaml"), "title: A\nspeaker: S\n")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = archive(&files);
    let origin = Origin::Paths(vec![folder.path().to_owned()]);
    let mut deltas = 0;
    let mut open = |is_cancelled| {
        let mut archive = Archive::new(origin.clone(), Limits::default(), None, Handle::new(0));
        archive.open(&AtomicBool::new(is_cancelled), &mut |_| {
            deltas += 1;
            ControlFlow::Break(())
        })
    };
    assert_eq!(open(true), ControlFlow::Break(()));
    assert_eq!(open(false), ControlFlow::Break(()));
    assert_eq!(deltas, 1);
}

/// A field of our own format, mostly with a suitable value.
fn own_field() -> impl Strategy<Value = String> {
    const PLAIN: &str = r#"id: 2024-02-03-lee¦id: lee¦title: Routing on trees¦title: "A: b"¦speaker: Ann Lee
        ¦speaker: "Ann Lee (MIT), Bo Ek and Cy Fox"¦date: 2022-11-17¦date: 2022-11¦date: 2022¦time: 16:00¦time: "16:00"
        ¦timezone: Europe/Paris¦series: Trees <i>and</i> graphs¦location: Room *5*¦language: en¦duration: 54m
        ¦slides: https://a.example/b.pdf¦slides: "[here](https://a.example/b)"¦video: aaaaaaaaaaA
        ¦video: [https://vimeo.com/1234, https://youtu.be/aaaaaaaaaaA, aaaaaaaaaaA]¦video: https://a.example/zoom
        ¦video: https://www.youtube.com/playlist?list=x¦links: {paper: https://a.example/p, code: https://a.example/c}
        ¦links: {watch: https://youtu.be/aaaaaaaaaaA, Watch: https://vimeo.com/5}¦tags: trees, graphs; trees
        ¦tags: [a, "b, c", a]¦host: Ann Lee and Bo Ek¦host: [Ann Lee, Bo Ek]¦speakers: [{name: Ann Lee}]
        ¦speakers: [{name: Ann Lee, affiliation: MIT, bio: Ann is somebody}, {name: Bo Ek, affiliation: ~}, {name: Ann Lee}]
        ¦abstract: "About *trees*.\n\nAnd graphs."¦abstract: >-
        folded
        text
        ¦abstract: |
        a block

        - of lines"#;
    const ODD: &str = r"title: Lunch¦title: <b>bold</b>¦title: TBA¦speaker: various¦date: 2022-02-31¦date: 03/04/2022
        ¦date: 17.11.2022¦date: 2022-11-17T16:00¦duration: long¦slides: nowhere¦video: words
        ¦links: {video: aaaaaaaaaaA, slides: https://a.example/s}¦links: {url: https://a.example/p}¦links: {paper: words}
        ¦speakers: []¦speakers: [Ann Lee]¦speakers: [{name: various}]¦speakers: [{affiliation: MIT}]¦abstract: [a, b]
        ¦rating: 5¦seminars: []";
    const NAMES: &str = "title¦speaker¦speakers¦date¦abstract¦video¦tags¦links¦duration¦host";
    const VALUES: &str = r#"plain words¦"quoted: text"¦No¦1984¦0x1F¦~¦null¦'null'¦""¦1.0¦Łódź — 素数¦[a, b]¦{a: b}¦&x y
        ¦*emphasis*¦a # comment¦-¦true¦"true"¦False¦various¦2024-01¦?"#;
    let one_of = |all: &'static str| prop::sample::select(all.split('¦').map(str::trim).collect::<Vec<_>>());
    prop_oneof![
        50 => one_of(PLAIN).prop_map(|field| field.replace(r"\n", "\n")),
        1 => one_of(ODD).prop_map(str::to_owned),
        1 => (one_of(NAMES), one_of(VALUES)).prop_map(|(name, value)| format!("{name}: {value}")),
    ]
}

/// YAML of records in our own format: a record, a list, or a list under `seminars:`.
fn own_records() -> impl Strategy<Value = String> {
    let record = prop::collection::vec(own_field(), 1..8).prop_map(|mut fields| {
        // Serde rejects a record with a duplicate key.
        let mut seen = HashSet::new();
        fields.retain(|field| seen.insert(field.split(':').next().map(str::to_owned)));
        fields
    });
    (prop::collection::vec(record, 1..4), 0usize..3).prop_map(|(records, layout)| {
        let indent = if layout == 2 { "  " } else { "" };
        let listed =
            records.iter().map(|fields| format!("{indent}- {}\n", fields.join(&format!("\n{indent}  "))));
        match layout {
            0 => records[0].join("\n"),
            1 => listed.collect(),
            _ => format!("seminars:\n{}", listed.collect::<String>()),
        }
    })
}

#[test]
fn plain_records_take_the_quick_way() {
    let quick = |text: &str| {
        let found = FoundFile::new(Path::new("").into(), Path::new("a.yaml").into(), true);
        let records = deserialize::parse(text, fields::TALKS_KEY).unwrap();
        own_format::extract(&found, records).map(|parsed| parsed.seminars.len())
    };
    let record = "title: Trees\n  speakers: [{name: Ann Lee, affiliation: MIT}]\n  date: 2022-11-17\n  \
                  video: https://youtu.be/aaaaaaaaaaA\n  tags: [a, b]\n  links: {code: https://a.example/c}\n";
    assert_eq!(quick(&format!("- {record}- {record}")), Some(2));
    assert_eq!(quick(&format!("seminars:\n- {record}")), Some(1));
    assert_eq!(quick(&record.replace("\n  ", "\n")), Some(1));
    assert_eq!(quick(&format!("- {record}- title: TBA\n")), None);
}

proptest! {
    #[test]
    fn the_quick_way_gives_the_same_seminars_as_the_document_tree(text in own_records()) {
        let root: Arc<Path> = Path::new("a.yaml").into();
        let found = FoundFile::new(Arc::clone(&root), root, true);
        let records = deserialize::parse(&text, fields::TALKS_KEY);
        if let Some(quick) = records.and_then(|records| own_format::extract(&found, records)) {
            let nodes = events::parse(&text, 1, &Limits::default(), &AtomicBool::new(false)).unwrap();
            let careful = extract(&found, &nodes, false, None);
            prop_assert_eq!(quick.seminars, careful.seminars);
            prop_assert_eq!(quick.diagnostics, careful.diagnostics);
        }
    }
}
