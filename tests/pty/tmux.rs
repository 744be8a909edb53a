//! The screen in tmux, which does not agree with others on how wide some letters are: after every step it has to show what
//! a fresh paint shows. Where tmux is not installed the test says that it was skipped.

use std::path::Path;
use std::process::{Command, Output};

use super::app;

/// Names in many scripts, a line each. Whether tmux joins letters around a joiner depends on the bytes around them, so those
/// names are left out.
fn names() -> Vec<&'static str> {
    include_str!("../fixtures/names.txt").lines().filter(|name| !name.contains('\u{200d}')).collect()
}

/// A tmux server of its own, which ends with the test.
struct Tmux {
    socket: String,
}

impl Tmux {
    fn command(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command.args(["-L", &self.socket, "-f", "/dev/null"]).args(arguments);
        command.env("LANG", "C.UTF-8").env_remove("TMUX").output().unwrap()
    }

    fn keys(&self, keys: &[&str]) {
        let status = self.command(&[&["send-keys", "-t", "main"], keys].concat()).status;
        assert!(status.success());
    }

    fn screen(&self) -> String {
        String::from_utf8_lossy(&self.command(&["capture-pane", "-p", "-e", "-t", "main"]).stdout)
            .into_owned()
    }

    /// The screen once it shows all of these texts and does not change any more.
    fn settled(&self, texts: &[&str]) -> String {
        let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
        let (mut before, mut same) = (String::new(), 0);
        loop {
            let now = self.screen();
            same = if now == before { same + 1 } else { 0 };
            // Between two answers tmux takes in what the program has written.
            if same >= 10 && texts.iter().all(|text| letters(&now).contains(text)) {
                return now;
            }
            assert!(std::time::Instant::now() < deadline, "waited in vain for {texts:?}\n{now}");
            before = now;
            std::thread::yield_now();
        }
    }

    /// The same on a terminal that was cleared, after the program has painted all of it again.
    fn repainted(&self, texts: &[&str]) -> String {
        self.keys(&["-R", "C-l"]);
        self.settled(texts)
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.command(&["kill-server"]);
    }
}

/// What a captured screen looks like: each character with what was set for it, without blanks at the ends of rows.
fn looks(captured: &str) -> Vec<Vec<(char, String)>> {
    let (mut colour, mut style) = (String::new(), String::new());
    let mut rows = Vec::new();
    for line in captured.lines() {
        let mut row = Vec::new();
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            if let Some((sequence, after)) = rest.strip_prefix("\x1b[").and_then(|rest| rest.split_once('m'))
            {
                match sequence {
                    "0" => (colour, style) = (String::new(), String::new()),
                    "39" => colour.clear(),
                    "49" => {}
                    sequence if sequence.starts_with('3') && sequence != "3" => {
                        sequence.clone_into(&mut colour);
                    }
                    sequence => style.extend([sequence, ";"]),
                }
                rest = after;
                continue;
            }
            // The program underlines and reverses no blank; nothing else can be seen on one.
            row.push((c, if c == ' ' { String::new() } else { format!("{colour};{style}") }));
            rest = &rest[c.len_utf8()..];
        }
        while row.pop_if(|(c, _)| *c == ' ').is_some() {}
        rows.push(row);
    }
    rows
}

/// A captured screen without its styles.
fn letters(captured: &str) -> String {
    let row = |row: Vec<(char, String)>| row.into_iter().map(|(c, _)| c).chain(['\n']).collect::<String>();
    looks(captured).into_iter().map(row).collect()
}

fn write_archive(folder: &Path) {
    let names = names();
    for (at, name) in names.iter().enumerate() {
        let other = names[(at + 7) % names.len()];
        let text = format!(
            "title: \"{other} {at}\"\nspeaker: \"{name}\"\ndate: 2020-01-{:02}\nabstract: {name}\n",
            at + 1
        );
        std::fs::write(folder.join(format!("{at}.yaml")), text).unwrap();
    }
}

#[test]
fn after_every_step_tmux_shows_what_a_fresh_paint_shows() {
    if Command::new("tmux").arg("-V").output().is_err() {
        eprintln!("skipped: tmux is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write_archive(folder.path());
    let tmux = Tmux { socket: format!("seminars-{}", std::process::id()) };
    let archive = folder.path().to_string_lossy().into_owned();
    let home = format!("HOME={archive}/.home");
    let start = ["new-session", "-d", "-s", "main", "-x", "100", "-y", "30"];
    let program = ["env", "LANG=C.UTF-8", &home, app::PROGRAM, "--no-cache", &archive];
    assert!(tmux.command(&[&start[..], &program[..]].concat()).status.success());
    tmux.command(&["set", "-g", "status", "off"]);
    // Checking the archive ends after the first frame.
    tmux.settled(&["! 1 problem"]);
    let count = names().len();
    let mut row = 1;
    for step in ["Down", "Down", "Down", "PageDown", "Up", "End", "Up", "Home", "PageDown"] {
        tmux.keys(&[step]);
        row = match step {
            "Down" => row + 1,
            "Up" => row - 1,
            "End" => count,
            "Home" => 1,
            // A page of the list that is above the detail.
            _ => row + 9,
        };
        // The newest talk comes first; its file is named below its texts, which come last.
        let shown = [format!("{row} of {count}"), format!("  {}.yaml:1", count - row)];
        let shown = [shown[0].as_str(), shown[1].as_str()];
        let (walked, fresh) = (tmux.settled(&shown), tmux.repainted(&shown));
        assert_eq!(looks(&walked), looks(&fresh), "after {step}");
    }
    for (key, shown) in [
        ("z", "esc"),
        ("z", "tab"),
        ("?", "Essentials"),
        ("Escape", "tab"),
        ("L", "side by side"),
        ("S", "1 talk"),
    ] {
        tmux.keys(&[key]);
        let walked = tmux.settled(&[shown]);
        // The notice of a key goes with the next one.
        let fresh = if key == "L" { walked.clone() } else { tmux.repainted(&[shown]) };
        assert_eq!(looks(&walked), looks(&fresh), "after {key}");
    }
    tmux.keys(&["q"]);
}
