//! The desk: where what is wrong with a file is written down while its records are made.

use std::sync::Arc;

use super::dates::DateOrder;
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::format::found_file::FoundTalk;
use crate::format::node::Node;

/// What the makers of records share.
pub(crate) struct Reporter<'a> {
    /// The file.
    pub(crate) file: &'a FoundTalk,
    /// What its dates say about the order of day and month.
    pub(crate) date_order: DateOrder,
    /// What is wrong with it so far.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Reporter<'a> {
    /// A desk for a file.
    pub(crate) fn new(file: &'a FoundTalk, date_order: DateOrder) -> Self {
        Self { file, date_order, diagnostics: Vec::new() }
    }

    /// Writes down a problem with its next step.
    pub(crate) fn report(
        &mut self,
        severity: Severity,
        rule: &'static str,
        at: Position,
        message: &str,
        help: &str,
    ) {
        let path = Arc::clone(&self.file.path);
        self.diagnostics.push(Diagnostic::new(severity, rule, &path, message).at(at).help(help));
    }

    /// Writes down that a value is of the wrong kind, and lost.
    pub(crate) fn report_wrong_type(&mut self, key: &str, what: &str, node: &Node) {
        let message = format!("expected {what} for `{key}`, found {}", node.kind());
        let help = "the value is left out; the README shows every field";
        self.report(Severity::Error, "wrong-type", node.at, &message, help);
    }
}

/// A value as a message shows it: on one line, and no longer than that takes.
pub(crate) fn abbreviate(value: &str) -> String {
    crate::text::truncate(&crate::text::clean_line(value.trim()), 60).into_owned()
}
