//! The lines of a page: which are headings, which begin with a label, which are no text at all.

use super::super::fields;
use super::super::markup::plain;
use super::section::announced;

/// The text of a heading line: `## …` or `<h3>…</h3>`.
pub(super) fn heading(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix('#') {
        let rest = rest.trim_start_matches('#');
        return rest.starts_with([' ', '\t']).then(|| rest.trim().trim_end_matches('#').trim());
    }
    let inside = line.strip_prefix("<h").or_else(|| line.strip_prefix("<H"))?;
    inside.starts_with(|c: char| c.is_ascii_digit()).then_some(line)
}

/// The label that begins a line, and the rest: in bold or emphasis, or a known word before a colon.
pub(super) fn label(line: &str) -> Option<(String, &str)> {
    let text = line.trim().trim_start_matches(['-', '+', '•']).trim_start();
    let text = text.strip_prefix("* ").unwrap_or(text);
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
    let known = announced(label).is_some() || fields::lookup(&fields::normal(label)).is_some();
    (known && label.len() < 40 && !rest.starts_with("//")).then(|| (label.to_owned(), rest))
}

/// What is no text of a page, with what ends it.
const NO_TEXT: [(&str, &str); 7] = [
    ("<!--", "-->"),
    ("<style", "</style>"),
    ("<script", "</script>"),
    ("<html", "</html>"),
    ("<head", "</head>"),
    ("<nav", "</nav>"),
    ("<iframe", "</iframe>"),
];

/// A body without what is no text: comments, styles, scripts, whole HTML documents inside. Its lines stay in place.
pub(super) fn cleared(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut unclosed = [false; NO_TEXT.len()];
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let known = NO_TEXT.iter().zip(&mut unclosed).find(|((open, _), _)| tag.starts_with(open));
        let end = known.and_then(|((_, close), unclosed)| {
            // What is not closed once is not closed later either.
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

/// Whether a text is more than pictures, links, tags and short codes.
pub(super) fn says_something(text: &str) -> bool {
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
        let bare = plain(line);
        let link_only = (line.starts_with('[') && line.ends_with(')')) || bare.starts_with("http");
        if !link_only {
            letters += bare.chars().filter(|c| c.is_alphabetic()).count();
        }
        if letters >= 20 {
            return !super::super::absent::is_absent(text.trim());
        }
    }
    false
}
