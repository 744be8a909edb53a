//! Reads an archive once, without a cache: to find out whether it has a talk, or to get everything in tests, benches
//! and fuzzing.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::{Archive, Origin};
use crate::diagnostic::Diagnostic;
use crate::extract::found_file::FoundFile;
use crate::format::Limits;
use crate::records::Handle;
use crate::seminar::Seminar;

/// Whether a folder or file contains a talk; stops at the first.
#[must_use]
pub fn has_talks(path: &Path) -> bool {
    let mut archive = new_archive(&Origin::Paths(vec![path.to_owned()]), &Limits::default());
    let mut found = false;
    let _ = archive.open(&AtomicBool::new(false), &mut |delta| {
        found |= !delta.listed.is_empty();
        if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found
}

/// All talks of an archive in file order, and all problems with its files. Talks are not compared with each other.
#[must_use]
pub fn read(origin: &Origin, limits: &Limits) -> (Vec<Seminar>, Vec<Diagnostic>) {
    let mut archive = new_archive(origin, limits);
    let _ = archive.open(&AtomicBool::new(false), &mut |_| ControlFlow::Continue(()));
    archive.contents()
}

/// Like [`read`], for the bytes of one file, as if a file of this name had been given by path.
///
/// ```
/// use seminars::archive::read_bytes;
/// use seminars::format::Limits;
/// let (seminars, _) = read_bytes("talks.yaml", b"- {title: Routing, speaker: Song Han}", &Limits::default());
/// assert_eq!(seminars[0].speaker_names(), "Song Han");
/// ```
#[must_use]
pub fn read_bytes(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<Seminar>, Vec<Diagnostic>) {
    let found = FoundFile::new(Path::new("").into(), Path::new(name).into(), true);
    let mut archive = new_archive(&Origin::Sample, limits);
    let files = std::iter::once((found, bytes.to_vec()));
    let _ = archive.open_files(files, &mut |_| ControlFlow::Continue(()));
    archive.contents()
}

fn new_archive(origin: &Origin, limits: &Limits) -> Archive {
    Archive::new(origin.clone(), *limits, None, Handle::new(0))
}

impl Archive {
    /// All listed talks in file order, and all problems.
    fn contents(&self) -> (Vec<Seminar>, Vec<Diagnostic>) {
        let listed = self.snapshot.order().iter().filter_map(|&handle| self.snapshot.seminar(handle));
        let mut seminars: Vec<Seminar> = listed.collect();
        seminars.sort_by(|a, b| (&a.source.file, a.source.index).cmp(&(&b.source.file, b.source.index)));
        (seminars, self.all_problems())
    }
}

#[cfg(test)]
mod tests;
