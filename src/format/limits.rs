//! Limits on how much of a file is read, so that no file can exhaust memory or time.

/// What a file may cost. [`Limits::default`] holds every archive seen so far many times over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub file_bytes: u64,
    /// Bytes of a page.
    pub page_bytes: usize,
    /// Bytes of a line of YAML. JSON is often one line, so its lines are as long as the file may be.
    pub line_bytes: usize,
    /// Bytes of one text.
    pub text_bytes: usize,
    /// Levels of lists and maps inside one another.
    pub depth: usize,
    /// Texts, lists and maps of a file, the ones that aliases repeat included.
    pub nodes: usize,
    /// Bytes of text that aliases may repeat.
    pub alias_bytes: usize,
    /// Levels of folders.
    pub folder_depth: usize,
    /// Problems of a file that are listed one by one.
    pub problems: usize,
}

impl Limits {
    /// The largest file of 41 real archives has 440 KB; 32 MiB hold 10,000 talks with their texts, and are read in
    /// less than a second.
    pub const FILE_BYTES: u64 = 32 << 20;
    /// A page is a text that somebody wrote for others to read; the largest seen has 30 KB.
    pub const PAGE_BYTES: usize = 2 << 20;
    /// The longest line seen has 4,292 characters.
    pub const LINE_BYTES: usize = 1 << 20;
    /// The longest text seen, a description, has 14,492 characters.
    pub const TEXT_BYTES: usize = 1 << 20;
    /// The deepest archive seen has seven levels; each level costs the parser time in proportion to all above it.
    pub const DEPTH: usize = 64;
    /// Thirty a talk, for 16,000 talks: about 50 MB in memory at the worst.
    pub const NODES: usize = 500_000;
    /// Room for honest defaults and bios that are used many times, none for an amplifier.
    pub const ALIAS_BYTES: usize = 4 << 20;
    /// Deeper than any archive, shallower than what a path can name.
    pub const FOLDER_DEPTH: usize = 64;
    /// More than anybody reads; a broken export can have one a line.
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
    /// All limits `factor` times as wide, for an archive that needs it.
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
