//! Aligns the cells of a Markdown table.

use super::block::{InlineStyle, Span};
use crate::text::width;

/// A cell wider than this, in columns, does not widen the rest of its table column.
const MAX_ALIGNED: usize = 40;

/// The cells of a table, row by row; the first row is the header.
#[derive(Debug, Default)]
pub(super) struct TableRows {
    rows: Vec<Vec<Vec<Span>>>,
}

impl TableRows {
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Adds a cell to the current row.
    pub(super) fn add_cell(&mut self, spans: Vec<Span>) {
        if let Some(row) = self.rows.last_mut() {
            row.push(spans);
        }
    }

    /// Converts the rows to lines, with two spaces between columns and the header in bold.
    pub(super) fn into_lines(self) -> Vec<Vec<Span>> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell_width = |row: &Vec<Vec<Span>>, at: usize| row.get(at).map_or(0, |cell| spans_width(cell));
        let widths: Vec<usize> = (0..columns)
            .map(|at| self.rows.iter().map(|row| cell_width(row, at)).filter(|&w| w <= MAX_ALIGNED).max())
            .map(Option::unwrap_or_default)
            .collect();
        let line = |(number, row): (usize, Vec<Vec<Span>>)| {
            let last = row.len().saturating_sub(1);
            let mut line = Vec::new();
            for (at, (mut cell, &columns)) in row.into_iter().zip(&widths).enumerate() {
                let own = spans_width(&cell);
                if number == 0 {
                    for span in &mut cell {
                        span.style.strong = true;
                    }
                }
                line.append(&mut cell);
                if at < last {
                    let text = " ".repeat(columns.saturating_sub(own) + 2);
                    line.push(Span { text, style: InlineStyle::default(), target: None });
                }
            }
            line
        };
        self.rows.into_iter().enumerate().map(line).filter(|line| !line.is_empty()).collect()
    }
}

fn spans_width(spans: &[Span]) -> usize {
    spans.iter().map(|span| width(&span.text)).sum()
}
