//! Checks for any input: nothing panics, and no output contains a control character.

pub mod cache;
pub mod folder;

use seminars::archive::read_bytes;
use seminars::format::Limits;
use seminars::seminar::Seminar;
use serde_json::Value;

/// Reads the bytes as a file of this name, and looks at all that comes out.
pub fn read(name: &str, bytes: &[u8]) {
    let (seminars, diagnostics) = read_bytes(name, bytes, &Limits::default());
    seminars.iter().for_each(seminar);
    for diagnostic in &diagnostics {
        fit(&diagnostic.to_string());
    }
}

/// Checks that a text holds no control character but newline and tab, and nothing that reorders what is shown.
pub fn fit(text: &str) {
    let bad = text.chars().find(|&c| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(bad, None, "in {text:?}");
}

/// Checks all text of a record.
pub fn seminar(seminar: &Seminar) {
    let texts = [
        Some(&seminar.id),
        seminar.title.as_ref(),
        seminar.time.as_ref(),
        seminar.timezone.as_ref(),
        seminar.series.as_ref(),
        seminar.location.as_ref(),
        seminar.abstract_text.as_ref(),
        seminar.language.as_ref(),
    ];
    let speakers = seminar.speakers.iter();
    let speakers = speakers.flat_map(|s| [Some(&s.name), s.affiliation.as_ref(), s.bio.as_ref()]);
    let labels = seminar.links.iter().map(|link| &link.label);
    let texts = texts.into_iter().chain(speakers).flatten();
    texts.chain(&seminar.hosts).chain(&seminar.tags).chain(labels).for_each(|text| fit(text));
    let links = seminar.links.iter().map(|link| &link.link).chain(&seminar.slides);
    links.for_each(|link| fit(link.as_str()));
    seminar.recordings.iter().for_each(|recording| fit(recording.link().as_str()));
    seminar.date.iter().for_each(|date| fit(date.text()));
    for (name, own) in &seminar.other {
        fit(name);
        value(own);
    }
}

fn value(own: &Value) {
    match own {
        Value::String(text) => fit(text),
        Value::Array(items) => items.iter().for_each(value),
        Value::Object(fields) => fields.iter().for_each(|(name, own)| {
            fit(name);
            value(own);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
