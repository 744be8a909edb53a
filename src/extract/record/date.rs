//! The date of a record: its own, else that of an enclosing group, else the one in its file's name.

use crate::diagnostic::{Position, Rule};
use crate::extract::dates;
use crate::extract::dates::DateOrder;
use crate::extract::entry::KeyedValue;
use crate::extract::fields;
use crate::extract::fields::Field;
use crate::extract::placeholder::first_scalar;
use crate::extract::reporter::{Reporter, abbreviate};
use crate::extract::structure::Candidate;
use crate::format::node::Pair;
use crate::seminar::{TalkDate, When};
use crate::text::Text;

/// The date of an entry. `spare` is the date in the file's name, as a fallback.
pub(super) fn resolve_date<'n>(
    candidate: &Candidate<'n>,
    spare: Option<&str>,
    reporter: &mut Reporter<'_>,
    used: &mut Vec<&'n Pair>,
) -> Option<TalkDate> {
    let entry = &candidate.entry;
    let around = &candidate.inherited;
    let years = around.key.into_iter().chain(around.dates.iter().rev().map(|(text, _)| *text));
    let years = years.chain(around.series).chain(entry.text(Field::Series)).find_map(dates::years_in);
    let mut own: Vec<KeyedValue<'n>> = entry.filled(Field::Date).collect();
    // A time that includes a day is the talk's date; the date next to it may be that of the page.
    let timed = entry.filled(Field::Time).filter(|slot| slot.pair.node.scalar().is_some_and(names_day));
    let after = own.iter().take_while(|slot| fields::is_event_date(slot.rank)).count();
    own.splice(after..after, timed.map(|slot| KeyedValue { rank: 0, ..slot }));
    let (weak, strong): (Vec<_>, Vec<_>) = own.iter().partition(|slot| fields::is_weak_date(slot.rank));
    let mut first_text = None;
    let mut read = |slot: &KeyedValue<'n>, reporter: &mut Reporter<'_>| {
        let text = first_scalar(&slot.pair.node)?;
        let mut reading = dates::read(text, reporter.date_order, None);
        if let (None, Some(years)) = (reading.when, years) {
            reading = dates::read_within(text, reporter.date_order, years);
            if let Some(when) = reading.when {
                report_guessed_year(text, slot.pair.node.at, when, reporter);
            }
        }
        if reading.when.is_none() {
            first_text.get_or_insert((slot.pair, text));
            return None;
        }
        used.push(slot.pair);
        if reading.is_ambiguous {
            report_ambiguous(text, slot.pair.node.at, reading.when, reporter);
        }
        Some(TalkDate::new(Text::line(text), reading.when))
    };
    if let Some(date) = strong.into_iter().find_map(|slot| read(slot, reporter)) {
        return Some(date);
    }
    if let Some(date) = enclosing_date(candidate, reporter) {
        report_unreadable(first_text, reporter, used);
        return Some(date);
    }
    if let Some(date) = date_from_name(spare, entry.text(Field::Id)) {
        report_unreadable(first_text, reporter, used);
        return Some(date);
    }
    if let Some(date) = weak.into_iter().find_map(|slot| read(slot, reporter)) {
        return Some(date);
    }
    let (pair, text) = first_text?;
    report_unreadable(Some((pair, text)), reporter, used);
    Some(TalkDate::new(Text::line(text), None))
}

/// Whether a text includes a day, and not only a time.
pub(super) fn names_day(text: &str) -> bool {
    dates::read(text, DateOrder::Unknown, None).when.is_some_and(|when| when.parts().2.is_some())
}

/// The date in the file's name or in the id. It is reformatted, because nobody wrote it to be shown.
pub(crate) fn date_from_name(name: Option<&str>, id: Option<&str>) -> Option<TalkDate> {
    let read = |text| dates::read(text, DateOrder::MonthFirst, None).when;
    let in_id = || id.and_then(read).filter(|when| when.parts().2.is_some());
    let when = name.and_then(read).or_else(in_id)?;
    Some(TalkDate::new(Text::line(&when.to_string()), Some(when)))
}

/// The date of the nearest enclosing group that has one.
fn enclosing_date(candidate: &Candidate<'_>, reporter: &mut Reporter<'_>) -> Option<TalkDate> {
    let around = &candidate.inherited;
    let outer = around.dates.iter().rev().map(|&(text, at)| (text, Some(at)));
    let key = around.key.map(|key| (key, None));
    key.into_iter().chain(outer).find_map(|(text, at)| {
        let reading = dates::read(text, reporter.date_order, None);
        reading.when?;
        if let (true, Some(at)) = (reading.is_ambiguous, at) {
            report_ambiguous(text, at, reading.when, reporter);
        }
        Some(TalkDate::new(Text::line(text), reading.when))
    })
}

/// The time of day in the date of an entry.
pub(super) fn time_in_date(candidate: &Candidate<'_>) -> Option<Text> {
    let timed =
        candidate.entry.filled(Field::Time).find(|slot| slot.pair.node.scalar().is_some_and(names_day));
    let dated = || candidate.entry.filled(Field::Date).find(|slot| !fields::is_weak_date(slot.rank));
    let text = first_scalar(&timed.or_else(dated)?.pair.node)?;
    dates::time_in(text).map(Text::line)
}

fn report_unreadable<'n>(
    first: Option<(&'n Pair, &str)>,
    reporter: &mut Reporter<'_>,
    used: &mut Vec<&'n Pair>,
) {
    if let Some((pair, text)) = first {
        used.push(pair);
        let message = format!("`{}` is not a date that can be used for sorting", abbreviate(text));
        let help = "write it as `2022-11-17`, `2022-11` or `2022`";
        reporter.report(Rule::UnreadableDate, pair.node.at, &message, help);
    }
}

fn report_ambiguous(text: &str, at: Position, when: Option<When>, reporter: &mut Reporter<'_>) {
    let Some(when) = when else { return };
    let message = format!("`{}` is ambiguous: read as {}, month first", text.trim(), when.in_words());
    let help = format!("write it as `{when}`");
    reporter.report(Rule::AmbiguousDate, at, &message, &help);
}

fn report_guessed_year(text: &str, at: Position, when: When, reporter: &mut Reporter<'_>) {
    let message = format!("`{}` has no year: read as {}", text.trim(), when.in_words());
    let help = format!("write it as `{when}`");
    reporter.report(Rule::GuessedYear, at, &message, &help);
}
