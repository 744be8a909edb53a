//! Infers what columns mean from their names and the shapes of their values.

use std::cmp::Reverse;

use super::profile::{CollectionColumn, ColumnProfile, Look, MIN_VALUES, ValueShape};
use crate::extract::column_fields::ColumnFields;
use crate::extract::fields::{self, Field};
use crate::text::word_set::WordSet;

/// The percentage of values that must contradict a name to overrule it.
const CONTRADICTED: usize = 90;
/// The percentage of values that must fit a field, for a column whose name means nothing.
const FITTING: usize = 80;
/// The same for the title, if there is a speaker but no other title.
const FITTING_TITLE: usize = 50;
/// The percentage of entries in which such a column must have a value.
const FILLED: usize = 50;
/// The same for a column that is named after its field.
const HELD: usize = 20;
/// The percentage of titles that must differ.
const DISTINCT_TITLES: usize = 60;

/// The fields that can be recognized by their values, with the shapes that fit and those that contradict a name.
const FIELDS: [(Field, &[ValueShape], &[ValueShape]); 5] = [
    (
        Field::Date,
        &[ValueShape::Day, ValueShape::DayAndTime],
        &[ValueShape::People, ValueShape::Link, ValueShape::Recording, ValueShape::LongText],
    ),
    (
        Field::Speakers,
        &[ValueShape::People],
        &[
            ValueShape::Day,
            ValueShape::DayAndTime,
            ValueShape::Time,
            ValueShape::Link,
            ValueShape::Recording,
            ValueShape::LongText,
        ],
    ),
    (
        Field::Title,
        &[ValueShape::Phrase],
        &[
            ValueShape::Day,
            ValueShape::DayAndTime,
            ValueShape::Time,
            ValueShape::Number,
            ValueShape::Link,
            ValueShape::Recording,
        ],
    ),
    (
        Field::Video,
        &[ValueShape::Recording],
        &[ValueShape::People, ValueShape::Day, ValueShape::DayAndTime, ValueShape::LongText],
    ),
    (
        Field::Abstract,
        &[ValueShape::LongText],
        &[ValueShape::Day, ValueShape::DayAndTime, ValueShape::Time, ValueShape::Number],
    ),
];

/// How closely to look at the values of a column.
pub(crate) fn look(name: &str, has_speakers: bool) -> Look {
    match fields::lookup(name).map(|(field, _)| field) {
        None if is_near(name) => Look::Count,
        None => Look::Whole,
        Some(Field::Title) if !has_speakers => Look::Whole,
        Some(field) if FIELDS.iter().any(|(known, ..)| *known == field) => Look::NoPeople,
        Some(_) => Look::Count,
    }
}

/// Whether a name says that a column is about something other than the talk itself.
fn is_near(name: &str) -> bool {
    name.split('_').any(|word| NEAR_WORDS.contains(word))
}

/// Words in the names of columns that are not about the talk itself, such as who else is involved or
/// when the entry was made.
static NEAR_WORDS: WordSet = WordSet::new(
    "\
    host hosts chair chairs organizer organizers organiser organisers moderator moderators discussant discussants \
    respondent respondents contact contacts editor editors reviewer reviewers coordinator coordinators coauthor \
    coauthors added created updated modified posted published submitted deadline birth born joined last end ends \
    until by bio biography advisor advisors adviser supervisor supervisors photo image thumbnail credit trailer \
    paper papers article articles reading readings reference references citation affiliation institution \
    location venue series permalink",
);

/// Infers what the columns of a collection of `entries` entries mean, if their names do not say it. `among_talks` tells
/// whether the names around the collection say that it holds talks.
pub(crate) fn infer(columns: &[CollectionColumn], entries: usize, among_talks: bool) -> ColumnFields {
    let mut inference = Inference { columns: Vec::with_capacity(columns.len()), entries };
    for CollectionColumn { name, profile } in columns {
        let named = fields::lookup(name).map(|(field, _)| field);
        inference.columns.push(ColumnState { name, profile, named, field: named, is_first: false });
    }
    // The result must not depend on the order of the columns.
    inference.columns.sort_by(|a, b| a.name.cmp(b.name));
    if !among_talks && !inference.has_talk_column() {
        return ColumnFields::default();
    }
    inference.move_contradicted();
    inference.move_titles_of_people();
    inference.fill_missing();
    inference.title_beside_speaker();
    inference.prefer_timed_date();
    inference.finish()
}

struct Inference<'c> {
    columns: Vec<ColumnState<'c>>,
    entries: usize,
}

struct ColumnState<'c> {
    name: &'c str,
    profile: &'c ColumnProfile,
    /// The field that the name means.
    named: Option<Field>,
    /// The field that it is used for.
    field: Option<Field>,
    /// Whether it goes before all other columns of its field.
    is_first: bool,
}

impl ColumnState<'_> {
    fn fits(&self, field: Field) -> usize {
        let shapes = FIELDS.iter().find(|(known, ..)| *known == field).map_or(&[][..], |(_, fits, _)| fits);
        let fit = self.profile.percent(shapes);
        if field == Field::Title && self.profile.distinct_percent() < DISTINCT_TITLES { fit / 2 } else { fit }
    }

    fn is_contradicted(&self) -> bool {
        let Some(named) = self.named else { return false };
        let shapes =
            FIELDS.iter().find(|(known, ..)| *known == named).map_or(&[][..], |(_, _, against)| against);
        self.profile.filled() >= MIN_VALUES && self.profile.percent(shapes) >= CONTRADICTED
    }

    /// Whether it has no field, and its name does not say that it is about something other than the talk.
    fn is_unnamed(&self) -> bool {
        self.field.is_none() && !is_near(self.name)
    }
}

