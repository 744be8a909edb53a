//! A talk as Markdown, for notes and emails.

use std::fmt::Write as _;

use super::facts::facts;
use crate::seminar::Seminar;

/// A talk as Markdown: a heading, a list of facts, and the abstract and bios unchanged.
#[must_use]
pub fn render(seminar: &Seminar) -> String {
    let mut out = format!("# {}\n\n", escape(seminar.display_title()));
    for speaker in &seminar.speakers {
        let _ = match &speaker.affiliation {
            Some(affiliation) => writeln!(out, "- **{}**, {}", escape(&speaker.name), escape(affiliation)),
            None => writeln!(out, "- **{}**", escape(&speaker.name)),
        };
    }
    for line in facts(seminar) {
        let _ = writeln!(out, "- {}", escape(&line));
    }
    for recording in &seminar.recordings {
        let _ = writeln!(out, "- <{}>", recording.link());
    }
    let slides = seminar.slides.iter().map(|link| ("slides", link));
    for (label, link) in slides.chain(seminar.links.iter().map(|l| (l.label.as_str(), &l.link))) {
        let _ = writeln!(out, "- [{}]({link})", escape(label));
    }
    section(&mut out, "Abstract", seminar.abstract_text.as_deref());
    for speaker in &seminar.speakers {
        section(&mut out, &escape(&speaker.name), speaker.bio.as_deref());
    }
    if !seminar.other.is_empty() {
        out.push_str("\n## Other\n\n");
    }
    for (name, value) in seminar.other_in_words() {
        let _ = writeln!(out, "- {}: {}", escape(name), escape(&value));
    }
    out
}

fn section(out: &mut String, heading: &str, text: Option<&str>) {
    if let Some(text) = text {
        let _ = writeln!(out, "\n## {heading}\n\n{text}");
    }
}

/// Escapes plain text so that none of it becomes markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
