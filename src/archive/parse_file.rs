//! Reads one file: picks the format from its name, parses it, extracts the seminars, and turns every error into a
//! diagnostic.

use std::fs::{File, Metadata};
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::extract::column_fields::ColumnFields;
use crate::extract::found_file::FoundFile;
use crate::extract::own_format;
use crate::extract::page;
use crate::extract::parsed_file::{ParsedFile, extract};
use crate::extract::reporter::abbreviate;
use crate::extract::{fields, ids, speaker_in_title};
use crate::format::Limits;
use crate::format::decode::decode;
use crate::format::error::TreeError;
use crate::format::io_reason::reason;
use crate::format::kind::FileFormat;
use crate::format::node::Node;
use crate::format::recovery::indentation;
use crate::format::remark::Remark;
use crate::format::yaml::deserialize;
use crate::format::yaml::events;
use crate::format::{csv, json, recovery, xml};
use crate::text::line_index::LineIndex;

/// Reads a file from disk. `columns` says what its columns mean, as far as settings or other files define it. The
/// returned metadata is from before the first byte was read.
pub(crate) fn read(
    found: &FoundFile,
    columns: Option<&ColumnFields>,
    limits: &Limits,
    cancel: &AtomicBool,
) -> (ParsedFile, Option<Metadata>) {
    let opened = File::open(&found.path).and_then(|file| file.metadata().map(|metadata| (file, metadata)));
    let failed = |diagnostic| ParsedFile { diagnostics: vec![diagnostic], ..ParsedFile::default() };
    let (file, metadata) = match opened {
        Ok(opened) => opened,
        Err(error) => return (failed(unreadable_diagnostic(found, &error)), None),
    };
    let parsed = match read_limited(found, &file, metadata.len(), limits) {
        Ok(bytes) => read_bytes(found, bytes, columns, limits, cancel),
        Err(diagnostic) => failed(diagnostic),
    };
    (parsed, Some(metadata))
}

/// Parses a file that is already in memory.
pub(crate) fn read_bytes(
    found: &FoundFile,
    bytes: Vec<u8>,
    columns: Option<&ColumnFields>,
    limits: &Limits,
    cancel: &AtomicBool,
) -> ParsedFile {
    let mut parsed = extract_talks(found, bytes, columns, limits, cancel);
    let is_complaint = |diagnostic: &Diagnostic| diagnostic.severity != Severity::Note;
    let has_content = !parsed.seminars.is_empty() || !parsed.people.is_empty();
    // A file given by path should contain a talk.
    if found.named && !has_content && !parsed.diagnostics.iter().any(is_complaint) {
        let message = "nothing in this file is a talk";
        let diagnostic = Diagnostic::new(Rule::NoTalks, &found.path, message);
        let help = "a talk has a `title` or a `speaker`; `seminars manual record` shows every field";
        parsed.diagnostics.push(diagnostic.help(help));
    }
    parsed
}

