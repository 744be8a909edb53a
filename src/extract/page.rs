//! Pages: Markdown or HTML files with front matter, written for a web site.
//!
//! Front matter and [body] are merged into one map, as if everything had been written in a YAML file. A page with
//! several talks gives a list instead; they are found by repeated labels ([labelled]), in tables ([table]) or in
//! repeated parts ([blocks]).

use std::sync::atomic::AtomicBool;

use super::dates;
use super::dates::DateOrder;
use super::entry::Entry;
use super::fields::Field;
use super::names;
use crate::diagnostic::Position;
use crate::format::Limits;
use crate::format::error::TreeError;
use crate::format::front_matter::front_matter;
use crate::format::node::{Node, NodeValue, Pair};
use crate::format::remark::Remark;
use crate::seminar::Speaker;

mod blocks;
pub(crate) mod body;
mod grouped;
mod inline;
mod labelled;
mod pieces;
mod section;
mod table;

use body::PageBody;
use grouped::TalksByHeading;

/// The result of parsing a page.
#[derive(Debug, Default)]
pub(crate) struct ParsedPage {
    /// The map built from its front matter and body, or the talks found in its text; `None` if it is not a page.
    pub(crate) document: Option<Node>,
    /// Whether `document` is a list of talks found in the text, by labels, in tables or in repeated parts.
    pub(crate) holds_several: bool,
    pub(crate) diagnostics: Vec<Remark>,
}

/// Parses a page; `name` is its file name without the extension. A file without front matter counts as a page only if
/// its body gives a speaker, a title and a date, or if its name gives the day and its body the title.
pub(crate) fn parse(
    text: &str,
    name: &str,
    limits: &Limits,
    cancel: &AtomicBool,
) -> Result<ParsedPage, TreeError> {
    let mut page = ParsedPage::default();
    let (mut pairs, rest, line) = match front_matter(text) {
        Some(front) => (front.parse(limits, cancel, &mut page.diagnostics)?, front.body, front.body_line),
        None => (Vec::new(), text, 1),
    };
    let speakers: Vec<String> = {
        let entry = Entry::new(Position::START, &pairs);
        entry.speakers().map(|slot| slot.pair.node.texts().join("\n")).into_iter().collect()
    };
    let mut body = body::parse(rest, line, &speakers);
    let is_dated = body.labelled_fields.iter().any(|fact| fact.field == Field::Date);
    if speakers.is_empty() && is_dated {
        speaker_in_description(&mut pairs);
    }
    let named_day = pairs.is_empty()
        && dates::read(name, DateOrder::Unknown, None).when.is_some_and(|when| when.parts().2.is_some());
    if named_day && !body.labelled_fields.iter().any(|fact| fact.field == Field::Title) {
        body.title = title_of_dated_page(rest, line, name, body.title.take());
    }
    page.diagnostics.extend(body.diagnostics(name));
    let bare = pairs.is_empty();
    let added = pairs_from_body(&pairs, body);
    pairs.extend(added);
    let at = pairs.first().map_or(Position::START, |pair| pair.at);
    let node = Node { value: NodeValue::Map(pairs), at };
    let told = node.pairs().is_some_and(|pairs| {
        let entry = Entry::new(at, pairs);
        let dated =
            entry.first(Field::Date).is_some() || dates::read(name, DateOrder::Unknown, None).when.is_some();
        (entry.speakers().is_some() && entry.has_title() && dated) || (named_day && entry.has_title())
    });
    let labelled = if speakers.is_empty() { talks_with_labels(rest, line) } else { None };
    let has_speaker = node.pairs().is_some_and(|pairs| Entry::new(at, pairs).speakers().is_some());
    let several = if labelled.is_some() {
        labelled
    } else if has_speaker {
        None
    } else {
        table::talks_in_tables(rest, line).or_else(|| blocks::talks_in_blocks(rest, line))
    };
    page.holds_several = several.is_some();
    page.document = several.or((!bare || told).then_some(node));
    Ok(page)
}

/// Turns `description: by Ann Dove (Institute)` in the front matter into the speaker.
fn speaker_in_description(pairs: &mut [Pair]) {
    let is_person = |person: &Speaker| names::is_person_name(&person.name);
    for pair in pairs.iter_mut().filter(|pair| matches!(&*pair.key, "description" | "subtitle" | "summary")) {
        let text = pair.node.scalar().unwrap_or_default().trim();
        let people = text.strip_prefix("by ").or_else(|| text.strip_prefix("By ")).unwrap_or_default();
        let parsed = names::parse(people);
        if !parsed.is_empty() && parsed.iter().all(is_person) {
            pair.node = Node::text(people.to_owned(), pair.node.at);
            pair.key = "speaker".into();
            return;
        }
    }
}

