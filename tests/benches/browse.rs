//! What the browser does for a reader: load an archive, draw a frame, handle a key. Also counts allocations, which must
//! not grow with the archive for anything that happens on every key or frame.

use std::path::PathBuf;
use std::sync::LazyLock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::{AllocProfiler, Bencher};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ratatui::layout::Size;
use seminars::archive;
use seminars::archive::Origin;
use seminars::format::Limits;
use seminars::records::Snapshot;
use seminars::search::Index;
use seminars::tui::headless::Headless;
use seminars::tui::theme::Theme;

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

static SMALL: LazyLock<Option<OnDisk>> = LazyLock::new(|| OnDisk::new(1_000, 500));
static MIDDLE: LazyLock<Option<OnDisk>> = LazyLock::new(|| OnDisk::new(10_000, 500));

fn archive_origin(count: usize) -> Option<Origin> {
    let archive = if count <= 1_000 { &SMALL } else { &MIDDLE };
    archive.as_ref().map(OnDisk::origin)
}

fn read(origin: &Origin) -> Snapshot {
    let mut snapshot = Snapshot::default();
    snapshot.insert(&archive::read(origin, &Limits::default()).0);
    snapshot
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn read_from_disk(bencher: Bencher, count: usize) {
    let origin = archive_origin(count);
    bencher.bench(|| origin.as_ref().map(read));
}

/// What reading costs at the least: the same files, the same parser, one core, nothing kept.
#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn bare_parse(bencher: Bencher, count: usize) {
    let archive = if count <= 1_000 { &SMALL } else { &MIDDLE };
    let mut texts = Vec::new();
    let mut folders: Vec<PathBuf> = archive.iter().map(OnDisk::talks).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                texts.extend(std::fs::read(path));
            }
        }
    }
    bencher.bench(|| {
        let parsed = texts.iter().map(|text| serde_yaml::from_slice::<serde_yaml::Value>(text).is_ok());
        parsed.filter(|parsed| *parsed).count()
    });
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn index(bencher: Bencher, count: usize) {
    let snapshot = archive_origin(count).as_ref().map(read).unwrap_or_default();
    bencher.bench(|| {
        let mut index = Index::new();
        for &handle in snapshot.order() {
            if let Some(seminar) = snapshot.seminar(handle) {
                index.add(handle, &seminar);
            }
        }
        index
    });
}

fn browser(count: usize) -> Option<Headless> {
    let size = Size { width: 120, height: 40 };
    let now = Date::constant(2026, 1, 1).to_zoned(TimeZone::UTC).ok()?;
    Some(Headless::start(archive_origin(count)?, String::new(), size, now))
}

fn press(browser: &mut Headless, code: KeyCode) {
    browser.press(KeyEvent::new(code, KeyModifiers::NONE));
}

/// A whole frame into an empty buffer.
#[divan::bench(args = [1_000, 10_000])]
fn draw_a_frame(bencher: Bencher, count: usize) {
    let browser = browser(count);
    bencher.bench_local(|| browser.as_ref().map(|browser| browser.screen(Theme::new(true))));
}

/// ↓, with the talk that is selected then laid out, and a frame.
#[divan::bench(args = [1_000, 10_000])]
fn move_down(bencher: Bencher, count: usize) {
    let mut browser = browser(count);
    bencher.bench_local(|| {
        let browser = browser.as_mut()?;
        press(browser, KeyCode::Down);
        Some(browser.screen(Theme::new(true)))
    });
}

/// A letter typed into the prompt and deleted again: two searches, two frames.
#[divan::bench(args = [1_000, 10_000])]
fn type_a_letter(bencher: Bencher, count: usize) {
    let mut browser = browser(count);
    if let Some(browser) = &mut browser {
        for c in "/gagn".chars() {
            press(browser, KeyCode::Char(c));
        }
    }
    bencher.bench_local(|| {
        let browser = browser.as_mut()?;
        press(browser, KeyCode::Char('e'));
        let first = browser.screen(Theme::new(true));
        press(browser, KeyCode::Backspace);
        Some((first, browser.screen(Theme::new(true))))
    });
}
