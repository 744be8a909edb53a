//! Figures as a table in Markdown.

use super::scenario::{Figures, Scenario, Unit};

/// A row of the table as it is gathered.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) seminars: Figures,
    pub(crate) fzf: Figures,
    pub(crate) other: Figures,
}

/// The line with the names of the columns, and the one below it.
pub(crate) const HEADER: &str = "\
| | shown | settled | fzf | shown / fzf | settled / fzf | beside | settled / beside | samples |
|---|---|---|---|---|---|---|---|---|";

/// A line of the table.
pub(crate) fn line(scenario: &Scenario, row: &Row) -> String {
    let ratio = |values: &[f64], others: &[f64]| {
        let both = median(values).zip(median(others)).filter(|(_, other)| *other > 0.0);
        both.map_or_else(|| "-".to_owned(), |(own, other)| format!("{:.2}", own / other))
    };
    let beside = match &scenario.other {
        Some(other) if !row.other.settled.is_empty() => {
            format!("{}: {}", other.name, cell(&row.other.settled, scenario.unit))
        }
        _ => "-".to_owned(),
    };
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        scenario.what,
        cell(&row.seminars.first, scenario.unit),
        cell(&row.seminars.settled, scenario.unit),
        cell(&row.fzf.settled, scenario.unit),
        ratio(&row.seminars.first, &row.fzf.settled),
        ratio(&row.seminars.settled, &row.fzf.settled),
        beside,
        ratio(&row.seminars.settled, &row.other.settled),
        row.seminars.settled.len(),
    )
}

/// The median and how bad it gets.
fn cell(values: &[f64], unit: Unit) -> String {
    let Some(median) = median(values) else { return "-".to_owned() };
    let median = format!("{}{}", number(median), suffix(unit));
    match values.len() {
        0 | 1 => median,
        // Of fewer than a hundred the last percent is the worst.
        2..100 => format!("{median} (max {})", at_percent(values, 100).map(number).unwrap_or_default()),
        _ => format!("{median} (p99 {})", at_percent(values, 99).map(number).unwrap_or_default()),
    }
}

fn suffix(unit: Unit) -> &'static str {
    match unit {
        Unit::Milliseconds => " ms",
        Unit::Megabytes => " MB",
        Unit::PerSecond => " /s",
        Unit::Percent => " %",
    }
}

fn number(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

fn median(values: &[f64]) -> Option<f64> {
    at_percent(values, 50)
}

/// The smallest value that so many percent of all do not exceed.
fn at_percent(values: &[f64], percent: usize) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied()
}