/// Extracts the talks of a file, whether or not its path was given.
fn extract_talks(
    found: &FoundFile,
    bytes: Vec<u8>,
    columns: Option<&ColumnFields>,
    limits: &Limits,
    cancel: &AtomicBool,
) -> ParsedFile {
    let format = FileFormat::from_path(&found.path).unwrap_or(FileFormat::Yaml);
    let (text, remarks) = decode(bytes);
    if format == FileFormat::Yaml {
        if let Some(diagnostic) = check_line_length(found, &text, limits) {
            return ParsedFile { diagnostics: vec![diagnostic], ..ParsedFile::default() };
        }
        if remarks.is_empty()
            && columns.is_none()
            && let Some(records) = deserialize::parse(&text, fields::TALKS_KEY)
            && let Some(parsed_file) = own_format::extract(found, records)
        {
            return parsed_file;
        }
    }
    if format == FileFormat::Page && text.len() > limits.page_bytes {
        let message = format!("the page is larger than {} MiB, and is not read", limits.page_bytes >> 20);
        return ParsedFile { diagnostics: vec![limit_diagnostic(found, &message)], ..ParsedFile::default() };
    }
    let mut nodes = ParsedDocuments::parse(found, format, &text, limits, cancel);
    speaker_in_title::split(&mut nodes.documents, format == FileFormat::Page);
    let mut parsed_file = extract(found, &nodes.documents, format == FileFormat::Page, columns);
    parsed_file.is_doubtful |= nodes.holds_several && !found.named;
    let holds_talks = !parsed_file.seminars.is_empty();
    if holds_talks {
        nodes.diagnostics.extend(remarks.iter().map(|remark| decode_diagnostic(found, remark)));
    } else {
        // Drop problems in files that have nothing to do with talks.
        let mentions = text.contains("title") || text.contains("speaker");
        nodes.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        let lines = LineIndex::new(&text, 1);
        // A syntax error in template code says nothing about talks.
        let is_template = |diagnostic: &Diagnostic| {
            let line = diagnostic.position.map_or(0, |at| at.line as usize);
            let near = lines.slice(line.saturating_sub(2), line);
            near.contains("{{ ") || near.contains("{{-") || near.contains("{%")
        };
        let matters = |diagnostic: &Diagnostic| (mentions && !is_template(diagnostic)) || found.named;
        nodes.diagnostics.retain(|diagnostic| diagnostic.rule != Rule::Syntax || matters(diagnostic));
    }
    parsed_file.diagnostics.splice(0..0, nodes.diagnostics);
    parsed_file.diagnostics.sort_by_key(|diagnostic| diagnostic.position);
    let more = parsed_file.diagnostics.len().saturating_sub(limits.problems);
    if more > 0 {
        parsed_file.diagnostics.truncate(limits.problems);
        let message = format!("{more} more problems in this file are not listed");
        parsed_file.diagnostics.push(Diagnostic::new(Rule::Limit, &found.path, &message));
    }
    parsed_file
}

/// The document trees of a file, and its syntax errors.
#[derive(Default)]
struct ParsedDocuments {
    documents: Vec<Node>,
    diagnostics: Vec<Diagnostic>,
    /// Whether one page yielded several talks.
    holds_several: bool,
}

impl ParsedDocuments {
    fn parse(
        found: &FoundFile,
        format: FileFormat,
        text: &str,
        limits: &Limits,
        cancel: &AtomicBool,
    ) -> Self {
        match format {
            FileFormat::Yaml => Self::parse_yaml(found, text, limits, cancel),
            FileFormat::Json => Self::parse_json(found, text, limits, cancel),
            FileFormat::Csv | FileFormat::Tsv => match csv::parse(text, format == FileFormat::Tsv, limits) {
                Ok(document) => Self { documents: vec![document], ..Self::default() },
                Err(error) => Self::from_error(found, &error, "a table"),
            },
            FileFormat::Xml => match xml::parse(text, limits) {
                Ok(document) => Self { documents: document.into_iter().collect(), ..Self::default() },
                Err(error) => Self::from_error(found, &error, "a schedule in XML"),
            },
            FileFormat::Page => match page::parse(text, &ids::name_from_path(&found.path), limits, cancel) {
                Ok(page) => {
                    let remarks = page.diagnostics.iter().map(|remark| decode_diagnostic(found, remark));
                    let diagnostics = remarks.collect();
                    let holds_several = page.holds_several;
                    Self { documents: page.document.into_iter().collect(), diagnostics, holds_several }
                }
                Err(error) => Self::from_error(found, &error, "YAML"),
            },
        }
    }

    /// Tries JSON first, then YAML, which allows tabs and trailing commas, then each record by itself.
    fn parse_json(found: &FoundFile, text: &str, limits: &Limits, cancel: &AtomicBool) -> Self {
        let error = match json::parse(text, 1, limits) {
            Ok(document) => {
                return Self { documents: vec![document], ..Self::default() };
            }
            Err(error @ TreeError::Syntax { .. }) => error,
            Err(error) => return Self::from_error(found, &error, "JSON"),
        };
        if let Ok(documents) = events::parse(text, 1, limits, cancel) {
            let diagnostics = parse_diagnostic(found, &error, "strict JSON, and is read as YAML");
            let note = |diagnostic| Diagnostic { severity: Severity::Note, ..diagnostic };
            return Self {
                documents,
                diagnostics: diagnostics.into_iter().map(note).collect(),
                ..Self::default()
            };
        }
        let salvaged = recovery::json::parse(text, limits, cancel);
        let mut errors = salvaged.errors;
        if errors.is_empty() {
            errors.push(error);
        }
        let diagnostics = errors.iter().filter_map(|error| parse_diagnostic(found, error, "JSON"));
        Self { diagnostics: diagnostics.collect(), documents: salvaged.documents, ..Self::default() }
    }

