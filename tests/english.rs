//! Plain English: phrases that read as translated do not occur in code, messages or documents.

use std::fs;
use std::path::{Path, PathBuf};

/// Phrases to avoid, in lower case, and what to write instead.
const PHRASES: &[(&str, &str)] = &[
    ("whoever", "name who it is"),
    (" anew", "again"),
    ("brought back", "restored"),
    ("comes and goes", "changes"),
    ("stands behind", "follows"),
    ("of its own accord", "automatically"),
    ("that which", "what"),
    ("so many ", "give the number"),
    ("how-many", "index"),
    ("that is none", "say what it is instead"),
    ("is no talk", "is not a talk"),
    ("is no link", "is not a link"),
    ("is no option", "is not an option"),
    ("nobody here", "say who"),
    ("in vain", "without success"),
    ("reads again", "reloads"),
    ("show by themselves", "appear automatically"),
    ("none of its own", "say what is missing"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn the_worst_habits_do_not_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<PathBuf> =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].iter().map(|name| root.join(name)).collect();
    files(&root.join("src"), &mut found);
    assert!(found.len() > 200, "{}", found.len());
    let mut wrong = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            // Names of tests may say what they like.
            let line = line.to_lowercase();
            for (phrase, instead) in PHRASES.iter().filter(|(phrase, _)| line.contains(phrase)) {
                wrong.push(format!("{}:{number}: “{phrase}”: {instead}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
