//! An index of the lines of a text, so that parts of it can be sliced without copying.

use crate::diagnostic::Position;

/// A text with the offsets where its lines begin.
pub(super) struct LineIndex<'t> {
    text: &'t str,
    /// The offset of each line, and of the end of the text.
    starts: Vec<u32>,
    first_line: u32,
}

impl<'t> LineIndex<'t> {
    /// The lines of a text that begins in line `first` of its file.
    pub(super) fn new(text: &'t str, first_line: u32) -> Self {
        // No file is as large as four gigabytes by far.
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| small(at + 1));
        let mut starts: Vec<u32> = [0].into_iter().chain(ends).collect();
        if starts.last() != Some(&small(text.len())) {
            starts.push(small(text.len()));
        }
        Self { text, starts, first_line }
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The text from line `start` up to line `end`.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        let place = |line: usize| self.starts.get(line).map_or(self.text.len(), |&at| at as usize);
        self.text.get(place(start)..place(end).max(place(start))).unwrap_or_default()
    }

    /// A line without its end.
    pub(super) fn line(&self, at: usize) -> &'t str {
        self.slice(at, at + 1).trim_end_matches(['\n', '\r'])
    }

    /// The number that a line has in its file.
    pub(super) fn line_number(&self, at: usize) -> u32 {
        self.first_line.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The indices of the lines that match.
    pub(super) fn matching(&self, is: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.count()).filter(|&at| is(self.line(at))).collect()
    }

    /// Whether any line matches.
    pub(super) fn any(&self, is: impl Fn(&str) -> bool) -> bool {
        (0..self.count()).any(|at| is(self.line(at)))
    }

    /// The first line that holds anything.
    pub(super) fn first_content(&self) -> Option<usize> {
        (0..self.count()).find(|&at| is_content(self.line(at)))
    }

    /// The ranges of lines from each start to the next, and from the last to the end.
    pub(super) fn ranges(&self, starts: &[usize]) -> impl Iterator<Item = (usize, usize)> + Clone {
        let ends = starts.iter().copied().skip(1).chain([self.count()]);
        starts.iter().copied().zip(ends)
    }
}

/// Whether a line is more than blanks and a comment.
pub(super) fn is_content(line: &str) -> bool {
    let text = line.trim();
    !text.is_empty() && !text.starts_with('#')
}

/// The blanks that a line begins with.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line begins a list item at this indentation.
pub(super) fn is_item(line: &str, at: usize) -> bool {
    let rest = line.get(at..).unwrap_or_default();
    indent(line) == at && (rest.starts_with("- ") || rest.trim_end() == "-")
}

/// The key of a line `key: …`, where it is a plain word.
pub(super) fn plain_key(line: &str) -> Option<&str> {
    let (key, rest) = line.trim_start().split_once(':')?;
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    (plain && !key.starts_with("- ") && (rest.is_empty() || rest.starts_with(' '))).then_some(key)
}

/// The position of the first tab that indents a line.
pub(super) fn first_tab_indent(text: &str) -> Option<Position> {
    let indented =
        |line: &str| line.trim_start_matches([' ', '-']).starts_with('\t') && !line.trim().is_empty();
    let at = text.lines().position(indented)?;
    let column = text.lines().nth(at)?.find('\t')?;
    let small = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Some(Position { line: small(at).saturating_add(1), column: small(column).saturating_add(1) })
}

/// Replaces the tabs that indent lines by blanks, each up to the next multiple of `blanks`.
pub(super) fn expand_tabs(text: &str, blanks: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        let inside = line.trim_start_matches([' ', '\t', '-']);
        let (before, rest) = line.split_at(line.len() - inside.len());
        let mut column = 0;
        for c in before.chars() {
            if c == '\t' {
                let stop = (column / blanks + 1) * blanks;
                out.extend(std::iter::repeat_n(' ', stop - column));
                column = stop;
            } else {
                out.push(c);
                column += 1;
            }
        }
        out.push_str(rest);
    }
    out
}
