//! One speaker under two names: accents, the order of the names, initials, a letter.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::check::{Finding, place, problem};
use crate::diagnostic::Severity;
use crate::search::words;
use crate::seminar::Seminar;

/// A spelling, the first talk that has it, and how many have it.
struct Spelling<'a> {
    name: &'a str,
    words: Vec<String>,
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
                words: words(&speaker.name),
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
    let accents = |spelling: &Spelling<'_>| spelling.name.chars().filter(|c| !c.is_ascii()).count();
    spellings.sort_by_key(|s| (Reverse(s.talks), Reverse(accents(s)), s.name));
    let mut seen = Seen::default();
    for spelling in spellings {
        if let Some((known, how)) = seen.like(spelling) {
            let message = format!(
                "the speaker `{}` may be `{}` of {}: {how}",
                spelling.name,
                known.name,
                place(&known.first.source)
            );
            let help = format!("write `{}` in both, if it is one person", known.name);
            let severity = if how == INITIALS { Severity::Note } else { Severity::Warning };
            found.push(
                problem(spelling.first, severity, "speaker-spelling", &message)
                    .help(&help)
                    .about(spelling.name),
            );
        }
        seen.add(spelling);
    }
}

const INITIALS: &str = "initials";

/// The spellings so far, by what a variant of them would share.
#[derive(Default)]
struct Seen<'a> {
    folded: HashMap<String, &'a Spelling<'a>>,
    sorted: HashMap<String, &'a Spelling<'a>>,
    /// By a word of four letters or more that both have: the others may differ by a letter or be initials.
    by_word: HashMap<&'a str, Vec<&'a Spelling<'a>>>,
}

impl<'a> Seen<'a> {
    fn add(&mut self, spelling: &'a Spelling<'a>) {
        self.folded.entry(spelling.words.join(" ")).or_insert(spelling);
        self.sorted.entry(sorted(&spelling.words)).or_insert(spelling);
        for word in spelling.words.iter().filter(|word| word.len() > 3) {
            self.by_word.entry(word).or_default().push(spelling);
        }
    }

    fn like(&self, spelling: &Spelling<'_>) -> Option<(&'a Spelling<'a>, &'static str)> {
        if spelling.words.is_empty() {
            return None;
        }
        if let Some(known) = self.folded.get(&spelling.words.join(" ")) {
            return Some((known, "accents, case or punctuation"));
        }
        if let Some(known) = self.sorted.get(&sorted(&spelling.words)) {
            return Some((known, "the order of the names"));
        }
        let candidates = spelling.words.iter().filter_map(|word| self.by_word.get(word.as_str())).flatten();
        candidates.copied().find_map(|known| {
            if one_letter(&known.words, &spelling.words) {
                Some((known, "one letter"))
            } else {
                initials(&known.words, &spelling.words).then_some((known, INITIALS))
            }
        })
    }
}

fn sorted(words: &[String]) -> String {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.sort_unstable();
    words.join(" ")
}

/// Whether all words are the same but one, which differs by one letter in five or more.
fn one_letter(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() || a.len() < 2 {
        return false;
    }
    let mut different = a.iter().zip(b).filter(|(a, b)| a != b);
    match (different.next(), different.next()) {
        (Some((a, b)), None) => a.len() > 4 && b.len() > 4 && strsim::osa_distance(a, b) == 1,
        _ => false,
    }
}

/// Whether two names have the same last word and first words of which one is the other's initial.
fn initials(a: &[String], b: &[String]) -> bool {
    let ([first_a, .., last_a], [first_b, .., last_b]) = (a, b) else { return false };
    last_a == last_b
        && first_a != first_b
        && (first_a.chars().count() == 1 || first_b.chars().count() == 1)
        && first_a.chars().next() == first_b.chars().next()
}
