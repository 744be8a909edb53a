//! Reads archives in every structure and format, valid and broken.
//!
//! Each folder of `tests/archive/cases` is an archive; the snapshot of the same name holds what it reads as.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use seminars::archive;
use seminars::archive::Origin;
use seminars::diagnostic::Diagnostic;
use seminars::format::Limits;
use seminars::seminar::Seminar;

fn read(folder: &Path) -> (Vec<Seminar>, Vec<Diagnostic>) {
    archive::read(&Origin::Paths(vec![folder.to_owned()]), &Limits::default())
}

/// What is there of a seminar, a line for each field.
fn describe(seminar: &Seminar) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "  {name}: {}", value.replace('\n', "\n    "));
        }
    };
    let text = |text: &Option<seminars::text::Text>| text.as_deref().unwrap_or_default().to_owned();
    line("title", &text(&seminar.title));
    for speaker in &seminar.speakers {
        line("speaker", &speaker.name);
        line("  affiliation", &text(&speaker.affiliation));
        line("  bio", &text(&speaker.bio));
    }
    if let Some(date) = &seminar.date {
        let when = date.when().map_or_else(|| "unknown".to_owned(), |when| when.to_string());
        line("date", &format!("{when} ({})", date.text()));
    }
    line("time", &text(&seminar.time));
    line("timezone", &text(&seminar.timezone));
    line("series", &text(&seminar.series));
    line("location", &text(&seminar.location));
    line("host", &seminar.hosts.join_with(", "));
    line("abstract", &text(&seminar.abstract_text));
    for recording in &seminar.recordings {
        line("video", recording.link().as_str());
    }
    line("slides", seminar.slides.as_ref().map_or("", |link| link.as_str()));
    for link in &seminar.links {
        line("link", &format!("{} {}", link.label, link.link));
    }
    line("tags", &seminar.tags.join_with(", "));
    line("language", &text(&seminar.language));
    line("duration", &seminar.duration.map(|duration| duration.to_string()).unwrap_or_default());
    for (name, value) in &seminar.other {
        line("other", &format!("{name} = {value}"));
    }
    for place in &seminar.other_sources {
        line("also", &format!("{}:{}", place.relative(), place.line));
    }
    format!("{}:{} {}\n{out}", seminar.source.relative(), seminar.source.line, seminar.id)
}

trait JoinWith {
    fn join_with(&self, between: &str) -> String;
}

impl JoinWith for Vec<seminars::text::Text> {
    fn join_with(&self, between: &str) -> String {
        self.iter().map(seminars::text::Text::as_str).collect::<Vec<_>>().join(between)
    }
}

#[test]
fn every_case_reads_as_its_snapshot_says() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 50, "the cases are not where they should be");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("archive/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for folder in folders {
            let (seminars, diagnostics) = read(&folder);
            let mut out: String = seminars.iter().map(describe).collect();
            let prefix = format!("{}/", folder.display());
            for diagnostic in &diagnostics {
                let _ = writeln!(out, "{}", diagnostic.to_string().replace(&prefix, ""));
            }
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            insta::assert_snapshot!(name, out);
        }
    });
}
