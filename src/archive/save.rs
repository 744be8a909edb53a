//! Saves and checks an [`Archive`] once everything is listed.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use jiff::civil::Date;

use super::cache::sweep;
use super::delta::{Delta, OnChange, ProblemUpdate};
use super::listed_records::ListedRecords;
use super::{Archive, CheckResult};
use crate::check;

/// Rewrite the cache once more than 1/`REWRITE_FRACTION` of the archive is missing from it; reading less is faster than
/// writing.
const REWRITE_FRACTION: u64 = 50;

impl Archive {
    /// Rereads what the cache could not supply, saves the cache, checks the records as of `today`, and finally saves
    /// what only makes the next start faster.
    pub fn save_and_check(
        &mut self,
        today: Date,
        cancel: &AtomicBool,
        on_change: &mut OnChange<'_>,
    ) -> ControlFlow<()> {
        self.repair(cancel, on_change)?;
        // Damage may not show until here. What was read again is undamaged, so two rounds are enough.
        for _ in 0..2 {
            self.save();
            self.check(today, cancel, on_change)?;
            self.save_folded();
            if !self.repair(cancel, on_change)? {
                break;
            }
        }
        ControlFlow::Continue(())
    }

    /// Checks the records against each other as of `today`, unless that has been done already, and reports all problems
    /// of the archive.
    pub fn check(
        &mut self,
        today: Date,
        cancel: &AtomicBool,
        on_change: &mut OnChange<'_>,
    ) -> ControlFlow<()> {
        if self.check_result.year == Some(today.year()) {
            return ControlFlow::Continue(());
        }
        let problems = check::check(
            &ListedRecords { snapshot: &self.snapshot, cancel },
            today,
            &crate::diagnostic::snippet::read_text,
        );
        if cancel.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        // Draw no conclusions from bodies that could not be read.
        if self.is_damaged() {
            return ControlFlow::Continue(());
        }
        let is_known = self.check_result.problems == problems;
        self.check_result = CheckResult { problems, year: Some(today.year()) };
        if let Some(cache) = &self.cache {
            // If this fails, the check runs again next time.
            let _ = self.write_check(cache);
        }
        if is_known {
            return ControlFlow::Continue(());
        }
        on_change(Delta { problems: ProblemUpdate::All(self.all_problems()), ..self.delta() })
    }

    /// Writes the cache, if there is one and too much is missing from it. A failure is ignored: the next start is just
    /// slower.
    pub fn save(&mut self) {
        let Some(cache) = self.cache.clone() else { return };
        let size = self.manifest.size();
        if !cache.is_worthwhile(size)
            || self.uncached_bytes == 0
            || self.uncached_bytes.saturating_mul(REWRITE_FRACTION) < size
        {
            return;
        }
        if self.write_cache(&cache).is_ok() {
            self.uncached_bytes = 0;
            self.has_folded = false;
            let _ = self.write_check(&cache);
            if let Some(folder) = cache.file().parent() {
                let _ = sweep(folder, SystemTime::now());
            }
        }
    }

    /// Folds and saves the texts of the cached records for the searches after the next start, unless that is done
    /// already. A failure is ignored: the first search in texts is just slower.
    pub(super) fn save_folded(&mut self) {
        if let (Some(cache), Some(id), 0, false) =
            (&self.cache, self.cache_id, self.uncached_bytes, self.has_folded)
        {
            self.has_folded = self.write_folded(cache, id).is_ok();
        }
    }
}
