//! Rules across records: what no single record shows, and what is likely wrong though it can be read.
//!
//! What is wrong with a file or a field is said by [`archive`](crate::archive) while it reads; [`RULES`] lists both.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::recording::Recording;
use crate::seminar::{Seminar, Source, When};

mod rules;
mod spelling;
mod texts;
mod twins;

pub use rules::{RULES, Rule, markdown};

use spelling::Names;
use twins::Twins;

/// Records to be checked, which need not all be in memory at a time.
pub trait Records {
    /// Gives all of them one after the other, each with its number.
    fn each(&self, give: &mut dyn FnMut(usize, &Seminar));

    /// One of them again.
    fn get(&self, number: usize) -> Option<Seminar>;
}

impl Records for [Seminar] {
    fn each(&self, give: &mut dyn FnMut(usize, &Seminar)) {
        self.iter().enumerate().for_each(|(number, seminar)| give(number, seminar));
    }

    fn get(&self, number: usize) -> Option<Seminar> {
        <[Seminar]>::get(self, number).cloned()
    }
}

/// Checks all records of an archive against one another and on their own, as of the day `today`. `read` gives the text
/// of a file again, so that a problem can be told at its place.
#[must_use]
pub fn check(
    records: &(impl Records + ?Sized),
    today: Date,
    read: &dyn Fn(&Path) -> Option<String>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (mut twins, mut names) = (Twins::default(), Names::default());
    records.each(&mut |number, seminar| {
        twins.add(number, seminar);
        names.add(seminar);
        dates(seminar, today, &mut found);
        recordings(seminar, &mut found);
        texts::check(seminar, &mut found);
    });
    twins.tell(&|number| records.get(number), &mut found);
    names.tell(&mut found);
    let mut found = place_all(found, read);
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    found
}

/// A problem of a record, and the text in its file that it is about.
struct Finding {
    diagnostic: Diagnostic,
    about: Option<String>,
}

impl Finding {
    fn help(mut self, help: &str) -> Self {
        self.diagnostic = self.diagnostic.help(help);
        self
    }

    /// About this text, which stands somewhere after the record's beginning.
    fn about(mut self, text: &str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        let beginning: String = line.chars().take(NEEDLE).collect();
        self.about = Some(beginning.trim().to_owned()).filter(|beginning| !beginning.is_empty());
        self
    }
}

/// How much of a text is looked for in its file, in characters: a line of YAML may be folded after that.
const NEEDLE: usize = 24;

/// Moves every problem from the beginning of its record to the text that it is about, where the file still holds it.
fn place_all(mut found: Vec<Finding>, read: &dyn Fn(&Path) -> Option<String>) -> Vec<Diagnostic> {
    found.sort_by(|a, b| a.diagnostic.path.cmp(&b.diagnostic.path));
    let mut text: Option<(Arc<Path>, Option<String>)> = None;
    let placed = found.into_iter().map(|Finding { diagnostic, about }| {
        let (Some(about), Some(start)) = (about, diagnostic.position) else { return diagnostic };
        if text.as_ref().is_none_or(|(path, _)| *path != diagnostic.path) {
            text = Some((Arc::clone(&diagnostic.path), read(&diagnostic.path)));
        }
        let text = text.as_ref().and_then(|(_, text)| text.as_deref());
        match text.and_then(|text| locate(text, start.line, &about)) {
            Some(at) => diagnostic.at(at),
            None => diagnostic,
        }
    });
    placed.collect()
}

/// The first place of a text at or after a line, from 1.
fn locate(text: &str, line: u32, about: &str) -> Option<Position> {
    let skipped = usize::try_from(line).ok()?.saturating_sub(1);
    text.lines().enumerate().skip(skipped).find_map(|(at, line)| {
        let before = line.get(..line.find(about)?)?;
        let column = u32::try_from(before.chars().count()).ok()?.saturating_add(1);
        Some(Position { line: u32::try_from(at).ok()?.saturating_add(1), column })
    })
}

/// A problem of a record, at the line where it begins.
fn problem(source: &Source, severity: Severity, rule: &'static str, message: &str) -> Finding {
    let at = Position { line: source.line, column: 1 };
    let diagnostic = Diagnostic::new(severity, rule, &source.file, message).at(at);
    Finding { diagnostic, about: None }
}

/// How another record is named in a message.
fn place(source: &Source) -> String {
    format!("{}:{}", source.relative(), source.line)
}

/// The first year in which a talk could have been recorded.
const FIRST_YEAR: i16 = 1950;
/// How many years ahead talks are announced.
const YEARS_AHEAD: i16 = 3;

fn dates(seminar: &Seminar, today: Date, found: &mut Vec<Finding>) {
    let Some((date, (year, ..))) = seminar.date.as_ref().zip(seminar.when().map(When::parts)) else { return };
    let message = if year < FIRST_YEAR {
        format!("the year {year} is long before talks were recorded")
    } else if year > today.year().saturating_add(YEARS_AHEAD) {
        format!("the year {year} is far ahead")
    } else {
        return;
    };
    found.push(
        problem(&seminar.source, Severity::Warning, "unlikely-date", &message)
            .help("check the year")
            .about(date.text()),
    );
}

fn recordings(seminar: &Seminar, found: &mut Vec<Finding>) {
    if let (false, Some(other)) =
        (seminar.recordings.iter().any(Recording::is_youtube), seminar.recordings.first())
    {
        let message = format!("the recording {} is not on YouTube", other.link());
        let help = "it is opened as it stands";
        found.push(
            problem(&seminar.source, Severity::Note, "not-youtube", &message)
                .help(help)
                .about(other.link().as_str()),
        );
    }
}

#[cfg(test)]
mod tests;
