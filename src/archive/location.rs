//! Chooses which archive to open: the given PATHs, or else the first default location that can be used.

use std::env;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::Archive;
use super::cache::Cache;
use super::origin::Origin;
use super::read::has_talks;
use super::sample;
use crate::format::Limits;
use crate::paths;
use crate::records::Handle;
use crate::text::printable_path;

/// The environment variable that lists archives, separated as in `PATH`.
const VARIABLE: &str = "SEMINARS_PATH";

/// The environment that the choice depends on, read once at start.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// The value of `$SEMINARS_PATH`, if it is set.
    pub seminars_path: Option<OsString>,
    /// The folder that the program was started in.
    pub current_folder: PathBuf,
    /// The user's data folder.
    pub data_folder: Option<PathBuf>,
}

impl Environment {
    /// Reads the environment. `$XDG_DATA_HOME` takes precedence on every system.
    #[must_use]
    pub fn read() -> Self {
        Self {
            seminars_path: env::var_os(VARIABLE).filter(|value| !value.is_empty()),
            current_folder: PathBuf::from("."),
            data_folder: paths::data(),
        }
    }
}

/// A location that was considered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationCandidate {
    /// Where it comes from: `PATH`, `$SEMINARS_PATH`, …
    pub label: &'static str,
    /// Its path, as displayed.
    pub place: String,
    /// Why it was or was not chosen.
    pub outcome: &'static str,
    /// Whether it was chosen.
    pub is_chosen: bool,
}

/// The archive to open, and why it was chosen.
#[derive(Debug, Clone)]
pub struct ArchiveLocation {
    /// What the archive is read from.
    pub origin: Origin,
    /// Limits on how much of each file is read.
    pub limits: Limits,
    /// The cache to use, if any.
    pub cache: Option<Cache>,
    /// Every location that was considered, in order.
    pub candidates: Vec<LocationCandidate>,
}

impl ArchiveLocation {
    /// An archive that consists of text from standard input.
    #[must_use]
    pub fn standard_input(text: Arc<[u8]>, limits: Limits) -> Self {
        let candidate = LocationCandidate::new("PATH", "-".to_owned(), OPENED, true);
        Self { origin: Origin::Text(text), limits, cache: None, candidates: vec![candidate] }
    }

    /// Creates the archive, with nothing loaded yet. Its records get handles from `first` on.
    #[must_use]
    pub fn archive(&self, first: Handle) -> Archive {
        Archive::new(self.origin.clone(), self.limits, self.cache.clone(), first)
    }

    /// The name of the files in which the state folder keeps what belongs to this archive; `None` if it is text from
    /// standard input. Different spellings of a path mean the same archive.
    #[must_use]
    pub fn state_key(&self) -> Option<String> {
        let mut hasher = DefaultHasher::new();
        match &self.origin {
            Origin::Text(_) => return None,
            Origin::Sample => "sample".hash(&mut hasher),
            Origin::Paths(paths) => {
                for path in paths {
                    std::fs::canonicalize(path).unwrap_or_else(|_| path.clone()).hash(&mut hasher);
                }
            }
        }
        Some(format!("{:016x}", hasher.finish()))
    }

    /// Whether it is the sample archive: the one in the program, or its files in a clone of the repository.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        match &self.origin {
            Origin::Sample => true,
            Origin::Paths(paths) => matches!(paths.as_slice(), [path] if sample::is_in(path)),
            Origin::Text(_) => false,
        }
    }

    /// The title shown above the list: the name of the archive's folder or file.
    #[must_use]
    pub fn title(&self) -> String {
        if self.is_sample() {
            return "Sample archive".to_owned();
        }
        match &self.origin {
            Origin::Sample | Origin::Text(_) => self.name(),
            Origin::Paths(paths) => match paths.as_slice() {
                [path] => {
                    // The real path, because `.` has a name, too.
                    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                    real.file_name().map_or_else(|| self.name(), |name| printable_path(Path::new(name)))
                }
                several => format!("{} archives", several.len()),
            },
        }
    }

    /// The name of the archive in messages: its paths, as given.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::Paths(paths) => {
                paths.iter().map(|path| printable_path(path)).collect::<Vec<_>>().join(", ")
            }
            Origin::Sample => "the sample archive".to_owned(),
            Origin::Text(_) => "standard input".to_owned(),
        }
    }
}

