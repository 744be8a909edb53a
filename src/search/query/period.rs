//! The dates of a query: days, months, years and ranges of them, some relative to today.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::field::DateField;
use crate::seminar::{TalkDate, When};

/// A range of days, possibly relative to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// A day, month or year of the calendar.
    Fixed(When),
    /// A whole unit relative to the current one: `0` is this one, `-1` the last.
    Relative(Unit, i8),
    /// The last `n` units, today included.
    Last(u16, Unit),
    /// The next `n` units, from tomorrow on.
    Next(u16, Unit),
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    /// Starts on Monday.
    Week,
    Month,
    Year,
}

/// A range of days to filter talks by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayRange {
    /// From the first day of one period to the last day of another; `None` leaves that end open.
    Between(Option<Period>, Option<Period>),
    /// After the last day of the period.
    After(Period),
    /// Before the first day of the period.
    Before(Period),
}

impl DayRange {
    /// Parses the value of a date field.
    pub(super) fn parse(field: DateField, typed: &str) -> Option<Self> {
        let typed = typed.trim();
        match field {
            DateField::After => return Period::parse(typed).map(Self::After),
            DateField::Before => return Period::parse(typed).map(Self::Before),
            DateField::Within => {}
        }
        if let Some(rest) = typed.strip_prefix(">=") {
            return Period::parse(rest).map(|period| Self::Between(Some(period), None));
        }
        if let Some(rest) = typed.strip_prefix("<=") {
            return Period::parse(rest).map(|period| Self::Between(None, Some(period)));
        }
        if let Some(rest) = typed.strip_prefix('>') {
            return Period::parse(rest).map(Self::After);
        }
        if let Some(rest) = typed.strip_prefix('<') {
            return Period::parse(rest).map(Self::Before);
        }
        let Some((from, to)) = typed.split_once("..") else {
            return Period::parse(typed).map(|period| Self::Between(Some(period), Some(period)));
        };
        let end = |text: &str| if text.is_empty() { Some(None) } else { Period::parse(text).map(Some) };
        let (from, to) = (end(from)?, end(to)?);
        let backward = match (from, to) {
            (Some(Period::Fixed(from)), Some(Period::Fixed(to))) => from.days().0 > to.days().1,
            _ => false,
        };
        ((from.is_some() || to.is_some()) && !backward).then_some(Self::Between(from, to))
    }

    /// The first and the last day, relative to `today`.
    pub(crate) fn bounds(self, today: Date) -> (Date, Date) {
        let day = |period: Period| period.bounds(today);
        match self {
            Self::Between(from, to) => {
                (from.map_or(Date::MIN, |period| day(period).0), to.map_or(Date::MAX, |period| day(period).1))
            }
            Self::After(period) => (day(period).1.tomorrow().unwrap_or(Date::MAX), Date::MAX),
            Self::Before(period) => (Date::MIN, day(period).0.yesterday().unwrap_or(Date::MIN)),
        }
    }
}

impl Period {
    /// Parses `2022`, `2022-03`, `2022-03-05`, `today`, `last year`, `last 30 days`; `-` or `_` may replace a blank.
    fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim().to_ascii_lowercase();
        if typed.starts_with(|c: char| c.is_ascii_digit()) {
            return TalkDate::parse(&typed).when().map(Self::Fixed);
        }
        let words: Vec<&str> = typed.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            ["today"] => Some(Self::Relative(Unit::Day, 0)),
            ["yesterday"] => Some(Self::Relative(Unit::Day, -1)),
            ["tomorrow"] => Some(Self::Relative(Unit::Day, 1)),
            ["this", unit] => Some(Self::Relative(Unit::parse(unit)?, 0)),
            ["last" | "past" | "previous", unit] => Some(Self::Relative(Unit::parse(unit)?, -1)),
            ["next", unit] => Some(Self::Relative(Unit::parse(unit)?, 1)),
            [way @ ("last" | "past" | "next"), count, unit] => {
                let count = count.parse().ok().filter(|count| (1..=999).contains(count))?;
                let unit = Unit::parse(unit)?;
                Some(if *way == "next" { Self::Next(count, unit) } else { Self::Last(count, unit) })
            }
            _ => None,
        }
    }

    /// The first and the last day, relative to `today`, clamped to the calendar's range.
    fn bounds(self, today: Date) -> (Date, Date) {
        match self {
            Self::Fixed(when) => when.days(),
            Self::Relative(unit, from_here) => {
                let first = unit.first_day(today);
                let step = |count: i8| first.checked_add(unit.span(count.into()));
                let first_day = step(from_here).unwrap_or(Date::MIN);
                let next = step(from_here.saturating_add(1)).unwrap_or(Date::MAX);
                (first_day, next.yesterday().unwrap_or(Date::MAX))
            }
            Self::Last(count, unit) => {
                let before = today.checked_sub(unit.span(count.into())).unwrap_or(Date::MIN);
                (before.tomorrow().unwrap_or(Date::MIN), today)
            }
            Self::Next(count, unit) => {
                let last = today.checked_add(unit.span(count.into())).unwrap_or(Date::MAX);
                (today.tomorrow().unwrap_or(Date::MAX), last)
            }
        }
    }
}

