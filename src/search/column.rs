//! A *column* is the texts of one kind, one seminar after the other in one piece of memory, so that a substring search
//! runs through all of them at once.

use serde::{Deserialize, Serialize};

use super::fold::{FoldForm, OtherForms, fold, fold_prose};
use crate::records::Handle;

/// How many rows [`FoldedColumn::find_row`] checks one by one before it switches to a binary search.
const LINEAR_STEPS: usize = 4;

/// The texts of one role, one row per talk. Each value is between blanks after a newline, so that no needle matches
/// across two.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FoldedColumn {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<u32>,
}

impl FoldedColumn {
    /// An empty column.
    pub(super) const EMPTY: Self = Self { bytes: Vec::new(), ends: Vec::new() };

    /// All bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The row, not before `from`, that contains the byte `at`, and where that row ends.
    pub(super) fn find_row(&self, at: usize, from: usize) -> (usize, usize) {
        let after = |end: &u32| *end as usize > at;
        let rest = self.ends.get(from..).unwrap_or_default();
        // If hits are frequent, the next one is nearby.
        let near = rest.iter().take(LINEAR_STEPS).position(after);
        let place = from + near.unwrap_or_else(|| rest.partition_point(|end| !after(end)));
        let end = self.ends.get(place).map_or(self.bytes.len(), |&end| end as usize);
        (place, end)
    }

    /// One row.
    pub(super) fn row(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |&end| end as usize);
        let end = self.ends.get(place).map_or(start, |&end| end as usize);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Adds a short value to the current row, in every form that a reader may type.
    pub(super) fn add_value(&mut self, text: &str) {
        let mut differs = OtherForms::default();
        self.write_line(|out| differs = fold(text, FoldForm::Plain, out));
        for form in differs.forms() {
            self.write_line(|out| {
                fold(text, form, out);
            });
        }
    }

    /// Adds a long text to the current row, in its own script only.
    pub(super) fn add_prose(&mut self, text: &str) {
        self.write_line(|out| fold_prose(text, out));
    }

    /// Writes a newline and then what `fold` writes, or nothing if `fold` writes nothing.
    fn write_line(&mut self, fold: impl FnOnce(&mut Vec<u8>)) {
        let before = self.bytes.len();
        self.bytes.push(b'\n');
        fold(&mut self.bytes);
        if self.bytes.len() == before + 1 {
            self.bytes.truncate(before);
        }
    }

    pub(super) fn end_row(&mut self) {
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// A copy without the rows that have no handle.
    pub(super) fn retained(&self, keep: &[Option<Handle>]) -> Self {
        let mut kept = Self::default();
        for place in keep.iter().enumerate().filter_map(|(place, handle)| handle.map(|_| place)) {
            kept.bytes.extend_from_slice(self.row(place));
            kept.end_row();
        }
        kept.shrink_to_fit();
        kept
    }

    /// Adds the key of a whole value to the current row, on a line by itself.
    pub(super) fn add_key(&mut self, value: &str) {
        self.bytes.push(b'\n');
        self.bytes.extend_from_slice(super::fold_key(value).as_bytes());
        self.bytes.push(b'\n');
    }

    /// Whether it has `len` rows, each within its bytes.
    pub(super) fn is_valid(&self, len: usize) -> bool {
        self.ends.len() == len
            && self.ends.is_sorted()
            && self.ends.last().is_none_or(|&end| end as usize == self.bytes.len())
    }
}
