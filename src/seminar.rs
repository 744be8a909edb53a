//! The record: one dated talk. The docs of the fields are the reference of the format.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use crate::recording::{Link, Recording};
use crate::text::{Text, printable_path};

/// One dated talk. Everything but a title or a speaker is optional.
#[derive(Debug, Clone, PartialEq)]
pub struct Seminar {
    /// `id`: the record's name; else made from the file's name, or from date and first speaker. Two records may ask
    /// for the same one: [`Catalog::id`](crate::seminar) tells them apart.
    pub id: Text,
    /// `title`, on one line.
    pub title: Option<Text>,
    /// `speakers` (a list) or `speaker`.
    pub speakers: Vec<Speaker>,
    /// `date`: a day, a month or a year; anything else is kept as it stands.
    pub date: Option<TalkDate>,
    /// `time`: free text.
    pub time: Option<Text>,
    /// `timezone`: free text, an IANA name by preference.
    pub timezone: Option<Text>,
    /// `series`: the named sequence the talk belongs to.
    pub series: Option<Text>,
    /// `location`.
    pub location: Option<Text>,
    /// `host`: who invited; one name or a list.
    pub hosts: Vec<Text>,
    /// `abstract`: text in Markdown, of any length.
    pub abstract_text: Option<Text>,
    /// `video`: a link in any form, the bare id of a YouTube video, or a list of them.
    pub recordings: Vec<Recording>,
    /// `slides`.
    pub slides: Option<Link>,
    /// `links`: a map from label to address.
    pub links: Vec<LabelledLink>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `language`: a code such as `en`.
    pub language: Option<Text>,
    /// `duration`: `54m`, `1h02m`, `62:10`, or seconds.
    pub duration: Option<Duration>,
    /// Every other field, as it stands in the file.
    pub other: Vec<(Text, Value)>,
    /// Where the record stands.
    pub source: Source,
    /// Further places where the same talk was found.
    pub also: Vec<Source>,
}

/// A person who gives a talk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Speaker {
    /// `name`, taken literally.
    pub name: Text,
    /// `affiliation`.
    pub affiliation: Option<Text>,
    /// `bio`: text in Markdown.
    pub bio: Option<Text>,
}

/// A link with what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledLink {
    /// `paper`, `code`, …
    pub label: Text,
    /// The address.
    pub link: Link,
}

/// The length of a recording in seconds; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(u32);

impl Duration {
    /// From seconds; zero is none.
    #[must_use]
    pub fn from_seconds(seconds: u32) -> Option<Self> {
        (seconds > 0).then_some(Self(seconds))
    }

    /// Reads `54m`, `1h02m`, `1h 2m 3s`, `54 min`, `62:10`, `1:02:10`, `PT54M`, or seconds.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let compact: String =
            raw.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        if compact.contains(':') {
            let mut total = 0u32;
            for part in compact.split(':') {
                let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                let value: u32 = if digits { part.parse().ok()? } else { return None };
                total = total.checked_mul(60)?.checked_add(value)?;
            }
            return Self::from_seconds(total);
        }
        let mut rest = compact.strip_prefix("pt").unwrap_or(&compact);
        let mut total = 0u32;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (unit, after) = after.split_at(letters);
            let seconds = match unit {
                "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
                "m" | "min" | "mins" | "minute" | "minutes" => 60,
                "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
                _ => return None,
            };
            total = total.checked_add(number.parse::<u32>().ok()?.checked_mul(seconds)?)?;
            rest = after;
        }
        Self::from_seconds(total)
    }

    /// The length in seconds.
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (hours, minutes) = (self.0 / 3600, self.0 % 3600 / 60);
        match (hours, minutes) {
            (0, 0) => write!(f, "{} s", self.0),
            (0, minutes) => write!(f, "{minutes} min"),
            (hours, 0) => write!(f, "{hours} h"),
            (hours, minutes) => write!(f, "{hours} h {minutes} min"),
        }
    }
}

/// When a talk takes place: the text as written, and the day, month or year it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkDate {
    text: Text,
    when: Option<When>,
}

