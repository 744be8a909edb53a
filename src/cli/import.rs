//! `seminars import`: writes any archive as canonical YAML, one file per talk or one for all.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;

use super::exit::{CliError, Status};
use super::load;
use super::load::Loaded;
use super::progress::Progress;
use crate::archive::ArchiveLocation;
use crate::atomic_file::{Access, AtomicFile};
use crate::export::{file_names, yaml};
use crate::records::Handle;
use crate::text::printable_path;

/// Where to write, and whether to overwrite.
#[derive(Debug, Clone)]
pub(super) struct ImportOptions {
    pub(super) target: ImportTarget,
    pub(super) force: bool,
    pub(super) dry_run: bool,
}

/// The folder or file to write to.
#[derive(Debug, Clone)]
pub(super) enum ImportTarget {
    /// One file per talk, below this folder.
    Folder(PathBuf),
    /// One file for all talks.
    File(PathBuf),
}

/// A file to be written.
struct OutputFile {
    path: PathBuf,
    text: String,
    state: OutputState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OutputState {
    New,
    Unchanged,
    Different,
}

/// Imports an archive; without `--force`, writes nothing if any file would be overwritten.
pub(super) fn run(choice: &ArchiveLocation, options: &ImportOptions) -> Result<Status, CliError> {
    let mut loaded = load::load_silently(choice, "reading", load::today());
    let mut stderr = io::stderr();
    for problem in loaded.problems() {
        let _ = writeln!(stderr, "{problem}");
    }
    let outputs = plan(&mut loaded, &options.target);
    if outputs.is_empty() {
        let _ = writeln!(stderr, "seminars: no talks in {}", choice.name());
        return Ok(Status::Failed);
    }
    let conflicts: Vec<&OutputFile> =
        outputs.iter().filter(|output| output.state == OutputState::Different).collect();
    if let (Some(first), false, false) = (conflicts.first(), options.force, options.dry_run) {
        return Err(CliError::WouldOverwrite { path: printable_path(&first.path), count: conflicts.len() });
    }
    let mut progress = Progress::new("writing", u64::try_from(outputs.len()).ok());
    let mut out = io::stdout().lock();
    for (done, output) in outputs.iter().enumerate() {
        if !options.dry_run && output.state != OutputState::Unchanged {
            write(output, options.force)
                .map_err(|reason| CliError::Write { path: printable_path(&output.path), reason })?;
        }
        let what = match (output.state, options.dry_run) {
            (OutputState::Unchanged, _) => "unchanged",
            (OutputState::New, false) => "wrote",
            (OutputState::Different, false) => "overwrote",
            (OutputState::New, true) => "would write",
            (OutputState::Different, true) if options.force => "would overwrite",
            (OutputState::Different, true) => "conflicts with",
        };
        progress.update(done);
        if options.dry_run {
            writeln!(out, "{what} {}", printable_path(&output.path))?;
        }
    }
    drop(progress);
    let talks = loaded.snapshot().len();
    let verb = if options.dry_run { "would write" } else { "wrote" };
    let same = outputs.iter().filter(|output| output.state == OutputState::Unchanged).count();
    let written = outputs.len() - same;
    writeln!(out, "{talks} talks: {verb} {written} files, {same} unchanged")?;
    Ok(Status::Done)
}

/// The files to write, in the order of their sources.
fn plan(loaded: &mut Loaded, target: &ImportTarget) -> Vec<OutputFile> {
    let snapshot = loaded.snapshot();
    let mut handles: Vec<Handle> = snapshot.order().to_vec();
    handles.sort_by(|&a, &b| snapshot.file_key(a).cmp(&snapshot.file_key(b)));
    let talks = handles.iter().filter_map(|&handle| loaded.talk(handle));
    match target {
        ImportTarget::File(path) => {
            let talks: Vec<_> = talks.collect();
            if talks.is_empty() {
                return Vec::new();
            }
            let text = yaml::list(talks.iter().map(|(seminar, id)| (seminar, id.as_str())));
            vec![output_file(path.clone(), text)]
        }
        ImportTarget::Folder(folder) => {
            let mut taken = HashSet::new();
            talks
                .map(|(seminar, id)| {
                    let name = file_names::file_name(&seminar, &mut taken);
                    let stem = name.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                    let text = yaml::document(&seminar, (stem != id).then_some(id.as_str()));
                    output_file(folder.join(&name), text)
                })
                .collect()
        }
    }
}

fn output_file(path: PathBuf, text: String) -> OutputFile {
    let state = match std::fs::read(&path) {
        Ok(there) if there == text.as_bytes() => OutputState::Unchanged,
        Err(error) if error.kind() == io::ErrorKind::NotFound => OutputState::New,
        Ok(_) | Err(_) => OutputState::Different,
    };
    OutputFile { path, text, state }
}

/// Writes a temporary file next to the target and renames it, so that nobody sees a partly written file.
fn write(output: &OutputFile, force: bool) -> io::Result<()> {
    let mut file = AtomicFile::create(&output.path, Access::Shared)?;
    file.write_all(output.text.as_bytes())?;
    if force { file.commit() } else { file.commit_new() }?;
    Ok(())
}
