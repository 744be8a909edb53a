//! Completion of the word at the cursor of a query.
//!
//! Before a colon it suggests field names; after one, values: the fixed ones of the field, or those found in the
//! archive.

use std::ops::Range;

use super::fold_words;
use crate::text::pluralize;

use super::query::{FIELDS, FieldInfo, QueryField, find_field};

/// The suggestions for the word at the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// The part of the text that a suggestion replaces, in bytes.
    pub range: Range<usize>,
    /// The suggestions, most likely first.
    pub suggestions: Vec<Suggestion>,
    /// What to type, for a field whose values cannot be listed.
    pub hint: Option<&'static str>,
}

/// One way to complete the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The text to insert.
    pub text: String,
    /// The note next to it: what a field is for, or how many talks have a value.
    pub note: String,
}

/// Suggest at most this many; typing another letter is faster than looking through more.
const MAX_SUGGESTIONS: usize = 50;

/// Completes the word before `cursor`, a byte offset of `text` on a character boundary.
///
/// `values` returns the values of a field in the archive, each with the number of talks that have it, in the order to
/// suggest them; it returns nothing for a field whose values are not counted.
pub fn complete(text: &str, cursor: usize, values: &dyn Fn(&str) -> Vec<(String, usize)>) -> Completion {
    let (before, after) = text.split_at_checked(cursor).unwrap_or((text, ""));
    let start = word_start(before);
    let token = before.get(start..).unwrap_or_default();
    let named = token.split_once(':').and_then(|(name, typed)| Some((find_field(name)?, typed)));
    let Some((field, typed)) = named else {
        let typed = token.to_lowercase();
        let begun = FIELDS.iter().filter(|field| field.name.starts_with(&typed));
        let candidates =
            begun.map(|field| Suggestion { text: format!("{}:", field.name), note: field.help.to_owned() });
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let colon = usize::from(after.as_bytes().get(letters) == Some(&b':'));
        let range = start..before.len() + letters + colon;
        return Completion { range, suggestions: candidates.collect(), hint: None };
    };
    // In a date range, complete only the part after `..`, `<` or `>`.
    let kept = if matches!(field.field, QueryField::Date(_)) { range_prefix_len(typed) } else { 0 };
    let (kept, typed) = typed.split_at_checked(kept).unwrap_or(("", typed));
    let candidates = suggest_values(field, kept, typed, values);
    let hint = Some(field.help).filter(|_| candidates.is_empty());
    let is_quoted = typed.trim_start_matches('=').starts_with('"');
    Completion { range: start..before.len() + value_end(after, is_quoted), suggestions: candidates, hint }
}

/// The values of a field in which every word of `typed` starts a word; `kept` is put before each.
fn suggest_values(
    field: &FieldInfo,
    kept: &str,
    typed: &str,
    values: &dyn Fn(&str) -> Vec<(String, usize)>,
) -> Vec<Suggestion> {
    let wanted = fold_words(typed);
    let fits = |value: &str| {
        let words = fold_words(value);
        wanted.iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
    };
    let mut candidates: Vec<Suggestion> = Vec::new();
    for value in field.values.iter().filter(|value| fits(value)) {
        let value = if kept.is_empty() { quote(value) } else { value.replace(' ', "-") };
        candidates.push(Suggestion { text: format!("{}:{kept}{value}", field.name), note: String::new() });
    }
    let counted =
        matches!(field.field, QueryField::Text(_) | QueryField::Date(_)).then(|| values(field.name));
    for (value, count) in counted.into_iter().flatten().filter(|(value, _)| fits(value)) {
        if candidates.len() == MAX_SUGGESTIONS {
            break;
        }
        // Suggest a whole value where possible: only then is the count the number of matches.
        let is_whole = matches!(field.field, QueryField::Text(role) if role.supports_exact_match());
        let value = if is_whole { format!("=\"{}\"", value.replace('"', " ")) } else { quote(&value) };
        let note = match count {
            _ if !kept.is_empty() => String::new(),
            count => pluralize(count, "talk"),
        };
        candidates.push(Suggestion { text: format!("{}:{kept}{value}", field.name), note });
    }
    candidates
}

/// How many bytes of a date come before the part that is being typed.
fn range_prefix_len(typed: &str) -> usize {
    let behind_range = typed.rfind("..").map(|at| at + 2);
    let signs = typed.bytes().take_while(|byte| matches!(byte, b'<' | b'>' | b'=')).count();
    behind_range.unwrap_or(signs)
}

