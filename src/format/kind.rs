//! The format of a file, as its name says.

use std::path::Path;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileFormat {
    /// YAML, and whatever was named and has no ending that says otherwise.
    Yaml,
    /// JSON, or YAML that looks like it.
    Json,
    /// Markdown or HTML with a front matter.
    Page,
    /// A table with commas, or other marks that its header shows.
    Csv,
    /// A table with tabs.
    Tsv,
}

impl FileFormat {
    /// The format that a file's name says, where it is one that may hold talks.
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "md" | "markdown" | "qmd" | "html" | "htm" => Some(Self::Page),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            _ => None,
        }
    }
}
