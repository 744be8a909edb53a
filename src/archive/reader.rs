//! Reads files in parallel: one thread walks, several parse files into batches, and the caller receives the batches.
//!
//! Files whose names have newer dates are read first. Finished batches wait in a short queue, which bounds memory when
//! the caller is slower.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::mem;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;

use super::dedup::TalkKey;
use super::fingerprint::Fingerprint;
use super::parse_file;
use crate::diagnostic::Diagnostic;
use crate::extract::collection::Collection;
use crate::extract::column_fields::ColumnFields;
use crate::extract::evenings::Evening;
use crate::extract::found_file::FoundFile;
use crate::extract::parsed_file::ParsedFile;
use crate::extract::person_directory::{PersonEntry, has_speaker_reference};
use crate::extract::standing::Standing;
use crate::format::Limits;
use crate::parallel;
use crate::records::RecordBatch;
use crate::search::ShortFields;
use crate::seminar::Seminar;

/// A file to parse, and what similar files say about its columns.
#[derive(Debug)]
pub(super) struct FileToParse {
    pub(super) found: FoundFile,
    pub(super) shared_columns: Option<Arc<ColumnFields>>,
}

impl From<FoundFile> for FileToParse {
    fn from(found: FoundFile) -> Self {
        Self { found, shared_columns: None }
    }
}

impl FileToParse {
    /// What its columns mean according to the settings, or else according to other files.
    fn columns(&self) -> Option<ColumnFields> {
        let mut columns = self.found.columns.as_deref().cloned().unwrap_or_default();
        if let Some(shared) = &self.shared_columns {
            columns.fill_from(shared);
        }
        (!columns.is_empty()).then_some(columns)
    }
}

