//! The results of a search: the matches in order, and the row of each.

use crate::records::Handle;
use crate::search::Match;

/// Matches in list order, with the row of each. Built on the search thread, because it is slow for many matches.
#[derive(Debug, Default)]
pub struct Results {
    matches: Vec<Match>,
    /// The row of each handle, or [`NO_ROW`].
    rows: Vec<u32>,
}

/// Marks a handle that is not among the matches.
const NO_ROW: u32 = u32::MAX;

impl Results {
    /// Takes the matches in list order.
    #[must_use]
    pub fn new(matches: Vec<Match>) -> Self {
        let end = matches.iter().map(|found| found.handle.index() + 1).max().unwrap_or(0);
        let mut rows = vec![NO_ROW; end];
        for (row, found) in (0..NO_ROW).zip(&matches) {
            if let Some(place) = rows.get_mut(found.handle.index()) {
                *place = row;
            }
        }
        Self { matches, rows }
    }

    /// The number of matches.
    #[must_use]
    pub fn len(&self) -> usize {
        self.matches.len()
    }

    /// Whether there are no matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    /// The match in a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&Match> {
        self.matches.get(row)
    }

    /// The row of a talk, if it is among the matches.
    #[must_use]
    pub fn row_of(&self, handle: Handle) -> Option<usize> {
        let row = self.rows.get(handle.index()).copied().filter(|&row| row != NO_ROW)?;
        usize::try_from(row).ok()
    }

    /// Puts the successor of a replaced record into its row, until the next answer.
    pub fn replace(&mut self, old: Handle, new: Handle) {
        let Some(found) = self.row_of(old).and_then(|row| self.matches.get_mut(row)) else { return };
        found.handle = new;
        *self = Self::new(std::mem::take(&mut self.matches));
    }

    /// Keeps only the matches for which `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(Handle) -> bool) {
        let mut matches = std::mem::take(&mut self.matches);
        matches.retain(|found| keep(found.handle));
        *self = Self::new(matches);
    }
}
