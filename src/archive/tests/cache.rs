//! What is cached between runs, and what happens when the cache is damaged.

use super::*;
use crate::engine::SearchEngine;
use crate::engine::new_batch::EngineUpdate;
use crate::testing::midnight;

/// An archive with everything a cache can contain: talks, people, duplicates, problems, unknown fields.
pub(super) fn copied_cases() -> TestFolder {
    let folder = TestFolder::new(&[]);
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases");
    let mut waiting = vec![cases.clone()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                folder.write(path.strip_prefix(&cases).unwrap().to_str().unwrap(), &text);
            }
        }
    }
    // A cache must not be larger than the archive, so make the archive long enough.
    let text = "    A long text about what somebody is going to talk about, which packs well.\n".repeat(20);
    let talk = |at: usize| {
        let day = at % 28 + 1;
        format!(
            "- title: Talk {at}\n  speaker: Ann Dove {at}\n  date: 2020-01-{day:02}\n  abstract: |\n{text}"
        )
    };
    folder.write("long/talks.yaml", &(1..=130).map(talk).collect::<String>());
    folder
}

/// Loads an archive and saves its cache.
fn load_and_save(folder: &TestFolder) -> (Archive, Listener) {
    let mut library = new_archive(&folder.origin(), Some(folder.cache()));
    let (listener, kept) = open_archive(&mut library);
    assert!(!kept);
    library.save();
    (library, listener)
}

#[test]
fn a_cache_restores_what_was_read() {
    let folder = copied_cases();
    let (kept_by, before) = load_and_save(&folder);
    assert!(fs::metadata(folder.cache().file()).unwrap().len() <= kept_by.manifest.size());
    // From here on, bodies are read from the cache file; they must be the same.
    assert_eq!(before.seminars(), read_whole(&folder.origin()).0);
    let mut library = new_archive(&folder.origin(), Some(folder.cache()));
    let (mut listener, kept) = open_archive(&mut library);
    assert!(kept);
    assert_matches_whole(&listener, &folder.origin());
    assert_eq!(
        library.manifest.merge(library.snapshot.store()).as_is.len(),
        kept_by.manifest.merge(kept_by.snapshot.store()).as_is.len()
    );
    refresh_archive(&mut library, &mut listener, &Change::Anything);
    assert_matches_whole(&listener, &folder.origin());
}

/// The search engine over an archive that was opened from its cache, and how many batches have stored long fields.
fn engine_from_cache(folder: &TestFolder) -> (SearchEngine, usize) {
    let mut engine = SearchEngine::new();
    let mut stored = 0;
    let mut archive = new_archive(&folder.origin(), Some(folder.cache()));
    let opened = archive.open(&never(), &mut |delta| {
        let Delta { snapshot, batches, listed, unlisted, .. } = delta;
        for batch in &batches {
            let fields = batch.long_fields.as_ref().and_then(|fields| fields.load(batch.records.len()));
            stored += usize::from(fields.is_some());
            assert!(fields.is_none_or(
                    |fields| Ok(fields) == LongFields::from_batch(&batch.records).map_err(|_| ())
                ));
        }
        engine.update(EngineUpdate { snapshot, batches, listed, unlisted });
        ControlFlow::Continue(())
    });
    assert_eq!(opened, ControlFlow::Continue(true));
    (engine, stored)
}

#[test]
fn folded_texts_are_stored_and_folded_again_where_they_are_damaged() {
    let folder = copied_cases();
    load_and_save(&folder).0.save_folded();
    let answers = |engine: &SearchEngine| {
        let find = |text| engine.answer(&Query::parse(text).unwrap(), &midnight(TODAY)).len();
        ["somebody", "bio:a", "\"long text\"", "zzzz"].map(find)
    };
    let (engine, stored) = engine_from_cache(&folder);
    assert!(stored > 0);
    let expected = answers(&engine);
    assert!(expected[0] >= 30 && expected[3] == 0, "{expected:?}");
    let file = folder.cache().file().with_extension("folded");
    // The fields of the last batch are right before the header.
    let mut bytes = fs::read(&file).unwrap();
    let header = u64::from_le_bytes(bytes[12..20].try_into().unwrap());
    let last = usize::try_from(header).unwrap() - 5;
    bytes[last] ^= 1;
    fs::write(file, bytes).unwrap();
    let (engine, still_stored) = engine_from_cache(&folder);
    assert_eq!((still_stored, answers(&engine)), (stored - 1, expected));
}

