//! Which folders are ours (XDG), and how a path is displayed.

use std::env;
use std::path::{Path, PathBuf};

use crate::text::printable_path;

/// The user's folder for data, in which `seminars` is an archive: `$XDG_DATA_HOME` first, on every system.
#[must_use]
pub fn data() -> Option<PathBuf> {
    let xdg = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    xdg.or_else(|| directories::BaseDirs::new().map(|dirs| dirs.data_dir().to_owned()))
}

/// The user's folder for what the program keeps of itself: `seminars` in `$XDG_STATE_HOME`, on Linux in
/// `~/.local/state`, elsewhere where the system keeps a program's data.
#[must_use]
pub fn state() -> Option<PathBuf> {
    program_folder("XDG_STATE_HOME", |dirs| dirs.state_dir().unwrap_or(dirs.data_local_dir()).to_owned())
}

/// The user's folder for configuration: `seminars` in `$XDG_CONFIG_HOME`, on Linux in `~/.config`.
#[must_use]
pub fn configuration() -> Option<PathBuf> {
    program_folder("XDG_CONFIG_HOME", |dirs| dirs.config_dir().to_owned())
}

/// The user's folder for what can be made again: `seminars` in `$XDG_CACHE_HOME`, on Linux in `~/.cache`.
#[must_use]
pub fn cache() -> Option<PathBuf> {
    program_folder("XDG_CACHE_HOME", |dirs| dirs.cache_dir().to_owned())
}

/// A path for display where there is little room: below the user's home as `~/…`.
#[must_use]
pub fn abbreviate(path: &Path) -> String {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let inside = home.as_ref().and_then(|home| path.strip_prefix(home).ok());
    match inside {
        Some(inside) => format!("~/{}", printable_path(inside)),
        None => printable_path(path),
    }
}

/// `seminars` in a folder that a variable names, else in the system's.
fn program_folder(variable: &str, system: fn(&directories::BaseDirs) -> PathBuf) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = named.or_else(|| directories::BaseDirs::new().map(|dirs| system(&dirs)))?;
    Some(folder.join("seminars"))
}
