//! Reports two talks with the same id, title or abstract.
//!
//! It keeps three hashes of each record and loads only records that share one.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::finding::{Finding, file_and_line, finding};
use crate::diagnostic::Severity;
use crate::search::fold_words;
use crate::seminar::{Seminar, Source};

/// Hashes of what records may share, each with the record's number.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    ids: Vec<(u64, u32)>,
    titles: Vec<(u64, u32)>,
    abstracts: Vec<(u64, u32)>,
}

/// A rule for two records that share a text.
struct DuplicateRule {
    rule: &'static str,
    /// The shared text; two records are duplicates only if it is equal.
    shared_text: fn(&Seminar) -> Option<String>,
    /// Whether two records that share it are reported.
    applies: fn(&Seminar, &Seminar) -> bool,
    message: fn(&Seminar, &str) -> String,
    help: &'static str,
    /// The text to point at.
    subject: fn(&Seminar) -> Option<&str>,
}

const ID: DuplicateRule = DuplicateRule {
    rule: "duplicate-id",
    shared_text: |seminar| Some(seminar.id.to_string()),
    applies: |_, _| true,
    message: |seminar, place| format!("the id `{}` is that of {place} too", seminar.id),
    help: "give it an `id:` of its own",
    subject: |_| None,
};

const TITLE: DuplicateRule = DuplicateRule {
    rule: "duplicate-title",
    shared_text: comparable_title,
    applies: |a, b| !share_a_speaker(a, b),
    message: |_, place| format!("the title is that of {place} too, by somebody else"),
    help: "check that the title was not left over from a copy",
    subject: |seminar| seminar.title.as_deref(),
};

const ABSTRACT: DuplicateRule = DuplicateRule {
    rule: "duplicate-abstract",
    shared_text: |seminar| long_abstract(seminar).map(str::to_owned),
    applies: |_, _| true,
    message: |_, place| format!("the abstract is that of {place} too"),
    help: "check that the abstract was not left over from a copy",
    subject: |seminar| seminar.abstract_text.as_deref(),
};

/// A title of several words, folded: many talks are called `Introduction`.
fn comparable_title(seminar: &Seminar) -> Option<String> {
    let title = fold_words(seminar.title.as_deref()?).join(" ");
    Some(title).filter(|title| title.contains(' '))
}

/// An abstract long enough not to be equal by chance.
fn long_abstract(seminar: &Seminar) -> Option<&str> {
    seminar.abstract_text.as_deref().filter(|text| text.len() > 40)
}

impl Duplicates {
    pub(super) fn add(&mut self, number: usize, seminar: &Seminar) {
        let Ok(number) = u32::try_from(number) else { return };
        self.ids.push((hash(seminar.id.as_str()), number));
        self.titles.extend(comparable_title(seminar).map(|title| (hash(title.as_str()), number)));
        self.abstracts.extend(long_abstract(seminar).map(|text| (hash(text), number)));
    }

    /// Reports later records, each with the position of the first.
    pub(super) fn report(self, record: &dyn Fn(usize) -> Option<Seminar>, found: &mut Vec<Finding>) {
        for (likeness, mut all) in [(ID, self.ids), (TITLE, self.titles), (ABSTRACT, self.abstracts)] {
            all.sort_unstable();
            for alike in all.chunk_by(|(a, _), (b, _)| a == b).filter(|alike| alike.len() > 1) {
                likeness.report(alike.iter().map(|&(_, number)| number as usize), record, found);
            }
        }
    }
}

impl DuplicateRule {
    fn report(
        &self,
        numbers: impl Iterator<Item = usize>,
        record: &dyn Fn(usize) -> Option<Seminar>,
        found: &mut Vec<Finding>,
    ) {
        let stands = |source: Source| (source.file, source.index);
        let mut in_order: Vec<_> =
            numbers.filter_map(|number| Some((stands(record(number)?.source), number))).collect();
        in_order.sort();
        // There is almost always just one: two different texts rarely have the same hash.
        let mut firsts: Vec<(String, Seminar)> = Vec::new();
        for seminar in in_order.into_iter().filter_map(|(_, number)| record(number)) {
            let Some(shared) = (self.shared_text)(&seminar) else { continue };
            let Some((_, first)) = firsts.iter().find(|(text, _)| *text == shared) else {
                firsts.push((shared, seminar));
                continue;
            };
            if (self.applies)(first, &seminar) {
                let message = (self.message)(&seminar, &file_and_line(&first.source));
                let finding =
                    finding(&seminar.source, Severity::Warning, self.rule, &message).help(self.help);
                found.push(match (self.subject)(&seminar) {
                    Some(text) => finding.about(text),
                    None => finding,
                });
            }
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn share_a_speaker(a: &Seminar, b: &Seminar) -> bool {
    a.speakers.is_empty()
        || b.speakers.is_empty()
        || a.speakers
            .iter()
            .any(|one| b.speakers.iter().any(|other| fold_words(&one.name) == fold_words(&other.name)))
}
