//! What is written is read as it was: for records of every kind, and for whatever text may stand in one.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use seminars::archive;
use seminars::archive::Origin;
use seminars::export::yaml;
use seminars::format::Limits;
use seminars::seminar::{Seminar, Source, TalkDate};
use seminars::text::Text;

/// Reads an archive; where each record stands is left out of the comparison.
fn read(path: &Path) -> Vec<Seminar> {
    let (mut seminars, _) = archive::read(&Origin::Paths(vec![path.to_owned()]), &Limits::default());
    let nowhere: Arc<Path> = Path::new("").into();
    for seminar in &mut seminars {
        seminar.source = Source { root: nowhere.clone(), file: nowhere.clone(), line: 1, index: 0 };
        seminar.other_sources.clear();
    }
    seminars
}

/// Writes the records to one file and reads it.
fn write_and_read(folder: &Path, seminars: &[Seminar]) -> Vec<Seminar> {
    let file = folder.join("again.yaml");
    fs::write(&file, yaml::list(seminars.iter().map(|seminar| (seminar, seminar.id.as_str())))).unwrap();
    read(&file)
}

#[test]
fn every_case_of_the_test_archives_is_read_as_it_was_written() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases");
    let folder = tempfile::tempdir().unwrap();
    let mut compared = 0;
    for case in fs::read_dir(cases).unwrap() {
        let before = read(&case.unwrap().path());
        if before.is_empty() {
            continue;
        }
        let after = write_and_read(folder.path(), &before);
        assert_eq!(after.len(), before.len());
        for (after, before) in after.iter().zip(&before) {
            compared += 1;
            // A field of somebody else's that has one of our names comes back under another.
            let strip = |seminar: &Seminar| {
                let mut seminar = seminar.clone();
                seminar.other.retain(|(name, _)| {
                    let name = name.strip_prefix("original_").unwrap_or(name);
                    !["date", "slides", "speaker", "video", "links"].contains(&name)
                });
                // Fields of a speaker come first at first, and where they stand later.
                seminar.other.sort_by(|a, b| a.0.cmp(&b.0));
                // A date that only its surroundings made plain is written out.
                seminar.date = seminar.when().map(|when| TalkDate::new(Text::default(), Some(when)));
                seminar
            };
            assert_eq!(strip(after), strip(before));
        }
    }
    assert!(compared > 100, "only {compared} records were compared");
}

/// Text as people write it and as they do not.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}( [a-z]{1,8}){0,5}",
        "(yes|no|null|~|true|on|off|y|n|\\.inf|1e3|0x1F|12:30:45|2020-01-01|=|<<|- a|\\? b|: c|# d|! e|& f|\\* g|@ h|% i)",
        "[A-Z][ -~]{1,40}",
        // What is left of markup looks like markup again.
        "A\\*<\\*s\\[>",
        "[a-z]{1,5}([ -~é素👩\\u{a0}\\t]|\n|\\\\|\"|'|: | #){1,120}",
    ]
}

proptest! {
    #[test]
    fn any_text_is_read_as_it_was_written(
        title in text(), name in text(), work in text(), bio in text(), summary in text(), place in text(), tag in text(),
        other in text(), host in "[A-Zé][a-zé素]{0,7}( [A-Z][a-z]{1,8}){0,2}",
    ) {
        let folder = tempfile::tempdir().unwrap();
        let record = serde_json::json!([{
            "title": title, "speakers": [{"name": name, "affiliation": work, "bio": bio}], "abstract": summary,
            "location": place, "series": work, "host": [host],
            "tags": [tag], "date": "2020-01-02", "my own field": other,
        }]);
        let first = folder.path().join("first.json");
        fs::write(&first, record.to_string()).unwrap();
        // What is read once is a record; from then on writing and reading change nothing.
        let before = read(&first);
        prop_assume!(before.iter().all(|seminar| seminar.title.is_some() || !seminar.speakers.is_empty()));
        let after = write_and_read(folder.path(), &before);
        prop_assert_eq!(after, before);
    }
}
