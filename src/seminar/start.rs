//! When a talk starts: its day, time of day and time zone, as far as the record gives them. A talk is upcoming until it
//! starts; if it has no time, until its day is over.

use jiff::Zoned;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::When;

/// The moment at which a talk stops being upcoming. Small and comparable without a time zone, so that a search can test
/// it for every talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpcomingUntil {
    /// Minutes since 1970.
    minutes: i32,
    /// Whether the minutes are in UTC rather than in the user's local time.
    is_utc: bool,
}

/// The present moment, in minutes since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NowMinutes {
    utc: i32,
    local: i32,
}

impl From<&Zoned> for NowMinutes {
    fn from(now: &Zoned) -> Self {
        let utc = now.timestamp().as_second();
        Self { utc: minutes(utc), local: minutes(utc + i64::from(now.offset().seconds())) }
    }
}

fn minutes(seconds: i64) -> i32 {
    i32::try_from(seconds.div_euclid(60)).unwrap_or(i32::MAX)
}

impl UpcomingUntil {
    /// When a talk with this date, time and time zone starts, or when its day ends if the time is unknown.
    #[must_use]
    pub fn new(when: When, time: Option<&str>, timezone: Option<&str>) -> Option<Self> {
        let (first, last) = when.days();
        if first != last {
            // The day is unknown: the talk is upcoming until the month or year begins.
            return Self::at(first, Time::midnight(), None);
        }
        let zone = timezone.and_then(parse_zone).or_else(|| time.and_then(zone_in_time));
        match time.and_then(parse_time) {
            // If the zone is unknown, its clock may be up to a day off.
            Some(time) if zone.is_some() || timezone.is_none_or(|zone| zone.trim().is_empty()) => {
                Self::at(first, time, zone)
            }
            _ => Self::at(first.tomorrow().ok()?, Time::midnight(), zone),
        }
    }

    fn at(day: Date, time: Time, zone: Option<TimeZone>) -> Option<Self> {
        let is_utc = zone.is_some();
        let start = day.to_datetime(time).to_zoned(zone.unwrap_or(TimeZone::UTC)).ok()?;
        Some(Self { minutes: minutes(start.timestamp().as_second()), is_utc })
    }

    /// Whether that moment is still in the future.
    pub(crate) fn is_after(self, now: NowMinutes) -> bool {
        self.minutes > if self.is_utc { now.utc } else { now.local }
    }
}

/// A talk's start in the time zone of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    zoned: Zoned,
}

impl Start {
    /// The start of a talk; `None` unless its date, time and time zone are all known.
    #[must_use]
    pub fn new(when: When, time: Option<&str>, timezone: Option<&str>) -> Option<Self> {
        let (first, last) = when.days();
        let time = time.filter(|_| first == last)?;
        let zone = timezone.and_then(parse_zone).or_else(|| zone_in_time(time))?;
        let zoned = first.to_datetime(parse_time(time)?).to_zoned(zone).ok()?;
        Some(Self { zoned })
    }

    /// The same moment in another time zone, in words: `22:00 here`, `02:00 here, the next day`. `None` if both clocks
    /// show the same time.
    #[must_use]
    pub fn in_zone(&self, zone: &TimeZone) -> Option<String> {
        let here = self.zoned.with_time_zone(zone.clone());
        if here.datetime() == self.zoned.datetime() {
            return None;
        }
        let day = match here.date().cmp(&self.zoned.date()) {
            std::cmp::Ordering::Less => ", the day before",
            std::cmp::Ordering::Equal => "",
            std::cmp::Ordering::Greater => ", the next day",
        };
        Some(format!("{} here{day}", here.strftime("%H:%M")))
    }
}

/// A readable name for a time zone: `New York` for `America/New_York`.
#[must_use]
pub fn zone_in_words(timezone: &str) -> String {
    let is_name = TimeZone::get(timezone).is_ok();
    match timezone.rsplit_once('/').filter(|_| is_name) {
        Some((_, city)) => city.replace('_', " "),
        None => timezone.to_owned(),
    }
}

