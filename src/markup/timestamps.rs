//! Timestamps of a recording in a text: `[12:34]`, `1:02:03`, or at the beginning of a line, as in a list of chapters.
//!
//! Texts also contain times of day, ratios and Bible verses. So a time counts only if it can hardly be anything else:
//! alone in brackets or parentheses, with hours, minutes and seconds, or at the beginning of a line with text after it.

use std::ops::Range;

use super::block::{Block, BlockKind, Span};

/// A timestamp in the text of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timestamp {
    /// The byte range of its digits in the text of all spans joined.
    pub range: Range<usize>,
    /// Where it ends, including a closing bracket.
    pub end: usize,
    /// The time in seconds.
    pub seconds: u32,
}

/// The timestamps in a block, in order. Code and links are skipped; a link already leads somewhere.
///
/// ```
/// use seminars::markup::{parse, timestamps};
/// let blocks = parse("The proof [12:34] begins at 16:00, not 10:30 AM.");
/// assert_eq!(timestamps(&blocks[0]).iter().map(|time| time.seconds).collect::<Vec<_>>(), [754]);
/// ```
#[must_use]
pub fn timestamps(block: &Block) -> Vec<Timestamp> {
    if block.kind == BlockKind::Code {
        return Vec::new();
    }
    let mut closed: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for span in &block.spans {
        let start = end;
        end += span.text.len();
        if span.style.code || span.target.is_some() {
            closed.push(start..end);
        }
    }
    let mut found = find_in_line(&joined_text(&block.spans));
    found.retain(|time| {
        let next = closed.partition_point(|range| range.end <= time.range.start);
        closed.get(next).is_none_or(|range| range.start >= time.end)
    });
    found
}

/// Formats seconds as a timestamp: `12:34`, `1:02:03`.
#[must_use]
pub fn format_timestamp(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn joined_text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

impl Span {
    /// A part of the span, in the same style.
    fn slice(&self, range: Range<usize>) -> Self {
        let text = self.text.get(range).unwrap_or_default().to_owned();
        Self { text, style: self.style, target: self.target.clone() }
    }
}

/// Splits a paragraph at its chapters, if two or more of its lines begin with a timestamp; `breaks` are the offsets
/// where its lines begin. A single timestamp may be a time of day that happens to be at the beginning of a line.
pub(super) fn split_chapters(spans: Vec<Span>, breaks: &[usize]) -> Vec<Vec<Span>> {
    if breaks.is_empty() {
        return vec![spans];
    }
    let text = joined_text(&spans);
    let begins = |at: usize| text.get(at..).is_some_and(begins_with_time);
    let cuts: Vec<usize> = breaks.iter().copied().filter(|&at| begins(at)).collect();
    if cuts.len() + usize::from(begins(0)) < 2 {
        return vec![spans];
    }
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut cuts = cuts.into_iter().peekable();
    let mut start = 0;
    for span in spans {
        let end = start + span.text.len();
        let mut done = 0;
        while let Some(cut) = cuts.next_if(|&cut| cut < end) {
            let cut = cut.saturating_sub(start);
            line.push(span.slice(done..cut));
            lines.push(std::mem::take(&mut line));
            done = cut;
        }
        line.push(span.slice(done..span.text.len()));
        start = end;
    }
    lines.push(line);
    for line in &mut lines {
        // Remove the space that replaced the line break.
        if let Some(first) = line.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        line.retain(|span| !span.text.is_empty());
    }
    lines
}

/// Whether the first line of a text begins with a timestamp.
fn begins_with_time(text: &str) -> bool {
    // 80 characters are far more than a time and the first word after it. This runs once for each line of a long text.
    let end = text.char_indices().nth(80).map_or(text.len(), |(at, _)| at);
    let line = text.get(..end).unwrap_or_default();
    find_in_line(line).first().is_some_and(|time| only_signs_before(line, time.range.start))
}

/// Whether only punctuation and spaces precede a byte offset.
fn only_signs_before(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| !before.contains(char::is_alphanumeric))
}

/// The timestamps in a line.
fn find_in_line(text: &str) -> Vec<Timestamp> {
    let mut found = Vec::new();
    let mut at = 0;
    if !text.contains(':') {
        return found;
    }
    while let Some(rest) = text.get(at..) {
        let Some(start) = rest.find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) else { break };
        let run = digit_run(text.get(start..).unwrap_or_default());
        at = start + run.len().max(1);
        if let Some((seconds, with_hours)) = parse_time(run)
            && let Some(end) = timestamp_end(text, start..start + run.len(), with_hours)
        {
            found.push(Timestamp { range: start..start + run.len(), end, seconds });
        }
    }
    found
}

