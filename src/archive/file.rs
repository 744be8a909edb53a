//! A file: from its bytes to its seminars, by the reader that fits.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::decode::{Remark, decode};
use super::discover::{Found, reason};
use super::limits::Limits;
use super::record::{self, Harvest};
use super::salvage;
use super::tree::TreeError;
use super::yaml;
use crate::diagnostic::{Diagnostic, Severity};

/// Reads a file from disk.
pub(crate) fn read(found: &Found, limits: &Limits, cancel: &AtomicBool) -> Harvest {
    match bytes(found, limits) {
        Ok(bytes) => read_bytes(found, bytes, limits, cancel),
        Err(diagnostic) => Harvest { diagnostics: vec![diagnostic], ..Harvest::default() },
    }
}

/// Reads a file whose bytes are at hand.
pub(crate) fn read_bytes(found: &Found, bytes: Vec<u8>, limits: &Limits, cancel: &AtomicBool) -> Harvest {
    let (text, remarks) = decode(bytes);
    if let Some(diagnostic) = long_line(found, &text, limits) {
        return Harvest { diagnostics: vec![diagnostic], ..Harvest::default() };
    }
    if remarks.is_empty()
        && let Some(document) = yaml::parse(&text)
    {
        let harvest = record::read(found, &[document]);
        if harvest.diagnostics.is_empty() {
            return harvest;
        }
    }
    let salvaged = salvage::parse(&text, limits, cancel);
    let mut harvest = record::read(found, &salvaged.documents);
    let remarks = remarks.iter().map(|remark| said(found, remark));
    let errors = salvaged.errors.iter().filter_map(|error| refused(found, error));
    harvest.diagnostics.splice(0..0, remarks.chain(errors));
    harvest
}

fn bytes(found: &Found, limits: &Limits) -> Result<Vec<u8>, Diagnostic> {
    let unreadable =
        |error: &std::io::Error| Diagnostic::new(Severity::Error, "unreadable", &found.path, &reason(error));
    let file = File::open(&found.path).map_err(|error| unreadable(&error))?;
    let size = file.metadata().map_err(|error| unreadable(&error))?.len();
    let mut bytes = Vec::new();
    if size <= limits.file_bytes {
        // The file may grow while it is read.
        bytes.reserve_exact(usize::try_from(size).unwrap_or(0).saturating_add(1));
        let most = limits.file_bytes.saturating_add(1);
        file.take(most).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    }
    if size > limits.file_bytes || bytes.len() as u64 > limits.file_bytes {
        let message = format!("the file is larger than {} MiB, and is not read", limits.file_bytes >> 20);
        return Err(limit(found, &message));
    }
    Ok(bytes)
}

fn long_line(found: &Found, text: &str, limits: &Limits) -> Option<Diagnostic> {
    let mut start = 0;
    // A file without an end of line is a line, too.
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for end in ends {
        if end - start > limits.line_bytes {
            let message =
                format!("a line is longer than {} KiB, and the file is not read", limits.line_bytes >> 10);
            return Some(limit(found, &message));
        }
        start = end;
    }
    None
}

fn limit(found: &Found, message: &str) -> Diagnostic {
    Diagnostic::new(Severity::Error, "limit", &found.path, message).help("split the file")
}

fn said(found: &Found, remark: &Remark) -> Diagnostic {
    let path = &found.path;
    let diagnostic = Diagnostic::new(remark.severity, remark.rule, path, &remark.message).at(remark.at);
    match remark.rule {
        "encoding" => diagnostic.help("save it as UTF-8"),
        _ => diagnostic,
    }
}

fn refused(found: &Found, error: &TreeError) -> Option<Diagnostic> {
    let path = Arc::clone(&found.path);
    match error {
        TreeError::Syntax { message, at } => {
            let message = format!("this is not YAML: {message}");
            Some(Diagnostic::new(Severity::Error, "syntax", &path, &message).at(*at))
        }
        TreeError::Limit { message, at } => Some(limit(found, message).at(*at)),
        TreeError::Cancelled => None,
    }
}
