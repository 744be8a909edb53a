//! The manual: its pages in the terminal, and that they tell the truth about options and files.

use std::path::Path;

use seminars::export::text;
use seminars::manual::PAGES;

use super::doctor::run;

fn manual(arguments: &[&str]) -> (Option<i32>, String, String) {
    run(Path::new("."), &[&["manual"], arguments].concat())
}

#[test]
fn a_page_is_printed_and_without_a_topic_all_of_them() {
    let (status, page, _) = manual(&["record"]);
    assert_eq!(status, Some(0));
    assert!(page.starts_with("The record\n") && page.contains("title: Routing with Privacy"), "{page}");
    let (_, all, _) = manual(&[]);
    for page in PAGES {
        assert!(all.contains(&format!("{:<10}{}\n", page.topic, page.title())), "{}", page.topic);
        assert!(all.matches(page.title()).count() >= 2, "{}", page.topic);
    }
}

#[test]
fn an_unknown_topic_lists_the_known_ones() {
    let (status, _, error) = manual(&["gardens"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("search") && error.contains("speed"), "{error}");
}

#[test]
fn every_page_fits_a_narrow_terminal() {
    for page in PAGES {
        for columns in [39, 79] {
            for line in text::markdown(page.text, columns).lines() {
                // Code is not wrapped.
                let is_code = line.starts_with("      ");
                assert!(is_code || seminars::text::width(line) <= columns, "{}: {line}", page.topic);
            }
        }
    }
    insta::assert_snapshot!(text::markdown(PAGES[1].text, 60));
}

#[test]
fn every_page_is_linked_from_the_readme() {
    let readme = include_str!("../README.md");
    for page in PAGES {
        assert!(readme.contains(&format!("](src/manual/{}.md)", page.topic)), "{}", page.topic);
    }
    assert!(readme.lines().count() <= 150);
    assert!(readme.contains("cargo run --release") && readme.contains("cargo test"));
}

#[test]
fn every_command_and_option_is_documented() {
    let text: String = PAGES.iter().map(|page| page.text).chain([include_str!("../README.md")]).collect();
    let (_, help, _) = run(Path::new("."), &["--help"]);
    let commands = help.split("Commands:").nth(1).unwrap().split("Arguments:").next().unwrap();
    let lines =
        commands.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    for command in lines.filter_map(|line| line.split_whitespace().next()) {
        assert!(command == "help" || text.contains(&format!("seminars {command}")), "{command}");
    }
    for option in
        ["--no-mouse", "--no-hyperlinks", "--no-cache", "--raise-limits", "--deny", "--notes", "--dry-run"]
    {
        assert!(text.contains(option), "{option}");
    }
}
