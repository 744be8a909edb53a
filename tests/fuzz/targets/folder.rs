#![no_main]
//! Whole folders: names and bytes are the fuzzer's. Whatever order the files were made in, the same is read.

use seminars::archive::{Origin, read};
use seminars::format::Limits;
use seminars_fuzz::{fit, folder, seminar};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut files = folder::files(bytes);
    files.dedup_by(|a, b| a.0 == b.0);
    let shown = |files: &[(std::path::PathBuf, &[u8])]| {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("archive");
        folder::write(&root, files);
        let (seminars, diagnostics) = read(&Origin::Paths(vec![root.clone()]), &Limits::default());
        seminars.iter().for_each(seminar);
        diagnostics.iter().for_each(|diagnostic| fit(&diagnostic.to_string()));
        let root = root.to_string_lossy().into_owned();
        let talks = seminars.iter().map(|talk| format!("{talk:?}").replace(&root, ""));
        let problems = diagnostics.iter().map(|problem| problem.to_string().replace(&root, ""));
        (talks.collect::<Vec<_>>(), problems.collect::<Vec<_>>())
    };
    if files.is_empty() {
        return;
    }
    let names: Vec<_> = files.iter().map(|(name, _)| name.clone()).collect();
    let are_apart = names.iter().enumerate().all(|(at, one)| {
        names.iter().skip(at + 1).all(|other| !one.starts_with(other) && !other.starts_with(one))
    });
    let first = shown(&files);
    if are_apart {
        files.reverse();
        assert_eq!(first, shown(&files), "the order in which files were made");
    }
});
