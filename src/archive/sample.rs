//! The sample archive, compiled into the program so that there is something to show in any folder.

use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::extract::found_file::FoundFile;

/// The root of the sample archive, as it appears in paths.
const ROOT: &str = "sample archive";

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seminars");

/// Every file of the sample archive with its path inside it, in order.
fn files() -> Vec<(&'static Path, &'static [u8])> {
    let mut all = Vec::new();
    collect_files(&FILES, &mut all);
    all
}

fn collect_files(dir: &'static Dir<'static>, all: &mut Vec<(&'static Path, &'static [u8])>) {
    dir.dirs().for_each(|inner| collect_files(inner, all));
    all.extend(dir.files().map(|file| (file.path(), file.contents())));
}

/// Whether a folder holds every file of the sample archive, as in a clone of the program's repository.
pub(super) fn is_in(folder: &Path) -> bool {
    files().iter().all(|(path, _)| folder.join(path).is_file())
}

/// The files of the sample archive with their bytes.
pub(crate) fn sample_files() -> impl Iterator<Item = (FoundFile, Vec<u8>)> {
    let root: Arc<Path> = Path::new(ROOT).into();
    files().into_iter().map(move |(path, bytes)| {
        let path = root.join(path).into();
        (FoundFile::new(Arc::clone(&root), path, false), bytes.to_vec())
    })
}
