//! The card of a speaker: affiliations, bios, talks, co-speakers and series over time.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use super::{People, Person};
use crate::engine::interner::Interner;
use crate::records::Handle;
use crate::search;
use crate::seminar::{Seminar, Speaker, When};
use crate::text::Text;

/// What the archive knows about a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerCard {
    /// The name, in its most common spelling.
    pub name: Text,
    /// All other spellings.
    pub variants: Vec<Text>,
    /// Where they worked, the latest first.
    pub affiliations: Vec<Affiliation>,
    /// Their bios, each text once, the newest first.
    pub bios: Vec<Bio>,
    /// All talks, newest first.
    pub talks: Vec<Handle>,
    /// Who spoke with them and how often, the most frequent first.
    pub co_speakers: Vec<(Text, usize)>,
    /// The series they spoke in and how often, the most frequent first.
    pub series: Vec<(Text, usize)>,
}

/// Where a person worked, according to their talks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// The name, in its newest spelling.
    pub name: Text,
    /// The date of the first dated talk with it.
    pub first: Option<When>,
    /// The date of the last dated talk with it.
    pub last: Option<When>,
}

/// A bio of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bio {
    /// The text.
    pub text: Text,
    /// The date of the newest talk that has it.
    pub newest: Option<When>,
}

impl People {
    /// The card of a person, built from the records of their talks. Other people appear under their display names.
    #[must_use]
    pub fn card<S: Deref<Target = Seminar>>(
        &self,
        person: &Person,
        record: impl Fn(Handle) -> Option<S>,
    ) -> SpeakerCard {
        let talks = newest_first(person, record);
        let mut bios: Vec<Bio> = Vec::new();
        let mut known = HashSet::new();
        let (mut others, mut series) = (Interner::default(), Interner::default());
        for (_, seminar) in &talks {
            for bio in speaker_entries(person, seminar).filter_map(|speaker| speaker.bio.as_ref()) {
                if known.insert(bio) {
                    bios.push(Bio { text: bio.clone(), newest: seminar.when() });
                }
            }
            if let Some(name) = &seminar.series {
                series.add(name);
            }
            let mut counted = HashSet::new();
            for speaker in seminar.speakers.iter().filter(|speaker| !has_name(person, &speaker.name)) {
                let name = self.display_name(&speaker.name);
                if counted.insert(name) {
                    others.add(name);
                }
            }
        }
        SpeakerCard {
            name: person.name.clone(),
            variants: person.variants.clone(),
            affiliations: collect_affiliations(person, &talks),
            bios,
            talks: talks.into_iter().map(|(handle, _)| handle).collect(),
            co_speakers: others.sorted_by_count(),
            series: series.sorted_by_count(),
        }
    }
}

/// Where a person worked, the latest first; spellings that fold to the same key are one.
pub fn affiliations<S: Deref<Target = Seminar>>(
    person: &Person,
    record: impl Fn(Handle) -> Option<S>,
) -> Vec<Affiliation> {
    collect_affiliations(person, &newest_first(person, record))
}

fn newest_first<S: Deref<Target = Seminar>>(
    person: &Person,
    record: impl Fn(Handle) -> Option<S>,
) -> Vec<(Handle, S)> {
    let seminar = |&handle: &Handle| Some((handle, record(handle)?));
    let mut talks: Vec<(Handle, S)> = person.talks.iter().filter_map(seminar).collect();
    talks.sort_by(|(_, a), (_, b)| a.order_key().cmp(&b.order_key()));
    talks
}

fn collect_affiliations<S: Deref<Target = Seminar>>(
    person: &Person,
    talks: &[(Handle, S)],
) -> Vec<Affiliation> {
    let mut found: Vec<Affiliation> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (_, seminar) in talks {
        let when = seminar.when();
        for name in speaker_entries(person, seminar).filter_map(|speaker| speaker.affiliation.as_ref()) {
            let at = *known.entry(search::fold_key(name)).or_insert(found.len());
            match found.get_mut(at) {
                // The talks are sorted: newest first, undated ones last.
                Some(affiliation) => affiliation.first = when.or(affiliation.first),
                None => found.push(Affiliation { name: name.clone(), first: when, last: when }),
            }
        }
    }
    found.sort_by_key(|affiliation| Reverse(affiliation.last));
    found
}

/// The person's entries among the speakers of a talk.
fn speaker_entries<'a>(person: &Person, seminar: &'a Seminar) -> impl Iterator<Item = &'a Speaker> {
    seminar.speakers.iter().filter(|speaker| has_name(person, &speaker.name))
}

fn has_name(person: &Person, name: &Text) -> bool {
    person.name == *name || person.variants.contains(name)
}
