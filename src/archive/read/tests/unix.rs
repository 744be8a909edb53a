//! Folder contents that only Unix has: symlinks, pipes, devices, names that are not UTF-8.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use super::*;

#[test]
fn links_are_followed_once_and_loops_are_reported() {
    let folder = archive(&[("real/a.yaml", "title: A\nspeaker: S\n")]);
    let outside = archive(&[("b.yaml", "title: B\nspeaker: S\n"), ("more/c.yaml", "title: C\nspeaker: S\n")]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("real"), at("again")).unwrap();
    symlink(folder.path(), at("real/up")).unwrap();
    symlink(at("y"), at("x")).unwrap();
    symlink(at("x"), at("y")).unwrap();
    symlink(outside.path(), at("out")).unwrap();
    symlink(at("real/a.yaml"), at("copy.yaml")).unwrap();
    symlink(at("gone"), at("lost.yaml")).unwrap();
    symlink("/dev/zero", at("zero.yaml")).unwrap();
    let (titles, problems) = summary(folder.path());
    assert_eq!(titles, ["out/b.yaml:1 B", "out/more/c.yaml:1 C", "real/a.yaml:1 A"]);
    assert_eq!(
        problems,
        [
            "lost.yaml: warning: the link leads nowhere: there is no such file or folder",
            "real/up: warning: the link leads back to a folder that contains it, and is not followed",
            "x: warning: the link leads nowhere: too many levels of symbolic links",
            "y: warning: the link leads nowhere: too many levels of symbolic links",
            "zero.yaml: error: a device, not a regular file",
        ]
    );
}

#[test]
fn what_is_not_a_regular_file_is_reported_and_never_opened() {
    let folder = archive(&[("a.yaml", "title: A\nspeaker: S\n")]);
    let socket = folder.path().join("s.yaml");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.path().join("p.yaml"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let (titles, problems) = summary(folder.path());
    assert_eq!(titles, ["a.yaml:1 A"]);
    assert_eq!(
        problems,
        ["p.yaml: error: a named pipe, not a regular file", "s.yaml: error: a socket, not a regular file",]
    );
}

#[test]
fn names_that_are_not_utf8_are_read() {
    let folder = archive(&[]);
    fs::write(folder.path().join(OsStr::from_bytes(b"\xff\xfe.yaml")), "title: A\nspeaker: S\n").unwrap();
    let (seminars, problems) = read_with(folder.path(), &Limits::default());
    assert_eq!((seminars.len(), problems.len()), (1, 0));
}

#[test]
fn a_link_to_a_hidden_file_beside_it_is_followed() {
    let folder = archive(&[(".dot.yaml", "title: A\nspeaker: S\n")]);
    symlink(folder.path().join(".dot.yaml"), folder.path().join("vis.yaml")).unwrap();
    symlink(folder.path().join("vis.yaml"), folder.path().join("vis2.yaml")).unwrap();
    assert_eq!(summary(folder.path()), (vec!["vis.yaml:1 A".to_owned()], vec![]));
}
