//! [`Column`]: byte strings in one contiguous buffer, with the offset where each ends.

use serde::{Deserialize, Serialize};

/// Byte strings in one contiguous buffer, with the offset where each ends.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Column {
    /// Appends a value.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// A value.
    pub(crate) fn get(&self, at: usize) -> Option<&[u8]> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        self.bytes.get(start..end)
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
