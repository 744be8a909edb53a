//! Resolves references: a speaker given by a number or short name is looked up in another file of the archive.
//!
//! People listed in other files (a list with ids, a map by short names, one page each) are collected while the archive
//! is read. A talk whose speaker looks like a reference waits until every file has been read.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fields;
use super::fields::Field;
use super::ids;
use super::placeholder::first_scalar;
use crate::diagnostic::{Diagnostic, Position, Rule};
use crate::extract::found_file::FoundFile;
use crate::format::node::{Node, NodeValue, Pair};
use crate::markup::strip::strip_markup;
use crate::seminar::{Seminar, Speaker};
use crate::text::Text;
use crate::text::word_set::WordSet;

/// A person, with the keys by which other files refer to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PersonEntry {
    /// Normalized ids, short names or names of pages.
    keys: Vec<String>,
    speaker: Speaker,
}

/// Words in the name of a file or folder that is about people.
static PEOPLE_WORDS: WordSet = WordSet::new(
    "people person persons speaker speakers author authors team member members presenter presenters \
                      lecturers staff faculty profiles users bios participants fellows guests contributors",
);

/// Extracts the people of a file, if its name or that of a folder around it says that it is about people.
pub(crate) fn extract(found: &FoundFile, documents: &[Node], page: bool) -> Vec<PersonEntry> {
    let inside = found.path.strip_prefix(&found.root).unwrap_or(&found.path);
    // A file that the user named may itself be the root: then its name is all there is.
    let named = found.named.then(|| found.path.file_name()).flatten();
    let about = named.into_iter().chain(inside).any(|part| {
        let part = part.to_string_lossy();
        fields::normalize(&part).split('_').any(|word| PEOPLE_WORDS.contains(word))
    });
    if !about {
        return Vec::new();
    }
    let mut people = Vec::new();
    for document in documents {
        match &document.value {
            NodeValue::List(items) => {
                people.extend(items.iter().filter_map(|item| person_entry(item.pairs()?, None)));
            }
            NodeValue::Map(pairs) if page => {
                people.extend(person_entry(pairs, Some(&ids::name_from_path(&found.path))));
            }
            NodeValue::Map(pairs) => match person_entry(pairs, Some(&ids::name_from_path(&found.path))) {
                Some(person) => people.push(person),
                None => people.extend(extract_from_map(pairs)),
            },
            NodeValue::Scalar { .. } => {}
        }
    }
    people.extend(extract_beside_talks(documents));
    people
}

/// Extracts the people that a file lists next to its talks, as in `{speakers: {0: {name: …}}, talks: […]}`.
pub(crate) fn extract_beside_talks(documents: &[Node]) -> Vec<PersonEntry> {
    let is_about_people = |pair: &&Pair| PEOPLE_WORDS.contains(&fields::normalize(&pair.key));
    let pairs = documents.iter().filter_map(Node::pairs).flatten().filter(is_about_people);
    pairs
        .flat_map(|pair| match &pair.node.value {
            NodeValue::Map(inner) if inner.iter().all(|person| person.node.pairs().is_some()) => {
                extract_from_map(inner)
            }
            NodeValue::List(items) => {
                items.iter().filter_map(|item| person_entry(item.pairs()?, None)).collect()
            }
            _ => Vec::new(),
        })
        .collect()
}

/// Extracts the people of a map: by short name, or in a list under one key.
fn extract_from_map(pairs: &[Pair]) -> Vec<PersonEntry> {
    let mut people = Vec::new();
    for pair in pairs {
        match &pair.node.value {
            NodeValue::Map(inner) => people.extend(person_entry(inner, Some(&pair.key))),
            NodeValue::List(items) => {
                people.extend(items.iter().filter_map(|item| person_entry(item.pairs()?, None)));
            }
            // `jane: Jane Doe`
            NodeValue::Scalar { text, .. } => {
                let speaker = Speaker { name: strip_markup(text), ..Speaker::default() };
                people.push(PersonEntry { keys: vec![normalize_key(&pair.key)], speaker });
            }
        }
    }
    people
}

