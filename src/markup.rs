//! Parses Markdown, with the HTML that people put into it, into blocks and spans for the screen.
//!
//! Records keep the markup in their texts; only titles and names have it stripped (`strip`). LaTeX stays as written.

use pulldown_cmark::{Options, Parser};

mod block;
mod builder;
mod html;
pub(crate) mod strip;
mod table;
mod timestamps;

pub use block::{Block, BlockKind, InlineStyle, Span};
pub use timestamps::{Timestamp, format_timestamp, timestamps};

use builder::BlockBuilder;

/// Parses a text with markup into blocks.
///
/// ```
/// let blocks = seminars::markup::parse("An *idea*:\n\n- see [this](https://example.org)");
/// assert_eq!(blocks.len(), 2);
/// assert_eq!(blocks[1].spans[1].target.as_deref(), Some("https://example.org"));
/// ```
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let guarded = escape_non_markdown(text);
    let mut builder = BlockBuilder::default();
    for event in Parser::new_ext(&guarded, Options::ENABLE_MATH | Options::ENABLE_TABLES) {
        builder.event(event);
    }
    builder.finish()
}

/// The text without its markup, with a newline between blocks.
#[must_use]
pub fn to_plain_text(text: &str) -> String {
    let lines: Vec<String> =
        parse(text).iter().map(|block| block.spans.iter().map(|span| span.text.as_str()).collect()).collect();
    lines.join("\n")
}

/// All addresses in a text, without duplicates: the targets of its links, and web addresses written out.
#[must_use]
pub fn find_addresses(text: &str) -> Vec<String> {
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

/// Escapes what Markdown would misread: `\(` and
/// `\[`, which begin a formula in an abstract, are escaped brackets in Markdown; `[12:34]: Proof` would define a link
/// target and disappear; and the `*` in `n*m` is not emphasis.
fn escape_non_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut begins = true;
    let mut before = ' ';
    let mut is_code = false;
    while let Some(c) = chars.next() {
        // Code and formulas are left as they are.
        is_code ^= matches!(c, '`' | '$') && before != c;
        is_code &= !(c == '\n' && before == '\n');
        let is_star = c == '*' && !is_code && before.is_alphanumeric();
        if is_star && chars.peek().is_some_and(|after| after.is_alphanumeric()) {
            out.push('\\');
        }
        before = c;
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

#[cfg(test)]
mod tests;
