//! The result of parsing a text with markup: blocks made of spans.

/// A part of a text that begins on a new line: a paragraph, a list item, a line of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// How many lists and quotes it is nested in.
    pub depth: u16,
    /// Its text, split where the style or the link changes.
    pub spans: Vec<Span>,
}

/// The kind of a [`Block`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// Another line of the same paragraph, after a line break.
    Line,
    /// The beginning of a list item, with its mark (`•`, `1.`), or another line of the item, with an empty mark.
    Item(String),
    /// A heading inside the text.
    Heading,
    /// One line of code, which must not be rewrapped.
    Code,
    /// One row of a table, with its cells aligned by spaces.
    Row,
}

/// A piece of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text, cleaned, and without newlines and tabs.
    pub text: String,
    /// The style of the text.
    pub style: InlineStyle,
    /// The address that it links to, as written.
    pub target: Option<String>,
}

/// The style of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InlineStyle {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub emphasis: bool,
    /// `` `code` ``
    pub code: bool,
}
