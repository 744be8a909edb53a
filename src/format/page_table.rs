//! Finds the tables of a page, in Markdown or HTML: rows of cells under a header, with the heading above. What the
//! columns mean is not known here.

use crate::text::line_index::LineIndex;

/// A table of a page.
#[derive(Debug)]
pub(crate) struct PageTable {
    /// The nearest heading above it with a digit, such as a year, or else the nearest heading.
    pub(crate) heading: Option<String>,
    /// The names of its columns.
    pub(crate) head: Vec<String>,
    /// Its rows, each with its line in the file and its cells.
    pub(crate) rows: Vec<(u32, Vec<String>)>,
}

/// No schedule has more tables or columns than this.
const MAX_TABLES: usize = 200;
const MAX_COLUMNS: usize = 40;

/// The tables of a text that begins on line `first` of its file.
pub(crate) fn tables(text: &str, first: u32) -> Vec<PageTable> {
    let lines = LineIndex::new(text, first);
    let mut all = markdown_tables(&lines);
    all.extend(html_tables(text, &lines));
    all.truncate(MAX_TABLES);
    all.retain(|table| (2..=MAX_COLUMNS).contains(&table.head.len()) && !table.rows.is_empty());
    all
}

/// The headings seen so far.
#[derive(Default)]
struct Headings {
    last: Option<String>,
    with_year: Option<String>,
}

impl Headings {
    fn add(&mut self, heading: &str) {
        let heading = heading.trim().to_owned();
        if heading.contains(|c: char| c.is_ascii_digit()) {
            self.with_year = Some(heading.clone());
        }
        self.last = Some(heading);
    }

    fn nearest(&self) -> Option<String> {
        self.with_year.clone().or_else(|| self.last.clone())
    }
}

fn markdown_tables(lines: &LineIndex<'_>) -> Vec<PageTable> {
    let mut tables = Vec::new();
    let mut headings = Headings::default();
    let mut is_code = false;
    let mut at = 0;
    while at < lines.count() {
        let line = lines.line(at).trim();
        is_code ^= line.starts_with("```") || line.starts_with("~~~");
        at += 1;
        if is_code {
            continue;
        }
        if line.starts_with('#') {
            headings.add(line.trim_matches('#'));
        }
        let is_head = line.contains('|') && at < lines.count() && is_separator(lines.line(at));
        if !is_head {
            continue;
        }
        let mut rows = Vec::new();
        at += 1;
        while at < lines.count() && lines.line(at).contains('|') {
            rows.push((lines.line_number(at), split_row(lines.line(at))));
            at += 1;
        }
        tables.push(PageTable { heading: headings.nearest(), head: split_row(line), rows });
    }
    tables
}

/// Whether a line separates the head of a table from its rows: `|---|:-:|`.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row; `\|` does not separate cells.
fn split_row(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in line.chars() {
        match (c, cells.last_mut()) {
            ('|', _) if !is_escaped => cells.push(String::new()),
            (c, Some(cell)) => {
                if c == '|' {
                    cell.pop();
                }
                cell.push(c);
            }
            (_, None) => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.into_iter().map(|cell| cell.trim().to_owned()).collect()
}

fn html_tables(text: &str, lines: &LineIndex<'_>) -> Vec<PageTable> {
    let lower = text.to_ascii_lowercase();
    let mut tables = Vec::new();
    let mut headings = Headings::default();
    let mut table: Option<PageTable> = None;
    let mut spans = RowSpans::default();
    // On a Markdown page, the headings above an HTML table may be Markdown.
    let mut marked = lines.matching(|line| line.starts_with('#')).into_iter().peekable();
    for at in memchr::memchr_iter(b'<', lower.as_bytes()) {
        let tag = lower.get(at..).unwrap_or_default();
        let line = lines.place(0, at).map_or(0, |(line, _)| line);
        while let Some(above) = marked.next_if(|&above| above < line) {
            headings.add(lines.line(above).trim_matches('#'));
        }
        let is = |name: &str| {
            tag.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_whitespace()))
        };
        if ["<h1", "<h2", "<h3", "<h4", "<caption"].into_iter().any(is) {
            headings.add(&inner_text(text, &lower, at, &["</h", "</caption"]));
        } else if is("<table") {
            table = Some(PageTable { heading: headings.nearest(), head: Vec::new(), rows: Vec::new() });
            spans = RowSpans::default();
        } else if tag.starts_with("</table") {
            tables.extend(table.take());
        } else if let Some(table) = &mut table {
            let line = lines.line_number(line);
            if is("<tr") {
                if let Some((_, cells)) = table.rows.last_mut() {
                    spans.fill(cells);
                }
                table.rows.push((line, Vec::new()));
            } else if is("<td") || is("<th") {
                if table.rows.is_empty() {
                    table.rows.push((line, Vec::new()));
                }
                let cell =
                    inner_text(text, &lower, at, &["</td", "</th", "<td", "<th", "</tr", "<tr", "</table"]);
                if let Some((_, cells)) = table.rows.last_mut() {
                    spans.fill(cells);
                    spans.add(cells.len(), tag, &cell);
                    cells.push(cell);
                }
            }
        }
    }
    for table in &mut tables {
        table.rows.retain(|(_, cells)| !cells.is_empty());
        if !table.rows.is_empty() {
            table.head = table.rows.remove(0).1;
        }
    }
    tables
}