/// A checksum of everything that is read and folded from all test archives.
fn sum_of_what_is_read() -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for origin in cases() {
        let mut archive = new_archive(&origin, None);
        open_archive(&mut archive);
        let root = match &origin {
            Origin::Paths(paths) => paths[0].to_str().unwrap().to_owned(),
            Origin::Sample | Origin::Text(_) => String::new(),
        };
        for seminar in read_whole(&origin).0 {
            hasher.update(format!("{seminar:?}").replace(&root, "").as_bytes());
            let mut batch = RecordBatch::default();
            batch.push(&seminar);
            let mut short_fields = ShortFields::default();
            short_fields.push(&seminar);
            hasher.update(
                &postcard::to_stdvec(&(short_fields, LongFields::from_batch(&batch).unwrap())).unwrap(),
            );
        }
    }
    hasher.finalize()
}

/// If this fails, files are read or folded differently than before: bump `FORMAT_VERSION`, so that no cache with
/// outdated contents is used.
#[cfg(unix)]
#[test]
fn what_is_read_has_a_format_of_its_own() {
    assert_eq!((crate::archive::cache::FORMAT_VERSION, sum_of_what_is_read()), (8, 2_624_841_387));
}

#[test]
fn check_results_are_cached_for_the_same_state() {
    let folder = copied_cases();
    let first = load_and_save(&folder).0;
    let beside = folder.cache().file().with_extension("checked");
    let known = || {
        let mut again = new_archive(&folder.origin(), Some(folder.cache()));
        assert_eq!(again.open(&never(), &mut |_| ControlFlow::Continue(())), ControlFlow::Continue(true));
        (again.check_result.year, again.check_result.problems.len())
    };
    assert!(!first.check_result.problems.is_empty());
    assert_eq!(known(), (Some(TODAY.year()), first.check_result.problems.len()));
    let good = fs::read(&beside).unwrap();
    let mut damaged = good.clone();
    damaged[20] ^= 1;
    for bytes in [&damaged[..], &good[..9], b""] {
        fs::write(&beside, bytes).unwrap();
        assert_eq!(known(), (None, 0));
    }
    // The cache and its check results together must not be larger than the archive.
    let (cache, found) = (folder.cache(), [7u8; 100]);
    let id = cache.open().unwrap().id();
    let kept = fs::metadata(cache.file()).unwrap().len();
    cache.write_check(id, &found.as_slice(), u64::MAX).unwrap();
    let both = kept + fs::metadata(&beside).unwrap().len();
    for (most, is_there) in [(both, true), (both - 1, false)] {
        cache.write_check(id, &found.as_slice(), most).unwrap();
        assert_eq!(beside.exists(), is_there);
    }
    fs::write(&beside, &good).unwrap();
    // Check results of another state of the archive do not apply.
    fs::remove_file(folder.path("own-format/one.yaml")).unwrap();
    fs::remove_file(folder.cache().file()).unwrap();
    let mut other = new_archive(&folder.origin(), Some(folder.cache()));
    let _ = other.open(&never(), &mut |_| ControlFlow::Continue(()));
    other.save();
    assert_eq!(known(), (None, 0));
}

#[test]
fn changes_are_read_and_large_ones_rewrite_the_cache() {
    let folder = copied_cases();
    load_and_save(&folder);
    folder.write("own-format/one.yaml", "title: Changed\ndate: 2030-01-01");
    fs::remove_dir_all(folder.path("faults")).unwrap();
    let text = "A long text of some words that says what it is about. ".repeat(20);
    folder.write(
        "new/talks.yaml",
        &format!("- {{title: New, speaker: Ann Dove, abstract: {text}}}\n").repeat(40),
    );
    for _ in 0..2 {
        let mut library = new_archive(&folder.origin(), Some(folder.cache()));
        let (mut listener, kept) = open_archive(&mut library);
        assert!(kept);
        refresh_archive(&mut library, &mut listener, &Change::Anything);
        assert_matches_whole(&listener, &folder.origin());
        library.save();
        assert_matches_whole(&listener, &folder.origin());
    }
    let (listener, kept) = open_archive(&mut new_archive(&folder.origin(), Some(folder.cache())));
    assert!(kept);
    assert_matches_whole(&listener, &folder.origin());
}

#[test]
fn a_cache_of_another_archive_is_ignored() {
    let folder = copied_cases();
    load_and_save(&folder);
    let other = Limits { depth: 9, ..Limits::default() };
    let cache = Cache::for_origin(&folder.origin(), &other, folder.cache().file().parent().unwrap()).unwrap();
    assert_ne!(cache, folder.cache());
    fs::copy(folder.cache().file(), cache.file()).unwrap();
    assert!(!open_archive(&mut new_archive(&folder.origin(), Some(cache))).1);
    assert_eq!(Cache::for_origin(&Origin::Sample, &Limits::default(), Path::new("x")), None);
}

