//! The words in a date: the names of the months in the languages of real archives, and words to skip around them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The names of the months, in full and abbreviated.
const MONTHS: [(i8, &str); 12] = [
    (
        1,
        "january jan januar janvier janv enero ene gennaio gen janeiro januari января январь stycznia \
         jänner",
    ),
    (
        2,
        "february feb febr februar février fevrier févr fév fev febrero febbraio fevereiro februari \
         февраля февраль lutego",
    ),
    (3, "march mar märz maerz mär mars marzo março marco maart марта март marca"),
    (4, "april apr avril avr abril abr aprile апреля апрель kwietnia"),
    (5, "may mai mayo maggio mag maio mei мая май maja"),
    (6, "june jun juni juin junio giugno giu junho июня июнь czerwca"),
    (7, "july jul juli juillet juil julio luglio lug julho июля июль lipca"),
    (8, "august aug août aout agosto ago augustus августа август sierpnia"),
    (9, "september sept sep septembre septiembre settembre set setembro сентября сентябрь września"),
    (10, "october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь października"),
    (11, "november nov novembre noviembre novembro ноября ноябрь listopada"),
    (
        12,
        "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro декабря декабрь \
         grudnia",
    ),
];

static MONTH_BY_NAME: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    MONTHS.iter().flat_map(|&(month, names)| names.split(' ').map(move |name| (name, month))).collect()
});

/// The month that a word names, 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    MONTH_BY_NAME.get(word.to_lowercase().as_str()).copied()
}

/// Whether a word may appear between the parts of a date without changing it: ordinal endings, articles, prepositions.
pub(super) fn is_filler(word: &str) -> bool {
    const FILLERS: [&str; 14] =
        ["st", "nd", "rd", "th", "er", "of", "de", "do", "del", "the", "le", "den", "der", "el"];
    let lower = word.to_ascii_lowercase();
    FILLERS.contains(&lower.as_str())
}

/// Skips the rest of a time of day whose hours are already read (`:00`, `:00:00`, `h30`, `pm`), and returns what
/// follows; `None` if it is not a time.
pub(super) fn skip_time_of_day<'a>(hours: &str, after: &'a str) -> Option<&'a str> {
    if hours.len() > 2 {
        return None;
    }
    let half = after.trim_start();
    let is_half = |text: &str| {
        let word: String = text.chars().take_while(|c| c.is_alphabetic() || *c == '.').collect();
        matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m")
    };
    if is_half(half) {
        return Some(half.trim_start_matches(|c: char| c.is_alphabetic() || c == '.'));
    }
    let mut rest = after.strip_prefix(':').or_else(|| {
        let rest = after.strip_prefix(['h', 'H'])?;
        (!rest.starts_with(char::is_alphabetic)).then_some(rest)
    })?;
    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    while let Some(seconds) = rest.strip_prefix([':', '.']) {
        if !seconds.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        rest = seconds.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let half = rest.trim_start();
    if is_half(half) {
        rest = half.trim_start_matches(|c: char| c.is_alphabetic() || c == '.');
    }
    // A numeric time zone such as `+0900` or `+02:00` is not part of the date.
    let zone = rest.trim_start();
    if let Some(digits) = zone.strip_prefix(['+']) {
        rest = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    }
    Some(rest)
}
