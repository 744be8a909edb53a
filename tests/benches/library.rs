//! What it costs to keep an archive: to read it, write its cache, bring it back, verify it, and merge what has changed.
//!
//! `SEMINARS_BENCH_TALKS=100000 cargo bench --bench library` measures a larger archive than the usual one.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use divan::{AllocProfiler, Bencher};
use seminars::archive::{Archive, Cache, Change};
use seminars::format::Limits;
use seminars::records::{Handle, Snapshot};

use archives::OnDisk;

mod archives;
mod generator;
mod on_disk;
mod words;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// An archive on disk with its cache next to it.
struct CachedArchive(OnDisk);

static MANY: LazyLock<Option<CachedArchive>> = LazyLock::new(|| CachedArchive::new(500));
static SINGLE: LazyLock<Option<CachedArchive>> = LazyLock::new(|| CachedArchive::new(1));

impl CachedArchive {
    fn new(per_file: usize) -> Option<Self> {
        let count = std::env::var("SEMINARS_BENCH_TALKS").ok().and_then(|count| count.parse().ok());
        OnDisk::new(count.unwrap_or(10_000), per_file).map(Self)
    }

    fn get(per_file: usize) -> Option<&'static Self> {
        if per_file == 1 { SINGLE.as_ref() } else { MANY.as_ref() }
    }

    fn cache(&self) -> Option<Cache> {
        Cache::for_origin(&self.0.origin(), &Limits::default(), &self.0.folder.path().join("cache"))
    }

    fn archive(&self, cache: Option<Cache>) -> Archive {
        Archive::new(self.0.origin(), Limits::default(), cache, Handle::new(0))
    }

    /// An opened archive whose cache is written.
    fn cached(&self) -> Archive {
        let mut library = self.archive(self.cache());
        let _ = open(&mut library);
        library.save();
        library
    }

    fn first_file(&self) -> Option<PathBuf> {
        fn first(folder: &Path) -> Option<PathBuf> {
            let path = fs::read_dir(folder).ok()?.next()?.ok()?.path();
            if path.is_dir() { first(&path) } else { Some(path) }
        }
        first(&self.0.talks())
    }
}

fn not_cancelled() -> AtomicBool {
    AtomicBool::new(false)
}

fn open(archive: &mut Archive) -> Arc<Snapshot> {
    let mut snapshot = Arc::default();
    let _ = archive.open(&not_cancelled(), &mut |delta| {
        snapshot = delta.snapshot;
        ControlFlow::Continue(())
    });
    snapshot
}

/// Walk, read, parse, encode, fold names, merge.
#[divan::bench(args = [500, 1], sample_count = 5)]
fn read_everything(bencher: Bencher, per_file: usize) {
    let archive = CachedArchive::get(per_file);
    bencher.bench(|| archive.map(|archive| open(&mut archive.archive(None)).len()));
}

#[divan::bench(args = [500, 1], sample_count = 5)]
fn write_the_cache(bencher: Bencher, per_file: usize) {
    let archive = CachedArchive::get(per_file);
    bencher
        .with_inputs(|| {
            let mut opened = archive.map(|archive| archive.archive(archive.cache()));
            if let Some(cache) = archive.and_then(CachedArchive::cache) {
                let _ = fs::remove_file(cache.file());
            }
            if let Some(opened) = &mut opened {
                open(opened);
            }
            opened
        })
        .bench_values(|mut opened| {
            opened.iter_mut().for_each(Archive::save);
            opened
        });
}

/// The list stands, and what is known of the files.
#[divan::bench(args = [500, 1], sample_count = 10)]
fn bring_back_the_cache(bencher: Bencher, per_file: usize) {
    let archive = CachedArchive::get(per_file);
    let _kept = archive.map(CachedArchive::cached);
    bencher.bench(|| archive.map(|archive| open(&mut archive.archive(archive.cache())).len()));
}

/// Every file is checked for changes; none has changed.
#[divan::bench(args = [500, 1], sample_count = 10)]
fn verify_all_files(bencher: Bencher, per_file: usize) {
    let mut archive = CachedArchive::get(per_file).map(CachedArchive::cached);
    bencher.bench_local(|| {
        let archive = archive.as_mut()?;
        archive
            .refresh(&Change::Anything, &not_cancelled(), &mut |_| ControlFlow::Continue(()))
            .continue_value()
    });
}

/// One file has changed, and which one is known.
#[divan::bench(args = [500, 1], sample_count = 10)]
fn merge_one_file(bencher: Bencher, per_file: usize) {
    let archive = CachedArchive::get(per_file);
    let mut opened = archive.map(CachedArchive::cached);
    let file = archive.and_then(CachedArchive::first_file);
    bencher.bench_local(|| {
        let file = file.as_ref()?;
        let text = fs::read(file).ok()?;
        fs::write(file, text).ok()?;
        let change = Change::Files(vec![file.clone()]);
        let opened = opened.as_mut()?;
        opened.refresh(&change, &not_cancelled(), &mut |_| ControlFlow::Continue(())).continue_value()
    });
}

/// A record without its texts, as each visible row needs it.
#[divan::bench]
fn head(bencher: Bencher) {
    let snapshot =
        CachedArchive::get(500).map(|archive| open(&mut archive.archive(None))).unwrap_or_default();
    let handle = snapshot.order().first().copied();
    bencher.bench_local(|| snapshot.summary(handle?));
}
