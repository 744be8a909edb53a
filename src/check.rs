//! Checks that look at all records: for problems that no single record shows, and for values that can be parsed but are
//! probably wrong.
//!
//! Problems of a single file or field are reported by [`archive`](crate::archive) while it reads; [`Rule`] lists both.

use std::path::Path;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Rule};
use crate::recording::Recording;
use crate::seminar::{Seminar, When};

mod duplicates;
mod finding;
mod prose;
mod speaker_names;

use duplicates::Duplicates;
use finding::{Finding, finding, locate_all};
use speaker_names::SpeakerNames;

/// The records to check, which need not all be in memory at once.
pub(crate) trait Records {
    /// Visits every record, with its number.
    fn for_each(&self, give: &mut dyn FnMut(usize, &Seminar));

    /// Loads the record with this number again.
    fn get(&self, number: usize) -> Option<Seminar>;
}

impl Records for [Seminar] {
    fn for_each(&self, give: &mut dyn FnMut(usize, &Seminar)) {
        self.iter().enumerate().for_each(|(number, seminar)| give(number, seminar));
    }

    fn get(&self, number: usize) -> Option<Seminar> {
        <[Seminar]>::get(self, number).cloned()
    }
}

/// Checks all records of an archive, each by itself and against the others, as of `today`. `read` returns the text of a
/// file, so that a problem can be reported at its position.
#[must_use]
pub(crate) fn check(
    records: &(impl Records + ?Sized),
    today: Date,
    read: &dyn Fn(&Path) -> Option<String>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (mut duplicates, mut names) = (Duplicates::default(), SpeakerNames::default());
    records.for_each(&mut |number, seminar| {
        duplicates.add(number, seminar);
        names.add(seminar);
        check_date(seminar, today, &mut found);
        check_recordings(seminar, &mut found);
        prose::check(seminar, &mut found);
    });
    duplicates.report(&|number| records.get(number), &mut found);
    names.report(&mut found);
    let mut found = locate_all(found, read);
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    found
}

/// The first year in which a talk could have been recorded.
const FIRST_YEAR: i16 = 1950;
/// Talks are announced at most this many years ahead.
const YEARS_AHEAD: i16 = 3;

fn check_date(seminar: &Seminar, today: Date, found: &mut Vec<Finding>) {
    let Some((date, (year, ..))) = seminar.date.as_ref().zip(seminar.when().map(When::parts)) else { return };
    let message = if year < FIRST_YEAR {
        format!("the year {year} is long before talks were recorded")
    } else if year > today.year().saturating_add(YEARS_AHEAD) {
        format!("the year {year} is far ahead")
    } else {
        return;
    };
    found.push(
        finding(&seminar.source, Rule::UnlikelyDate, &message).help("check the year").about(date.text()),
    );
}

fn check_recordings(seminar: &Seminar, found: &mut Vec<Finding>) {
    if let (false, Some(other)) =
        (seminar.recordings.iter().any(Recording::is_youtube), seminar.recordings.first())
    {
        let message = format!("the recording {} is not on YouTube", other.link());
        let help = "it is opened as it stands";
        found.push(
            finding(&seminar.source, Rule::NotYoutube, &message).help(help).about(other.link().as_str()),
        );
    }
}

#[cfg(test)]
mod tests;
