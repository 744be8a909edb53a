//! Finds unlabelled talks in the repeated parts of a page: list items, definitions, sections under
//! headings or between rules.
//!
//! Each part has a day, a person and a title in any order, as in
//! `- 2024-03-01: Ann Dove (Institute), "Counting trees" [video](…)`.

use std::cell::OnceCell;

use super::grouped::TalksByHeading;
use super::labelled::is_year;
use super::pieces::{LinePieces, Piece, pieces};
use crate::diagnostic::Position;
use crate::extract::names;
use crate::format::node::{Node, NodeValue, Pair};
use crate::format::page_lines;
use crate::markup::strip::strip_markup;

/// A page needs at least this many talks to count as a list of talks.
const MIN_TALKS: usize = 4;
/// From the first talk to the last, at least this percentage of the parts must be talks.
const TALKS_AMONG_PARTS: usize = 60;
/// How many lines at the start of a part are searched for day, person and title.
const MAX_LINES: usize = 6;
/// A longer line, in bytes, ends the search.
const MAX_LINE_BYTES: usize = 2 << 10;
/// Text after the title that is shorter than this, in bytes, is a remark and not an abstract.
const MIN_ABSTRACT_BYTES: usize = 120;

/// What each part of a page begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// An item of a top-level list.
    Item,
    /// A horizontal rule.
    Rule,
    /// A heading of this level.
    Heading(usize),
    /// An HTML tag.
    Tag(&'static str),
}

const SEPARATORS: [Separator; 10] = [
    Separator::Item,
    Separator::Rule,
    Separator::Heading(2),
    Separator::Heading(3),
    Separator::Heading(4),
    Separator::Tag("<li"),
    Separator::Tag("<dt"),
    Separator::Tag("<button"),
    Separator::Tag("<summary"),
    Separator::Tag("<article"),
];

/// Finds the talks in the parts of a text, grouped by the headings that name years. `first` is the number of
/// the text's first line.
pub(super) fn talks_in_blocks(text: &str, first: u32) -> Option<Node> {
    let text = page_lines::strip_non_text(&page_lines::blank_code(text));
    let page = PageParts::new(&text, first);
    let all = SEPARATORS.iter().filter_map(|&separator| page.talks_between(separator));
    // On a tie, the earlier separator wins.
    let best = all.rev().max_by_key(TalksByHeading::len)?;
    best.into_node("list")
}

/// The lines of a page. The pieces of a line are cached, because several separators ask for them.
struct PageParts<'t> {
    first: u32,
    lines: Vec<PartLine<'t>>,
}

struct PartLine<'t> {
    text: &'t str,
    heading: Option<PartHeading>,
    pieces: OnceCell<LinePieces>,
}

struct PartHeading {
    level: usize,
    text: String,
    /// Whether it names a year, and so heads several talks instead of one.
    is_year: bool,
}

impl<'t> PageParts<'t> {
    fn new(text: &'t str, first: u32) -> Self {
        let line = |text| PartLine { text, heading: PartHeading::of(text), pieces: OnceCell::new() };
        Self { first, lines: text.lines().map(line).collect() }
    }

    /// The talks in the parts that begin with `separator`, if enough of those parts are talks.
    fn talks_between(&self, separator: Separator) -> Option<TalksByHeading> {
        let is_start = |(_, line): &(usize, &PartLine<'_>)| separator.is_start(line);
        let starts: Vec<usize> = self.lines.iter().enumerate().filter(is_start).map(|(at, _)| at).collect();
        if starts.len() < MIN_TALKS {
            return None;
        }
        let mut talks = TalksByHeading::default();
        let mut year = "";
        let mut next = 0;
        let mut parts_since_first = 0;
        let mut parts_until_last = 0;
        for (number, &start) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(self.lines.len());
            let part = separator.part(self.lines.get(start..end).unwrap_or_default());
            let line = self.first.saturating_add(u32::try_from(start).unwrap_or(u32::MAX));
            let talk = talk(part, separator, Position { line, column: 1 });
            parts_since_first += usize::from(talk.is_some() || parts_since_first > 0);
            let above = self.lines.get(next..start).unwrap_or_default();
            let mut headings = above.iter().filter_map(|line| line.heading.as_ref());
            if let Some(heading) = headings.rfind(|heading| heading.is_year) {
                year = &heading.text;
            }
            next = start;
            if let Some(talk) = talk {
                parts_until_last = parts_since_first;
                talks.add(year, vec![talk]);
            }
        }
        let is_list = talks.len() >= MIN_TALKS && talks.len() * 100 >= parts_until_last * TALKS_AMONG_PARTS;
        is_list.then_some(talks)
    }
}

