//! The contents of the cache: how an [`Archive`]'s files, records and problems are saved to it and restored from it.

use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::stored_file::{StoredFileEntry, StoredProblem};
use super::{BatchExtents, Cache, FoldedExtents, Header, OpenCache};
use crate::archive::delta::{Delta, OnChange, ProblemUpdate};
use crate::archive::manifest::Manifest;
use crate::archive::{Archive, CheckResult};
use crate::diagnostic::Diagnostic;
use crate::engine::new_batch::NewBatch;
use crate::engine::stored_fields::StoredLongFields;
use crate::parallel;
use crate::records::blocks::Extent;
use crate::records::{BlockFile, Handle};
use crate::records::{Blocks, RecordBatch, RecordError};
use crate::search::{LongFields, ShortFields};
use crate::text::Text;

/// How many file entries are stored per extent.
const FILES_PER_CHUNK: usize = 4096;

/// Data about the archive as a whole.
#[derive(Debug, Serialize, Deserialize)]
struct StoredArchive {
    merged: Vec<(u32, u32)>,
    title: Option<Text>,
    walk_problems: Vec<StoredProblem>,
    reference_problems: Vec<StoredProblem>,
}

/// Check results as stored.
#[derive(Debug, Serialize, Deserialize)]
struct StoredCheck {
    year: i16,
    problems: Vec<StoredProblem>,
}

impl Archive {
    /// Loads the archive from the cache and reports its contents. Returns `None` if the cache is unusable; the caller
    /// must then replace whatever was already reported.
    pub(in crate::archive) fn restore(
        &mut self,
        cache: &Cache,
        tell: &mut OnChange<'_>,
    ) -> Option<ControlFlow<()>> {
        let opened = cache.open()?;
        let first = self.next_handle;
        let folded = cache.open_folded(&opened);
        self.has_folded = folded.is_some();
        self.folded = folded.as_ref().map(|(file, _)| Arc::clone(file));
        let batches = read_batches(&opened, folded.as_ref(), first)?;
        let order: Vec<u32> = opened.read(opened.header.order)?;
        for batch in &batches {
            self.add_batch(batch);
        }
        let listed: Vec<Handle> = order.into_iter().map(|handle| first.offset(handle as usize)).collect();
        if listed.iter().any(|&handle| handle >= self.next_handle) {
            return None;
        }
        Arc::make_mut(&mut self.snapshot).set_list(listed.clone());
        let all = Delta { batches, listed, ..self.delta() };
        if tell(all).is_break() {
            return Some(ControlFlow::Break(()));
        }
        self.restore_manifest(cache, &opened, first)?;
        let overview = Some(Arc::new(self.overview()));
        Some(tell(Delta { problems: ProblemUpdate::All(self.all_problems()), overview, ..self.delta() }))
    }

    fn restore_manifest(&mut self, cache: &Cache, opened: &OpenCache, first: Handle) -> Option<()> {
        let handle = |handle: u32| first.offset(handle as usize);
        let rebase = opened.rebase.as_ref();
        let whole: StoredArchive = opened.read(opened.header.archive)?;
        let problems = |all: Vec<StoredProblem>| -> Vec<Diagnostic> {
            all.into_iter().filter_map(|problem| problem.into_diagnostic(rebase)).collect()
        };
        let mut roots = HashMap::new();
        let mut entries = Vec::new();
        for &place in &opened.header.files {
            let files: Vec<StoredFileEntry> = opened.read(place)?;
            entries.extend(files.into_iter().map(|file| file.into_entry(&mut roots, rebase, handle)));
        }
        self.manifest = Manifest {
            entries: entries.into_iter().collect::<Option<_>>()?,
            problems: problems(whole.walk_problems),
            title: whole.title,
        };
        self.merged = whole.merged.into_iter().map(|(of, made)| (handle(of), handle(made))).collect();
        self.reference_problems = problems(whole.reference_problems);
        let checked: Option<StoredCheck> = cache.read_check(opened);
        let checked = checked.map(|StoredCheck { year, problems: found }| CheckResult {
            problems: problems(found),
            year: Some(year),
        });
        self.check_result = checked.unwrap_or_default();
        self.cache_id = Some(opened.id());
        Some(())
    }

    /// Writes the cache. From then on, bodies that were in memory are read from the cache file.
    ///
    /// # Errors
    ///
    /// When the cache cannot be written; in that case the previous one is kept.
    pub(in crate::archive) fn write_cache(&mut self, cache: &Cache) -> Result<(), RecordError> {
        let mut writer = cache.writer()?;
        let (record_batches, numbers) = self.live_batches()?;
        let mut header = Header::default();
        for (_, record_batch, heads) in &record_batches {
            let heads = writer.write_value(&(&**record_batch, &**heads))?;
            header.batches.push(BatchExtents { batch: heads, bodies: Vec::new() });
        }
        let number = |handle: Handle| numbers.get(handle.index()).copied().flatten();
        let order: Vec<u32> = self.snapshot.order().iter().copied().filter_map(number).collect();
        header.order = writer.write_value(&order)?;
        for entries in self.manifest.entries.chunks(FILES_PER_CHUNK) {
            let files: Vec<StoredFileEntry> =
                entries.iter().map(|entry| StoredFileEntry::from_entry(entry, number)).collect();
            header.files.push(writer.write_value(&files)?);
        }
        let all = |problems: &[Diagnostic]| problems.iter().map(StoredProblem::from_diagnostic).collect();
        let made = self.merged.iter().filter_map(|(&of, &made)| Some((number(of)?, number(made)?)));
        header.archive = writer.write_value(&StoredArchive {
            merged: made.collect(),
            title: self.manifest.title.clone(),
            walk_problems: all(&self.manifest.problems),
            reference_problems: all(&self.reference_problems),
        })?;
        for ((_, record_batch, _), at) in record_batches.iter().zip(&mut header.batches) {
            record_batch.write_blocks(&mut |chunk| {
                at.bodies.push(writer.write_bytes(chunk)?);
                Ok(())
            })?;
        }
        let Some(opened) = cache.finish(writer, header, self.manifest.size())? else {
            // The previous cache is out of date, and the new one would be larger than the archive.
            cache.remove();
            return Ok(());
        };
        self.cache_id = Some(opened.id());
        for ((is_whole, record_batch, _), at) in record_batches.iter().zip(opened.header.batches) {
            if *is_whole {
                record_batch.use_blocks(Blocks::new(Arc::clone(&opened.file), at.bodies));
            }
        }
        Ok(())
    }

