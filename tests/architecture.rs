//! What the code may look like: who uses whom, how long a file is, and that the manual tells the truth about keys.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

mod graph;
mod graph_tests;
mod source_tree;

use graph::UseGraph;
use source_tree::SourceTree;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file below a folder: its path from the project's root with `/`, and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The lines that code uses others by: what stands before the tests, without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let before_tests = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    before_tests.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn every_external_crate_has_its_door() {
    let doors: &[(&str, &[&str])] = &[
        ("serde_yaml", &["src/format/yaml/"]),
        ("libyaml_safer", &["src/format/yaml/"]),
        ("notify", &["src/archive/watch.rs", "src/archive/watch/"]),
        ("clap", &["src/cli", "src/main.rs"]),
        ("ratatui", &["src/tui", "src/main.rs"]),
        ("crossterm", &["src/tui"]),
        ("open", &["src/opener/browser.rs"]),
        ("arboard", &["src/opener/clipboard.rs"]),
        ("directories", &["src/paths.rs"]),
        ("tempfile", &["src/atomic_file.rs"]),
        ("encoding_rs", &["src/format/decode.rs"]),
        ("roxmltree", &["src/format/xml.rs"]),
        ("unicode_script", &["src/search/scripts.rs"]),
        ("pulldown_cmark", &["src/markup.rs", "src/markup/"]),
        ("signal_hook", &["src/tui/terminal/"]),
    ];
    let tree = crate_sources();
    for file in &tree.files {
        for (name, allowed) in doors {
            let may = allowed.iter().any(|door| file.path.starts_with(door));
            assert!(may || !tree.uses_crate(file, name), "{} must not use the crate {name}", file.path);
        }
    }
}

/// The modules from the ground up: each uses only itself and what stands before it.
const ORDER: &[&str] = &[
    "text",
    "catch_panic",
    "atomic_file",
    "parallel",
    "markup",
    "recording",
    "diagnostic",
    "paths",
    "seminar",
    "format",
    "extract",
    "records",
    "search",
    "engine",
    "check",
    "export",
    "user",
    "archive",
    "opener",
    "manual",
    "cli",
    "tui",
    "main",
];

/// What a part of the program must not use, though the order would let it.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("src/tui", &["src/cli"]),
    ("src/tui/update", &["src/opener", "src/paths", "src/tui/view", "src/tui/workers/background"]),
    ("src/tui/view", &["src/opener", "src/paths", "src/archive", "src/tui/update", "src/tui/workers"]),
];

#[test]
fn modules_use_only_what_stands_before_them() {
    let graph = UseGraph::new(&crate_sources());
    let against = graph.against(ORDER);
    assert!(against.is_empty(), "{against}");
    for (user, used) in graph.edges() {
        for (part, others) in FORBIDDEN.iter().filter(|(part, _)| user.starts_with(part)) {
            let inside =
                |other: &&str| used == format!("{other}.rs") || used.starts_with(&format!("{other}/"));
            let forbidden = others.iter().copied().find(|other| inside(other));
            assert!(forbidden.is_none(), "{user}, in {part}, must not use {used}");
        }
    }
}

/// Types that share a name, and why.
const SHARED_NAMES: &[(&str, &str)] = &[
    ("Session", "the terminal on Unix and elsewhere, of which a build has one"),
    ("TerminalMode", "the same"),
];

#[test]
fn every_type_has_a_name_of_its_own() {
    let tree = crate_sources();
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &tree.files {
        file.types.iter().for_each(|name| files.entry(name).or_default().push(&file.path));
    }
    assert!(files.len() > 300, "only {} types were found", files.len());
    for (name, files) in files {
        let may = SHARED_NAMES.iter().any(|(shared, _)| *shared == name);
        assert!(may || files.len() == 1, "{name} is the name of types in {}", files.join(", "));
    }
}

#[test]
fn update_and_view_do_no_input_or_output() {
    for folder in ["src/tui/update", "src/tui/view"] {
        for (path, text) in sources(folder) {
            for line in code(&text) {
                // The last reads texts, which may lie in a file.
                for word in [
                    "std::fs",
                    "std::env",
                    "std::io",
                    "std::time",
                    "std::thread",
                    "std::process",
                    ".seminar(",
                ] {
                    assert!(!line.contains(word), "{path}: {line}");
                }
            }
        }
    }
}

#[test]
fn no_file_is_two_things() {
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        let lines = text.lines().count();
        assert!(lines <= 400, "{path} has {lines} lines");
    }
}

#[test]
fn the_manual_lists_the_keys_as_they_are() {
    let page = fs::read_to_string(root().join("src/manual/keys.md")).unwrap();
    assert!(
        page.contains(&seminars::tui::keymap::Keymap::default().markdown_table()),
        "put this into src/manual/keys.md:\n{}",
        seminars::tui::keymap::Keymap::default().markdown_table()
    );
}

#[test]
fn the_manual_lists_the_rules_as_they_are() {
    let page = fs::read_to_string(root().join("src/manual/check.md")).unwrap();
    let rules = seminars::diagnostic::rules_table();
    assert!(page.contains(&rules), "put this into src/manual/check.md:\n{rules}");
}

#[test]
fn every_rule_is_used() {
    let all: String = sources("src")
        .into_iter()
        .filter(|(path, _)| !path.ends_with("diagnostic/rule.rs"))
        .flat_map(|(_, text)| code(&text).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for rule in seminars::diagnostic::Rule::ALL {
        assert!(all.contains(&format!("Rule::{rule:?}")), "no problem breaks the rule `{rule}`");
    }
}

fn crate_sources() -> SourceTree {
    SourceTree::parse("seminars", &sources("src"))
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circles = UseGraph::new(&crate_sources()).circles();
    assert!(circles.is_empty(), "{circles}");
}
