//! `seminars list`: prints the matching talks, one per line.

use super::exit::{CliError, Status};
use super::format;
use super::format::ListFormat;
use super::load;
use crate::archive::ArchiveLocation;

/// Prints the talks that match `words`, or all talks, in the same order as the browser.
pub(super) fn run(
    choice: &ArchiveLocation,
    words: &[String],
    format: Option<ListFormat>,
    wide: bool,
) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let found = loaded.find(words)?;
    if found.is_empty() && !words.is_empty() {
        format::report_no_match(words);
        if format == Some(ListFormat::Json) {
            format::print(&mut loaded, &found, format, wide)?;
        }
        return Ok(Status::Failed);
    }
    if found.is_empty() {
        loaded.report_empty();
    }
    format::print(&mut loaded, &found, format, wide)?;
    Ok(Status::Done)
}
