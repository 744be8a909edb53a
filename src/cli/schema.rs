//! `seminars schema`: prints the JSON Schema of the output or of the record.

use std::io::{self, Write};

use super::exit::{CliError, Status};
use crate::export::schema;

/// Prints the schema of the output, or of the record.
pub(super) fn run(record: bool) -> Result<Status, CliError> {
    let schema = if record { schema::record() } else { schema::output() };
    writeln!(io::stdout(), "{schema:#}")?;
    Ok(Status::Done)
}
