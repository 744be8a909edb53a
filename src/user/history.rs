//! The history of searches, saved between runs, one query per line.
//!
//! Lines are only appended, each in one write, so that two windows can write at once without losing anything.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::file_error::UserFileError;
use crate::atomic_file::{append_line, check_is_regular};
use crate::paths;
use crate::text::clean_line;

/// Only this many bytes at the end of the file are read, which is thousands of queries.
const TAIL_BYTES: u64 = 64 << 10;

/// Maximum number of queries that are loaded.
const MAX_QUERIES: usize = 500;

/// The history file.
#[derive(Debug, Clone)]
pub(crate) struct History {
    file: PathBuf,
}

impl History {
    /// The history in the user's state folder; `None` if there is no such folder.
    #[must_use]
    pub(crate) fn for_user() -> Option<Self> {
        Some(Self { file: paths::state()?.join("searches") })
    }

    /// The history in this file.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn new(file: PathBuf) -> Self {
        Self { file }
    }

    /// The path of the file.
    #[must_use]
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Loads past queries, newest last, without duplicates. A missing file is an empty history.
    ///
    /// # Errors
    ///
    /// When the file exists but cannot be read.
    pub(crate) fn load(&self) -> Result<Vec<String>, UserFileError> {
        let text = match self.read_tail() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|reason| self.error("read", reason))?,
        };
        let mut queries: Vec<String> = Vec::new();
        for line in text.lines().rev().map(clean_line) {
            let line = line.trim();
            if queries.len() < MAX_QUERIES && !line.is_empty() && !queries.iter().any(|known| known == line) {
                queries.push(line.to_owned());
            }
        }
        queries.reverse();
        Ok(queries)
    }

    /// The end of the file, from the start of a line.
    fn read_tail(&self) -> io::Result<String> {
        check_is_regular(&self.file)?;
        let mut file = File::open(&self.file)?;
        let length = file.metadata()?.len();
        let start = length.saturating_sub(TAIL_BYTES);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(if start == 0 {
            text
        } else {
            text.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
        })
    }

    /// Adds a query.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn append(&self, query: &str) -> Result<(), UserFileError> {
        append_line(&self.file, clean_line(query).trim()).map_err(|reason| self.error("written", reason))
    }

    fn error(&self, action: &'static str, reason: io::Error) -> UserFileError {
        UserFileError::file(&self.file, "the history of searches", action, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_load_once_each_newest_last() {
        let folder = tempfile::tempdir().unwrap();
        let history = History::new(folder.path().join("deep/searches"));
        assert_eq!(history.load().unwrap(), [""; 0]);
        for query in ["han", "speaker:\"song han\"", "han", " two\nlines \x1b[1m"] {
            history.append(query).unwrap();
        }
        assert_eq!(history.load().unwrap(), ["speaker:\"song han\"", "han", "two lines [1m"]);
    }

    #[test]
    fn a_file_of_an_earlier_version_is_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/earlier/searches");
        let history = History::new(PathBuf::from(folder));
        assert_eq!(history.load().unwrap(), ["speaker:speaker", "date:2022 talk"]);
    }

    #[test]
    fn only_whole_lines_of_the_tail_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("searches");
        let lines: Vec<String> = (0..20_000).map(|n| format!("query {n:06}")).collect();
        std::fs::write(&file, lines.join("\n") + "\ncut off in the mid").unwrap();
        let queries = History::new(file).load().unwrap();
        assert_eq!(queries.len(), MAX_QUERIES);
        assert_eq!(queries.last().map(String::as_str), Some("cut off in the mid"));
        assert!(queries.iter().rev().skip(1).all(|query| query.len() == "query 000000".len()));
    }

    #[test]
    fn the_error_names_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let history = History::new(folder.path().to_owned());
        let error = history.append("han").unwrap_err().to_string();
        assert!(error.starts_with(&paths::abbreviate(folder.path())), "{error}");
        assert!(error.contains(": the history of searches cannot be written: "), "{error}");
    }
}