/// Cells that extend into the rows below.
#[derive(Default)]
struct RowSpans(Vec<RowSpan>);

struct RowSpan {
    column: usize,
    /// How many more rows it spans.
    rows: usize,
    cell: String,
}

impl RowSpans {
    /// Remembers a cell with a `rowspan`.
    fn add(&mut self, column: usize, tag: &str, cell: &str) {
        let attributes = tag.split('>').next().unwrap_or_default();
        let number = attributes.split_once("rowspan=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
        let digits = number.map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let rows: usize = number.and_then(|rest| rest.get(..digits)?.parse().ok()).unwrap_or(1);
        if (2..=MAX_ROW_SPAN).contains(&rows) {
            self.0.push(RowSpan { column, rows: rows - 1, cell: cell.to_owned() });
        }
    }

    /// Adds the spanning cells from above that come next in this row.
    fn fill(&mut self, cells: &mut Vec<String>) {
        while let Some(span) = self.0.iter_mut().find(|span| span.column == cells.len() && span.rows > 0) {
            span.rows -= 1;
            cells.push(span.cell.clone());
        }
    }
}

/// A cell that spans more rows than this is there for the layout of the page.
const MAX_ROW_SPAN: usize = 100;

/// At most this many bytes of a cell are read.
const MAX_CELL_BYTES: usize = 8 << 10;

/// The text between the tag at `at` and the first of `ends`, on one line and including markup.
fn inner_text(text: &str, lower: &str, at: usize, ends: &[&str]) -> String {
    let Some(start) = lower.get(at..).and_then(|rest| rest.find('>')).map(|end| at + end + 1) else {
        return String::new();
    };
    let limit = lower.floor_char_boundary(start.saturating_add(MAX_CELL_BYTES).min(lower.len()));
    let rest = lower.get(start..limit).unwrap_or_default();
    let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    text.get(start..start + end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_tables_have_the_heading_with_a_year() {
        let text = "# Group\n## 2024\n### Spring\n\n| Date | Who |\n|:--|---|\n| 1 | [a](b) |\n|2|c \\| d|\n\ntext\n";
        let tables = tables(text, 1);
        assert_eq!(tables.len(), 1);
        assert_eq!(tables[0].heading.as_deref(), Some("2024"));
        assert_eq!(tables[0].head, ["Date", "Who"]);
        assert_eq!(
            tables[0].rows,
            [(7, vec!["1".into(), "[a](b)".into()]), (8, vec!["2".into(), "c | d".into()])]
        );
    }

    #[test]
    fn html_tables_have_a_head_and_rows() {
        let text = "<h2>2024</h2>\n<table><thead><tr><th>Date<th>Who</tr></thead>\n<tr><td class=a>1</td><td><b>A</b>\n B</td></tr></table>";
        let tables = tables(text, 3);
        assert_eq!(tables[0].heading.as_deref(), Some("2024"));
        assert_eq!(tables[0].head, ["Date", "Who"]);
        assert_eq!(tables[0].rows, [(5, vec!["1".into(), "<b>A</b> B".into()])]);
    }

    #[test]
    fn html_tables_in_markdown_have_its_headings() {
        let tables = tables(
            "## 2024\n\n<table><tr><th>Date</th><th>Who</th></tr><tr><td>1</td><td>A</td></tr></table>\n",
            1,
        );
        assert_eq!(tables[0].heading.as_deref(), Some("2024"));
    }

    #[test]
    fn code_and_text_with_bars_are_no_tables() {
        for text in [
            "```\n| a | b |\n|---|---|\n| c | d |\n```\n",
            "a | b\nc | d\n",
            "<table></table>",
            "| a |\n|---|\n",
        ] {
            assert_eq!(tables(text, 1).len(), 0, "{text}");
        }
    }
}
