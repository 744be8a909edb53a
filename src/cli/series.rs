//! `seminars series`: prints the series of an archive, one per line.

use serde::Serialize;

use super::exit::{CliError, Status};
use super::format;
use super::format::ListFormat;
use super::load;
use crate::archive::ArchiveLocation;
use crate::engine::series;
use crate::engine::series::SeriesSummary;
use crate::seminar::When;
use crate::text::Text;

/// One row of the output.
#[derive(Debug, Serialize)]
struct SeriesRow {
    name: Text,
    count: usize,
    first: Option<String>,
    last: Option<String>,
}

/// Prints the series of the talks that match `words`; without words, of all talks.
pub(super) fn run(
    choice: &ArchiveLocation,
    words: &[String],
    format: Option<ListFormat>,
) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let found = loaded.find(words)?;
    let seminars = loaded.summaries(&found);
    let line = |SeriesSummary { name, count, first, last }: SeriesSummary| {
        let written = |when: Option<When>| when.map(|when| when.to_string());
        SeriesRow { name, count, first: written(first), last: written(last) }
    };
    let lines: Vec<SeriesRow> = series::summaries(seminars).into_iter().map(line).collect();
    let columns = |line: &SeriesRow| {
        let date = |date: &Option<String>| date.clone().unwrap_or_default();
        vec![line.name.to_string(), line.count.to_string(), date(&line.first), date(&line.last)]
    };
    format::print_rows(&lines, words, format, columns)
}
