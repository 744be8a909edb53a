//! What can be typed after `seminars`: commands, options, and the help for each.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use super::cache::CacheAction;
use super::check::CheckFormat;
use super::color::ColorChoice;
use super::explain::ExplainFormat;
use super::format::ListFormat;
use super::locate::{ArchiveArguments, ReadArguments};
use super::show::ShowFormat;
use crate::manual::PAGES;

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
    pub browse: BrowseArguments,
}

/// What the browser takes.
#[derive(Debug, Args)]
pub struct BrowseArguments {
    /// Start with this query
    #[arg(short, long)]
    pub query: Option<String>,
    /// How files are read.
    #[command(flatten)]
    pub reading: ReadArguments,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Do not tell the terminal where links lead (OSC 8)
    #[arg(long)]
    pub no_hyperlinks: bool,
    /// Files and folders of seminars
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print talks, a line each: date, speakers, title, link
    List {
        /// A query, as in the browser: han, speaker:han, '"a phrase"', not:word, date:2022; without any, all talks
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
        /// How to print; a table on a terminal and tabs elsewhere
        #[arg(long, value_enum)]
        format: Option<ListFormat>,
        /// Print titles whole in a table, however wide the terminal is
        #[arg(long)]
        wide: bool,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Open the recording of the talk that answers a query best
    Open {
        /// The words of a query
        #[arg(value_name = "TEXT", required = true)]
        text: Vec<String>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Show one talk, whole: by its id, or the one that answers a query best
    Show {
        /// An id, or the words of a query
        #[arg(value_name = "ID|TEXT", required = true)]
        text: Vec<String>,
        /// How to print
        #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
        format: ShowFormat,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Print who speaks, a line each: name, talks, affiliation
    ///
    /// Those with the most talks come first, then by name. Spellings of one name are one person, with whatever query;
    /// the talks that answer it are counted, and the affiliation is the latest of theirs.
    Speakers {
        /// The words of a query; without any, all talks
        #[arg(value_name = "QUERY")]
        text: Vec<String>,
        /// How to print; a table on a terminal and tabs elsewhere
        #[arg(long, value_enum)]
        format: Option<ListFormat>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Print series, a line each: name, talks, first and last date
    ///
    /// The one with the newest talk comes first, then by name. Of a query the talks that answer are counted.
    Series {
        /// The words of a query; without any, all talks
        #[arg(value_name = "QUERY")]
        text: Vec<String>,
        /// How to print; a table on a terminal and tabs elsewhere
        #[arg(long, value_enum)]
        format: Option<ListFormat>,
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
    /// Say what is wrong with an archive, and where
    Check {
        /// Files and folders of seminars
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// How to print
        #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
        format: CheckFormat,
        /// Fail for warnings too
        #[arg(long, value_name = "warnings", value_parser = ["warnings"])]
        deny: Option<String>,
        /// Show what was repaired or guessed as well
        #[arg(long)]
        notes: bool,
        /// When to colour
        #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
        color: ColorChoice,
        /// How files are read.
        #[command(flatten)]
        reading: ReadArguments,
    },
    /// Say what was found in an archive: which files hold talks, what their columns mean, what was left out and why
    Explain {
        /// Files and folders of seminars
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// How to print
        #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
        format: ExplainFormat,
        /// How files are read.
        #[command(flatten)]
        reading: ReadArguments,
    },
    /// Write any archive as canonical YAML, a file for each talk
    Import {
        /// Files and folders to read
        #[arg(value_name = "SRC", required = true)]
        paths: Vec<PathBuf>,
        /// The folder to write to: YEAR/DATE-SPEAKER.yaml
        #[arg(long, value_name = "DIR", required_unless_present = "single", conflicts_with = "single")]
        to: Option<PathBuf>,
        /// One file for all talks
        #[arg(long, value_name = "FILE")]
        single: Option<PathBuf>,
        /// Overwrite what is there
        #[arg(long)]
        force: bool,
        /// Only list what would be written
        #[arg(long)]
        dry_run: bool,
        /// How files are read.
        #[command(flatten)]
        reading: ReadArguments,
    },
    /// Print the JSON Schema of `list --format json`, or of the YAML record
    Schema {
        /// The schema of the YAML record, for editors
        #[arg(long)]
        record: bool,
    },
    /// Print what the screen shows after some keys
    Screen(ScreenArguments),
    /// Remove what was kept of all archives to start faster
    Cache {
        /// What to do with it
        #[arg(value_enum)]
        action: CacheAction,
    },
    /// Show the manual, or the page about a topic
    Manual {
        /// What it is about
        #[arg(value_parser = PossibleValuesParser::new(PAGES.map(|page| page.topic)))]
        topic: Option<String>,
    },
    /// Print where archives are looked for, which one is opened, and where searches are kept
    Paths {
        /// Where the talks are.
        #[command(flatten)]
        archive: ArchiveArguments,
    },
}

/// What `seminars screen` takes.
#[derive(Debug, Args)]
pub struct ScreenArguments {
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
    pub archive: ArchiveArguments,
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
