//! Judging: whether an entry is a talk.
//!
//! A talk has a title or a speaker and something else that talks have. What has neither, what reads like a person, a
//! paper, a sponsor or a menu, and the pauses of a programme, are none. Some entries are talks only in the company of
//! talks.

use super::context::Context;
use super::entry::{Entry, NAME};
use super::fields;
use super::fields::Field;
use super::links;
use super::placeholder::is_pause;
use crate::text::word_set::WordSet;

/// Whether an entry is a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is.
    Talk,
    /// It is one among talks.
    Perhaps,
    /// It has fields of a talk, and neither title nor speaker.
    Nameless,
    /// It is none.
    No,
}

/// Judges an entry by its fields and by what surrounds it.
pub(crate) fn judge(entry: &Entry<'_>, context: Context) -> Verdict {
    let title = entry.text(Field::Title);
    let speaker = entry.speakers();
    if title.is_none() && speaker.is_none() {
        return if entry.known() > 0 { Verdict::Nameless } else { Verdict::No };
    }
    if is_idle(entry) {
        return Verdict::No;
    }
    match speaker {
        Some(slot) if slot.rank != NAME && fields::is_strong_speaker(slot.rank) => spoken(entry, context),
        Some(slot) if title.is_some() => signed(entry, context, slot.rank == NAME),
        _ if title.is_some() => titled(entry, context),
        _ => Verdict::No,
    }
}

/// Whether an entry is a pause of a programme. A welcome by somebody is none; the speaker called `No seminar` is nobody.
pub(crate) fn is_idle(entry: &Entry<'_>) -> bool {
    let idle = match entry.speakers() {
        Some(slot) => slot.pair.node.scalar().is_some_and(is_pause),
        None => entry.text(Field::Title).is_some_and(is_pause),
    };
    idle && !links::has_recording(entry)
}

/// Somebody speaks.
fn spoken(entry: &Entry<'_>, context: Context) -> Verdict {
    let has = |field| entry.first(field).is_some();
    let is_talk = entry.has_title()
        || has(Field::Date)
        || has(Field::Abstract)
        || has(Field::Slides)
        || has(Field::Time)
        || context.dated
        || links::has_recording(entry);
    if is_talk { Verdict::Talk } else { Verdict::Perhaps }
}

/// There is a title, and an author or a mere name beside it.
fn signed(entry: &Entry<'_>, context: Context, mere_name: bool) -> Verdict {
    if context.is_other() || is_paper(entry) {
        return Verdict::No;
    }
    let has = |field| entry.first(field).is_some();
    let dated = has(Field::Date) || context.dated;
    let is_talk = strong_abstract(entry)
        || links::has_recording(entry)
        || has(Field::Time)
        || event_date(entry)
        || (has(Field::Slides) && dated)
        || (dated && context.is_talks())
        || (!mere_name && (has(Field::Affiliation) || (has(Field::Location) && dated)));
    match is_talk {
        true => Verdict::Talk,
        false if dated => Verdict::Perhaps,
        false => Verdict::No,
    }
}

/// There is a title and nobody who speaks.
fn titled(entry: &Entry<'_>, context: Context) -> Verdict {
    if context.is_other() || is_paper(entry) {
        return Verdict::No;
    }
    let has = |field| entry.first(field).is_some();
    let dated = has(Field::Date) || context.dated;
    let shown = strong_abstract(entry) || links::has_recording(entry);
    let told = has(Field::Abstract) && dated && (context.is_talks() || event_date(entry));
    if entry.weak_title {
        return match (shown, dated) {
            (true, true) => Verdict::Talk,
            (false, true) => Verdict::Perhaps,
            _ => Verdict::No,
        };
    }
    if shown && (dated || context.is_talks() || !context.page)
        || (told && (!context.page || context.is_talks()))
    {
        return Verdict::Talk;
    }
    if context.page && !dated {
        return Verdict::No;
    }
    if entry.known() > 1 { Verdict::Perhaps } else { Verdict::No }
}

fn strong_abstract(entry: &Entry<'_>) -> bool {
    entry
        .all(Field::Abstract)
        .any(|slot| fields::is_strong_abstract(slot.rank) && slot.pair.node.scalar().is_some())
}

fn event_date(entry: &Entry<'_>) -> bool {
    entry.all(Field::Date).any(|slot| fields::is_event_date(slot.rank))
}

/// Whether an entry has fields that only publications, sponsors and menus have.
fn is_paper(entry: &Entry<'_>) -> bool {
    static PAPERS: WordSet = WordSet::new(
        "\
        doi journal bibtex booktitle isbn issn publisher citation citations volume logo icon \
        submenu subfolderitems children",
    );
    entry.other.iter().any(|pair| PAPERS.has(&fields::normal(&pair.key)))
}
