//! Loads the whole archive into memory and searches it, for commands that run one query and exit.

use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::exit::CliError;
use super::progress::Progress;
use super::talks::Talks;
use crate::archive::ArchiveLocation;
use crate::archive::{self, Whole};
use crate::diagnostic::{Diagnostic, Severity};
use crate::records::Handle;
use crate::search::{Index, Lookup, Match, Query};
use crate::text::pluralize;

/// What day it is here.
#[must_use]
pub fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// An archive in memory.
pub(super) struct Loaded {
    pub(super) talks: Talks,
    /// What is wrong with it, notes included.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Loads an archive; reports in one line on stderr that it has problems.
pub(super) fn load(choice: &ArchiveLocation) -> Loaded {
    let loaded = load_silently(choice, "reading");
    let problems = loaded.diagnostics.iter().filter(|d| d.severity != Severity::Note).count();
    if problems > 0 {
        let problems = pluralize(problems, "problem");
        let name = choice.name();
        let _ = writeln!(std::io::stderr(), "seminars: {problems} in {name}: `seminars check` tells more");
    }
    loaded
}

/// Loads an archive without reporting its problems.
pub(super) fn load_silently(choice: &ArchiveLocation, doing: &'static str) -> Loaded {
    let mut whole = Whole::default();
    let mut progress = Progress::new(doing, None);
    archive::read(&choice.origin, &choice.limits, &AtomicBool::new(false), &mut |batch| {
        whole.add(batch);
        progress.update(whole.len());
        ControlFlow::Continue(())
    });
    let (seminars, diagnostics) = whole.finish();
    Loaded { talks: Talks::new(seminars), diagnostics }
}

impl Loaded {
    /// The talks that match a query, best first; without words, all in the order of the list.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn find(&self, words: &[String]) -> Result<Vec<FoundFile>, CliError> {
        let text = words.join(" ");
        let query = Query::parse(&text).map_err(|error| {
            // A shell removes quotes.
            let hint = if error.is_unclosed() { " (in a shell a phrase is '\"a b\"')" } else { "" };
            CliError::Query(format!("{}{hint}", error.in_query(&text)))
        })?;
        if query.is_empty() && query.order().is_none() {
            // A query without a searchable letter matches nothing rather than everything.
            let has_input = words.iter().any(|word| !word.trim().is_empty());
            let all = if has_input { &[] } else { self.talks.order() };
            return Ok(all.iter().map(|&handle| FoundFile { handle, found: None }).collect());
        }
        let mut index = Index::new();
        for &handle in self.talks.order() {
            if let Some(seminar) = self.talks.get(handle) {
                index.add(handle, seminar);
            }
        }
        let never = AtomicBool::new(false);
        let request = Lookup { query: &query, order: self.talks.order(), today: today(), cancel: &never };
        let matches = index.search(&request).unwrap_or_default();
        Ok(matches.into_iter().map(|found| FoundFile { handle: found.handle, found: Some(found) }).collect())
    }
}

impl Loaded {
    /// The matches of the best rank only.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn best(&self, words: &[String]) -> Result<Vec<FoundFile>, CliError> {
        let rank = |found: &FoundFile| found.found.as_ref().map(|found| found.rank);
        let mut found = self.find(words)?;
        if let Some(best) = found.iter().map(rank).min() {
            found.retain(|other| rank(other) == best);
        }
        Ok(found)
    }
}

/// A talk and how it matched.
pub(super) struct FoundFile {
    pub(super) handle: Handle,
    pub(super) found: Option<Match>,
}
