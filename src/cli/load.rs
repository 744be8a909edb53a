//! Loads an archive for a command: from its cache after checking the files for changes, or from the files themselves.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::exit::CliError;
use super::progress::Progress;
use crate::archive::{Archive, ArchiveLocation, Delta, Explanation, Overview, ProblemUpdate};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::SearchEngine;
use crate::engine::new_batch::EngineUpdate;
use crate::records::{Handle, Snapshot, Summary};
use crate::search::{Match, Query, Rank, UserFlag, UserFlags};
use crate::seminar::{Seminar, Source};
use crate::text::pluralize;
use crate::user::journal::{Journal, JournalChange};
use crate::user::seen::SeenTalks;

/// The date in the local time zone.
pub(super) fn today() -> Date {
    Zoned::now().date()
}

/// A loaded archive.
pub(super) struct Loaded {
    name: String,
    archive: Archive,
    today: Date,
    contents: Contents,
    /// The user's journal, once it was needed.
    journal: Option<Journal>,
    /// What the user has marked, until that changes.
    flags: Option<Arc<UserFlags>>,
    /// Names what is kept about the archive in the state folder.
    state_key: Option<String>,
    /// The new handle of each talk after a reload because of a damaged cache.
    moved: BTreeMap<Source, Handle>,
}

/// The parts of an archive that commands use.
struct Contents {
    engine: SearchEngine,
    problems: Vec<Diagnostic>,
    overview: Option<Arc<Overview>>,
}

/// Loads an archive; reports the number of its problems on stderr, if any.
pub(super) fn load(location: &ArchiveLocation) -> Loaded {
    let loaded = load_silently(location, "reading", today());
    let problems = loaded.problems().iter().filter(|d| d.severity != Severity::Note).count();
    if problems > 0 {
        let problems = pluralize(problems, "problem");
        let name = location.name();
        let _ = writeln!(std::io::stderr(), "seminars: {problems} in {name}; see `seminars check`");
    }
    loaded
}

