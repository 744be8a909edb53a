//! What a text with markup becomes: blocks of spans.

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
    /// One row of a table, its cells aligned with blanks.
    Row,
}

/// A piece of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text, clean, and never with a newline or a tab.
    pub text: String,
    /// How it looks.
    pub style: InlineStyle,
    /// Where it leads to, as it stands in the text.
    pub target: Option<String>,
}

/// How a piece of text is styled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InlineStyle {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub emphasis: bool,
    /// `` `code` ``
    pub code: bool,
}
