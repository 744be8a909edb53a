//! The lines of a page: recognises headings, labels, and lines without text such as pictures.

use super::section::section_for_label;
use crate::extract::fields;
use crate::extract::plain_text;
use crate::extract::plain_text::strip_markup;

/// The text of a heading line: `## …` or `<h3>…</h3>`.
pub(super) fn heading_text(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix('#') {
        let rest = rest.trim_start_matches('#');
        return rest.starts_with([' ', '\t']).then(|| rest.trim().trim_end_matches('#').trim());
    }
    let inside = line.strip_prefix("<h").or_else(|| line.strip_prefix("<H"))?;
    inside.starts_with(|c: char| c.is_ascii_digit()).then_some(line)
}

/// The label that begins a line, and the rest: in bold or emphasis, or a known word before a colon.
pub(super) fn split_label(line: &str) -> Option<(String, &str)> {
    let text = line.trim().trim_start_matches(['-', '+', '•']).trim_start();
    let text = text.strip_prefix("* ").unwrap_or(text);
    if let Some(row) = text.strip_prefix('|') {
        return split_cells(row);
    }
    let text = strip_wrapper_tags(text);
    for (open, close) in
        [("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>"), ("*", "*"), ("_", "_")]
    {
        if let Some((label, rest)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            let rest = rest.trim_start();
            let rest = rest.strip_prefix([':', '：', '.', '—', '–', '-']).unwrap_or(rest);
            return (label.len() < 60).then(|| (label.trim_end_matches(':').to_owned(), rest));
        }
    }
    let (label, rest) = text.split_once([':', '：'])?;
    let label = label.trim();
    let known = section_for_label(label).is_some() || fields::lookup(&fields::normalize(label)).is_some();
    (known && label.len() < 40 && !rest.starts_with("//")).then(|| (label.to_owned(), rest))
}

/// The two cells of a table's row.
fn split_cells(row: &str) -> Option<(String, &str)> {
    let (label, rest) = row.split_once('|')?;
    let value = rest.trim().trim_end_matches('|').trim();
    (!value.contains('|')).then(|| (strip_markup(label).trim_end_matches(':').to_owned(), value))
}

/// Strips the tags that only wrap a text.
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
pub(super) fn split_at_breaks(line: &str) -> Vec<&str> {
    const ENDS: [&str; 10] =
        ["<br>", "<br/>", "<br />", "</p>", "</h1>", "</h2>", "</h3>", "</h4>", "</h5>", "</h6>"];
    if !line.contains('<') {
        return vec![line];
    }
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((at, end)) = ENDS.iter().filter_map(|end| rest.find(end).map(|at| (at, end.len()))).min() {
        let (piece, after) = rest.split_at(at + end);
        pieces.push(piece);
        rest = after;
    }
    if !rest.trim().is_empty() || pieces.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// Blocks without text: their opening, and what closes them.
const NON_TEXT_BLOCKS: [(&str, &str); 7] = [
    ("<!--", "-->"),
    ("<style", "</style>"),
    ("<script", "</script>"),
    ("<html", "</html>"),
    ("<head", "</head>"),
    ("<nav", "</nav>"),
    ("<iframe", "</iframe>"),
];

/// Removes blocks without text: comments, styles, scripts, whole HTML documents inside. Line numbers stay the same.
pub(super) fn strip_non_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut unclosed = [false; NON_TEXT_BLOCKS.len()];
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

/// Whether a line is only pictures, linked or not, and the tags around them: a thumbnail is not text.
fn is_picture(line: &str) -> bool {
    const TAGS: &str = "img a p div center span figure picture source";
    let mut rest = line.trim().trim_end_matches('\\');
    let mut pictures = 0;
    while !rest.is_empty() {
        let after = if let Some(linked) = rest.strip_prefix("[![") {
            pictures += 1;
            let target = plain_text::link(linked).and_then(|(_, next)| next.strip_prefix("]("));
            target.and_then(|target| target.split_once(')')).map(|(_, next)| next)
        } else if let Some(picture) = rest.strip_prefix("![") {
            pictures += 1;
            plain_text::link(picture).map(|(_, next)| next)
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

/// Whether a line is only a picture, an embedded player or a command of the site generator.
pub(super) fn is_media(line: &str) -> bool {
    let line = line.trim();
    let command =
        (line.starts_with("{%") && line.ends_with("%}")) || (line.starts_with("{{") && line.ends_with("}}"));
    command || is_picture(line)
}

/// Whether a text has prose besides pictures, links, tags and short codes.
pub(super) fn has_prose(text: &str) -> bool {
    let mut letters = 0;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("{%")
            || line.starts_with("{{")
            || line.starts_with("![")
            || line.starts_with("[![")
        {
            continue;
        }
        let bare = strip_markup(line);
        let link_only = (line.starts_with('[') && line.ends_with(')')) || bare.starts_with("http");
        if !link_only {
            letters += bare.chars().filter(|c| c.is_alphabetic()).count();
        }
        if letters >= 20 {
            return !crate::extract::placeholder::is_placeholder(text.trim());
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
