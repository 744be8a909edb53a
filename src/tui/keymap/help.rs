//! The key map as text: the rows of the help overlay, and the README's table.

use std::fmt::Write as _;

use super::{Binding, Group, Keymap};

/// A row of the help overlay.
#[derive(Debug)]
pub enum HelpRow<'k> {
    /// An empty row between groups.
    Gap,
    /// The heading of a group.
    Heading(Group),
    /// A binding.
    Keys(&'k Binding),
}

impl Keymap {
    /// The rows of the help overlay, by group: the bindings that contain every word of `filter`.
    #[must_use]
    pub fn help_rows(&self, filter: &str) -> Vec<HelpRow<'_>> {
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let mut rows = Vec::new();
        let mut group = None;
        for binding in self.bindings() {
            let text = format!("{} {} {}", binding.label(), binding.description, binding.group.title())
                .to_lowercase();
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
    pub fn markdown_table(&self) -> String {
        let mut out = String::from("| key | what it does |\n|---|---|\n");
        for binding in self.bindings() {
            let keys = binding.labels().into_iter();
            let keys: Vec<_> = keys.map(|key| if key == "…" { key } else { format!("`{key}`") }).collect();
            let _ = writeln!(out, "| {} | {} |", keys.join(" "), binding.description);
        }
        out
    }
}
