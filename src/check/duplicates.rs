//! Reports talks with the same id, title or abstract.
//!
//! It keeps three hashes of each record and loads only records that share one.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::finding::{Finding, file_and_line, finding};
use crate::diagnostic::Rule;
use crate::search::fold_words;
use crate::seminar::{Seminar, Source};

/// Hashes of the texts that records may share, each with the record's number.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    ids: Vec<(u64, u32)>,
    titles: Vec<(u64, u32)>,
    abstracts: Vec<(u64, u32)>,
}

/// A rule for two records that share a text.
struct DuplicateRule {
    rule: Rule,
    /// The text that duplicates share. It is compared in full, because hashes may collide.
    key: fn(&Seminar) -> Option<String>,
    /// Whether two records that share it are reported.
    should_report: fn(&Seminar, &Seminar) -> bool,
    message: fn(&Seminar, &str) -> String,
    help: &'static str,
    /// The text that the finding points at; if `None`, it is about the id.
    about: fn(&Seminar) -> Option<&str>,
}

const ID: DuplicateRule = DuplicateRule {
    rule: Rule::DuplicateId,
    key: |seminar| Some(seminar.id.to_string()),
    should_report: |_, _| true,
    message: |seminar, place| format!("the id `{}` is also that of {place}", seminar.id),
    help: "give it a different `id:`",
    about: |_| None,
};

const TITLE: DuplicateRule = DuplicateRule {
    rule: Rule::DuplicateTitle,
    key: comparable_title,
    should_report: |a, b| have_different_speakers(a, b) && !are_of_one_event(a, b),
    message: |_, place| format!("the title is the same as in {place}, by somebody else"),
    help: "check that the title was not left over from a copy",
    about: |seminar| seminar.title.as_deref(),
};

const ABSTRACT: DuplicateRule = DuplicateRule {
    rule: Rule::DuplicateAbstract,
    key: |seminar| long_abstract(seminar).map(str::to_owned),
    should_report: have_different_speakers,
    message: |_, place| format!("the abstract is the same as in {place}"),
    help: "check that the abstract was not left over from a copy",
    about: |seminar| seminar.abstract_text.as_deref(),
};

/// The folded title; `None` for a single word, because many talks are called `Introduction`.
fn comparable_title(seminar: &Seminar) -> Option<String> {
    let title = fold_words(seminar.title.as_deref()?).join(" ");
    Some(title).filter(|title| title.contains(' '))
}

/// The abstract, if it is too long to be equal by chance.
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

    /// Reports each duplicate except the first, and says where the first is.
    pub(super) fn report(self, record: &dyn Fn(usize) -> Option<Seminar>, found: &mut Vec<Finding>) {
        for (rule, mut all) in [(ID, self.ids), (TITLE, self.titles), (ABSTRACT, self.abstracts)] {
            all.sort_unstable();
            for same_hash in all.chunk_by(|(a, _), (b, _)| a == b).filter(|same_hash| same_hash.len() > 1) {
                rule.report(same_hash.iter().map(|&(_, number)| number as usize), record, found);
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
        let position_key = |source: Source| (source.file, source.index);
        let mut in_order: Vec<_> =
            numbers.filter_map(|number| Some((position_key(record(number)?.source), number))).collect();
        in_order.sort();
        // The first record of each distinct text: one, unless hashes collide.
        let mut first_by_key: Vec<(String, Seminar)> = Vec::new();
        for seminar in in_order.into_iter().filter_map(|(_, number)| record(number)) {
            let Some(key) = (self.key)(&seminar) else { continue };
            let Some((_, first)) = first_by_key.iter().find(|(text, _)| *text == key) else {
                first_by_key.push((key, seminar));
                continue;
            };
            if (self.should_report)(first, &seminar) {
                let message = (self.message)(&seminar, &file_and_line(&first.source));
                let finding = finding(&seminar.source, self.rule, &message).help(self.help);
                found.push(match (self.about)(&seminar) {
                    Some(text) => finding.about(text),
                    None => finding.if_written(&seminar.id),
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

/// Whether both are parts of one event, so that they may share its title.
fn are_of_one_event(a: &Seminar, b: &Seminar) -> bool {
    let is_same_day = a.when().is_some() && a.when() == b.when();
    is_same_day && (a.series == b.series || a.source.file == b.source.file)
}

/// Whether both have speakers, but none in common.
fn have_different_speakers(a: &Seminar, b: &Seminar) -> bool {
    let is_shared = |name: &str| b.speakers.iter().any(|other| fold_words(name) == fold_words(&other.name));
    !a.speakers.is_empty() && !b.speakers.is_empty() && !a.speakers.iter().any(|one| is_shared(&one.name))
}
