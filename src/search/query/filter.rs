//! Filters test a property of a talk (its date, its length, what it has) instead of looking for a word.

use std::fmt;

use jiff::Zoned;
use jiff::civil::Date;
use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use super::error::QueryErrorKind;
use super::field::{ATTRIBUTE_NAMES, DateField, FieldInfo, QueryField};
use super::period::DayRange;
use crate::records::Handle;
use crate::search::{UserFlag, UserFlags, fold_prose};
use crate::seminar::{Duration, NowMinutes, Seminar, UpcomingUntil, When};

/// A condition that is not a word, such as `date:2022` or `has:video`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    name: &'static str,
    typed: String,
    test: FilterTest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FilterTest {
    Date(DayRange),
    /// Minimum and maximum in seconds, both inclusive.
    Length(u32, u32),
    Has(Attribute),
    Lacks(Attribute),
    Flag(UserFlag, bool),
    Watched(DayRange),
    /// The text as typed is looked for in notes.
    Note,
}

/// Something that `has:` and `no:` test for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Video,
    Slides,
    Abstract,
    Bio,
    Links,
    Upcoming,
}

impl Filter {
    /// Parses the value of a field; `None` if it is still empty.
    pub(super) fn parse(field: &FieldInfo, typed: &str) -> Result<Option<Self>, QueryErrorKind> {
        let value = typed.trim();
        if value.is_empty() {
            return Ok(None);
        }
        let wrong = |expected| QueryErrorKind::bad_value(field.name, value, expected, field.values);
        let test = match field.field {
            QueryField::Date(date) => {
                DayRange::parse(date, value).map(FilterTest::Date).ok_or_else(|| wrong(EXPECTED_DATE))?
            }
            QueryField::Length => parse_length(value).ok_or_else(|| wrong(EXPECTED_LENGTH))?,
            QueryField::Has => {
                Attribute::parse(value).map(FilterTest::Has).ok_or_else(|| wrong(EXPECTED_ATTRIBUTE))?
            }
            QueryField::Lacks => {
                Attribute::parse(value).map(FilterTest::Lacks).ok_or_else(|| wrong(EXPECTED_ATTRIBUTE))?
            }
            QueryField::Is => parse_flag(value).ok_or_else(|| wrong(EXPECTED_FLAG))?,
            QueryField::Watched => DayRange::parse(DateField::Within, value)
                .map(FilterTest::Watched)
                .ok_or_else(|| wrong(EXPECTED_DATE))?,
            QueryField::Note => FilterTest::Note,
            QueryField::Text(_) | QueryField::Sort | QueryField::Not => return Ok(None),
        };
        Ok(Some(Self { name: field.name, typed: value.to_owned(), test }))
    }

    /// Whether it belongs to the field with this name.
    pub(super) fn is_field(&self, name: &str) -> bool {
        self.name == name
    }

    /// The value as it was typed.
    pub(super) fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether it is `has:video` or `no:video`.
    pub(super) fn is_video_filter(&self) -> bool {
        matches!(self.test, FilterTest::Has(Attribute::Video) | FilterTest::Lacks(Attribute::Video))
    }

    /// Whether it is `is:`, `watched:` or `note:`, which depend on the user's flags.
    pub(super) fn tests_flags(&self) -> bool {
        matches!(self.test, FilterTest::Flag(..) | FilterTest::Watched(_) | FilterTest::Note)
    }

    /// Resolves relative dates and upcoming talks against `now`.
    pub(crate) fn resolve(&self, now: &Zoned) -> Condition {
        match self.test {
            FilterTest::Date(days) => {
                let (first, last) = days.bounds(now.date());
                Condition::Within(first, last)
            }
            FilterTest::Flag(flag, wanted) => Condition::Flag(flag, wanted),
            FilterTest::Watched(days) => watched_within(days, now),
            FilterTest::Note => {
                let mut folded = Vec::new();
                fold_prose(&self.typed, &mut folded);
                Condition::Note(Box::new(Finder::new(folded.trim_ascii_end()).into_owned()))
            }
            FilterTest::Length(from, to) => Condition::Lasts(from, to),
            FilterTest::Has(Attribute::Upcoming) => Condition::Upcoming(now.into(), true),
            FilterTest::Lacks(Attribute::Upcoming) => Condition::Upcoming(now.into(), false),
            FilterTest::Has(thing) => Condition::Has(thing.bit(), true),
            FilterTest::Lacks(thing) => Condition::Has(thing.bit(), false),
        }
    }
}

