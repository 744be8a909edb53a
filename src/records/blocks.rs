//! Texts in a file: a few records a *chunk*, each packed by itself, so that one record is read without its neighbours.

use std::fs::File;
use std::io;
use std::sync::Arc;

use serde::Deserialize;

use super::column::Column;
use super::error::RecordError;

/// So many records share a chunk: about 80 KB of text, unpacked in a tenth of a millisecond.
const RECORDS_PER_BLOCK: usize = 32;

/// A file that stays open while pieces of it may be read, whatever becomes of its name.
#[derive(Debug)]
pub struct BlockFile(File);

/// A piece of a file: where it begins, how long it is, and the sum that tells damage.
pub(crate) type Extent = (u64, u32, u32);

impl BlockFile {
    /// Pieces are read from this file.
    #[must_use]
    pub fn new(file: File) -> Self {
        Self(file)
    }

    /// So many bytes from a place on. Several threads may read at a time.
    ///
    /// # Errors
    ///
    /// When the file has fewer, or cannot be read.
    pub fn read(&self, at: u64, len: u32) -> io::Result<Vec<u8>> {
        // A length that was damaged must not take the memory.
        if u64::from(len) > self.0.metadata()?.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; len as usize];
        read_at(&self.0, &mut bytes, at)?;
        Ok(bytes)
    }

    /// A piece, if it is what was written.
    pub(crate) fn read_checked(&self, (at, len, checksum): Extent) -> Result<Vec<u8>, RecordError> {
        let bytes = self.read(at, len)?;
        if crc32fast::hash(&bytes) == checksum { Ok(bytes) } else { Err(RecordError::Damaged) }
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

/// Where the chunks of a sheaf lie in a file.
#[derive(Debug, Clone)]
pub struct Blocks {
    file: Arc<BlockFile>,
    extents: Vec<Extent>,
}

/// Who takes the bytes of records, each with its number.
pub(super) type VisitBytes<'a> = dyn FnMut(usize, &[u8]) -> Result<(), RecordError> + 'a;

impl Blocks {
    /// The chunks of a sheaf in a file.
    pub(crate) fn new(file: Arc<BlockFile>, extents: Vec<Extent>) -> Self {
        Self { file, extents }
    }

    /// Packs the texts of a sheaf and gives each chunk, in order.
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

    /// One record's texts.
    pub(super) fn read_one<T>(&self, at: usize, read: impl FnOnce(&[u8]) -> T) -> Result<T, RecordError> {
        let block =
            self.read_block(*self.extents.get(at / RECORDS_PER_BLOCK).ok_or(RecordError::Missing)?)?;
        let bytes = split_block(&block)?.nth(at % RECORDS_PER_BLOCK).ok_or(RecordError::Damaged)?;
        Ok(read(bytes))
    }

    /// The texts of all records, in order.
    pub(super) fn read_all(&self, visit: &mut VisitBytes<'_>) -> Result<(), RecordError> {
        for (number, &extent) in self.extents.iter().enumerate() {
            let block = self.read_block(extent)?;
            for (at, bytes) in (number * RECORDS_PER_BLOCK..).zip(split_block(&block)?) {
                visit(at, bytes)?;
            }
        }
        Ok(())
    }

    /// All chunks as they are, packed.
    pub(crate) fn compressed(&self) -> impl Iterator<Item = Result<Vec<u8>, RecordError>> {
        self.extents.iter().map(|&place| self.file.read_checked(place))
    }

    /// A chunk, unpacked.
    fn read_block(&self, place: Extent) -> Result<Vec<u8>, RecordError> {
        let packed = self.file.read_checked(place)?;
        lz4_flex::decompress_size_prepended(&packed).map_err(|_| RecordError::Damaged)
    }
}

/// The pieces of a chunk, where they lie.
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
