//! `seminars explain`: prints what was found in an archive and why: its collections, their columns, and what was left out.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;

use super::exit::{CliError, Status};
use super::load;
use crate::archive::{ArchiveLocation, ExplainedCollection, ExplainedColumn, Explanation};
use crate::text::{clean_line, pluralize, width};

/// Output formats of `seminars explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// Human-readable text
    Text,
    /// JSON object
    Json,
}

/// Maximum number of left-out collections in the text output.
const MAX_LEFT_OUT: usize = 20;

/// Prints what was found and why.
pub(super) fn run(choice: &ArchiveLocation, format: ExplainFormat) -> Result<Status, CliError> {
    let loaded = load::load_silently(choice, "reading", load::today());
    let explanation = loaded.explain();
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        ExplainFormat::Text => print_text(&explanation, &mut out)?,
        ExplainFormat::Json => {
            let json = serde_json::to_string_pretty(&explanation).map_err(io::Error::from)?;
            writeln!(out, "{json}")?;
        }
    }
    out.flush()?;
    Ok(Status::Done)
}

fn print_text(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    if let Some(title) = &explanation.title {
        writeln!(out, "{title}\n")?;
    }
    let taken: Vec<_> = explanation.collections.iter().filter(|collection| collection.talks > 0).collect();
    let left_out: Vec<_> =
        explanation.collections.iter().filter(|collection| collection.is_left_out()).collect();
    for collection in &taken {
        writeln!(out, "{}", heading(collection))?;
        print_columns(collection, out)?;
        writeln!(out)?;
    }
    for collection in left_out.iter().take(MAX_LEFT_OUT) {
        writeln!(out, "{}", heading(collection))?;
    }
    if let Some(more) = left_out.len().checked_sub(MAX_LEFT_OUT).filter(|&more| more > 0) {
        writeln!(out, "… and {more} more without talks (--format json lists all)")?;
    }
    if !left_out.is_empty() {
        writeln!(out)?;
    }
    writeln!(
        out,
        "{} from {}; {} left out",
        pluralize(explanation.talks, "talk"),
        pluralize(taken.len(), "collection"),
        left_out.len()
    )
}

/// A heading such as `talks.yml › past: 12 of 14 entries are talks; the others: breaks in the programme`
fn heading(collection: &ExplainedCollection) -> String {
    let ExplainedCollection { place, keys, entries, talks, left_out, .. } = collection;
    let place = clean_line(if place.is_empty() { "./" } else { place });
    let keys = if keys.is_empty() { String::new() } else { format!(" › {}", clean_line(keys)) };
    let entries = if *entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
    let found = match (talks, left_out) {
        (0, Some(reason)) => format!("{entries} left out: {reason}"),
        (0, None) => format!("{entries} left out"),
        (_, Some(reason)) => format!("{talks} of {entries} are talks; the others: {reason}"),
        (_, None) => pluralize(*talks, "talk"),
    };
    format!("{place}{keys}: {found}")
}

fn print_columns(collection: &ExplainedCollection, out: &mut dyn Write) -> io::Result<()> {
    if collection.columns.is_empty() {
        writeln!(out, "  records in our own format")?;
    }
    let (used, unused): (Vec<&ExplainedColumn>, Vec<_>) =
        collection.columns.iter().partition(|column| column.field.is_some());
    let columns = used.iter().map(|column| width(&column.name)).max().unwrap_or(0);
    for column in used {
        let field = column.field.unwrap_or_default();
        let by = match column.by {
            "name" => "",
            "values" => ", by its values",
            _ => ", by seminars.toml",
        };
        let name = clean_line(&column.name);
        writeln!(out, "  {name}{:pad$}  {field}{by}", "", pad = columns.saturating_sub(width(&name)))?;
    }
    if !unused.is_empty() {
        let names: Vec<_> = unused.iter().map(|column| clean_line(&column.name)).collect();
        writeln!(out, "  shown under Other: {}", names.join(", "))?;
    }
    if collection.references > 0 {
        let talks = pluralize(collection.references, "talk");
        let found = collection.references_found;
        writeln!(out, "  {talks} refer to speakers in other files: {found} found")?;
    }
    Ok(())
}
