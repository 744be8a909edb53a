//! Classifies the lines of a page: headings, labels, pictures, and what is not text at all. What they mean is not known
//! here.

use std::borrow::Cow;

use crate::markup::strip;
use crate::markup::strip::strip_markup;
use crate::text::Text;

/// A line of a page, or a part of it between line breaks.
pub(crate) struct PageLine<'t> {
    /// Its number in the file, from 1.
    pub(crate) number: u32,
    /// The kind of line.
    pub(crate) kind: LineKind<'t>,
}

/// The kind of a line of a page.
pub(crate) enum LineKind<'t> {
    /// A heading, without its markup.
    Heading(Text),
    /// Any other line, unchanged.
    Text(&'t str),
}

/// The beginning of a line that may name what follows.
pub(crate) struct Label<'t> {
    /// The label, with its markup.
    pub(crate) name: &'t str,
    /// The rest of the line.
    pub(crate) rest: &'t str,
}

/// The lines of a text whose [blocks without text](strip_non_text) were removed; the first is line `first` of the file.
pub(crate) fn lines(text: &str, first: u32) -> impl Iterator<Item = PageLine<'_>> {
    let mut rest = (first..).zip(text.lines()).peekable();
    std::iter::from_fn(move || {
        let (number, line) = rest.next()?;
        let underlined = rest.next_if(|(_, below)| is_underline(below) && !line.trim().is_empty()).is_some();
        let kinds = if underlined {
            vec![LineKind::Heading(strip_markup(line))]
        } else {
            split_at_breaks(line).into_iter().map(line_kind).collect()
        };
        Some(kinds.into_iter().map(move |kind| PageLine { number, kind }))
    })
    .flatten()
}

fn line_kind(piece: &str) -> LineKind<'_> {
    heading_text(piece).map_or(LineKind::Text(piece), |heading| LineKind::Heading(strip_markup(heading)))
}

/// Whether a line makes the one above it a heading.
fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && ["=", "-"].iter().any(|mark| line.trim_start_matches(mark).is_empty())
}

/// The text of a heading line: `## …` or `<h3>…</h3>`.
fn heading_text(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix('#') {
        let rest = rest.trim_start_matches('#');
        return rest.starts_with([' ', '\t']).then(|| rest.trim().trim_end_matches('#').trim());
    }
    let inside = line.strip_prefix("<h").or_else(|| line.strip_prefix("<H"))?;
    inside.starts_with(|c: char| c.is_ascii_digit()).then_some(line)
}

/// The label at the beginning of a line: in bold, in emphasis or in a table cell, or else before a colon.
pub(crate) fn label(line: &str) -> Option<Label<'_>> {
    let text = line.trim().trim_start_matches(['-', '+', '•']).trim_start();
    let text = text.strip_prefix("* ").unwrap_or(text);
    if let Some(row) = text.strip_prefix('|') {
        return first_cell(row);
    }
    let text = strip_wrapper_tags(text);
    for (open, close) in
        [("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>"), ("*", "*"), ("_", "_")]
    {
        if let Some((name, rest)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            let rest = rest.trim_start();
            let rest = rest.strip_prefix([':', '：', '.', '—', '–', '-']).unwrap_or(rest);
            let name = name.trim_end_matches(':');
            // `**Ann Dove**, Institute` is not a label.
            return (name.len() < 60 && !rest.starts_with(',')).then_some(Label { name, rest });
        }
    }
    let (name, rest) = text.split_once([':', '：'])?;
    let name = name.trim();
    (name.len() < 40 && !rest.starts_with("//")).then_some(Label { name, rest })
}

/// The bold text at the beginning of a line, and the rest of the line.
pub(crate) fn bold_start(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let mark = line.get(..2).filter(|mark| matches!(*mark, "__" | "**"))?;
    line.get(2..)?.split_once(mark)
}

/// The first cell of a table row with two cells, as the label of the second.
fn first_cell(row: &str) -> Option<Label<'_>> {
    let (name, rest) = row.split_once('|')?;
    let rest = rest.trim().trim_end_matches('|').trim();
    (!rest.contains('|')).then_some(Label { name, rest })
}

