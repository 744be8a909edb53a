//! `seminars manual`: shows pages of the manual, in the pager if there is one.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use super::exit::{CliError, Status};
use crate::export::text;
use crate::manual::{self, ManualPage, PAGES};

/// The narrowest and the widest text, in columns.
const COLUMNS: (usize, usize) = (30, 96);

/// Shows the page about a topic; without one the list of topics and all pages.
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

/// Passes a text to `$PAGER` on a terminal, or prints it. The variable is split as a shell does it, but no shell is run.
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
        // Readers quit a pager before its end.
        let _ = stdin.write_all(text.as_bytes());
    }
    child.wait().map(|_| ())
}
