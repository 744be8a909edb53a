//! The same talk twice: a page and the data that feeds it are one talk, though they are two files.
//!
//! Two records are one talk when they stand in different files and have the same date, the same title and a speaker
//! in common. Never by video or abstract alone: whole evenings share a video.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::seminar::Seminar;

/// What two records of one talk have in common, as numbers: two talks with one number are a chance of one in billions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TalkKey {
    /// Date and title.
    date_and_title: u64,
    /// The speakers.
    speakers: Box<[u32]>,
}

impl TalkKey {
    /// That of a seminar; one without date, title or speaker is never another one too.
    pub(crate) fn for_seminar(seminar: &Seminar) -> Option<Self> {
        let talk = hash(&(seminar.when()?, fold_to_ascii(seminar.title.as_deref()?)));
        let name = |name: &str| u32::try_from(hash(&fold_to_ascii(name)) >> 32).unwrap_or(0);
        let names: Box<[u32]> = seminar.speakers.iter().map(|speaker| name(&speaker.name)).collect();
        (!names.is_empty()).then_some(Self { date_and_title: talk, speakers: names })
    }
}

/// What was seen so far: keys, and what stands for their records.
#[derive(Debug)]
pub(crate) struct Dedup<K, P> {
    buckets: HashMap<u64, TalkBucket<K, P>>,
}

/// A key and what stands for its record.
type KnownTalk<K, P> = (K, P);

/// The first with a date and title, and others.
type TalkBucket<K, P> = (KnownTalk<K, P>, Vec<KnownTalk<K, P>>);

impl<K, P> Default for Dedup<K, P> {
    fn default() -> Self {
        Self { buckets: HashMap::new() }
    }
}

impl<K: Borrow<TalkKey>, P: Clone> Dedup<K, P> {
    /// What stands for the record of the same talk that was seen before, in another file; else this one is remembered.
    pub(crate) fn first_or_insert(
        &mut self,
        key: K,
        place: P,
        in_one_file: impl Fn(&P, &P) -> bool,
    ) -> Option<P> {
        match self.buckets.entry(key.borrow().date_and_title) {
            Entry::Vacant(entry) => {
                entry.insert(((key, place), Vec::new()));
                None
            }
            Entry::Occupied(mut entry) => {
                let (first, others) = entry.get_mut();
                let is_same = |(other, there): &&KnownTalk<K, P>| {
                    let (other, own) = (other.borrow(), key.borrow());
                    !in_one_file(there, &place)
                        && other.speakers.iter().any(|name| own.speakers.contains(name))
                };
                let known = std::iter::once(&*first).chain(others.iter()).find(is_same);
                if let Some((_, there)) = known {
                    return Some(there.clone());
                }
                others.push((key, place));
                None
            }
        }
    }
}

/// The same number in every process: what is written down is compared with what is read.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Letters and digits in lower-case ASCII.
fn fold_to_ascii(text: &str) -> String {
    let ascii = any_ascii::any_ascii(text);
    ascii.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
