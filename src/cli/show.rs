//! `seminars show`: prints one talk in full.

use std::io::{self, Write};

use clap::ValueEnum;

use super::exit::{CliError, Status};
use super::format;
use super::format::ListFormat;
use super::table::TableStyle;
use super::{load, table};
use crate::archive::ArchiveLocation;
use crate::export::{markdown, text, yaml};

/// Output formats of `seminars show`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// Human-readable text
    Text,
    /// JSON array that contains the talk
    Json,
    /// YAML record
    Yaml,
    /// Markdown page
    Markdown,
}

/// Shows the talk with this id, else the best match; lists the talks if several match equally well.
pub(super) fn run(
    choice: &ArchiveLocation,
    words: &[String],
    format: ShowFormat,
) -> Result<Status, CliError> {
    let mut loaded = load::load(choice);
    let found = loaded.best_or_id(words)?;
    match found.as_slice() {
        [] => {
            let _ = writeln!(
                io::stderr(),
                "seminars: no talk has the id `{0}`, and nothing matches it",
                format::display_query(words)
            );
            Ok(Status::Failed)
        }
        [one] => {
            let Some((seminar, id)) = loaded.talk(one.handle) else {
                return Ok(Status::Failed);
            };
            match format {
                ShowFormat::Json => format::print(&mut loaded, &found, Some(ListFormat::Json), false)?,
                ShowFormat::Text => io::stdout().write_all(text::render(&seminar).as_bytes())?,
                ShowFormat::Yaml => io::stdout().write_all(yaml::document(&seminar, Some(&id)).as_bytes())?,
                ShowFormat::Markdown => io::stdout().write_all(markdown::render(&seminar).as_bytes())?,
            }
            Ok(Status::Done)
        }
        several => {
            let count = several.len();
            let _ = writeln!(
                io::stderr(),
                "seminars: {count} talks match equally well; add a word, or give an id"
            );
            table::print(loaded.summaries(several), TableStyle::Tabs)?;
            Ok(Status::Failed)
        }
    }
}
