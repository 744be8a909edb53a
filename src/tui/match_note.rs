//! Match notes show why a talk is listed although the columns of the list show no match. A note has the matching tag,
//! or a few words around the match in a longer text.

use std::collections::HashMap;
use std::ops::Range;

use crate::markup;
use crate::records::Handle;
use crate::search::{Query, Rank, TextRole as Part};
use crate::seminar::Seminar;
use crate::text::{Text, clean_line};

/// How many characters to show before and after the match, at most.
const BEFORE: usize = 12;
const AFTER: usize = 60;

/// Shows where a talk matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchNote {
    /// The text to show.
    pub text: String,
    /// The byte ranges of the matches in the text.
    pub matches: Vec<Range<usize>>,
}

/// The match notes of one search.
#[derive(Debug, Default)]
pub struct MatchNotes {
    /// The id of the search.
    pub request_id: u64,
    /// The note of each requested talk; `None` while it is pending, or if there is nothing to show.
    pub notes: HashMap<Handle, Option<MatchNote>>,
}

/// Whether matches of this rank do not show in the list's columns.
#[must_use]
pub(super) fn is_unseen(rank: Rank) -> bool {
    matches!(rank, Rank::LabelStart | Rank::Text)
}

impl MatchNote {
    /// Builds the note for a talk; `None` if no field matches.
    #[must_use]
    pub fn new(seminar: &Seminar, query: &Query, rank: Rank) -> Option<Self> {
        let labelled = |label: &str, part: Part, text: &Text| {
            let matches = query.highlights(text, part, rank);
            let words = format!("{label}: {text}");
            let moved =
                matches.iter().map(|range| range.start + label.len() + 2..range.end + label.len() + 2);
            (!matches.is_empty()).then(|| Self { text: words, matches: moved.collect() })
        };
        let within = |part: Part, text: &Text| {
            let plain = markup::to_plain_text(text);
            let first = query.highlights(&plain, part, rank).into_iter().next()?;
            Some(Self::around(&plain, &first))
        };
        let affiliations = || seminar.speakers.iter().filter_map(|speaker| speaker.affiliation.as_ref());
        let bios = || seminar.speakers.iter().filter_map(|speaker| speaker.bio.as_ref());
        seminar
            .tags
            .iter()
            .find_map(|tag| labelled("tag", Part::Tag, tag))
            .or_else(|| seminar.series.iter().find_map(|series| labelled("series", Part::Series, series)))
            .or_else(|| affiliations().find_map(|text| labelled("affiliation", Part::Affiliation, text)))
            .or_else(|| seminar.abstract_text.iter().find_map(|text| within(Part::Abstract, text)))
            .or_else(|| bios().find_map(|text| within(Part::Bio, text)))
            .or_else(|| seminar.location.iter().find_map(|text| labelled("place", Part::Location, text)))
            .or_else(|| seminar.hosts.iter().find_map(|text| labelled("host", Part::Host, text)))
    }

    /// A few words around a match.
    fn around(plain: &str, found: &Range<usize>) -> Self {
        let before = plain.get(..found.start).unwrap_or_default();
        let after = plain.get(found.end..).unwrap_or_default();
        let start = before.char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
        // Start at the beginning of a word.
        let start = if start == 0 {
            0
        } else {
            let rest = before.get(start..).unwrap_or_default();
            rest.find(' ').map_or(found.start, |blank| start + blank + 1)
        };
        let end = found.end + after.char_indices().nth(AFTER).map_or(after.len(), |(at, _)| at);
        let part = |range: Range<usize>| clean_line(plain.get(range).unwrap_or_default()).into_owned();
        let mut text = format!("… {}", part(start..found.start));
        let from = text.len();
        text.push_str(&part(found.clone()));
        let matched = from..text.len();
        text.push_str(&part(found.end..end));
        Self { text, matches: std::iter::once(matched).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seminar;

    fn note(query: &str, rank: Rank) -> String {
        let mut talk = seminar("On stars", "Ann Dove", "2022-01-01", 0);
        talk.tags = vec![Text::line("machine learning")];
        talk.abstract_text = Some(Text::block("We look at *many*\nbright objects and learn from them."));
        let note = MatchNote::new(&talk, &Query::parse(query).unwrap(), rank);
        note.map_or(String::new(), |MatchNote { mut text, matches }| {
            for range in matches.into_iter().rev() {
                text.insert(range.end, ']');
                text.insert(range.start, '[');
            }
            text
        })
    }

    #[test]
    fn a_note_says_where_the_query_matches() {
        assert_eq!(note("learn", Rank::LabelStart), "tag: machine [learn]ing");
        assert_eq!(note("bright", Rank::Text), "… at many [bright] objects and learn from them.");
        assert_eq!(note("look", Rank::Text), "… We [look] at many bright objects and learn from them.");
        assert_eq!(note("zebra", Rank::Text), "");
    }
}
