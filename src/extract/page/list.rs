//! Lists of talks in pages: an item each, which begins with the day and names a person and a title, as in
//! `- 2024-03-01: Ann Dove (Institute), "Counting trees" [video](…)`.

use crate::diagnostic::Position;
use crate::extract::dates;
use crate::extract::names;
use crate::format::node::{Node, NodeValue, Pair};
use crate::markup::strip::strip_markup;

/// So many items have to be talks before a list is one of talks.
const MIN_ITEMS: usize = 5;
/// The longest item that is looked at, and the longest beginning that may be a day, in bytes.
const MAX_ITEM_BYTES: usize = 2 << 10;
const MAX_DAY_BYTES: usize = 48;

/// The talks in the lists of a text that begins in line `first`, under the nearest heading.
pub(super) fn talks_in_lists(text: &str, first: u32) -> Option<Node> {
    let mut lists: Vec<(String, Vec<Node>)> = Vec::new();
    let (mut heading, mut items, mut talks) = (String::new(), 0usize, Vec::new());
    let mut is_code = false;
    let mut close = |heading: &str, items: &mut usize, talks: &mut Vec<Node>| {
        // Nearly all items of a list of talks are talks.
        if talks.len() >= MIN_ITEMS && talks.len() * 5 >= *items * 4 {
            lists.push((heading.to_owned(), std::mem::take(talks)));
        }
        (*items, *talks) = (0, Vec::new());
    };
    for (number, line) in (first..).zip(text.lines()) {
        let line = line.trim();
        is_code ^= line.starts_with("```") || line.starts_with("~~~");
        if is_code {
            continue;
        }
        if line.starts_with('#') {
            close(&heading, &mut items, &mut talks);
            strip_markup(line.trim_matches('#')).trim().clone_into(&mut heading);
        }
        let item = ["- ", "* ", "+ ", "<li>"].iter().find_map(|mark| line.strip_prefix(mark));
        if let Some(item) = item {
            items += 1;
            talks.extend(talk(item, Position { line: number, column: 1 }));
        }
    }
    close(&heading, &mut items, &mut talks);
    let at = lists.first().and_then(|(_, rows)| rows.first()).map(|row| row.at)?;
    let pairs = lists.into_iter().enumerate().map(|(number, (heading, rows))| {
        let key = if heading.is_empty() { format!("list {number}") } else { heading };
        Pair { key: key.as_str().into(), at, node: Node { value: NodeValue::List(rows), at } }
    });
    Some(Node { value: NodeValue::Map(pairs.collect()), at })
}

/// The talk of an item.
fn talk(item: &str, at: Position) -> Option<Node> {
    let item = item.trim().trim_end_matches("</li>");
    let (day, rest) = split_day(item.get(..item.floor_char_boundary(MAX_ITEM_BYTES))?)?;
    let (text, links) = split_links(rest);
    let text = text.replace("**", "");
    let (speaker, title) = split_speaker(&text)?;
    let pair = |key: &str, value: &str| Pair { key: key.into(), at, node: Node::text(value.to_owned(), at) };
    let mut pairs = vec![pair("date", day), pair("speaker", &speaker), pair("title", title)];
    pairs.extend(links.iter().map(|(label, address)| pair(label, address)));
    Some(Node { value: NodeValue::Map(pairs), at })
}

/// Splits an item behind the day that it begins with.
fn split_day(item: &str) -> Option<(&str, &str)> {
    let item = item.trim_start_matches(['*', '_', '[', '(']);
    let ends = item.char_indices().take_while(|&(at, _)| at <= MAX_DAY_BYTES);
    let ends = ends.filter(|&(_, c)| matches!(c, ':' | ',' | '-' | '–' | '—' | '|' | ')' | ']' | '*' | '_'));
    let parts = ends.filter_map(|(at, _)| item.split_at_checked(at));
    let is_day = |day: &str| super::table::is_day(day) && dates::word_count(day) <= 1;
    let (day, rest) = parts.filter(|(day, _)| is_day(day)).last()?;
    Some((
        day.trim(),
        rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '"' | '“' | '[')),
    ))
}

/// Splits the links with a label such as `video` or `slides` from the rest.
fn split_links(text: &str) -> (String, Vec<(String, String)>) {
    let mut rest = text;
    let (mut plain, mut links) = (String::with_capacity(text.len()), Vec::new());
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(label, target)| Some((label, target.split_once(')')?)));
        let Some((label, (address, next))) = link.filter(|(label, _)| !label.contains(['[', ']'])) else {
            plain.push_str(before);
            plain.push('[');
            rest = after;
            continue;
        };
        plain.push_str(before);
        let name = label.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if matches!(
            name.as_str(),
            "video" | "recording" | "slides" | "paper" | "youtube" | "link" | "pdf" | "watch"
        ) {
            links.push((name, address.trim().to_owned()));
        } else {
            plain.push_str(label);
        }
        rest = next;
    }
    plain.push_str(rest);
    (plain, links)
}

/// The person who begins a text, and the title behind.
fn split_speaker(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let marks = ['"', '“', '”', '«', '»', '„'];
    let quoted = || {
        let (before, rest) = text.split_once(marks)?;
        let (title, _) = rest.rsplit_once(marks)?;
        Some((before, title))
    };
    let stressed = || {
        let (before, rest) = text.split_once([',', ':'])?;
        let title = rest.trim().strip_prefix(['*', '_'])?;
        Some((before, title.split(['*', '_']).next()?))
    };
    let after_colon = || text.split_once(": ");
    let (speaker, title) = quoted().or_else(stressed).or_else(after_colon)?;
    let speaker = strip_markup(speaker.trim().trim_end_matches([',', ':', '-', '–', '—', ' ']));
    let title = title.trim().trim_matches(|c: char| matches!(c, '*' | '_' | '.' | ',')).trim();
    let people = names::parse(&speaker);
    let are_people = !people.is_empty() && people.iter().all(|person| names::is_person_name(&person.name));
    (are_people && title.chars().count() > 3).then_some((speaker.to_string(), title))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(item: &str) -> Option<String> {
        talk(item, Position::START).map(|node| node.to_json().to_string())
    }

    #[test]
    fn an_item_begins_with_the_day_and_names_a_person_and_a_title() {
        for item in [
            "2024-03-01: Ann Dove (Institute), \"Counting trees\"",
            "**March 1, 2024** – Ann Dove (Institute): Counting trees",
            "[1 March] Ann Dove (Institute), *Counting trees*.",
            "Mar 1: **Ann Dove** (Institute), “Counting trees”",
        ] {
            let json = read(item).unwrap_or_else(|| panic!("{item}"));
            assert!(json.contains("Counting trees\"") && json.contains("Ann Dove"), "{item}: {json}");
        }
        let json = read("2024-03-01: Ann Dove, \"Counting trees\" [video](https://a.org/v)").unwrap();
        assert!(json.contains("\"video\":\"https://a.org/v\""), "{json}");
        for item in [
            "Bring your laptop",
            "2024-03-01: we moved to a new building",
            "Ann Dove: Counting trees",
            "2024-03-01",
        ] {
            assert_eq!(read(item), None, "{item}");
        }
    }
}