/// A file that was read; its records are in the batch.
#[derive(Debug)]
pub(super) struct BatchFile {
    pub(super) found: FoundFile,
    /// `None` if it could not be read.
    pub(super) fingerprint: Option<Fingerprint>,
    /// Its index in the walk.
    pub(super) walk_index: usize,
    /// Its records, in the order of the batch.
    pub(super) records: Vec<BatchRecord>,
    pub(super) people: Vec<PersonEntry>,
    pub(super) evenings: Vec<Evening>,
    pub(super) collections: Vec<Collection>,
    /// What similar files say about its columns.
    pub(super) shared_columns: Option<Arc<ColumnFields>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What is known about a record besides its contents.
#[derive(Debug)]
pub(super) struct BatchRecord {
    pub(super) key: Option<TalkKey>,
    pub(super) standing: Standing,
    /// Whether it refers to a person in another file.
    pub(super) has_speaker_reference: bool,
}

/// A batch of parsed files, with their records.
#[derive(Debug, Default)]
pub(super) struct ParsedBatch {
    pub(super) records: RecordBatch,
    pub(super) short_fields: ShortFields,
    pub(super) files: Vec<BatchFile>,
}

/// Flush a batch at this size; the first is smaller so that the list fills quickly.
const BATCH_RECORDS: usize = 1024;
const FIRST_BATCH_RECORDS: usize = 50;
const BATCH_BYTES: usize = 4 << 20;
/// Flush a batch after this many files without a talk.
const BATCH_FILES: usize = 4096;
/// How many batches may wait for the caller.
const MAX_QUEUED_BATCHES: usize = 4;
/// Reads all files that `walk` finds and passes them on in batches, in no particular order.
pub(super) fn read(
    limits: &Limits,
    cancel: &AtomicBool,
    walk: impl FnOnce(&mut dyn FnMut(usize, FileToParse) -> ControlFlow<()>) + Send,
    take: &mut dyn FnMut(ParsedBatch) -> ControlFlow<()>,
) {
    let stop = AtomicBool::new(false);
    let is_stopped = || stop.load(Ordering::Relaxed) || cancel.load(Ordering::Relaxed);
    let queue = Queue::default();
    let (sender, receiver) = sync_channel(MAX_QUEUED_BATCHES);
    thread::scope(|scope| {
        scope.spawn(|| {
            walk(&mut |number, file| {
                queue.push(number, file);
                if is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            queue.close();
        });
        for _ in 0..parallel::thread_count() {
            let sender = sender.clone();
            scope.spawn(|| {
                let mut reader = ParallelReader {
                    limits,
                    batch: ParsedBatch::default(),
                    max_records: FIRST_BATCH_RECORDS,
                    sender,
                };
                while let Some((number, file)) = queue.pop() {
                    if is_stopped() || reader.read(number, file, cancel).is_break() {
                        break;
                    }
                }
                reader.flush()
            });
        }
        drop(sender);
        for batch in &receiver {
            if is_stopped() || take(batch).is_break() {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        // Unblocks readers that are waiting for room in the channel.
        drop(receiver);
    });
}

/// The state of one reader thread.
struct ParallelReader<'a> {
    limits: &'a Limits,
    batch: ParsedBatch,
    max_records: usize,
    sender: SyncSender<ParsedBatch>,
}

impl ParallelReader<'_> {
    fn read(&mut self, number: usize, file: FileToParse, cancel: &AtomicBool) -> ControlFlow<()> {
        let (parsed, metadata) = parse_file::read(&file.found, file.columns().as_ref(), self.limits, cancel);
        if cancel.load(Ordering::Relaxed) {
            // A cancelled read is incomplete.
            return ControlFlow::Break(());
        }
        let fingerprint =
            metadata.map(|metadata| Fingerprint::from_metadata_at(&metadata, SystemTime::now()));
        self.batch.push(number, file, fingerprint, parsed);
        let ParsedBatch { records, files, .. } = &self.batch;
        if records.len() >= self.max_records
            || records.byte_len() >= BATCH_BYTES
            || files.len() >= BATCH_FILES
        {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn flush(&mut self) -> ControlFlow<()> {
        if self.batch.files.is_empty() {
            return ControlFlow::Continue(());
        }
        self.max_records = BATCH_RECORDS;
        let mut batch = mem::take(&mut self.batch);
        batch.short_fields.shrink();
        batch.records.shrink_to_fit();
        if self.sender.send(batch).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

impl ParsedBatch {
    /// Adds a parsed file.
    pub(super) fn push(
        &mut self,
        number: usize,
        file: FileToParse,
        fingerprint: Option<Fingerprint>,
        parsed: ParsedFile,
    ) {
        let ParsedFile {
            seminars,
            tentative,
            people,
            evenings,
            diagnostics,
            is_doubtful,
            is_about_talks,
            collections,
        } = parsed;
        let standing = |seminar: &Seminar, is_tentative| match (is_tentative, is_doubtful) {
            (true, true) => Standing::DoubtfulTentative,
            (true, false) => Standing::Tentative,
            (false, true) => Standing::Doubtful,
            (false, false) if is_about_talks && !seminar.speakers.is_empty() => Standing::Plain,
            (false, false) => Standing::Certain,
        };
        let mut records = Vec::with_capacity(seminars.len() + tentative.len());
        let sure = seminars.iter().map(|seminar| (seminar, false));
        for (seminar, is_tentative) in sure.chain(tentative.iter().map(|seminar| (seminar, true))) {
            self.records.push(seminar);
            self.short_fields.push(seminar);
            let has_speaker_reference = has_speaker_reference(seminar);
            records.push(BatchRecord {
                key: TalkKey::for_seminar(seminar),
                standing: standing(seminar, is_tentative),
                has_speaker_reference,
            });
        }
        let FileToParse { found, shared_columns } = file;
        self.files.push(BatchFile {
            found,
            fingerprint,
            walk_index: number,
            records,
            people,
            evenings,
            collections,
            shared_columns,
            diagnostics,
        });
    }
}

/// Files waiting to be read.
#[derive(Default)]
struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    files: BinaryHeap<ReadTask>,
    is_closed: bool,
}

/// A file with its priority: newest date first, then walk order.
struct ReadTask {
    priority: (u32, Reverse<usize>),
    file: FileToParse,
}

impl PartialEq for ReadTask {
    fn eq(&self, other: &Self) -> bool {
        self.priority == other.priority
    }
}

impl Eq for ReadTask {}

impl PartialOrd for ReadTask {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ReadTask {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.priority.cmp(&other.priority)
    }
}

impl Queue {
    fn push(&self, number: usize, file: FileToParse) {
        let turn = (date_from_path(&file.found.path), Reverse(number));
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .files
            .push(ReadTask { priority: turn, file });
        self.changed.notify_one();
    }

    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
        self.changed.notify_all();
    }

    fn pop(&self) -> Option<(usize, FileToParse)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(ReadTask { priority: (_, Reverse(number)), file }) = state.files.pop() {
                return Some((number, file));
            }
            if state.is_closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The date at the start of the file's or its folder's name, whichever is later, as a number that grows with the date;
/// 0 if there is none.
fn date_from_path(path: &Path) -> u32 {
    let folder = path.parent().and_then(Path::file_name);
    let dates =
        [path.file_stem(), folder].into_iter().flatten().filter_map(|name| date_from_name(name.to_str()?));
    dates.max_by_key(|&date| date).unwrap_or(0)
}

/// Reads names such as `2022-11-17-song-han`, `20221117`, `2022_11` or `2022`. The result looks like `20221117`, with
/// zeros for missing parts.
fn date_from_name(name: &str) -> Option<u32> {
    let digits: String = name
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'))
        .filter(char::is_ascii_digit)
        .take(8)
        .collect();
    let digits = match digits.len() {
        4..=5 => format!("{}0000", digits.get(..4)?),
        6..=7 => format!("{}00", digits.get(..6)?),
        8 => digits,
        _ => return None,
    };
    digits.parse().ok().filter(|date| (19_000_000..22_000_000).contains(date))
}

/// Parses files that are already in memory, such as the sample archive.
pub(super) fn read_bytes(files: impl Iterator<Item = (FoundFile, Vec<u8>)>, limits: &Limits) -> ParsedBatch {
    let mut batch = ParsedBatch::default();
    let never = AtomicBool::new(false);
    for (number, (found, bytes)) in files.enumerate() {
        let parsed = parse_file::read_bytes(&found, bytes, None, limits, &never);
        batch.push(number, found.into(), None, parsed);
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_names_first_then_walk_order() {
        let queue = Queue::default();
        let names = ["b.yaml", "2021-03-04-ann.md", "2022/x.yaml", "20221117.yaml", "a.yaml", "1234567.yaml"];
        for (number, name) in names.iter().enumerate() {
            let found = FoundFile::new(Path::new("").into(), Path::new(name).into(), false);
            queue.push(number, found.into());
        }
        queue.close();
        let order: Vec<usize> = std::iter::from_fn(|| queue.pop()).map(|(number, _)| number).collect();
        assert_eq!(order, [3, 2, 1, 0, 4, 5]);
    }
}
