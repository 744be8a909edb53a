//! A cache whose parts can be replaced: with sums that are right, so that what reads the parts gets to see them.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use crossterm::event::KeyEvent;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ratatui::layout::Size;
use seminars::archive::{ArchiveLocation, Cache, Environment, choose};
use seminars::tui::headless::Headless;
use seminars::tui::keymap::parse_keys;
use seminars::tui::theme::Theme;
use serde::{Deserialize, Serialize};

use crate::fit;

/// Offset, length and sum.
type Extent = (u64, u32, u32);

/// The header of a cache, as `archive::cache` writes it.
#[derive(Serialize, Deserialize, Clone)]
struct Header {
    key: Vec<u8>,
    roots: Vec<Vec<u8>>,
    batches: Vec<(Extent, Vec<Extent>)>,
    order: Extent,
    files: Vec<Extent>,
    archive: Extent,
}

impl Header {
    fn extents(&mut self) -> Vec<&mut Extent> {
        let batches =
            self.batches.iter_mut().flat_map(|(batch, bodies)| std::iter::once(batch).chain(bodies));
        batches.chain([&mut self.order, &mut self.archive]).chain(&mut self.files).collect()
    }
}

/// The three files of a cache.
struct Kept {
    location: ArchiveLocation,
    files: [PathBuf; 3],
    cache: Vec<u8>,
    checked: Vec<u8>,
    folded: Vec<u8>,
    keys: Vec<KeyEvent>,
}

static KEPT: LazyLock<Kept> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("seminars-fuzz-{}", std::process::id()));
    let talks = folder.join("talks");
    fs::create_dir_all(&talks).unwrap();
    // An archive below one MiB has no cache.
    fs::write(talks.join("filler.yaml"), format!("# {}", "x".repeat(1_100_000))).unwrap();
    for number in 0..40 {
        let talk = format!(
            "title: Talk {number} on Müller\ndate: 2022-11-{:02}\ntime: '16:00'\ntimezone: Europe/Paris\n\
             speakers:\n- name: J. R. Smith {number}\n  bio: Somebody\nseries: A\ntags: [b]\nvideo: ZW_c1Oozhsw\n\
             slides: https://a.org/{number}\nabstract: At 12:34 a **proof**\nunknown: [1, x]\n",
            number % 28 + 1
        );
        fs::write(talks.join(format!("{number}.yaml")), talk).unwrap();
    }
    let mut location = choose(&[talks], &Environment::read()).unwrap();
    let cache = Cache::for_origin(&location.origin, &location.limits, &folder).unwrap();
    location.cache = Some(cache.clone());
    open(&location, &[]);
    let files = ["cache", "checked", "folded"].map(|extension| cache.file().with_extension(extension));
    let [cache, checked, folded] = files.each_ref().map(|file| fs::read(file).unwrap());
    let keys = parse_keys("/somebody<Enter><Down><Tab><PageDown><Esc>!<Esc>fj<Enter><Esc>S<Esc>").unwrap();
    Kept { location, files, cache, checked, folded, keys }
});

fn open(location: &ArchiveLocation, keys: &[KeyEvent]) {
    let now = Date::constant(2026, 11, 22).to_zoned(TimeZone::UTC).unwrap();
    let mut browser = Headless::open(location, Size { width: 110, height: 30 }, now);
    for key in keys {
        browser.press(*key);
        let (screen, _) = browser.screen(Theme::new(true));
        screen.content().iter().for_each(|cell| fit(cell.symbol()));
    }
}

fn read(bytes: &[u8], (at, len, _): Extent) -> &[u8] {
    &bytes[at as usize..at as usize + len as usize]
}

fn header_extent(bytes: &[u8]) -> Extent {
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    (u64::from_le_bytes(bytes[12..20].try_into().unwrap()), number(20), number(24))
}

/// Appends a value and returns its extent.
fn append(bytes: &mut Vec<u8>, value: &[u8]) -> Extent {
    let extent = (bytes.len() as u64, value.len() as u32, crc32fast::hash(value));
    bytes.extend_from_slice(value);
    extent
}

/// Appends a header and notes it in the prefix.
fn finish(bytes: &mut Vec<u8>, header: &impl Serialize) -> Extent {
    let extent = append(bytes, &postcard::to_stdvec(header).unwrap());
    bytes[12..20].copy_from_slice(&extent.0.to_le_bytes());
    bytes[20..24].copy_from_slice(&extent.1.to_le_bytes());
    bytes[24..28].copy_from_slice(&extent.2.to_le_bytes());
    extent
}

/// All parts of the cache, each behind its number: what the target begins with.
pub fn parts() -> Vec<Vec<u8>> {
    let mut header: Header = postcard::from_bytes(read(&KEPT.cache, header_extent(&KEPT.cache))).unwrap();
    let (_, folded): (Extent, Vec<Option<Extent>>) =
        postcard::from_bytes(read(&KEPT.folded, header_extent(&KEPT.folded))).unwrap();
    let in_cache = header.extents().into_iter().map(|extent| read(&KEPT.cache, *extent).to_vec());
    let in_folded = folded.into_iter().flatten().map(|extent| read(&KEPT.folded, extent).to_vec());
    let (_, checked) = postcard::take_from_bytes::<Extent>(&KEPT.checked[4..]).unwrap();
    let all = in_cache.chain(in_folded).chain([checked.to_vec()]);
    all.enumerate().map(|(number, part)| [&[number as u8], part.as_slice()].concat()).collect()
}

/// Opens the archive with a cache of which one part is these bytes, and looks at all that the browser shows.
pub fn open_with_part(number: u8, part: &[u8]) {
    let kept = &*KEPT;
    let mut header: Header = postcard::from_bytes(read(&kept.cache, header_extent(&kept.cache))).unwrap();
    let (_, mut extents): (Extent, Vec<Option<Extent>>) =
        postcard::from_bytes(read(&kept.folded, header_extent(&kept.folded))).unwrap();
    let (_, mut checked) = postcard::take_from_bytes::<Extent>(&kept.checked[4..]).unwrap();
    let mut cache = kept.cache[..header_extent(&kept.cache).0 as usize].to_vec();
    let mut folded = kept.folded[..header_extent(&kept.folded).0 as usize].to_vec();
    let count = header.extents().len();
    let number = usize::from(number) % (count + extents.len() + 1);
    if let Some(extent) = header.extents().into_iter().nth(number) {
        *extent = append(&mut cache, part);
    } else if let Some(extent) = extents.get_mut(number - count) {
        *extent = Some(append(&mut folded, part));
    } else {
        checked = part;
    }
    let id = finish(&mut cache, &header);
    finish(&mut folded, &(id, extents));
    let checked = [&postcard::to_stdvec(&id).unwrap(), checked].concat();
    let checked = [&crc32fast::hash(&checked).to_le_bytes(), checked.as_slice()].concat();
    for (file, bytes) in kept.files.iter().zip([cache, checked, folded]) {
        fs::write(file, bytes).unwrap();
    }
    open(&kept.location, &kept.keys);
}