/// The filter as typed, in quotes if it has blanks or parentheses.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, typed, .. } = self;
        if typed.contains(|c: char| c.is_whitespace() || c == '(' || c == ')') {
            write!(f, "{name}:\"{typed}\"")
        } else {
            write!(f, "{name}:{typed}")
        }
    }
}

const EXPECTED_DATE: &str = "a date as 2022, 2022-03, 2022-03-05, >2021, 2021..2022 or \"last year\"";
const EXPECTED_LENGTH: &str = "a length with its unit as 45m, <45m, >1h or 30m..1h";
const EXPECTED_FLAG: &str = "watched, unwatched, started, starred, queued, noted or new";
const EXPECTED_ATTRIBUTE: &str = "video, slides, abstract, bio, links or upcoming";

fn parse_flag(typed: &str) -> Option<FilterTest> {
    if typed.eq_ignore_ascii_case("unwatched") {
        return Some(FilterTest::Flag(UserFlag::Watched, false));
    }
    let is = |flag: &UserFlag| typed.eq_ignore_ascii_case(flag.name());
    UserFlag::ALL.into_iter().find(is).map(|flag| FilterTest::Flag(flag, true))
}

/// The condition that a talk was watched on one of these days, in the time zone of `now`.
fn watched_within(days: DayRange, now: &Zoned) -> Condition {
    let (first, last) = days.bounds(now.date());
    let midnight =
        |day: Date| day.to_zoned(now.time_zone().clone()).map(|at| at.timestamp().as_millisecond());
    let end = last.tomorrow().and_then(midnight).map_or(i64::MAX, |end| end - 1);
    Condition::WatchedWithin(midnight(first).unwrap_or(i64::MIN), end)
}

/// Parses a length: `45m` (from 45:00 to 45:59), `<45m`, `>=1h`, `30m..1h`.
fn parse_length(typed: &str) -> Option<FilterTest> {
    let seconds = |text: &str| {
        // A number without a unit could be minutes or seconds.
        let with_unit = text.contains(|c: char| c.is_alphabetic() || c == ':');
        Duration::parse(text).filter(|_| with_unit).map(Duration::seconds)
    };
    if let Some(rest) = typed.strip_prefix(">=") {
        return seconds(rest).map(|from| FilterTest::Length(from, u32::MAX));
    }
    if let Some(rest) = typed.strip_prefix("<=") {
        return seconds(rest).map(|to| FilterTest::Length(0, to));
    }
    if let Some(rest) = typed.strip_prefix('>') {
        return seconds(rest).map(|from| FilterTest::Length(from.saturating_add(1), u32::MAX));
    }
    if let Some(rest) = typed.strip_prefix('<') {
        return seconds(rest).map(|to| FilterTest::Length(0, to.saturating_sub(1)));
    }
    let Some((from, to)) = typed.split_once("..") else {
        return seconds(typed).map(|length| FilterTest::Length(length, length.saturating_add(59)));
    };
    let end = |text: &str, open| if text.is_empty() { Some(open) } else { seconds(text) };
    let (first, last) = (end(from, 0)?, end(to, u32::MAX)?);
    (!(from.is_empty() && to.is_empty()) && first <= last).then_some(FilterTest::Length(first, last))
}

impl Attribute {
    fn parse(typed: &str) -> Option<Self> {
        let all = [Self::Video, Self::Slides, Self::Abstract, Self::Bio, Self::Links, Self::Upcoming];
        let is = |(name, _): &(&&str, Self)| typed.eq_ignore_ascii_case(name);
        ATTRIBUTE_NAMES.iter().zip(all).find(is).map(|(_, thing)| thing)
    }

    fn bit(self) -> u8 {
        match self {
            Self::Video => 1,
            Self::Slides => 2,
            Self::Abstract => 4,
            Self::Bio => 8,
            Self::Links => 16,
            Self::Upcoming => 0,
        }
    }
}