impl Inference<'_> {
    /// Whether a column's name suggests talks: a speaker, a recording, or a title that is more than a `name`.
    fn has_talk_column(&self) -> bool {
        let strong = |rank| fields::is_strong_speaker(rank);
        self.columns.iter().any(|column| match fields::lookup(column.name) {
            Some((Field::Speakers, rank)) => strong(rank),
            Some((Field::Title, _)) => column.name != "name",
            Some((Field::Video, _)) => true,
            _ => false,
        })
    }

    /// Whether a column is used for a field, has values often enough, and is not contradicted by them.
    fn is_held(&self, field: Field) -> bool {
        self.columns.iter().any(|column| {
            column.field == Some(field) && self.is_filled(column, HELD) && !column.is_contradicted()
        })
    }

    /// Whether a column has a value in at least this percentage of the entries.
    fn is_filled(&self, column: &ColumnState<'_>, percent: usize) -> bool {
        column.profile.filled() * 100 >= percent * self.entries
    }

    /// Of the columns whose names mean nothing, the one whose values fit a field best.
    fn best_unnamed(&self, field: Field, least: usize) -> Option<usize> {
        let fitting = self.columns.iter().enumerate().filter(|(_, column)| {
            column.is_unnamed()
                && column.profile.filled() >= MIN_VALUES
                && self.is_filled(column, FILLED)
                && column.fits(field) >= least
        });
        let score = |column: &ColumnState<'_>| {
            column.fits(field) * column.profile.filled() * column.profile.distinct_percent()
        };
        fitting.max_by_key(|(at, column)| (score(column), Reverse(*at))).map(|(at, _)| at)
    }

    fn take(&mut self, at: usize, field: Option<Field>) {
        if let Some(column) = self.columns.get_mut(at) {
            column.field = field;
        }
    }

    /// Moves columns whose values contradict their name to the field that they fit, and gives the freed field to
    /// a column that fits it.
    fn move_contradicted(&mut self) {
        for at in 0..self.columns.len() {
            let Some(column) = self.columns.get(at).filter(|column| column.is_contradicted()) else {
                continue;
            };
            let Some(named) = column.named else { continue };
            let fit =
                FIELDS.iter().map(|(field, ..)| *field).find(|&field| column.fits(field) >= CONTRADICTED);
            let least = if named == Field::Title { FITTING_TITLE } else { FITTING };
            let other = self.best_unnamed(named, least);
            if !(self.is_held(named) || other.is_some()) {
                continue;
            }
            self.take(at, fit.filter(|&field| !self.is_held(field)));
            if let Some(other) = other.filter(|_| !self.is_held(named)) {
                self.take(other, Some(named));
            }
        }
    }

    /// If there is no speaker and there is another title, makes a title column of people the speaker.
    fn move_titles_of_people(&mut self) {
        let is_people = |column: &ColumnState<'_>| {
            column.field == Some(Field::Title)
                && column.profile.filled() >= MIN_VALUES
                && column.profile.percent(&[ValueShape::People]) >= CONTRADICTED
        };
        let Some(at) = self.columns.iter().position(is_people).filter(|_| !self.is_held(Field::Speakers))
        else {
            return;
        };
        let is_other = |(other, column): (usize, &ColumnState<'_>)| {
            other != at && column.field == Some(Field::Title) && column.fits(Field::Title) >= FITTING_TITLE
        };
        let other = self.best_unnamed(Field::Title, FITTING);
        if self.columns.iter().enumerate().any(is_other) || other.is_some() {
            self.take(at, Some(Field::Speakers));
            if let Some(other) = other.filter(|_| !self.is_held(Field::Title)) {
                self.take(other, Some(Field::Title));
            }
        }
    }

    /// Assigns the fields that no column is named after to columns whose values fit.
    fn fill_missing(&mut self) {
        for (field, ..) in FIELDS {
            if field != Field::Title
                && !self.is_held(field)
                && let Some(at) = self.best_unnamed(field, FITTING)
            {
                self.take(at, Some(field));
            }
        }
    }

    /// If there is a speaker but no title, makes the best-fitting column of differing texts the title.
    fn title_beside_speaker(&mut self) {
        if !self.is_held(Field::Title)
            && self.is_held(Field::Speakers)
            && let Some(at) = self.best_unnamed(Field::Title, FITTING_TITLE)
        {
            self.take(at, Some(Field::Title));
        }
    }

    /// Of several date columns, prefers the only one that includes times.
    fn prefer_timed_date(&mut self) {
        let days =
            |column: &&ColumnState<'_>| column.field == Some(Field::Date) && self.is_filled(column, FILLED);
        let is_timed =
            |column: &ColumnState<'_>| column.profile.percent(&[ValueShape::DayAndTime]) >= FITTING;
        let is_near = |name: &str| {
            fields::lookup(name)
                .is_some_and(|(_, rank)| fields::is_weak_date(rank) || fields::is_event_date(rank))
        };
        let all: Vec<&ColumnState<'_>> = self.columns.iter().filter(days).collect();
        if all.iter().any(|column| is_near(column.name)) {
            return;
        }
        let timed: Vec<&str> =
            all.iter().filter(|column| is_timed(column)).map(|column| column.name).collect();
        if let [timed] = timed.as_slice()
            && all.len() > 1
        {
            let timed = (*timed).to_owned();
            self.columns
                .iter_mut()
                .filter(|column| column.name == timed)
                .for_each(|column| column.is_first = true);
        }
    }

    fn finish(self) -> ColumnFields {
        let mut fields = ColumnFields::default();
        for column in self.columns.iter().filter(|column| column.is_first || column.field != column.named) {
            fields.set(column.name, column.field);
        }
        fields
    }
}
