//! A *column* is the texts of one kind, one seminar after the other in one piece of memory, so that a substring search
//! runs through all of them at once.

use serde::{Deserialize, Serialize};

use super::fold::{FoldForm, OtherForms, fold, fold_name_variants, fold_prose};
use crate::records::Handle;
use crate::records::column::Column;

/// The texts of one role, one row per talk. Each value is between blanks after a newline, so that no needle matches
/// across two.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FoldedColumn {
    rows: Column,
}

impl FoldedColumn {
    /// An empty column.
    pub(super) const EMPTY: Self = Self { rows: Column::EMPTY };

    /// All bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.rows.bytes()
    }

    /// The row, not before `from`, that contains the byte `at`, and where that row ends.
    pub(super) fn find_row(&self, at: usize, from: usize) -> (usize, usize) {
        self.rows.find(at, from)
    }

    /// One row.
    pub(super) fn row(&self, place: usize) -> &[u8] {
        self.rows.get(place).unwrap_or_default()
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

    /// Adds a person's name to the current row, also in its variants.
    pub(super) fn add_name(&mut self, name: &str) {
        self.add_value(name);
        self.write_line(|out| fold_name_variants(name, out));
    }

    /// Adds a long text to the current row, in its own script only.
    pub(super) fn add_prose(&mut self, text: &str) {
        self.write_line(|out| fold_prose(text, out));
    }

    /// Writes a newline and then what `fold` writes, or nothing if `fold` writes nothing.
    fn write_line(&mut self, fold: impl FnOnce(&mut Vec<u8>)) {
        let bytes = self.rows.buffer();
        let before = bytes.len();
        bytes.push(b'\n');
        fold(bytes);
        if bytes.len() == before + 1 {
            bytes.truncate(before);
        }
    }

    pub(super) fn end_row(&mut self) {
        self.rows.end_value();
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.rows.shrink_to_fit();
    }

    /// A copy without the rows that have no handle.
    pub(super) fn retained(&self, keep: &[Option<Handle>]) -> Self {
        let mut kept = Self::default();
        for place in keep.iter().enumerate().filter_map(|(place, handle)| handle.map(|_| place)) {
            kept.rows.push_with(|bytes| bytes.extend_from_slice(self.row(place)));
        }
        kept.shrink_to_fit();
        kept
    }

    /// Adds the key of a whole value to the current row, on a line by itself.
    pub(super) fn add_key(&mut self, value: &str) {
        let bytes = self.rows.buffer();
        bytes.push(b'\n');
        bytes.extend_from_slice(super::fold_key(value).as_bytes());
        bytes.push(b'\n');
    }

    /// Whether it has `len` rows, each within its bytes.
    pub(super) fn is_valid(&self, len: usize) -> bool {
        self.rows.is_valid(len)
    }
}