/// Digits and colons at the beginning of a text, without the colons after the last digit.
fn digit_run(text: &str) -> &str {
    let run = text.split(|c: char| !c.is_ascii_digit() && c != ':').next().unwrap_or_default();
    run.trim_end_matches(':')
}

/// Parses `12:34` or `1:02:03` into seconds, and tells whether it has hours.
fn parse_time(run: &str) -> Option<(u32, bool)> {
    let two = |part: &str| (part.len() == 2).then(|| part.parse().ok()).flatten().filter(|&n: &u32| n < 60);
    let parts: Vec<&str> = run.split(':').collect();
    match *parts.as_slice() {
        [minutes, seconds] if (1..=3).contains(&minutes.len()) => {
            Some((minutes.parse::<u32>().ok()? * 60 + two(seconds)?, false))
        }
        [hours, minutes, seconds] if (1..=2).contains(&hours.len()) => {
            Some((hours.parse::<u32>().ok()? * 3600 + two(minutes)? * 60 + two(seconds)?, true))
        }
        _ => None,
    }
}

/// Where the timestamp at `run` ends; `None` if it may be something else.
fn timestamp_end(text: &str, run: Range<usize>, with_hours: bool) -> Option<usize> {
    let before = text.get(..run.start)?;
    let after = text.get(run.end..)?;
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let (Some(outside), true) = (before.strip_suffix(open), after.starts_with(close)) {
            // `x[1:10]` is a slice.
            let apart = outside.chars().next_back().is_none_or(char::is_whitespace);
            return apart.then_some(run.end + close.len_utf8());
        }
    }
    if is_time_of_day(after) {
        return None;
    }
    let counts = if with_hours {
        is_separate(before, after)
    } else {
        let apart = before.chars().next_back().is_none_or(char::is_whitespace);
        apart && only_signs_before(text, run.start) && has_heading(after)
    };
    counts.then_some(run.end)
}

/// Whether a time with hours is not part of something longer: a date, a version, an address.
fn is_separate(before: &str, after: &str) -> bool {
    let left = match before.chars().next_back() {
        None => true,
        // After a date, it is a time of day.
        Some(c) if c.is_whitespace() => !before.trim_end().ends_with(|c: char| c.is_ascii_digit()),
        Some(c) => matches!(c, '(' | '[' | '"' | '“' | '‘' | '–' | '—'),
    };
    let mut next = after.chars();
    let right = match next.next() {
        None => true,
        Some('.') => !next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => {
            c.is_whitespace()
                || matches!(c, ')' | ']' | ',' | ';' | ':' | '!' | '?' | '"' | '”' | '’' | '-' | '–' | '—')
        }
    };
    left && right
}

/// Whether a time is followed by a heading, and not by a second time, which makes it a slot in a programme.
fn has_heading(after: &str) -> bool {
    let is_sign = |c: char| matches!(c, '-' | '–' | '—' | ':' | '|' | '·' | ',' | ')' | '→');
    let heading = after.trim_start_matches(|c: char| c.is_whitespace() || is_sign(c));
    after.starts_with(|c: char| c.is_whitespace() || is_sign(c))
        && heading.contains(char::is_alphabetic)
        && parse_time(digit_run(heading)).is_none()
}

