//! Keeping: a library written to its cache, and brought back.

use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use serde::{Deserialize, Serialize};

use super::{BatchExtents, Cache, Header, OpenCache};
use crate::archive::dedup::TalkKey;
use crate::archive::delta::{Delta, OnChange, ProblemUpdate};
use crate::archive::fingerprint::Fingerprint;
use crate::archive::manifest::{FileEntry, Manifest, RecordEntry};
use crate::archive::reader::thread_count;
use crate::archive::{Archive, CheckResult};
use crate::check::RULES;
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::engine::new_batch::NewBatch;
use crate::extract::person_directory::PersonEntry;
use crate::format::found_file::FoundTalk;
use crate::records::Handle;
use crate::records::{Blocks, RecordBatch, RecordError};
use crate::search::ShortFields;

/// So many files are one piece.
const FILES_PER_CHUNK: usize = 4096;

/// A file of the archive, as it is written down. Handles count from the first of the cache.
#[derive(Debug, Serialize, Deserialize)]
struct StoredFileEntry {
    root: Vec<u8>,
    path: Vec<u8>,
    named: bool,
    stamp: Option<Fingerprint>,
    records: Vec<StoredRecordEntry>,
    people: Vec<PersonEntry>,
    problems: Vec<StoredProblem>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredRecordEntry {
    handle: u32,
    key: Option<TalkKey>,
    is_doubtful: bool,
    refers: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredProblem {
    severity: u8,
    rule: String,
    path: Vec<u8>,
    position: Option<(u32, u32)>,
    message: String,
    help: Option<String>,
}

/// What is known of the archive as a whole.
#[derive(Debug, Serialize, Deserialize)]
struct StoredArchive {
    made: Vec<(u32, u32)>,
    walk: Vec<StoredProblem>,
    references: Vec<StoredProblem>,
}

/// What a check of the archive has found.
#[derive(Debug, Serialize, Deserialize)]
struct StoredCheck {
    year: i16,
    problems: Vec<StoredProblem>,
}

impl Archive {
    /// Brings back what the cache holds, and tells of it. `None` where it cannot be used; what was told of it by then has
    /// to be replaced.
    pub(in crate::archive) fn restore(
        &mut self,
        cache: &Cache,
        tell: &mut OnChange<'_>,
    ) -> Option<ControlFlow<()>> {
        let opened = cache.open()?;
        let first = self.next;
        let parts = read_batches(&opened, first)?;
        let order: Vec<u32> = opened.piece(opened.header.order)?;
        for part in &parts {
            self.keep(part);
        }
        let listed: Vec<Handle> = order.into_iter().map(|handle| first.offset(handle as usize)).collect();
        for &handle in &listed {
            *self.listed.get_mut(handle.index())? = true;
        }
        let all = Delta { parts, listed, in_order: true, ..Delta::default() };
        if tell(all).is_break() {
            return Some(ControlFlow::Break(()));
        }
        self.restore_ledger(cache, &opened, first)?;
        Some(tell(Delta { problems: ProblemUpdate::All(self.problems()), ..Delta::default() }))
    }

    fn restore_ledger(&mut self, cache: &Cache, opened: &OpenCache, first: Handle) -> Option<()> {
        let handle = |handle: u32| first.offset(handle as usize);
        let whole: StoredArchive = opened.piece(opened.header.whole)?;
        let problems = |all: Vec<StoredProblem>| -> Vec<Diagnostic> {
            all.into_iter().filter_map(StoredProblem::read).collect()
        };
        let mut roots = HashMap::new();
        let mut entries = Vec::new();
        for &place in &opened.header.files {
            let files: Vec<StoredFileEntry> = opened.piece(place)?;
            entries.extend(files.into_iter().map(|file| file.read(&mut roots, handle)));
        }
        self.ledger =
            Manifest { entries: entries.into_iter().collect::<Option<_>>()?, problems: problems(whole.walk) };
        self.made = whole.made.into_iter().map(|(of, made)| (handle(of), handle(made))).collect();
        self.references = problems(whole.references);
        let checked: Option<StoredCheck> = cache.read_check(opened);
        let checked = checked.map(|StoredCheck { year, problems: found }| CheckResult {
            problems: problems(found),
            year: Some(year),
        });
        self.checked = checked.unwrap_or_default();
        self.kept = Some(opened.id());
        Some(())
    }

    /// Writes the cache, if there is to be one. Texts that lay in memory are read from it from then on.
    ///
    /// # Errors
    ///
    /// When it cannot be written; the one before is still there then.
    pub(in crate::archive) fn write(&mut self, cache: &Cache) -> Result<(), RecordError> {
        let mut writer = cache.writer()?;
        let (sheaves, numbers) = self.alive()?;
        let mut header = Header::default();
        for (_, sheaf, heads) in &sheaves {
            let heads = writer.piece(&(&**sheaf, &**heads))?;
            header.sheaves.push(BatchExtents { heads, texts: Vec::new() });
        }
        let number = |handle: Handle| numbers.get(handle.index()).copied().flatten();
        let order: Vec<u32> = self.in_order().into_iter().filter_map(number).collect();
        header.order = writer.piece(&order)?;
        for entries in self.ledger.entries.chunks(FILES_PER_CHUNK) {
            let files: Vec<StoredFileEntry> =
                entries.iter().map(|entry| StoredFileEntry::of(entry, number)).collect();
            header.files.push(writer.piece(&files)?);
        }
        let all = |problems: &[Diagnostic]| problems.iter().map(StoredProblem::of).collect();
        let made = self.made.iter().filter_map(|(&of, &made)| Some((number(of)?, number(made)?)));
        header.whole = writer.piece(&StoredArchive {
            made: made.collect(),
            walk: all(&self.ledger.problems),
            references: all(&self.references),
        })?;
        for ((_, sheaf, _), at) in sheaves.iter().zip(&mut header.sheaves) {
            sheaf.pack_texts(&mut |chunk| {
                at.texts.push(writer.bytes(chunk)?);
                Ok(())
            })?;
        }
        let Some(opened) = writer.finish(header, self.ledger.size())? else {
            // The one before is of another state, and this state is not worth one.
            cache.remove();
            return Ok(());
        };
        self.kept = Some(opened.id());
        for ((is_whole, sheaf, _), at) in sheaves.iter().zip(opened.header.sheaves) {
            if *is_whole {
                sheaf.keep_texts_in(Blocks::new(Arc::clone(&opened.store), at.texts));
            }
        }
        Ok(())
    }

    /// Writes what the check has found beside the cache, if that is of the same state.
    pub(in crate::archive) fn write_checked(&self, cache: &Cache) -> io::Result<()> {
        let (Some(id), Some(year), 0) = (self.kept, self.checked.year, self.unkept) else { return Ok(()) };
        let problems = self.checked.problems.iter().map(StoredProblem::of).collect();
        cache.write_check(id, &StoredCheck { year, problems }, self.ledger.size())
    }

    /// The sheaves with the records that some file has, whether each is one of the stock, and the number that each record
    /// gets in the cache.
    fn alive(&self) -> Result<(Vec<LiveBatch>, Vec<Option<u32>>), RecordError> {
        let mut numbers = vec![None; self.next.index()];
        let mut is_alive = vec![false; self.next.index()];
        let records = self.ledger.entries.iter().flat_map(|entry| &entry.records).map(|record| record.handle);
        for handle in records.chain(self.made.values().copied()) {
            crate::archive::set_flag(&mut is_alive, handle);
        }
        let mut next = 0u32;
        let mut number = |handle: Handle| {
            if let Some(number) = numbers.get_mut(handle.index()) {
                *number = Some(next);
                next += 1;
            }
        };
        let mut sheaves = Vec::new();
        for ((first, sheaf), heads) in self.stock.iter().zip(&self.heads) {
            let lives = |handle: &Handle| is_alive.get(handle.index()) == Some(&true);
            let alive = first.range(sheaf.len()).filter(lives).count();
            first.range(sheaf.len()).filter(lives).for_each(&mut number);
            if alive == sheaf.len() {
                sheaves.push((true, Arc::clone(sheaf), Arc::clone(heads)));
            } else if alive > 0 {
                let (mut kept, mut folded) = (RecordBatch::default(), ShortFields::default());
                sheaf.each(&mut |at, seminar| {
                    if lives(&first.offset(at)) {
                        kept.push(&seminar);
                        folded.push(&seminar);
                    }
                })?;
                sheaves.push((false, Arc::new(kept), Arc::new(folded)));
            }
        }
        Ok((sheaves, numbers))
    }

    /// What the list shows, in its order.
    fn in_order(&self) -> Vec<Handle> {
        let all = Handle::new(0).range(self.listed.len()).zip(&self.listed);
        let mut listed: Vec<Handle> = all.filter(|(_, listed)| **listed).map(|(handle, _)| handle).collect();
        self.stock.sort(&mut listed);
        listed
    }
}

/// Whether it is a sheaf of the stock, the sheaf, and its heads.
type LiveBatch = (bool, Arc<RecordBatch>, Arc<ShortFields>);

/// All sheaves of a cache, whose records get handles from `first` on; read by several threads.
fn read_batches(opened: &OpenCache, first: Handle) -> Option<Vec<NewBatch>> {
    let all = &opened.header.sheaves;
    let share = all.len().div_ceil(thread_count()).max(1);
    let read = |at: &BatchExtents| -> Option<(RecordBatch, ShortFields)> {
        let (sheaf, heads): (RecordBatch, ShortFields) = opened.piece(at.heads)?;
        sheaf.keep_texts_in(Blocks::new(Arc::clone(&opened.store), at.texts.clone()));
        (sheaf.is_sound() && heads.is_sound(sheaf.len())).then_some((sheaf, heads))
    };
    let read: Option<Vec<(RecordBatch, ShortFields)>> = thread::scope(|scope| {
        let shares: Vec<_> = all
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(read).collect::<Vec<_>>()))
            .collect();
        shares.into_iter().flat_map(|share| share.join().unwrap_or_else(|_| vec![None])).collect()
    });
    let mut next = first;
    let part = |(sheaf, heads): (RecordBatch, ShortFields)| {
        let part = NewBatch { first: next, sheaf: Arc::new(sheaf), heads: Arc::new(heads) };
        next = next.offset(part.sheaf.len());
        part
    };
    Some(read?.into_iter().map(part).collect())
}

