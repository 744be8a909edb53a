//! Talks a line each: aligned for eyes, with tabs for programs.

use std::io::{self, Write};
use std::sync::Arc;

use crate::recording::Recording;
use crate::seminar::Seminar;
use crate::text::width;

/// The widest that a column is made; longer values push the rest of their line to the right.
const WIDEST: [usize; 3] = [10, 30, 70];

/// Prints talks on stdout: date, speakers, title, link. No header.
///
/// # Errors
///
/// When stdout cannot be written to.
pub(super) fn print<'a>(talks: impl Iterator<Item = &'a Arc<Seminar>>, aligned: bool) -> io::Result<()> {
    let lines: Vec<[String; 4]> = talks.map(|talk| columns(talk)).collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let widths = if aligned { widths(&lines) } else { [0; 3] };
    for [date, speakers, title, link] in &lines {
        if aligned {
            for (text, columns) in [date, speakers, title].into_iter().zip(widths) {
                write!(out, "{text}{:pad$}  ", "", pad = columns.saturating_sub(width(text)))?;
            }
            writeln!(out, "{link}")?;
        } else {
            writeln!(out, "{date}\t{speakers}\t{title}\t{link}")?;
        }
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

fn widths(lines: &[[String; 4]]) -> [usize; 3] {
    let mut widths = [0; 3];
    for line in lines {
        for ((widest, text), most) in widths.iter_mut().zip(line).zip(WIDEST) {
            *widest = (*widest).max(width(text)).min(most);
        }
    }
    widths
}
