//! Kills the program while it writes marks: a confirmed change must survive, and no change may be half written.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use rustix::process::Signal;
use serde_json::Value;

use super::app;
use super::harness::{Options, Pty};
use crate::cli::{output, seminars};

/// How often the program is killed; `SEMINARS_KILLS` sets another number.
const KILLS: usize = 12;
/// How many rows of the list are marked.
const ROWS: usize = 6;

/// The marks as they should be.
#[derive(Debug, Clone, Default, PartialEq)]
struct Marks {
    watched: BTreeSet<usize>,
    starred: BTreeSet<usize>,
    /// In its order.
    queue: Vec<usize>,
}

impl Marks {
    /// The marks after a key on a row; `u` is not for a row.
    fn after(&self, key: char, row: usize) -> Self {
        let mut marks = self.clone();
        let toggle = |set: &mut BTreeSet<usize>| {
            if !set.remove(&row) {
                set.insert(row);
            }
        };
        match key {
            'm' => {
                toggle(&mut marks.watched);
                if marks.watched.contains(&row) {
                    marks.queue.retain(|&queued| queued != row);
                }
            }
            '*' => toggle(&mut marks.starred),
            _ => match marks.queue.iter().position(|&queued| queued == row) {
                Some(at) => {
                    marks.queue.remove(at);
                }
                None => marks.queue.push(row),
            },
        }
        marks
    }

    /// What can be seen of the marks, with the titles of the rows.
    fn in_words(&self, titles: &[String]) -> String {
        let list = |rows: &mut dyn Iterator<Item = &usize>| {
            rows.map(|&row| titles[row].as_str()).collect::<Vec<_>>().join("|")
        };
        format!(
            "watched {}\nstarred {}\nqueue {}",
            list(&mut self.watched.iter()),
            list(&mut self.starred.iter()),
            list(&mut self.queue.iter())
        )
    }
}

/// The marks that a new process sees.
fn seen(home: &Path) -> String {
    let (_, json, errors) = output(seminars(home).args(["list", "--format", "json"]));
    assert_eq!(errors, "");
    let talks: Vec<Value> = serde_json::from_str(&json).unwrap();
    let mut out = String::new();
    for flag in ["watched", "starred"] {
        let marked = talks.iter().filter(|talk| talk["mine"][flag] == true);
        let titles: Vec<&str> = marked.map(|talk| talk["title"].as_str().unwrap()).collect();
        let _ = writeln!(out, "{flag} {}", titles.join("|"));
    }
    let (_, queue, _) = output(seminars(home).arg("queue"));
    let titles: Vec<&str> = queue.lines().filter_map(|line| line.split('\t').nth(2)).collect();
    let _ = write!(out, "queue {}", titles.join("|"));
    out
}

fn start(home: &Path) -> Pty {
    let options = Options::new(app::PROGRAM).env("HOME", &home.to_string_lossy());
    let pty = app::start_with(options);
    pty.keys("<Home>");
    pty
}

const REPORTS: [&str; 9] = [
    "marked “",
    "unmarked “",
    "starred “",
    "unstarred “",
    "queued “",
    "removed “",
    "undone: ",
    "nothing to undo",
    "not undone",
];

fn is_confirmed(screen: &super::screen::Screen) -> bool {
    screen.rows().last().is_some_and(|status| REPORTS.iter().any(|report| status.contains(report)))
}

#[test]
fn what_was_confirmed_is_there_after_a_kill() {
    let kills = std::env::var("SEMINARS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let (_, json, _) = output(seminars(home).args(["list", "--format", "json"]));
    let talks: Vec<Value> = serde_json::from_str(&json).unwrap();
    let titles: Vec<String> = talks.iter().map(|talk| talk["title"].as_str().unwrap().to_owned()).collect();
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut draw = |below: usize| random.next_u32() as usize % below;
    let mut marks = Marks::default();
    let mut history: Vec<Marks> = Vec::new();
    let mut unconfirmed = 0;
    for kill in 0..kills {
        let pty = start(home);
        let confirmed = draw(3);
        for step in 0..=confirmed {
            let row = draw(ROWS);
            // A watched talk is not shown in the queue.
            let key = match ['m', '*', 'a', 'u'][draw(4)] {
                'a' if marks.watched.contains(&row) => '*',
                key => key,
            };
            pty.keys(&format!("<Home>{}", "<Down>".repeat(row)));
            pty.wait_for("the row", |screen| {
                !is_confirmed(screen) && screen.contains(&format!("{} of {}", row + 1, titles.len()))
            });
            let (before, history_before) = (marks.clone(), history.clone());
            if key == 'u' {
                marks = history.pop().unwrap_or(marks);
            } else {
                marks = before.after(key, row);
                if marks != before {
                    history.push(before.clone());
                }
            }
            pty.keys(&key.to_string());
            if step < confirmed {
                pty.wait_for("the confirmation", is_confirmed);
                continue;
            }
            // Some moment before, while or after the mark is written.
            for _ in 0..draw(300_000) {
                std::hint::spin_loop();
            }
            unconfirmed += usize::from(!is_confirmed(&pty.now()));
            pty.signal(Signal::KILL);
            pty.wait_for_status();
            let found = seen(home);
            let [old, new] = [&before, &marks].map(|marks| marks.in_words(&titles));
            assert!(found == old || found == new, "kill {kill}, {key}: {found}\nneither {old}\nnor {new}");
            if found == old {
                (marks, history) = (before, history_before);
            }
        }
    }
    if kills > KILLS {
        println!("{kills} kills, {unconfirmed} of them before the confirmation");
    }
}
