//! `seminars manual`: shows pages of the manual, in `$PAGER` if it is set.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use super::exit::{CliError, Status};
use crate::export::text;
use crate::manual::{self, ManualPage, PAGES};

/// Minimum and maximum text width, in columns.
const COLUMNS: (usize, usize) = (30, 96);

/// Shows the page about `topic`; without a topic, the list of topics and all pages.
pub(super) fn run(topic: Option<&str>) -> Result<Status, CliError> {
    let terminal = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    let columns = terminal.saturating_sub(1).clamp(COLUMNS.0, COLUMNS.1);
    let text = if let Some(page) = topic.and_then(ManualPage::find) {
        text::markdown(page.text, columns)
    } else {
        let pages = PAGES.iter().map(|page| text::markdown(page.text, columns));
        std::iter::once(manual::contents()).chain(pages).collect::<Vec<_>>().join("\n\n")
    };
    show(&text)?;
    Ok(Status::Done)
}

/// Pipes the text to `$PAGER` on a terminal, otherwise prints it. `$PAGER` is split into words as by a shell, but no
/// shell runs.
fn show(text: &str) -> io::Result<()> {
    let pager = env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty() && io::stdout().is_terminal());
    let Some(pager) = pager else { return io::stdout().lock().write_all(text.as_bytes()) };
    let words = shlex::split(&pager).filter(|words| !words.is_empty());
    let Some([program, arguments @ ..]) = words.as_deref() else {
        return Err(io::Error::other("a quote in $PAGER is not closed"));
    };
    let child = Command::new(program).args(arguments).stdin(Stdio::piped()).spawn();
    let mut child =
        child.map_err(|error| io::Error::other(format!("cannot run $PAGER `{program}`: {error}")))?;
    if let Some(mut stdin) = child.stdin.take() {
        // The user may quit the pager before it has read everything.
        let _ = stdin.write_all(text.as_bytes());
    }
    child.wait().map(|_| ())
}
