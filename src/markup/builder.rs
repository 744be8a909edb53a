//! Builds blocks from the events of the Markdown parser, and from the HTML among them.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::block::{Block, BlockKind, InlineStyle, Span};
use super::html::{HtmlPart, HtmlReader};
use super::table::TableRows;
use super::timestamps;
use crate::text::clean_line;

/// Builds blocks from the events of the Markdown parser.
#[derive(Default)]
pub(super) struct BlockBuilder {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    /// The length of the text in `spans`, in bytes.
    length: usize,
    /// The offsets in that text where lines of the source begin.
    breaks: Vec<usize>,
    kind: Option<BlockKind>,
    /// The number of the next item of each open list; `None` for a list without numbers.
    lists: Vec<Option<u64>>,
    quotes: u16,
    strong: u16,
    emphasis: u16,
    code: u16,
    in_code_block: bool,
    table: TableRows,
    targets: Vec<String>,
    html: HtmlReader,
}

impl BlockBuilder {
    /// Returns all blocks. To be called after the last event.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_block();
        self.blocks
    }

    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code_block => self.push_code(&text),
            Event::Text(text) => self.push(&text),
            Event::Code(text) => {
                self.code += 1;
                self.push(&text);
                self.code -= 1;
            }
            Event::InlineMath(math) => self.push(&format!("${math}$")),
            Event::DisplayMath(math) => self.push(&format!("$${math}$$")),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => {
                self.breaks.push(self.length);
                self.push(" ");
            }
            Event::HardBreak => self.line_break(),
            Event::Rule => self.end_block(),
            Event::FootnoteReference(name) => self.push(&format!("[{name}]")),
            Event::TaskListMarker(done) => self.push(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.begin_block(),
            Tag::Heading { .. } => {
                self.end_block();
                self.kind = Some(BlockKind::Heading);
            }
            Tag::BlockQuote(_) => {
                self.end_block();
                self.quotes += 1;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.end_block();
                self.in_code_block = true;
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Table(_) => self.end_block(),
            Tag::TableHead | Tag::TableRow => self.table.begin_row(),
            Tag::Item => self.begin_item(),
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.targets.push(dest_url.into_string());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) | TagEnd::Item => self.end_block(),
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => self.in_code_block = false,
            TagEnd::TableCell => self.table.add_cell(std::mem::take(&mut self.spans)),
            TagEnd::Table => self.end_table(),
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            _ => {}
        }
    }

    /// Begins a new block, unless an item has just begun and has no text yet.
    fn begin_block(&mut self) {
        if !(self.spans.is_empty() && matches!(self.kind, Some(BlockKind::Item(_)))) {
            self.end_block();
        }
    }

    fn begin_item(&mut self) {
        self.end_block();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}.");
                *number = number.saturating_add(1);
                mark
            }
            _ => "•".to_owned(),
        };
        self.kind = Some(BlockKind::Item(mark));
    }

    /// Appends the address of a link, unless the text of the link already shows it.
    fn end_link(&mut self) {
        let Some(target) = self.targets.pop() else { return };
        let shown = self.spans.last().is_some_and(|span| span.text.trim() == target);
        if !shown && !target.is_empty() && !target.starts_with('#') {
            self.targets.push(target.clone());
            self.push(&format!(" ({target})"));
            self.targets.pop();
        }
    }

    fn end_table(&mut self) {
        self.spans.clear();
        let depth = self.depth();
        let rows = std::mem::take(&mut self.table).into_lines();
        self.blocks.extend(rows.into_iter().map(|spans| Block { kind: BlockKind::Row, depth, spans }));
        (self.length, self.kind) = (0, None);
        self.breaks.clear();
    }

    fn push_code(&mut self, text: &str) {
        for line in text.lines() {
            let span = Span {
                text: line.replace('\t', "    "),
                style: InlineStyle { code: true, ..InlineStyle::default() },
                target: None,
            };
            let depth = self.depth();
            self.blocks.push(Block { kind: BlockKind::Code, depth, spans: vec![span] });
        }
    }

    fn html(&mut self, raw: &str) {
        let mut tags = std::mem::take(&mut self.html);
        tags.read(raw, &mut |part| self.html_part(part));
        self.html = tags;
    }

    fn html_part(&mut self, part: HtmlPart<'_>) {
        let step = |count: &mut u16, opens: bool| {
            *count = if opens { count.saturating_add(1) } else { count.saturating_sub(1) }
        };
        match part {
            HtmlPart::Text(text) => self.push(text),
            HtmlPart::Strong { opens } => step(&mut self.strong, opens),
            HtmlPart::Emphasis { opens } => step(&mut self.emphasis, opens),
            HtmlPart::Code { opens } => step(&mut self.code, opens),
            HtmlPart::LineBreak => self.line_break(),
            HtmlPart::ListStart { first } => {
                self.end_block();
                self.lists.push(first);
            }
            HtmlPart::ListEnd => {
                self.end_block();
                self.lists.pop();
            }
            HtmlPart::ItemStart => self.begin_item(),
            HtmlPart::ItemEnd => self.end_block(),
            HtmlPart::Block => self.begin_block(),
            HtmlPart::LinkStart(target) => self.targets.push(target),
            HtmlPart::LinkEnd => self.end_link(),
        }
    }

    /// Begins a new line within the same paragraph or item.
    fn line_break(&mut self) {
        // Two breaks in a row begin a new paragraph.
        let next = kind_after_break(self.kind.as_ref())
            .filter(|next| *next != BlockKind::Line || !self.spans.is_empty());
        self.end_block();
        self.kind = next;
    }

    fn push(&mut self, text: &str) {
        // A decoded entity may be a character that was cleaned out of the raw text, so clean again.
        let text = clean_line(text);
        if text.is_empty() || (self.spans.is_empty() && text.trim().is_empty()) {
            return;
        }
        let style = InlineStyle { strong: self.strong > 0, emphasis: self.emphasis > 0, code: self.code > 0 };
        let target = self.targets.last().cloned();
        self.length += text.len();
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.target == target => last.text.push_str(&text),
            _ => self.spans.push(Span { text: text.into_owned(), style, target }),
        }
    }

    fn depth(&self) -> u16 {
        u16::try_from(self.lists.len()).unwrap_or(u16::MAX).saturating_add(self.quotes)
    }

    fn end_block(&mut self) {
        let kind = self.kind.take().unwrap_or(BlockKind::Paragraph);
        let breaks = std::mem::take(&mut self.breaks);
        self.length = 0;
        if self.spans.is_empty() {
            return;
        }
        let depth = self.depth();
        let lines = timestamps::split_chapters(std::mem::take(&mut self.spans), &breaks);
        let mut kind = Some(kind);
        for spans in lines.into_iter().filter(|spans| !spans.is_empty()) {
            let own = kind.take().unwrap_or(BlockKind::Line);
            kind = kind_after_break(Some(&own));
            self.blocks.push(Block { kind: own, depth, spans });
        }
    }
}

/// The kind of the line after a line break in a block.
fn kind_after_break(kind: Option<&BlockKind>) -> Option<BlockKind> {
    match kind {
        Some(BlockKind::Item(_)) => Some(BlockKind::Item(String::new())),
        None | Some(BlockKind::Paragraph | BlockKind::Line) => Some(BlockKind::Line),
        Some(BlockKind::Heading | BlockKind::Code | BlockKind::Row) => None,
    }
}
