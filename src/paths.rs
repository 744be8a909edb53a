//! The program's folders (XDG), and how paths are displayed.

use std::env;
use std::path::{Path, PathBuf};

use crate::text::printable_path;

/// The user's data folder, in which `seminars` is an archive. `$XDG_DATA_HOME` takes precedence on every system.
#[must_use]
pub(crate) fn data() -> Option<PathBuf> {
    let xdg = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    xdg.or_else(|| directories::BaseDirs::new().map(|dirs| dirs.data_dir().to_owned()))
}

/// The folder for the program's own state: `seminars` in `$XDG_STATE_HOME`, by default in `~/.local/state` on Linux,
/// and elsewhere in the system's folder for program data.
#[must_use]
pub(crate) fn state() -> Option<PathBuf> {
    program_folder("XDG_STATE_HOME", |dirs| dirs.state_dir().unwrap_or(dirs.data_local_dir()).to_owned())
}

/// The folder for the user's configuration: `seminars` in `$XDG_CONFIG_HOME`, by default in `~/.config` on Linux.
#[must_use]
pub(crate) fn configuration() -> Option<PathBuf> {
    program_folder("XDG_CONFIG_HOME", |dirs| dirs.config_dir().to_owned())
}

/// The folder for what can be regenerated: `seminars` in `$XDG_CACHE_HOME`, by default in `~/.cache` on Linux.
#[must_use]
pub(crate) fn cache() -> Option<PathBuf> {
    program_folder("XDG_CACHE_HOME", |dirs| dirs.cache_dir().to_owned())
}

/// A short form of a path for display: paths in the user's home folder begin with `~/`.
#[must_use]
pub(crate) fn abbreviate(path: &Path) -> String {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let inside = home.as_ref().and_then(|home| path.strip_prefix(home).ok());
    match inside {
        Some(inside) => format!("~/{}", printable_path(inside)),
        None => printable_path(path),
    }
}

/// `seminars` in the folder that an environment variable names, or else in the system's.
fn program_folder(variable: &str, system: fn(&directories::BaseDirs) -> PathBuf) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = named.or_else(|| directories::BaseDirs::new().map(|dirs| system(&dirs)))?;
    Some(folder.join("seminars"))
}
