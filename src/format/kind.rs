//! The format of a file, according to its name.

use std::path::Path;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileFormat {
    /// YAML; also a file given by path whose extension is unknown.
    Yaml,
    /// JSON, or YAML that looks like it.
    Json,
    /// Markdown or HTML with front matter.
    Page,
    /// A table separated by commas, or by another character that its header shows.
    Csv,
    /// A table separated by tabs.
    Tsv,
    /// A conference schedule.
    Xml,
}

impl FileFormat {
    /// The format for a file's extension; `None` if files with that extension are not read.
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "md" | "markdown" | "qmd" | "html" | "htm" => Some(Self::Page),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }
}
