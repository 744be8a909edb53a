//! A paragraph: text with one role per range, wrapped into rows for a width. Used by the detail pane and by cards.

use std::ops::Range;

use super::{DetailRow, StyledRun};
use crate::recording::Link;
use crate::search::occurrences;
use crate::text::wrap;
use crate::tui::theme::Role;

/// Text with one role per range, before it is wrapped into rows.
#[derive(Debug, Default)]
pub(in crate::tui) struct Paragraph {
    text: String,
    ranges: Vec<StyledRange>,
}

/// A range of the text with one role.
#[derive(Debug)]
struct StyledRange {
    range: Range<usize>,
    role: Role,
    /// Index of the find match that it belongs to.
    match_index: Option<usize>,
    /// Whether it is a decoration added to the talk's text: find skips it.
    is_decoration: bool,
    /// Where a click on it leads.
    target: Option<Link>,
}

impl Paragraph {
    /// Adds text of one role.
    pub(in crate::tui) fn push(&mut self, role: Role, text: &str) {
        self.add(role, text, false);
    }

    /// Adds a decoration, which find skips.
    pub(super) fn push_decoration(&mut self, role: Role, text: &str) {
        self.add(role, text, true);
    }

    /// Makes the text from a byte offset on a link.
    pub(super) fn link_from(&mut self, start: usize, link: &Link) {
        for piece in self.ranges.iter_mut().rev().take_while(|piece| piece.range.start >= start) {
            piece.target = Some(link.clone());
        }
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    fn add(&mut self, role: Role, text: &str, aside: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.ranges.push(StyledRange {
            range: start..self.text.len(),
            role,
            match_index: None,
            is_decoration: aside,
            target: None,
        });
    }

    /// Adds text of one role, with the query's matches highlighted.
    pub(super) fn push_highlighted(&mut self, role: Role, text: &str, matches: &[Range<usize>]) {
        let mut done = 0;
        for range in matches {
            if let (Some(before), Some(matched)) = (text.get(done..range.start), text.get(range.clone())) {
                self.push(role, before);
                self.push(Role::Match, matched);
                done = range.end;
            }
        }
        self.push(role, text.get(done..).unwrap_or_default());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Marks every occurrence of `typed`, numbered from `first`, and returns how many there are. It searches the whole
    /// paragraph, so a match can span rows and roles.
    pub(super) fn mark_matches(&mut self, typed: &str, first: usize) -> usize {
        let own = self.ranges.iter().filter(|piece| !piece.is_decoration);
        let own: String = own.filter_map(|piece| self.text.get(piece.range.clone())).collect();
        let found = occurrences(&own, typed);
        // The offsets of matches refer to the text without decorations.
        let mut end = 0;
        for piece in std::mem::take(&mut self.ranges) {
            if piece.is_decoration {
                self.ranges.push(piece);
                continue;
            }
            let start = end;
            end += piece.range.len();
            let mut done = start;
            let mut cut = |to: usize, found: Option<usize>| {
                let range = piece.range.start + (done - start)..piece.range.start + (to - start);
                if !range.is_empty() {
                    self.ranges.push(StyledRange {
                        range,
                        role: piece.role,
                        match_index: found,
                        is_decoration: false,
                        target: piece.target.clone(),
                    });
                }
                done = to;
            };
            let skipped = found.partition_point(|place| place.end <= start);
            let here = found.iter().enumerate().skip(skipped).take_while(|(_, place)| place.start < end);
            for (number, place) in here {
                cut(place.start.max(start), None);
                cut(place.end.min(end), Some(first + number));
            }
            cut(end, None);
        }
        found.len()
    }

    /// Wraps it into rows of `width` columns: the first is indented by `first`, the others by `rest`.
    pub(in crate::tui) fn rows(&self, width: u16, first: u16, rest: u16) -> Vec<DetailRow> {
        let columns = usize::from(width.saturating_sub(rest).max(1));
        let lead = usize::from(first.saturating_sub(rest));
        wrap(&self.text, columns, lead)
            .into_iter()
            .enumerate()
            .map(|(at, range)| DetailRow {
                indent: if at == 0 { first } else { rest },
                runs: self.slice(&range),
            })
            .collect()
    }

    fn slice(&self, range: &Range<usize>) -> Vec<StyledRun> {
        let first = self.ranges.partition_point(|piece| piece.range.end <= range.start);
        let pieces = self.ranges.get(first..).unwrap_or_default();
        pieces
            .iter()
            .take_while(|piece| piece.range.start < range.end)
            .filter_map(|piece| {
                let part = piece.range.start.max(range.start)..piece.range.end.min(range.end);
                let text = self.text.get(part).filter(|text| !text.is_empty())?;
                Some(StyledRun {
                    role: piece.role,
                    text: text.to_owned(),
                    target: piece.target.clone(),
                    match_index: piece.match_index,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows as text, each match in brackets with its index.
    fn render_rows(paragraph: &Paragraph, width: u16) -> Vec<String> {
        let run = |run: &StyledRun| match run.match_index {
            Some(number) => format!("[{number}:{}]", run.text),
            None => run.text.clone(),
        };
        paragraph.rows(width, 0, 0).iter().map(|row| row.runs.iter().map(run).collect()).collect()
    }

    #[test]
    fn a_match_can_span_rows_and_roles() {
        let mut paragraph = Paragraph::default();
        paragraph.push(Role::Text, "a neu");
        paragraph.push(Role::Strong, "ral net and a neural net");
        assert_eq!(paragraph.mark_matches("neural net", 3), 2);
        assert_eq!(render_rows(&paragraph, 10), ["a [3:neu][3:ral]", "[3:net] and a", "[4:neural net]"]);
    }

    #[test]
    fn find_skips_decorations() {
        let mut paragraph = Paragraph::default();
        paragraph.push(Role::Link, "12:34");
        paragraph.push_decoration(Role::Accent, " ⟨1⟩");
        paragraph.push(Role::Text, " one 1");
        assert_eq!(paragraph.mark_matches("34 one", 0), 1);
        assert_eq!(render_rows(&paragraph, 40), ["12:[0:34] ⟨1⟩[0: one] 1"]);
        assert_eq!(paragraph.mark_matches("1", 0), 2);
        assert_eq!(render_rows(&paragraph, 40), ["[0:1]2:34 ⟨1⟩ one [1:1]"]);
    }

    proptest! {
        #[test]
        fn marking_changes_no_text(parts in prop::collection::vec(("[ab é]{0,6}", any::<bool>()), 0..6), typed in "[ab é]{0,3}", width in 1u16..12) {
            let mut paragraph = Paragraph::default();
            for (text, aside) in &parts {
                paragraph.add(Role::Text, text, *aside);
            }
            let text = |rows: Vec<DetailRow>| -> Vec<String> {
                rows.iter().map(|row| row.runs.iter().map(|run| run.text.as_str()).collect()).collect()
            };
            let before = text(paragraph.rows(width, 0, 0));
            let count = paragraph.mark_matches(&typed, 0);
            let rows = paragraph.rows(width, 0, 0);
            let numbers: std::collections::BTreeSet<_> =
                rows.iter().flat_map(|row| row.runs.iter().filter_map(|run| run.match_index)).collect();
            prop_assert_eq!(numbers, (0..count).collect());
            prop_assert_eq!(text(rows), before);
        }
    }
}
