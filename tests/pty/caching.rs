//! The archive's cache between starts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};
use rustix::process::Signal;

use super::app;
use super::harness::{Options, Pty};

/// So many talks have enough bytes to be worth a cache.
const TALKS: usize = 250;
/// Nothing takes this long unless it never happens.
const BOUND: Duration = Duration::from_mins(1);

/// An archive, and a home for the program.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(home.cache_folder()).unwrap();
        fs::create_dir_all(home.0.path().join("talks")).unwrap();
        home.write("First talk");
        home
    }

    /// Writes the archive in one file; the newest talk has this title.
    fn write(&self, title: &str) {
        let text = "Words about what it is about, which are many. ".repeat(100);
        let talk = |at: usize| {
            let title = if at == 0 { title.to_owned() } else { format!("Talk {at}") };
            let date = format!("{}-01-01", 2020 - at % 20);
            format!(
                "- title: {title}\n  speaker: Ann Ada\n  date: {date}\n  abstract: {text}\n  id: talk-{at}\n"
            )
        };
        let unfinished = self.0.path().join("unfinished");
        fs::write(&unfinished, (0..TALKS).map(talk).collect::<String>().replace("talk-249", "talk-248"))
            .unwrap();
        fs::rename(unfinished, self.0.path().join("talks/talks.yaml")).unwrap();
    }

    fn cache_folder(&self) -> PathBuf {
        self.0.path().join("cache/seminars")
    }

    /// The names of the files in the cache folder.
    fn cache_folder_files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.cache_folder()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The path of the cache file, if there is one.
    fn cache_file(&self) -> Option<PathBuf> {
        let is_cache =
            |name: &String| Path::new(name).extension().is_some_and(|extension| extension == "cache");
        self.cache_folder_files().into_iter().find(is_cache).map(|name| self.cache_folder().join(name))
    }

    fn start(&self, arguments: &[&str]) -> Pty {
        let talks = self.0.path().join("talks").to_string_lossy().into_owned();
        let cache = self.0.path().join("cache").to_string_lossy().into_owned();
        let options = Options::new(app::PROGRAM).size(120, 40).env("XDG_CACHE_HOME", &cache);
        options.args([talks.as_str()]).args(arguments.iter().copied()).start()
    }

    /// Starts the program, waits until everything is loaded, cached and checked, and quits.
    fn run_to_end(&self, arguments: &[&str]) {
        let mut pty = self.start(arguments);
        pty.wait_for_text(&format!("{TALKS} talks ·"));
        pty.wait_for_text("! 1 problem");
        pty.keys("q");
        pty.wait_for_restored_end();
    }
}

#[test]
fn what_changed_since_the_list_was_kept_is_seen_and_its_texts_are_those_of_the_file() {
    let home = Home::new();
    home.run_to_end(&[]);
    assert!(home.cache_file().is_some(), "{:?}", home.cache_folder_files());
    let mut pty = home.start(&[]);
    pty.wait_for_text("First talk");
    pty.wait_for_text("Words about what it is about");
    app::open_prompt(&pty, "about many");
    pty.wait_for_text(&format!("1 of {TALKS}"));
    pty.keys("<C-c>");
    pty.wait_for_restored_end();
    home.write("Another talk");
    let mut pty = home.start(&[]);
    pty.wait_for_text(&format!("files changed · {TALKS} talks"));
    pty.wait_for_text("Another talk");
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn a_cache_that_is_cut_off_or_not_wanted_is_left_out() {
    let home = Home::new();
    home.run_to_end(&["--no-cache"]);
    assert_eq!(home.cache_folder_files(), [""; 0]);
    home.run_to_end(&[]);
    let file = home.cache_file().unwrap();
    let bytes = fs::read(&file).unwrap();
    for damaged in [&bytes[..bytes.len() / 2], b"nonsense"] {
        fs::write(&file, damaged).unwrap();
        home.run_to_end(&[]);
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

/// Reports every event in the cache folder.
fn watch(home: &Home) -> (notify::RecommendedWatcher, Receiver<notify::Result<notify::Event>>) {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(sender).unwrap();
    watcher.watch(&home.cache_folder(), RecursiveMode::NonRecursive).unwrap();
    (watcher, events)
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_cache_or_the_new_one() {
    // Number of events in the folder to wait for: first a new file appears, at last it gets its name.
    for moment in [1, 3, 8, 1000] {
        let home = Home::new();
        let (_watcher, events) = watch(&home);
        let pty = home.start(&[]);
        for _ in 0..moment {
            let event = events.recv_timeout(BOUND).expect("something is written").unwrap();
            let is_named = event.paths.iter().any(|path| path.extension().is_some_and(|e| e == "cache"));
            if is_named {
                break;
            }
        }
        pty.signal(Signal::KILL);
        pty.wait_for_status();
        let was_there = home.cache_file().is_some();
        // Whatever is there, the next start shows everything, and leaves a cache that can be used.
        home.run_to_end(&[]);
        assert!(
            home.cache_file().is_some() && (was_there || moment < 1000),
            "{:?}",
            home.cache_folder_files()
        );
        fs::remove_file(home.0.path().join("talks/talks.yaml")).unwrap();
        let mut pty = home.start(&[]);
        pty.wait_for_text("files changed · 0 talks");
        pty.keys("q");
        pty.wait_for_restored_end();
    }
}
