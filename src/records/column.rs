//! [`Column`]: byte strings in one contiguous buffer, with the offset where each ends.

use serde::{Deserialize, Serialize};

/// How many values [`Column::find`] checks one by one before it switches to a binary search.
const LINEAR_STEPS: usize = 4;

/// Byte strings in one contiguous buffer, with the offset where each ends.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Column {
    /// A column without values.
    pub(crate) const EMPTY: Self = Self { bytes: Vec::new(), ends: Vec::new() };

    /// Appends a value.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.end_value();
    }

    /// The buffer, to append a part of the next value; [`Self::end_value`] completes it.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Completes the value whose parts were appended to [`Self::buffer`].
    pub(crate) fn end_value(&mut self) {
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// The value at an index.
    pub(crate) fn get(&self, at: usize) -> Option<&[u8]> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        self.bytes.get(start..end)
    }

    /// All values, concatenated.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The index of the value that contains `offset`, and the offset where it ends. The search begins at value `from`.
    pub(crate) fn find(&self, offset: usize, from: usize) -> (usize, usize) {
        let is_after = |end: &u32| *end as usize > offset;
        let rest = self.ends.get(from..).unwrap_or_default();
        // If hits are frequent, the next one is nearby.
        let near = rest.iter().take(LINEAR_STEPS).position(is_after);
        let at = from + near.unwrap_or_else(|| rest.partition_point(|end| !is_after(end)));
        let end = self.ends.get(at).map_or(self.bytes.len(), |&end| end as usize);
        (at, end)
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Releases unused capacity.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The size of all values in bytes.
    pub(crate) fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it has exactly `len` values, each within its bytes.
    pub(crate) fn is_valid(&self, len: usize) -> bool {
        self.ends.len() == len
            && self.ends.is_sorted()
            && self.ends.last().is_none_or(|&end| end as usize == self.bytes.len())
    }
}
