//! The library against what the archive gives when it is read whole: at first, after changes, and from the cache.

use std::fs;

use super::*;
use crate::archive::Whole;
use crate::records::Catalog;
use crate::search::{Index, Lookup, Query};
use crate::seminar::Seminar;

mod cache;
mod changes;
mod records;

/// Somebody who listens, as the browser does.
#[derive(Default)]
struct Listener {
    catalog: Catalog,
    problems: Vec<Diagnostic>,
    told: usize,
}

impl Listener {
    fn hear(&mut self, news: Delta) -> ControlFlow<()> {
        self.told += 1;
        if news.replaces {
            let all = self.catalog.order().to_vec();
            self.catalog.remove(&all);
            self.problems.clear();
        }
        match news.problems {
            ProblemUpdate::Same => {}
            ProblemUpdate::More(more) => self.problems.extend(more),
            ProblemUpdate::All(all) => self.problems = all,
        }
        for part in news.parts {
            self.catalog.add(part.first, part.sheaf);
        }
        self.catalog.remove(&news.unlisted);
        if news.in_order {
            self.catalog.list_in_order(news.listed);
        } else {
            self.catalog.list(news.listed);
        }
        ControlFlow::Continue(())
    }

    fn seminars(&self) -> Vec<Seminar> {
        self.catalog.order().iter().map(|&handle| self.catalog.seminar(handle).unwrap()).collect()
    }

    fn titles(&self) -> Vec<String> {
        self.seminars().iter().map(|seminar| seminar.display_title().to_owned()).collect()
    }
}

const TODAY: Date = Date::constant(2026, 11, 28);

fn never() -> AtomicBool {
    AtomicBool::new(false)
}

fn library(origin: &Origin, cache: Option<Cache>) -> Archive {
    Archive::new(origin.clone(), Limits::default(), cache, Handle::new(0))
}

/// Opens an archive, checks it, and says whether it came from the cache.
fn open(library: &mut Archive) -> (Listener, bool) {
    let mut listener = Listener::default();
    let kept = match library.open(&never(), &mut |news| listener.hear(news)) {
        ControlFlow::Continue(kept) => kept,
        ControlFlow::Break(()) => panic!("nobody broke off"),
    };
    let _ = library.check(TODAY, &never(), &mut |news| listener.hear(news));
    (listener, kept)
}

fn refresh(library: &mut Archive, listener: &mut Listener, change: &Change) {
    let _ = library.refresh(change, &never(), &mut |news| listener.hear(news));
    let _ = library.check(TODAY, &never(), &mut |news| listener.hear(news));
}

/// What the archive gives when all of it is read at once, in the order of the list.
fn whole(origin: &Origin) -> (Vec<Seminar>, Vec<Diagnostic>) {
    let mut whole = Whole::default();
    read(origin, &Limits::default(), &never(), &mut |batch| {
        whole.add(batch);
        ControlFlow::Continue(())
    });
    let (mut seminars, mut problems) = whole.finish();
    seminars.sort_by(|a, b| a.order().cmp(&b.order()));
    problems.extend(check::check(seminars.as_slice(), TODAY, &crate::diagnostic::snippet::text_of));
    problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    (seminars, problems)
}

fn assert_is_whole(listener: &Listener, origin: &Origin) {
    let (seminars, problems) = whole(origin);
    assert_eq!(listener.seminars(), seminars);
    assert_eq!(listener.problems, problems);
}

/// All archives that tests have, as one and each by itself.
fn cases() -> Vec<Origin> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases");
    let mut folders: Vec<PathBuf> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut all: Vec<Origin> = folders.into_iter().map(|folder| Origin::Paths(vec![folder])).collect();
    all.push(Origin::Paths(vec![root]));
    all.push(Origin::Sample);
    all
}

/// An archive in a folder of its own.
struct TestFolder(tempfile::TempDir);

impl TestFolder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("talks").join(name)
    }

    /// Writes a file as editors do, beside the old one and then in its place: so it is another one by its inode, however
    /// coarse the clock is.
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
        Cache::of(&self.origin(), &Limits::default(), &self.0.path().join("cache")).unwrap().of_any_size()
    }
}

#[test]
fn every_archive_gives_what_it_gives_when_it_is_read_whole() {
    for origin in cases() {
        let (listener, kept) = open(&mut library(&origin, None));
        assert!(!kept);
        assert_is_whole(&listener, &origin);
    }
}

#[test]
fn a_reading_that_nobody_wants_any_more_stops() {
    let folder = TestFolder::with(&[("a.yaml", "title: A"), ("b.yaml", "title: B")]);
    let cancelled = AtomicBool::new(true);
    let mut library = library(&folder.origin(), None);
    assert!(library.open(&cancelled, &mut |_| ControlFlow::Continue(())).is_break());
    let mut library = self::library(&folder.origin(), None);
    assert!(library.open(&never(), &mut |_| ControlFlow::Break(())).is_break());
}

#[test]
fn what_comes_with_its_heads_is_found_as_what_is_added_whole() {
    let mut library = library(&Origin::Sample, None);
    let (listener, _) = open(&mut library);
    let (mut whole, mut packed) = (Index::new(), Index::new());
    for ((first, sheaf), heads) in library.stock.iter().zip(&library.heads) {
        packed.add_heads(first, Arc::clone(heads));
        for (at, handle) in first.range(sheaf.len()).enumerate() {
            whole.add(handle, &sheaf.seminar(at).unwrap());
        }
    }
    for &handle in listener.catalog.order() {
        assert!(packed.list(handle));
    }
    for (volume, handles) in packed.lacking(usize::MAX) {
        let mut texts = crate::search::LongFields::default();
        for handle in handles {
            texts.push(&crate::seminar::SearchableText::of(
                &listener.catalog.seminar(handle.unwrap()).unwrap(),
            ));
        }
        packed.give(volume, texts);
    }
    for query in
        ["han", "learning", "bio:stanford", "lang:en", "\"gaussian process\"", "privacy -drone", "id:2022"]
    {
        let query = Query::parse(query).unwrap();
        let (order, cancel) = (listener.catalog.order(), &never());
        let request = Lookup { query: &query, order, today: TODAY, cancel };
        assert!(packed.can_answer(&query));
        assert_eq!(packed.search(&request), whole.search(&request), "{query}");
    }
}
