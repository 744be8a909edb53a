//! `seminars cache`: what is kept of archives to start faster.

use std::io::{self, Write};

use clap::ValueEnum;
use indicatif::HumanBytes;

use super::exit::{CliError, Status};
use crate::archive::clear_caches;
use crate::paths;
use crate::text::{pluralize, printable_path};

/// What to do with the caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CacheAction {
    /// Remove those of all archives; they are made again when an archive is opened
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
