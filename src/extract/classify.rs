//! Decides whether an entry is a talk.
//!
//! A talk has a title or a speaker, and something else that talks have. Not talks are entries with neither, breaks in
//! the programme, and entries that look like a person, a paper, a sponsor or a menu. Some entries ([`Verdict::Maybe`])
//! count as talks only next to other talks.

use serde::{Deserialize, Serialize};

use super::context::{Context, names_talks};
use super::entry::{BARE_NAME_RANK, Entry};
use super::fields;
use super::fields::Field;
use super::links;
use super::placeholder::is_break;
use crate::format::node::Pair;
use crate::text::word_set::WordSet;

/// Whether an entry is a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Talk,
    /// It is a talk if there are other talks next to it.
    Maybe,
    /// It has fields of a talk, but neither title nor speaker.
    Untitled,
    NotATalk(Reason),
}

impl Verdict {
    /// Whether the entry is not a talk, no matter what is next to it.
    pub(crate) fn is_not_a_talk(self) -> bool {
        matches!(self, Self::NotATalk(_))
    }
}

/// Why an entry is not a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Reason {
    /// It has neither a title nor a speaker.
    Untitled,
    /// It is a break in the programme.
    Pause,
    /// It lists people to whom talks refer.
    Directory,
    /// It lists talks that are defined elsewhere.
    ListsTalks,
    /// The name of its file, its folder or a key around it suggests something other than talks.
    OtherTopic,
    /// It has keys that only papers, sponsors and menus have.
    OtherKeys,
    /// Its title is that of a list of talks.
    Overview,
    /// It has a title or an author, but too little else that talks have.
    TooLittle,
}

impl Reason {
    /// The reason in words, for the end of a sentence about a collection.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Untitled => "neither a title nor a speaker",
            Self::Pause => "breaks in the programme",
            Self::Directory => "people to whom talks refer",
            Self::ListsTalks => "lists of talks that are elsewhere",
            Self::OtherTopic => "its name suggests something other than talks",
            Self::OtherKeys => "keys that only papers, sponsors and menus have",
            Self::Overview => "the title of a list of talks",
            Self::TooLittle => "a title or an author, but no speaker, day, recording or abstract",
        }
    }
}

/// Classifies an entry by its fields and its context.
pub(crate) fn classify(entry: &Entry<'_>, context: Context) -> Verdict {
    let title = entry.text(Field::Title);
    let speaker = entry.speakers();
    if title.is_none() && speaker.is_none() {
        return if entry.filled_field_count() > 0 {
            Verdict::Untitled
        } else {
            Verdict::NotATalk(Reason::Untitled)
        };
    }
    if is_break_entry(entry) {
        return Verdict::NotATalk(Reason::Pause);
    }
    if is_directory(entry) {
        return Verdict::NotATalk(Reason::Directory);
    }
    if talk_names(entry).is_some() {
        return Verdict::NotATalk(Reason::ListsTalks);
    }
    match speaker {
        Some(slot) if slot.rank != BARE_NAME_RANK && fields::is_strong_speaker(slot.rank) => {
            classify_with_speaker(entry, context)
        }
        Some(slot) if title.is_some() => classify_with_author(entry, context, slot.rank == BARE_NAME_RANK),
        _ if title.is_some() => classify_title_only(entry, context),
        _ => Verdict::NotATalk(Reason::TooLittle),
    }
}

/// Whether an entry is a break in the programme. A welcome with a speaker is not a break, but an entry whose
/// speaker is `No seminar` is.
pub(crate) fn is_break_entry(entry: &Entry<'_>) -> bool {
    let idle = match entry.speakers() {
        Some(slot) => slot.pair.node.scalar().is_some_and(is_break),
        None => entry.text(Field::Title).is_some_and(is_break),
    };
    idle && !links::has_recording(entry)
}

/// The names or numbers of talks defined elsewhere, if an entry lists any: `talks: [trees, graphs]`.
pub(super) fn talk_names<'n>(entry: &Entry<'n>) -> Option<Vec<&'n str>> {
    let is_slug = |text: &str| {
        let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_/.".contains(&b);
        !text.is_empty() && text.bytes().all(is_part)
    };
    let called = |pair: &&&Pair| {
        matches!(&*fields::normalize(&pair.key), "talks" | "talk_ids" | "talk_slugs" | "presentations")
    };
    entry.other.iter().filter(called).find_map(|pair| {
        let names: Option<Vec<&str>> =
            pair.node.items()?.iter().map(|item| item.scalar().filter(|text| is_slug(text))).collect();
        names.filter(|names| !names.is_empty())
    })
}