/// How many bytes after the cursor still belong to the value.
fn value_end(after: &str, is_quoted: bool) -> usize {
    if is_quoted {
        return after.find('"').map_or(0, |at| at + 1);
    }
    after.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"')).unwrap_or(after.len())
}

/// Where the last word of a text starts: after a blank or parenthesis outside quotes, not counting a leading minus.
fn word_start(text: &str) -> usize {
    let mut start = 0;
    let mut is_quoted = false;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        match c {
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | ')' => start = next,
            '-' if start == at => start = next,
            c if c.is_whitespace() => start = next,
            _ => {}
        }
    }
    start
}

/// Writes a value for a query, in quotes if it would end too early without them.
fn quote(value: &str) -> String {
    let plain = !value.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'));
    if plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', " ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Query;
    use proptest::prelude::*;

    fn archive_values(field: &str) -> Vec<(String, usize)> {
        let values: &[(&str, usize)] = match field {
            "speaker" => &[("Song Han", 3), ("Renée Gagné", 1), ("Hanna \"Q\" (Ann)", 1)],
            "year" | "date" => &[("2023", 4), ("2022", 7)],
            _ => &[],
        };
        values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
    }

    /// The text after inserting each suggestion; `|` marks the cursor.
    fn completed(text: &str) -> Vec<String> {
        let (before, after) = text.split_once('|').unwrap();
        let whole = format!("{before}{after}");
        let completion = complete(&whole, before.len(), &archive_values);
        let put = |candidate: Suggestion| {
            let mut text = whole.clone();
            text.replace_range(completion.range.clone(), &candidate.text);
            text
        };
        completion.suggestions.into_iter().map(put).collect()
    }

    #[test]
    fn an_empty_word_may_become_any_field() {
        let fields = completed("|");
        assert_eq!(fields.len(), FIELDS.len());
        assert_eq!(fields.first().map(String::as_str), Some("speaker:"));
        assert_eq!(completed("han |").first().map(String::as_str), Some("han speaker:"));
    }

    #[test]
    fn a_word_becomes_the_fields_that_begin_so() {
        assert_eq!(completed("s|"), ["speaker:", "series:", "sort:"]);
        assert_eq!(completed("x (-S| y)"), ["x (-speaker: y)", "x (-series: y)", "x (-sort: y)"]);
        assert_eq!(completed("xyz|"), [""; 0]);
        assert_eq!(completed("foo:x|"), [""; 0]);
    }

    #[test]
    fn behind_a_colon_come_the_values() {
        assert_eq!(
            completed("speaker:|"),
            ["speaker:=\"Song Han\"", "speaker:=\"Renée Gagné\"", "speaker:=\"Hanna  Q  (Ann)\""]
        );
        assert_eq!(completed("s:gagne| x"), ["speaker:=\"Renée Gagné\" x"]);
        assert_eq!(completed("speaker:\"song h|"), ["speaker:=\"Song Han\""]);
        assert_eq!(completed("speaker:=\"so|ng han\" x"), ["speaker:=\"Song Han\" x"]);
        assert_eq!(completed("x speaker:so|ng y"), ["x speaker:=\"Song Han\" y"]);
        assert_eq!(completed("x spe|aker:song"), ["x speaker:song"]);
        assert_eq!(completed("-has:v|"), ["-has:video"]);
        assert_eq!(completed("year:|"), ["year:2023", "year:2022"]);
        assert_eq!(completed("date:2022..202|"), ["date:2022..2023", "date:2022..2022"]);
        assert_eq!(completed("date:>=last-y|"), ["date:>=last-year"]);
        assert_eq!(complete("len:", 4, &archive_values).hint, Some("<45m, 30m..1h"));
        assert_eq!(
            completed("date:last|"),
            ["date:\"last week\"", "date:\"last month\"", "date:\"last year\"", "date:\"last 30 days\""]
        );
        assert_eq!(completed("abstract:|"), [""; 0]);
    }

    proptest! {
        #[test]
        fn whatever_is_completed_is_a_query_again(
            before in prop_oneof![any::<String>(), "[-( ]{0,3}(speaker|has|date|year|sort|tag)?:?\"?[a-z]{0,3}"],
        ) {
            let completion = complete(&before, before.len(), &archive_values);
            for candidate in completion.suggestions {
                let mut text = before.clone();
                text.replace_range(completion.range.clone(), &candidate.text);
                // `sort:` is an error in an exclusion or a group.
                let is_order = candidate.text.starts_with("sort:");
                if !is_order && !before.contains([')', 'O', 'N']) && Query::parse_partial(&before).1.is_none() {
                    prop_assert!(Query::parse_partial(&text).0.is_some(), "{}", text);
                }
            }
        }
    }
}
