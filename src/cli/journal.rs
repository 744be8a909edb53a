//! `seminars journal`: exports and imports events, lists what matches no talk, and removes the events of talks.

use std::collections::HashSet;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use clap::ValueEnum;

use super::exit::{CliError, Status};
use super::{format, load};
use crate::archive::ArchiveLocation;
use crate::records::Handle;
use crate::text::{clean_line, pluralize, printable_path};
use crate::user::journal::{Journal, Unmatched};

/// What to do with the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JournalAction {
    /// Print all events, one JSON object per line
    Export,
    /// Add the events of exported files; `-` is standard input
    Import,
    /// List marks and notes that match no talk of the archive
    Unmatched,
    /// Remove all events of the talks that match a query
    Forget,
}

/// Performs the action; `words` are files for `import` and a query for `forget`.
pub(super) fn run(
    locate: impl FnOnce() -> Result<ArchiveLocation, CliError>,
    action: JournalAction,
    words: &[String],
) -> Result<Status, CliError> {
    match action {
        JournalAction::Export => export(),
        JournalAction::Import => import(words),
        JournalAction::Unmatched => unmatched(&locate()?),
        JournalAction::Forget => forget(&locate()?, words),
    }
}

fn export() -> Result<Status, CliError> {
    let lines = Journal::for_user().export().map_err(|error| CliError::Journal(error.to_string()))?;
    let is_terminal = io::stdout().is_terminal();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in lines {
        // What JSON allows in a text, a terminal might obey.
        writeln!(out, "{}", if is_terminal { clean_line(&line) } else { line.as_str().into() })?;
    }
    out.flush()?;
    Ok(Status::Done)
}

fn import(files: &[String]) -> Result<Status, CliError> {
    if files.is_empty() {
        return Err(CliError::Journal("no file to import; for standard input, write `-`".to_owned()));
    }
    let mut journal = Journal::for_user();
    let failed = |error: &dyn std::fmt::Display| CliError::Journal(error.to_string());
    for file in files {
        let mut text = String::new();
        let read = match file.as_str() {
            "-" => io::stdin().lock().read_to_string(&mut text).map(|_| ()),
            path => std::fs::read_to_string(path).map(|read| text = read),
        };
        let name = printable_path(Path::new(file));
        read.map_err(|reason| failed(&format!("{name}: cannot be read: {reason}")))?;
        let imported = journal.import(&text).map_err(|error| failed(&error))?;
        let added = pluralize(imported.added, "event");
        writeln!(io::stdout(), "{name}: {added} added, {} known", imported.known)?;
        if let Some(line) = imported.first_unreadable {
            let count = pluralize(imported.unreadable, "line");
            let _ = writeln!(
                io::stderr(),
                "seminars: {name}:{line}: expected an event as `seminars journal export` prints it; skipped {count}"
            );
        }
    }
    Ok(Status::Done)
}

fn unmatched(choice: &ArchiveLocation) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let mut out = io::stdout().lock();
    for (talk, why) in loaded.journal().unmatched() {
        let why = match why {
            Unmatched::Absent => "no such talk",
            Unmatched::Ambiguous => "several talks are equally similar",
        };
        writeln!(out, "{}  ({why})", clean_line(&talk.in_words()))?;
    }
    Ok(Status::Done)
}

fn forget(choice: &ArchiveLocation, words: &[String]) -> Result<Status, CliError> {
    if words.is_empty() {
        return Err(CliError::Journal("forget needs a query that selects the talks".to_owned()));
    }
    let mut loaded = load::load(choice);
    let talks: HashSet<Handle> = loaded.find_or_id(words)?.iter().map(|found| found.handle).collect();
    if talks.is_empty() {
        format::report_no_match(words);
        return Ok(Status::Failed);
    }
    let count = loaded.journal().forget(&talks).map_err(|error| CliError::Journal(error.to_string()))?;
    writeln!(io::stdout(), "removed {}", pluralize(count, "event"))?;
    Ok(if count == 0 { Status::Failed } else { Status::Done })
}
