//! Strips markup from short texts such as titles and names.
//!
//! `<b>`, `&amp;`, `*emphasis*`, `` `code` `` and `[text](link)` are replaced by the text that they show. Anything that
//! merely looks like markup stays: a `<picture>` that is the subject of a talk, `__init__`,
//! `‹%= … %>`, and all of LaTeX.

use crate::text::word_set::WordSet;
use std::borrow::Cow;

use crate::text::Text;

/// Tags that are always markup, never the subject of a title.
static KNOWN_TAGS: WordSet = WordSet::new(
    "\
    a abbr b big br center cite div em font h1 h2 h3 h4 h5 h6 hr i img li mark p small span strong ul u",
);

/// Tags that matter in formulas, but are stripped as well.
static FORMULA_TAGS: WordSet = WordSet::new("sub sup tt s nobr");

/// A longer text, in bytes, is left unchanged; the longest title seen has 185 characters.
const MAX_BYTES: usize = 16 << 10;

/// How far, in bytes, to search for the closing mark after an opening one.
const MAX_LOOKAHEAD: usize = 600;

/// A text as one line, without its markup.
pub(crate) fn strip_markup(raw: &str) -> Text {
    if raw.len() > MAX_BYTES || !raw.contains(['<', '&', '*', '_', '[', '`', '\\', '~']) {
        return Text::line(raw);
    }
    let text = strip_tags(raw);
    let text = strip_markdown(&text);
    let line = Text::line(&html_escape::decode_html_entities(text.as_ref()));
    // A title that is nothing but a tag is about that tag.
    if line.is_empty() { Text::line(raw) } else { line }
}

/// Removes the known tags from a text; a line break becomes a space.
pub(crate) fn strip_tags(raw: &str) -> Cow<'_, str> {
    if !raw.contains('<') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        if let Some((tag, remainder)) = known_tag(after) {
            if matches!(tag.as_str(), "br" | "p" | "div" | "li" | "hr") {
                out.push(' ');
            }
            rest = remainder;
        } else {
            out.push('<');
            rest = after;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Parses a known tag, given the text after its `<`: its name, and the text after its `>`.
fn known_tag(inside: &str) -> Option<(String, &str)> {
    if let Some(comment) = inside.strip_prefix("!--") {
        return comment.split_once("-->").map(|(_, after)| ("!--".to_owned(), after));
    }
    let end = lookahead(inside).find('>')?;
    let (tag, after) = (inside.get(..end)?, inside.get(end + 1..)?);
    let name: String = tag
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let known = KNOWN_TAGS.contains(&name) || FORMULA_TAGS.contains(&name);
    known.then_some((name, after))
}

/// Removes Markdown's emphasis, code marks, links and escapes from a text. Anything between two `$`
/// is a formula and stays.
fn strip_markdown(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['*', '_', '[', '`', '\\', '~']) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let taken = match c {
            '$' => formula(after).map(|(inside, next)| (Cow::Owned(format!("${inside}$")), next)),
            '\\' => escaped(after).map(|(c, next)| (Cow::Owned(c.to_string()), next)),
            '[' => link(after).map(|(text, next)| (strip_markdown(text), next)),
            '!' => image(after).map(|next| (Cow::Borrowed(""), next)),
            '`' => code(after).map(|(text, next)| (Cow::Borrowed(text), next)),
            '*' | '_' | '~' => {
                let begins_word = !out.ends_with(char::is_alphanumeric);
                emphasis(rest, c, begins_word).map(|(text, next)| (strip_markdown(text), next))
            }
            _ => None,
        };
        if let Some((text, next)) = taken {
            out.push_str(&text);
            rest = next;
        } else {
            // Copy a whole run of the same character if it is not markup.
            let run = if matches!(c, '*' | '_' | '~' | '`') {
                rest.len() - rest.trim_start_matches(c).len()
            } else {
                c.len_utf8()
            };
            let (plain, next) = rest.split_at(run);
            out.push_str(plain);
            rest = next;
        }
    }
    Cow::Owned(out)
}

/// The part of a text that is searched for a closing mark.
fn lookahead(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_LOOKAHEAD)).unwrap_or(text)
}

fn split_in_lookahead<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let at = lookahead(text).find(mark)?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

