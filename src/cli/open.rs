//! `seminars open`: opens the recording of the one talk that matches best.

use std::io::{self, Write};

use super::exit::{CliError, Status};
use super::load::Loaded;
use super::table::TableStyle;
use super::{format, load, table};
use crate::archive::ArchiveLocation;
use crate::opener;
use crate::recording::Recording;
use crate::records::Handle;
use crate::search::UserFlag;
use crate::user::journal::{JournalChange, Mark};

/// Opens the recording of the best match; lists the talks instead if several match equally well.
pub(super) fn run(choice: &ArchiveLocation, words: &[String]) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let best = loaded.best(words)?;
    match best.as_slice() {
        [] => {
            format::report_no_match(words);
            Ok(Status::Failed)
        }
        [only] => open_talk(&mut loaded, only.handle),
        several => {
            let count = several.len();
            let _ = writeln!(io::stderr(), "seminars: {count} talks match equally well; add a word");
            table::print(loaded.summaries(several), TableStyle::Tabs)?;
            Ok(Status::Failed)
        }
    }
}

/// Opens the recording of a talk, and marks the talk as started unless it was watched.
pub(super) fn open_talk(loaded: &mut Loaded, handle: Handle) -> Result<Status, CliError> {
    let Some(talk) = loaded.snapshot().summary(handle) else { return Ok(Status::Failed) };
    let Some(link) = talk.recordings.first().map(Recording::link) else {
        let refused = loaded.snapshot().refused_link(handle, loaded.problems());
        let reason = refused.map(|problem| format!(": {}", problem.message)).unwrap_or_default();
        let _ = writeln!(io::stderr(), "seminars: no recording for `{}`{reason}", talk.display_title());
        return Ok(Status::Failed);
    };
    let opened = match opener::terminal_browser(&link) {
        Some(mut browser) => browser.status().map(|_| ()),
        None => opener::open_and_leave(&link),
    };
    opened.map_err(|reason| CliError::Browser { link: link.to_string(), reason })?;
    if !loaded.flags().has(handle, UserFlag::Watched) {
        let change = JournalChange::Mark { talks: vec![handle], mark: Mark::Started, is_set: true };
        // The recording is open all the same.
        if let Err(error) = loaded.change_journal(&change) {
            let _ = writeln!(io::stderr(), "seminars: {error}");
        }
    }
    let others = match talk.recordings.len() {
        0 | 1 => String::new(),
        all => format!(" (the first of {all} recordings)"),
    };
    writeln!(io::stdout(), "opened {link}{others}")?;
    Ok(Status::Done)
}
