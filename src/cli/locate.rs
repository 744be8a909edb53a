//! Finds the archive that the arguments ask for.

use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;

use crate::archive::{self, ArchiveLocation, Cache, Environment, PathError};
use crate::format::Limits;

/// How a command reads files.
#[derive(Debug, Clone, Copy, Args)]
pub struct ReadArguments {
    /// Raise all limits on files this many times
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    pub raise_limits: u32,
    /// Read all files, and keep nothing of them for the next time
    #[arg(long)]
    pub no_cache: bool,
}

/// Where a command finds the talks.
#[derive(Debug, Args)]
pub struct ArchiveArguments {
    /// A file or folder of seminars; may be repeated
    #[arg(short = 'a', long = "archive", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How files are read.
    #[command(flatten)]
    pub reading: ReadArguments,
}

impl ArchiveArguments {
    /// Finds the archive that is meant.
    ///
    /// # Errors
    ///
    /// When a PATH is not there.
    pub fn locate(&self) -> Result<ArchiveLocation, PathError> {
        locate_archive(&self.paths, self.reading)
    }
}

/// Finds the archive for these PATHs in the current environment; a single `-` is standard input.
///
/// # Errors
///
/// When a PATH is not there, or standard input cannot be read.
pub fn locate_archive(paths: &[PathBuf], reading: ReadArguments) -> Result<ArchiveLocation, PathError> {
    let limits = Limits::default().raised(reading.raise_limits);
    if let Some(dash) = paths.iter().find(|path| path.as_os_str() == "-") {
        let error = |reason: &str| PathError::new(dash, reason, "a file of that name is `./-`");
        if paths.len() > 1 {
            return Err(error("standard input cannot be combined with other PATHs"));
        }
        let mut text = Vec::new();
        let read = io::stdin().lock().take(limits.file_bytes + 1).read_to_end(&mut text);
        read.map_err(|reason| error(&reason.to_string()))?;
        if text.len() as u64 > limits.file_bytes {
            return Err(error(&format!("more than {} MiB on standard input", limits.file_bytes >> 20)));
        }
        return Ok(ArchiveLocation::standard_input(text.into(), limits));
    }
    let mut choice = archive::choose(paths, &Environment::read())?;
    choice.limits = limits;
    choice.cache = Cache::for_user(&choice.origin, &choice.limits).filter(|_| !reading.no_cache);
    Ok(choice)
}
