//! Finding a talk and opening its recording, in a window of either kind.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::app;
use super::harness::{Options, Pty};

const SONG_HAN: &str = "https://www.youtube.com/watch?v=ZW_c1Oozhsw";

/// A browser that writes down what it is asked to open, and is noisy about it.
pub(super) struct Launcher {
    folder: PathBuf,
}

impl Launcher {
    pub(super) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let _ = std::fs::remove_file(folder.join("opened"));
        let program = folder.join("xdg-open");
        let script =
            "#!/bin/sh\necho NOISE; echo NOISE >&2\nprintf '%s\\n' \"$@\" >> \"$(dirname \"$0\")/opened\"\n";
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        Self { folder }
    }

    pub(super) fn start(&self, columns: u16, rows: u16) -> Pty {
        let path = format!("{}:{}", self.folder.display(), std::env::var("PATH").unwrap());
        app::start_with(Options::new(app::PROGRAM).size(columns, rows).env("PATH", &path))
    }

    /// Waits until the status line says that the talk was opened, and checks what the browser was given.
    fn check(&self, mut pty: Pty) {
        let screen = pty.wait_for_text("opened https");
        assert!(screen.contains(SONG_HAN), "{}", screen.rows().join("\n"));
        assert_eq!(std::fs::read_to_string(self.folder.join("opened")).unwrap(), format!("{SONG_HAN}\n"));
        pty.keys("q");
        pty.wait_for_restored_end();
        assert!(!pty.output().contains("NOISE"));
    }
}

/// Searches for the talk and waits until it is found.
fn search(pty: &Pty) {
    app::open_prompt(pty, "song han");
    pty.wait_for_text("2 of 51 · best match");
}

#[test]
fn a_search_and_enter_twice_watch_a_talk_beside_its_list() {
    let launcher = Launcher::new("beside");
    let pty = launcher.start(120, 40);
    search(&pty);
    pty.keys("<Enter><Enter>");
    launcher.check(pty);
}

#[test]
fn a_search_and_enter_three_times_watch_a_talk_in_one_pane() {
    let launcher = Launcher::new("one-pane");
    let pty = launcher.start(80, 24);
    search(&pty);
    pty.keys("<Enter><Enter>");
    pty.wait_for_text("MIT EECS");
    pty.keys("<Enter>");
    launcher.check(pty);
}

#[test]
fn arrows_and_o_watch_a_talk_in_any_window() {
    for (name, columns, rows) in [("arrows-beside", 120, 40), ("arrows-one-pane", 80, 24)] {
        let launcher = Launcher::new(name);
        let pty = launcher.start(columns, rows);
        pty.keys(&"<Down>".repeat(23));
        pty.wait_for_text("24 of 51");
        pty.keys("o");
        launcher.check(pty);
    }
}

#[test]
fn without_a_browser_the_link_is_shown_and_copied() {
    let mut pty = app::start_with(Options::new(app::PROGRAM).size(120, 40).env("PATH", "/nowhere"));
    search(&pty);
    pty.keys("<Enter>o");
    pty.wait_for_text(&format!("cannot start a browser; link sent to the terminal: {SONG_HAN}"));
    // OSC 52 with the link in base64.
    assert!(pty.output().contains("\x1b]52;c;aHR0cHM6Ly93d3cueW91dHViZS5jb20vd2F0Y2g/dj1aV19jMU9vemhzdw=="));
    pty.keys("q");
    pty.wait_for_restored_end();
}

#[test]
fn a_query_may_come_with_the_start() {
    let mut pty = Options::new(app::PROGRAM).args(["-q", "speaker:kegl"]).start();
    pty.wait_for_text("1 of 51 · best match");
    pty.keys("<Esc>");
    pty.wait_for_text("of 51");
    pty.keys("q");
    pty.wait_for_restored_end();
}
