//! `seminars open`: the recording of the one talk that is meant.

use std::io::{self, Write};

use super::load::Found;
use super::{CliError, Status, list_command, load, table};
use crate::opener;
use crate::paths::Choice;
use crate::recording::Recording;

/// Opens the recording when the best rank holds exactly one talk; else prints that rank.
pub(super) fn run(choice: &Choice, words: &[String]) -> Result<Status, CliError> {
    let loaded = load::load(choice);
    let found = loaded.find(words)?;
    let rank = |found: &Found| found.found.as_ref().map(|found| found.rank);
    let best: Vec<&Found> =
        found.iter().take_while(|other| found.first().map(rank) == Some(rank(other))).collect();
    let talks: Vec<_> = best.iter().filter_map(|found| loaded.catalog.get(found.handle)).collect();
    match talks.as_slice() {
        [] => {
            let _ = writeln!(io::stderr(), "seminars: nothing matches `{}`", list_command::shown(words));
            Ok(Status::NotOne)
        }
        [talk] => {
            let Some(link) = talk.recordings.first().map(Recording::link) else {
                let _ = writeln!(io::stderr(), "seminars: no recording for `{}`", talk.display_title());
                return Ok(Status::NotOne);
            };
            opener::open(&link).map_err(|reason| CliError::Browser { link: link.to_string(), reason })?;
            writeln!(io::stdout(), "opened {link}")?;
            Ok(Status::Done)
        }
        several => {
            let count = several.len();
            let _ = writeln!(
                io::stderr(),
                "seminars: {count} talks answer equally well: add a word to choose one"
            );
            table::print(several.iter().copied())?;
            Ok(Status::NotOne)
        }
    }
}
