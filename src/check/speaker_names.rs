//! Reports speakers whose name is spelt in two ways: different accents, name order, initials, or one letter.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::finding::{Finding, file_and_line, finding};
use crate::diagnostic::{Rule, Severity};
use crate::engine::interner::non_ascii_count;
use crate::engine::people::similarity::{FoldedName, NameSimilarity, SimilarNames};
use crate::seminar::{Seminar, Source};

/// The names of all speakers, each with the first talk that has it and the number of talks that do.
#[derive(Debug, Default)]
pub(super) struct SpeakerNames {
    by_name: BTreeMap<String, (Source, usize)>,
}

struct NameUsage<'a> {
    name: &'a str,
    first_source: &'a Source,
    talk_count: usize,
}

impl SpeakerNames {
    pub(super) fn add(&mut self, seminar: &Seminar) {
        for speaker in &seminar.speakers {
            match self.by_name.get_mut(speaker.name.as_str()) {
                Some((first, talks)) => {
                    *talks += 1;
                    if (&seminar.source.file, seminar.source.index) < (&first.file, first.index) {
                        *first = seminar.source.clone();
                    }
                }
                None => {
                    self.by_name.insert(speaker.name.to_string(), (seminar.source.clone(), 1));
                }
            }
        }
    }

    /// Reports every rarer spelling along with the more common one that was probably meant.
    pub(super) fn report(&self, found: &mut Vec<Finding>) {
        let all = self.by_name.iter().map(|(name, (first, talks))| NameUsage {
            name,
            first_source: first,
            talk_count: *talks,
        });
        report_similar(&all.collect::<Vec<_>>(), found);
    }
}

fn report_similar(all: &[NameUsage<'_>], found: &mut Vec<Finding>) {
    let mut spellings: Vec<&NameUsage<'_>> = all.iter().collect();
    // The more common spelling is taken to be right; if they are equally common, the one with accents.
    spellings.sort_by_key(|s| (Reverse(s.talk_count), Reverse(non_ascii_count(s.name)), s.name));
    let folded: Vec<FoldedName> =
        spellings.iter().map(|spelling| FoldedName::for_checking(spelling.name)).collect();
    let similar_names = SimilarNames::new(&folded);
    for (at, spelling) in spellings.iter().enumerate() {
        // Only earlier, more common spellings can match.
        let Some((preferred, similarity)) = similar_names.best_match(at) else { continue };
        if let Some(preferred) = spellings.get(preferred) {
            found.push(similar_name_finding(spelling, preferred, similarity));
        }
    }
}

fn similar_name_finding(
    spelling: &NameUsage<'_>,
    preferred: &NameUsage<'_>,
    similarity: NameSimilarity,
) -> Finding {
    let message = format!(
        "the speaker `{}` may be `{}` of {}: {}",
        spelling.name,
        preferred.name,
        file_and_line(preferred.first_source),
        similarity.description()
    );
    let help = format!("write `{}` in both, if it is one person", preferred.name);
    let severity = if similarity == NameSimilarity::Initials { Severity::Note } else { Severity::Warning };
    finding(spelling.first_source, Rule::SpeakerSpelling, &message)
        .milder(severity)
        .help(&help)
        .about(spelling.name)
}
