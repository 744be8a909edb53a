//! Limits on how much of a file is read, so that no file can exhaust memory or time.

/// Limits on what a file may cost. The [defaults](Limits::default) are many times what any archive seen so far needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub file_bytes: u64,
    /// The largest page, in bytes.
    pub page_bytes: usize,
    /// The longest line of YAML, in bytes. JSON is often one line, so its lines may be as long as the file.
    pub line_bytes: usize,
    /// The longest single text, in bytes.
    pub text_bytes: usize,
    /// How deeply lists and maps may be nested.
    pub depth: usize,
    /// How many texts, lists and maps a file may have, including those repeated by aliases.
    pub nodes: usize,
    /// How much text aliases may repeat, in bytes.
    pub alias_bytes: usize,
    /// How deeply folders may be nested.
    pub folder_depth: usize,
    /// How many problems of a file are listed one by one.
    pub problems: usize,
}

impl Limits {
    /// The largest file in 41 real archives is 440 KB; 32 MiB hold 10,000 talks with their texts, and are read in less
    /// than a second.
    pub const FILE_BYTES: u64 = 32 << 20;
    /// A page is written for people to read; the largest seen is 30 KB.
    pub const PAGE_BYTES: usize = 2 << 20;
    /// The longest line seen has 4,292 characters.
    pub const LINE_BYTES: usize = 1 << 20;
    /// The longest text seen, a description, has 14,492 characters.
    pub const TEXT_BYTES: usize = 1 << 20;
    /// The deepest archive seen has seven levels. The cost of each level for the parser is proportional to the number
    /// of levels above it.
    pub const DEPTH: usize = 64;
    /// Thirty per talk, for 16,000 talks: about 50 MB in memory at worst.
    pub const NODES: usize = 500_000;
    /// Enough for honest defaults and bios that are used many times, but not for an alias bomb.
    pub const ALIAS_BYTES: usize = 4 << 20;
    /// Deeper than any archive, but not deeper than a path can name.
    pub const FOLDER_DEPTH: usize = 64;
    /// More than anybody reads; a broken export can have one per line.
    pub const PROBLEMS: usize = 1_000;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: Self::FILE_BYTES,
            page_bytes: Self::PAGE_BYTES,
            line_bytes: Self::LINE_BYTES,
            text_bytes: Self::TEXT_BYTES,
            depth: Self::DEPTH,
            nodes: Self::NODES,
            alias_bytes: Self::ALIAS_BYTES,
            folder_depth: Self::FOLDER_DEPTH,
            problems: Self::PROBLEMS,
        }
    }
}

impl Limits {
    /// Multiplies all limits by `factor`, for an archive that needs it.
    #[must_use]
    pub fn raised(self, factor: u32) -> Self {
        let many = |n: usize| n.saturating_mul(usize::try_from(factor.max(1)).unwrap_or(usize::MAX));
        Self {
            file_bytes: self.file_bytes.saturating_mul(u64::from(factor.max(1))),
            page_bytes: many(self.page_bytes),
            line_bytes: many(self.line_bytes),
            depth: many(self.depth),
            nodes: many(self.nodes),
            alias_bytes: many(self.alias_bytes),
            folder_depth: many(self.folder_depth),
            problems: many(self.problems),
            text_bytes: many(self.text_bytes),
        }
    }
}
