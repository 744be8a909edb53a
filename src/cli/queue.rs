//! `seminars queue`: prints the queue and changes it.

use std::io::{self, Write};

use clap::ValueEnum;

use super::exit::{CliError, Status};
use super::format::ListFormat;
use super::load::Loaded;
use super::{format, load, mark, open};
use crate::archive::ArchiveLocation;
use crate::records::Handle;
use crate::search::{Match, Rank};
use crate::seminar::Duration;
use crate::user::journal::{JournalChange, Mark, fitting};

/// What to do with the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueueAction {
    /// Add the talks that match TEXT to the end
    Add,
    /// Remove the talks that match TEXT
    Remove,
    /// Open the recording of the first talk
    Next,
    /// Remove all talks
    Clear,
}

/// Arguments of `seminars queue`.
#[derive(Debug)]
pub(super) struct QueueOptions<'a> {
    /// What to do; prints the queue without it.
    pub(super) action: Option<QueueAction>,
    /// A query.
    pub(super) words: &'a [String],
    /// Only talks that fit in this time.
    pub(super) time: Option<Duration>,
    /// The output format.
    pub(super) format: Option<ListFormat>,
}

/// Prints or changes the queue.
pub(super) fn run(choice: &ArchiveLocation, options: &QueueOptions<'_>) -> Result<Status, CliError> {
    match options.action {
        Some(QueueAction::Add) => return mark::run(choice, Mark::Queued, true, options.words),
        Some(QueueAction::Remove) => return mark::run(choice, Mark::Queued, false, options.words),
        _ => {}
    }
    let mut loaded = load::load(choice);
    let queue = queue(&mut loaded, options.time);
    if queue.is_empty() {
        let why = if options.time.is_some() { "nothing in the queue fits" } else { "the queue is empty" };
        let _ = writeln!(io::stderr(), "seminars: {why}");
        if options.format == Some(ListFormat::Json) {
            format::print(&mut loaded, &[], options.format, false)?;
        }
        return Ok(Status::Failed);
    }
    match options.action {
        Some(QueueAction::Next) => match queue.first() {
            Some(&first) => open::open_talk(&mut loaded, first),
            None => Ok(Status::Failed),
        },
        Some(QueueAction::Clear) => {
            let change = JournalChange::Mark { talks: queue, mark: Mark::Queued, is_set: false };
            writeln!(io::stdout(), "{}", loaded.change_journal(&change)?)?;
            Ok(Status::Done)
        }
        _ => {
            let found: Vec<Match> =
                queue.into_iter().map(|handle| Match { handle, rank: Rank::Name }).collect();
            format::print(&mut loaded, &found, options.format, false)?;
            Ok(Status::Done)
        }
    }
}

/// The queue, or the talks of it that fit in a time.
fn queue(loaded: &mut Loaded, time: Option<Duration>) -> Vec<Handle> {
    let flags = loaded.flags();
    let snapshot = loaded.snapshot();
    let queue: Vec<Handle> = flags.queue().filter(|&handle| snapshot.is_listed(handle)).collect();
    let Some(time) = time else { return queue };
    let lengths = queue.iter().map(|&handle| snapshot.list_row(handle).and_then(|row| row.duration));
    let fits = fitting(lengths, time);
    queue.into_iter().zip(fits).filter(|(_, fits)| *fits).map(|(handle, _)| handle).collect()
}
