//! One speaker under two names: accents, the order of the names, initials, a letter.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::{Finding, place, problem};
use crate::diagnostic::Severity;
use crate::people::alike::{Alike, Folded, Likeness};
use crate::seminar::Seminar;
use crate::values::accents;

/// A spelling, the first talk that has it, and how many have it.
struct Spelling<'a> {
    name: &'a str,
    first: &'a Seminar,
    talks: usize,
}

/// Says of every rarer spelling which more common one it may stand for.
pub(super) fn check(seminars: &[Arc<Seminar>], found: &mut Vec<Finding>) {
    let mut by_name: BTreeMap<&str, Spelling<'_>> = BTreeMap::new();
    for seminar in seminars {
        for speaker in &seminar.speakers {
            let spelling = by_name.entry(&speaker.name).or_insert_with(|| Spelling {
                name: &speaker.name,
                first: seminar,
                talks: 0,
            });
            spelling.talks += 1;
            if (&seminar.source.file, seminar.source.index)
                < (&spelling.first.source.file, spelling.first.source.index)
            {
                spelling.first = seminar;
            }
        }
    }
    let mut spellings: Vec<&Spelling<'_>> = by_name.values().collect();
    // The more common spelling is the right one; between equals the one with its accents.
    spellings.sort_by_key(|s| (Reverse(s.talks), Reverse(accents(s.name)), s.name));
    let folded: Vec<Folded> = spellings.iter().map(|spelling| Folded::latin(spelling.name)).collect();
    let alike = Alike::new(&folded);
    for (at, spelling) in spellings.iter().enumerate() {
        let Some((known, how)) = alike.before(at) else { continue };
        if let Some(known) = spellings.get(known) {
            found.push(told(spelling, known, how));
        }
    }
}

fn told(spelling: &Spelling<'_>, known: &Spelling<'_>, how: Likeness) -> Finding {
    let message = format!(
        "the speaker `{}` may be `{}` of {}: {}",
        spelling.name,
        known.name,
        place(&known.first.source),
        how.in_words()
    );
    let help = format!("write `{}` in both, if it is one person", known.name);
    let severity = if how == Likeness::Initials { Severity::Note } else { Severity::Warning };
    problem(spelling.first, severity, "speaker-spelling", &message).help(&help).about(spelling.name)
}