/// Whether an entry is just a map of people by key, for talks to refer to: `speakers: {0: {name: …}}`.
fn is_directory(entry: &Entry<'_>) -> bool {
    let Some(people) = entry.speakers().and_then(|slot| slot.pair.node.pairs()) else { return false };
    let is_key = |key: &str| {
        key.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase() || byte == b'-')
    };
    let is_person = |pair: &Pair| is_key(&pair.key) && pair.node.pairs().is_some();
    entry.filled_field_count() == 1 && !people.is_empty() && people.iter().all(is_person)
}

/// Classifies an entry with a speaker.
fn classify_with_speaker(entry: &Entry<'_>, context: Context) -> Verdict {
    let has = |field| entry.first(field).is_some();
    let is_talk = entry.has_title()
        || has(Field::Date)
        || has(Field::Abstract)
        || has(Field::Slides)
        || has(Field::Time)
        || context.is_dated
        || links::has_recording(entry);
    if is_talk { Verdict::Talk } else { Verdict::Maybe }
}

/// Classifies an entry with a title and, in place of a speaker, an author or a mere `name`.
fn classify_with_author(entry: &Entry<'_>, context: Context, mere_name: bool) -> Verdict {
    if let Some(reason) = other_reason(entry, context) {
        return Verdict::NotATalk(reason);
    }
    let has = |field| entry.first(field).is_some();
    let dated = has(Field::Date) || context.is_dated;
    let is_talk = has_strong_abstract(entry)
        || links::has_recording(entry)
        || has(Field::Time)
        || has_event_date(entry)
        || (has(Field::Slides) && dated)
        || (dated && context.is_about_talks())
        || (!mere_name && (has(Field::Affiliation) || (has(Field::Location) && dated)));
    match is_talk {
        true => Verdict::Talk,
        false if dated => Verdict::Maybe,
        false => Verdict::NotATalk(Reason::TooLittle),
    }
}

/// Classifies an entry with a title and no speaker.
fn classify_title_only(entry: &Entry<'_>, context: Context) -> Verdict {
    if let Some(reason) = other_reason(entry, context) {
        return Verdict::NotATalk(reason);
    }
    if context.is_page && entry.text(Field::Title).is_some_and(is_overview) {
        return Verdict::NotATalk(Reason::Overview);
    }
    let has = |field| entry.first(field).is_some();
    // A page with just a year as its date is about all talks of that year.
    let is_year =
        |text: &str| text.trim().len() == 4 && text.trim().bytes().all(|byte| byte.is_ascii_digit());
    let has_day = has(Field::Date) && !(context.is_page && entry.text(Field::Date).is_some_and(is_year));
    let dated = has_day || context.is_dated;
    let shown = has_strong_abstract(entry) || links::has_recording(entry);
    let told = has(Field::Abstract) && dated && (context.is_about_talks() || has_event_date(entry));
    if entry.has_weak_title {
        return match (shown, dated) {
            (true, true) => Verdict::Talk,
            (false, true) => Verdict::Maybe,
            _ => Verdict::NotATalk(Reason::TooLittle),
        };
    }
    if shown && (dated || context.is_about_talks() || !context.is_page)
        || (told && (!context.is_page || context.is_about_talks()))
    {
        return Verdict::Talk;
    }
    if context.is_page && !dated {
        return Verdict::NotATalk(Reason::TooLittle);
    }
    if entry.filled_field_count() > 1 { Verdict::Maybe } else { Verdict::NotATalk(Reason::TooLittle) }
}

/// The reason why an entry without a speaker is about something other than talks, if it is.
fn other_reason(entry: &Entry<'_>, context: Context) -> Option<Reason> {
    if context.is_about_other() {
        return Some(Reason::OtherTopic);
    }
    has_non_talk_key(entry).then_some(Reason::OtherKeys)
}

/// Whether a page's title is that of a list of talks: `Past Talks`, `Schedule`, `Upcoming seminars in 2024`.
fn is_overview(title: &str) -> bool {
    let lower = title.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let is_filler = |word: &str| {
        matches!(word, "the" | "our" | "all" | "of" | "in" | "and" | "list" | "other" | "recent" | "current")
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.peek().is_some() && words.all(|word| is_filler(word) || names_talks(word))
}

fn has_strong_abstract(entry: &Entry<'_>) -> bool {
    entry
        .filled(Field::Abstract)
        .any(|slot| fields::is_strong_abstract(slot.rank) && slot.pair.node.scalar().is_some())
}

fn has_event_date(entry: &Entry<'_>) -> bool {
    entry.filled(Field::Date).any(|slot| fields::is_event_date(slot.rank))
}

/// Whether an entry has keys that only publications, sponsors and menus have.
fn has_non_talk_key(entry: &Entry<'_>) -> bool {
    static NON_TALK_KEYS: WordSet = WordSet::new(
        "\
        doi journal bibtex booktitle isbn issn publisher citation citations volume logo icon \
        submenu subfolderitems children",
    );
    entry.other.iter().any(|pair| NON_TALK_KEYS.contains(&fields::normalize(&pair.key)))
}
