//! Changes on disk show while the program runs.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::app;
use super::harness::{Options, Pty};

fn start(folder: &tempfile::TempDir) -> Pty {
    start_at(folder.path())
}

fn start_at(path: &Path) -> Pty {
    let path = path.to_string_lossy().into_owned();
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
    pty.wait_for_text("files changed · 2 talks");
    write(&folder, "b.yaml", "Second talk, corrected");
    pty.wait_for_text("corrected");
    fs::create_dir(folder.path().join("2022")).unwrap();
    fs::rename(folder.path().join("a.yaml"), folder.path().join("2022/a.yaml")).unwrap();
    fs::remove_file(folder.path().join("b.yaml")).unwrap();
    pty.wait_for_text("files changed · 1 talk");
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn a_folder_that_is_removed_and_made_again_is_seen_and_watched_again() {
    let folder = tempfile::tempdir().unwrap();
    let talks = folder.path().join("talks");
    fs::create_dir(&talks).unwrap();
    fs::write(talks.join("a.yaml"), "title: First talk\nspeaker: Ann Ada\n").unwrap();
    let mut pty = start_at(&talks);
    fs::remove_dir_all(&talks).unwrap();
    pty.wait_for_text("files changed · 0 talks");
    fs::create_dir(&talks).unwrap();
    fs::write(talks.join("b.yaml"), "title: Second talk\nspeaker: Ann Ada\n").unwrap();
    pty.wait_for_text("Second talk");
    fs::write(talks.join("c.yaml"), "title: Third talk\nspeaker: Ann Ada\n").unwrap();
    pty.wait_for_text("Third talk");
    // Another folder takes its name.
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("d.yaml"), "title: Fourth talk\nspeaker: Ann Ada\n").unwrap();
    fs::rename(&talks, folder.path().join("before")).unwrap();
    fs::rename(&other, &talks).unwrap();
    pty.wait_for_text("Fourth talk");
    fs::write(talks.join("e.yaml"), "title: Fifth talk\nspeaker: Ann Ada\n").unwrap();
    pty.wait_for_text("Fifth talk");
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn links_are_followed_to_where_they_lead_now() {
    let folder = tempfile::tempdir().unwrap();
    let talk = |title: &str| format!("title: {title}\nspeaker: Ann Ada\n");
    for name in ["one", "two", "far"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("one/a.yaml"), talk("First talk")).unwrap();
    fs::write(folder.path().join("two/b.yaml"), talk("Second talk")).unwrap();
    fs::write(folder.path().join("far/c.yaml"), talk("Third talk")).unwrap();
    symlink(folder.path().join("far/c.yaml"), folder.path().join("two/c.yaml")).unwrap();
    let current = folder.path().join("current");
    symlink(folder.path().join("one"), &current).unwrap();
    let mut pty = start_at(&current);
    symlink(folder.path().join("two"), folder.path().join("new")).unwrap();
    fs::rename(folder.path().join("new"), &current).unwrap();
    pty.wait_for_text("Second talk");
    pty.wait_for_text("Third talk");
    // A file far away that a link leads to.
    fs::write(folder.path().join("far/c.yaml"), talk("Third talk, corrected")).unwrap();
    pty.wait_for_text("corrected");
    pty.keys("q");
    pty.wait_for_restored_end();
}