/// A calendar day, month or year. Orders by time; a month stands before its days, a year before its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    year: i16,
    /// 1 to 12, or 0 where only the year is known.
    month: i8,
    /// 1 to 31, or 0 where only the month is known.
    day: i8,
}

impl When {
    /// A day.
    #[must_use]
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).is_ok().then_some(Self { year, month, day }).filter(|when| when.year >= 0)
    }

    /// A month.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        (year >= 0 && (1..=12).contains(&month)).then_some(Self { year, month, day: 0 })
    }

    /// A year.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        (0..=9999).contains(&year).then_some(Self { year, month: 0, day: 0 })
    }

    /// Whether all of it lies after `today`.
    #[must_use]
    pub fn is_after(self, today: Date) -> bool {
        let today = (today.year(), today.month(), today.day());
        match (self.month, self.day) {
            (0, _) => self.year > today.0,
            (month, 0) => (self.year, month) > (today.0, today.1),
            (month, day) => (self.year, month, day) > today,
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
    /// A date as written with what it means; `None` keeps the text alone.
    #[must_use]
    pub fn new(text: Text, when: Option<When>) -> Self {
        Self { text, when }
    }

    /// Reads `2022-11-17`, `2022-11` and `2022`; any other text is kept as it stands.
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

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The PATH under which the file was found: a folder, or the file itself.
    pub root: Arc<Path>,
    /// The file.
    pub file: Arc<Path>,
    /// The line where the record begins, from 1.
    pub line: u32,
    /// The how-many-th record of the file it is, from 0.
    pub index: u32,
}

impl Source {
    /// The file's path inside its archive, with `/`; the file's name where the PATH named the file itself.
    #[must_use]
    pub fn relative(&self) -> String {
        let inside = self.file.strip_prefix(&self.root).ok().filter(|path| !path.as_os_str().is_empty());
        let path = inside.or_else(|| self.file.file_name().map(Path::new)).unwrap_or(&self.file);
        printable_path(path).replace(std::path::MAIN_SEPARATOR, "/")
    }
}

impl Seminar {
    /// The day, month or year of the talk.
    #[must_use]
    pub fn when(&self) -> Option<When> {
        self.date.as_ref().and_then(TalkDate::when)
    }

    /// The order of the list: newest first, without a date last; within a day by the time of day where both are
    /// written alike, then by file and place in the file.
    #[must_use]
    pub fn order(&self) -> impl Ord + Clone + use<'_> {
        let when = self.when();
        (when.is_none(), Reverse(when), &self.source.file, self.source.index)
    }

    /// The title, or the words that stand for a missing one.
    #[must_use]
    pub fn display_title(&self) -> &str {
        self.title.as_deref().unwrap_or("Untitled")
    }

    /// The names of all speakers, with `, ` between them.
    #[must_use]
    pub fn speaker_names(&self) -> String {
        self.speakers.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join(", ")
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
    fn a_month_is_still_to_come_only_when_all_of_it_is() {
        let today = Date::constant(2022, 11, 17);
        assert!(!When::day(2022, 11, 17).unwrap().is_after(today));
        assert!(When::day(2022, 11, 18).unwrap().is_after(today));
        assert!(!When::month(2022, 11).unwrap().is_after(today));
        assert!(When::month(2022, 12).unwrap().is_after(today));
        assert!(!When::year(2022).unwrap().is_after(today));
    }

    #[test]
    fn durations_are_read_in_every_form() {
        let read = |raw: &str| Duration::parse(raw).map(Duration::seconds);
        assert_eq!(read("54m"), Some(3240));
        assert_eq!(read("1h02m"), Some(3720));
        assert_eq!(read("62:10"), Some(3730));
        assert_eq!(read("1:02:10"), Some(3730));
        assert_eq!(read("54 min"), Some(3240));
        assert_eq!(read("3240"), Some(3240));
        assert_eq!(read("PT1H2M"), Some(3720));
        for raw in ["", "0", "long", "5x", "1:x", "99999999999", ":"] {
            assert_eq!(read(raw), None, "{raw}");
        }
    }
}
