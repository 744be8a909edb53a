//! [`Cache`]: what was read from an archive, saved between runs so that the list appears at once.
//!
//! The cache is one file: a prefix that locates the header; record batches with their short search fields, read in
//! parallel; record bodies in compressed blocks, read when needed; the manifest; and the header with the extents of all
//! of these. It is never larger than the archive. Two files next to it hold results that are computed later: check
//! results, and the folded long fields, which are no larger than the archive either. Nothing is trusted: every extent
//! has a checksum. A cache is ignored if it belongs to another version or archive, is truncated, or has a damaged
//! header or batch; if only a block of bodies is damaged, the affected files are read again. A new cache is written to
//! a temporary file, synced and renamed, so readers see either the old file or the new one.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::origin::Origin;
use crate::atomic_file::{Access, AtomicFile, check_is_regular};
use crate::format::Limits;
use crate::paths;
use crate::records::BlockFile;
use crate::records::blocks::Extent;
use crate::records::path_table::{Rebase, path_bytes};

mod format;
mod stored_file;
mod sweep;

pub(super) use sweep::sweep;
pub use sweep::{Removed, cache_size, clear_caches};

/// Bump this whenever the same bytes would mean something else, or the same files would yield different records.
pub(super) const FORMAT_VERSION: u32 = 8;
const MAGIC: [u8; 8] = *b"seminars";
/// Length of the fixed prefix, in bytes.
const PREFIX_LEN: usize = 28;

/// The location of an archive's cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cache {
    file: PathBuf,
    /// Identifies what the cache was made from: version, limits and real paths. Stored in the file.
    key: Vec<u8>,
    /// The paths as the user wrote them, because they are displayed.
    roots: Vec<Vec<u8>>,
    /// Archives smaller than this many bytes are not cached.
    min_archive_size: u64,
}

impl Cache {
    /// Below this size in bytes, reading an archive is as fast as reading its cache.
    pub const MIN_ARCHIVE_SIZE: u64 = 1 << 20;

    /// The cache of an archive in `folder`; `None` if the archive is not on disk.
    #[must_use]
    pub fn for_origin(origin: &Origin, limits: &Limits, folder: &Path) -> Option<Self> {
        let Origin::Paths(paths) = origin else { return None };
        let mut key = format!("{} {FORMAT_VERSION} {limits:?}", env!("CARGO_PKG_VERSION")).into_bytes();
        for path in paths {
            // Different spellings of a path mean the same archive.
            key.push(0);
            key.extend_from_slice(fs::canonicalize(path).ok()?.as_os_str().as_encoded_bytes());
        }
        let roots = paths.iter().map(|path| path_bytes(path).into_owned()).collect();
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let file = folder.join(format!("{:016x}.cache", hasher.finish()));
        Some(Self { file, key, roots, min_archive_size: Self::MIN_ARCHIVE_SIZE })
    }

    /// The cache of an archive in the user's cache folder.
    #[must_use]
    pub fn for_user(origin: &Origin, limits: &Limits) -> Option<Self> {
        Self::for_origin(origin, limits, &paths::cache()?)
    }

    /// The same cache, but used for archives of any size.
    #[cfg(test)]
    pub(super) fn for_any_size(self) -> Self {
        Self { min_archive_size: 0, ..self }
    }

    /// The path of the cache file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether an archive of this size should be cached.
    pub(super) fn is_worthwhile(&self, bytes: u64) -> bool {
        bytes >= self.min_archive_size
    }

    /// Opens the cache; `None` if it is missing or unusable.
    pub(super) fn open(&self) -> Option<OpenCache> {
        let (file, header, id) = open_file::<Header>(&self.file)?;
        if header.key != self.key {
            return None;
        }
        let rebase = match (header.roots.as_slice(), self.roots.as_slice()) {
            (before, now) if before == now => None,
            ([before], [now]) => Some(Rebase::new(before, now)?),
            _ => return None,
        };
        Some(OpenCache { file, header, id, rebase })
    }

    /// Starts writing a new cache file.
    pub(super) fn writer(&self) -> io::Result<CacheWriter> {
        CacheWriter::create(&self.file)
    }

