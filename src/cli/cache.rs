//! `seminars cache`: clears the caches that speed up the start.

use std::io::{self, Write};

use clap::ValueEnum;
use indicatif::HumanBytes;

use super::exit::{CliError, Status};
use crate::archive::clear_caches;
use crate::paths;
use crate::text::{pluralize, printable_path};

/// Actions of `seminars cache`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CacheAction {
    /// Remove the caches of all archives; each is rebuilt when its archive is next opened
    Clear,
}

/// Removes the caches of all archives.
pub(super) fn clear() -> Result<Status, CliError> {
    let Some(folder) = paths::cache() else { return Ok(Status::Done) };
    let removed = clear_caches(&folder);
    let archives = pluralize(removed.archives, "cache");
    let size = HumanBytes(removed.bytes);
    writeln!(io::stdout(), "removed {archives}, {size}, from {}", printable_path(&folder))?;
    Ok(Status::Done)
}
