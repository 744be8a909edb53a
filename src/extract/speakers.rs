//! Reads the speakers of an entry, in every form that files use.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value as Json;

use super::entry::{Entry, KeyedValue};
use super::fields;
use super::fields::Field;
use super::names;
use super::placeholder::{is_nobody, is_placeholder_node};
use super::reporter::Reporter;
use crate::diagnostic::Rule;
use crate::format::node::{Node, NodeValue, Pair};
use crate::markup::strip::strip_markup;
use crate::seminar::Speaker;
use crate::text::Text;

/// Limit on the speakers of one record; the longest list seen in a real archive has 34.
const MAX_SPEAKERS: usize = 1_000;

/// The speakers of an entry, and what it says about them beyond name, affiliation and bio.
#[derive(Debug, Default)]
pub(crate) struct SpeakerList {
    pub(crate) speakers: Vec<Speaker>,
    /// Their other fields, such as `speaker_photo`.
    pub(crate) other: Vec<(Text, Json)>,
}

/// Reads the speakers of an entry from the keys that name them.
pub(crate) fn read(entry: &Entry<'_>, slots: &[KeyedValue<'_>], reporter: &mut Reporter<'_>) -> SpeakerList {
    let mut list = SpeakerList::default();
    for slot in slots {
        list.add(&slot.pair.node, entry.is_canonical, reporter);
    }
    list.speakers.truncate(MAX_SPEAKERS);
    let mut seen = HashSet::new();
    list.speakers.retain(|speaker| seen.insert(speaker.name.clone()));
    list.apply_entry_details(entry);
    list
}

/// The keys that name the speakers of an entry: the best one, and the others in its numbered series.
pub(crate) fn keyed_values<'n>(entry: &Entry<'n>) -> Vec<KeyedValue<'n>> {
    let Some(first) = entry.speakers() else {
        return Vec::new();
    };
    let bare = |key: &str| {
        let name = fields::normalize(key);
        let bare = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_').len();
        (name.get(..bare).unwrap_or_default().to_owned(), bare < name.len())
    };
    let (stem, numbered) = bare(&first.pair.key);
    let mut slots = vec![first];
    for slot in entry.filled(Field::Speakers).filter(|slot| !std::ptr::eq(slot.pair, first.pair)) {
        let (name, is_numbered) = bare(&slot.pair.key);
        if name == stem && (numbered || is_numbered) {
            slots.push(slot);
        }
    }
    slots
}

impl SpeakerList {
    fn add(&mut self, node: &Node, canonical: bool, reporter: &mut Reporter<'_>) {
        if self.speakers.len() >= MAX_SPEAKERS {
            if self.speakers.len() == MAX_SPEAKERS {
                let message = format!("more than {MAX_SPEAKERS} speakers; the others are left out");
                reporter.report(Rule::Limit, node.at, &message, "split the record");
                self.speakers.push(Speaker::default());
            }
            return;
        }
        match &node.value {
            NodeValue::Scalar { text, .. } if !node.is_null() => self.speakers.extend(names::parse(text)),
            NodeValue::Scalar { .. } => {}
            NodeValue::List(items) => {
                for item in items {
                    self.add(item, canonical, reporter);
                }
            }
            NodeValue::Map(pairs) => self.add_person(pairs, node, canonical, reporter),
        }
    }

