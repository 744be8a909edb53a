//! Splits pages with several talks that are labelled, as in `Speaker: …` and `Date: …`. A repeated label starts the
//! next talk, at the heading, rule or list item above it.

use super::section::{Section, section_for_label};
use crate::extract::dates::{self, DateOrder};
use crate::extract::fields::Field;
use crate::format::page_lines::{self, LineKind};
use crate::markup::strip::strip_markup;

/// A page that seems to have more talks than this is not split.
const MAX_BLOCKS: usize = 1000;

/// The part of a page that is about one talk.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TalkBlock<'t> {
    /// The nearest heading above it that names a year.
    pub(super) heading: String,
    /// Its first line in the file.
    pub(super) line: u32,
    pub(super) text: &'t str,
}

/// Splits a text that begins in line `first` into blocks of one talk each. Empty unless a label for speaker,
/// date or title repeats.
pub(super) fn talk_blocks(text: &str, first: u32) -> Vec<TalkBlock<'_>> {
    let cleared = page_lines::strip_non_text(&page_lines::blank_code(text));
    let mut scan = BlockScan::default();
    for line in page_lines::lines(&cleared, first) {
        match line.kind {
            LineKind::Heading(heading) => scan.read_heading(&heading, line.number),
            LineKind::Text(text) => scan.read_text(text, line.number),
        }
    }
    if scan.starts.len() < 2 || scan.starts.len() > MAX_BLOCKS {
        return Vec::new();
    }
    let offsets: Vec<usize> = std::iter::once(0)
        .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
        .chain(std::iter::once(text.len()))
        .collect();
    let offset = |line: u32| offsets.get((line - first) as usize).copied().unwrap_or(text.len());
    let ends = scan.starts.iter().skip(1).map(|(line, _)| offset(*line)).chain(std::iter::once(text.len()));
    let block = |((line, heading), end): (&(u32, String), usize)| TalkBlock {
        heading: heading.clone(),
        line: *line,
        text: text.get(offset(*line)..end).unwrap_or_default(),
    };
    scan.starts.iter().zip(ends).map(block).collect()
}

/// Finds where blocks begin.
#[derive(Default)]
struct BlockScan {
    /// The first line of each block, and the year heading above it.
    starts: Vec<(u32, String)>,
    /// The fields labelled so far in the current block.
    seen: Vec<Field>,
    /// The line of the latest heading, rule or list item since the last label.
    opening: Option<u32>,
    heading: String,
}

impl BlockScan {
    fn read_heading(&mut self, heading: &str, line: u32) {
        if let Some((label, value)) = heading.split_once(": ")
            && let Some(Section::Field(field)) = section_for_label(label)
            && !value.trim().is_empty()
        {
            return self.read_field(field, line);
        }
        if section_for_label(heading).is_some() {
            return;
        }
        if is_year(heading) {
            heading.clone_into(&mut self.heading);
            self.opening = None;
        } else {
            self.opening = Some(line);
        }
    }

    fn read_text(&mut self, text: &str, line: u32) {
        let trimmed = text.trim();
        let is_rule = trimmed.len() > 2
            && (trimmed.bytes().all(|b| b == b'-' || b == b'*') || trimmed.starts_with("<hr"));
        let is_container = ["<li", "<article", "<section"].iter().any(|tag| trimmed.starts_with(tag));
        if is_rule || is_container {
            self.opening = Some(line);
        }
        if let Some(label) = page_lines::label(text)
            && let Some(Section::Field(field)) =
                section_for_label(strip_markup(label.name).trim_end_matches(':'))
            && !label.rest.trim().is_empty()
        {
            self.read_field(field, line);
        }
    }

    fn read_field(&mut self, field: Field, line: u32) {
        if !matches!(field, Field::Speakers | Field::Date | Field::Title) {
            return;
        }
        let is_new = self.seen.is_empty() || self.seen.contains(&field);
        if is_new {
            self.seen.clear();
            // One talk may end and the next begin on the same line.
            let start = self.opening.unwrap_or(line);
            if self.starts.last().is_none_or(|(last, _)| *last < start) {
                self.starts.push((start, self.heading.clone()));
            }
        }
        self.seen.push(field);
        self.opening = None;
    }
}

/// Whether a heading is about the talks of a year rather than about one talk: `2024`, `Talks in Autumn 2024`.
pub(super) fn is_year(heading: &str) -> bool {
    let has_day =
        dates::read(heading, DateOrder::Unknown, None).when.is_some_and(|when| when.parts().2.is_some());
    dates::years_in(heading).is_some()
        && !has_day
        && !heading.contains(':')
        && heading.split_whitespace().count() <= MAX_YEAR_WORDS
}

/// A heading with more words than this is not about a year.
const MAX_YEAR_WORDS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_comes_again_begins_the_next_talk() {
        let first_lines =
            |text: &str| -> Vec<u32> { talk_blocks(text, 1).iter().map(|block| block.line).collect() };
        assert_eq!(
            first_lines(
                "# Talks\n### A\n**Speaker:** Ann\n**Date:** May 1\n\ntext\n### B\n**Speaker:** Bo\n"
            ),
            [2, 7]
        );
        assert_eq!(first_lines("Date: May 1\nSpeaker: Ann\n\nDate: May 2\nSpeaker: Bo\n"), [1, 4]);
        assert_eq!(first_lines("---\nSpeaker: Ann\n\n---\n\nSpeaker: Bo\n"), [1, 4]);
        assert_eq!(
            first_lines("<ul>\n<li>\n<b>Date:</b> May 1<br>\n</li>\n<li>\n<b>Date:</b> May 2\n"),
            [2, 5]
        );
        assert_eq!(first_lines("Speaker: Ann\nDate: May 1\n"), [] as [u32; 0]);
        assert_eq!(first_lines("```\nSpeaker: Ann\nSpeaker: Bo\n```\n"), [] as [u32; 0]);
    }
}