impl Unit {
    fn parse(word: &str) -> Option<Self> {
        match word.trim_end_matches('s') {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    fn span(self, count: i32) -> Span {
        match self {
            Self::Day => count.days(),
            Self::Week => count.weeks(),
            Self::Month => count.months(),
            Self::Year => count.years(),
        }
    }

    /// The first day of the unit that contains `day`.
    fn first_day(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let since = i32::from(day.weekday().since(Weekday::Monday));
                day.checked_sub(since.days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A Thursday.
    const TODAY: Date = Date::constant(2022, 11, 17);

    fn bounds(field: DateField, typed: &str) -> Option<(String, String)> {
        let (first, last) = DayRange::parse(field, typed)?.bounds(TODAY);
        let shown = |day: Date| match day {
            Date::MIN | Date::MAX => "open".to_owned(),
            day => day.to_string(),
        };
        Some((shown(first), shown(last)))
    }

    #[test]
    fn a_date_is_the_days_that_it_holds() {
        for (typed, first, last) in [
            ("2022", "2022-01-01", "2022-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2022-11-17", "2022-11-17", "2022-11-17"),
            ("2022-03..2023", "2022-03-01", "2023-12-31"),
            ("2022..", "2022-01-01", "open"),
            ("..2022-03", "open", "2022-03-31"),
            (">2021", "2022-01-01", "open"),
            (">=2021", "2021-01-01", "open"),
            ("<2021", "open", "2020-12-31"),
            ("<=2021-12", "open", "2021-12-31"),
            ("today", "2022-11-17", "2022-11-17"),
            ("yesterday", "2022-11-16", "2022-11-16"),
            ("this week", "2022-11-14", "2022-11-20"),
            ("last week", "2022-11-07", "2022-11-13"),
            ("last month", "2022-10-01", "2022-10-31"),
            ("Last Year", "2021-01-01", "2021-12-31"),
            ("last-year", "2021-01-01", "2021-12-31"),
            ("next year", "2023-01-01", "2023-12-31"),
            ("last 30 days", "2022-10-19", "2022-11-17"),
            ("last 2 years", "2020-11-18", "2022-11-17"),
            ("next 30 days", "2022-11-18", "2022-12-17"),
            ("tomorrow", "2022-11-18", "2022-11-18"),
            ("last year..today", "2021-01-01", "2022-11-17"),
        ] {
            assert_eq!(bounds(DateField::Within, typed), Some((first.into(), last.into())), "{typed}");
        }
    }

    #[test]
    fn after_and_before_leave_the_date_itself_out() {
        assert_eq!(bounds(DateField::After, "2022"), Some(("2023-01-01".into(), "open".into())));
        assert_eq!(bounds(DateField::Before, "2022"), Some(("open".into(), "2021-12-31".into())));
        assert_eq!(bounds(DateField::After, "last year"), Some(("2022-01-01".into(), "open".into())));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for typed in [
            "",
            "..",
            "20",
            "2022-13",
            "soon",
            "last",
            "last 0 days",
            "2022..x",
            "2022..2020",
            ">",
            "last 99999 days",
        ] {
            assert_eq!(DayRange::parse(DateField::Within, typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_and_no_day_is_too_much(typed in ".{0,24}", word in "(last|next|this|past) [0-9]{0,4} ?(day|week|month|year)s?",
                                          year in -9999i16..=9999) {
            let today = Date::new(year, 12, 31).unwrap();
            for text in [typed, word] {
                if let Some(days) = DayRange::parse(DateField::Within, &text) {
                    let _ = days.bounds(today);
                }
            }
        }
    }
}
