//! Renders a diagnostic as the Rust compiler would: the message, the line it is about with a caret, the next step.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::clean_line;
use crate::text::line_index::LineIndex;

/// The longest piece of a line that is shown, in characters.
const MAX_LINE_CHARS: usize = 160;

/// The largest file that is read once more for the line of a problem, in bytes.
const MAX_FILE_BYTES: u64 = 32 << 20;

/// The text of a file, to quote its lines; `None` if it is not a file or too large.
#[must_use]
pub fn read_text(path: &Path) -> Option<String> {
    let metadata = path.metadata().ok()?;
    let readable = metadata.is_file() && metadata.len() <= MAX_FILE_BYTES;
    let bytes = readable.then(|| std::fs::read(path).ok()).flatten()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Renders a diagnostic with the line it is about, read from its file now; without colours.
#[must_use]
pub fn render_from_file(diagnostic: &Diagnostic, file: &str) -> String {
    let text = read_text(&diagnostic.path);
    render(diagnostic, file, text.as_deref().map(|text| LineIndex::new(text, 1)).as_ref(), false)
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
    let excerpt = diagnostic.position.and_then(|at| {
        let number = usize::try_from(at.line).ok()?.checked_sub(1)?;
        let line = lines.filter(|lines| number < lines.count())?.line(number);
        Some((at, excerpt(line, usize::try_from(at.column).unwrap_or(1))))
    });
    let group = match (&excerpt, diagnostic.position) {
        (Some((at, excerpt)), _) => {
            let line = usize::try_from(at.line).unwrap_or(1);
            let span = excerpt.caret.clone();
            title.element(
                Snippet::source(excerpt.line.as_str())
                    .line_start(line)
                    .path(file)
                    .annotation(AnnotationKind::Primary.span(span)),
            )
        }
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

struct Excerpt {
    line: String,
    caret: std::ops::Range<usize>,
}

/// The line with its control characters made visible, cut at its end where it is long, and the bytes of the word or
/// character at `column`, counted from 1.
fn excerpt(line: &str, column: usize) -> Excerpt {
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
    let rest = shown.get(start..).unwrap_or_default();
    let word = rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let end = start + word.max(first);
    Excerpt { line: shown, caret: start..end }
}

/// Whether a character is one that cleaning leaves out or replaces.
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
}
