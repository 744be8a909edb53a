//! Compares the archive with a fresh read of all its files: at first, after changes, and from the cache.

use crate::testing::midnight;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::records::Snapshot;
use crate::search::{Index, LongFields, Lookup, Query, UserFlags};
use crate::seminar::Seminar;

mod cache;
mod changes;
mod collections;
mod damage;
mod records;

/// Applies deltas as the browser does.
#[derive(Default)]
struct Listener {
    snapshot: Arc<Snapshot>,
    listed: BTreeSet<Handle>,
    problems: Vec<Diagnostic>,
    deltas: usize,
}

impl Listener {
    fn receive(&mut self, delta: Delta) -> ControlFlow<()> {
        self.deltas += 1;
        if delta.replaces_all {
            self.listed.clear();
            self.problems.clear();
        }
        match delta.problems {
            ProblemUpdate::Unchanged => {}
            ProblemUpdate::Added(more) => self.problems.extend(more),
            ProblemUpdate::All(all) => self.problems = all,
        }
        for handle in &delta.unlisted {
            assert!(self.listed.remove(handle), "{handle:?} was not listed");
        }
        for handle in delta.listed {
            assert!(self.listed.insert(handle), "{handle:?} was listed");
        }
        self.snapshot = delta.snapshot;
        assert_eq!(self.listed, self.snapshot.order().iter().copied().collect());
        ControlFlow::Continue(())
    }

    fn seminars(&self) -> Vec<Seminar> {
        self.snapshot.order().iter().map(|&handle| self.snapshot.seminar(handle).unwrap()).collect()
    }

    fn titles(&self) -> Vec<String> {
        self.seminars().iter().map(|seminar| seminar.display_title().to_owned()).collect()
    }
}

const TODAY: Date = Date::constant(2026, 11, 28);

fn never() -> AtomicBool {
    AtomicBool::new(false)
}

fn new_archive(origin: &Origin, cache: Option<Cache>) -> Archive {
    Archive::new(origin.clone(), Limits::default(), cache, Handle::new(0))
}

/// Opens an archive, checks it, and returns whether it came from the cache.
fn open_archive(library: &mut Archive) -> (Listener, bool) {
    let mut listener = Listener::default();
    let kept = match library.open(&never(), &mut |delta| listener.receive(delta)) {
        ControlFlow::Continue(kept) => kept,
        ControlFlow::Break(()) => panic!("nobody broke off"),
    };
    let _ = library.check(TODAY, &never(), &mut |delta| listener.receive(delta));
    (listener, kept)
}

fn refresh_archive(library: &mut Archive, listener: &mut Listener, change: &Change) {
    let _ = library.refresh(change, &never(), &mut |delta| listener.receive(delta));
    let _ = library.check(TODAY, &never(), &mut |delta| listener.receive(delta));
}

/// All talks, in list order, and all problems, when the whole archive is read at once.
fn read_whole(origin: &Origin) -> (Vec<Seminar>, Vec<Diagnostic>) {
    let (mut seminars, mut problems) = read(origin, &Limits::default());
    seminars.sort_by(|a, b| a.order_key().cmp(&b.order_key()));
    problems.extend(crate::check::check(seminars.as_slice(), TODAY, &crate::diagnostic::snippet::read_text));
    problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    (seminars, problems)
}

fn assert_matches_whole(listener: &Listener, origin: &Origin) {
    let (seminars, problems) = read_whole(origin);
    assert_eq!(listener.seminars(), seminars);
    assert_eq!(listener.problems, problems);
}

/// All test archives, each by itself and all as one.
fn cases() -> Vec<Origin> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases");
    let mut folders: Vec<PathBuf> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut all: Vec<Origin> = folders.into_iter().map(|folder| Origin::Paths(vec![folder])).collect();
    all.push(Origin::Paths(vec![root]));
    all.push(Origin::Sample);
    all
}

/// An archive in a temporary folder.
struct TestFolder(tempfile::TempDir);

impl TestFolder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("talks").join(name)
    }

    /// Writes a file as editors do: to a temporary name, and then renamed over the old file. Its inode changes even if
    /// the clock is too coarse to show the change.
    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let beside = self.0.path().join("new");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, path).unwrap();
    }

    fn origin(&self) -> Origin {
        Origin::Paths(vec![self.path("")])
    }

    fn cache(&self) -> Cache {
        Cache::for_origin(&self.origin(), &Limits::default(), &self.0.path().join("cache"))
            .unwrap()
            .for_any_size()
    }
}

#[test]
fn loading_in_batches_equals_reading_whole() {
    for origin in cases() {
        let (listener, kept) = open_archive(&mut new_archive(&origin, None));
        assert!(!kept);
        assert_matches_whole(&listener, &origin);
    }
}

#[test]
fn a_cancelled_load_stops() {
    let folder = TestFolder::new(&[("a.yaml", "title: A"), ("b.yaml", "title: B")]);
    let cancelled = AtomicBool::new(true);
    let mut library = new_archive(&folder.origin(), None);
    assert!(library.open(&cancelled, &mut |_| ControlFlow::Continue(())).is_break());
    let mut library = self::new_archive(&folder.origin(), None);
    assert!(library.open(&never(), &mut |_| ControlFlow::Break(())).is_break());
}

#[test]
fn batches_with_short_fields_search_like_whole_records() {
    let mut library = new_archive(&Origin::Sample, None);
    let (listener, _) = open_archive(&mut library);
    let (mut whole, mut packed) = (Index::with_segment_capacity(4), Index::with_segment_capacity(4));
    for ((first, record_batch), heads) in library.snapshot.store().iter().zip(&library.short_fields) {
        packed.add_short_fields(first, Arc::clone(heads));
        for (at, handle) in first.range(record_batch.len()).enumerate() {
            whole.add(handle, &record_batch.seminar(at).unwrap());
        }
    }
    for &handle in listener.snapshot.order() {
        assert!(packed.mark_listed(handle));
    }
    let missing = packed.missing_long_fields(usize::MAX);
    let batch = |first: Option<Handle>| listener.snapshot.store().find(first.unwrap()).unwrap().0;
    let fields = missing.iter().map(|(at, rows)| (*at, LongFields::from_batch(batch(rows.first)).unwrap()));
    for (at, fields) in fields.collect::<Vec<_>>() {
        packed.set_long_fields(at, fields);
    }
    for query in
        ["han", "learning", "bio:stanford", "lang:en", "\"gaussian process\"", "privacy -drone", "id:2022"]
    {
        let query = Query::parse(query).unwrap();
        let (order, cancel) = (listener.snapshot.order(), &never());
        let request =
            Lookup { query: &query, order, now: &midnight(TODAY), flags: &UserFlags::default(), cancel };
        assert!(packed.can_answer(&query));
        assert_eq!(packed.search(&request), whole.search(&request), "{query}");
    }
}
