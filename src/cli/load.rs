//! The whole archive in memory, for commands that answer once.

use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use crate::archive::{self, Limits};
use crate::catalog::{Catalog, Handle};
use crate::cli::CliError;
use crate::diagnostic::Severity;
use crate::paths::Choice;
use crate::search::{Index, Match, Query};

/// An archive, read to its end.
pub(super) struct Loaded {
    pub(super) catalog: Catalog,
}

/// Reads an archive; what is wrong with single files is told in one line on stderr.
pub(super) fn load(choice: &Choice) -> Loaded {
    let mut catalog = Catalog::default();
    let mut problems = 0;
    archive::read(&choice.origin, &Limits::default(), &AtomicBool::new(false), &mut |batch| {
        problems += batch.diagnostics.iter().filter(|d| d.severity != Severity::Note).count();
        catalog.insert(batch.seminars);
        for repeat in batch.repeats {
            catalog.absorb(&repeat.of, repeat.seminar);
        }
        ControlFlow::Continue(())
    });
    if problems > 0 {
        let (plural, them) = if problems == 1 { ("", "it") } else { ("s", "them") };
        let _ = writeln!(
            std::io::stderr(),
            "seminars: {problems} problem{plural} in {}: open it in the browser and press ! to see {them}",
            choice.name()
        );
    }
    Loaded { catalog }
}

impl Loaded {
    /// What answers the words of a query, best first; everything in the order of the list where there are no words.
    ///
    /// # Errors
    ///
    /// When the query is malformed.
    pub(super) fn find(&self, words: &[String]) -> Result<Vec<Found>, CliError> {
        let query = Query::parse(&words.join(" "))?;
        if query.is_empty() {
            return Ok(self.catalog.order().iter().map(|&handle| Found { handle, found: None }).collect());
        }
        let mut index = Index::new();
        for &handle in self.catalog.order() {
            if let Some(seminar) = self.catalog.get(handle) {
                index.add(handle, seminar);
            }
        }
        let matches = index.search(&query, self.catalog.order(), &AtomicBool::new(false)).unwrap_or_default();
        Ok(matches.into_iter().map(|found| Found { handle: found.handle, found: Some(found) }).collect())
    }
}

/// A talk that answers, and how well.
pub(super) struct Found {
    pub(super) handle: Handle,
    pub(super) found: Option<Match>,
}
