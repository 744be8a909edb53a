//! `seminars mark`: marks talks as watched, starred or queued.

use std::io::{self, Write};

use clap::ValueEnum;

use super::exit::{CliError, Status};
use super::{format, load};
use crate::archive::ArchiveLocation;
use crate::records::Handle;
use crate::user::journal::{JournalChange, Mark};

/// The marks that `seminars mark` sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MarkName {
    /// Watched
    Watched,
    /// Starred
    Starred,
    /// In the queue
    Queued,
}

impl From<MarkName> for Mark {
    fn from(name: MarkName) -> Self {
        match name {
            MarkName::Watched => Self::Watched,
            MarkName::Starred => Self::Starred,
            MarkName::Queued => Self::Queued,
        }
    }
}

/// Marks all talks that match `words`, or removes the mark; prints what was done once it is on disk. Fails if none of
/// them could be marked.
pub(super) fn run(
    choice: &ArchiveLocation,
    mark: Mark,
    is_set: bool,
    words: &[String],
) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let talks: Vec<Handle> = loaded.find_or_id(words)?.iter().map(|found| found.handle).collect();
    if talks.is_empty() {
        format::report_no_match(words);
        return Ok(Status::Failed);
    }
    let report = loaded.change_journal(&JournalChange::Mark { talks: talks.clone(), mark, is_set })?;
    writeln!(io::stdout(), "{report}")?;
    let flags = loaded.flags();
    let is_done = |&talk: &Handle| flags.has(talk, mark.flag()) == is_set;
    Ok(if talks.iter().any(is_done) { Status::Done } else { Status::Failed })
}
