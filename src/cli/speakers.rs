//! `seminars speakers`: prints the speakers of an archive, one per line.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde::Serialize;

use super::exit::{CliError, Status};
use super::format;
use super::format::ListFormat;
use super::load;
use crate::archive::ArchiveLocation;
use crate::engine::people::{People, Person, affiliations};
use crate::records::Handle;
use crate::text::Text;

/// One row of the output.
#[derive(Debug, Serialize)]
struct SpeakerRow {
    name: Text,
    variants: Vec<Text>,
    affiliations: Vec<Text>,
    count: usize,
}

/// Prints the speakers of the talks that match `words`; without words, of all talks.
pub(super) fn run(
    choice: &ArchiveLocation,
    words: &[String],
    format: Option<ListFormat>,
) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let found: HashSet<Handle> = loaded.find(words)?.into_iter().map(|found| found.handle).collect();
    let snapshot = loaded.snapshot();
    // Merge spellings across the whole archive, so that the query does not change who is the same person.
    let record = |handle: Handle| snapshot.summary(handle);
    let all = snapshot.order().iter().filter_map(|&handle| Some((handle, record(handle)?)));
    let people = People::from_seminars(all);
    let answering = |person: &Person| {
        let talks = person.talks.iter().copied().filter(|talk| found.contains(talk)).collect();
        Person { talks, ..person.clone() }
    };
    let mut people: Vec<Person> = people.iter().map(answering).filter(|p| !p.talks.is_empty()).collect();
    people.sort_by_cached_key(|person| (Reverse(person.talks.len()), crate::search::fold_key(&person.name)));
    let lines: Vec<SpeakerRow> = people
        .into_iter()
        .map(|person| SpeakerRow {
            affiliations: affiliations(&person, record).into_iter().map(|own| own.name).collect(),
            count: person.talks.len(),
            name: person.name,
            variants: person.variants,
        })
        .collect();
    let columns = |line: &SpeakerRow| {
        let latest = line.affiliations.first().map(Text::to_string);
        vec![line.name.to_string(), line.count.to_string(), latest.unwrap_or_default()]
    };
    format::print_rows(&lines, words, format, columns)
}