/// Whether the text after a time makes it a time of day: `AM`, `p.m.`, `h`, `Uhr`, `UTC`.
fn is_time_of_day(after: &str) -> bool {
    let word = after.trim_start_matches([' ', '\u{a0}', '\u{202f}', '(']);
    let word =
        word.split(|c: char| !c.is_alphabetic() && c != '.').next().unwrap_or_default().replace('.', "");
    let zones =
        ["UTC", "GMT", "CET", "CEST", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "JST"];
    matches!(word.to_lowercase().as_str(), "am" | "pm" | "h" | "hr" | "hrs" | "hours" | "uhr")
        || after.trim_start().starts_with("o’clock")
        || after.trim_start().starts_with("o'clock")
        || zones.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse;
    use proptest::prelude::*;

    /// The timestamps of each block, formatted.
    fn timestamps_by_block(text: &str) -> Vec<Vec<String>> {
        parse(text)
            .iter()
            .map(|block| timestamps(block).iter().map(|time| format_timestamp(time.seconds)).collect())
            .collect()
    }

    fn all_timestamps(text: &str) -> Vec<String> {
        timestamps_by_block(text).concat()
    }

    #[test]
    fn a_timestamp_needs_brackets_hours_or_the_start_of_a_line() {
        for text in [
            "the proof [12:34] of it",
            "the proof (12:34).",
            "12:34 the proof",
            "**12:34** the proof",
            "12:34 – the proof",
            "12:34: the proof",
            "- 12:34 the proof",
            "🔹 12:34 the proof",
            "## 12:34 The proof",
            "[**12:34**] the proof",
            "(12:34): the proof",
        ] {
            assert_eq!(all_timestamps(text), ["12:34"], "{text}");
        }
        for text in
            ["at 1:02:03 he says", "1:02:03", "(1:02:03)", "see 1:02:03.", "01:02:03 Questions", "“1:02:03”"]
        {
            assert_eq!(all_timestamps(text), ["1:02:03"], "{text}");
        }
        assert_eq!(all_timestamps("(62:03) and (123:00)"), ["1:02:03", "2:03:00"]);
        assert_eq!(all_timestamps("0:00 Introduction"), ["0:00"]);
        assert_eq!(
            all_timestamps("between 1:02:03 and 1:05:00, then [70:00]"),
            ["1:02:03", "1:05:00", "1:10:00"]
        );
    }

    #[test]
    fn times_of_day_ratios_and_slices_are_not_timestamps() {
        for text in [
            "at 16:00 in room 5",
            "10:30 AM start",
            "10:30 a.m. start",
            "[10:30 AM]",
            "16:00 Uhr, Saal 5",
            "16:00 h coffee",
            "a ratio of 3:2",
            "(3:2)",
            "3:2 is a ratio",
            "16:00 - 17:00 Welcome",
            "16:00–17:00 Welcome",
            "12:34",
            "x[1:10]",
            "f(1:10)",
            "2022-11-17 10:30:00",
            "2022-11-17T10:30:00Z",
            "10:30:00 UTC",
            "10:30:00am",
            "1:02:03:04",
            "1:99:00",
            "(1:99)",
            "1:02:03.5",
            "v1:02:03",
            "`[12:34]`",
            "    [12:34] code",
            "[12:34](https://youtu.be/ZW_c1Oozhsw?t=754)",
            "4 o'clock, 16:00 o'clock",
            "(1234:00)",
            "12:34.",
            "John 3:16",
        ] {
            assert_eq!(all_timestamps(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn chapters_are_separate_lines_and_wrapped_prose_is_not() {
        let list = "Chapters:\n0:00 *Introduction*\n12:34 The `main`\nresult\n[1:02:03] Questions";
        assert_eq!(timestamps_by_block(list), [vec![], vec!["0:00"], vec!["12:34"], vec!["1:02:03"]]);
        let texts: Vec<String> = parse(list).iter().map(|block| joined_text(&block.spans)).collect();
        assert_eq!(texts, ["Chapters:", "0:00 Introduction", "12:34 The main result", "[1:02:03] Questions"]);
        assert_eq!(timestamps_by_block("[0:00]: Introduction\n[3:25]: Proof"), [["0:00"], ["3:25"]]);
        assert_eq!(
            timestamps_by_block("It begins at\n16:00 in room 5\nand ends late."),
            [Vec::<String>::new()]
        );
        assert_eq!(timestamps_by_block("- 0:00 a\n- 1:00 b\n  2:00 c"), [["0:00"], ["1:00"], ["2:00"]]);
    }

    #[test]
    fn ranges_refer_to_the_joined_text() {
        let blocks = parse("*The* proof [**12:34**] ends");
        let time = timestamps(&blocks[0]).remove(0);
        let text = joined_text(&blocks[0].spans);
        assert_eq!((text.get(time.range), text.get(time.end..)), (Some("12:34"), Some(" ends")));
    }

    proptest! {
        #[test]
        fn every_range_matches_its_seconds(text in "([0-9:]{1,6}|[\\[\\]() \n*`é素-]|am|AM|word){0,24}") {
            for block in parse(&text) {
                let text = joined_text(&block.spans);
                let mut end = 0;
                for time in timestamps(&block) {
                    prop_assert!(end <= time.range.start && time.range.end <= time.end);
                    prop_assert!(text.get(time.range).and_then(parse_time).is_some_and(|(seconds, _)| seconds == time.seconds));
                    end = time.end;
                    prop_assert!(text.is_char_boundary(end));
                }
            }
        }

        #[test]
        fn any_text_is_accepted(text in any::<String>()) {
            for block in parse(&text) {
                let _ = timestamps(&block);
            }
        }

        #[test]
        fn formatted_timestamps_parse_back(seconds in 0u32..360_000) {
            prop_assert_eq!(all_timestamps(&format!("[{}]", format_timestamp(seconds))), vec![format_timestamp(seconds)]);
        }
    }
}
