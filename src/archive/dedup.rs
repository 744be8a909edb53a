//! Deduplication: a page and the data file that feeds it describe one talk in two files.
//!
//! Two records are the same talk if they are in different files and have the same date, the same title and a speaker in
//! common. Video or abstract alone never decide: whole evenings share a video.

use std::collections::HashMap;
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
        let when = seminar.when()?;
        // In one year somebody may give a talk twice: then its recordings tell.
        let recording = seminar.recordings.first().filter(|_| when.parts().2.is_none());
        let talk = hash(&(when, fold_to_ascii(seminar.title.as_deref()?), recording));
        let name = |name: &str| u32::try_from(hash(&fold_name(name)) >> 32).unwrap_or(0);
        let names: Box<[u32]> = seminar.speakers.iter().map(|speaker| name(&speaker.name)).collect();
        (!names.is_empty()).then_some(Self { date_and_title: talk, speakers: names })
    }
}

/// The talks seen so far, by what identifies them and each of their speakers: when each was seen, and the place of its
/// record. The first one is enough: the others with the same speaker are in the same file, or they were duplicates.
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
    /// Returns the place of an earlier record of the same talk in another file; if there is none, remembers this one.
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

/// A hash that is the same in every process: cached keys are compared with new ones.
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
