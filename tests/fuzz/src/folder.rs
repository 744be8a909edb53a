//! A whole small folder in one text: before each file stands a line `=== its/name.yml`.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// More files are not written.
const MAX_FILES: usize = 16;

/// The files of a text: their names, relative and without `..`, and their bytes.
#[must_use]
pub fn files(bytes: &[u8]) -> Vec<(PathBuf, &[u8])> {
    let mut files = Vec::new();
    let mut rest = bytes;
    while let Some(start) = find(rest, b"=== ").map(|at| at + 4) {
        let end = rest[start..].iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| start + at);
        let name = safe_name(&rest[start..end]);
        let body = &rest[(end + 1).min(rest.len())..];
        let next = find(body, b"\n=== ").map_or(body.len(), |at| at + 1);
        files.extend(name.map(|name| (name, &body[..next])));
        rest = &body[next..];
        if files.len() == MAX_FILES {
            break;
        }
    }
    files
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

fn safe_name(bytes: &[u8]) -> Option<PathBuf> {
    let name = std::str::from_utf8(bytes).ok().filter(|name| name.len() < 100 && !name.contains('\0'))?;
    let path = Path::new(name.trim());
    let is_safe = path.components().all(|part| matches!(part, Component::Normal(_)));
    (is_safe && path.components().count() <= 6 && !path.as_os_str().is_empty()).then(|| path.to_owned())
}

/// Writes files into a folder; a name that is taken by a folder or a file is left out.
pub fn write(folder: &Path, files: &[(PathBuf, &[u8])]) {
    for (name, bytes) in files {
        let path = folder.join(name);
        if path.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok()) {
            let _ = fs::write(path, bytes);
        }
    }
}
