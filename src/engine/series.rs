//! Series: the list of all series, and the page of one with its talks in course order.
//!
//! Spellings that fold to the same key are one series, shown in the most common spelling.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use super::interner::Interner;
use super::people::People;
use crate::records::Handle;
use crate::search;
use crate::seminar::{Seminar, When};
use crate::text::Text;

/// A series with its counts and dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesSummary {
    /// Its name, in its most common spelling.
    pub name: Text,
    /// How many talks it has.
    pub count: usize,
    /// The date of the first dated talk.
    pub first: Option<When>,
    /// The date of the last dated talk.
    pub last: Option<When>,
}

/// A series with its talks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPage {
    /// Its counts and dates.
    pub summary: SeriesSummary,
    /// The talks in course order: oldest first, undated talks last; on the same day, in the order of the files.
    pub talks: Vec<Handle>,
    /// The speakers with their number of talks, most frequent first, then by name.
    pub speakers: Vec<(Text, usize)>,
}

/// The series of some talks: the one with the newest talk first, undated ones last, then by name.
pub fn summaries<S: Deref<Target = Seminar>>(seminars: impl Iterator<Item = S>) -> Vec<SeriesSummary> {
    let mut names = Interner::default();
    let mut dates: Vec<Option<(When, When)>> = Vec::new();
    for seminar in seminars {
        let Some(name) = &seminar.series else { continue };
        let id = names.add(name) as usize;
        dates.resize(dates.len().max(id + 1), None);
        if let (Some(dates), Some(when)) = (dates.get_mut(id), seminar.when()) {
            let (first, last) = dates.unwrap_or((when, when));
            *dates = Some((first.min(when), last.max(when)));
        }
    }
    let summary = |(id, name, count): (u32, &Arc<Text>, usize)| {
        let (first, last) = dates.get(id as usize).copied().flatten().unzip();
        SeriesSummary { name: Text::clone(name), count, first, last }
    };
    let mut all: Vec<SeriesSummary> = names.iter().map(summary).collect();
    all.sort_by_key(|series| Reverse(series.last));
    all
}

/// The page of a series. `name` may be any spelling that folds to the same key; `None` if no talk belongs to the
/// series. Speakers get their display names from `people`.
pub fn page<S: Deref<Target = Seminar>>(
    name: &str,
    seminars: impl Iterator<Item = (Handle, S)>,
    people: &People,
) -> Option<SeriesPage> {
    let key = search::fold_key(name);
    let mut belongs: HashMap<Text, bool> = HashMap::new();
    let mut talks: Vec<(Handle, S)> = Vec::new();
    for (handle, seminar) in seminars {
        let Some(series) = &seminar.series else { continue };
        let known = belongs.get(series).copied();
        let is_one = known.unwrap_or_else(|| {
            let is_one = search::fold_key(series) == key;
            belongs.insert(series.clone(), is_one);
            is_one
        });
        if is_one {
            talks.push((handle, seminar));
        }
    }
    talks.sort_by(|(_, a), (_, b)| course_order(a).cmp(&course_order(b)));
    let summary = summaries(talks.iter().map(|(_, seminar)| &**seminar)).pop()?;
    let mut speakers = Interner::default();
    for (_, seminar) in &talks {
        let names: HashSet<&Text> =
            seminar.speakers.iter().map(|speaker| people.display_name(&speaker.name)).collect();
        for name in names {
            speakers.add(name);
        }
    }
    let talks = talks.into_iter().map(|(handle, _)| handle).collect();
    Some(SeriesPage { summary, talks, speakers: speakers.sorted_by_count() })
}

/// The sort key for course order: oldest first, undated talks last; on the same day, in the order of the files.
fn course_order(seminar: &Seminar) -> impl Ord + use<'_> {
    (seminar.when().is_none(), seminar.when(), &seminar.source.file, seminar.source.index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Snapshot;
    use crate::testing::seminar;

    fn in_series(series: &str, speaker: &str, date: &str, index: u32) -> Seminar {
        Seminar { series: Some(Text::line(series)), ..seminar("A lecture", speaker, date, index) }
    }

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::default();
        snapshot.insert(&[
            in_series("Théorie", "Ann Abel", "2022-03", 0),
            in_series("Théorie", "Bob Cain", "2021-01-01", 1),
            in_series("theorie", "ann abel", "", 2),
            in_series("Zoo", "Ann Abel", "", 3),
            in_series("Ants", "Ann Abel", "", 4),
            in_series("Colloquium", "Ann Abel", "2022-03-01", 5),
            seminar("Alone", "Ann Abel", "2024", 6),
        ]);
        snapshot
    }

    #[test]
    fn the_series_with_the_newest_talk_comes_first_and_those_without_dates_last() {
        let snapshot = snapshot();
        let seminars = snapshot.order().iter().filter_map(|&handle| snapshot.summary(handle));
        let told: Vec<String> = summaries(seminars)
            .iter()
            .map(|s| {
                let when = |when: Option<When>| when.map_or("?".to_owned(), |when| when.to_string());
                format!("{} {} {} {}", s.name, s.count, when(s.first), when(s.last))
            })
            .collect();
        assert_eq!(
            told,
            ["Colloquium 1 2022-03-01 2022-03-01", "Théorie 3 2021-01-01 2022-03", "Ants 1 ? ?", "Zoo 1 ? ?"]
        );
    }

    #[test]
    fn a_page_has_the_talks_in_the_order_of_a_course_in_any_spelling_of_the_name() {
        let snapshot = snapshot();
        let seminars = || snapshot.order().iter().map(|&handle| (handle, snapshot.summary(handle).unwrap()));
        let people = People::from_seminars(seminars());
        let page = page("THEORIE", seminars(), &people).unwrap();
        assert_eq!(page.summary.name.as_str(), "Théorie");
        assert_eq!(page.talks, [Handle::new(1), Handle::new(0), Handle::new(2)]);
        assert_eq!(page.speakers, [(Text::line("Ann Abel"), 2), (Text::line("Bob Cain"), 1)]);
        assert_eq!(super::page("Nothing", seminars(), &people), None);
    }
}
