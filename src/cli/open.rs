//! `seminars open`: opens the recording of the one talk that matches best.

use std::io::{self, Write};

use super::exit::{CliError, Status};
use super::table::TableStyle;
use super::{format, load, table};
use crate::archive::ArchiveLocation;
use crate::opener;
use crate::recording::Recording;

/// Opens the recording of the best match; lists the talks instead if several match equally well.
pub(super) fn run(choice: &ArchiveLocation, words: &[String]) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let best = loaded.best(words)?;
    let talks: Vec<_> = loaded.summaries(&best).collect();
    match talks.as_slice() {
        [] => {
            format::report_no_match(words);
            Ok(Status::Failed)
        }
        [talk] => {
            let Some(link) = talk.recordings.first().map(Recording::link) else {
                let handle = best.first().map(|found| found.handle);
                let refused =
                    handle.and_then(|handle| loaded.snapshot().refused_link(handle, loaded.problems()));
                let reason = refused.map(|problem| format!(": {}", problem.message)).unwrap_or_default();
                let _ =
                    writeln!(io::stderr(), "seminars: no recording for `{}`{reason}", talk.display_title());
                return Ok(Status::Failed);
            };
            let opened = match opener::terminal_browser(&link) {
                Some(mut browser) => browser.status().map(|_| ()),
                None => opener::open_and_leave(&link),
            };
            opened.map_err(|reason| CliError::Browser { link: link.to_string(), reason })?;
            let others = match talk.recordings.len() {
                0 | 1 => String::new(),
                all => format!(" (the first of {all} recordings)"),
            };
            writeln!(io::stdout(), "opened {link}{others}")?;
            Ok(Status::Done)
        }
        several => {
            let count = several.len();
            let _ = writeln!(io::stderr(), "seminars: {count} talks match equally well; add a word");
            table::print(several.iter().map(|talk| &**talk), TableStyle::Tabs)?;
            Ok(Status::Failed)
        }
    }
}
