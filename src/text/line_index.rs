//! An index of the lines of a text, so that lines can be found by number and parts sliced without copying.

/// A text with the offsets where its lines begin.
pub(crate) struct LineIndex<'t> {
    text: &'t str,
    /// The offset of each line, and that of the end of the text.
    starts: Vec<u32>,
    first_line: u32,
}

impl<'t> LineIndex<'t> {
    /// Indexes a text that begins in line `first_line` of its file.
    pub(crate) fn new(text: &'t str, first_line: u32) -> Self {
        // Files are always far smaller than four gigabytes.
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| small(at + 1));
        let mut starts: Vec<u32> = [0].into_iter().chain(ends).collect();
        if starts.last() != Some(&small(text.len())) {
            starts.push(small(text.len()));
        }
        Self { text, starts, first_line }
    }

    /// The number of lines.
    pub(crate) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The text from line `start` up to line `end`.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'t str {
        let place = |line: usize| self.starts.get(line).map_or(self.text.len(), |&at| at as usize);
        self.text.get(place(start)..place(end).max(place(start))).unwrap_or_default()
    }

    /// The line that contains the byte offset `at`, counted from the beginning of line `start`, and the text before
    /// the offset in that line.
    pub(crate) fn place(&self, start: usize, at: usize) -> Option<(usize, &'t str)> {
        let at = *self.starts.get(start)? as usize + at;
        let line = self.starts.partition_point(|&start| start as usize <= at).checked_sub(1)?;
        Some((line, self.text.get(*self.starts.get(line)? as usize..at)?))
    }

    /// A line without its line ending.
    pub(crate) fn line(&self, at: usize) -> &'t str {
        self.slice(at, at + 1).trim_end_matches(['\n', '\r'])
    }

    /// The number of a line in its file.
    pub(crate) fn line_number(&self, at: usize) -> u32 {
        self.first_line.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The indices of the lines that match.
    pub(crate) fn matching(&self, is: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.count()).filter(|&at| is(self.line(at))).collect()
    }

    /// Whether any line matches.
    pub(crate) fn any(&self, is: impl Fn(&str) -> bool) -> bool {
        (0..self.count()).any(|at| is(self.line(at)))
    }

    /// The ranges of lines from each start to the next, and from the last start to the end.
    pub(crate) fn ranges(&self, starts: &[usize]) -> impl Iterator<Item = (usize, usize)> + Clone {
        let ends = starts.iter().copied().skip(1).chain([self.count()]);
        starts.iter().copied().zip(ends)
    }
}
