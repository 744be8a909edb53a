//! Deduplication: a page and the data file that feeds it describe one talk in two files.
//!
//! Two records are the same talk if they are in different files and have the same date, the same title and a speaker in
//! common. Video or abstract alone never decide: whole evenings share a video.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::seminar::Seminar;

/// What identifies a talk, as hashes: that two different talks share one is a chance of one in billions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TalkKey {
    /// Hash of date and title.
    date_and_title: u64,
    /// Hashes of the speakers' names.
    speakers: Box<[u32]>,
}

impl TalkKey {
    /// The key of a seminar; `None` without date, title or speaker, because then it is never a duplicate.
    pub(crate) fn for_seminar(seminar: &Seminar) -> Option<Self> {
        let talk = hash(&(seminar.when()?, fold_to_ascii(seminar.title.as_deref()?)));
        let name = |name: &str| u32::try_from(hash(&fold_to_ascii(name)) >> 32).unwrap_or(0);
        let names: Box<[u32]> = seminar.speakers.iter().map(|speaker| name(&speaker.name)).collect();
        (!names.is_empty()).then_some(Self { date_and_title: talk, speakers: names })
    }
}

/// The talks seen so far: their keys, and the places of their records.
#[derive(Debug)]
pub(crate) struct Dedup<K, P> {
    buckets: HashMap<u64, TalkBucket<K, P>>,
}

/// A key and the place of its record.
type KnownTalk<K, P> = (K, P);

/// The talks that share a date and title: the first, and the others.
type TalkBucket<K, P> = (KnownTalk<K, P>, Vec<KnownTalk<K, P>>);

impl<K, P> Default for Dedup<K, P> {
    fn default() -> Self {
        Self { buckets: HashMap::new() }
    }
}

impl<K: Borrow<TalkKey>, P: Clone> Dedup<K, P> {
    /// Returns the place of an earlier record of the same talk in another file; if there is none, remembers this one.
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

/// A hash that is the same in every process: cached keys are compared with new ones.
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
