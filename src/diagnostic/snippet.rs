//! Renders a diagnostic as the Rust compiler would: the message, the line it is about with carets, and what to do.

use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::clean_line;
use crate::text::line_index::LineIndex;

/// The longest piece of a line that is shown, in characters.
const MAX_LINE_CHARS: usize = 160;

/// The largest file that is read again to show the line of a problem, in bytes.
const MAX_FILE_BYTES: u64 = 32 << 20;

/// The text of a file, for quoting its lines; `None` if it is not a regular file or is too large.
#[must_use]
pub fn read_text(path: &Path) -> Option<String> {
    let metadata = path.metadata().ok()?;
    let readable = metadata.is_file() && metadata.len() <= MAX_FILE_BYTES;
    let bytes = readable.then(|| std::fs::read(path).ok()).flatten()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The line that a diagnostic is about, as it is in the file now.
#[must_use]
pub fn read_excerpt(diagnostic: &Diagnostic) -> Option<Excerpt> {
    let text = read_text(&diagnostic.path)?;
    Excerpt::of(diagnostic, &LineIndex::new(&text, 1))
}

/// Renders a diagnostic with the line it is about, if the lines of its file are given. `file` is the name to print;
/// `styled` adds colours.
#[must_use]
pub(crate) fn render(
    diagnostic: &Diagnostic,
    file: &str,
    lines: Option<&LineIndex<'_>>,
    styled: bool,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.rule.name());
    let excerpt = lines.and_then(|lines| Excerpt::of(diagnostic, lines));
    let group = match (&excerpt, diagnostic.position) {
        (Some(excerpt), _) => title.element(
            Snippet::source(excerpt.line.as_str())
                .line_start(excerpt.number)
                .path(file)
                .annotation(AnnotationKind::Primary.span(excerpt.marked.clone())),
        ),
        (None, Some(at)) => {
            let origin = Origin::path(file).line(usize::try_from(at.line).unwrap_or(1));
            title.element(origin.char_column(usize::try_from(at.column).unwrap_or(1)))
        }
        (None, None) => title.element(Origin::path(file)),
    };
    let group: Group<'_> = match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    };
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The line that a diagnostic is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the line, from 1.
    pub number: usize,
    /// The line with control characters made visible; the end of a long line is cut off.
    pub line: String,
    /// The range of bytes that the diagnostic is about: a key, or a whole value.
    pub marked: Range<usize>,
}

impl Excerpt {
    fn of(diagnostic: &Diagnostic, lines: &LineIndex<'_>) -> Option<Self> {
        let at = diagnostic.position?;
        let number = usize::try_from(at.line).ok()?;
        let line =
            number.checked_sub(1).filter(|&index| index < lines.count()).map(|index| lines.line(index))?;
        let column = usize::try_from(at.column).unwrap_or(1);
        let shown: String = line
            .chars()
            .take(column.saturating_add(MAX_LINE_CHARS))
            .map(|c| match c {
                '\t' => ' ',
                c if is_changed_by_cleaning(c) => '\u{fffd}',
                c => c,
            })
            .collect();
        let start = shown.char_indices().nth(column.saturating_sub(1)).map_or(shown.len(), |(at, _)| at);
        let (before, rest) = shown.split_at_checked(start)?;
        let end = start + marked_length(before, rest);
        Some(Self { number, line: shown, marked: start..end })
    }
}

/// How many bytes of `rest` are marked: a whole value, or else the key or word it starts with.
fn marked_length(before: &str, rest: &str) -> usize {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let word = rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len());
    let sign = before.trim_end().chars().next_back();
    let begins_value = sign.is_some_and(|c| ":-=[,|".contains(c)) && before.ends_with([' ', '[', ',', '|']);
    let is_key = rest.get(word..).is_some_and(|after| after.starts_with(": ") || after == ":");
    let length = if let Some(quote @ ('"' | '\'')) = rest.chars().next() {
        rest.get(1..).and_then(|inner| inner.find(quote)).map_or(rest.len(), |end| end + 2)
    } else if !begins_value || is_key {
        word
    } else {
        let ends: &[char] = match sign {
            Some('[' | ',') => &[',', ']'],
            Some('|') => &['|'],
            _ => &[],
        };
        let comment = rest.find(" #").unwrap_or(rest.len());
        rest.find(ends).unwrap_or(rest.len()).min(comment)
    };
    rest.get(..length).map_or(first, |marked| marked.trim_end().len()).max(first)
}

/// Whether cleaning drops or replaces a character.
fn is_changed_by_cleaning(c: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    clean_line(text) != text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Position, Rule};

    fn render_in(text: &str) -> String {
        render(&diagnostic(), "talks.yml", Some(&LineIndex::new(text, 1)), false)
    }

    fn diagnostic() -> Diagnostic {
        Diagnostic::new(
            Rule::UnknownField,
            &Path::new("talks.yml").into(),
            "the field `affilation` is unknown",
        )
        .at(Position { line: 2, column: 3 })
        .help("did you mean `affiliation`?")
    }

    #[test]
    fn the_line_stands_under_its_place_with_a_caret() {
        let shown = render_in("- title: A\n  affilation: \u{1b}[1mMIT\n");
        assert_eq!(
            shown,
            "warning[unknown-field]: the field `affilation` is unknown\n \
             --> talks.yml:2:3\n  |\n2 |   affilation: \u{fffd}[1mMIT\n  |   ^^^^^^^^^^\n  |\n  \
             = help: did you mean `affiliation`?"
        );
    }

    #[test]
    fn without_the_file_the_place_stays() {
        assert!(render(&diagnostic(), "talks.yml", None, false).contains("--> talks.yml:2:3\n"));
    }

    #[test]
    fn what_ends_a_line_elsewhere_is_shown_as_a_mark() {
        let shown = render_in("a\n  b\u{2028}c\u{85}\u{1b}d\n");
        assert!(shown.contains("b\u{fffd}c\u{fffd}\u{fffd}d"), "{shown}");
        assert!(!shown.contains(['\u{2028}', '\u{85}', '\u{1b}']));
    }

    #[test]
    fn a_key_is_marked_alone_and_a_value_as_a_whole() {
        for (line, column, marked) in [
            ("  affilation: MIT", 3, "affilation"),
            ("video: not a url at all  # ours", 8, "not a url at all"),
            ("- title: A talk", 3, "title"),
            ("- a talk without a key", 3, "a talk without a key"),
            ("tags: [one, two words, three]", 13, "two words"),
            ("tags: [one, two]", 8, "one"),
            ("date: \"32 May\" # wrong", 7, "\"32 May\""),
            ("A title,not a date,more", 9, "not a date"),
            ("| a | not a date | b |", 7, "not a date"),
            ("title: x", 9, ""),
            ("", 1, ""),
        ] {
            let diagnostic = diagnostic().at(Position { line: 1, column });
            let excerpt = Excerpt::of(&diagnostic, &LineIndex::new(line, 1));
            let shown = excerpt.and_then(|excerpt| excerpt.line.get(excerpt.marked).map(str::to_owned));
            assert_eq!(shown.as_deref().unwrap_or_default(), marked, "{line} at {column}");
        }
    }
}