    /// Adds the person that a map describes, or the people that it lists by name.
    fn add_person(&mut self, pairs: &[Pair], node: &Node, own: bool, reporter: &mut Reporter<'_>) {
        let mut speaker = Speaker::default();
        let mut names = [None::<Text>, None, None];
        let mut rest = Vec::new();
        for pair in pairs {
            let key = fields::normalize(&pair.key);
            let text = pair.node.scalar().filter(|_| !is_placeholder_node(&pair.node));
            let place = match &*key {
                _ if is_name_key(&pair.key) => 0,
                "first_name" | "firstname" | "given_name" | "first" | "given" => 1,
                "last_name" | "lastname" | "surname" | "family_name" | "last" | "family" => 2,
                _ => 3,
            };
            match (names.get_mut(place), text) {
                (Some(name @ None), Some(text)) => *name = Some(strip_markup(text)),
                _ if place < 3 => {}
                _ => rest.push((key, pair, text)),
            }
        }
        let [name, first, last] = names;
        let joined = match (first, last) {
            (Some(first), Some(last)) => Some(Text::line(&format!("{first} {last}"))),
            (first, last) => first.or(last),
        };
        let title = || {
            let titled = rest.iter().find(|(key, ..)| matches!(&**key, "title" | "id" | "slug" | "label"))?;
            titled.2.map(strip_markup)
        };
        let listed =
            pairs.iter().find(|pair| is_name_key(&pair.key)).filter(|pair| pair.node.items().is_some());
        match name.or(joined).or_else(title).filter(|name| !is_nobody(name)) {
            // One name may list several people; any other name is taken literally.
            Some(name) if are_people(&name) => {
                self.set_details(&mut speaker, &rest, own, reporter);
                for person in names::parse(&name) {
                    let affiliation = person.affiliation.or_else(|| speaker.affiliation.clone());
                    self.speakers.push(Speaker { affiliation, bio: speaker.bio.take(), ..person });
                }
                return;
            }
            Some(name) => speaker.name = name,
            None if let Some(listed) = listed => return self.add(&listed.node, own, reporter),
            None if pairs.iter().all(|pair| pair.node.pairs().is_some()) && !pairs.is_empty() => {
                return self.add_by_name(pairs, own, reporter);
            }
            None => {
                if pairs.iter().any(|pair| !is_placeholder_node(&pair.node)) {
                    let message = "the speaker has no name, and is left out";
                    reporter.report(Rule::MissingName, node.at, message, "add `name: …`");
                }
                return;
            }
        }
        self.set_details(&mut speaker, &rest, own, reporter);
        self.speakers.push(speaker);
    }

