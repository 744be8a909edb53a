//! Text with its markup, taken apart for the screen: Markdown, with the HTML that people put into it.
//!
//! What is taken apart is text as it stands in a record; the record keeps its markup. LaTeX stays as written.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::text::clean_line;

mod html;
mod times;

pub use times::{Time, clock, times};

/// A paragraph, an item of a list, a line of code: what begins on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// How many lists and quotes it stands in.
    pub depth: u16,
    /// Its text, in pieces of one style each.
    pub spans: Vec<Span>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A further line of the same paragraph, after a break in it.
    Line,
    /// The beginning of an item, with its mark: `•`, `1.`
    Item(String),
    /// A heading inside the text.
    Heading,
    /// One line of code, which is not to be filled up.
    Code,
}

/// A piece of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text, clean, and never with a newline or a tab.
    pub text: String,
    /// How it looks.
    pub style: Inline,
    /// Where it leads to, as it stands in the text.
    pub target: Option<String>,
}

/// How a piece of text is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inline {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub emphasis: bool,
    /// `` `code` ``
    pub code: bool,
}

/// Takes a text apart.
///
/// ```
/// let blocks = seminars::markup::parse("An *idea*:\n\n- see [this](https://example.org)");
/// assert_eq!(blocks.len(), 2);
/// assert_eq!(blocks[1].spans[1].target.as_deref(), Some("https://example.org"));
/// ```
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let guarded = keep_what_is_no_markdown(text);
    let mut builder = Builder::default();
    for event in Parser::new_ext(&guarded, Options::ENABLE_MATH) {
        builder.event(event);
    }
    builder.end_block();
    builder.blocks
}

/// The text without its markup: blocks with a newline between them.
#[must_use]
pub fn plain(text: &str) -> String {
    let lines: Vec<String> =
        parse(text).iter().map(|block| block.spans.iter().map(|span| span.text.as_str()).collect()).collect();
    lines.join("\n")
}

/// All addresses in a text: the targets of its links and what reads as one.
#[must_use]
pub fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |address: &str| {
        if !found.iter().any(|known| known == address) {
            found.push(address.to_owned());
        }
    };
    for span in parse(text).iter().flat_map(|block| &block.spans) {
        if let Some(target) = &span.target {
            add(target);
        }
        for word in span.text.split_whitespace() {
            let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min();
            let Some(address) = start.and_then(|at| word.get(at..)) else {
                continue;
            };
            let end = address.find(['<', '>', '"', ')', ']', '}', '|']).unwrap_or(address.len());
            let address = address.get(..end).unwrap_or_default();
            add(address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']));
        }
    }
    found
}

/// Markdown reads `\(` and `\[` as escaped brackets; in an abstract they begin a formula. And `[12:34]: Proof` would
/// be the target of a link, which does not show.
fn keep_what_is_no_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut begins = true;
    while let Some(c) = chars.next() {
        if begins && c == '[' {
            let mut ahead = chars.clone();
            let bracket = ahead.find(|c| !c.is_ascii_digit() && *c != ':');
            if bracket == Some(']') && ahead.next() == Some(':') {
                out.push('\\');
            }
        }
        begins = c == '\n' || (begins && c == ' ');
        out.push(c);
        if c == '\\' {
            match chars.peek() {
                Some('(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '!' | '%' | '&' | '|') => out.push('\\'),
                Some('\\') => {
                    out.push_str("\\\\\\");
                    chars.next();
                }
                _ => {}
            }
        }
    }
    out
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    /// The length of their text.
    length: usize,
    /// Where lines of the source begin in it.
    breaks: Vec<usize>,
    kind: Option<BlockKind>,
    /// The number of the next item of each open list; `None` for a list without numbers.
    lists: Vec<Option<u64>>,
    quotes: u16,
    strong: u16,
    emphasis: u16,
    code: u16,
    in_code_block: bool,
    targets: Vec<String>,
    html: html::Tags,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code_block => self.code_lines(&text),
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
            Tag::Heading { level, .. } => {
                self.end_block();
                // `# 5 ideas` at the top of an abstract is a heading; setext underlines are rarely meant.
                if level <= HeadingLevel::H6 {
                    self.kind = Some(BlockKind::Heading);
                }
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
            Tag::Item => self.item(),
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

    /// A new block, unless an item has just begun and waits for its text.
    fn begin_block(&mut self) {
        if !(self.spans.is_empty() && matches!(self.kind, Some(BlockKind::Item(_)))) {
            self.end_block();
        }
    }

    fn item(&mut self) {
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

    /// Shows where a link leads to, unless its text says so already.
    fn end_link(&mut self) {
        let Some(target) = self.targets.pop() else { return };
        let shown = self.spans.last().is_some_and(|span| span.text.trim() == target);
        if !shown && !target.is_empty() && !target.starts_with('#') {
            self.targets.push(target.clone());
            self.push(&format!(" ({target})"));
            self.targets.pop();
        }
    }

    fn code_lines(&mut self, text: &str) {
        for line in text.lines() {
            let span = Span {
                text: line.replace('\t', "    "),
                style: Inline { code: true, ..Inline::default() },
                target: None,
            };
            let depth = self.depth();
            self.blocks.push(Block { kind: BlockKind::Code, depth, spans: vec![span] });
        }
    }

    fn html(&mut self, raw: &str) {
        let mut tags = std::mem::take(&mut self.html);
        tags.feed(raw, self);
        self.html = tags;
    }

    /// A new line within the same paragraph or item.
    fn line_break(&mut self) {
        // Two breaks in a row make a paragraph.
        let next =
            after_break(self.kind.as_ref()).filter(|next| *next != BlockKind::Line || !self.spans.is_empty());
        self.end_block();
        self.kind = next;
    }

    fn push(&mut self, text: &str) {
        // An entity may stand for what was cleaned out of the text it is in.
        let text = clean_line(text);
        if text.is_empty() || (self.spans.is_empty() && text.trim().is_empty()) {
            return;
        }
        let style = Inline { strong: self.strong > 0, emphasis: self.emphasis > 0, code: self.code > 0 };
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
        let lines = times::chapters(std::mem::take(&mut self.spans), &breaks);
        let mut kind = Some(kind);
        for spans in lines.into_iter().filter(|spans| !spans.is_empty()) {
            let own = kind.take().unwrap_or(BlockKind::Line);
            kind = after_break(Some(&own));
            self.blocks.push(Block { kind: own, depth, spans });
        }
    }
}

/// What a line is that follows another in the same block.
fn after_break(kind: Option<&BlockKind>) -> Option<BlockKind> {
    match kind {
        Some(BlockKind::Item(_)) => Some(BlockKind::Item(String::new())),
        None | Some(BlockKind::Paragraph | BlockKind::Line) => Some(BlockKind::Line),
        Some(BlockKind::Heading | BlockKind::Code) => None,
    }
}

#[cfg(test)]
mod tests;