    /// Replaces the previous cache with this one. If this one is larger than `max_bytes`, it is discarded instead.
    pub(super) fn finish(
        &self,
        mut writer: CacheWriter,
        header: Header,
        max_bytes: u64,
    ) -> io::Result<Option<OpenCache>> {
        let header = Header { key: self.key.clone(), roots: self.roots.clone(), ..header };
        let id = writer.write_value(&header)?;
        if writer.position > max_bytes {
            return Ok(None);
        }
        Ok(Some(OpenCache { file: writer.commit(id)?, header, id, rebase: None }))
    }

    /// The file for the folded long fields, which are stored separately so that saving the cache need not wait for
    /// them.
    fn folded_file(&self) -> PathBuf {
        self.file.with_extension("folded")
    }

    /// The folded long fields that belong to this cache: their file, and the extents of each batch.
    pub(super) fn open_folded(&self, opened: &OpenCache) -> Option<(Arc<BlockFile>, FoldedExtents)> {
        let (file, (id, extents), _) = open_file::<(Extent, FoldedExtents)>(&self.folded_file())?;
        (id == opened.id()).then_some((file, extents))
    }

    /// Starts writing the folded long fields of a cache.
    pub(super) fn folded_writer(&self) -> io::Result<CacheWriter> {
        CacheWriter::create(&self.folded_file())
    }

    /// Replaces the stored folded long fields with those of cache `id`.
    pub(super) fn finish_folded(
        mut writer: CacheWriter,
        id: Extent,
        extents: FoldedExtents,
    ) -> io::Result<()> {
        let header = writer.write_value(&(id, extents))?;
        writer.commit(header).map(|_| ())
    }

    /// Deletes the cache because it is out of date.
    pub(super) fn remove(&self) {
        let _ = fs::remove_file(&self.file);
        let _ = fs::remove_file(self.check_file());
        let _ = fs::remove_file(self.folded_file());
    }

    /// The file for check results, which are stored separately so that saving the cache need not wait for the check.
    fn check_file(&self) -> PathBuf {
        self.file.with_extension("checked")
    }

    /// The stored check results, if they belong to this cache.
    pub(super) fn read_check<T: DeserializeOwned>(&self, opened: &OpenCache) -> Option<T> {
        check_is_regular(&self.check_file()).ok()?;
        let bytes = fs::read(self.check_file()).ok()?;
        let (sum, rest) = bytes.split_first_chunk()?;
        if crc32fast::hash(rest) != u32::from_le_bytes(*sum) {
            return None;
        }
        let (id, found): (Extent, T) = postcard::from_bytes(rest).ok()?;
        (id == opened.id()).then_some(found)
    }

    /// Writes the check results of cache `id`, unless both files together would exceed `most` bytes.
    pub(super) fn write_check(&self, id: Extent, found: &impl Serialize, most: u64) -> io::Result<()> {
        let bytes = postcard::to_stdvec(&(id, found)).map_err(io::Error::other)?;
        // The id is the extent of the header, which is the last part of the cache: it gives the cache's size.
        let (at, len, _) = id;
        if at + u64::from(len) + bytes.len() as u64 + size_of::<u32>() as u64 > most {
            let _ = fs::remove_file(self.check_file());
            return Ok(());
        }
        let mut file = AtomicFile::create(&self.check_file(), Access::Private)?;
        file.write_all(&crc32fast::hash(&bytes).to_le_bytes())?;
        file.write_all(&bytes)?;
        file.commit()?;
        Ok(())
    }
}

/// The extents of the folded long fields of a cache, one per batch; `None` if those of a batch are not stored.
pub(super) type FoldedExtents = Vec<Option<Extent>>;

/// Opens a file written by a [`CacheWriter`]; also returns its header and the extent of the header.
fn open_file<H: DeserializeOwned>(path: &Path) -> Option<(Arc<BlockFile>, H, Extent)> {
    check_is_regular(path).ok()?;
    let file = File::open(path).ok()?;
    let len = file.metadata().ok()?.len();
    let file = Arc::new(BlockFile::new(file));
    let prefix = Prefix::parse(&file.read(0, u32::try_from(PREFIX_LEN).ok()?).ok()?)?;
    let (at, size, _) = prefix.header;
    // Detect a truncated file before anything in it is used.
    let is_whole = at.checked_add(u64::from(size)) == Some(len);
    let header: H = is_whole.then(|| read_value(&file, prefix.header)).flatten()?;
    Some((file, header, prefix.header))
}

