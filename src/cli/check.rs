//! `seminars check`: reports the problems of an archive and where they are.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use jiff::civil::Date;
use serde_json::json;

use super::color::ColorChoice;
use super::exit::{CliError, Status};
use super::load;
use crate::archive::ArchiveLocation;
use crate::diagnostic::snippet;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::line_index::LineIndex;
use crate::text::{pluralize, printable_path};

/// Output formats of `seminars check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Human-readable text, with the affected lines
    Text,
    /// JSON array
    Json,
    /// GitHub workflow annotations
    Github,
}

/// What to report, and how to print it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CheckOptions {
    pub(super) format: CheckFormat,
    pub(super) notes: bool,
    pub(super) deny_warnings: bool,
    pub(super) color: ColorChoice,
}

/// Checks an archive; fails if there are errors, or warnings with `--deny warnings`.
pub(super) fn run(choice: &ArchiveLocation, options: CheckOptions, today: Date) -> Result<Status, CliError> {
    let loaded = load::load_silently(choice, "checking", today);
    let talks = loaded.snapshot().len();
    if talks == 0 {
        loaded.report_empty();
    }
    let mut problems = loaded.problems().to_vec();
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    if !options.notes {
        problems.retain(|problem| problem.severity != Severity::Note);
    }
    match options.format {
        CheckFormat::Text => {
            print_text(&problems, options.color)?;
            let hidden = if options.notes || notes == 0 { "" } else { " (--notes shows them)" };
            writeln!(
                io::stdout(),
                "{}, {}, {}{hidden} in {}",
                pluralize(errors, "error"),
                pluralize(warnings, "warning"),
                pluralize(notes, "note"),
                pluralize(talks, "talk")
            )?;
        }
        CheckFormat::Json => print_json(&problems)?,
        CheckFormat::Github => print_github(&problems)?,
    }
    let failed = errors > 0 || (options.deny_warnings && warnings > 0);
    Ok(if failed { Status::Failed } else { Status::Done })
}

fn print_text(problems: &[Diagnostic], color: ColorChoice) -> io::Result<()> {
    let stdout = io::stdout();
    let styled = color.applies(stdout.is_terminal());
    let mut out = BufWriter::new(stdout.lock());
    // Problems are grouped by file, so one text at a time is in memory.
    for of_file in problems.chunk_by(|a, b| a.path == b.path) {
        let Some(first) = of_file.first() else { continue };
        let text = snippet::read_text(&first.path);
        let lines = text.as_deref().map(|text| LineIndex::new(text, 1));
        let file = printable_path(&first.path);
        for problem in of_file {
            writeln!(out, "{}\n", snippet::render(problem, &file, lines.as_ref(), styled))?;
        }
    }
    out.flush()
}

fn print_json(problems: &[Diagnostic]) -> Result<(), CliError> {
    let values: Vec<_> = problems
        .iter()
        .map(|problem| {
            json!({
                "severity": problem.severity.to_string(),
                "rule": problem.rule.name(),
                "file": printable_path(&problem.path),
                "line": problem.position.map(|at| at.line),
                "column": problem.position.map(|at| at.column),
                "message": problem.message,
                "help": problem.help,
            })
        })
        .collect();
    let text =
        if values.is_empty() { "[]".to_owned() } else { format!("{:#}", serde_json::Value::from(values)) };
    Ok(writeln!(io::stdout(), "{text}")?)
}

fn print_github(problems: &[Diagnostic]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for problem in problems {
        let level = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place =
            problem.position.map(|at| format!(",line={},col={}", at.line, at.column)).unwrap_or_default();
        let file = escape(&printable_path(&problem.path)).replace(':', "%3A").replace(',', "%2C");
        let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        let message = escape(&format!("{}{help}", problem.message));
        writeln!(out, "::{level} file={file}{place},title={}::{message}", problem.rule)?;
    }
    out.flush()
}

/// Escapes text for a GitHub workflow command.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
