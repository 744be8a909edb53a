//! Parses dates in the forms that people write, and finds the calendar day, month or year to sort by.
//!
//! The caller keeps the text itself. A date is found anywhere in the text, so a weekday, a time or a room next
//! to it does no harm. If day and month could be swapped, the [`DateOrder`] decides; it is inferred from the
//! other dates of the file.

use crate::seminar::When;

mod tokens;
mod words;

use tokens::{Token, tokenize};

/// Which comes first in `10/11/2024`, day or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateOrder {
    /// Unknown. The month is assumed to come first, but the reading is a guess.
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

/// The result of reading a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DateReading {
    /// The day, month or year; `None` if the text is not a date.
    pub(crate) when: Option<When>,
    /// Whether day and month could be swapped, and nothing tells which is which.
    pub(crate) is_ambiguous: bool,
}

impl DateReading {
    fn unambiguous(when: Option<When>) -> Option<Self> {
        when.map(|_| Self { when, is_ambiguous: false })
    }
}

/// Whether a text means exactly this date, with any [`DateOrder`].
pub(crate) fn is_unambiguous_date(text: &str, when: When) -> bool {
    read(text, DateOrder::Unknown, None) == DateReading { when: Some(when), is_ambiguous: false }
}

/// The number of words in a text that are not part of a date.
pub(crate) fn word_count(text: &str) -> usize {
    tokenize(text).into_iter().filter(|token| *token == Token::Word).count()
}

/// Whether a text is a day and nothing else, except perhaps a weekday.
pub(crate) fn is_whole_date(text: &str) -> bool {
    word_count(text) <= 1
        && read(text, DateOrder::Unknown, None).when.is_some_and(|when| when.parts().2.is_some())
}

/// Reads a date. `year` is used if the text has none.
pub(crate) fn read(text: &str, order: DateOrder, year: Option<i16>) -> DateReading {
    // A date is short, even with what may be next to it.
    let tokens = tokenize(text.get(..text.floor_char_boundary(200)).unwrap_or(text));
    year_first(&tokens)
        .or_else(|| with_month_name(&tokens, year))
        .or_else(|| numeric(&tokens, order))
        .or_else(|| month_and_day(&tokens, order, year?))
        .or_else(|| month_and_year(&tokens))
        .or_else(|| compact(&tokens))
        .or_else(|| DateReading::unambiguous(lone_year(&tokens)))
        .unwrap_or_default()
}

/// `10/18`, with the year given elsewhere.
fn month_and_day(tokens: &[Token], order: DateOrder, year: i16) -> Option<DateReading> {
    let [Token::Number(first, 1 | 2), Token::Separator('/'), Token::Number(second, 1 | 2)] = *tokens else {
        return None;
    };
    let small = |number: u32| i8::try_from(number).ok();
    let is_day_first = order == DateOrder::DayFirst || first > 12;
    let (month, day) = if is_day_first { (second, first) } else { (first, second) };
    DateReading::unambiguous(When::day(year, small(month)?, small(day)?))
}

/// Reads a date without a year, within a year or an academic year from August to July.
pub(crate) fn read_within(text: &str, order: DateOrder, (first, last): (i16, i16)) -> DateReading {
    let reading = read(text, order, Some(first));
    let late = reading.when.and_then(|when| when.parts().1).is_some_and(|month| month < 8);
    if late && last > first { read(text, order, Some(last)) } else { reading }
}

/// The year in a text, or both years of an academic year: `2021`, `Fall 2021`, `2021-22`, `2021/2022`.
pub(crate) fn years_in(text: &str) -> Option<(i16, i16)> {
    let tokens = tokenize(text);
    let two = tokens.windows(3).find_map(|window| match *window {
        [
            Token::Number(first, 4),
            Token::Separator('-' | '/' | '_'),
            Token::Number(last, digits @ (2 | 4)),
        ] => {
            let last = if digits == 2 { first / 100 * 100 + last } else { last };
            (last == first + 1).then_some((i16::try_from(first).ok()?, i16::try_from(last).ok()?))
        }
        _ => None,
    });
    two.or_else(|| read(text, DateOrder::Unknown, None).when.map(|when| (when.parts().0, when.parts().0)))
}