fn person_entry(pairs: &[Pair], key: Option<&str>) -> Option<PersonEntry> {
    let by_name = |names: &[&str]| {
        let is = |pair: &&Pair| names.contains(&&*fields::normalize(&pair.key));
        pairs.iter().find(is).and_then(|pair| pair.node.scalar()).filter(|text| !text.trim().is_empty())
    };
    let first_last = || {
        Some(format!(
            "{} {}",
            by_name(&["first_name", "firstname"])?,
            by_name(&["last_name", "lastname", "surname"])?
        ))
    };
    let name = by_name(&["name", "full_name", "display_name"]).map(str::to_owned);
    let name = name.or_else(first_last).or_else(|| by_name(&["title"]).map(str::to_owned))?;
    let keys =
        ["id", "slug", "key", "username", "user", "handle", "short_name", "speaker_id", "permalink", "ref"];
    let mut keys: Vec<String> = keys.iter().filter_map(|name| by_name(&[name])).map(normalize_key).collect();
    keys.extend(key.map(normalize_key));
    let by_field = |wanted| {
        let is = |pair: &&Pair| {
            fields::lookup(&fields::normalize(&pair.key)).is_some_and(|(field, _)| field == wanted)
        };
        pairs.iter().find(is).and_then(|pair| first_scalar(&pair.node))
    };
    let speaker = Speaker {
        name: strip_markup(&name),
        affiliation: by_field(Field::Affiliation).map(strip_markup),
        bio: by_field(Field::Bio).or_else(|| by_field(Field::Abstract)).map(Text::block),
    };
    (!keys.is_empty()).then_some(PersonEntry { keys, speaker })
}

/// Normalizes a key for comparison: the last part of a path, in lower case.
pub(super) fn normalize_key(raw: &str) -> String {
    let last = raw.trim().trim_matches('/').rsplit('/').next().unwrap_or_default();
    last.trim_end_matches(".md").to_lowercase().replace([' ', '_'], "-")
}

/// Whether a seminar has a speaker that looks like a reference.
pub(crate) fn has_speaker_reference(seminar: &Seminar) -> bool {
    seminar.speakers.iter().any(|speaker| is_reference(&speaker.name))
}

/// Whether a name is a number, or a short name in lower-case ASCII without spaces.
fn is_reference(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'/' | b'.'))
}

/// The people of an archive, by their keys.
#[derive(Debug, Default)]
pub(crate) struct PersonDirectory {
    by_key: HashMap<String, Speaker>,
}

impl PersonDirectory {
    /// Adds the people of a file; the first person with a key keeps it.
    pub(crate) fn add(&mut self, people: Vec<PersonEntry>) {
        for PersonEntry { keys, speaker } in people {
            for key in keys {
                self.by_key.entry(key).or_insert_with(|| speaker.clone());
            }
        }
    }

    /// Replaces references with the people they refer to. A number that refers to nobody is dropped and reported.
    pub(crate) fn resolve(&self, seminar: &mut Seminar) -> Option<Diagnostic> {
        let mut unresolved = None;
        for speaker in seminar.speakers.iter_mut().filter(|speaker| is_reference(&speaker.name)) {
            match self.by_key.get(&normalize_key(&speaker.name)) {
                Some(person) => {
                    let own = std::mem::replace(speaker, person.clone());
                    speaker.affiliation = own.affiliation.or(speaker.affiliation.take());
                    speaker.bio = own.bio.or(speaker.bio.take());
                }
                None if speaker.name.bytes().all(|b| b.is_ascii_digit()) => {
                    unresolved = Some(speaker.name.clone());
                }
                None => {}
            }
        }
        let number = unresolved?;
        seminar.speakers.retain(|speaker| !speaker.name.bytes().all(|b| b.is_ascii_digit()));
        let path = Arc::clone(&seminar.source.file);
        let message = format!("the speaker `{number}` refers to nobody in the archive, and is left out");
        let at = Position { line: seminar.source.line, column: 1 };
        let help = "also open the folder that holds the list of speakers";
        Some(Diagnostic::new(Rule::Reference, &path, &message).at(at).help(help))
    }
}
