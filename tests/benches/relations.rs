//! The cost of people, series, facets and related talks: to index them, and to query them.

use std::sync::LazyLock;

use divan::Bencher;
use seminars::engine::facets::Facets;
use seminars::engine::people::People;
use seminars::engine::related::Related;
use seminars::engine::series;
use seminars::records::Handle;
use seminars::seminar::Seminar;
use seminars::text::Text;

mod generator;
mod in_memory;
mod words;

fn main() {
    divan::main();
}

struct Archive {
    seminars: Vec<Seminar>,
    related: Related,
    facets: Facets,
}

fn with_handles(seminars: &[Seminar]) -> impl Iterator<Item = (Handle, &Seminar)> {
    (0..).map(Handle::new).zip(seminars)
}

fn archive(count: usize) -> Archive {
    let seminars = in_memory::seminars(count, 1);
    let (mut related, mut facets) = (Related::default(), Facets::default());
    for (handle, seminar) in with_handles(&seminars) {
        related.add(handle, seminar);
        facets.add(handle, seminar);
    }
    Archive { seminars, related, facets }
}

static SMALL: LazyLock<Archive> = LazyLock::new(|| archive(1_000));
static MIDDLE: LazyLock<Archive> = LazyLock::new(|| archive(10_000));
static LARGE: LazyLock<Archive> = LazyLock::new(|| archive(100_000));

fn related_to(bencher: Bencher, archive: &Archive) {
    let talks: Vec<(Handle, &Seminar)> =
        with_handles(&archive.seminars).step_by(archive.seminars.len() / 100).collect();
    let mut talks = talks.iter().copied().cycle();
    bencher
        .with_inputs(|| talks.next())
        .bench_local_values(|talk| talk.map(|(handle, seminar)| archive.related.find(handle, seminar, 20)));
}

fn count_facets(bencher: Bencher, archive: &Archive) {
    bencher.bench_local(|| archive.facets.count(with_handles(&archive.seminars).map(|(handle, _)| handle)));
}

fn gather(bencher: Bencher, archive: &Archive) {
    bencher.bench_local(|| People::from_seminars(with_handles(&archive.seminars)));
}

/// With 60,000 names, many of them a letter apart, where the generator has a few thousand.
#[divan::bench(sample_count = 10, ignore)]
fn gather_people_of_60_000_names(bencher: Bencher) {
    let mut seminars = in_memory::seminars(100_000, 1);
    let speakers = seminars.iter_mut().flat_map(|seminar| &mut seminar.speakers);
    for (number, speaker) in (0u64..).zip(speakers) {
        let person = number * 7 % 60_000;
        let mut family = String::new();
        words::LANGUAGES[0].push_word((1 << 20) + person, &mut family);
        let given = generator::pick::<&str>(words::NAMES[0].1, person);
        speaker.name = Text::line(&format!("{given} {family}"));
    }
    bencher.bench_local(|| People::from_seminars(with_handles(&seminars)));
}

fn all_series(bencher: Bencher, archive: &Archive) {
    bencher.bench_local(|| series::summaries(archive.seminars.iter()));
}

/// Of all talks, one after the other.
fn fill_related(bencher: Bencher, archive: &Archive) {
    bencher.bench_local(|| {
        let mut related = Related::default();
        with_handles(&archive.seminars).for_each(|(handle, seminar)| related.add(handle, seminar));
        related
    });
}

/// Of all talks, one after the other.
fn fill_facets(bencher: Bencher, archive: &Archive) {
    bencher.bench_local(|| {
        let mut facets = Facets::default();
        with_handles(&archive.seminars).for_each(|(handle, seminar)| facets.add(handle, seminar));
        facets
    });
}

/// The benches of one archive.
macro_rules! benches {
    ($name:ident, $archive:expr $(, $ignore:ident)?) => {
        mod $name {
            use divan::Bencher;

            #[divan::bench($($ignore)?)]
            fn related_to(bencher: Bencher) {
                super::related_to(bencher, $archive);
            }

            #[divan::bench($($ignore)?)]
            fn count_facets(bencher: Bencher) {
                super::count_facets(bencher, $archive);
            }

            #[divan::bench(sample_count = 10 $(, $ignore)?)]
            fn gather_people(bencher: Bencher) {
                super::gather(bencher, $archive);
            }

            #[divan::bench(sample_count = 10 $(, $ignore)?)]
            fn all_series(bencher: Bencher) {
                super::all_series(bencher, $archive);
            }

            #[divan::bench(sample_count = 10 $(, $ignore)?)]
            fn fill_related(bencher: Bencher) {
                super::fill_related(bencher, $archive);
            }

            #[divan::bench(sample_count = 10 $(, $ignore)?)]
            fn fill_facets(bencher: Bencher) {
                super::fill_facets(bencher, $archive);
            }
        }
    };
}

benches!(of_1_000, &super::SMALL);
benches!(of_10_000, &super::MIDDLE);
// Takes half a gigabyte and a minute: `cargo bench --bench relations -- --include-ignored`.
benches!(of_100_000, &super::LARGE, ignore);
