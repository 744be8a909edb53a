//! `seminars paths`: where archives are looked for.

use std::io::{self, Write};

use super::{CliError, Status};
use crate::paths::Choice;

/// Prints every place that was considered, in order, and marks what is opened.
pub(super) fn run(choice: &Choice) -> Result<Status, CliError> {
    let mut out = io::stdout().lock();
    for considered in &choice.considered {
        let mark = if considered.taken { '*' } else { ' ' };
        let line = format!("{mark} {:<15} {:<12} {}", considered.what, considered.verdict, considered.place);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Status::Done)
}