    /// Sets affiliation and bio from a person's map, and keeps its other fields.
    fn set_details(
        &mut self,
        speaker: &mut Speaker,
        rest: &[(Cow<'_, str>, &Pair, Option<&str>)],
        own: bool,
        reporter: &mut Reporter<'_>,
    ) {
        for (key, pair, text) in rest {
            match fields::lookup(key).map(|(field, _)| field) {
                Some(Field::Affiliation) if speaker.affiliation.is_none() => {
                    speaker.affiliation = join_texts(&pair.node);
                }
                Some(Field::Bio | Field::Abstract) if speaker.bio.is_none() => {
                    speaker.bio = text.map(Text::block).filter(|bio| !bio.is_empty());
                }
                _ if key == "affiliation" || key == "bio" => {}
                _ => {
                    let near = fields::suggest(key).filter(|near| matches!(*near, "affiliation" | "name"));
                    if own && let Some(near) = near {
                        let message = format!("unknown field `{}` of a speaker", pair.key);
                        let help = format!("did you mean `{near}`?");
                        reporter.report(Rule::UnknownField, pair.at, &message, &help);
                    }
                    if !pair.node.is_empty() {
                        self.add_other(key, &pair.node);
                    }
                }
            }
        }
    }

    /// Adds the people of `{Jane Doe: {affiliation: …}, …}`.
    fn add_by_name(&mut self, pairs: &[Pair], own: bool, reporter: &mut Reporter<'_>) {
        for pair in pairs {
            let inner = pair.node.pairs().unwrap_or_default();
            let rest: Vec<_> =
                inner.iter().map(|p| (fields::normalize(&p.key), p, p.node.scalar())).collect();
            let mut speaker = Speaker { name: strip_markup(&pair.key), ..Speaker::default() };
            self.set_details(&mut speaker, &rest, own, reporter);
            self.speakers.push(speaker);
        }
    }

    /// Keeps an unknown field of a speaker. If several speakers have it, their values become a list.
    fn add_other(&mut self, key: &str, node: &Node) {
        let key = Text::line(&format!("speaker_{key}"));
        // Bounds the memory that one record can take.
        if self.other.len() > 100 {
            return;
        }
        match self.other.iter_mut().find(|(known, _)| *known == key) {
            Some((_, Json::Array(values))) => values.push(node.to_json()),
            Some((_, value)) => *value = Json::Array(vec![value.take(), node.to_json()]),
            None => self.other.push((key, node.to_json())),
        }
    }

    /// Applies the affiliations and bios that the entry gives next to its speakers.
    fn apply_entry_details(&mut self, entry: &Entry<'_>) {
        let several = self.speakers.len() > 1;
        for (at, speaker) in self.speakers.iter_mut().enumerate() {
            let numbered = |field| {
                let number = (at + 1).to_string();
                entry.filled(field).find(|slot| several && slot.pair.key.ends_with(&number))
            };
            if let Some(slot) = numbered(Field::Affiliation) {
                speaker.affiliation = join_texts(&slot.pair.node);
            }
            if let Some(slot) = numbered(Field::Bio) {
                speaker.bio = slot.pair.node.scalar().map(Text::block);
            }
        }
        if let Some(slot) = entry.first(Field::Affiliation) {
            let listed: Vec<Text> = match &slot.pair.node.value {
                NodeValue::List(items) => items.iter().filter_map(join_texts).collect(),
                NodeValue::Scalar { text, .. } => {
                    text.split(';').map(strip_markup).filter(|t| !t.is_empty()).collect()
                }
                NodeValue::Map(_) => Vec::new(),
            };
            let whole = join_texts(&slot.pair.node);
            let each = listed.len() == self.speakers.len();
            for (at, speaker) in self.speakers.iter_mut().enumerate() {
                let of_entry = if each { listed.get(at).cloned() } else { whole.clone() };
                let own = speaker.affiliation.take();
                speaker.affiliation = if several { own.or(of_entry) } else { of_entry.or(own) };
            }
        }
        let bio = entry.text(Field::Bio).map(Text::block);
        let silent = self.speakers.iter_mut().find(|speaker| speaker.bio.is_none());
        if let (Some(bio), Some(speaker)) = (bio, silent) {
            speaker.bio = Some(bio);
        }
    }
}

/// Whether a key of a person's map holds the name.
fn is_name_key(key: &str) -> bool {
    matches!(
        &*fields::normalize(key),
        "name"
            | "full_name"
            | "speaker"
            | "speaker_name"
            | "display_name"
            | "public_name"
            | "presenter"
            | "author"
    )
}

/// Whether one name lists several people.
pub(crate) fn are_people(name: &str) -> bool {
    let is_whole = |person: &Speaker| person.name.contains(' ') && names::is_person_name(&person.name);
    let is_listed = [" and ", " & "].iter().any(|word| name.contains(word));
    is_listed && {
        let people = names::parse(name);
        people.len() > 1 && people.iter().all(is_whole)
    }
}

/// A node as one line of text: the items of a list joined by commas; of a map, its name or first value.
fn join_texts(node: &Node) -> Option<Text> {
    let text = match &node.value {
        NodeValue::Scalar { .. } if is_placeholder_node(node) => return None,
        NodeValue::Scalar { text, .. } => strip_markup(text),
        NodeValue::List(items) => {
            let parts: Vec<Text> = items.iter().filter_map(join_texts).collect();
            Text::line(&parts.iter().map(Text::as_str).collect::<Vec<_>>().join(", "))
        }
        NodeValue::Map(pairs) => {
            let named = pairs.iter().find(|pair| pair.key.eq_ignore_ascii_case("name"));
            return named.or(pairs.first()).and_then(|pair| join_texts(&pair.node));
        }
    };
    (!text.is_empty()).then_some(text)
}
