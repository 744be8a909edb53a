//! Face 1: the command line. One file for each command that prints; what opens the screen is left to `main`.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use thiserror::Error;

use crate::paths::{self, Environment, PathError};

mod list_command;
mod load;
mod open_command;
mod paths_command;
mod table;

/// A terminal browser for recorded research talks.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    args_conflicts_with_subcommands = true,
    after_help = "Without a PATH: $SEMINARS_PATH, ./seminars, your data folder, or the sample archive; `seminars paths` tells.\nA folder that is named like a command is written ./list."
)]
pub struct Arguments {
    /// What to do; without a command the browser opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The browser's own arguments.
    #[command(flatten)]
    pub browse: Browse,
}

/// What the browser takes.
#[derive(Debug, Args)]
pub struct Browse {
    /// Start with this query
    #[arg(short, long)]
    pub query: Option<String>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Files and folders of seminars
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print talks, a line each: date, speakers, title, link
    List {
        /// The words of a query; without any, all talks
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
        /// Where the talks are.
        #[command(flatten)]
        archive: Archive,
    },
    /// Open the recording of the talk that answers a query best
    Open {
        /// The words of a query
        #[arg(value_name = "TEXT", required = true)]
        text: Vec<String>,
        /// Where the talks are.
        #[command(flatten)]
        archive: Archive,
    },
    /// Print what the screen shows after some keys
    Screen(Screen),
    /// Print where archives are looked for, and which one is opened
    Paths {
        /// Where the talks are.
        #[command(flatten)]
        archive: Archive,
    },
}

/// Where a command finds the talks.
#[derive(Debug, Args)]
pub struct Archive {
    /// A file or folder of seminars; may be repeated
    #[arg(short = 'a', long = "archive", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// What `seminars screen` takes.
#[derive(Debug, Args)]
pub struct Screen {
    /// Columns and rows of the screen
    #[arg(long, default_value = "120x40", value_parser = parse_size)]
    pub size: (u16, u16),
    /// Keys to press first, as in `/song han<Enter>`
    #[arg(long, default_value = "")]
    pub keys: String,
    /// Start with this query
    #[arg(short, long)]
    pub query: Option<String>,
    /// How to print the screen
    #[arg(long, value_enum, default_value_t = ScreenFormat::Text)]
    pub format: ScreenFormat,
    /// What day it is: talks after it are still to come
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<jiff::civil::Date>,
    /// Where the talks are.
    #[command(flatten)]
    pub archive: Archive,
}

/// How `seminars screen` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ScreenFormat {
    /// Characters alone
    Text,
    /// With the escape sequences of a terminal
    Ansi,
    /// A picture
    Svg,
}

/// The largest screen that is drawn, in columns and rows.
const LARGEST: u16 = 1000;

fn parse_size(text: &str) -> Result<(u16, u16), String> {
    let number = |part: &str| part.parse::<u16>().ok().filter(|n| (1..=LARGEST).contains(n));
    text.split_once('x')
        .and_then(|(width, height)| Some((number(width)?, number(height)?)))
        .ok_or_else(|| format!("expected columns and rows as in 120x40, up to {LARGEST}x{LARGEST}"))
}

/// How a command came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It did what was asked.
    Done,
    /// Nothing answered, or more than one where one was asked for.
    NotOne,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::NotOne => Self::from(1),
        }
    }
}

/// Why a command could not run.
#[derive(Debug, Error)]
pub enum CliError {
    /// A PATH that is not there.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A query that cannot be understood.
    #[error(transparent)]
    Query(#[from] crate::search::QueryError),
    /// The output could not be written.
    #[error("cannot write the output: {0}")]
    Output(#[source] io::Error),
    /// The browser could not be started.
    #[error("cannot start a browser for {link}: {reason} (open the link by hand, or set $BROWSER)")]
    Browser {
        /// What was to be opened.
        link: String,
        /// What went wrong.
        reason: io::Error,
    },
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs a command that prints.
///
/// # Errors
///
/// When the archive is not there, the query is malformed, or the output cannot be written.
pub fn run(command: &Command) -> Result<Status, CliError> {
    let environment = Environment::read();
    let done = match command {
        Command::List { text, archive } => {
            list_command::run(&paths::choose(&archive.paths, &environment)?, text)
        }
        Command::Open { text, archive } => {
            open_command::run(&paths::choose(&archive.paths, &environment)?, text)
        }
        Command::Paths { archive } => paths_command::run(&paths::choose(&archive.paths, &environment)?),
        // `main` draws the screen itself.
        Command::Screen(_) => Ok(Status::Done),
    };
    match done {
        // Whoever reads the output has seen enough.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Status::Done),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_size_is_columns_and_rows() {
        assert_eq!(parse_size("80x24"), Ok((80, 24)));
        for wrong in ["", "80", "80x", "0x24", "80x24x1", "9999x10", "-1x5"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }
}
