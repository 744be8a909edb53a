//! Collects the diagnostics of one file while its seminars are built.

use super::dates::DateOrder;
use crate::diagnostic::{Diagnostic, Position, Rule, Severity};
use crate::extract::found_file::FoundFile;
use crate::format::node::Node;

/// Collects the diagnostics of a file.
pub(crate) struct Reporter<'a> {
    pub(crate) file: &'a FoundFile,
    /// The order of day and month, inferred from the dates of the file.
    pub(crate) date_order: DateOrder,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(file: &'a FoundFile, date_order: DateOrder) -> Self {
        Self { file, date_order, diagnostics: Vec::new() }
    }

    /// Reports a problem, and what to do about it.
    pub(crate) fn report(&mut self, rule: Rule, at: Position, message: &str, help: &str) {
        self.report_milder(rule.severity(), rule, at, message, help);
    }

    /// Like [`Self::report`], for a problem that is less severe than its rule.
    pub(crate) fn report_milder(
        &mut self,
        severity: Severity,
        rule: Rule,
        at: Position,
        message: &str,
        help: &str,
    ) {
        let diagnostic = Diagnostic::new(rule, &self.file.path, message).milder(severity);
        self.diagnostics.push(diagnostic.at(at).help(help));
    }

    /// Reports that a value has the wrong type and is dropped.
    pub(crate) fn report_wrong_type(&mut self, key: &str, what: &str, node: &Node) {
        let message = format!("expected {what} for `{key}`, found {}", node.kind());
        let help = "the value is left out; `seminars manual record` shows every field";
        self.report(Rule::WrongType, node.at, &message, help);
    }
}

/// Shortens a value to one line of at most 60 columns, to quote it in a message.
pub(crate) fn abbreviate(value: &str) -> String {
    crate::text::truncate(&crate::text::clean_line(value.trim()), 60).into_owned()
}