/// The time of day that a text begins with: `16:00`, `16.30`, `16h`, `4pm`, `4:30 p.m.`, `noon`. For a range, its
/// start.
fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim().to_ascii_lowercase();
    if text.starts_with("noon") {
        return Time::new(12, 0, 0, 0).ok();
    }
    let (hour, rest) = take_number(&text)?;
    let after_mark = rest.strip_prefix([':', '.', 'h']).and_then(take_number);
    let (minute, rest) = after_mark.filter(|&(_, left)| rest.len() - left.len() == 3).unwrap_or((0, rest));
    let has_minutes = after_mark.is_some_and(|(_, left)| left.len() == rest.len());
    let half = half_of_day(rest)
        .or_else(|| half_of_day(rest.split(['-', '–', '—']).nth(1)?.trim_start_matches(is_clock)));
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => hour,
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) => hour % 12 + 12,
        // A bare number is a time only with its minutes or its `h`.
        None if has_minutes || rest.starts_with('h') => hour,
        None => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn is_clock(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ':' | '.' | ' ')
}

/// One or two digits at the start of a text.
fn take_number(text: &str) -> Option<(i8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).filter(|_| (1..=2).contains(&digits))?;
    Some((number.parse().ok()?, rest))
}

#[derive(Debug, Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

fn half_of_day(rest: &str) -> Option<Half> {
    let rest = rest.trim_start();
    let starts_with = |words: [&str; 2]| words.into_iter().any(|word| rest.starts_with(word));
    if starts_with(["am", "a.m"]) {
        Some(Half::Morning)
    } else if starts_with(["pm", "p.m"]) {
        Some(Half::Afternoon)
    } else {
        None
    }
}

/// Unambiguous abbreviations of time zones, in hours from UTC. Those with several meanings (`IST`, `CST`, `BST`) are
/// left out.
const ABBREVIATIONS: [(&str, i8); 14] = [
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("wet", 0),
    ("cet", 1),
    ("cest", 2),
    ("eet", 2),
    ("eest", 3),
    ("est", -5),
    ("edt", -4),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("jst", 9),
];

/// Names of North American time zones that do not say whether it is summer or winter time.
const NORTH_AMERICA: [(&str, &str); 4] = [
    ("et", "America/New_York"),
    ("ct", "America/Chicago"),
    ("mt", "America/Denver"),
    ("pt", "America/Los_Angeles"),
];

/// A time zone by its IANA name, by an abbreviation, or as an offset such as `UTC+2` or `+05:30`.
fn parse_zone(text: &str) -> Option<TimeZone> {
    let text = text.trim();
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    if let Some((_, hours)) = ABBREVIATIONS.iter().find(|(name, _)| is(name)) {
        return Some(TimeZone::fixed(Offset::from_hours(*hours).ok()?));
    }
    if let Some((_, name)) = NORTH_AMERICA.iter().find(|(name, _)| is(name)) {
        return TimeZone::get(name).ok();
    }
    let offset = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text).trim_start();
    if let Some(offset) =
        offset.strip_prefix(['+', '-']).map(|digits| parse_offset(digits, offset.starts_with('-')))
    {
        return offset.map(TimeZone::fixed);
    }
    text.contains('/').then(|| TimeZone::get(text).ok()).flatten()
}

/// Parses an offset: `2`, `02`, `0530`, `05:30`.
fn parse_offset(digits: &str, is_west: bool) -> Option<Offset> {
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
    Offset::from_seconds(if is_west { -seconds } else { seconds }).ok()
}

