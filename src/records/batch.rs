//! A *sheaf* holds some seminars as bytes: little memory, nothing to build, and quick to write down and bring back.
//!
//! A record is in two parts. The *head* is what a list, a search for names and a click need: names, title, date, links
//! and all other short values. The *texts* are what somebody reads: the abstract, the bios and the fields of other
//! names. Heads always lie in memory, about 250 bytes each; texts may lie in a file.
//!
//! What is needed of a record is made when it is asked for, in less than a microsecond for a head. Text is cleaned and
//! links are parsed once more then: bytes from a file, even from our own, are trusted with nothing.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;
use std::sync::{PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::seminar::{SearchableText, Seminar, Source, When};

use super::blocks::{Blocks, VisitBytes};
use super::codec::{self, StoredBody, StoredSummary, Summary};
use super::column::Column;
use super::error::RecordError;
use super::path_table::PathTable;

/// Some seminars as bytes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecordBatch {
    /// The files that the records stand in.
    paths: PathTable,
    /// The file of each record.
    files: Vec<u32>,
    /// The how-many-th of its file each record is.
    indices: Vec<u32>,
    /// The place of each record's date in the order of the list.
    days: Vec<u32>,
    heads: Column,
    #[serde(skip)]
    texts: RwLock<BodyStorage>,
}

/// Where the texts of a sheaf are.
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

/// Where a record stands in the order of the list: newest first, without a date last; within a day by file and place in
/// the file, as [`Seminar::order`] has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderKey<'a> {
    day: u32,
    file: &'a Path,
    index: u32,
}

impl Ord for OrderKey<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let days = self.day.cmp(&other.day);
        days.then_with(|| self.file.cmp(other.file)).then_with(|| self.index.cmp(&other.index))
    }
}

impl PartialOrd for OrderKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What stands for no date: after all others.
const NO_DATE: u32 = u32::MAX;

/// A date as a number, less the later it is.
fn date_key(when: Option<When>) -> u32 {
    let Some((year, month, day)) = when.map(When::parts) else { return NO_DATE };
    let number = |part: Option<i8>| u32::try_from(part.unwrap_or(0)).unwrap_or(0);
    let year = u32::try_from(year).unwrap_or(0);
    NO_DATE - 1 - (year << 9 | number(month) << 5 | number(day))
}

impl RecordBatch {
    /// Puts a seminar behind the others.
    pub fn push(&mut self, seminar: &Seminar) {
        self.files.push(self.paths.number(&seminar.source.root, &seminar.source.file));
        self.indices.push(seminar.source.index);
        self.days.push(date_key(seminar.when()));
        self.heads.push_with(|out| codec::encode(&StoredSummary::of(seminar), out));
        let texts = self.texts.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let BodyStorage::Memory(texts) = texts {
            texts.push_with(|out| codec::encode(&StoredBody::of(seminar), out));
        }
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many bytes the heads and the texts in memory take.
    pub(crate) fn size(&self) -> usize {
        let texts = match &*self.texts() {
            BodyStorage::Memory(texts) => texts.size(),
            BodyStorage::File(_) => 0,
        };
        self.heads.size() + texts
    }

    /// The place of a record in the order of the list.
    #[must_use]
    pub fn order_key(&self, at: usize) -> Option<OrderKey<'_>> {
        Some(OrderKey { day: *self.days.get(at)?, file: self.file(at)?, index: *self.indices.get(at)? })
    }

    /// The file that a record stands in.
    #[must_use]
    pub fn file(&self, at: usize) -> Option<&Path> {
        self.paths.get(*self.files.get(at)?)
    }

    /// A record without its texts.
    #[must_use]
    pub fn head(&self, at: usize) -> Option<Summary> {
        let bytes = self.heads.get(at)?;
        let head: StoredSummary<'_> = postcard::from_bytes(bytes).ok()?;
        Some(Summary::new(head.seminar(self.source(at)?)))
    }