/// The beginning of a cache file, which locates its header.
struct Prefix {
    header: Extent,
}

impl Prefix {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk()?;
        let (format, rest) = rest.split_first_chunk()?;
        let (at, rest) = rest.split_first_chunk()?;
        let (size, rest) = rest.split_first_chunk()?;
        let (sum, _) = rest.split_first_chunk()?;
        let header = (u64::from_le_bytes(*at), u32::from_le_bytes(*size), u32::from_le_bytes(*sum));
        (*magic == MAGIC && u32::from_le_bytes(*format) == FORMAT_VERSION).then_some(Self { header })
    }

    fn to_bytes(&self) -> Vec<u8> {
        let (at, size, sum) = self.header;
        let parts = [
            &MAGIC[..],
            &FORMAT_VERSION.to_le_bytes(),
            &at.to_le_bytes(),
            &size.to_le_bytes(),
            &sum.to_le_bytes(),
        ];
        parts.concat()
    }
}

/// The header of a cache file: the extents of everything in it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Header {
    /// Identifies what the cache was made from, as in [`Cache`].
    key: Vec<u8>,
    /// The paths as the user wrote them when the cache was saved.
    roots: Vec<Vec<u8>>,
    /// The record batches in the order of their handles.
    pub(super) batches: Vec<BatchExtents>,
    /// The handles of the listed records, in list order.
    pub(super) order: Extent,
    /// The file entries, a few thousand per extent.
    pub(super) files: Vec<Extent>,
    /// Data about the archive as a whole.
    pub(super) archive: Extent,
}

/// Where a record batch is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BatchExtents {
    pub(super) batch: Extent,
    pub(super) bodies: Vec<Extent>,
}

/// A cache that is open for reading.
#[derive(Debug)]
pub(super) struct OpenCache {
    pub(super) file: Arc<BlockFile>,
    pub(super) header: Header,
    id: Extent,
    /// Translates the stored paths if the archive was opened under a different path when the cache was saved.
    pub(super) rebase: Option<Rebase>,
}

impl OpenCache {
    /// Identifies this cache's contents: the extent and checksum of its header.
    pub(super) fn id(&self) -> Extent {
        self.id
    }

    /// Decodes the value at an extent; `None` if it is damaged.
    pub(super) fn read<T: DeserializeOwned>(&self, place: Extent) -> Option<T> {
        read_value(&self.file, place)
    }
}

fn read_value<T: DeserializeOwned>(store: &BlockFile, place: Extent) -> Option<T> {
    postcard::from_bytes(&store.read_checked(place).ok()?).ok()
}

/// A cache file that is being written.
#[derive(Debug)]
pub(super) struct CacheWriter {
    file: io::BufWriter<AtomicFile>,
    position: u64,
}

impl CacheWriter {
    fn create(path: &Path) -> io::Result<Self> {
        let mut file = AtomicFile::create(path, Access::Private)?;
        file.write_all(&[0; PREFIX_LEN])?;
        Ok(Self { file: io::BufWriter::with_capacity(1 << 20, file), position: PREFIX_LEN as u64 })
    }

    /// How many bytes have been written so far.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Writes a value and returns its extent.
    pub(super) fn write_value(&mut self, value: &impl Serialize) -> io::Result<Extent> {
        self.write_bytes(&postcard::to_stdvec(value).map_err(io::Error::other)?)
    }

    /// Writes raw bytes and returns their extent.
    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<Extent> {
        let len = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.file.write_all(bytes)?;
        let place = (self.position, len, crc32fast::hash(bytes));
        self.position += u64::from(len);
        Ok(place)
    }

    /// Writes the prefix, which locates the header, and moves the file into place.
    fn commit(self, header: Extent) -> io::Result<Arc<BlockFile>> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&Prefix { header }.to_bytes())?;
        Ok(Arc::new(BlockFile::new(file.commit()?)))
    }
}
