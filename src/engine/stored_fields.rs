//! [`StoredLongFields`]: the folded long fields of a record batch, stored in a file so that they are not folded again
//! at every start.

use std::sync::Arc;

use crate::records::BlockFile;
use crate::records::blocks::Extent;
use crate::search::LongFields;

/// Where the long fields of a record batch are stored.
#[derive(Debug, Clone)]
pub struct StoredLongFields {
    file: Arc<BlockFile>,
    extent: Extent,
}

impl StoredLongFields {
    /// The long fields at an extent of a file.
    pub(crate) fn new(file: Arc<BlockFile>, extent: Extent) -> Self {
        Self { file, extent }
    }

    /// Encodes and compresses long fields for storage.
    pub(crate) fn encode(fields: &LongFields) -> Vec<u8> {
        // Writing to a `Vec` cannot fail.
        lz4_flex::compress_prepend_size(&postcard::to_stdvec(fields).unwrap_or_default())
    }

    /// The long fields of a batch with `len` records; `None` if they cannot be read or are damaged.
    pub(crate) fn load(&self, len: usize) -> Option<LongFields> {
        let packed = self.file.read_checked(self.extent).ok()?;
        let plain = lz4_flex::decompress_size_prepended(&packed).ok()?;
        let fields: LongFields = postcard::from_bytes(&plain).ok()?;
        fields.is_sound(len).then_some(fields)
    }
}
