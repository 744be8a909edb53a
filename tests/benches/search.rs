//! The cost of a key press in a search, and of building the index.

use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use divan::Bencher;
use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use seminars::records::Handle;
use seminars::search::{Index, Lookup, Query, UserFlag, UserFlags};
use seminars::seminar::Seminar;

mod generator;
mod in_memory;
mod words;

fn main() {
    divan::main();
}

/// A query for each way to find something, or not.
const QUERIES: [&str; 18] = [
    "a",
    "h",
    "han",
    "song han",
    "speaker:han",
    "s:gagne",
    "ivanov",
    "learning",
    "verification privacy",
    "mcunet theory",
    "xylophone",
    "hernandes",
    "\"learning theory\"",
    "learning -theory",
    "han OR gagne",
    "date:2020..2021 learning",
    "speaker:han sort:title",
    "sort:speaker",
];

/// The moment of all searches.
fn now() -> Zoned {
    Date::constant(2026, 11, 22).to_zoned(TimeZone::UTC).unwrap_or_default()
}

struct Archive {
    index: Index,
    order: Vec<Handle>,
}

fn archive(count: u32) -> Archive {
    let mut index = Index::new();
    let seminars = in_memory::seminars(count as usize, 1);
    let mut order: Vec<(Handle, &Seminar)> = (0..).map(Handle::new).zip(&seminars).collect();
    for (handle, seminar) in &order {
        index.add(*handle, seminar);
    }
    order.sort_by(|(_, a), (_, b)| a.order_key().cmp(&b.order_key()));
    let order = order.into_iter().map(|(handle, _)| handle).collect();
    Archive { index, order }
}

static SMALL: LazyLock<Archive> = LazyLock::new(|| archive(1_000));
static MIDDLE: LazyLock<Archive> = LazyLock::new(|| archive(10_000));
static LARGE: LazyLock<Archive> = LazyLock::new(|| archive(100_000));

fn search(bencher: Bencher, archive: &Archive, text: &str) {
    search_with(bencher, archive, text, &UserFlags::default());
}

fn search_with(bencher: Bencher, archive: &Archive, text: &str, flags: &UserFlags) {
    let cancel = AtomicBool::new(false);
    bencher.bench(|| {
        let query = Query::parse(text).ok()?;
        archive.index.search(&Lookup {
            query: &query,
            order: &archive.order,
            now: &now(),
            flags,
            cancel: &cancel,
        })
    });
}

fn search_short_fields(bencher: Bencher, archive: &Archive, text: &str) {
    let cancel = AtomicBool::new(false);
    bencher.bench(|| {
        let query = Query::parse(text).ok()?;
        let request = Lookup {
            query: &query,
            order: &archive.order,
            now: &now(),
            flags: &UserFlags::default(),
            cancel: &cancel,
        };
        archive.index.search_primary(&request)
    });
}

#[divan::bench(args = QUERIES)]
fn of_1_000(bencher: Bencher, text: &str) {
    search(bencher, &SMALL, text);
}

#[divan::bench(args = QUERIES)]
fn of_10_000(bencher: Bencher, text: &str) {
    search(bencher, &MIDDLE, text);
}

/// What names, titles, series and tags find, which is shown before the texts are searched.
#[divan::bench(args = QUERIES)]
fn heads_of_10_000(bencher: Bencher, text: &str) {
    search_short_fields(bencher, &MIDDLE, text);
}

/// Takes 0.8 GB.
#[divan::bench(args = QUERIES, ignore)]
fn heads_of_100_000(bencher: Bencher, text: &str) {
    search_short_fields(bencher, &LARGE, text);
}

/// Takes 0.8 GB: `cargo bench --bench search -- --include-ignored`.
#[divan::bench(args = QUERIES, ignore)]
fn of_100_000(bencher: Bencher, text: &str) {
    search(bencher, &LARGE, text);
}

/// What a user with 20,000 marks among 100,000 talks searches for, with and without `is:`. Takes 0.8 GB.
#[divan::bench(args = ["deep", "deep is:unwatched", "speaker:han", "speaker:han is:unwatched", "date:2020..2022", "date:2020..2022 is:starred"], ignore)]
fn marked_of_100_000(bencher: Bencher, text: &str) {
    let mut flags = UserFlags::default();
    for (at, &handle) in LARGE.order.iter().step_by(5).enumerate() {
        flags.set(handle, if at % 3 == 0 { UserFlag::Starred } else { UserFlag::Watched }, true);
    }
    search_with(bencher, &LARGE, text, &flags);
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn add(bencher: Bencher, count: usize) {
    let seminars = in_memory::seminars(count, 1);
    bencher.bench_local(|| {
        let mut index = Index::new();
        for (handle, seminar) in (0..).map(Handle::new).zip(&seminars) {
            index.add(handle, seminar);
        }
        index
    });
}

#[divan::bench]
fn highlights_of_an_abstract(bencher: Bencher) {
    use seminars::search::{Rank, TextRole};
    let seminars = in_memory::seminars(1, 1);
    let text = seminars.first().and_then(|s| s.abstract_text.clone());
    let query = Query::parse("learning theory han").ok();
    bencher
        .bench_local(|| Some(query.as_ref()?.highlights(text.as_deref()?, TextRole::Abstract, Rank::Text)));
}