/// Infers the order of day and month from the dates of a file: the first that can be read in only one way decides,
/// unless another contradicts it.
pub(crate) fn infer_order<'t>(texts: impl Iterator<Item = &'t str>) -> DateOrder {
    let mut seen = DateOrder::Unknown;
    for text in texts {
        let tokens = tokenize(text);
        let triple = number_triple(&tokens).map(|(first, second, _, dots)| (first, second, dots));
        let Some((first, second, dots)) = triple.or_else(|| number_pair(text)) else {
            continue;
        };
        let shown = match (first > 12, second > 12) {
            (true, false) if !dots => DateOrder::DayFirst,
            (false, true) => DateOrder::MonthFirst,
            _ => continue,
        };
        match seen {
            DateOrder::Unknown => seen = shown,
            _ if seen != shown => return DateOrder::Unknown,
            _ => {}
        }
    }
    seen
}

/// The numbers of a day without a year, such as `19/01`.
fn number_pair<N: std::str::FromStr>(text: &str) -> Option<(N, N, bool)> {
    let (first, second) = text.trim().split_once('/')?;
    let is_short = |part: &str| (1..=2).contains(&part.len());
    let numbers = (is_short(first) && is_short(second)).then(|| (first.parse().ok(), second.parse().ok()))?;
    Some((numbers.0?, numbers.1?, false))
}

/// The time of day in a date such as `2026-09-25 14:00`. Midnight usually means that there is none.
pub(crate) fn time_in(text: &str) -> Option<&str> {
    let colon = text.find(':')?;
    let start = text.get(..colon)?.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let minutes = text.get(colon + 1..colon + 3)?;
    let hours = text.get(start..colon)?;
    if hours.is_empty() || !minutes.bytes().all(|b| b.is_ascii_digit()) || (hours == "00" && minutes == "00")
    {
        return None;
    }
    let mut end = colon + 3;
    let rest = text.get(end..)?;
    let half = rest.trim_start();
    if ["am", "pm"].iter().any(|m| half.get(..2).is_some_and(|h| h.eq_ignore_ascii_case(m))) {
        end += rest.len() - half.len() + 2;
    }
    text.get(start..end)
}

/// `2025-01-15`, `2022. 01. 18`, `2022/1/8`, `2023年10月17日`, and the same forms without the day.
fn year_first(tokens: &[Token]) -> Option<DateReading> {
    for (at, token) in tokens.iter().enumerate() {
        let Token::Number(year, 4) = *token else { continue };
        let Ok(year) = i16::try_from(year) else { continue };
        let (after, month) = match tokens.get(at + 1..)? {
            [Token::Separator(mark), Token::Number(month, 1 | 2), after @ ..] if is_separator(*mark) => {
                (after, *month)
            }
            _ => continue,
        };
        let Ok(month) = i8::try_from(month) else { continue };
        let day = match after {
            [Token::Separator(mark), Token::Number(day, 1 | 2), ..] if is_separator(*mark) => {
                i8::try_from(*day).ok()
            }
            _ => None,
        };
        let when = day.and_then(|day| When::day(year, month, day));
        // `2019-20` and `2013-2014` are academic years.
        let when = when.or_else(|| if day.is_none() { When::month(year, month) } else { None });
        if when.is_some() {
            return DateReading::unambiguous(when);
        }
    }
    None
}

fn is_separator(mark: char) -> bool {
    matches!(mark, '-' | '/' | '.' | '_' | '年' | '月' | '년' | '월')
}

/// `Mar 18, 2023`, `17 March 2026`, `8-Jun-26`, `Thursday 2nd of February 2022`, `September 2021`, `10-12 May 2025`.
fn with_month_name(tokens: &[Token], year: Option<i16>) -> Option<DateReading> {
    let parts: Vec<Token> =
        tokens.iter().copied().filter(|t| !matches!(t, Token::Separator(',' | '.'))).collect();
    for (at, token) in parts.iter().enumerate() {
        let Token::Month(month) = *token else { continue };
        let (before, after) = parts.split_at(at);
        let after = after.get(1..).unwrap_or_default();
        let day = day_before_month(before).or_else(|| day_after_month(after));
        let found = year_near_month(before, after, day.is_some()).or(year);
        let Some(found) = found else { continue };
        let when = match day {
            Some(day) => When::day(found, month, day),
            None => When::month(found, month),
        };
        if when.is_some() {
            return DateReading::unambiguous(when);
        }
    }
    None
}