/// A PATH that cannot be opened.
#[derive(Debug, Error)]
#[error("{}: {reason} ({hint})", printable_path(path))]
pub struct PathError {
    path: PathBuf,
    reason: String,
    hint: &'static str,
}

impl PathError {
    /// An error about a PATH: why it cannot be opened, and what to do.
    #[must_use]
    pub fn new(path: &Path, reason: &str, hint: &'static str) -> Self {
        Self { path: path.to_owned(), reason: reason.to_owned(), hint }
    }
}

impl LocationCandidate {
    fn new(label: &'static str, place: String, outcome: &'static str, is_chosen: bool) -> Self {
        Self { label, place, outcome, is_chosen }
    }
}

/// Chooses the archive: the given PATHs, or else `$SEMINARS_PATH`, `./seminars`, `seminars` in the user's data folder,
/// or the sample archive, in this order. The two folders count only if they contain a talk.
///
/// # Errors
///
/// When a PATH in the arguments does not exist, or none of those in the variable does.
pub fn choose(arguments: &[PathBuf], environment: &Environment) -> Result<ArchiveLocation, PathError> {
    let mut considered = Vec::new();
    let named: Vec<PathBuf> = environment
        .seminars_path
        .iter()
        .flat_map(env::split_paths)
        .filter(|path| !path.as_os_str().is_empty())
        .collect();
    let mut origin = None;
    for (what, hint, paths) in [
        ("PATH", "give a folder or a file that exists", arguments),
        ("$SEMINARS_PATH", "correct $SEMINARS_PATH or give a PATH", named.as_slice()),
    ] {
        let taken = origin.is_none() && !paths.is_empty();
        let there = if taken { present(paths, hint, what == "PATH")? } else { Vec::new() };
        if taken {
            origin = Some(Origin::Paths(there.clone()));
        }
        if paths.is_empty() {
            considered.push(LocationCandidate::new(what, String::new(), "none given", taken));
        }
        for path in paths {
            let is_opened = taken && there.contains(path);
            let verdict = match (taken, is_opened) {
                (true, true) => "opened",
                (true, false) => "not there",
                (false, _) => "not needed",
            };
            considered.push(LocationCandidate::new(what, printable_path(path), verdict, is_opened));
        }
    }
    let folders = [
        ("folder here", Some(environment.current_folder.join("seminars"))),
        ("data folder", environment.data_folder.as_ref().map(|data| data.join("seminars"))),
    ];
    for (what, folder) in folders {
        let Some(folder) = folder else { continue };
        let verdict = match &origin {
            Some(_) => "not needed",
            None => look_into(&folder),
        };
        let taken = verdict == OPENED;
        considered.push(LocationCandidate::new(what, printable_path(&folder), verdict, taken));
        if taken {
            origin = Some(Origin::Paths(vec![folder]));
        }
    }
    let taken = origin.is_none();
    let verdict = if taken { OPENED } else { "not needed" };
    let place = "part of the program".to_owned();
    considered.push(LocationCandidate::new("sample archive", place, verdict, taken));
    Ok(ArchiveLocation {
        origin: origin.unwrap_or(Origin::Sample),
        limits: Limits::default(),
        cache: None,
        candidates: considered,
    })
}

const OPENED: &str = "opened";

fn look_into(folder: &Path) -> &'static str {
    if !folder.is_dir() {
        "not there"
    } else if has_talks(folder) {
        OPENED
    } else {
        "holds no talk"
    }
}

