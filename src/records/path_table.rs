//! [`PathTable`]: the files of a batch, each path once and all in one buffer; and paths as bytes.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::column::Column;

/// File paths by number, each with the root (the PATH argument) it was found under.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PathTable {
    files: Column,
    roots: Column,
    /// The index of each file's root in `roots`.
    root_indices: Vec<u32>,
}

impl PathTable {
    /// The number of a file, which is added if necessary; only the most recently added file is recognised.
    pub(crate) fn intern(&mut self, root: &Path, file: &Path) -> u32 {
        let last = self.files.len().checked_sub(1);
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if let Some(last) =
            last.map(number).filter(|&last| self.get(last) == Some(file) && self.root(last) == Some(root))
        {
            return last;
        }
        let known =
            (0..self.roots.len()).find(|&at| self.roots.get(at).and_then(path_from_bytes) == Some(root));
        let of = known.unwrap_or_else(|| {
            self.roots.push_with(|out| out.extend_from_slice(&path_bytes(root)));
            self.roots.len() - 1
        });
        self.files.push_with(|out| out.extend_from_slice(&path_bytes(file)));
        self.root_indices.push(number(of));
        number(self.files.len() - 1)
    }

    /// The path of a file.
    pub(crate) fn get(&self, number: u32) -> Option<&Path> {
        path_from_bytes(self.files.get(number as usize)?)
    }

    /// The root that a file was found under.
    pub(crate) fn root(&self, number: u32) -> Option<&Path> {
        path_from_bytes(self.roots.get(*self.root_indices.get(number as usize)? as usize)?)
    }
}

impl PathTable {
    /// Replaces all paths according to `rebase`.
    pub(crate) fn rebase(&mut self, rebase: &Rebase) {
        for column in [&mut self.files, &mut self.roots] {
            let mut rebased = Column::default();
            for at in 0..column.len() {
                let path = rebase.apply(column.get(at).unwrap_or_default());
                rebased.push_with(|out| out.extend_from_slice(&path));
            }
            *column = rebased;
        }
    }
}

/// Translates paths in a folder from one of its names to another: `talks`, `./talks`, the full path.
#[derive(Debug)]
pub(crate) struct Rebase {
    from: PathBuf,
    to: PathBuf,
}

impl Rebase {
    /// Translates from one name to another, both as bytes.
    pub(crate) fn new(from: &[u8], to: &[u8]) -> Option<Self> {
        Some(Self { from: path_from_bytes(from)?.to_owned(), to: path_from_bytes(to)?.to_owned() })
    }

    /// A path in that folder under its new name; any other path unchanged.
    pub(crate) fn apply(&self, path: &[u8]) -> Vec<u8> {
        let rebased = path_from_bytes(path).map(|path| self.apply_to_path(path));
        rebased.map_or_else(|| path.to_owned(), |path| path_bytes(&path).into_owned())
    }

    /// Like [`Self::apply`], for a [`Path`].
    pub(crate) fn apply_to_path(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(&self.from) {
            Ok(inside) if inside.as_os_str().is_empty() => self.to.clone(),
            Ok(inside) => self.to.join(inside),
            Err(_) => path.to_owned(),
        }
    }
}

/// A path as bytes, unchanged, because paths are bytes on Unix.
#[cfg(unix)]
pub(crate) fn path_bytes(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().into()
}

/// A path as bytes: UTF-8 on systems where paths are not bytes. A path that is not Unicode will not be found again.
#[cfg(not(unix))]
pub(crate) fn path_bytes(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    match path.to_string_lossy() {
        std::borrow::Cow::Borrowed(text) => text.as_bytes().into(),
        std::borrow::Cow::Owned(text) => text.into_bytes().into(),
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere bytes may be no path")]
pub(crate) fn path_from_bytes(bytes: &[u8]) -> Option<&Path> {
    use std::os::unix::ffi::OsStrExt;
    Some(Path::new(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
pub(crate) fn path_from_bytes(bytes: &[u8]) -> Option<&Path> {
    std::str::from_utf8(bytes).ok().map(Path::new)
}
