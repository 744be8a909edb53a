//! Splits a line of a page into pieces: days, people, emphasized or quoted texts, other texts, and labelled links.

use super::table;
use crate::extract::dates;
use crate::extract::names;
use crate::markup::strip::strip_markup;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A day, with or without the year.
    Day(String),
    /// One person or several, perhaps with affiliations.
    People {
        text: String,
        /// Whether it is emphasized or quoted, in which case it may be a title after all.
        is_marked: bool,
    },
    /// Anything else.
    Text {
        text: String,
        /// Whether it is emphasized or quoted.
        is_marked: bool,
    },
}

/// The pieces of a line, and its links.
pub(super) type LinePieces = (Vec<Piece>, Vec<LabelledAddress>);

/// A link's label and its address.
pub(super) type LabelledAddress = (String, String);

/// The longest prefix that is tried as a day, in bytes.
const MAX_DAY_BYTES: usize = 60;

/// The pieces of a line in Markdown or HTML, and its links.
pub(super) fn pieces(line: &str) -> LinePieces {
    let (text, links) = split_links(&with_marks(line));
    let mut pieces = Vec::new();
    for line in text.split(['\n', '\\']) {
        for (at, part) in split_marked(line).into_iter().enumerate() {
            // Every second part is inside a pair of marks.
            add_pieces(&part, at % 2 == 1, &mut pieces);
        }
    }
    (pieces, links)
}

/// Converts the HTML in a line to Markdown emphasis and links, and its line breaks to newlines.
fn with_marks(line: &str) -> String {
    if !line.contains(['<', '&']) {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut target = None;
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, next)) = after.split_once('>') else {
            out.push('<');
            rest = after;
            continue;
        };
        let name = tag.split([' ', '\t']).next().unwrap_or_default().to_ascii_lowercase();
        match name.trim_end_matches('/') {
            "i" | "em" | "cite" | "q" | "/i" | "/em" | "/cite" | "/q" | "b" | "strong" | "/b" | "/strong" => {
                out.push('*');
            }
            "a" => {
                target = tag.split_once("href=").map(|(_, value)| value.trim_matches(['"', '\'']));
                target = target.and_then(|value| value.split(['"', '\'', ' ']).next());
                out.push_str(if target.is_some() { "[" } else { "" });
            }
            "/a" => {
                if let Some(target) = target.take() {
                    out.push_str("](");
                    out.push_str(target);
                    out.push(')');
                }
            }
            "br" | "/p" | "/dt" | "/dd" | "/button" | "/summary" | "/h2" | "/h3" | "/h4" | "/li" | "/div" => {
                out.push('\n');
            }
            _ => out.push(' '),
        }
        rest = next;
    }
    out.push_str(rest);
    html_escape::decode_html_entities(&out).into_owned()
}

/// Takes the links out of a text. A link labelled `video` or similar is returned; any other is replaced by its label.
fn split_links(text: &str) -> (String, Vec<LabelledAddress>) {
    const LABELS: [&str; 8] = ["video", "recording", "slides", "paper", "youtube", "link", "pdf", "watch"];
    let mut rest = text;
    let (mut plain, mut links) = (String::with_capacity(text.len()), Vec::new());
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let link = after.split_once("](").and_then(|(label, target)| Some((label, target.split_once(')')?)));
        let Some((label, (address, next))) = link.filter(|(label, _)| !label.contains(['[', ']'])) else {
            plain.push('[');
            rest = after;
            continue;
        };
        let name = label.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if LABELS.contains(&name.as_str()) {
            links.push((name, address.trim().to_owned()));
        } else {
            plain.push_str(label);
        }
        rest = next;
    }
    plain.push_str(rest);
    (plain, links)
}

/// Splits a line at emphasis marks and quotes: the second, fourth, … part is inside a pair of marks.
fn split_marked(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let is_mark = match c {
            '*' | '"' | '“' | '”' | '«' | '»' | '„' => true,
            // Inside a word, `_` is part of the word.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            _ => false,
        };
        if !is_mark {
            if let Some(part) = parts.last_mut() {
                part.push(c);
            }
        } else if c != before {
            // `**` is one mark.
            parts.push(String::new());
        }
        before = c;
    }
    // An unclosed mark is not a mark.
    if parts.len() % 2 == 0
        && let Some(last) = parts.pop()
        && let Some(part) = parts.last_mut()
    {
        part.push_str(&last);
    }
    parts
}