    fn parse_yaml(found: &FoundFile, text: &str, limits: &Limits, cancel: &AtomicBool) -> Self {
        let mut salvaged = recovery::parse(text, fields::is_list_in_record, limits, cancel);
        let mut diagnostics: Vec<Diagnostic> =
            salvaged.errors.iter().filter_map(|error| parse_diagnostic(found, error, "YAML")).collect();
        for value in &salvaged.quoted {
            let message = format!("`{}` needs quotes, and is read as text", abbreviate(&value.text));
            let help = format!("write it as `'{}'`", value.text.replace('\'', "''"));
            diagnostics.push(
                Diagnostic::new(Rule::Syntax, &found.path, &message)
                    .milder(Severity::Warning)
                    .at(value.at)
                    .help(&help),
            );
        }
        let mut warn = |rule, at, message: &str, help| {
            diagnostics.push(Diagnostic::new(rule, &found.path, message).at(at).help(help));
        };
        if let Some((at, blanks)) = salvaged.tab_indent {
            let message = format!("a tab indents this line, and every such tab is read as {blanks} spaces");
            warn(Rule::Tab, at, &message, "indent with spaces");
        }
        for swallowed in indentation::fix_overindented(&mut salvaged.documents) {
            let message = format!(
                "the list item is indented too far and became part of `{}` above it; it is read as a separate record",
                swallowed.parent_key
            );
            warn(Rule::Indentation, swallowed.at, &message, "indent it like the other items");
        }
        Self { diagnostics, documents: salvaged.documents, ..Self::default() }
    }

    fn from_error(found: &FoundFile, error: &TreeError, what: &str) -> Self {
        Self {
            documents: Vec::new(),
            diagnostics: parse_diagnostic(found, error, what).into_iter().collect(),
            ..Self::default()
        }
    }
}

fn read_limited(found: &FoundFile, file: &File, size: u64, limits: &Limits) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    if size <= limits.file_bytes {
        // The file may grow while it is read.
        bytes.reserve_exact(usize::try_from(size).unwrap_or(0).saturating_add(1));
        let most = limits.file_bytes.saturating_add(1);
        file.take(most).read_to_end(&mut bytes).map_err(|error| unreadable_diagnostic(found, &error))?;
    }
    if size > limits.file_bytes || bytes.len() as u64 > limits.file_bytes {
        let message = format!("the file is larger than {} MiB, and is not read", limits.file_bytes >> 20);
        return Err(limit_diagnostic(found, &message));
    }
    Ok(bytes)
}

fn unreadable_diagnostic(found: &FoundFile, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Rule::Unreadable, &found.path, &reason(error))
}

fn check_line_length(found: &FoundFile, text: &str, limits: &Limits) -> Option<Diagnostic> {
    let mut rest = text.as_bytes();
    // Only the last line end within reach matters: all lines before it are shorter still.
    while rest.len() > limits.line_bytes {
        let reach = rest.get(..=limits.line_bytes).unwrap_or(rest);
        let Some(end) = memchr::memrchr(b'\n', reach).filter(|&end| end > 0) else {
            let message =
                format!("a line is longer than {} KiB, and the file is not read", limits.line_bytes >> 10);
            return Some(limit_diagnostic(found, &message));
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    None
}

fn limit_diagnostic(found: &FoundFile, message: &str) -> Diagnostic {
    Diagnostic::new(Rule::Limit, &found.path, message).help("split the file")
}

fn decode_diagnostic(found: &FoundFile, remark: &Remark) -> Diagnostic {
    let path = &found.path;
    let diagnostic = Diagnostic::new(remark.rule, path, &remark.message).milder(remark.severity);
    diagnostic.at(remark.at).help(remark.help)
}

fn parse_diagnostic(found: &FoundFile, error: &TreeError, what: &str) -> Option<Diagnostic> {
    let path = Arc::clone(&found.path);
    match error {
        TreeError::Syntax { message, at } => {
            let message = format!("this is not {what}: {message}");
            Some(Diagnostic::new(Rule::Syntax, &path, &message).at(*at))
        }
        TreeError::Limit { message, at } => Some(limit_diagnostic(found, message).at(*at)),
        TreeError::Cancelled => None,
    }
}
