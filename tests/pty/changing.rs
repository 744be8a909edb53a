//! Changes on disk show while the program runs.

use std::fs;

use super::app;
use super::harness::{Options, Pty};

fn start(folder: &tempfile::TempDir) -> Pty {
    let path = folder.path().to_string_lossy().into_owned();
    let pty = Options::new(app::PROGRAM).args([path.as_str()]).start();
    pty.wait_for_text("First talk");
    pty.wait_for_text("of 1");
    pty
}

fn write(folder: &tempfile::TempDir, name: &str, title: &str) {
    // As editors save: another file takes the name.
    let new = folder.path().join("unfinished");
    fs::write(&new, format!("title: {title}\nspeaker: Ann Ada\n")).unwrap();
    fs::rename(new, folder.path().join(name)).unwrap();
}

#[test]
fn files_that_come_change_and_go_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "a.yaml", "First talk");
    let mut pty = start(&folder);
    write(&folder, "b.yaml", "Second talk");
    pty.wait_for_text("Second talk");
    pty.wait_for_text("files have changed: 2 talks");
    write(&folder, "b.yaml", "Second talk, corrected");
    pty.wait_for_text("corrected");
    fs::create_dir(folder.path().join("2022")).unwrap();
    fs::rename(folder.path().join("a.yaml"), folder.path().join("2022/a.yaml")).unwrap();
    fs::remove_file(folder.path().join("b.yaml")).unwrap();
    pty.wait_for_text("files have changed: 1 talk");
    pty.keys("q");
    pty.wait_for_restored_end();
}
