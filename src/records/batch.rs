//! [`RecordBatch`]: seminars in compact encoded form, which takes little memory and is written to the cache as it is.
//!
//! A record has two parts. The *summary* is what a list, a search for names and a click need: names, title, date, links
//! and all other short values. The *body* is the abstract, the bios and the unknown fields. Summaries are always in
//! memory, about 250 bytes each; bodies may be in a file.
//!
//! Values are decoded on demand, in less than a microsecond for a summary. Decoding cleans text and parses links again,
//! because bytes from a file are not trusted, not even from our own.

use std::cmp;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::seminar::{SearchableText, Seminar, Source, When};

use super::blocks::{Blocks, VisitBytes};
use super::codec::{self, ListRow, StoredBody, StoredSummary, Summary};
use super::column::Column;
use super::error::RecordError;
use super::path_table::{PathTable, Rebase};

/// Seminars in compact form.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecordBatch {
    /// The files that the records come from.
    paths: PathTable,
    /// The file of each record, as an index into `paths`.
    files: Vec<u32>,
    /// Index of each record within its file.
    indices: Vec<u32>,
    /// The sort key of each record's date: later dates have smaller keys.
    date_keys: Vec<u32>,
    summaries: Column,
    #[serde(skip)]
    bodies: RwLock<BodyStorage>,
    /// Whether any body could not be read.
    #[serde(skip)]
    is_damaged: AtomicBool,
}

/// Where the bodies of a batch are.
#[derive(Debug)]
enum BodyStorage {
    Memory(Column),
    File(Blocks),
}

impl Default for BodyStorage {
    fn default() -> Self {
        Self::Memory(Column::default())
    }
}

/// Sort key of a record in the list: newest first, undated last; within a day by file and index in the file, like
/// [`Seminar::order_key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderKey<'a> {
    date_key: u32,
    file: &'a Path,
    index: u32,
}

impl<'a> OrderKey<'a> {
    /// The file, and the index within it.
    pub(super) fn source(self) -> (&'a Path, u32) {
        (self.file, self.index)
    }
}

impl Ord for OrderKey<'_> {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        let days = self.date_key.cmp(&other.date_key);
        days.then_with(|| self.file.cmp(other.file)).then_with(|| self.index.cmp(&other.index))
    }
}

impl PartialOrd for OrderKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The key of an undated record: sorts after all others.
const NO_DATE: u32 = u32::MAX;

/// The sort key of a date: the later the date, the smaller the key.
fn date_key(when: Option<When>) -> u32 {
    let Some((year, month, day)) = when.map(When::parts) else { return NO_DATE };
    let number = |part: Option<i8>| u32::try_from(part.unwrap_or(0)).unwrap_or(0);
    let year = u32::try_from(year).unwrap_or(0);
    NO_DATE - 1 - (year << 9 | number(month) << 5 | number(day))
}

impl RecordBatch {
    /// Appends a seminar.
    pub fn push(&mut self, seminar: &Seminar) {
        self.files.push(self.paths.intern(&seminar.source.root, &seminar.source.file));
        self.indices.push(seminar.source.index);
        self.date_keys.push(date_key(seminar.when()));
        self.summaries.push_with(|out| codec::encode(&StoredSummary::from_seminar(seminar), out));
        let bodies = self.bodies.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let BodyStorage::Memory(bodies) = bodies {
            bodies.push_with(|out| codec::encode(&StoredBody::from_seminar(seminar), out));
        }
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The size of the summaries in bytes, and of the bodies that are in memory.
    pub(crate) fn byte_len(&self) -> usize {
        let texts = match &*self.bodies() {
            BodyStorage::Memory(texts) => texts.byte_len(),
            BodyStorage::File(_) => 0,
        };
        self.summaries.byte_len() + texts
    }

    /// The sort key of a record.
    #[must_use]
    pub fn order_key(&self, at: usize) -> Option<OrderKey<'_>> {
        Some(OrderKey {
            date_key: *self.date_keys.get(at)?,
            file: self.file(at)?,
            index: *self.indices.get(at)?,
        })
    }

    /// The file that a record comes from.
    #[must_use]
    pub fn file(&self, at: usize) -> Option<&Path> {
        self.paths.get(*self.files.get(at)?)
    }

    /// A record without its body.
    #[must_use]
    pub fn summary(&self, at: usize) -> Option<Summary> {
        let bytes = self.summaries.get(at)?;
        let head: StoredSummary<'_> = postcard::from_bytes(bytes).ok()?;
        Some(Summary::new(head.into_seminar(self.source(at)?)))
    }

    /// What the list shows for a record.
    #[must_use]
    pub(super) fn list_row(&self, at: usize) -> Option<ListRow> {
        let summary: StoredSummary<'_> = postcard::from_bytes(self.summaries.get(at)?).ok()?;
        Some(summary.into_list_row())
    }

