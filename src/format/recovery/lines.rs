//! What lines of broken YAML look like: items, keys, indentation.

use crate::diagnostic::Position;
use crate::text::line_index::LineIndex;

/// The first line with content.
pub(super) fn first_content(lines: &LineIndex<'_>) -> Option<usize> {
    (0..lines.count()).find(|&at| is_content(lines.line(at)))
}

/// Whether a line has more than blanks and a comment.
pub(super) fn is_content(line: &str) -> bool {
    let text = line.trim();
    !text.is_empty() && !text.starts_with('#')
}

/// How many spaces a line begins with.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line begins a list item at this indentation.
pub(super) fn is_item(line: &str, at: usize) -> bool {
    let rest = line.get(at..).unwrap_or_default();
    indent(line) == at && (rest.starts_with("- ") || rest.trim_end() == "-")
}

/// The key of a line `key: …`, if it is a plain word.
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

/// Replaces tabs in indentation with spaces, each up to the next multiple of `blanks`.
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
