//! The same talk twice: a page and the data that feeds it are one talk, though they are two files.
//!
//! Two records are one talk when they stand in different files and have the same date, the same title and a speaker
//! in common. Never by video or abstract alone: whole evenings share a video.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::seminar::{Seminar, Source, When};

/// What was seen so far, by date and title.
#[derive(Debug, Default)]
pub(crate) struct Same {
    seen: HashMap<(When, String), Vec<Seen>>,
}

#[derive(Debug)]
struct Seen {
    names: Vec<String>,
    source: Source,
}

impl Same {
    /// Where the talk of a seminar was found before, in another file; else it is remembered.
    pub(crate) fn before(&mut self, seminar: &Seminar) -> Option<Source> {
        let key = (seminar.when()?, folded(seminar.title.as_deref()?));
        let names: Vec<String> = seminar.speakers.iter().map(|speaker| folded(&speaker.name)).collect();
        if names.is_empty() {
            return None;
        }
        match self.seen.entry(key) {
            Entry::Vacant(place) => {
                place.insert(vec![Seen { names, source: seminar.source.clone() }]);
                None
            }
            Entry::Occupied(mut place) => {
                let known = place.get().iter().find(|seen| {
                    seen.source.file != seminar.source.file
                        && seen.names.iter().any(|name| names.contains(name))
                });
                if let Some(seen) = known {
                    return Some(seen.source.clone());
                }
                place.get_mut().push(Seen { names, source: seminar.source.clone() });
                None
            }
        }
    }
}

/// Letters and digits in lower-case ASCII.
fn folded(text: &str) -> String {
    let ascii = any_ascii::any_ascii(text);
    ascii.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
