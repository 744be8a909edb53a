//! Talks in the formats that programs read.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;

use super::load::{Found, Loaded};
use super::{CliError, table};
use crate::export::json;

/// How `seminars list` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A line each, aligned
    Table,
    /// A line each, with tabs
    Tsv,
    /// One JSON array; `seminars schema` describes it
    Json,
    /// One JSON object a line
    Jsonl,
}

/// Prints talks; without a format a table on a terminal and tabs elsewhere.
pub(super) fn print(loaded: &Loaded, found: &[Found], format: Option<ListFormat>) -> Result<(), CliError> {
    let default = if io::stdout().is_terminal() { ListFormat::Table } else { ListFormat::Tsv };
    let talks = || found.iter().filter_map(|found| loaded.catalog.get(found.handle));
    match format.unwrap_or(default) {
        ListFormat::Table => table::print(talks(), true)?,
        ListFormat::Tsv => table::print(talks(), false)?,
        ListFormat::Json => print_json(loaded, found, "[\n", ",\n", "\n]\n")?,
        ListFormat::Jsonl => print_json(loaded, found, "", "\n", "\n")?,
    }
    Ok(())
}

fn print_json(
    loaded: &Loaded,
    found: &[Found],
    open: &str,
    between: &str,
    close: &str,
) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    if found.is_empty() {
        // An array without a line in it; no line at all of the other kind.
        out.write_all(if open.is_empty() { b"" } else { b"[]\n" })?;
        return Ok(out.flush()?);
    }
    out.write_all(open.as_bytes())?;
    for (at, found) in found.iter().enumerate() {
        let Some((seminar, id)) = loaded.catalog.get(found.handle).zip(loaded.catalog.id(found.handle))
        else {
            continue;
        };
        if at > 0 {
            out.write_all(between.as_bytes())?;
        }
        serde_json::to_writer(&mut out, &json::Record::new(seminar, &id)).map_err(io::Error::from)?;
    }
    out.write_all(close.as_bytes())?;
    Ok(out.flush()?)
}
