//! Running text: abstracts and bios with their markup, and the times in them as numbered hints.

use super::DetailComposer;
use crate::markup::{self, Block, BlockKind, Span, Timestamp};
use crate::search::TextRole as Part;
use crate::text::width;
use crate::tui::detail::paragraph::Paragraph;
use crate::tui::detail::{TIME_KEYS, TimeHint};
use crate::tui::theme::Role;

/// The most times that get a number: more of them in one talk are a table, not chapters.
const MAX_TIMES: usize = 500;

/// Code that is indented further begins in this column.
const MAX_CODE_INDENT: u16 = 24;

impl DetailComposer<'_> {
    /// A text in Markdown: paragraphs with an empty row between them; lines, items and code close together.
    pub(super) fn prose(&mut self, text: &str, part: Part) {
        let mut previous: Option<BlockKind> = None;
        for block in markup::parse(text) {
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
                // What a line is indented by is kept, where it is broken too.
                let text = block.spans.first().map_or("", |span| &span.text);
                let blanks = text.len() - text.trim_start_matches(' ').len();
                first = outer.saturating_add(u16::try_from(blanks).unwrap_or(0).min(MAX_CODE_INDENT));
                rest = first.saturating_add(2);
            }
            self.push_spans(&mut paragraph, &block, part);
            self.add_paragraph(paragraph, first, rest);
            previous = Some(block.kind);
        }
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
                self.push_highlighted(paragraph, role, text, part);
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
            .filter_map(|time| self.time_number(time.seconds).map(|number| (time, number)))
            .collect()
    }

    /// The number of a time, the same wherever the time occurs; `None` if it is beyond the end of the recording.
    fn time_number(&mut self, seconds: u32) -> Option<usize> {
        if self.duration.is_some_and(|duration| seconds > duration.seconds()) {
            return None;
        }
        let times = &mut self.layout.times;
        if let Some(known) = times.iter().position(|hint| hint.seconds == seconds) {
            return Some(known + 1);
        }
        let link = self.video.and_then(|video| video.starting_at(seconds))?.link();
        (times.len() < MAX_TIMES).then(|| {
            times.push(TimeHint { seconds, link });
            times.len()
        })
    }
}

fn role_of(block: &Block, span: &Span) -> Role {
    match (&block.kind, &span.target, span.style) {
        (_, Some(_), _) => Role::Link,
        (BlockKind::Heading, ..) => Role::Strong,
        (_, _, style) if style.code => Role::Code,
        (_, _, style) if style.strong => Role::Strong,
        (_, _, style) if style.emphasis => Role::Emphasis,
        _ => Role::Text,
    }
}