/// The zone in a time such as `16:00 CET` or `4pm (UTC+2)`.
fn zone_in_time(time: &str) -> Option<TimeZone> {
    let word = time.split_whitespace().next_back()?;
    let word = word.trim_matches(|c| matches!(c, '(' | ')'));
    word.starts_with(|c: char| c.is_ascii_uppercase() || c == '+').then(|| parse_zone(word)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = Date::constant(2022, 11, 17);

    fn now(text: &str) -> Zoned {
        text.parse().unwrap()
    }

    fn is_upcoming(time: &str, zone: &str, at: &str) -> bool {
        let when = When::day(2022, 11, 17).unwrap();
        let filled = |text| Some(text).filter(|text: &&str| !text.is_empty());
        UpcomingUntil::new(when, filled(time), filled(zone)).unwrap().is_after(NowMinutes::from(&now(at)))
    }

    #[test]
    fn a_talk_is_upcoming_until_its_time() {
        assert!(is_upcoming("16:00", "", "2022-11-17T15:59[Europe/Berlin]"));
        assert!(!is_upcoming("16:00", "", "2022-11-17T16:00[Europe/Berlin]"));
        assert!(is_upcoming("16:00", "America/New_York", "2022-11-17T21:59[Europe/Berlin]"));
        assert!(!is_upcoming("16:00", "America/New_York", "2022-11-17T22:00[Europe/Berlin]"));
        assert!(!is_upcoming("16:00", "Asia/Tokyo", "2022-11-17T08:00[Europe/Berlin]"));
        assert!(is_upcoming("16:00 UTC", "", "2022-11-17T16:59[Europe/Berlin]"));
        assert!(!is_upcoming("16:00 UTC", "", "2022-11-17T17:00[Europe/Berlin]"));
    }

    #[test]
    fn without_a_time_it_is_upcoming_all_day() {
        assert!(is_upcoming("", "", "2022-11-17T23:59[Europe/Berlin]"));
        assert!(!is_upcoming("", "", "2022-11-18T00:00[Europe/Berlin]"));
        assert!(is_upcoming("", "America/New_York", "2022-11-18T05:59[Europe/Berlin]"));
        assert!(!is_upcoming("", "America/New_York", "2022-11-18T06:00[Europe/Berlin]"));
        // A time in an unknown time zone, or one that cannot be read, does not count.
        assert!(is_upcoming("16:00", "our time", "2022-11-17T23:59[Europe/Berlin]"));
        assert!(is_upcoming("after lunch", "", "2022-11-17T23:59[Europe/Berlin]"));
    }

    #[test]
    fn a_month_is_upcoming_until_it_begins() {
        let until = UpcomingUntil::new(When::month(2022, 11).unwrap(), Some("16:00"), None).unwrap();
        assert!(until.is_after(NowMinutes::from(&now("2022-10-31T23:59[UTC]"))));
        assert!(!until.is_after(NowMinutes::from(&now("2022-11-01T00:00[UTC]"))));
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, hour, minute) in [
            ("16:00", 16, 0),
            ("9:05", 9, 5),
            ("16.30 Uhr", 16, 30),
            ("16h", 16, 0),
            ("16h30", 16, 30),
            ("4pm", 16, 0),
            ("4:30 p.m.", 16, 30),
            ("12 am", 0, 0),
            ("12:15pm", 12, 15),
            ("noon", 12, 0),
            ("3-4pm", 15, 0),
            ("3:30 – 4:30 pm", 15, 30),
            ("16:00-17:00", 16, 0),
            ("16:00 (CET)", 16, 0),
        ] {
            let expected = Time::new(hour, minute, 0, 0).unwrap();
            assert_eq!(parse_time(text), Some(expected), "{text}");
        }
        for text in ["", "16", "TBA", "25:00", "in room 4", "2022-11-17", "160:00"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn zones_have_names_abbreviations_or_offsets() {
        let offset = |zone: &str| {
            Some(
                parse_zone(zone)?
                    .to_offset(DAY.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp())
                    .seconds()
                    / 60,
            )
        };
        for (zone, minutes) in [
            ("America/New_York", -300),
            ("CET", 60),
            ("utc", 0),
            ("PT", -480),
            ("UTC+2", 120),
            ("GMT-3", -180),
            ("+05:30", 330),
            ("-0330", -210),
        ] {
            assert_eq!(offset(zone), Some(minutes), "{zone}");
        }
        for zone in ["", "IST", "our time", "UTC+x", "+99999", "No/Where"] {
            assert_eq!(offset(zone), None, "{zone}");
        }
    }

    #[test]
    fn the_reader_sees_their_own_time() {
        let start = |time, zone| Start::new(When::day(2022, 11, 17).unwrap(), Some(time), Some(zone));
        let here =
            |time, zone, at: &str| start(time, zone).and_then(|start| start.in_zone(now(at).time_zone()));
        let berlin = "2026-07-01T12:00[Europe/Berlin]";
        assert_eq!(here("16:00", "America/New_York", berlin).as_deref(), Some("22:00 here"));
        assert_eq!(here("20:00", "America/New_York", berlin).as_deref(), Some("02:00 here, the next day"));
        assert_eq!(here("05:00", "Asia/Tokyo", berlin).as_deref(), Some("21:00 here, the day before"));
        assert_eq!(here("16:00", "Europe/Paris", berlin), None);
        assert_eq!(here("16:00", "somewhere", berlin), None);
        assert_eq!(zone_in_words("America/New_York"), "New York");
        assert_eq!(zone_in_words("America/Argentina/Buenos_Aires"), "Buenos Aires");
        assert_eq!(zone_in_words("CET / winter"), "CET / winter");
    }
}
