//! [`Diagnostic`]: a problem at a place in a file, in one form for the status line, the problem list and `check`.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::text::{clean_line, printable_path};

pub mod snippet;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A record or a value is lost.
    Error,
    /// Likely wrong, but nothing is lost.
    Warning,
    /// Repaired or guessed, and harmless.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

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

/// The rule that a refused link breaks: what cannot be watched says so.
pub const BAD_LINK: &str = "bad-link";

/// One problem: where it is, what it is, and what to do about it.
///
/// The wording is cleaned when it is made, so a diagnostic can be printed as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// The name of the rule it breaks, in kebab case: `syntax`, `unknown-field`.
    pub rule: &'static str,
    /// The file or folder.
    pub path: Arc<Path>,
    /// The place in the file, where the problem has one.
    pub position: Option<Position>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem of a whole file; [`at`](Self::at) and [`help`](Self::help) add to it.
    #[must_use]
    pub fn new(severity: Severity, rule: &'static str, path: &Arc<Path>, message: &str) -> Self {
        Self {
            severity,
            rule,
            path: Arc::clone(path),
            position: None,
            message: clean_line(message).into_owned(),
            help: None,
        }
    }

    /// The same, at a place in the file.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// The same, with the next step.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        self.help = Some(clean_line(help).into_owned());
        self
    }

    /// Where it is: `talks.yml:12:9`, or the path alone.
    #[must_use]
    pub fn place(&self) -> String {
        self.place_in(&printable_path(&self.path))
    }

    /// The same, with the file called by this name.
    #[must_use]
    pub fn place_in(&self, file: &str) -> String {
        match self.position {
            Some(Position { line, column }) => format!("{file}:{line}:{column}"),
            None => file.to_owned(),
        }
    }

    /// Orders by path, place, severity, rule.
    #[must_use]
    pub fn sort_key(&self) -> (&Path, Option<Position>, Severity, &'static str, &str) {
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
        let diagnostic = Diagnostic::new(Severity::Error, "syntax", &path, "a \x1b[1mtab")
            .at(Position { line: 12, column: 9 })
            .help("use blanks");
        assert_eq!(diagnostic.to_string(), "talks.yml:12:9: error: a [1mtab (use blanks)");
    }
}