/// Finds the talks of a page where each has labels such as `Speaker: …`; `None` unless there are at least two.
fn talks_with_labels(text: &str, first: u32) -> Option<Node> {
    let mut talks = TalksByHeading::default();
    for block in labelled::talk_blocks(text, first) {
        let at = Position { line: block.line, column: 1 };
        let pairs = pairs_from_body(&[], body::parse(block.text, block.line, &[]));
        let entry = Entry::new(at, &pairs);
        let is_talk = entry.speakers().is_some() && (entry.has_title() || entry.first(Field::Date).is_some());
        if is_talk {
            talks.add(&block.heading, vec![Node { value: NodeValue::Map(pairs), at }]);
        }
    }
    if talks.len() < 2 { None } else { talks.into_node("talks") }
}

/// The title of a page that has no front matter and a day in its name: the heading at its top, or
/// else the rest of its name.
fn title_of_dated_page(
    text: &str,
    first: u32,
    name: &str,
    heading: Option<(String, u32)>,
) -> Option<(String, u32)> {
    let opening = (first..).zip(text.lines()).find(|(_, line)| !line.trim().is_empty())?.0;
    let words = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    let words = words.replace(['-', '_'], " ");
    let is_opening = heading.as_ref().is_some_and(|(_, line)| *line == opening);
    if is_opening || words.trim().is_empty() { heading } else { Some((words, opening)) }
}

/// The pairs that a body adds to the front matter: those for fields that the front matter lacks.
fn pairs_from_body(pairs: &[Pair], body: PageBody) -> Vec<Pair> {
    let entry = Entry::new(Position::START, pairs);
    let lacks = |field| entry.first(field).is_none();
    let mut added = Vec::new();
    let mut add = |key: &str, text: String, line: u32| {
        let at = Position { line, column: 1 };
        added.push(Pair { key: key.into(), at, node: Node::text(text, at) });
    };
    // `Speaker: …` in the text outweighs `author: webmaster` in the front matter.
    let speaker_missing = !entry.speakers().is_some_and(|slot| super::fields::is_strong_speaker(slot.rank));
    let mut seen = Vec::new();
    for fact in body.labelled_fields {
        // If a label repeats, the first one counts, except that several speakers may have one each.
        if fact.field != Field::Speakers && seen.contains(&fact.field) {
            continue;
        }
        seen.push(fact.field);
        if fact.field == Field::Speakers && speaker_missing
            || fact.field != Field::Speakers && lacks(fact.field)
        {
            add(&fact.label, fact.value, fact.line);
        }
    }
    if let Some((title, line)) = body.title.filter(|_| lacks(Field::Title)) {
        add("title", title, line);
    }
    if let Some((speaker, line)) = body.speaker.filter(|_| entry.speakers().is_none()) {
        add("speaker", speaker, line);
    }
    if let Some((text, line)) = body.bio.filter(|_| lacks(Field::Bio)) {
        add("bio", text, line);
    }
    let strong = entry.filled(Field::Abstract).any(|slot| super::fields::is_strong_abstract(slot.rank));
    if let Some((text, line)) = body.abstract_text.filter(|_| !strong) {
        add("abstract", text, line);
    } else if let Some((text, line)) = body.lead.filter(|_| lacks(Field::Abstract)) {
        add("body", text, line);
    }
    if let Some((address, line)) = body.recording.filter(|_| lacks(Field::Video) && body.videos.is_empty()) {
        add("recording", address, line);
    }
    for (address, line) in body.videos {
        add("links", address, line);
    }
    // Of several `links` keys only the last would count, so merge them into one list.
    merge_links(added)
}

fn merge_links(added: Vec<Pair>) -> Vec<Pair> {
    let (links, mut rest): (Vec<_>, Vec<_>) = added.into_iter().partition(|pair| &*pair.key == "links");
    if let Some(first) = links.first() {
        let at = first.at;
        let items = links.into_iter().map(|pair| pair.node).collect();
        rest.push(Pair { key: "page links".into(), at, node: Node { value: NodeValue::List(items), at } });
    }
    rest
}
