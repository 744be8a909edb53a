//! Lays out abstracts and bios: their markup, and the times in them as numbered hints.

use super::DetailComposer;
use crate::markup::{self, Block, BlockKind, Span, Timestamp};
use crate::recording::Link;
use crate::search::TextRole as Part;
use crate::text::width;
use crate::tui::detail::paragraph::Paragraph;
use crate::tui::detail::{TIME_KEYS, TimeHint};
use crate::tui::theme::Role;

/// The maximum number of numbered times; a talk with more has a table of numbers, not chapters.
const MAX_TIMES: usize = 500;

/// Columns of the number of a time: `⟨3⟩`.
const KEY_COLUMNS: usize = 3;

/// The maximum indentation of code.
const MAX_CODE_INDENT: u16 = 24;

impl DetailComposer<'_> {
    /// Adds a Markdown text: paragraphs separated by an empty row; lines, list items and code without one; chapters as
    /// a table.
    pub(super) fn prose(&mut self, text: &str, part: Part) {
        let mut previous: Option<BlockKind> = None;
        let blocks = markup::parse(text);
        let chapters: Vec<Option<Timestamp>> = blocks.iter().map(|block| self.chapter_time(block)).collect();
        let widest = chapters.iter().flatten().map(|time| time.range.len()).max().unwrap_or(0);
        for (at, block) in blocks.into_iter().enumerate() {
            let close = matches!(
                (&previous, &block.kind),
                (None, _)
                    | (_, BlockKind::Line)
                    | (Some(BlockKind::Item(_)), BlockKind::Item(_))
                    | (Some(BlockKind::Code), BlockKind::Code)
                    | (Some(BlockKind::Row), BlockKind::Row)
            );
            if !close {
                self.add_gap();
            }
            let is_chapter = |at: usize| chapters.get(at).is_some_and(Option::is_some);
            let has_neighbour = is_chapter(at + 1) || at.checked_sub(1).is_some_and(is_chapter);
            match chapters.get(at).and_then(Option::as_ref) {
                Some(time) if has_neighbour => self.chapter(&block, time, widest, part),
                _ => self.block(&block, part),
            }
            previous = Some(block.kind);
        }
    }

    fn block(&mut self, block: &Block, part: Part) {
        let mut paragraph = Paragraph::default();
        let outer = block.depth.min(6) * 2;
        let mut rest = outer;
        let mut first = outer;
        if let BlockKind::Item(mark) = &block.kind {
            first = outer.saturating_sub(2);
            if !mark.is_empty() {
                paragraph.push(Role::Dim, &format!("{mark} "));
            }
            rest = first.saturating_add(u16::try_from(width(mark)).unwrap_or(1) + 1);
        }
        if block.kind == BlockKind::Code {
            // Keep the indentation, also when the line wraps.
            let text = block.spans.first().map_or("", |span| &span.text);
            let blanks = text.len() - text.trim_start_matches(' ').len();
            first = outer.saturating_add(u16::try_from(blanks).unwrap_or(0).min(MAX_CODE_INDENT));
            rest = first.saturating_add(2);
        }
        self.push_spans(&mut paragraph, block, part);
        self.add_paragraph(paragraph, first, rest);
    }

    /// The time that a block begins with, if it lies within the recording.
    fn chapter_time(&self, block: &Block) -> Option<Timestamp> {
        self.video?;
        let time = markup::timestamps(block).into_iter().next()?;
        let is_within = self.duration.is_none_or(|duration| time.seconds <= duration.seconds());
        let text: String = block.spans.iter().map(|span| span.text.as_str()).collect();
        let before = text.get(..time.range.start)?;
        (is_within && !before.contains(char::is_alphanumeric)).then_some(time)
    }

    /// A row of the table of chapters: `⟨3⟩  12:34  The proof`.
    fn chapter(&mut self, block: &Block, time: &Timestamp, widest: usize, part: Part) {
        let text: String = block.spans.iter().map(|span| span.text.as_str()).collect();
        let is_sign = |c: char| c.is_whitespace() || "-–—:|·•.,)]".contains(c);
        let title = text.get(time.end..).unwrap_or_default().trim_start_matches(is_sign);
        let Some(number) = self.time_number(time.seconds, title) else { return self.block(block, part) };
        let mut row = Paragraph::default();
        let blanks = widest.saturating_sub(time.range.len()) + 2;
        let mut first = 0;
        if number <= TIME_KEYS {
            row.push_decoration(Role::Accent, &format!("⟨{number}⟩"));
            row.push_decoration(Role::Text, &" ".repeat(blanks));
        } else {
            first = u16::try_from(KEY_COLUMNS + blanks).unwrap_or(u16::MAX);
        }
        let start = row.len();
        row.push(Role::Link, text.get(time.range.clone()).unwrap_or_default());
        if let Some(hint) = self.layout.times.get(number - 1) {
            row.link_from(start, &hint.link);
        }
        // One of the blanks counts as text, so that a find match can span time and title.
        row.push(Role::Text, " ");
        row.push_decoration(Role::Text, " ");
        self.push_highlighted(&mut row, Role::Text, title, part);
        let column = u16::try_from(KEY_COLUMNS + 2 + widest + 2).unwrap_or(u16::MAX);
        self.add_paragraph(row, first.min(self.columns / 2), column.min(self.columns / 2));
    }

    /// Adds the text of a block, with a number after each time that can be opened.
    fn push_spans(&mut self, paragraph: &mut Paragraph, block: &Block, part: Part) {
        let times = self.numbered_times(block);
        let mut cuts =
            times.iter().flat_map(|(time, _)| [time.range.start, time.range.end, time.end]).peekable();
        let mut hints = times.iter().peekable();
        let mut at = 0;
        for span in &block.spans {
            let start = at;
            let end = start + span.text.len();
            while at < end {
                while cuts.next_if(|&cut| cut <= at).is_some() {}
                let next = cuts.peek().copied().unwrap_or(end).min(end);
                let in_time =
                    hints.peek().is_some_and(|(time, _)| time.range.start <= at && at < time.range.end);
                let role = if in_time { Role::Link } else { role_of(block, span) };
                let text = span.text.get(at - start..next - start).unwrap_or_default();
                let from = paragraph.len();
                self.push_highlighted(paragraph, role, text, part);
                let time = hints
                    .peek()
                    .filter(|_| in_time)
                    .and_then(|(_, number)| self.layout.times.get(number - 1));
                let target = span.target.as_deref().and_then(|target| Link::parse(target).ok());
                if let Some(link) = time.map(|time| time.link.clone()).or(target) {
                    paragraph.link_from(from, &link);
                }
                at = next;
                if let Some((_, number)) = hints.next_if(|(time, _)| time.end <= at)
                    && *number <= TIME_KEYS
                {
                    // A no-break space, so that time and number stay on one row.
                    paragraph.push_decoration(Role::Accent, &format!("\u{a0}⟨{number}⟩"));
                }
            }
        }
    }

    /// The times of a block that can be opened, with their numbers from 1.
    fn numbered_times(&mut self, block: &Block) -> Vec<(Timestamp, usize)> {
        if self.video.is_none() {
            return Vec::new();
        }
        let times = markup::timestamps(block);
        times
            .into_iter()
            .filter_map(|time| self.time_number(time.seconds, "").map(|number| (time, number)))
            .collect()
    }

    /// The number of a time, the same wherever the time occurs; `None` if it is beyond the end of the recording.
    fn time_number(&mut self, seconds: u32, title: &str) -> Option<usize> {
        if self.duration.is_some_and(|duration| seconds > duration.seconds()) {
            return None;
        }
        let times = &mut self.layout.times;
        if let Some(known) = times.iter().position(|hint| hint.seconds == seconds) {
            if let Some(hint) = times.get_mut(known).filter(|hint| hint.title.is_empty()) {
                title.clone_into(&mut hint.title);
            }
            return Some(known + 1);
        }
        let link = self.video.and_then(|video| video.starting_at(seconds))?.link();
        (times.len() < MAX_TIMES).then(|| {
            times.push(TimeHint { seconds, title: title.to_owned(), link });
            times.len()
        })
    }
}

fn role_of(block: &Block, span: &Span) -> Role {
    match (&block.kind, &span.target, span.style) {
        (_, Some(_), _) => Role::Link,
        (BlockKind::Heading, ..) => Role::Strong,
        (_, _, style) if style.strong => Role::Strong,
        (_, _, style) if style.emphasis => Role::Emphasis,
        _ => Role::Text,
    }
}
