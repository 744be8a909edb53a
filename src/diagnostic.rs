//! [`Diagnostic`]: a problem at a place in a file, in the form that the status line, the problem list and `check`
//! share.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::text::{clean_line, printable_path};

mod rule;
mod severity;
pub mod snippet;

pub use rule::{Rule, rules_table};
pub use severity::Severity;

/// A place in a text file, counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Position {
    /// The beginning of a file.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// One problem: where it is, what it is, and what to do about it.
///
/// Its text is cleaned when it is created, so a diagnostic can be printed as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of problem it is.
    pub rule: Rule,
    /// The file or folder with the problem.
    pub path: Arc<Path>,
    /// The place in the file, if the problem has one.
    pub position: Option<Position>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates a problem with a whole file, as severe as its rule; [`at`](Self::at), [`help`](Self::help) and
    /// [`milder`](Self::milder) change that.
    #[must_use]
    pub fn new(rule: Rule, path: &Arc<Path>, message: &str) -> Self {
        Self {
            severity: rule.severity(),
            rule,
            path: Arc::clone(path),
            position: None,
            message: clean_line(message).into_owned(),
            help: None,
        }
    }

    /// Sets the place in the file.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// Adds what to do about the problem.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        self.help = Some(clean_line(help).into_owned());
        self
    }

    /// Lowers the severity to at most this.
    #[must_use]
    pub fn milder(mut self, severity: Severity) -> Self {
        self.severity = self.severity.max(severity);
        self
    }

    /// Where it is: `talks.yml:12:9`, or the path alone.
    #[must_use]
    pub fn place(&self) -> String {
        self.place_in(&printable_path(&self.path))
    }

    /// Like [`place`](Self::place), with this name for the file.
    #[must_use]
    pub fn place_in(&self, file: &str) -> String {
        match self.position {
            Some(Position { line, column }) => format!("{file}:{line}:{column}"),
            None => file.to_owned(),
        }
    }

    /// The sort key: path, place, severity, rule, message.
    #[must_use]
    pub fn sort_key(&self) -> (&Path, Option<Position>, Severity, Rule, &str) {
        (&self.path, self.position, self.severity, self.rule, &self.message)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.place(), self.severity, self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_comes_first_and_the_next_step_last() {
        let path: Arc<Path> = Path::new("talks.yml").into();
        let diagnostic = Diagnostic::new(Rule::Syntax, &path, "a \x1b[1mtab")
            .at(Position { line: 12, column: 9 })
            .help("use blanks");
        assert_eq!(diagnostic.to_string(), "talks.yml:12:9: error: a [1mtab (use blanks)");
    }
}