impl StoredFileEntry {
    fn of(entry: &FileEntry, number: impl Fn(Handle) -> Option<u32>) -> Self {
        let record = |record: &RecordEntry| StoredRecordEntry {
            handle: number(record.handle).unwrap_or(u32::MAX),
            key: record.key.clone(),
            is_doubtful: record.is_doubtful,
            refers: record.refers,
        };
        Self {
            root: path_bytes(&entry.found.root),
            path: path_bytes(&entry.found.path),
            named: entry.found.named,
            stamp: entry.stamp,
            records: entry.records.iter().map(record).collect(),
            people: entry.people.clone(),
            problems: entry.diagnostics.iter().map(StoredProblem::of).collect(),
        }
    }

    fn read(
        self,
        roots: &mut HashMap<Vec<u8>, Arc<Path>>,
        handle: impl Fn(u32) -> Handle,
    ) -> Option<FileEntry> {
        let known = roots.get(&self.root).map(Arc::clone);
        let root = known.or_else(|| path_from_bytes(&self.root))?;
        roots.entry(self.root).or_insert_with(|| Arc::clone(&root));
        let record = |record: StoredRecordEntry| RecordEntry {
            handle: handle(record.handle),
            key: record.key,
            is_doubtful: record.is_doubtful,
            refers: record.refers,
        };
        let found = FoundTalk { root, path: path_from_bytes(&self.path)?, named: self.named };
        Some(FileEntry {
            found,
            stamp: self.stamp,
            records: self.records.into_iter().map(record).collect(),
            people: self.people,
            diagnostics: self.problems.into_iter().filter_map(StoredProblem::read).collect(),
        })
    }
}

impl StoredProblem {
    fn of(problem: &Diagnostic) -> Self {
        Self {
            severity: problem.severity as u8,
            rule: problem.rule.to_owned(),
            path: path_bytes(&problem.path),
            position: problem.position.map(|at| (at.line, at.column)),
            message: problem.message.clone(),
            help: problem.help.clone(),
        }
    }

    fn read(self) -> Option<Diagnostic> {
        let severity = match self.severity {
            0 => Severity::Error,
            1 => Severity::Warning,
            _ => Severity::Note,
        };
        let rule = RULES.iter().find(|rule| rule.name == self.rule)?.name;
        let problem = Diagnostic::new(severity, rule, &path_from_bytes(&self.path)?, &self.message);
        let problem = match self.position {
            Some((line, column)) => problem.at(Position { line, column }),
            None => problem,
        };
        Some(match &self.help {
            Some(help) => problem.help(help),
            None => problem,
        })
    }
}

fn path_bytes(path: &Path) -> Vec<u8> {
    crate::records::path_bytes(path).into_owned()
}

fn path_from_bytes(bytes: &[u8]) -> Option<Arc<Path>> {
    crate::records::path_of(bytes).map(Arc::from)
}