/// The paths that exist. All of them must exist if `needs_all`; otherwise one is enough, because the others may be on a
/// disk that is not mounted.
fn present(paths: &[PathBuf], hint: &'static str, needs_all: bool) -> Result<Vec<PathBuf>, PathError> {
    let missing = paths.iter().find_map(|path| check(path, hint).err());
    let there: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
    match missing {
        Some(missing) if needs_all || there.is_empty() => Err(missing),
        _ => Ok(there),
    }
}

fn check(path: &Path, hint: &'static str) -> Result<(), PathError> {
    match path.metadata() {
        Ok(_) => Ok(()),
        Err(error) => {
            let reason = match error.kind() {
                std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
                _ => error.to_string(),
            };
            Err(PathError { path: path.to_owned(), reason, hint })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn verdicts(choice: &ArchiveLocation) -> Vec<(&str, &str)> {
        choice.candidates.iter().map(|c| (c.label, c.outcome)).collect()
    }

    fn environment(root: &Path) -> Environment {
        Environment {
            seminars_path: None,
            current_folder: root.join("here"),
            data_folder: Some(root.join("data")),
        }
    }

    fn talk(folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("a.yaml"), "title: A\nspeaker: B\n").unwrap();
    }

    #[test]
    fn without_any_folder_the_sample_archive_opens() {
        let root = tempfile::tempdir().unwrap();
        let choice = choose(&[], &environment(root.path())).unwrap();
        assert_eq!(choice.origin, Origin::Sample);
        assert_eq!(
            verdicts(&choice),
            [
                ("PATH", "none given"),
                ("$SEMINARS_PATH", "none given"),
                ("folder here", "not there"),
                ("data folder", "not there"),
                ("sample archive", "opened")
            ]
        );
    }

    #[test]
    fn a_folder_counts_only_when_it_holds_a_talk() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("here/seminars")).unwrap();
        talk(&root.path().join("data/seminars"));
        let choice = choose(&[], &environment(root.path())).unwrap();
        assert_eq!(choice.origin, Origin::Paths(vec![root.path().join("data/seminars")]));
        assert_eq!(
            verdicts(&choice)[2..],
            [("folder here", "holds no talk"), ("data folder", "opened"), ("sample archive", "not needed")]
        );
    }

    #[test]
    fn arguments_come_before_the_variable_and_the_variable_before_folders() {
        let root = tempfile::tempdir().unwrap();
        let (one, two) = (root.path().join("one"), root.path().join("two"));
        talk(&one);
        talk(&two);
        talk(&root.path().join("here/seminars"));
        let mut environment = environment(root.path());
        environment.seminars_path = Some(env::join_paths([&one, &two]).unwrap());
        assert_eq!(choose(&[], &environment).unwrap().origin, Origin::Paths(vec![one.clone(), two]));
        assert_eq!(
            choose(std::slice::from_ref(&one), &environment).unwrap().origin,
            Origin::Paths(vec![one])
        );
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let error = choose(&[PathBuf::from("/no/such\x1b[1m")], &Environment::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "/no/such[1m: no such file or folder (give a folder or a file that exists)"
        );
    }

    #[test]
    fn one_missing_folder_of_several_in_the_variable_is_left_out() {
        let root = tempfile::tempdir().unwrap();
        talk(&root.path().join("talks"));
        let named = |paths: &[&str]| {
            let paths = paths.iter().map(|path| root.path().join(path));
            let seminars_path = Some(env::join_paths(paths).unwrap());
            choose(&[], &Environment { seminars_path, ..environment(root.path()) })
        };
        let choice = named(&["gone", "talks"]).unwrap();
        assert_eq!(choice.origin, Origin::Paths(vec![root.path().join("talks")]));
        assert!(verdicts(&choice).contains(&("$SEMINARS_PATH", "not there")));
        assert!(named(&["gone"]).is_err());
    }
}
