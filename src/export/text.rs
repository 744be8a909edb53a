//! A talk as plain text of 80 columns, for reading in a shell.

use std::fmt::Write as _;

use super::facts::{facts, places};
use crate::markup::{self, BlockKind};
use crate::seminar::Seminar;
use crate::text::{width, wrap};

/// Columns of running text.
const COLUMNS: usize = 80;

/// A talk as plain text: title, facts, links, abstract, bios.
#[must_use]
pub fn render(seminar: &Seminar) -> String {
    let mut out = String::new();
    paragraph(&mut out, seminar.display_title(), 0, 0);
    out.push('\n');
    for speaker in &seminar.speakers {
        let line = match &speaker.affiliation {
            Some(affiliation) => format!("{} · {affiliation}", speaker.name),
            None => speaker.name.to_string(),
        };
        paragraph(&mut out, &line, 0, 2);
    }
    for line in facts(seminar) {
        paragraph(&mut out, &line, 0, 2);
    }
    out.push('\n');
    for recording in &seminar.recordings {
        let _ = writeln!(out, "{}", recording.link());
    }
    let slides = seminar.slides.iter().map(|link| ("slides", link));
    for (label, link) in slides.chain(seminar.links.iter().map(|l| (l.label.as_str(), &l.link))) {
        let _ = writeln!(out, "{label}: {link}");
    }
    if let Some(text) = &seminar.abstract_text {
        section(&mut out, "Abstract", text);
    }
    for speaker in &seminar.speakers {
        if let Some(bio) = &speaker.bio {
            section(&mut out, &speaker.name, bio);
        }
    }
    if !seminar.other.is_empty() {
        out.push_str("\nOther\n");
    }
    for (name, value) in seminar.other_in_words() {
        paragraph(&mut out, &format!("{name}: {value}"), 0, 2);
    }
    out.push('\n');
    places(seminar).for_each(|place| paragraph(&mut out, &place, 0, 2));
    out
}

fn section(out: &mut String, heading: &str, text: &str) {
    out.push('\n');
    paragraph(out, heading, 0, 0);
    for block in markup::parse(text) {
        let line: String = block.spans.iter().map(|span| span.text.as_str()).collect();
        let outer = usize::from(block.depth.min(6)) * 2;
        match block.kind {
            BlockKind::Item(mark) => {
                paragraph(out, &format!("{mark} {line}"), outer, outer + width(&mark) + 1);
            }
            BlockKind::Code | BlockKind::Row => {
                let _ = writeln!(out, "{:outer$}    {line}", "");
            }
            BlockKind::Line => paragraph(out, &line, outer, outer),
            BlockKind::Paragraph | BlockKind::Heading => {
                out.push('\n');
                paragraph(out, &line, outer, outer);
            }
        }
    }
}

/// A paragraph of which the first line begins at `first` and the others at `rest`.
fn paragraph(out: &mut String, text: &str, first: usize, rest: usize) {
    let lead = first.saturating_sub(rest);
    for (at, range) in wrap(text, COLUMNS.saturating_sub(rest), lead).into_iter().enumerate() {
        let indent = if at == 0 { first } else { rest };
        let _ = writeln!(out, "{:indent$}{}", "", text.get(range).unwrap_or_default());
    }
}