fn formula(after: &str) -> Option<(&str, &str)> {
    let (inside, next) = split_in_lookahead(after, "$")?;
    (!inside.is_empty() && !inside.starts_with(' ') && !inside.ends_with(' ')).then_some((inside, next))
}

/// The character that a Markdown backslash escapes. A backslash of LaTeX does not count (`\{`, `\_` inside
/// a formula, `\textit`).
fn escaped(after: &str) -> Option<(char, &str)> {
    let c = after.chars().next()?;
    matches!(c, '\\' | '$' | '*' | '_' | '[' | ']' | '`' | '~' | '#' | '<' | '>' | '&' | '"' | '\'')
        .then(|| (c, after.get(c.len_utf8()..).unwrap_or_default()))
}

/// Parses `text](target)` after an opening bracket; returns the text, and what follows the link.
pub(crate) fn link(after: &str) -> Option<(&str, &str)> {
    let (text, target) = split_in_lookahead(after, "](")?;
    let mut depth = 0usize;
    let end = lookahead(target).find(|c| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth == 0 => true,
        ')' => {
            depth -= 1;
            false
        }
        _ => false,
    })?;
    let next = target.get(end + 1..)?;
    (!text.contains(']')).then_some((text, next))
}

fn image(after: &str) -> Option<&str> {
    after.strip_prefix('[').and_then(link).map(|(_, next)| next)
}

fn code(after: &str) -> Option<(&str, &str)> {
    let (text, next) = split_in_lookahead(after, "`")?;
    (!text.trim().is_empty()).then_some((text, next))
}

/// The text between opening and closing emphasis marks, as in `*a*`, `**a**`, `_a_`, `~~a~~`, and what follows.
fn emphasis(text: &str, mark: char, begins_word: bool) -> Option<(&str, &str)> {
    let run = text.len() - text.trim_start_matches(mark).len();
    let inside = text.get(run..)?;
    if run > 3 || (mark == '~' && run != 2) || inside.starts_with(char::is_whitespace) {
        return None;
    }
    if mark == '_' && !begins_word {
        return None;
    }
    let closing: String = std::iter::repeat_n(mark, run).collect();
    let mut from = 0;
    let window = lookahead(inside);
    while let Some(at) = window.get(from..)?.find(&closing).map(|at| at + from) {
        let (body, next) = (inside.get(..at)?, inside.get(at + run..)?);
        from = at + run;
        let closes = !body.is_empty()
            && !body.ends_with(char::is_whitespace)
            && !next.starts_with(mark)
            && (mark != '_' || !next.starts_with(char::is_alphanumeric));
        if !closes {
            continue;
        }
        // `__init__` is a Python name: double underscores emphasize words, not a single identifier.
        let identifier = mark == '_' && run == 2 && body.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        return (!identifier).then_some((body, next));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_markup_is_removed() {
        for (raw, expected) in [
            ("<b>Bold</b> &amp; <i>it</i>", "Bold & it"),
            ("Line<br/>break", "Line break"),
            ("*emphasis* and **strong**", "emphasis and strong"),
            ("_emphasis_ and __strong words__", "emphasis and strong words"),
            ("[text](https://example.org/a_(b)) more", "text more"),
            ("![alt](x.png) Title", "Title"),
            ("Use `map` well", "Use map well"),
            ("C&#39;est &eacute;crit", "C'est écrit"),
            ("<a href=\"https://example.org\">Jane</a>", "Jane"),
            ("A \\* B \\_ C", "A * B _ C"),
            ("~~old~~ new", "old new"),
            ("H<sub>2</sub>O", "H2O"),
            ("[**Jane Doe**](https://example.org)", "Jane Doe"),
        ] {
            assert_eq!(strip_markup(raw).as_str(), expected, "{raw}");
        }
    }

    #[test]
    fn text_that_only_looks_like_markup_stays() {
        for raw in [
            "The <picture> element",
            "__init__ explained",
            "‹%= erb %>",
            "$a_1 * b_2 * c$",
            "A* search",
            "2 * 3 * 4",
            "snake_case_name",
            "vector<int> & co",
            "AT&T",
            "[RFC] a proposal",
            "a < b > c",
            "f(x)[0]",
            "\\textit{x}",
            "x ~ y ~ z",
            "C* and D*-algebras",
            "_why",
            "-----",
            "R & D",
        ] {
            assert_eq!(strip_markup(raw).as_str(), raw, "{raw}");
        }
    }
}
