//! Locates the archive that the arguments name.

use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;

use crate::archive::{self, ArchiveLocation, Cache, Environment, PathError};
use crate::format::Limits;

/// Options for reading files.
#[derive(Debug, Clone, Copy, Args)]
pub struct ReadArguments {
    /// Multiply all limits on input files by N
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    pub raise_limits: u32,
    /// Neither read nor write the cache
    #[arg(long)]
    pub no_cache: bool,
}

/// Options that choose the archive.
#[derive(Debug, Args)]
pub struct ArchiveArguments {
    /// File or folder to read; can be repeated
    #[arg(short = 'a', long = "archive", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How files are read.
    #[command(flatten)]
    pub reading: ReadArguments,
}

impl ArchiveArguments {
    /// Locates the archive.
    ///
    /// # Errors
    ///
    /// When a PATH does not exist, or standard input cannot be read.
    pub fn locate(&self) -> Result<ArchiveLocation, PathError> {
        locate_archive(&self.paths, self.reading)
    }
}

/// Locates the archive at `paths`, or else the one the environment names; a single `-` is standard input.
///
/// # Errors
///
/// When a PATH does not exist, or standard input cannot be read.
pub fn locate_archive(paths: &[PathBuf], reading: ReadArguments) -> Result<ArchiveLocation, PathError> {
    let limits = Limits::default().raised(reading.raise_limits);
    if let Some(dash) = paths.iter().find(|path| path.as_os_str() == "-") {
        let error = |reason: &str| PathError::new(dash, reason, "for a file named `-`, write `./-`");
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
