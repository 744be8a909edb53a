//! Deduplication: a page and the data file it is generated from describe the same talk in two files.
//!
//! Two records are the same talk if they are in different files and have the same date, the same title and a speaker in
//! common. A shared video or abstract alone is not enough: all talks of an evening may share one video.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::seminar::Seminar;

/// What identifies a talk, as hashes. The chance that two different talks share a key is one in billions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TalkKey {
    /// Hash of date and title.
    date_and_title: u64,
    /// Hashes of the speakers' names.
    speakers: Box<[u32]>,
}

impl TalkKey {
    /// The key of a seminar. `None` if it has no date, title or speaker, because then it never counts as a duplicate.
    pub(crate) fn for_seminar(seminar: &Seminar) -> Option<Self> {
        let when = seminar.when()?;
        // If the day is unknown, the talk may have been given more than once; its recording tells them apart.
        let recording = seminar.recordings.first().filter(|_| when.parts().2.is_none());
        let talk = hash(&(when, fold_to_ascii(seminar.title.as_deref()?), recording));
        let name = |name: &str| u32::try_from(hash(&fold_name(name)) >> 32).unwrap_or(0);
        let names: Box<[u32]> = seminar.speakers.iter().map(|speaker| name(&speaker.name)).collect();
        (!names.is_empty()).then_some(Self { date_and_title: talk, speakers: names })
    }
}

/// The talks seen so far: for each date and title and each speaker, the first record and when it was seen. The first is
/// enough, because later records with the same speaker are either in the same file or duplicates.
#[derive(Debug)]
pub(crate) struct Dedup<P> {
    first: HashMap<(u64, u32), (usize, P)>,
    seen: usize,
}

impl<P> Default for Dedup<P> {
    fn default() -> Self {
        Self { first: HashMap::new(), seen: 0 }
    }
}

impl<P: Clone> Dedup<P> {
    /// Returns the place of an earlier record of the same talk in another file, or stores this one if there is none.
    pub(crate) fn first_or_insert(
        &mut self,
        key: &TalkKey,
        place: &P,
        in_one_file: impl Fn(&P, &P) -> bool,
    ) -> Option<P> {
        let names = || key.speakers.iter().map(|&speaker| (key.date_and_title, speaker));
        let elsewhere = names().filter_map(|name| self.first.get(&name));
        let elsewhere = elsewhere.filter(|(_, there)| !in_one_file(there, place));
        if let Some((_, there)) = elsewhere.min_by_key(|(when, _)| *when) {
            return Some(there.clone());
        }
        self.seen += 1;
        for name in names() {
            self.first.entry(name).or_insert_with(|| (self.seen, place.clone()));
        }
        None
    }
}

/// A hash that is the same in every process, because cached keys are compared with new ones.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A name without honorifics, in lower-case ASCII.
fn fold_name(name: &str) -> String {
    const HONORIFICS: [&str; 8] = ["prof", "professor", "dr", "mr", "mrs", "ms", "sir", "phd"];
    let is_honorific = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        HONORIFICS.iter().any(|known| bare.eq_ignore_ascii_case(known))
    };
    let bare: Vec<&str> = name.split_whitespace().filter(|word| !is_honorific(word)).collect();
    fold_to_ascii(&bare.join(" "))
}

/// Letters and digits in lower-case ASCII.
fn fold_to_ascii(text: &str) -> String {
    let ascii = any_ascii::any_ascii(text);
    ascii.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
