//! The sample archive, which is part of the program so that it shows something from any folder.

use std::ops::ControlFlow;
use std::path::Path;

use include_dir::{Dir, include_dir};

/// The name that stands for the sample archive in paths.
pub(crate) const ROOT: &str = "sample archive";

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seminars");

/// Every file of the sample archive with its path inside it, in order.
pub(crate) fn files(visit: &mut dyn FnMut(&'static Path, &'static [u8]) -> ControlFlow<()>) {
    let _ = folder(&FILES, visit);
}

fn folder(
    dir: &'static Dir<'static>,
    visit: &mut dyn FnMut(&'static Path, &'static [u8]) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for inner in dir.dirs() {
        folder(inner, visit)?;
    }
    for file in dir.files() {
        visit(file.path(), file.contents())?;
    }
    ControlFlow::Continue(())
}