impl PartLine<'_> {
    /// The pieces of the line, without its leading list or heading marks.
    fn pieces(&self) -> &LinePieces {
        self.pieces.get_or_init(|| pieces(self.text.trim().trim_start_matches(['-', '*', '+', '#'])))
    }
}

impl PartHeading {
    /// Parses a line as a Markdown or HTML heading.
    fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        let hashes = line.len() - line.trim_start_matches('#').len();
        let (level, text) = if hashes > 0 {
            let rest = line.get(hashes..).filter(|rest| rest.starts_with(' '))?;
            (hashes, rest.trim_end_matches('#'))
        } else {
            let at = line.find("<h").filter(|&at| at < MAX_LINE_BYTES)?;
            let level = line.get(at + 2..at + 3)?.parse().ok().filter(|level| (1..=6).contains(level))?;
            (level, line.get(at..)?.split_once('>')?.1.split("</h").next()?)
        };
        let text = strip_markup(text).to_string();
        Some(Self { level, is_year: is_year(&text), text })
    }
}

impl Separator {
    fn is_start(self, line: &PartLine<'_>) -> bool {
        let trimmed = line.text.trim();
        match self {
            Self::Item => {
                let is_item = ["- ", "* ", "+ "].iter().any(|mark| trimmed.starts_with(mark));
                is_item && line.text.len() - line.text.trim_start().len() < 2
            }
            Self::Rule => {
                trimmed.starts_with("<hr")
                    || (trimmed.len() > 2 && trimmed.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_')))
            }
            Self::Heading(level) => {
                line.heading.as_ref().is_some_and(|heading| heading.level == level && !heading.is_year)
            }
            Self::Tag(tag) => trimmed
                .strip_prefix(tag)
                .is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_whitespace())),
        }
    }

    /// The lines that belong to a part. `lines` runs from its start to the start of the next part.
    fn part<'l, 't>(self, lines: &'l [PartLine<'t>]) -> &'l [PartLine<'t>] {
        let is_end = |line: &PartLine<'_>| match self {
            Self::Item => !line.text.is_empty() && !line.text.starts_with([' ', '\t']),
            Self::Rule | Self::Heading(_) => false,
            Self::Tag(_) => line.heading.is_some(),
        };
        let first = usize::from(self == Self::Rule);
        let rest = lines.iter().skip(1).position(is_end).map_or(lines.len(), |end| end + 1);
        lines.get(first..rest).unwrap_or_default()
    }
}