    /// A record with its body, which may have to be read from a file.
    ///
    /// # Errors
    ///
    /// When that file cannot be read or has changed.
    pub fn seminar(&self, at: usize) -> Result<Seminar, RecordError> {
        let summary = self.summary(at).ok_or(RecordError::Missing)?;
        let mut seminar = summary.into_seminar();
        let mut read = |bytes: &[u8]| -> Result<(), RecordError> {
            let body: StoredBody<'_> = postcard::from_bytes(bytes).map_err(|_| RecordError::Damaged)?;
            body.apply_to(&mut seminar);
            Ok(())
        };
        let body = match &*self.bodies() {
            BodyStorage::Memory(bodies) => bodies.get(at).ok_or(RecordError::Missing).and_then(&mut read),
            BodyStorage::File(blocks) => blocks.read_one(at, &mut read).and_then(|body| body),
        };
        self.note_damage(body).map(|()| seminar)
    }

    /// Visits all records with their bodies.
    ///
    /// # Errors
    ///
    /// When the bodies cannot be read; the records before that have been visited.
    pub fn for_each(&self, give: &mut dyn FnMut(usize, Seminar)) -> Result<(), RecordError> {
        self.for_each_body(&mut |at, bytes| {
            let body: StoredBody<'_> = postcard::from_bytes(bytes).map_err(|_| RecordError::Damaged)?;
            let mut seminar = self.summary(at).ok_or(RecordError::Missing)?.into_seminar();
            body.apply_to(&mut seminar);
            give(at, seminar);
            Ok(())
        })
    }

    /// Visits the searchable text of all records, without building a `Seminar` for each.
    ///
    /// # Errors
    ///
    /// When the bodies cannot be read; the records before that have been visited.
    pub fn for_each_searchable_text(
        &self,
        give: &mut dyn FnMut(usize, &SearchableText<'_>),
    ) -> Result<(), RecordError> {
        self.for_each_body(&mut |at, bytes| {
            let summary = self.summaries.get(at).ok_or(RecordError::Missing)?;
            let summary: StoredSummary<'_> =
                postcard::from_bytes(summary).map_err(|_| RecordError::Damaged)?;
            let body: StoredBody<'_> = postcard::from_bytes(bytes).map_err(|_| RecordError::Damaged)?;
            give(at, &codec::searchable_text(&summary, body));
            Ok(())
        })
    }

    fn for_each_body(&self, take: &mut VisitBytes<'_>) -> Result<(), RecordError> {
        let visited = match &*self.bodies() {
            BodyStorage::Memory(texts) => {
                (0..self.len()).try_for_each(|at| take(at, texts.get(at).ok_or(RecordError::Missing)?))
            }
            BodyStorage::File(chunks) => chunks.read_all(self.len(), take),
        };
        self.note_damage(visited)
    }

    fn note_damage<T>(&self, read: Result<T, RecordError>) -> Result<T, RecordError> {
        if read.is_err() {
            self.is_damaged.store(true, Ordering::Relaxed);
        }
        read
    }

    /// Whether any body could not be read, so that conclusions drawn from the bodies are wrong.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    /// Releases unused capacity.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.files.shrink_to_fit();
        self.indices.shrink_to_fit();
        self.date_keys.shrink_to_fit();
        self.summaries.shrink_to_fit();
        if let BodyStorage::Memory(texts) = self.bodies.get_mut().unwrap_or_else(PoisonError::into_inner) {
            texts.shrink_to_fit();
        }
    }

    /// Passes the bodies to `give` block by block, compressed as in the cache file.
    pub(crate) fn write_blocks(
        &self,
        give: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), RecordError> {
        match &*self.bodies() {
            BodyStorage::Memory(texts) => Ok(Blocks::compress(texts, give)?),
            BodyStorage::File(chunks) => {
                chunks.compressed().try_for_each(|chunk| Ok(give(&self.note_damage(chunk)?)?))
            }
        }
    }

    /// From now on, bodies are read from these blocks, which hold the same data as memory did.
    pub(crate) fn use_blocks(&self, chunks: Blocks) {
        *self.bodies.write().unwrap_or_else(PoisonError::into_inner) = BodyStorage::File(chunks);
    }

    /// Replaces the paths of all files according to `rebase`.
    pub(crate) fn rebase(&mut self, rebase: &Rebase) {
        let mut summaries = Column::default();
        for at in 0..self.len() {
            let summary = self.summary(at).filter(|summary| !summary.other_sources.is_empty());
            if let Some(mut seminar) = summary.map(Summary::into_seminar) {
                for source in &mut seminar.other_sources {
                    source.root = rebase.apply_to_path(&source.root).into();
                    source.file = rebase.apply_to_path(&source.file).into();
                }
                summaries.push_with(|out| codec::encode(&StoredSummary::from_seminar(&seminar), out));
            } else {
                let bytes = self.summaries.get(at).unwrap_or_default();
                summaries.push_with(|out| out.extend_from_slice(bytes));
            }
        }
        self.summaries = summaries;
        self.paths.rebase(rebase);
    }

    /// Whether every column has one entry per record.
    pub fn is_valid(&self) -> bool {
        let len = self.files.len();
        len == self.indices.len()
            && len == self.date_keys.len()
            && self.summaries.is_valid(len)
            && self.files.iter().all(|&file| self.paths.get(file).is_some())
    }

    fn bodies(&self) -> std::sync::RwLockReadGuard<'_, BodyStorage> {
        self.bodies.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn source(&self, at: usize) -> Option<Source> {
        let file = *self.files.get(at)?;
        Some(Source {
            root: Arc::from(self.paths.root(file)?),
            file: Arc::from(self.paths.get(file)?),
            line: 0,
            index: *self.indices.get(at)?,
        })
    }
}
