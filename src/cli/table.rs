//! Prints rows on stdout: aligned on a terminal, tab-separated for programs.

use std::io::{self, Write};
use std::ops::Deref;

use crate::recording::Recording;
use crate::seminar::Seminar;
use crate::text::{truncate, width};

/// Maximum widths of columns; a longer value shifts the rest of its row to the right.
const MAX_WIDTHS: [usize; 4] = [10, 30, 70, 0];
/// Maximum widths in rows that begin with a name.
const MAX_WIDTHS_NAME_FIRST: [usize; 4] = [70, 10, 10, 10];

/// How rows are printed.
#[derive(Debug, Clone, Copy)]
pub(super) enum TableStyle {
    /// A tab between columns, for programs.
    Tabs,
    /// Aligned columns, truncated to fit this width where possible.
    Aligned(usize),
}

impl TableStyle {
    /// Aligned columns that fit the terminal or, if `wide`, are never truncated.
    pub(super) fn aligned(wide: bool) -> Self {
        let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self::Aligned(if wide { None } else { terminal() }.unwrap_or(usize::MAX))
    }
}

/// The column that is truncated when rows are too wide, and its minimum width.
const CUT_COLUMN: usize = 2;
const MIN_CUT_WIDTH: usize = 20;

/// Prints talks on stdout, without a header: date, speakers, title, link.
///
/// # Errors
///
/// When stdout cannot be written to.
pub(super) fn print(
    talks: impl Iterator<Item = impl Deref<Target = Seminar>>,
    style: TableStyle,
) -> io::Result<()> {
    print_lines(talks.map(|talk| columns(&talk).to_vec()), style, MAX_WIDTHS)
}

/// Prints rows on stdout, without a header. The first column is a name.
///
/// # Errors
///
/// When stdout cannot be written to.
pub(super) fn print_columns(lines: impl Iterator<Item = Vec<String>>, style: TableStyle) -> io::Result<()> {
    print_lines(lines, style, MAX_WIDTHS_NAME_FIRST)
}

/// Prints rows; the last column is not padded.
fn print_lines(
    lines: impl Iterator<Item = Vec<String>>,
    style: TableStyle,
    widest: [usize; 4],
) -> io::Result<()> {
    let lines: Vec<Vec<String>> = lines.collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut widths = widths(&lines, widest);
    let mut cut = usize::MAX;
    if let TableStyle::Aligned(available) = style
        && let Some(rest) = rest_for_cut_column(&lines, widths, available)
    {
        cut = rest;
        if let Some(width) = widths.get_mut(CUT_COLUMN) {
            *width = (*width).min(cut);
        }
    }
    for line in &lines {
        let Some((last, columns)) = line.split_last() else { continue };
        for (at, (text, columns)) in columns.iter().zip(widths).enumerate() {
            match style {
                TableStyle::Aligned(_) => {
                    let text = truncate(text, if at == CUT_COLUMN { cut } else { usize::MAX });
                    write!(out, "{text}{:pad$}  ", "", pad = columns.saturating_sub(width(&text)))?;
                }
                TableStyle::Tabs => write!(out, "{text}\t")?,
            }
        }
        writeln!(out, "{last}")?;
    }
    out.flush()
}

/// The width left for the cut column; `None` if nothing has to be truncated.
fn rest_for_cut_column(lines: &[Vec<String>], widths: [usize; 4], available: usize) -> Option<usize> {
    let last = lines.iter().filter_map(|line| line.last()).map(|text| width(text)).max()?;
    let others: usize = widths
        .iter()
        .enumerate()
        .filter(|&(at, _)| at != CUT_COLUMN && at < 3)
        .map(|(_, width)| width + 2)
        .sum();
    let rest = available.saturating_sub(others + last + 2);
    let widest = lines.iter().filter_map(|line| line.get(CUT_COLUMN)).map(|text| width(text)).max()?;
    (rest < widest).then_some(rest.max(MIN_CUT_WIDTH))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_does_not_fit_is_cut_and_never_to_nothing() {
        let line =
            |title: &str| ["2022-01-01", "Ann Dove", title, "https://a.example"].map(str::to_owned).to_vec();
        let lines = [line("Short"), line("A title of more than thirty columns")];
        let widths = widths(&lines, MAX_WIDTHS);
        let rest = |available| rest_for_cut_column(&lines, widths, available);
        assert_eq!(rest(usize::MAX), None);
        // Date, speaker, title and link, with two spaces between them.
        assert_eq!(rest(10 + 2 + 8 + 2 + 35 + 2 + 17), None);
        assert_eq!(rest(10 + 2 + 8 + 2 + 34 + 2 + 17), Some(34));
        assert_eq!(rest(30), Some(MIN_CUT_WIDTH));
    }
}