/// Loads an archive without reporting its problems, which are determined as of `today`.
pub(super) fn load_silently(location: &ArchiveLocation, doing: &'static str, today: Date) -> Loaded {
    let mut progress = Progress::new(doing, None);
    let mut archive = location.archive(Handle::new(0));
    let mut contents = Contents { engine: SearchEngine::new(), problems: Vec::new(), overview: None };
    let _ = archive.load(today, &AtomicBool::new(false), &mut |delta| {
        contents.apply(delta);
        progress.update(contents.engine.snapshot().len());
        ControlFlow::Continue(())
    });
    Loaded {
        name: location.name(),
        archive,
        today,
        contents,
        journal: None,
        flags: None,
        state_key: location.state_key(),
        moved: BTreeMap::new(),
    }
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
    /// The talks in the list.
    pub(super) fn snapshot(&self) -> &Arc<Snapshot> {
        self.contents.engine.snapshot()
    }

    /// Reports on stderr that there are no talks, and which files came closest.
    pub(super) fn report_empty(&self) {
        let _ = writeln!(std::io::stderr(), "seminars: no talks in {}", self.name);
        let near = self.contents.overview.as_ref().map(|overview| overview.near.join(", "));
        if let Some(near) = near.filter(|near| !near.is_empty()) {
            let _ = writeln!(
                std::io::stderr(),
                "seminars: closest: {near}; `seminars explain` says why they are left out"
            );
        }
    }

    /// How the archive was read, for `seminars explain`.
    pub(super) fn explain(&self) -> Explanation {
        self.archive.explain()
    }

    /// The problems of the archive, including notes.
    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.contents.problems
    }

    /// The matched talks, without their bodies.
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

    /// The user's journal, read, and its events matched to the talks. Problems are reported on stderr.
    pub(super) fn journal(&mut self) -> &mut Journal {
        let snapshot = self.contents.engine.snapshot();
        self.journal.get_or_insert_with(|| {
            let mut journal = Journal::for_user();
            if let Err(error) = journal.load() {
                let _ = writeln!(std::io::stderr(), "seminars: {error}");
            }
            journal.set_snapshot(Arc::clone(snapshot));
            journal
        })
    }

    /// What the user has marked.
    pub(super) fn flags(&mut self) -> Arc<UserFlags> {
        if let Some(flags) = &self.flags {
            return Arc::clone(flags);
        }
        let mut flags = self.journal().flags();
        let mut seen = SeenTalks::for_archive(self.state_key.as_deref());
        for talk in seen.new_talks(self.snapshot()) {
            flags.set(talk, UserFlag::New, true);
        }
        let flags = Arc::new(flags);
        self.contents.engine.set_flags(Arc::clone(&flags));
        self.flags = Some(Arc::clone(&flags));
        flags
    }

    /// Changes the journal and writes it; returns what was done.
    ///
    /// # Errors
    ///
    /// When the journal cannot be written.
    pub(super) fn change_journal(&mut self, change: &JournalChange) -> Result<String, CliError> {
        let now = u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
        self.flags = None;
        let journal = self.journal();
        let report = journal.apply(change, now);
        journal.save().map_err(|error| CliError::Journal(error.to_string()))?;
        Ok(report)
    }

    /// The talk with an id, or else all talks that match a query.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn find_or_id(&mut self, words: &[String]) -> Result<Vec<Match>, CliError> {
        if let Some(found) = self.with_id(words) {
            return Ok(vec![found]);
        }
        let text = words.join(" ");
        if Query::parse(&text).is_ok_and(|query| query.is_empty()) {
            let reason = "the query is empty, so it would select every talk; name an id or words";
            return Err(CliError::Query(reason.to_owned()));
        }
        self.find(words)
    }

    /// The talks that match a query, best first; without words, all talks in list order.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn find(&mut self, words: &[String]) -> Result<Vec<Match>, CliError> {
        let text = words.join(" ");
        let query = Query::parse(&text).map_err(|error| {
            // The shell has removed the quotes around a phrase.
            let hint = if error.is_unclosed() { " (in a shell, write a phrase as '\"a b\"')" } else { "" };
            CliError::Query(format!("{}{hint}", error.in_query(&text)))
        })?;
        let has_input = words.iter().any(|word| !word.trim().is_empty());
        if query.is_empty() && query.order().is_none() && has_input {
            // A query without a searchable letter matches nothing rather than everything.
            return Ok(Vec::new());
        }
        if query.depends_on_flags() {
            self.flags();
        }
        let found = self.contents.engine.answer(&query, &Zoned::now());
        if !self.contents.engine.is_incomplete() {
            return Ok(found);
        }
        self.repair();
        if query.depends_on_flags() {
            self.flags();
        }
        Ok(self.contents.engine.answer(&query, &Zoned::now()))
    }

    /// Reloads what could not be read from the cache.
    fn repair(&mut self) {
        let contents = &mut self.contents;
        let _ = self.archive.save_and_check(self.today, &AtomicBool::new(false), &mut |delta| {
            contents.apply(delta);
            ControlFlow::Continue(())
        });
        let snapshot = contents.engine.snapshot();
        let place = |&handle: &Handle| Some((snapshot.summary(handle)?.source.clone(), handle));
        self.moved = snapshot.order().iter().filter_map(place).collect();
        // Marks were matched to the old handles.
        self.journal = None;
        self.flags = None;
    }

    /// The talk with an id, or else the matches with the best rank.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn best_or_id(&mut self, words: &[String]) -> Result<Vec<Match>, CliError> {
        match self.with_id(words) {
            Some(found) => Ok(vec![found]),
            None => self.best(words),
        }
    }

    fn with_id(&self, words: &[String]) -> Option<Match> {
        let handle = self.snapshot().with_id(&words.join(" "))?;
        Some(Match { handle, rank: Rank::Name })
    }

    /// Only the matches with the best rank.
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
