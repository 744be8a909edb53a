//! The key map for readers: the rows of the help overlay, and the README's table.

use std::fmt::Write as _;

use super::{BINDINGS, Binding, Group};

/// A row of the help overlay.
#[derive(Debug)]
pub enum HelpRow {
    /// An empty row between groups.
    Gap,
    /// A group begins.
    Heading(Group),
    /// A binding.
    Keys(&'static Binding),
}

/// The rows of the help overlay, by group: the bindings that contain every word of `filter`.
#[must_use]
pub fn help_rows(filter: &str) -> Vec<HelpRow> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let mut rows = Vec::new();
    let mut group = None;
    for binding in BINDINGS {
        let text =
            format!("{} {} {}", binding.label(), binding.description, binding.group.title()).to_lowercase();
        if !words.iter().all(|word| text.contains(word)) {
            continue;
        }
        if group != Some(binding.group) {
            if group.is_some() {
                rows.push(HelpRow::Gap);
            }
            rows.push(HelpRow::Heading(binding.group));
            group = Some(binding.group);
        }
        rows.push(HelpRow::Keys(binding));
    }
    rows
}

/// The table as Markdown, for the README.
#[must_use]
pub fn markdown_table() -> String {
    let mut out = String::from("| key | what it does |\n|---|---|\n");
    for binding in BINDINGS {
        let keys = binding.labels().into_iter();
        let keys: Vec<_> = keys.map(|key| if key == "…" { key } else { format!("`{key}`") }).collect();
        let _ = writeln!(out, "| {} | {} |", keys.join(" "), binding.description);
    }
    out
}
