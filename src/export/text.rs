//! A talk as plain text 80 columns wide, for reading in a shell.

use std::fmt::Write as _;

use super::facts::{facts, places};
use crate::markup::{self, BlockKind};
use crate::seminar::Seminar;
use crate::text::{width, wrap};

/// The width of running text, in columns.
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
    blocks(out, text, COLUMNS, 0);
}

/// A page in Markdown as plain text, `columns` wide: headings start at the margin, everything else is indented.
#[must_use]
pub fn markdown(text: &str, columns: usize) -> String {
    let mut out = String::new();
    blocks(&mut out, text, columns, 2);
    out.trim_start_matches('\n').to_owned()
}

/// Writes the blocks of a Markdown text. `margin` is the indentation of everything except headings.
fn blocks(out: &mut String, text: &str, columns: usize, margin: usize) {
    let mut is_list = false;
    for block in markup::parse(text) {
        let line: String = block.spans.iter().map(|span| span.text.as_str()).collect();
        let outer = usize::from(block.depth.min(6)) * 2 + margin;
        let is_item = matches!(block.kind, BlockKind::Item(_) | BlockKind::Code | BlockKind::Row);
        // On a page, lists, tables and code are preceded by an empty line.
        if margin > 0 && is_item && !is_list {
            out.push('\n');
        }
        is_list = is_item;
        match block.kind {
            BlockKind::Item(mark) => {
                wrapped(out, &format!("{mark} {line}"), outer, outer + width(&mark) + 1, columns);
            }
            BlockKind::Code => {
                let _ = writeln!(out, "{:outer$}    {line}", "");
            }
            BlockKind::Row => {
                wrapped(out, &line, outer, outer + last_cell(&line, columns.saturating_sub(20)), columns);
            }
            BlockKind::Line => wrapped(out, &line, outer, outer, columns),
            BlockKind::Heading => {
                out.push('\n');
                wrapped(out, &line, outer - margin, outer - margin, columns);
            }
            BlockKind::Paragraph => {
                out.push('\n');
                wrapped(out, &line, outer, outer, columns);
            }
        }
    }
}

/// The column where the last cell of a table row begins, and so its further lines; 4 if that is too far to the right.
fn last_cell(line: &str, most: usize) -> usize {
    let start = line.rfind("  ").map_or(0, |at| width(line.get(..at).unwrap_or_default()) + 2);
    if start <= most { start } else { 4 }
}

/// Writes a paragraph: the first line is indented by `first` columns, the others by `rest`.
fn paragraph(out: &mut String, text: &str, first: usize, rest: usize) {
    wrapped(out, text, first, rest, COLUMNS);
}

fn wrapped(out: &mut String, text: &str, first: usize, rest: usize, columns: usize) {
    let lead = first.saturating_sub(rest);
    for (at, range) in wrap(text, columns.saturating_sub(rest.max(first)), lead).into_iter().enumerate() {
        let indent = if at == 0 { first } else { rest };
        let _ = writeln!(out, "{:indent$}{}", "", text.get(range).unwrap_or_default());
    }
}