/// Adds the pieces of a text that is either all inside marks or all outside.
fn add_pieces(text: &str, is_marked: bool, out: &mut Vec<Piece>) {
    let text = strip_markup(text.trim());
    let text = text.trim().trim_start_matches([':', ',', ';', '-', '–', '—', '|', '.', ' ', ']']);
    let text = text.trim_end_matches([':', ',', ';', '-', '–', '—', '|', '.', ' ', '[']).trim();
    if text.is_empty() {
        return;
    }
    if is_day(text) {
        return out.push(Piece::Day(text.to_owned()));
    }
    if let Some((day, rest)) = split_day(text) {
        out.push(Piece::Day(day.to_owned()));
        return add_pieces(rest, is_marked, out);
    }
    if is_people(text) {
        return out.push(Piece::People { text: text.to_owned(), is_marked });
    }
    if is_marked {
        return out.push(Piece::Text { text: text.to_owned(), is_marked });
    }
    // Titles can contain dashes and colons too, so split off only people and days.
    let is_known = |part: &str| is_day(part.trim()) || is_people(part.trim());
    for separator in [" — ", " – ", " -- ", " - ", " | ", ": ", " by "] {
        if let Some((left, right)) = text.split_once(separator).filter(|(left, _)| is_known(left)) {
            add_pieces(left, is_marked, out);
            return add_pieces(right, is_marked, out);
        }
        if let Some((left, right)) = text.rsplit_once(separator).filter(|(_, right)| is_known(right)) {
            add_pieces(left, is_marked, out);
            return add_pieces(right, is_marked, out);
        }
    }
    // `Ann Dove (Institute), 1 March`
    if let Some((left, right)) =
        text.rsplit_once(", ").filter(|(left, right)| is_people(left) && is_day(right))
    {
        out.push(Piece::People { text: left.to_owned(), is_marked });
        return out.push(Piece::Day(right.to_owned()));
    }
    out.push(Piece::Text { text: text.to_owned(), is_marked });
}

/// Splits a text after the day at its beginning.
fn split_day(text: &str) -> Option<(&str, &str)> {
    let ends = text.char_indices().take_while(|&(at, _)| at <= MAX_DAY_BYTES);
    let ends = ends.filter(|&(_, c)| matches!(c, ':' | ',' | '-' | '–' | '—' | '|' | ')' | ']' | '('));
    let parts = ends.filter_map(|(at, _)| text.split_at_checked(at));
    let (day, rest) = parts.filter(|(day, _)| is_day(day.trim())).last()?;
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
    (!rest.is_empty()).then(|| (day.trim(), rest))
}

/// Whether a text is a day, perhaps with a time and its zone.
fn is_day(text: &str) -> bool {
    text.len() <= MAX_DAY_BYTES
        && text.contains(|c: char| c.is_ascii_digit())
        && dates::word_count(text) <= 1 + zone_words(text)
        && table::is_day(text)
}

/// Counts the words after a time that look like a time zone or a half of the day: `CET`, `AM`.
fn zone_words(text: &str) -> usize {
    let is_zone =
        |word: &&str| (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let after_time = text.split_once(':').map_or("", |(_, rest)| rest);
    after_time.split(|c: char| !c.is_alphanumeric()).filter(is_zone).count()
}

/// Whether a text lists only people, each with a name of two or more words.
fn is_people(text: &str) -> bool {
    // After a dash there may be an affiliation or a title.
    let has_dash = [" — ", " – ", " -- ", " - "].iter().any(|dash| text.contains(dash));
    !has_dash && names::are_people(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_to_pieces() {
        let text = |text: &str, is_marked| Piece::Text { text: text.into(), is_marked };
        let day = |text: &str| Piece::Day(text.into());
        let people = |text: &str| Piece::People { text: text.into(), is_marked: false };
        for (line, expected) in [
            (
                "<a href=\"#o\"><b>22 October: </b>Ann Dove, <i>A first look at trees</i></a>",
                vec![day("22 October"), people("Ann Dove"), text("A first look at trees", true)],
            ),
            (
                "<i>Counting: by hand</i> &mdash; <a href=x>Ann Dove</a>, Forest University",
                vec![text("Counting: by hand", true), people("Ann Dove, Forest University")],
            ),
            ("2024-03-01: we moved out", vec![day("2024-03-01"), text("we moved out", false)]),
        ] {
            assert_eq!(pieces(line).0, expected, "{line}");
        }
    }
}
