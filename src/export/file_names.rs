//! File names for exported talks: `<year>/<date>-<speaker>.yaml`.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::extract::ids::slug;
use crate::seminar::Seminar;

/// The longest part of a file name between date and extension, in characters.
const MAX_NAME_CHARS: usize = 80;

/// The path of a talk within its archive's folder. If the name is taken, it gets `-2`, `-3`; all names are lower case,
/// so they differ even where case is ignored.
#[must_use]
pub fn file_name<S: std::hash::BuildHasher>(seminar: &Seminar, taken: &mut HashSet<String, S>) -> PathBuf {
    let who = seminar
        .speakers
        .first()
        .map(|speaker| slug(&speaker.name, usize::MAX))
        .filter(|name| !name.is_empty());
    let words = who.unwrap_or_else(|| slug(seminar.display_title(), 6));
    let words: String = words.chars().take(MAX_NAME_CHARS).collect();
    let when = seminar.when();
    let folder = when.map_or_else(|| "undated".to_owned(), |when| format!("{:04}", when.parts().0));
    let stem = match (when, words.is_empty()) {
        (Some(when), false) => format!("{when}-{words}"),
        (Some(when), true) => when.to_string(),
        (None, false) => words,
        (None, true) => "talk".to_owned(),
    };
    let mut name = format!("{folder}/{stem}");
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{folder}/{stem}-{number}");
        number += 1;
    }
    PathBuf::from(format!("{name}.yaml"))
}
