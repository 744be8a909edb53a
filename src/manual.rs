//! The manual: Markdown pages that are built into the program and can also be read on the web.

use std::fmt::Write as _;

/// A page of the manual.
#[derive(Debug, Clone, Copy)]
pub struct ManualPage {
    /// The name of the page on the command line.
    pub topic: &'static str,
    /// Its Markdown.
    pub text: &'static str,
}

/// All pages, in reading order.
pub const PAGES: [ManualPage; 9] = [
    ManualPage { topic: "keys", text: include_str!("manual/keys.md") },
    ManualPage { topic: "search", text: include_str!("manual/search.md") },
    ManualPage { topic: "mine", text: include_str!("manual/mine.md") },
    ManualPage { topic: "record", text: include_str!("manual/record.md") },
    ManualPage { topic: "archives", text: include_str!("manual/archives.md") },
    ManualPage { topic: "check", text: include_str!("manual/check.md") },
    ManualPage { topic: "scripts", text: include_str!("manual/scripts.md") },
    ManualPage { topic: "files", text: include_str!("manual/files.md") },
    ManualPage { topic: "speed", text: include_str!("manual/speed.md") },
];

impl ManualPage {
    /// The page about a topic.
    #[must_use]
    pub fn find(topic: &str) -> Option<Self> {
        PAGES.into_iter().find(|page| page.topic == topic)
    }

    /// Its title: the first heading.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

/// The table of contents: one topic and its title per line.
#[must_use]
pub fn contents() -> String {
    PAGES.iter().fold(String::new(), |mut out, page| {
        let _ = writeln!(out, "{:<10}{}", page.topic, page.title());
        out
    })
}
