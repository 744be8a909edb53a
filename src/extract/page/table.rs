//! Finds tables of talks in pages. A table counts if it has days with speakers or titles, or speakers with titles. The
//! heading above it may give the year.

use super::grouped::TalksByHeading;
use crate::diagnostic::Position;
use crate::extract::dates;
use crate::extract::dates::DateOrder;
use crate::extract::fields;
use crate::extract::fields::Field;
use crate::format::node::{Node, NodeValue, Pair};
use crate::format::page_table::{self, PageTable};
use crate::markup::strip::strip_markup;

/// Finds the tables of talks in a text that begins in line `first`, and returns them as lists by heading.
pub(super) fn talks_in_tables(text: &str, first: u32) -> Option<Node> {
    if !text.contains('|') && !text.contains("<t") && !text.contains("<T") {
        return None;
    }
    let mut talks = TalksByHeading::default();
    for table in page_table::tables(text, first) {
        let Some(rows) = talk_rows(&table) else { continue };
        let heading = table.heading.map(|heading| strip_markup(&heading).to_string()).unwrap_or_default();
        talks.add(&heading, rows);
    }
    talks.into_node("table")
}

/// Text after a title that is shorter than this, in bytes, is a remark and not an abstract.
const MIN_ABSTRACT_BYTES: usize = 120;

/// Converts the rows of a table to maps, if it is a table of talks.
fn talk_rows(table: &PageTable) -> Option<Vec<Node>> {
    let mut names: Vec<String> = table.head.iter().map(|name| strip_markup(name).to_string()).collect();
    let field = |name: &str| fields::lookup(&fields::normalize(name)).map(|(field, _)| field);
    let column = |wanted: Field| names.iter().position(|name| field(name) == Some(wanted));
    let is_paper =
        |name: &String| matches!(&*fields::normalize(name), "paper" | "papers" | "article" | "reading");
    let (date, speaker) = (column(Field::Date), column(Field::Speakers));
    let has_title = column(Field::Title).is_some() || names.iter().any(is_paper);
    let is_dated = date.is_some_and(|at| has_days(table, at));
    if !(is_dated && (speaker.is_some() || has_title) || speaker.is_some() && has_title) {
        return None;
    }
    if !has_title && let Some(at) = longest_unknown_column(table, &names) {
        // Under whatever name, the column with the most text is the title.
        names.insert(at, "title".to_owned());
        names.remove(at + 1);
    }
    let row = |(line, cells): &(u32, Vec<String>)| {
        let at = Position { line: *line, column: 1 };
        let pair =
            |name: &str, text: &str| Pair { key: name.into(), at, node: Node::text(text.to_owned(), at) };
        let mut pairs = Vec::new();
        for (name, cell) in names.iter().zip(cells).filter(|(name, _)| !name.is_empty()) {
            let (text, rest) = split_cell(cell);
            let is_title = field(name) == Some(Field::Title) || is_paper(name);
            pairs.push(pair(name, if is_title { text } else { cell }));
            if is_title && rest.len() >= MIN_ABSTRACT_BYTES {
                pairs.push(pair("abstract", rest));
            }
        }
        Node { value: NodeValue::Map(pairs), at }
    };
    // In a table with days, a row without one is at most a plan for a talk.
    let is_planned = |(_, cells): &&(u32, Vec<String>)| {
        is_dated && !date.and_then(|at| cells.get(at)).is_some_and(|cell| is_day(cell))
    };
    Some(table.rows.iter().filter(|row| !is_planned(row)).map(row).collect())
}

/// Splits a cell into the title and the abstract after it, which may be inside `<details>`.
fn split_cell(cell: &str) -> (&str, &str) {
    let folded = cell
        .split_once("<summary")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.split_once("</summary>"));
    if let Some((title, rest)) = folded {
        return (title, rest.split("</details>").next().unwrap_or_default());
    }
    let blocks = ["<br", "<div", "<p>", "<p "];
    let end = blocks.iter().filter_map(|block| cell.find(block)).filter(|&end| end > 0).min();
    cell.split_at_checked(end.unwrap_or(cell.len())).unwrap_or((cell, ""))
}

/// Whether at least half of the non-empty cells are days, with or without a year.
fn has_days(table: &PageTable, column: usize) -> bool {
    let cells = table.rows.iter().filter_map(|(_, cells)| cells.get(column)).filter(|cell| !cell.is_empty());
    let (all, days) = (cells.clone().count(), cells.filter(|cell| is_day(cell)).count());
    days > 0 && days * 2 >= all
}

/// Whether a cell is a day, with or without a year.
pub(super) fn is_day(cell: &str) -> bool {
    let reading = dates::read(&strip_markup(cell), DateOrder::Unknown, Some(2000));
    reading.when.is_some_and(|when| when.parts().2.is_some())
}

/// Of the columns with unknown names, the one with the most text.
fn longest_unknown_column(table: &PageTable, names: &[String]) -> Option<usize> {
    let text = |at: usize| -> usize {
        table
            .rows
            .iter()
            .filter_map(|(_, cells)| cells.get(at))
            .map(|cell| strip_markup(cell).chars().count())
            .sum()
    };
    let is_unknown = |name: &str| fields::lookup(&fields::normalize(name)).is_none();
    let unknown = names.iter().enumerate().filter(|(_, name)| is_unknown(name)).map(|(at, _)| at);
    unknown.max_by_key(|&at| text(at)).filter(|&at| text(at) > 8 * table.rows.len())
}
