//! Opens an archive for a command that answers once: from its cache, after checking the files, or by reading them.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Zoned;
use jiff::civil::Date;

use super::exit::CliError;
use super::progress::Progress;
use crate::archive::{Archive, ArchiveLocation, Delta, Explanation, Overview, ProblemUpdate};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::SearchEngine;
use crate::engine::new_batch::EngineUpdate;
use crate::records::{Handle, Snapshot, Summary};
use crate::search::{Match, Query};
use crate::seminar::{Seminar, Source};
use crate::text::pluralize;

/// What day it is here.
pub(super) fn today() -> Date {
    Zoned::now().date()
}

/// An archive, loaded as it is now.
pub(super) struct Loaded {
    name: String,
    archive: Archive,
    today: Date,
    contents: Contents,
    /// Where each talk is after files were read again because the cache was damaged.
    moved: BTreeMap<Source, Handle>,
}

/// What a command knows of an archive.
struct Contents {
    engine: SearchEngine,
    problems: Vec<Diagnostic>,
    overview: Option<Arc<Overview>>,
}

/// Loads an archive; reports in one line on stderr that it has problems.
pub(super) fn load(location: &ArchiveLocation) -> Loaded {
    let loaded = load_silently(location, "reading", today());
    let problems = loaded.problems().iter().filter(|d| d.severity != Severity::Note).count();
    if problems > 0 {
        let problems = pluralize(problems, "problem");
        let name = location.name();
        let _ = writeln!(std::io::stderr(), "seminars: {problems} in {name}: `seminars check` tells more");
    }
    loaded
}

/// Loads an archive without reporting its problems, which are those of the day `today`.
pub(super) fn load_silently(location: &ArchiveLocation, doing: &'static str, today: Date) -> Loaded {
    let mut progress = Progress::new(doing, None);
    let mut archive = location.archive(Handle::new(0));
    let mut contents = Contents { engine: SearchEngine::new(), problems: Vec::new(), overview: None };
    let _ = archive.load(today, &AtomicBool::new(false), &mut |delta| {
        contents.apply(delta);
        progress.update(contents.engine.snapshot().len());
        ControlFlow::Continue(())
    });
    Loaded { name: location.name(), archive, today, contents, moved: BTreeMap::new() }
}

impl Contents {
    fn apply(&mut self, delta: Delta) {
        let Delta { snapshot, batches, listed, mut unlisted, replaces_all, problems, overview } = delta;
        self.overview = overview.or(self.overview.take());
        if replaces_all {
            unlisted.extend(self.engine.snapshot().order());
        }
        match problems {
            ProblemUpdate::Unchanged => {}
            ProblemUpdate::Added(more) => self.problems.extend(more),
            ProblemUpdate::All(all) => self.problems = all,
        }
        self.engine.update(EngineUpdate { snapshot, batches, listed, unlisted });
    }
}

impl Loaded {
    /// What is listed.
    pub(super) fn snapshot(&self) -> &Arc<Snapshot> {
        self.contents.engine.snapshot()
    }

    /// Says on stderr that there is no talk, and which files came near.
    pub(super) fn report_empty(&self) {
        let _ = writeln!(std::io::stderr(), "seminars: no talks in {}", self.name);
        let near = self.contents.overview.as_ref().map(|overview| overview.near.join(", "));
        if let Some(near) = near.filter(|near| !near.is_empty()) {
            let _ = writeln!(
                std::io::stderr(),
                "seminars: nearest: {near}; `seminars explain` says why they are left out"
            );
        }
    }

    /// What was found in it and why.
    pub(super) fn explain(&self) -> Explanation {
        self.archive.explain()
    }

    /// What is wrong with it, notes included.
    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.contents.problems
    }

    /// The talks of some matches, without their bodies.
    pub(super) fn summaries<'l>(&'l self, found: &'l [Match]) -> impl Iterator<Item = Summary> + 'l {
        found.iter().filter_map(|found| self.snapshot().summary(found.handle))
    }

    /// A talk with its body, and its id.
    pub(super) fn talk(&mut self, handle: Handle) -> Option<(Seminar, String)> {
        let source = self.snapshot().summary(handle)?.source.clone();
        let mut handle = self.moved.get(&source).copied().unwrap_or(handle);
        if self.contents.engine.seminar(handle).is_none() {
            self.repair();
            handle = *self.moved.get(&source)?;
        }
        Some((self.contents.engine.seminar(handle)?, self.snapshot().id(handle)?))
    }

    /// The talks that match a query, best first; without words, all in the order of the list.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn find(&mut self, words: &[String]) -> Result<Vec<Match>, CliError> {
        let text = words.join(" ");
        let query = Query::parse(&text).map_err(|error| {
            // A shell removes quotes.
            let hint = if error.is_unclosed() { " (in a shell a phrase is '\"a b\"')" } else { "" };
            CliError::Query(format!("{}{hint}", error.in_query(&text)))
        })?;
        let has_input = words.iter().any(|word| !word.trim().is_empty());
        if query.is_empty() && query.order().is_none() && has_input {
            // A query without a searchable letter matches nothing rather than everything.
            return Ok(Vec::new());
        }
        let found = self.contents.engine.answer(&query, &Zoned::now());
        if !self.contents.engine.is_incomplete() {
            return Ok(found);
        }
        self.repair();
        Ok(self.contents.engine.answer(&query, &Zoned::now()))
    }

    /// Has what the cache could not give read again.
    fn repair(&mut self) {
        let contents = &mut self.contents;
        let _ = self.archive.save_and_check(self.today, &AtomicBool::new(false), &mut |delta| {
            contents.apply(delta);
            ControlFlow::Continue(())
        });
        let snapshot = contents.engine.snapshot();
        let place = |&handle: &Handle| Some((snapshot.summary(handle)?.source.clone(), handle));
        self.moved = snapshot.order().iter().filter_map(place).collect();
    }

    /// The matches of the best rank only.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn best(&mut self, words: &[String]) -> Result<Vec<Match>, CliError> {
        let mut found = self.find(words)?;
        if let Some(best) = found.iter().map(|found| found.rank).min() {
            found.retain(|other| other.rank == best);
        }
        Ok(found)
    }
}
