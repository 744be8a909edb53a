//! A column stores the folded texts of one role, one talk after another in contiguous memory, so that one substring
//! search covers them all.

use serde::{Deserialize, Serialize};

use super::fold::{FoldForm, OtherForms, fold, fold_name_variants, fold_prose};
use crate::records::Handle;
use crate::records::column::Column;

/// The texts of one role, one row per talk. Each value starts with a newline and has blanks around it, so that no
/// needle matches across two values.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FoldedColumn {
    rows: Column,
}

impl FoldedColumn {
    pub(super) const EMPTY: Self = Self { rows: Column::EMPTY };

    /// All rows, concatenated.
    pub(super) fn bytes(&self) -> &[u8] {
        self.rows.bytes()
    }

    /// Finds the row that contains the byte `at`, starting from row `from`; returns the row and where it ends.
    pub(super) fn find_row(&self, at: usize, from: usize) -> (usize, usize) {
        self.rows.find(at, from)
    }

    /// A row; empty if there is no such row.
    pub(super) fn row(&self, place: usize) -> &[u8] {
        self.rows.get(place).unwrap_or_default()
    }

    /// Adds a short value to the current row, in every form that a query may use.
    pub(super) fn add_value(&mut self, text: &str) {
        let mut differs = OtherForms::default();
        self.write_line(|out| differs = fold(text, FoldForm::Plain, out));
        for form in differs.forms() {
            self.write_line(|out| {
                fold(text, form, out);
            });
        }
    }

    /// Adds a person's name to the current row, along with its variants.
    pub(super) fn add_name(&mut self, name: &str) {
        self.add_value(name);
        self.write_line(|out| fold_name_variants(name, out));
    }

    /// Adds a long text to the current row, in its original script only.
    pub(super) fn add_prose(&mut self, text: &str) {
        self.write_line(|out| fold_prose(text, out));
    }

    /// Writes a newline followed by the output of `fold`; writes nothing if there is no output.
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

    /// Adds the key of a whole value to the current row, on its own line.
    pub(super) fn add_key(&mut self, value: &str) {
        let bytes = self.rows.buffer();
        bytes.push(b'\n');
        bytes.extend_from_slice(super::fold_key(value).as_bytes());
        bytes.push(b'\n');
    }

    /// Whether it has `len` rows, all within bounds.
    pub(super) fn is_valid(&self, len: usize) -> bool {
        self.rows.is_valid(len)
    }
}