#[test]
fn an_unwritable_cache_is_harmless() {
    let folder = copied_cases();
    let blocked = folder.0.path().join("blocked");
    fs::write(&blocked, "a file").unwrap();
    let cache = Cache::for_origin(&folder.origin(), &Limits::default(), &blocked.join("inside"))
        .unwrap()
        .for_any_size();
    let mut library = new_archive(&folder.origin(), Some(cache));
    let (listener, _) = open_archive(&mut library);
    library.save();
    assert_matches_whole(&listener, &folder.origin());
}

#[test]
fn small_and_incompressible_archives_are_not_cached() {
    let folder = TestFolder::new(&[("a.yaml", "title: A")]);
    let small =
        Cache::for_origin(&folder.origin(), &Limits::default(), &folder.0.path().join("cache")).unwrap();
    for cache in [small, folder.cache()] {
        let mut library = new_archive(&folder.origin(), Some(cache.clone()));
        open_archive(&mut library);
        library.save();
        assert!(!cache.file().exists());
    }
    let left = fs::read_dir(folder.0.path().join("cache")).unwrap().count();
    assert_eq!(left, 0);
}

#[test]
fn concurrent_writers_leave_one_complete_cache() {
    let folder = copied_cases();
    let both: Vec<Archive> = (0..2)
        .map(|_| {
            let mut library = new_archive(&folder.origin(), Some(folder.cache()));
            open_archive(&mut library);
            library
        })
        .collect();
    std::thread::scope(|scope| {
        for mut library in both {
            scope.spawn(move || library.save());
        }
    });
    let (listener, kept) = open_archive(&mut new_archive(&folder.origin(), Some(folder.cache())));
    assert!(kept);
    assert_matches_whole(&listener, &folder.origin());
}

#[test]
fn a_truncated_cache_falls_back_to_the_files() {
    let folder = copied_cases();
    load_and_save(&folder);
    let whole = fs::read(folder.cache().file()).unwrap();
    for len in (0..whole.len()).step_by(whole.len() / 40) {
        fs::write(folder.cache().file(), &whole[..len]).unwrap();
        let (listener, kept) = open_archive(&mut new_archive(&folder.origin(), Some(folder.cache())));
        assert!(!kept, "{len} bytes of {}", whole.len());
        assert_matches_whole(&listener, &folder.origin());
    }
}

#[test]
fn a_cache_of_an_earlier_format_is_replaced() {
    let folder = copied_cases();
    let cache = folder.cache();
    let earlier = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/earlier");
    fs::create_dir_all(cache.file().parent().unwrap()).unwrap();
    fs::copy(earlier.join("format-1.cache"), cache.file()).unwrap();
    fs::copy(earlier.join("format-1.checked"), cache.file().with_extension("checked")).unwrap();
    let (_, listener) = load_and_save(&folder);
    assert_matches_whole(&listener, &folder.origin());
    assert!(open_archive(&mut new_archive(&folder.origin(), Some(cache))).1);
}

#[test]
fn an_archive_has_one_cache_however_it_is_called() {
    let folder = copied_cases();
    load_and_save(&folder);
    let real = folder.path("");
    let mut names = vec![real.clone(), real.join("."), folder.0.path().join("talks/../talks")];
    #[cfg(unix)]
    {
        let link = folder.0.path().join("current");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        names.push(link);
    }
    for name in names {
        let origin = Origin::Paths(vec![name]);
        let cache = Cache::for_origin(&origin, &Limits::default(), &folder.0.path().join("cache")).unwrap();
        assert_eq!(cache.file(), folder.cache().file());
        let mut archive = new_archive(&origin, Some(cache.for_any_size()));
        let (mut listener, is_cached) = open_archive(&mut archive);
        assert!(is_cached, "{origin:?}");
        assert_matches_whole(&listener, &origin);
        refresh_archive(&mut archive, &mut listener, &Change::Anything);
        assert_matches_whole(&listener, &origin);
        // A cache written under this name also works for the other names.
        archive.uncached_bytes = archive.manifest.size();
        archive.save();
        assert_eq!(listener.seminars(), read_whole(&origin).0);
        let mut archive = new_archive(&folder.origin(), Some(folder.cache()));
        let (listener, is_cached) = open_archive(&mut archive);
        assert!(is_cached);
        assert_matches_whole(&listener, &folder.origin());
    }
}

#[test]
fn the_cache_of_an_archive_that_is_gone_is_removed_when_another_is_written() {
    let (gone, other) = (copied_cases(), copied_cases());
    let caches = gone.0.path().join("cache");
    load_and_save(&gone);
    let file = gone.cache().file().to_owned();
    assert!(file.exists());
    fs::remove_dir_all(gone.path("")).unwrap();
    let cache = Cache::for_origin(&other.origin(), &Limits::default(), &caches).unwrap().for_any_size();
    let mut archive = new_archive(&other.origin(), Some(cache.clone()));
    open_archive(&mut archive);
    archive.save();
    assert!(!file.exists() && cache.file().exists());
}