    /// Folds the long fields of all cached records and writes them next to the cache: of as many batches as fit within
    /// the size of the archive.
    pub(in crate::archive) fn write_folded(&self, cache: &Cache, id: Extent) -> Result<(), RecordError> {
        let mut writer = cache.folded_writer()?;
        let mut extents = FoldedExtents::new();
        for batches in self.live_batches()?.0.chunks(parallel::thread_count()) {
            let folded = parallel::map(batches, |(_, batch, _)| {
                LongFields::from_batch(batch).ok().map(|fields| StoredLongFields::encode(&fields))
            });
            for bytes in folded {
                // A batch whose bodies cannot be read now is folded on demand.
                let fits = |bytes: &Vec<u8>| writer.position() + bytes.len() as u64 <= self.manifest.size();
                let bytes = bytes.filter(fits);
                extents.push(bytes.map(|bytes| writer.write_bytes(&bytes)).transpose()?);
            }
        }
        Ok(Cache::finish_folded(writer, id, extents)?)
    }

    /// Writes the check results next to the cache, if both belong to the same state of the archive.
    pub(in crate::archive) fn write_check(&self, cache: &Cache) -> io::Result<()> {
        let (Some(id), Some(year), 0) = (self.cache_id, self.check_result.year, self.uncached_bytes) else {
            return Ok(());
        };
        let problems = self.check_result.problems.iter().map(StoredProblem::from_diagnostic).collect();
        cache.write_check(id, &StoredCheck { year, problems }, self.manifest.size())
    }

    /// The batches, reduced to records that are still in some file, with whether each batch is unchanged; and the
    /// number of each record in the cache.
    fn live_batches(&self) -> Result<(Vec<LiveBatch>, Vec<Option<u32>>), RecordError> {
        let mut numbers = vec![None; self.next_handle.index()];
        let mut is_alive = vec![false; self.next_handle.index()];
        let records =
            self.manifest.entries.iter().flat_map(|entry| &entry.records).map(|record| record.handle);
        for handle in records.chain(self.merged.values().copied()) {
            crate::archive::set_flag(&mut is_alive, handle);
        }
        let mut next = 0u32;
        let mut number = |handle: Handle| {
            if let Some(number) = numbers.get_mut(handle.index()) {
                *number = Some(next);
                next += 1;
            }
        };
        let mut record_batches = Vec::new();
        for ((first, record_batch), heads) in self.snapshot.store().iter().zip(&self.short_fields) {
            let lives = |handle: &Handle| is_alive.get(handle.index()) == Some(&true);
            let alive = first.range(record_batch.len()).filter(lives).count();
            first.range(record_batch.len()).filter(lives).for_each(&mut number);
            if alive == record_batch.len() {
                record_batches.push((true, Arc::clone(record_batch), Arc::clone(heads)));
            } else if alive > 0 {
                let (mut kept, mut folded) = (RecordBatch::default(), ShortFields::default());
                record_batch.for_each(&mut |at, seminar| {
                    if lives(&first.offset(at)) {
                        kept.push(&seminar);
                        folded.push(&seminar);
                    }
                })?;
                record_batches.push((false, Arc::new(kept), Arc::new(folded)));
            }
        }
        Ok((record_batches, numbers))
    }
}

/// Whether the batch is unchanged, the batch, and its short search fields.
type LiveBatch = (bool, Arc<RecordBatch>, Arc<ShortFields>);

/// A batch loaded from a cache, and its short search fields.
type LoadedBatch = (RecordBatch, ShortFields);

/// Reads all batches of a cache on several threads; their records get handles from `first` on.
fn read_batches(
    opened: &OpenCache,
    folded: Option<&(Arc<BlockFile>, FoldedExtents)>,
    first: Handle,
) -> Option<Vec<NewBatch>> {
    let read = |at: &BatchExtents| -> Option<LoadedBatch> {
        let (mut record_batch, heads): (RecordBatch, ShortFields) = opened.read(at.batch)?;
        if let Some(rebase) = &opened.rebase {
            record_batch.rebase(rebase);
        }
        record_batch.use_blocks(Blocks::new(Arc::clone(&opened.file), at.bodies.clone()));
        (record_batch.is_valid() && heads.is_sound(record_batch.len())).then_some((record_batch, heads))
    };
    let read: Option<Vec<LoadedBatch>> = parallel::map(&opened.header.batches, read).into_iter().collect();
    let mut next = first;
    let mut number = 0;
    let part = |(records, short_fields): LoadedBatch| {
        let long_fields = folded.and_then(|(file, extents)| {
            Some(StoredLongFields::new(Arc::clone(file), (*extents.get(number)?)?))
        });
        number += 1;
        let (records, short_fields) = (Arc::new(records), Arc::new(short_fields));
        let part = NewBatch { first: next, records, short_fields, long_fields };
        next = next.offset(part.records.len());
        part
    };
    Some(read?.into_iter().map(part).collect())
}
