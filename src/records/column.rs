//! A *blob*: pieces of bytes one after the other, and where each ends.

use serde::{Deserialize, Serialize};

/// Pieces of bytes in one piece of memory.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Column {
    /// Puts a piece behind the others.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// A piece.
    pub(crate) fn get(&self, at: usize) -> Option<&[u8]> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        self.bytes.get(start..end)
    }

    /// How many pieces there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Gives back memory that nothing will be put into.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// How many bytes they have.
    pub(crate) fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it has so many pieces, each within its bytes.
    pub(crate) fn is_valid(&self, len: usize) -> bool {
        self.ends.len() == len
            && self.ends.is_sorted()
            && self.ends.last().is_none_or(|&end| end as usize == self.bytes.len())
    }
}