/// Extracts the talk from a part that has a day, a person and a title.
fn talk(part: &[PartLine<'_>], separator: Separator, at: Position) -> Option<Node> {
    let head: Vec<(usize, &PartLine<'_>)> =
        part.iter().enumerate().filter(|(_, line)| !line.text.trim().is_empty()).take(MAX_LINES).collect();
    // No digit, no day.
    if !head.iter().any(|(_, line)| line.text.bytes().any(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let mut found = PartialTalk::default();
    let mut end = 0;
    for (number, line) in head {
        if found.is_whole() || line.text.len() > MAX_LINE_BYTES {
            break;
        }
        let is_heading = number == 0 && matches!(separator, Separator::Heading(_));
        found.add_line(line.pieces(), is_heading);
        end = number + 1;
    }
    if !found.is_whole() {
        return None;
    }
    let rest: Vec<&str> = part.get(end..).unwrap_or_default().iter().map(|line| line.text).collect();
    let rest = rest.join("\n");
    let rest = page_lines::without_closing_tags(rest.trim()).trim();
    let pair = |key: &str, value: &str| Pair { key: key.into(), at, node: Node::text(value.to_owned(), at) };
    let mut pairs =
        vec![pair("date", &found.day), pair("speaker", &found.people), pair("title", &found.title)];
    if rest.len() >= MIN_ABSTRACT_BYTES && separator != Separator::Item {
        pairs.push(pair("abstract", rest));
    }
    pairs.extend(found.links.iter().map(|(label, address)| pair(label, address)));
    Some(Node { value: NodeValue::Map(pairs), at })
}

/// The parts of a talk found so far.
#[derive(Debug, Default)]
struct PartialTalk {
    day: String,
    people: String,
    /// Whether the people are emphasized, quoted or a heading, in which case they may be the title after all.
    are_people_marked: bool,
    title: String,
    /// Whether the title is emphasized, quoted or a heading.
    is_title_marked: bool,
    links: Vec<(String, String)>,
}

impl PartialTalk {
    fn is_whole(&self) -> bool {
        !self.day.is_empty() && !self.people.is_empty() && !self.title.is_empty()
    }

    fn add_line(&mut self, (found, links): &LinePieces, is_heading: bool) {
        self.links.extend(links.iter().cloned());
        let mut after_people = false;
        for piece in found {
            let was_after_people = std::mem::replace(&mut after_people, false);
            match piece {
                Piece::Day(day) if self.day.is_empty() => self.day.clone_from(day),
                Piece::People { text, is_marked } => {
                    let is_marked = *is_marked || is_heading;
                    if self.people.is_empty() {
                        (self.people, self.are_people_marked) = (text.clone(), is_marked);
                        after_people = true;
                    } else if self.are_people_marked && !is_marked && self.title.is_empty() {
                        // Of two candidates, the emphasized one is the title.
                        self.title = std::mem::replace(&mut self.people, text.clone());
                        (self.is_title_marked, self.are_people_marked) = (true, false);
                    } else if is_marked && !self.are_people_marked {
                        self.add_title(text, true);
                    }
                }
                Piece::Text { text, .. } if was_after_people && text.starts_with('(') => {
                    self.people = format!("{} {text}", self.people);
                }
                Piece::Text { text, .. } if was_after_people && names::is_affiliation(text) => {
                    self.people = format!("{} ({text})", self.people);
                }
                Piece::Text { text, is_marked } => self.add_title(text, *is_marked || is_heading),
                Piece::Day(_) => {}
            }
        }
    }

    fn add_title(&mut self, text: &str, is_marked: bool) {
        if is_title(text) && (self.title.is_empty() || (is_marked && !self.is_title_marked)) {
            (self.title, self.is_title_marked) = (text.to_owned(), is_marked);
        }
    }
}

/// The longest title, in bytes.
const MAX_TITLE_BYTES: usize = 250;

/// Whether a text may be a title: it has enough letters, and is neither a whole paragraph nor an affiliation.
fn is_title(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 5
        && text.len() <= MAX_TITLE_BYTES
        && !names::is_affiliation(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, separator: Separator) -> Option<String> {
        let page = PageParts::new(text, 1);
        talk(separator.part(&page.lines), separator, Position::START).map(|node| node.to_json().to_string())
    }

    #[test]
    fn an_item_has_a_day_a_person_and_a_title() {
        for item in [
            "- 2024-03-01: Ann Dove (Institute), \"Counting trees\"",
            "- **March 1, 2024** – Ann Dove (Institute): Counting trees",
            "* [1 March] Ann Dove (Institute), *Counting trees*.",
            "- Mar 1: **Ann Dove** (Institute), “Counting trees”",
            "- *Counting trees*, Ann Dove (Institute), 1 March",
        ] {
            let json = read(item, Separator::Item).unwrap_or_else(|| panic!("{item}"));
            assert!(
                json.contains("Counting trees\"") && json.contains("Ann Dove (Institute)"),
                "{item}: {json}"
            );
        }
        let video = "- 2024-03-01: Ann Dove, \"Counting trees\" [video](https://a.org/v)";
        let json = read(video, Separator::Item).unwrap();
        assert!(json.contains("\"video\":\"https://a.org/v\""), "{json}");
        for item in [
            "- Bring your laptop",
            "- 2024-03-01: we moved to a new building",
            "- Ann Dove: Counting trees",
            "- 2024-03-01",
        ] {
            assert_eq!(read(item, Separator::Item), None, "{item}");
        }
    }

    #[test]
    fn a_part_may_have_a_line_each() {
        let json = read(
            "---\n[Ann Dove](https://a.org) (Institute)\\\\\n**Counting trees**\\\\\n*Friday, 1st March 2024, 10:00 AM CET*\\\\\n",
            Separator::Rule,
        );
        let json = json.unwrap();
        assert!(
            json.contains("\"title\":\"Counting trees\"") && json.contains("Ann Dove (Institute)"),
            "{json}"
        );
        let json = read(
            "<button class=\"a\">2026-08-17 <br> Ann Dove, University of Trees <br> Counting by hand</button>",
            Separator::Tag("<button"),
        );
        assert!(json.unwrap().contains("\"title\":\"Counting by hand\""));
    }
}
