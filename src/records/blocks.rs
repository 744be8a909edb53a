//! Bodies in a file: the records of a batch in compressed blocks of 32, so that one record can be read
//! without the whole batch.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;

use super::column::Column;
use super::error::RecordError;

/// Records per block: about 80 KB of text, decompressed in a tenth of a millisecond.
const RECORDS_PER_BLOCK: usize = 32;

/// An open file from which extents are read; it stays readable after it is renamed or deleted.
#[derive(Debug)]
pub struct BlockFile {
    file: File,
    is_damaged: AtomicBool,
}

/// A range of a file: offset, length and CRC-32 checksum.
pub(crate) type Extent = (u64, u32, u32);

impl BlockFile {
    /// Creates a reader for an open file.
    #[must_use]
    pub fn new(file: File) -> Self {
        Self { file, is_damaged: AtomicBool::new(false) }
    }

    /// Reads `len` bytes at an offset. Several threads may read at once.
    ///
    /// # Errors
    ///
    /// When the file is too short or cannot be read.
    pub fn read(&self, at: u64, len: u32) -> io::Result<Vec<u8>> {
        // A corrupted length must not allocate all memory.
        if u64::from(len) > self.file.metadata()?.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; len as usize];
        read_at(&self.file, &mut bytes, at)?;
        Ok(bytes)
    }

    /// Reads an extent and verifies its checksum.
    pub(crate) fn read_checked(&self, (at, len, checksum): Extent) -> Result<Vec<u8>, RecordError> {
        match self.read(at, len) {
            Ok(bytes) if crc32fast::hash(&bytes) == checksum => Ok(bytes),
            read => {
                self.is_damaged.store(true, Ordering::Relaxed);
                Err(read.err().map_or(RecordError::Damaged, RecordError::from))
            }
        }
    }

    /// Whether any extent could not be read.
    pub(crate) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        at += read as u64;
        bytes = std::mem::take(&mut bytes).get_mut(read..).unwrap_or_default();
    }
    Ok(())
}

/// The blocks of one record batch in a file.
#[derive(Debug, Clone)]
pub struct Blocks {
    file: Arc<BlockFile>,
    extents: Vec<Extent>,
}

/// Receives the bytes of each record, with its index in the batch.
pub(super) type VisitBytes<'a> = dyn FnMut(usize, &[u8]) -> Result<(), RecordError> + 'a;

impl Blocks {
    /// The blocks at these extents of a file.
    pub(crate) fn new(file: Arc<BlockFile>, extents: Vec<Extent>) -> Self {
        Self { file, extents }
    }

    /// Compresses the bodies of a batch and passes each block to `give`, in order.
    pub(crate) fn compress<E>(texts: &Column, mut give: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut first = 0;
        while first < texts.len() {
            let mut chunk = Column::default();
            for at in first..texts.len().min(first + RECORDS_PER_BLOCK) {
                chunk.push_with(|out| out.extend_from_slice(texts.get(at).unwrap_or_default()));
            }
            let plain = postcard::to_stdvec(&chunk).unwrap_or_default();
            give(&lz4_flex::compress_prepend_size(&plain))?;
            first += RECORDS_PER_BLOCK;
        }
        Ok(())
    }

    /// Passes the body of one record to `read`.
    pub(super) fn read_one<T>(&self, at: usize, read: impl FnOnce(&[u8]) -> T) -> Result<T, RecordError> {
        let block =
            self.read_block(*self.extents.get(at / RECORDS_PER_BLOCK).ok_or(RecordError::Missing)?)?;
        let bytes = split_block(&block)?.nth(at % RECORDS_PER_BLOCK).ok_or(RecordError::Damaged)?;
        Ok(read(bytes))
    }

    /// Visits the bodies of all `len` records, in order.
    pub(super) fn read_all(&self, len: usize, visit: &mut VisitBytes<'_>) -> Result<(), RecordError> {
        let mut visited = 0;
        for (number, &extent) in self.extents.iter().enumerate() {
            let block = self.read_block(extent)?;
            for (at, bytes) in (number * RECORDS_PER_BLOCK..).zip(split_block(&block)?) {
                visit(at, bytes)?;
                visited += 1;
            }
        }
        if visited == len { Ok(()) } else { Err(RecordError::Damaged) }
    }

    /// All blocks as stored, compressed.
    pub(crate) fn compressed(&self) -> impl Iterator<Item = Result<Vec<u8>, RecordError>> {
        self.extents.iter().map(|&place| self.file.read_checked(place))
    }

    /// Reads and decompresses a block.
    fn read_block(&self, place: Extent) -> Result<Vec<u8>, RecordError> {
        let packed = self.file.read_checked(place)?;
        lz4_flex::decompress_size_prepended(&packed).map_err(|_| RecordError::Damaged)
    }
}

/// The records of a decompressed block, borrowed from it.
fn split_block(chunk: &[u8]) -> Result<impl Iterator<Item = &[u8]>, RecordError> {
    #[derive(Deserialize)]
    struct BorrowedColumn<'a> {
        #[serde(with = "serde_bytes")]
        bytes: &'a [u8],
        ends: Vec<u32>,
    }
    let BorrowedColumn { bytes, ends } = postcard::from_bytes(chunk).map_err(|_| RecordError::Damaged)?;
    let mut start = 0;
    Ok(ends.into_iter().map_while(move |end| {
        let piece = bytes.get(start..end as usize);
        start = end as usize;
        piece
    }))
}
