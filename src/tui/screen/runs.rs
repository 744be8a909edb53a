//! Splits the rows of the screen into runs of cells with the same style.

use ratatui::buffer::{Buffer, Cell};

/// Adjacent cells of a row with the same style.
pub(super) struct CellRun<'a> {
    /// The first column.
    pub(super) column: usize,
    /// Its width in columns.
    pub(super) columns: usize,
    pub(super) text: String,
    pub(super) cell: &'a Cell,
}

/// The runs of each row.
pub(super) fn rows(buffer: &Buffer) -> impl Iterator<Item = Vec<CellRun<'_>>> {
    let width = usize::from(buffer.area.width).max(1);
    buffer.content.chunks(width).map(|row| {
        let mut runs: Vec<CellRun<'_>> = Vec::new();
        let mut column = 0;
        while let Some(cell) = row.get(column) {
            let columns = crate::text::width(cell.symbol()).max(1);
            match runs.last_mut() {
                Some(run) if same_style(run.cell, cell) => {
                    run.text.push_str(cell.symbol());
                    run.columns += columns;
                }
                _ => runs.push(CellRun { column, columns, text: cell.symbol().to_owned(), cell }),
            }
            column += columns;
        }
        runs
    })
}

fn same_style(a: &Cell, b: &Cell) -> bool {
    a.fg == b.fg && a.bg == b.bg && a.modifier == b.modifier
}