    /// A record with its texts, which may have to be read from a file.
    ///
    /// # Errors
    ///
    /// When that file cannot be read, or is not what it was.
    pub fn seminar(&self, at: usize) -> Result<Seminar, RecordError> {
        let head = self.head(at).ok_or(RecordError::Missing)?;
        let mut seminar = head.into_seminar();
        let mut read = |bytes: &[u8]| -> Result<(), RecordError> {
            let texts: StoredBody<'_> = postcard::from_bytes(bytes).map_err(|_| RecordError::Damaged)?;
            texts.into_seminar(&mut seminar);
            Ok(())
        };
        match &*self.texts() {
            BodyStorage::Memory(texts) => read(texts.get(at).ok_or(RecordError::Missing)?)?,
            BodyStorage::File(chunks) => chunks.read_one(at, &mut read)??,
        }
        Ok(seminar)
    }

    /// All records with their texts, one after the other.
    ///
    /// # Errors
    ///
    /// When the texts cannot be read; those before have been given.
    pub fn each(&self, give: &mut dyn FnMut(usize, Seminar)) -> Result<(), RecordError> {
        self.each_bytes(&mut |at, bytes| {
            let texts: StoredBody<'_> = postcard::from_bytes(bytes).map_err(|_| RecordError::Damaged)?;
            let mut seminar = self.head(at).ok_or(RecordError::Missing)?.into_seminar();
            texts.into_seminar(&mut seminar);
            give(at, seminar);
            Ok(())
        })
    }

    /// The wording of all records, one after the other: what a search wants of their texts, without making records of them.
    ///
    /// # Errors
    ///
    /// When the texts cannot be read; those before have been given.
    pub fn each_wording(&self, give: &mut dyn FnMut(usize, &SearchableText<'_>)) -> Result<(), RecordError> {
        self.each_bytes(&mut |at, bytes| {
            let head = self.heads.get(at).ok_or(RecordError::Missing)?;
            let head: StoredSummary<'_> = postcard::from_bytes(head).map_err(|_| RecordError::Damaged)?;
            let texts: StoredBody<'_> = postcard::from_bytes(bytes).map_err(|_| RecordError::Damaged)?;
            give(at, &codec::searchable_text(&head, texts));
            Ok(())
        })
    }

    fn each_bytes(&self, take: &mut VisitBytes<'_>) -> Result<(), RecordError> {
        match &*self.texts() {
            BodyStorage::Memory(texts) => {
                (0..self.len()).try_for_each(|at| take(at, texts.get(at).ok_or(RecordError::Missing)?))
            }
            BodyStorage::File(chunks) => chunks.read_all(take),
        }
    }

    /// Gives back memory that nothing will be put into.
    pub(crate) fn shrink(&mut self) {
        self.files.shrink_to_fit();
        self.indices.shrink_to_fit();
        self.days.shrink_to_fit();
        self.heads.shrink();
        if let BodyStorage::Memory(texts) = self.texts.get_mut().unwrap_or_else(PoisonError::into_inner) {
            texts.shrink();
        }
    }

    /// Gives the texts as they are kept in a file, chunk by chunk.
    pub(crate) fn pack_texts(
        &self,
        give: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), RecordError> {
        match &*self.texts() {
            BodyStorage::Memory(texts) => Ok(Blocks::pack(texts, give)?),
            BodyStorage::File(chunks) => chunks.packed().try_for_each(|chunk| Ok(give(&chunk?)?)),
        }
    }

    /// From now on the texts are read from a file, which has what memory had.
    pub(crate) fn keep_texts_in(&self, chunks: Blocks) {
        *self.texts.write().unwrap_or_else(PoisonError::into_inner) = BodyStorage::File(chunks);
    }

    /// Whether every part has as many records as it should.
    pub(crate) fn is_sound(&self) -> bool {
        let len = self.files.len();
        len == self.indices.len()
            && len == self.days.len()
            && self.heads.is_sound(len)
            && self.files.iter().all(|&file| self.paths.get(file).is_some())
    }

    fn texts(&self) -> std::sync::RwLockReadGuard<'_, BodyStorage> {
        self.texts.read().unwrap_or_else(PoisonError::into_inner)
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
