//! Prints rows on stdout: aligned on a terminal, tab-separated for programs.

use std::io::{self, Write};
use std::ops::Deref;

use crate::recording::Recording;
use crate::seminar::Seminar;
use crate::text::width;

/// The maximum widths of columns; a longer value shifts the rest of its row to the right.
const MAX_WIDTHS: [usize; 4] = [10, 30, 70, 0];
/// The same for rows whose first column is a name.
const MAX_WIDTHS_NAME_FIRST: [usize; 4] = [70, 10, 10, 10];

/// Prints talks on stdout: date, speakers, title, link. No header.
///
/// # Errors
///
/// When stdout cannot be written to.
pub(super) fn print(
    talks: impl Iterator<Item = impl Deref<Target = Seminar>>,
    aligned: bool,
) -> io::Result<()> {
    print_lines(talks.map(|talk| columns(&talk).to_vec()), aligned, MAX_WIDTHS)
}

/// Prints lines of a few columns each on stdout, of which the first is a name. No header.
///
/// # Errors
///
/// When stdout cannot be written to.
pub(super) fn print_columns(lines: impl Iterator<Item = Vec<String>>, aligned: bool) -> io::Result<()> {
    print_lines(lines, aligned, MAX_WIDTHS_NAME_FIRST)
}

/// The last column is not padded.
fn print_lines(
    lines: impl Iterator<Item = Vec<String>>,
    aligned: bool,
    widest: [usize; 4],
) -> io::Result<()> {
    let lines: Vec<Vec<String>> = lines.collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let widths = widths(&lines, widest);
    for line in &lines {
        let Some((last, columns)) = line.split_last() else { continue };
        for (text, columns) in columns.iter().zip(widths) {
            if aligned {
                write!(out, "{text}{:pad$}  ", "", pad = columns.saturating_sub(width(text)))?;
            } else {
                write!(out, "{text}\t")?;
            }
        }
        writeln!(out, "{last}")?;
    }
    out.flush()
}

fn columns(talk: &Seminar) -> [String; 4] {
    let date = talk
        .date
        .as_ref()
        .map(|date| date.when().map_or_else(|| date.text().to_string(), |when| when.to_string()));
    let link = talk.recordings.first().map(Recording::link);
    [
        date.unwrap_or_default(),
        talk.speaker_names(),
        talk.title.as_deref().unwrap_or_default().to_owned(),
        link.map(|link| link.to_string()).unwrap_or_default(),
    ]
}

fn widths(lines: &[Vec<String>], most: [usize; 4]) -> [usize; 4] {
    let mut widths = [0; 4];
    for line in lines {
        for ((widest, text), most) in widths.iter_mut().zip(line).zip(most) {
            *widest = (*widest).max(width(text)).min(most);
        }
    }
    widths
}
