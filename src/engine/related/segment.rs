//! A segment: the terms of up to 1,024 talks in contiguous columns, so that a lookup can scan them quickly.

use super::terms::Term;
use super::word_hash::hash_text;
use crate::records::Handle;
use crate::search;
use crate::seminar::{Seminar, When};

/// The properties of a talk that are compared besides its terms. Texts are stored as hashes, 0 if missing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doc {
    pub(super) title_hash: u32,
    pub(super) abstract_hash: u32,
    pub(super) series_hash: u32,
    /// Greater for later dates.
    pub(super) date_key: u32,
}

impl Doc {
    pub(super) fn new(seminar: &Seminar) -> Self {
        let number = |text: Option<&str>| text.map_or(0, |text| hash_text(search::fold_key(text).as_bytes()));
        let abstract_hash = seminar.abstract_text.as_ref().map_or(0, |text| hash_text(text.as_bytes()));
        Self {
            title_hash: number(seminar.title.as_deref()),
            abstract_hash,
            series_hash: number(seminar.series.as_deref()),
            date_key: seminar.when().map_or(0, date_key),
        }
    }
}

/// Maximum number of speakers of a talk that are compared.
const MAX_SPEAKERS: usize = 32;

/// One hash per speaker. The words of a name are sorted, so that `Han Song` and `Song Han` are equal.
pub(super) fn hash_speakers(seminar: &Seminar, numbers: &mut Vec<u32>) {
    numbers.clear();
    for speaker in seminar.speakers.iter().take(MAX_SPEAKERS) {
        let key = search::fold_key(&speaker.name);
        let mut words: Vec<&str> = key.split(' ').collect();
        words.sort_unstable();
        numbers.push(hash_text(words.join(" ").as_bytes()));
    }
}

fn date_key(when: When) -> u32 {
    let (year, month, day) = when.parts();
    let part = |part: Option<i8>| part.and_then(|part| u32::try_from(part).ok()).unwrap_or_default();
    1 + u32::try_from(year).unwrap_or_default() * 512 + part(month) * 32 + part(day)
}

#[derive(Debug)]
struct DocEntry {
    /// `None` for a removed talk.
    handle: Option<Handle>,
    doc: Doc,
    terms_end: u32,
    speakers_end: u32,
}

/// The terms of about a thousand talks.
#[derive(Debug, Default)]
pub(super) struct Segment {
    entries: Vec<DocEntry>,
    terms: Vec<Term>,
    speakers: Vec<u32>,
    gaps: usize,
    /// How many talks fit.
    capacity: usize,
}

/// A talk in a segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct DocView<'a> {
    pub(super) handle: Handle,
    pub(super) doc: Doc,
    pub(super) terms: &'a [Term],
    pub(super) speakers: &'a [u32],
}

impl Segment {
    /// An empty segment for at most `capacity` talks.
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, ..Self::default() }
    }

    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= self.capacity
    }

    /// Adds a talk.
    pub(super) fn add(&mut self, on: &DocView<'_>) {
        self.terms.extend_from_slice(on.terms);
        self.speakers.extend_from_slice(on.speakers);
        let end = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        self.entries.push(DocEntry {
            handle: Some(on.handle),
            doc: on.doc,
            terms_end: end(self.terms.len()),
            speakers_end: end(self.speakers.len()),
        });
        if self.is_full() {
            self.entries.shrink_to_fit();
            self.terms.shrink_to_fit();
            self.speakers.shrink_to_fit();
        }
    }

    /// All talks.
    pub(super) fn iter(&self) -> impl Iterator<Item = DocView<'_>> {
        let (mut terms, mut speakers) = (0, 0);
        self.entries.iter().filter_map(move |entry| {
            let (from, speakers_from) = (terms, speakers);
            (terms, speakers) = (entry.terms_end as usize, entry.speakers_end as usize);
            Some(DocView {
                handle: entry.handle?,
                doc: entry.doc,
                terms: self.terms.get(from..terms)?,
                speakers: self.speakers.get(speakers_from..speakers)?,
            })
        })
    }

    /// The talk with a handle.
    pub(super) fn get(&self, handle: Handle) -> Option<DocView<'_>> {
        self.iter().find(|on| on.handle == handle)
    }

    /// Leaves a gap in place of a talk; compacts once more than half of the entries are gaps.
    pub(super) fn remove(&mut self, handle: Handle) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.handle == Some(handle)) else { return };
        entry.handle = None;
        self.gaps += 1;
        if self.gaps * 2 > self.entries.len() {
            let mut kept = Self::new(self.capacity);
            self.iter().for_each(|on| kept.add(&on));
            *self = kept;
        }
    }

    /// Size in bytes.
    pub(super) fn size(&self) -> usize {
        self.entries.capacity() * size_of::<DocEntry>()
            + self.terms.capacity() * size_of::<Term>()
            + self.speakers.capacity() * size_of::<u32>()
    }
}
