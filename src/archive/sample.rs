//! The sample archive, which is part of the program so that it shows something from any folder.

use std::path::Path;

use include_dir::{Dir, include_dir};

/// The name that stands for the sample archive in paths.
pub(crate) const ROOT: &str = "sample archive";

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seminars");

/// Every file of the sample archive with its path inside it, in order.
pub(crate) fn files() -> Vec<(&'static Path, &'static [u8])> {
    let mut all = Vec::new();
    folder(&FILES, &mut all);
    all
}

fn folder(dir: &'static Dir<'static>, all: &mut Vec<(&'static Path, &'static [u8])>) {
    dir.dirs().for_each(|inner| folder(inner, all));
    all.extend(dir.files().map(|file| (file.path(), file.contents())));
}
