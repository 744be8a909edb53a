//! The command-line arguments of `seminars`: commands, options and their help.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use super::cache::CacheAction;
use super::check::CheckFormat;
use super::color::ColorChoice;
use super::explain::ExplainFormat;
use super::format::ListFormat;
use super::journal::JournalAction;
use super::locate::{ArchiveArguments, ReadArguments};
use super::mark::MarkName;
use super::queue::QueueAction;
use super::show::ShowFormat;
use crate::manual::PAGES;
use crate::seminar::Duration;

/// A terminal browser for recorded research talks.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    args_conflicts_with_subcommands = true,
    after_help = "Without a PATH, opens $SEMINARS_PATH, ./seminars, your data folder or the sample archive; see `seminars paths`.\nFor a folder named like a command, write ./list."
)]
pub struct Arguments {
    /// The command to run; without one, the browser opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Arguments for the browser.
    #[command(flatten)]
    pub browse: BrowseArguments,
}

/// Arguments for the browser.
#[derive(Debug, Args)]
pub struct BrowseArguments {
    /// Start with this query
    #[arg(short, long)]
    pub query: Option<String>,
    /// Start with all talks instead of where you left off
    #[arg(long)]
    pub fresh: bool,
    /// How files are read.
    #[command(flatten)]
    pub reading: ReadArguments,
    /// Do not capture the mouse
    #[arg(long)]
    pub no_mouse: bool,
    /// Do not emit terminal hyperlinks (OSC 8)
    #[arg(long)]
    pub no_hyperlinks: bool,
    /// Files or folders to open
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Commands that run instead of the browser.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List talks, one per line: date, speakers, title, link
    List {
        /// Query, as in the browser: han, speaker:han, '"a phrase"', not:word, date:2022 [default: all talks]
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
        /// Output format [default: table on a terminal, otherwise tsv]
        #[arg(long, value_enum)]
        format: Option<ListFormat>,
        /// Do not truncate titles to fit the terminal's width
        #[arg(long)]
        wide: bool,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Open the recording of the talk that best matches a query
    Open {
        /// Query that selects the talk
        #[arg(value_name = "TEXT", required = true)]
        text: Vec<String>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Show one talk in full, by id or best match
    Show {
        /// Talk id or query
        #[arg(value_name = "ID|TEXT", required = true)]
        text: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
        format: ShowFormat,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// List speakers, one per line: name, number of talks, affiliation
    ///
    /// Speakers with the most talks come first, then by name. Different spellings of a name are merged across the whole
    /// archive. With a query, only matching talks are counted, and the affiliation is the latest one among them.
    Speakers {
        /// Query that selects the talks to count [default: all talks]
        #[arg(value_name = "QUERY")]
        text: Vec<String>,
        /// Output format [default: table on a terminal, otherwise tsv]
        #[arg(long, value_enum)]
        format: Option<ListFormat>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// List series, one per line: name, number of talks, first and last date
    ///
    /// Series with the newest talks come first, then by name. With a query, only matching talks are counted.
    Series {
        /// Query that selects the talks to count [default: all talks]
        #[arg(value_name = "QUERY")]
        text: Vec<String>,
        /// Output format [default: table on a terminal, otherwise tsv]
        #[arg(long, value_enum)]
        format: Option<ListFormat>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Mark all talks that match a query as watched, starred or queued
    Mark {
        /// The mark
        #[arg(value_enum)]
        mark: MarkName,
        /// Talk id or query
        #[arg(value_name = "ID|TEXT", required = true)]
        text: Vec<String>,
        /// Remove the mark
        #[arg(long)]
        not: bool,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Print the queue, or change it
    Queue {
        /// What to do [default: print the queue]
        #[arg(value_enum)]
        action: Option<QueueAction>,
        /// For `add` and `remove`: talk id or query
        #[arg(value_name = "ID|TEXT", required_if_eq_any = [("action", "add"), ("action", "remove")])]
        text: Vec<String>,
        /// Only talks that fit in this time, such as 40m: in queue order, each that fits in the time left
        #[arg(long = "for", value_name = "TIME", value_parser = parse_time)]
        time: Option<Duration>,
        /// Output format [default: table on a terminal, otherwise tsv]
        #[arg(long, value_enum)]
        format: Option<ListFormat>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Export, import or remove your marks
    Journal {
        /// What to do
        #[arg(value_enum)]
        action: JournalAction,
        /// For `import`: files; for `forget`: talk id or query
        #[arg(value_name = "FILE|TEXT")]
        text: Vec<String>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Report problems in an archive, with file and line
    Check {
        /// Files or folders to check
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Output format
        #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
        format: CheckFormat,
        /// Fail on warnings as well as errors
        #[arg(long, value_name = "warnings", value_parser = ["warnings"])]
        deny: Option<String>,
        /// Also show notes: what was repaired or guessed
        #[arg(long)]
        notes: bool,
        /// When to colour the output
        #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
        color: ColorChoice,
        /// How files are read.
        #[command(flatten)]
        reading: ReadArguments,
    },
    /// Explain how an archive was read: which files hold talks, what their columns mean, what was left out and why
    Explain {
        /// Files or folders to explain
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Output format
        #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
        format: ExplainFormat,
        /// How files are read.
        #[command(flatten)]
        reading: ReadArguments,
    },
    /// Convert any archive to canonical YAML, one file per talk
    Import {
        /// Files or folders to read
        #[arg(value_name = "SRC", required = true)]
        paths: Vec<PathBuf>,
        /// Write to this folder, as YEAR/DATE-SPEAKER.yaml
        #[arg(long, value_name = "DIR", required_unless_present = "single", conflicts_with = "single")]
        to: Option<PathBuf>,
        /// Write all talks to this file
        #[arg(long, value_name = "FILE")]
        single: Option<PathBuf>,
        /// Overwrite existing files
        #[arg(long)]
        force: bool,
        /// List the files without writing them
        #[arg(long)]
        dry_run: bool,
        /// How files are read.
        #[command(flatten)]
        reading: ReadArguments,
    },
    /// Print the JSON Schema of `list --format json` or of YAML records
    Schema {
        /// Print the schema of YAML records, for use in editors
        #[arg(long)]
        record: bool,
    },
    /// Print the screen as it looks after pressing some keys
    Screen(ScreenArguments),
    /// Manage the caches that speed up the start
    Cache {
        /// Action to perform
        #[arg(value_enum)]
        action: CacheAction,
    },
    /// Show the manual, or one page of it
    Manual {
        /// Page to show [default: all pages]
        #[arg(value_parser = PossibleValuesParser::new(PAGES.map(|page| page.topic)))]
        topic: Option<String>,
    },
    /// Print where archives are looked for, which one opens, and where your own files are
    Paths {
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
}

/// Arguments of `seminars screen`.
#[derive(Debug, Args)]
pub struct ScreenArguments {
    /// Size of the screen in columns and rows
    #[arg(long, default_value = "120x40", value_parser = parse_size)]
    pub size: (u16, u16),
    /// Keys to press, e.g. `/song han<Enter>`
    #[arg(long, default_value = "")]
    pub keys: String,
    /// Start with this query
    #[arg(short, long)]
    pub query: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ScreenFormat::Text)]
    pub format: ScreenFormat,
    /// Use this date as today; later talks are upcoming
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<jiff::civil::Date>,
    /// Where the talks are.
    #[command(flatten)]
    pub archive: ArchiveArguments,
}

/// Output formats of `seminars screen`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ScreenFormat {
    /// Plain text
    Text,
    /// Text with ANSI escape sequences
    Ansi,
    /// SVG image
    Svg,
}

fn parse_time(text: &str) -> Result<Duration, String> {
    Duration::parse(text).ok_or_else(|| "expected a time such as 40m, 1h20m or 1:20:00".to_owned())
}

/// Maximum width and height of the screen, in cells.
const MAX_SCREEN_SIZE: u16 = 1000;

fn parse_size(text: &str) -> Result<(u16, u16), String> {
    let number = |part: &str| part.parse::<u16>().ok().filter(|n| (1..=MAX_SCREEN_SIZE).contains(n));
    text.split_once('x').and_then(|(width, height)| Some((number(width)?, number(height)?))).ok_or_else(
        || format!("expected columns and rows as in 120x40, up to {MAX_SCREEN_SIZE}x{MAX_SCREEN_SIZE}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_size_is_columns_and_rows() {
        assert_eq!(parse_size("80x24"), Ok((80, 24)));
        for wrong in ["", "80", "80x", "0x24", "80x24x1", "9999x10", "-1x5"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }
}