/// The day right before a month: `17`, or the first day of `10-12` and `10/12`.
fn day_before_month(before: &[Token]) -> Option<i8> {
    let days = match before {
        [.., Token::Number(first, 1 | 2), Token::Separator('-' | '/'), Token::Number(_, 1 | 2)]
        | [
            ..,
            Token::Number(first, 1 | 2),
            Token::Separator('-' | '/'),
            Token::Number(_, 1 | 2),
            Token::Separator('-'),
        ]
        | [.., Token::Number(first, 1 | 2)]
        | [.., Token::Number(first, 1 | 2), Token::Separator('-' | '/' | '_')] => *first,
        _ => return None,
    };
    i8::try_from(days).ok().filter(|day| (1..=31).contains(day))
}

fn day_after_month(after: &[Token]) -> Option<i8> {
    match after {
        [Token::Number(day, 1 | 2), ..]
        | [Token::Separator('-' | '/' | '_'), Token::Number(day, 1 | 2), ..] => {
            i8::try_from(*day).ok().filter(|day| (1..=31).contains(day))
        }
        _ => None,
    }
}

/// The year near a month: four digits anywhere after or before it, or two digits right after day and month.
fn year_near_month(before: &[Token], after: &[Token], has_day: bool) -> Option<i16> {
    let four = |token: &Token| match *token {
        Token::Number(year, 4) if (1000..3000).contains(&year) => i16::try_from(year).ok(),
        _ => None,
    };
    let short = after.iter().rev().find_map(|token| match *token {
        Token::Number(year, 2) if has_day => expand_year(year),
        _ => None,
    });
    let day_stands_before = day_before_month(before).is_some();
    after
        .iter()
        .find_map(four)
        .or_else(|| before.iter().rev().find_map(four))
        .or(if day_stands_before { short } else { None })
        .or_else(|| match after {
            [Token::Number(..), Token::Number(year, 2), ..] => expand_year(*year),
            _ => None,
        })
}

fn expand_year(two_digits: u32) -> Option<i16> {
    let year = i16::try_from(two_digits).ok()?;
    Some(if year < 70 { 2000 + year } else { 1900 + year })
}

/// Three numbers with the same separator, the last one a year; and whether the separators are dots.
fn number_triple(tokens: &[Token]) -> Option<(u32, u32, i16, bool)> {
    tokens.windows(5).find_map(|window| match *window {
        [
            Token::Number(first, 1 | 2),
            Token::Separator(mark),
            Token::Number(second, 1 | 2),
            Token::Separator(again),
            Token::Number(year, digits @ (2 | 4)),
        ] if mark == again && matches!(mark, '/' | '-' | '.' | '_') => {
            let year = if digits == 2 { expand_year(year)? } else { i16::try_from(year).ok()? };
            Some((first, second, year, mark == '.'))
        }
        _ => None,
    })
}

/// `10/11/2024`, `10/1/25`, `10.11.2024` (day first, as in every country that writes dots), `11_17_22`.
fn numeric(tokens: &[Token], order: DateOrder) -> Option<DateReading> {
    let (first, second, year, dots) = number_triple(tokens)?;
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    let day_first = match order {
        _ if first > 12 => true,
        _ if second > 12 => false,
        _ if dots => true,
        DateOrder::DayFirst => true,
        _ => false,
    };
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    let when = When::day(year, month, day);
    let ambiguous = order == DateOrder::Unknown && !dots && first <= 12 && second <= 12 && first != second;
    when.map(|_| DateReading { when, is_ambiguous: ambiguous })
}

/// `11/2022`.
fn month_and_year(tokens: &[Token]) -> Option<DateReading> {
    tokens.windows(3).find_map(|window| match *window {
        [Token::Number(month, 1 | 2), Token::Separator('/' | '-' | '.'), Token::Number(year, 4)] => {
            let when = When::month(i16::try_from(year).ok()?, i8::try_from(month).ok()?);
            DateReading::unambiguous(when)
        }
        _ => None,
    })
}

/// `20250115`.
fn compact(tokens: &[Token]) -> Option<DateReading> {
    tokens.iter().find_map(|token| match *token {
        Token::Number(digits, 8) => {
            let year = i16::try_from(digits / 10_000).ok()?;
            let (month, day) = (digits / 100 % 100, digits % 100);
            DateReading::unambiguous(When::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
        }
        _ => None,
    })
}

/// `2022`, `Fall 2024`; but not two years (`2013-2014`).
fn lone_year(tokens: &[Token]) -> Option<When> {
    let numbers: Vec<(u32, usize)> = tokens
        .iter()
        .filter_map(|token| match *token {
            Token::Number(value, digits) => Some((value, digits)),
            _ => None,
        })
        .collect();
    match numbers.as_slice() {
        [(year, 4)] if (1900..2200).contains(year) => When::year(i16::try_from(*year).ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
