//! When a talk takes place: a day, a month or a year, and the text as written.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// When a talk takes place: the text as written, and the day, month or year it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkDate {
    text: Text,
    when: Option<When>,
}

/// A calendar day, month or year. Ordered by time; a month comes before its days, a year before its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct When {
    year: i16,
    /// 1 to 12, or 0 if only the year is known.
    month: i8,
    /// 1 to 31, or 0 if only the month is known.
    day: i8,
}

impl When {
    /// A day; `None` if there is no such day.
    #[must_use]
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).is_ok().then_some(Self { year, month, day }).filter(|when| when.year >= 0)
    }

    /// A month; `None` if there is no such month.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        (year >= 0 && (1..=12).contains(&month)).then_some(Self { year, month, day: 0 })
    }

    /// A year; `None` unless it has up to four digits.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        (0..=9999).contains(&year).then_some(Self { year, month: 0, day: 0 })
    }

    /// Whether all of it lies after `today`.
    #[must_use]
    pub fn is_after(self, today: Date) -> bool {
        self.days().0 > today
    }

    /// Its first and its last day.
    #[must_use]
    pub fn days(self) -> (Date, Date) {
        let day = |month: i8, day: i8| Date::new(self.year, month, day).unwrap_or_default();
        match (self.month, self.day) {
            (0, _) => (day(1, 1), day(12, 31)),
            (month, 0) => (day(month, 1), day(month, 1).last_of_month()),
            (month, of_month) => (day(month, of_month), day(month, of_month)),
        }
    }

    /// Year, month and day, as far as they are known.
    #[must_use]
    pub fn parts(self) -> (i16, Option<i8>, Option<i8>) {
        (self.year, Some(self.month).filter(|&m| m > 0), Some(self.day).filter(|&d| d > 0))
    }

    /// In words: `17 November 2022`, `November 2022`, `2022`.
    #[must_use]
    pub fn in_words(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = usize::try_from(self.month).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?));
        match (month, self.day) {
            (None, _) => self.year.to_string(),
            (Some(month), 0) => format!("{month} {}", self.year),
            (Some(month), day) => format!("{day} {month} {}", self.year),
        }
    }
}

/// `2022-11-17`, `2022-11` or `2022`.
impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { year, month, day } = self;
        let text = match (month, day) {
            (0, _) => format!("{year:04}"),
            (_, 0) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        };
        f.pad(&text)
    }
}

impl TalkDate {
    /// A date as written, and what it means; `None` if that is unknown.
    #[must_use]
    pub fn new(text: Text, when: Option<When>) -> Self {
        Self { text, when }
    }

    /// Reads `2022-11-17`, `2022-11` and `2022`; any other text is kept as written.
    #[must_use]
    pub fn parse(raw: &str) -> Self {
        let text = Text::line(raw);
        let mut parts = text.split('-').map(|part| {
            let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<i16>().ok()).flatten()
        });
        let small = |n: Option<i16>| n.and_then(|n| i8::try_from(n).ok());
        let when = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Some(year)), None, ..) if text.len() == 4 => When::year(year),
            (Some(Some(year)), Some(month), None, _) => {
                small(month).and_then(|month| When::month(year, month))
            }
            (Some(Some(year)), Some(month), Some(day), None) => {
                small(month).zip(small(day)).and_then(|(month, day)| When::day(year, month, day))
            }
            _ => None,
        };
        Self { text, when }
    }

    /// The date as written.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The day, month or year it means.
    #[must_use]
    pub fn when(&self) -> Option<When> {
        self.when
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_a_month_or_a_year_and_keeps_its_text() {
        let read = |raw: &str| TalkDate::parse(raw).when().map(|when| when.to_string());
        assert_eq!(read("2022-11-17").as_deref(), Some("2022-11-17"));
        assert_eq!(read("2022-1-7").as_deref(), Some("2022-01-07"));
        assert_eq!(read("2022-11").as_deref(), Some("2022-11"));
        assert_eq!(read("2022").as_deref(), Some("2022"));
        for raw in ["2022-02-30", "2022-13", "soon", "", "20221117", "-5", "2022-11-17-1"] {
            assert_eq!(read(raw), None, "{raw}");
            assert_eq!(TalkDate::parse(raw).text().as_str(), raw);
        }
    }

    #[test]
    fn a_month_is_upcoming_only_when_all_of_it_is() {
        let today = Date::constant(2022, 11, 17);
        assert!(!When::day(2022, 11, 17).unwrap().is_after(today));
        assert!(When::day(2022, 11, 18).unwrap().is_after(today));
        assert!(!When::month(2022, 11).unwrap().is_after(today));
        assert!(When::month(2022, 12).unwrap().is_after(today));
        assert!(!When::year(2022).unwrap().is_after(today));
    }
}