/// A filter with relative dates resolved.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Within(Date, Date),
    Lasts(u32, u32),
    Has(u8, bool),
    Upcoming(NowMinutes, bool),
    Flag(UserFlag, bool),
    /// Watched between two moments, in milliseconds since 1970.
    WatchedWithin(i64, i64),
    /// A folded text in the notes, at the beginning of a word.
    Note(Box<Finder<'static>>),
}

/// The fields of a talk that filters test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FilterFields {
    when: Option<When>,
    upcoming_until: Option<UpcomingUntil>,
    /// The length in seconds, or 0 if unknown.
    seconds: u32,
    attributes: u8,
}

impl FilterFields {
    pub(crate) fn from_seminar(seminar: &Seminar) -> Self {
        let things = [
            (Attribute::Video, !seminar.recordings.is_empty()),
            (Attribute::Slides, seminar.slides.is_some()),
            (Attribute::Abstract, seminar.abstract_text.is_some()),
            (Attribute::Bio, seminar.speakers.iter().any(|speaker| speaker.bio.is_some())),
            (Attribute::Links, !seminar.links.is_empty()),
        ];
        Self {
            when: seminar.when(),
            upcoming_until: seminar.upcoming_until(),
            seconds: seminar.duration.map_or(0, Duration::seconds),
            attributes: things.into_iter().filter(|(_, has)| *has).map(|(thing, _)| thing.bit()).sum(),
        }
    }

    /// Whether the talk meets a condition. A date known only to the month or year must lie entirely within the range; a
    /// talk without a date or length is never in a range.
    pub(crate) fn matches(&self, condition: &Condition, handle: Handle, flags: &UserFlags) -> bool {
        match *condition {
            Condition::Within(first, last) => {
                self.days().is_some_and(|(begin, end)| first <= begin && end <= last)
            }
            Condition::Note(ref needle) => flags.note_contains(handle, needle),
            Condition::Lasts(from, to) => self.seconds > 0 && (from..=to).contains(&self.seconds),
            Condition::Flag(flag, wanted) => flags.has(handle, flag) == wanted,
            Condition::WatchedWithin(first, last) => {
                flags.watched_at(handle).is_some_and(|at| (first..=last).contains(&at))
            }
            Condition::Has(thing, wanted) => (self.attributes & thing != 0) == wanted,
            Condition::Upcoming(now, wanted) => {
                self.upcoming_until.is_some_and(|until| until.is_after(now)) == wanted
            }
        }
    }

    /// The first day, for sorting.
    pub(crate) fn first_day(&self) -> Option<Date> {
        self.days().map(|(first, _)| first)
    }

    /// The first and last day on which the talk may take place.
    fn days(&self) -> Option<(Date, Date)> {
        self.when.map(When::days)
    }

    /// The length in seconds.
    pub(crate) fn seconds(&self) -> Option<u32> {
        Some(self.seconds).filter(|&seconds| seconds > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::field::FLAG_NAMES;
    use super::*;

    #[test]
    fn every_flag_has_a_name_in_the_query() {
        for name in FLAG_NAMES {
            assert!(parse_flag(name).is_some(), "{name}");
        }
        for flag in UserFlag::ALL {
            assert!(FLAG_NAMES.contains(&flag.name()), "{flag:?}");
        }
        assert_eq!(parse_flag("Unwatched"), Some(FilterTest::Flag(UserFlag::Watched, false)));
    }

    #[test]
    fn a_length_is_a_minute_a_bound_or_a_range() {
        for (typed, from, to) in [
            ("45m", 2700, 2759),
            ("<45m", 0, 2699),
            ("<=45m", 0, 2700),
            (">1h", 3601, u32::MAX),
            (">=1h", 3600, u32::MAX),
            ("30m..1h", 1800, 3600),
            ("..1h", 0, 3600),
            ("1h..", 3600, u32::MAX),
            ("1:02:03", 3723, 3782),
        ] {
            assert_eq!(parse_length(typed), Some(FilterTest::Length(from, to)), "{typed}");
        }
        for typed in ["", "..", "45", "<", "long", "1h..x", "1h..30m", "99999999999h"] {
            assert_eq!(parse_length(typed), None, "{typed}");
        }
    }
}
