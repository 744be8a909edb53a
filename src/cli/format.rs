//! Output formats of the commands that list talks, speakers or series: table, TSV, JSON, JSON lines.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;

use super::exit::{CliError, Status};
use super::load::Loaded;
use super::table;
use super::table::TableStyle;
use crate::export::json;
use crate::export::json::JsonFlags;
use crate::search::Match;
use crate::seminar::Seminar;
use crate::text::{clean_line, truncate};

/// Output formats of `list`, `speakers` and `series`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned columns
    Table,
    /// Tab-separated columns
    Tsv,
    /// JSON array; for `list`, see `seminars schema`
    Json,
    /// One JSON object per line
    Jsonl,
}

/// Prints talks. If `wide`, a table shows whole titles. The default format is a table on a terminal, otherwise TSV.
pub(super) fn print(
    loaded: &mut Loaded,
    found: &[Match],
    format: Option<ListFormat>,
    wide: bool,
) -> Result<(), CliError> {
    let talks = || loaded.summaries(found);
    match or_default(format) {
        ListFormat::Table => table::print(talks(), TableStyle::aligned(wide))?,
        ListFormat::Tsv => table::print(talks(), TableStyle::Tabs)?,
        ListFormat::Json => print_json(loaded, found, "[\n", ",\n", "\n]\n")?,
        ListFormat::Jsonl => print_json(loaded, found, "", "\n", "\n")?,
    }
    Ok(())
}

fn or_default(format: Option<ListFormat>) -> ListFormat {
    let default = if io::stdout().is_terminal() { ListFormat::Table } else { ListFormat::Tsv };
    format.unwrap_or(default)
}

/// Prints speakers or series, one per line; reports on stderr if nothing matches the words of a query.
pub(super) fn print_rows<T: Serialize>(
    lines: &[T],
    words: &[String],
    format: Option<ListFormat>,
    columns: impl Fn(&T) -> Vec<String>,
) -> Result<Status, CliError> {
    let nothing = lines.is_empty() && !words.is_empty();
    if nothing {
        report_no_match(words);
    }
    match or_default(format) {
        ListFormat::Table => table::print_columns(lines.iter().map(columns), TableStyle::aligned(true))?,
        ListFormat::Tsv => table::print_columns(lines.iter().map(columns), TableStyle::Tabs)?,
        ListFormat::Json => print_values(lines.iter(), write_row, "[\n", ",\n", "\n]\n")?,
        ListFormat::Jsonl => print_values(lines.iter(), write_row, "", "\n", "\n")?,
    }
    Ok(if nothing { Status::Failed } else { Status::Done })
}

fn write_row<T: Serialize>(row: &T, out: &mut dyn Write) -> serde_json::Result<()> {
    serde_json::to_writer(out, row)
}

/// Reports on stderr that nothing matches the words of a query.
pub(super) fn report_no_match(words: &[String]) {
    let _ = writeln!(io::stderr(), "seminars: nothing matches `{}`", display_query(words));
}

/// The query, cleaned and truncated for a message.
pub(super) fn display_query(words: &[String]) -> String {
    truncate(&clean_line(&words.join(" ")), 60).into_owned()
}

fn print_json(
    loaded: &mut Loaded,
    found: &[Match],
    open: &str,
    between: &str,
    close: &str,
) -> Result<(), CliError> {
    let flags = loaded.flags();
    // Load talks one at a time: an archive may be larger than memory.
    let talks = found.iter().filter_map(|found| {
        let (seminar, id) = loaded.talk(found.handle)?;
        Some((seminar, id, JsonFlags::new(&flags, found.handle)))
    });
    let write = |(seminar, id, mine): (Seminar, String, JsonFlags), out: &mut dyn Write| {
        serde_json::to_writer(out, &json::JsonTalk::new(&seminar, &id, mine))
    };
    print_values(talks, write, open, between, close)
}

/// Prints values as JSON: one array, or one value per line.
fn print_values<T>(
    values: impl Iterator<Item = T>,
    write: impl Fn(T, &mut dyn Write) -> serde_json::Result<()>,
    open: &str,
    between: &str,
    close: &str,
) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut values = values.peekable();
    if values.peek().is_none() {
        // No values: print an empty array, or no lines at all.
        out.write_all(if open.is_empty() { b"" } else { b"[]\n" })?;
        return Ok(out.flush()?);
    }
    out.write_all(open.as_bytes())?;
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.write_all(between.as_bytes())?;
        }
        write(value, &mut out).map_err(io::Error::from)?;
    }
    out.write_all(close.as_bytes())?;
    Ok(out.flush()?)
}
