//! `seminars list`: talks a line each.

use std::io::Write;

use super::{CliError, Status, load, table};
use crate::paths::Choice;

/// Prints what answers `words`, or everything, in the order of the screen.
pub(super) fn run(choice: &Choice, words: &[String]) -> Result<Status, CliError> {
    let loaded = load::load(choice);
    let found = loaded.find(words)?;
    if found.is_empty() && !words.is_empty() {
        let _ = writeln!(std::io::stderr(), "seminars: nothing matches `{}`", shown(words));
        return Ok(Status::NotOne);
    }
    table::print(found.iter().filter_map(|found| loaded.catalog.get(found.handle)))?;
    Ok(Status::Done)
}

/// A query as it can be printed.
pub(super) fn shown(words: &[String]) -> String {
    crate::text::clean_line(&words.join(" ")).into_owned()
}
