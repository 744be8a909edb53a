//! The fields of a query: the names that can precede a colon.

use super::super::TextRole;

/// What a field searches or does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryField {
    /// One of a talk's texts.
    Text(TextRole),
    /// The date.
    Date(DateField),
    /// How long the recording is.
    Length,
    /// Whether a talk has something.
    Has,
    /// Whether a talk lacks something.
    Lacks,
    /// Whether a talk has one of the user's flags.
    Is,
    /// When the user watched it.
    Watched,
    /// The user's notes about it.
    Note,
    /// The order of the matches.
    Sort,
    /// Excludes what follows, as `-` does.
    Not,
}

/// How a date field compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateField {
    /// Within a day, month, year or range.
    Within,
    /// After the end of the period.
    After,
    /// Before the start of the period.
    Before,
}

/// A field, its name and its help text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldInfo {
    /// The name before the colon.
    pub(crate) name: &'static str,
    /// What the field searches or does.
    pub(crate) field: QueryField,
    /// The help text, with an example.
    pub(crate) help: &'static str,
    /// Known values, for completion and for suggestions in errors; may be empty.
    pub(crate) values: &'static [&'static str],
}

const fn text_field(name: &'static str, role: TextRole, words: &'static str) -> FieldInfo {
    FieldInfo { name, field: QueryField::Text(role), help: words, values: &[] }
}

const fn other_field(
    name: &'static str,
    field: QueryField,
    words: &'static str,
    values: &'static [&'static str],
) -> FieldInfo {
    FieldInfo { name, field, help: words, values }
}

/// Periods relative to today.
pub(super) const RELATIVE_PERIODS: [&str; 13] = [
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

/// The values of `has:` and `no:`.
pub(super) const ATTRIBUTE_NAMES: [&str; 6] = ["video", "slides", "abstract", "bio", "links", "upcoming"];

/// The values of `is:`.
pub(super) const FLAG_NAMES: [&str; 7] =
    ["watched", "unwatched", "started", "starred", "queued", "noted", "new"];
/// The values of `sort:`.
pub(super) const ORDER_NAMES: [&str; 12] = [
    "-date", "date", "speaker", "-speaker", "title", "-title", "series", "-series", "len", "-len", "watched",
    "queue",
];

/// All fields, the most useful first.
pub(crate) const FIELDS: [FieldInfo; 23] = [
    text_field("speaker", TextRole::Speaker, "a speaker's name; s: for short"),
    text_field("title", TextRole::Title, "the title"),
    text_field("series", TextRole::Series, "the series"),
    text_field("tag", TextRole::Tag, "a tag"),
    text_field("abstract", TextRole::Abstract, "the abstract"),
    text_field("bio", TextRole::Bio, "a speaker's bio"),
    text_field("affiliation", TextRole::Affiliation, "where a speaker works"),
    text_field("location", TextRole::Location, "the place"),
    text_field("host", TextRole::Host, "who invited"),
    text_field("lang", TextRole::Language, "the language"),
    text_field("id", TextRole::Id, "the record's name"),
    other_field(
        "date",
        QueryField::Date(DateField::Within),
        "2022, 2022-03..2023, >2021, \"last year\"",
        &RELATIVE_PERIODS,
    ),
    other_field("year", QueryField::Date(DateField::Within), "2022, 2020..2022", &[]),
    other_field("after", QueryField::Date(DateField::After), "2022: from 2023 on", &RELATIVE_PERIODS),
    other_field("before", QueryField::Date(DateField::Before), "2022: until 2021", &RELATIVE_PERIODS),
    other_field("len", QueryField::Length, "<45m, 30m..1h", &[]),
    other_field("has", QueryField::Has, "video, slides, abstract, bio, links, upcoming", &ATTRIBUTE_NAMES),
    other_field("no", QueryField::Lacks, "the same, where it is missing", &ATTRIBUTE_NAMES),
    other_field(
        "is",
        QueryField::Is,
        "watched, unwatched, started, starred, queued, noted, new",
        &FLAG_NAMES,
    ),
    other_field(
        "watched",
        QueryField::Watched,
        "when you watched it: 2026-11, \"last week\"",
        &RELATIVE_PERIODS,
    ),
    other_field("note", QueryField::Note, "your notes", &[]),
    other_field(
        "sort",
        QueryField::Sort,
        "date, speaker, title, series, len (with - backward), watched, queue",
        &ORDER_NAMES,
    ),
    other_field("not", QueryField::Not, "a word to leave out, as -word", &[]),
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

/// The field with a name or alias, ignoring case.
pub(crate) fn find_field(name: &str) -> Option<&'static FieldInfo> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let own = ALIASES.iter().find(|(alias, _)| is(alias)).map_or(name, |(_, own)| own);
    FIELDS.iter().find(|field| field.name.eq_ignore_ascii_case(own))
}

/// The entry of `known` that was probably meant, if any is similar enough.
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
