//! However the files of a cache are damaged, what is shown, found and counted in the end matches the archive's files.

use crate::testing::midnight;
use proptest::prelude::*;

use super::cache::copied_cases;
use super::*;
use crate::engine::SearchEngine;
use crate::engine::new_batch::EngineUpdate;
use crate::seminar::Source;

/// A way to damage a file.
#[derive(Debug, Clone)]
enum Damage {
    /// Flips a bit.
    Flip(f64, u8),
    /// Fills a range with zeros.
    Zeros(f64, f64),
    /// Truncates the file.
    Cut(f64),
    /// Copies some bytes from one place over another.
    Foreign(f64, f64, usize),
}

fn damages() -> impl Strategy<Value = Damage> {
    let place = || 0.0..1.0f64;
    prop_oneof![
        3 => (place(), 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        2 => (place(), place()).prop_map(|(a, b)| Damage::Zeros(a.min(b), a.max(b))),
        1 => place().prop_map(Damage::Cut),
        1 => (place(), place(), 1usize..5000).prop_map(|(from, to, len)| Damage::Foreign(from, to, len)),
    ]
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let len = bytes.len();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a small file"
        )]
        let place = |at: f64| (at * len as f64) as usize;
        match *self {
            Self::Flip(at, bit) => bytes[place(at)] ^= 1 << bit,
            Self::Zeros(from, to) => bytes[place(from)..place(to)].fill(0),
            Self::Cut(at) => bytes.truncate(place(at)),
            Self::Foreign(from, to, count) => {
                let (from, to) = (place(from), place(to));
                let count = count.min(len - from.max(to));
                bytes.copy_within(from..from + count, to);
            }
        }
    }
}

const QUERIES: [&str; 5] = ["somebody", "bio:a", "\"long text\"", "ann", "zzzz"];

/// The final state of an archive: its talks, its problems, and the talks that queries find.
type State = (Vec<Seminar>, Vec<String>, Vec<Vec<Source>>);

/// Opens an archive with its cache as the program does: load, verify, check, search. Anything that turns out to be
/// damaged is read again.
fn final_state(folder: &TestFolder, cache: Option<Cache>) -> State {
    let mut archive = new_archive(&folder.origin(), cache);
    let mut engine = SearchEngine::new();
    let mut listener = Listener::default();
    let mut step = |archive: &mut Archive, is_first: bool| {
        let mut receive = |delta: Delta| {
            let mut update = EngineUpdate {
                snapshot: Arc::clone(&delta.snapshot),
                batches: delta.batches.clone(),
                listed: delta.listed.clone(),
                unlisted: delta.unlisted.clone(),
            };
            if delta.replaces_all {
                update.unlisted.extend(engine.snapshot().order());
            }
            let _ = listener.receive(delta);
            engine.update(update);
            ControlFlow::Continue(())
        };
        let _ = if is_first {
            archive.load(TODAY, &never(), &mut receive)
        } else {
            archive.save_and_check(TODAY, &never(), &mut receive)
        };
        let find = |text| {
            let found = engine.answer(&Query::parse(text).unwrap(), &midnight(TODAY)).into_iter();
            found.map(|found| engine.snapshot().summary(found.handle).unwrap().source.clone()).collect()
        };
        let found: Vec<Vec<Source>> = QUERIES.map(find).into();
        let is_final = !engine.is_incomplete();
        let seminars: Option<Vec<Seminar>> =
            listener.snapshot.order().iter().map(|&handle| listener.snapshot.seminar(handle)).collect();
        let problems = listener.problems.iter().map(ToString::to_string).collect();
        (seminars.filter(|_| is_final).map(|seminars| (seminars, problems, found)), engine.take_damage())
    };
    match step(&mut archive, true) {
        (Some(state), false) => state,
        _ => step(&mut archive, false).0.expect("one repair mends everything"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_damage_to_a_cache_changes_what_is_shown(damage in damages(), file in 0usize..3, lacks_checked in any::<bool>(), lacks_folded in any::<bool>()) {
        thread_local!(static KEPT: (TestFolder, Vec<Vec<u8>>, State) = {
            let folder = copied_cases();
            final_state(&folder, Some(folder.cache()));
            let state = final_state(&folder, None);
            let bytes = cache_files(&folder).map(|file| fs::read(file).unwrap()).into();
            (folder, bytes, state)
        });
        KEPT.with(|(folder, bytes, expected)| {
            for (file, bytes) in cache_files(folder).iter().zip(bytes) {
                fs::write(file, bytes).unwrap();
            }
            let [cache, checked, folded] = cache_files(folder);
            let target = [&cache, &checked, &folded][file];
            let mut damaged = bytes[file].clone();
            damage.apply(&mut damaged);
            fs::write(target, damaged).unwrap();
            for (file, _) in [(checked, lacks_checked), (folded, lacks_folded)].iter().filter(|(_, lacks)| *lacks) {
                let _ = fs::remove_file(file);
            }
            prop_assert_eq!(&final_state(folder, Some(folder.cache())), expected);
            // The cache files that were left behind are sound.
            prop_assert_eq!(&final_state(folder, Some(folder.cache())), expected);
            Ok(())
        })?;
    }
}

/// The cache of an archive, its check results and its folded texts.
fn cache_files(folder: &TestFolder) -> [PathBuf; 3] {
    let file = folder.cache().file().to_owned();
    [file.clone(), file.with_extension("checked"), file.with_extension("folded")]
}
