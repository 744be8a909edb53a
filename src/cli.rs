//! The command line: the arguments, and one module per command that prints. `main` handles the browser and `screen`.

use std::io;
use std::path::PathBuf;

mod arguments;
mod cache;
mod check;
mod color;
mod exit;
mod explain;
mod format;
mod import;
mod journal;
mod list;
mod load;
mod locate;
mod manual;
mod mark;
mod open;
mod paths;
mod progress;
mod queue;
mod schema;
mod series;
mod show;
mod speakers;
mod table;

pub use arguments::{Arguments, BrowseArguments, Command, ScreenArguments, ScreenFormat};
pub use cache::CacheAction;
pub use check::CheckFormat;
pub use color::ColorChoice;
pub use exit::{CliError, Status};
pub use explain::ExplainFormat;
pub use format::ListFormat;
pub use journal::JournalAction;
use load::today;
pub use locate::{ArchiveArguments, ReadArguments, locate_archive};
pub use mark::MarkName;
pub use queue::QueueAction;
pub use show::ShowFormat;

/// A hint for a missing PATH that looks like a misspelt command, as in `seminars lsit`.
#[must_use]
pub fn similar_command(paths: &[PathBuf]) -> Option<String> {
    use clap::CommandFactory;
    let word = paths.first()?.to_str().filter(|word| !word.contains(['/', '\\', '.']))?;
    let arguments = Arguments::command();
    let names = arguments.get_subcommands().map(clap::Command::get_name);
    let near = names.map(|name| (strsim::osa_distance(name, word), name));
    let (_, name) = near.filter(|&(distance, _)| distance <= 2).min()?;
    Some(format!("; did you mean `seminars {name}`?"))
}

/// Whether `command` takes a query as its arguments.
#[must_use]
pub fn takes_a_query(command: &str) -> bool {
    ["list", "open", "show", "speakers", "series", "mark", "queue", "journal"].contains(&command)
}

/// Runs a command that prints.
///
/// # Errors
///
/// When the archive does not exist, the query is malformed, or the output cannot be written.
pub fn run(command: &Command) -> Result<Status, CliError> {
    let done = match command {
        Command::List { text, format, wide, archive } => list::run(&archive.locate()?, text, *format, *wide),
        Command::Speakers { text, format, archive } => speakers::run(&archive.locate()?, text, *format),
        Command::Series { text, format, archive } => series::run(&archive.locate()?, text, *format),
        Command::Open { text, archive } => open::run(&archive.locate()?, text),
        Command::Show { text, format, archive } => show::run(&archive.locate()?, text, *format),
        Command::Mark { mark, text, not, archive } => {
            mark::run(&archive.locate()?, (*mark).into(), !not, text)
        }
        Command::Queue { action, text, time, format, archive } => {
            let options = queue::QueueOptions { action: *action, words: text, time: *time, format: *format };
            queue::run(&archive.locate()?, &options)
        }
        Command::Journal { action, text, archive } => journal::run(|| Ok(archive.locate()?), *action, text),
        Command::Check { paths, format, deny, notes, color, reading } => {
            let options = check::CheckOptions {
                format: *format,
                notes: *notes,
                deny_warnings: deny.is_some(),
                color: *color,
            };
            check::run(&locate_archive(paths, *reading)?, options, today())
        }
        Command::Explain { paths, format, reading } => {
            explain::run(&locate_archive(paths, *reading)?, *format)
        }
        Command::Import { paths, to, single, force, dry_run, reading } => {
            let file = single.clone().map(import::ImportTarget::File);
            let target = file.or_else(|| to.clone().map(import::ImportTarget::Folder));
            let Some(target) = target else { return Ok(Status::Failed) };
            let options = import::ImportOptions { target, force: *force, dry_run: *dry_run };
            import::run(&locate_archive(paths, *reading)?, &options)
        }
        Command::Schema { record } => schema::run(*record),
        Command::Cache { action: CacheAction::Clear } => cache::clear(),
        Command::Manual { topic } => manual::run(topic.as_deref()),
        Command::Paths { archive } => paths::run(&archive.locate()?),
        // `main` draws the screen itself.
        Command::Screen(_) => Ok(Status::Done),
    };
    match done {
        // The program that reads our output has closed the pipe.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Status::Done),
        other => other,
    }
}
