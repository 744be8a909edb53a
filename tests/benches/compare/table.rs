//! Figures as a table in Markdown.

use super::scenario::{Figures, Scenario, Unit};

/// A row of the table as it is gathered.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) seminars: Figures,
    pub(crate) fzf: Figures,
    pub(crate) ripgrep: Figures,
}

/// The line with the names of the columns, and the one below it.
pub(crate) const HEAD: &str = "\
| | shown | settled | fzf | shown / fzf | settled / fzf | ripgrep | samples |
|---|---|---|---|---|---|---|---|";

/// A line of the table.
pub(crate) fn line(scenario: &Scenario, row: &Row) -> String {
    let fzf = median(&row.fzf.settled);
    let ratio = |values: &[f64]| {
        let ratio = median(values).zip(fzf).filter(|(_, fzf)| *fzf > 0.0).map(|(own, fzf)| own / fzf);
        ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"))
    };
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} |",
        scenario.what,
        cell(&row.seminars.first, scenario.unit),
        cell(&row.seminars.settled, scenario.unit),
        cell(&row.fzf.settled, scenario.unit),
        ratio(&row.seminars.first),
        ratio(&row.seminars.settled),
        cell(&row.ripgrep.settled, scenario.unit),
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
