//! The fields of a query: what may stand before a colon.

use super::super::TextRole;

/// What a field asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryField {
    /// One of a talk's texts.
    Text(TextRole),
    /// The day.
    Date(DateField),
    /// How long the recording is.
    Length,
    /// Whether a talk has something.
    Has,
    /// Whether it has not.
    Lacks,
    /// The order of the answer.
    Sort,
    /// What follows is left out, as by `-`.
    Not,
}

/// How a date restricts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateField {
    /// Within a day, month, year or range.
    Within,
    /// Later than all of it.
    After,
    /// Earlier than all of it.
    Before,
}

/// A field with its name and what it is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldInfo {
    /// The name before the colon.
    pub(crate) name: &'static str,
    /// What it asks about.
    pub(crate) field: QueryField,
    /// In words, with an example.
    pub(crate) words: &'static str,
    /// The values it takes, where they are few.
    pub(crate) values: &'static [&'static str],
}

const fn text(name: &'static str, role: TextRole, words: &'static str) -> FieldInfo {
    FieldInfo { name, field: QueryField::Text(role), words, values: &[] }
}

const fn other(
    name: &'static str,
    field: QueryField,
    words: &'static str,
    values: &'static [&'static str],
) -> FieldInfo {
    FieldInfo { name, field, words, values }
}

/// Periods that count from today.
pub(super) const PERIODS: [&str; 13] = [
    "today",
    "yesterday",
    "tomorrow",
    "this week",
    "last week",
    "this month",
    "last month",
    "this year",
    "last year",
    "next week",
    "next month",
    "last 30 days",
    "next 30 days",
];

/// What a talk may have.
pub(super) const THINGS: [&str; 6] = ["video", "slides", "abstract", "bio", "links", "upcoming"];

/// Orders of the answer.
pub(super) const ORDERS: [&str; 6] = ["date", "-date", "speaker", "title", "series", "len"];

/// All fields, the most useful first.
pub(crate) const FIELDS: [FieldInfo; 20] = [
    text("speaker", TextRole::Speaker, "a speaker's name; s: for short"),
    text("title", TextRole::Title, "the title"),
    text("series", TextRole::Series, "the series"),
    text("tag", TextRole::Tag, "a tag"),
    text("abstract", TextRole::Abstract, "the abstract"),
    text("bio", TextRole::Bio, "a speaker's bio"),
    text("affiliation", TextRole::Affiliation, "where a speaker works"),
    text("location", TextRole::Location, "the place"),
    text("host", TextRole::Host, "who invited"),
    text("lang", TextRole::Language, "the language"),
    text("id", TextRole::Id, "the record's name"),
    other("date", QueryField::Date(DateField::Within), "2022, 2022-03..2023, >2021, \"last year\"", &PERIODS),
    other("year", QueryField::Date(DateField::Within), "2022, 2020..2022", &[]),
    other("after", QueryField::Date(DateField::After), "2022: from 2023 on", &PERIODS),
    other("before", QueryField::Date(DateField::Before), "2022: until 2021", &PERIODS),
    other("len", QueryField::Length, "<45m, 30m..1h", &[]),
    other("has", QueryField::Has, "video, slides, abstract, bio, links, upcoming", &THINGS),
    other("no", QueryField::Lacks, "the same, where it is missing", &THINGS),
    other("sort", QueryField::Sort, "date, -date, speaker, title, series, len", &ORDERS),
    other("not", QueryField::Not, "a word to leave out, as -word", &[]),
];

/// Other names for a field.
const ALIASES: [(&str, &str); 7] = [
    ("s", "speaker"),
    ("speakers", "speaker"),
    ("tags", "tag"),
    ("language", "lang"),
    ("hosts", "host"),
    ("length", "len"),
    ("duration", "len"),
];

/// The field that a name means, in any case of letters.
pub(crate) fn named(name: &str) -> Option<&'static FieldInfo> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let own = ALIASES.iter().find(|(alias, _)| is(alias)).map_or(name, |(_, own)| own);
    FIELDS.iter().find(|field| field.name.eq_ignore_ascii_case(own))
}

/// The one of `known` that was probably meant.
pub(super) fn nearest<'k>(typed: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let typed = typed.to_lowercase();
    let allowed = if typed.chars().count() < 5 { 1 } else { 2 };
    let near = |known: &&'k str| {
        let begun = typed.chars().count() >= 2 && known.starts_with(&typed);
        let distance = if begun { 0 } else { strsim::osa_distance(known, &typed) };
        (distance <= allowed).then_some(distance)
    };
    known
        .filter_map(|known| Some((near(&known)?, known)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, k)| k)
}