/// Strips leading tags that only wrap text.
fn strip_wrapper_tags(text: &str) -> &str {
    let mut rest = text;
    while let Some((tag, after)) = rest.strip_prefix('<').and_then(|inside| inside.split_once('>')) {
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if !matches!(name, "p" | "div" | "center" | "li" | "ul" | "td" | "tr" | "span" | "section") {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Splits a line at line breaks, and after a closing heading or paragraph tag.
fn split_at_breaks(line: &str) -> Vec<&str> {
    const ENDS: [&str; 10] =
        ["<br>", "<br/>", "<br />", "</p>", "</h1>", "</h2>", "</h3>", "</h4>", "</h5>", "</h6>"];
    if !line.contains('<') {
        return vec![line];
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'<', line.as_bytes()) {
        let tag = line.get(at..).unwrap_or_default();
        if let Some(end) = ENDS.iter().find(|end| tag.starts_with(**end)) {
            pieces.extend(line.get(start..at + end.len()));
            start = at + end.len();
        }
    }
    let rest = line.get(start..).unwrap_or_default();
    if !rest.trim().is_empty() || pieces.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// A text with the lines of fenced code blanked out, because they show examples.
pub(crate) fn blank_code(text: &str) -> Cow<'_, str> {
    if !text.contains("```") && !text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let mut is_code = false;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_fence = is_fence(line);
        is_code ^= is_fence;
        out.push_str(if is_code || is_fence { if line.ends_with('\n') { "\n" } else { "" } } else { line });
    }
    Cow::Owned(out)
}

/// Whether a line opens or closes fenced code.
pub(crate) fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// A line without tags at its end that close elements opened on other lines.
pub(crate) fn without_closing_tags(line: &str) -> &str {
    const CONTAINERS: [&str; 11] =
        ["p", "li", "ul", "ol", "div", "body", "html", "section", "article", "main", "td"];
    let mut rest = line;
    while let Some((before, tag)) = rest.trim_end().strip_suffix('>').and_then(|rest| rest.rsplit_once("</"))
    {
        if !CONTAINERS.contains(&tag.trim()) || before.contains(&format!("<{}", tag.trim())) {
            break;
        }
        rest = before;
    }
    rest
}

/// Blocks without text: what opens and what closes them.
const NON_TEXT_BLOCKS: [(&str, &str); 7] = [
    ("<!--", "-->"),
    ("<style", "</style>"),
    ("<script", "</script>"),
    ("<html", "</html>"),
    ("<head", "</head>"),
    ("<nav", "</nav>"),
    ("<iframe", "</iframe>"),
];

/// The index of whole HTML documents in [`NON_TEXT_BLOCKS`].
const HTML_BLOCK: usize = 3;

/// Removes blocks without text: comments, styles, scripts, embedded HTML documents. Line numbers stay the same.
pub(crate) fn strip_non_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut unclosed = [false; NON_TEXT_BLOCKS.len()];
    // If the whole page is an HTML document, that document is text.
    let start = text.trim_start().get(..9).unwrap_or_default().to_ascii_lowercase();
    if let Some(html) =
        unclosed.get_mut(HTML_BLOCK).filter(|_| start.starts_with("<!doctype") || start.starts_with("<html"))
    {
        *html = true;
    }
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let known = NON_TEXT_BLOCKS.iter().zip(&mut unclosed).find(|((open, _), _)| tag.starts_with(open));
        let end = known.and_then(|((_, close), unclosed)| {
            // If it is not closed here, it is not closed later either.
            let end = if *unclosed { None } else { tag.find(close) };
            *unclosed |= end.is_none();
            end.map(|end| end + close.len())
        });
        let (gone, after) = tag.split_at(end.unwrap_or(1));
        match end {
            Some(_) => out.extend(gone.chars().filter(|&c| c == '\n')),
            None => out.push_str(gone),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a line consists only of pictures, linked or not, and tags around them: a thumbnail is not text.
fn is_picture(line: &str) -> bool {
    const TAGS: &str = "img a p div center span figure picture source";
    let mut rest = line.trim().trim_end_matches('\\');
    let mut pictures = 0;
    while !rest.is_empty() {
        let after = if let Some(linked) = rest.strip_prefix("[![") {
            pictures += 1;
            let target = strip::link(linked).and_then(|(_, next)| next.strip_prefix("]("));
            target.and_then(|target| target.split_once(')')).map(|(_, next)| next)
        } else if let Some(picture) = rest.strip_prefix("![") {
            pictures += 1;
            strip::link(picture).map(|(_, next)| next)
        } else if let Some((tag, next)) = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            let name = name.to_ascii_lowercase();
            pictures += usize::from(name == "img");
            TAGS.split(' ').any(|tag| tag == name).then_some(next)
        } else {
            // The attributes of a picture, as in `![](x.png){: width="50%"}`.
            let attributes = rest.strip_prefix('{').filter(|_| pictures > 0);
            attributes.and_then(|attributes| attributes.split_once('}')).map(|(_, next)| next)
        };
        let Some(after) = after else { return false };
        rest = after.trim_start();
    }
    pictures > 0
}

/// Whether a line consists only of a picture, an embedded player or a command of the site generator.
pub(crate) fn is_media(line: &str) -> bool {
    let line = line.trim();
    let command =
        (line.starts_with("{%") && line.ends_with("%}")) || (line.starts_with("{{") && line.ends_with("}}"));
    command || is_picture(line)
}

/// Whether a text has at least `wanted` letters outside pictures, links, tags and shortcodes.
pub(crate) fn has_letters(text: &str, wanted: usize) -> bool {
    let mut letters = 0;
    for line in text.lines().map(str::trim) {
        if ["{%", "{{", "![", "[!["].iter().any(|opening| line.starts_with(opening)) {
            continue;
        }
        let bare = strip_markup(line);
        let link_only = (line.starts_with('[') && line.ends_with(')')) || bare.starts_with("http");
        if !link_only {
            letters += bare.chars().filter(|c| c.is_alphabetic()).count();
        }
        if letters >= wanted {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_pictures_is_no_text() {
        for line in [
            "[![IMAGE_ALT](https://img.youtube.com/vi/ZW_c1Oozhsw/0.jpg)](https://www.youtube.com/watch?v=ZW_c1Oozhsw)",
            "![A drone (left)](a_(1).png)",
            "  ![a](a.png){: width=\"50%\"} ![b](b.png)\\",
            "<img src=\"a.png\">",
            "<p align=\"center\"><a href=\"https://example.org\"><IMG src='a.png' /></a></p>",
        ] {
            assert!(is_picture(line), "{line}");
        }
        for line in [
            "",
            "<p>",
            "{: .note}",
            "![a](a.png) shows the drone",
            "See ![a](a.png)",
            "![not closed](a.png",
            "[text](https://example.org)",
            "<picture> is an element",
        ] {
            assert!(!is_picture(line), "{line}");
        }
    }
}
