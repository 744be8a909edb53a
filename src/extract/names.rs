//! Splits a text that lists people into names and affiliations.
//!
//! A comma alone is ambiguous: it may be followed by another person, an affiliation, a role or a degree. So the words
//! decide: people's names are a few capitalized words, and institutions contain typical ones.

use super::placeholder::{is_nobody, is_placeholder};
use crate::markup::strip::strip_markup;
use crate::seminar::Speaker;
use crate::text::Text;

mod heuristics;
#[cfg(test)]
mod tests;

use heuristics::{has_title_word, is_degree, is_institution, is_name_shaped, is_role};

/// A longer text is not a list of people: 34 speakers with their affiliations take only 1,500 bytes.
const MAX_BYTES: usize = 8 << 10;

/// Parses the people in a text such as `Ann Lee (MIT), Bo Ek and Cy Fox`.
pub(crate) fn parse(raw: &str) -> Vec<Speaker> {
    let mut people = Vec::new();
    if raw.len() > MAX_BYTES {
        return vec![Speaker { name: Text::line(raw), ..Speaker::default() }];
    }
    // Decode entities first, because the `;` of `&eacute;` is not a separator.
    let raw = html_escape::decode_html_entities(raw);
    for line in raw.split(['\n', ';', '、', '；']) {
        let text = strip_markup(line);
        let text = strip_lead_in(&text);
        for part in split_people(text) {
            people.extend(parse_person(part));
        }
    }
    people
}

/// Whether a text looks like the name of one person, and nothing else.
pub(crate) fn is_person_name(text: &str) -> bool {
    let text = text.trim();
    is_name_shaped(text)
        && !is_institution(text)
        && !is_role(text)
        && !has_title_word(text)
        && text.split_whitespace().count() < 5
}

/// Whether a text lists one or more people and nothing else, each with a name of two or more words.
pub(crate) fn are_people(text: &str) -> bool {
    // Most other texts are easy to rule out: they have long words in lower case.
    let outside = text.split(['(', '（', ',']).next().unwrap_or_default();
    let is_ordinary = |word: &str| word.len() > MAX_PARTICLE_BYTES && word.starts_with(char::is_lowercase);
    if text.len() > MAX_PEOPLE_BYTES || outside.split_whitespace().any(is_ordinary) {
        return false;
    }
    let people = parse(text);
    !people.is_empty()
        && people.iter().all(|person| person.name.contains(' ') && is_person_name(&person.name))
}

/// A longer text, in bytes, is not taken for people if it could be anything.
const MAX_PEOPLE_BYTES: usize = 160;
/// The longest lower-case words in names, such as `della`, in bytes.
const MAX_PARTICLE_BYTES: usize = 5;

/// Whether a text is clearly the name of an institution, and not a title.
pub(crate) fn is_affiliation(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "university",
        "institute",
        "college",
        "school",
        "department",
        "laboratory",
        "hospital",
        "academy",
        "université",
        "universität",
    ];
    let is_word = |word: &str| WORDS.contains(&word.trim_matches(',').to_lowercase().as_str());
    text.len() < 80 && is_institution(text) && text.split_whitespace().any(is_word)
}

/// Parses one person; the affiliation is in brackets or after a comma.
fn parse_person(part: &str) -> Option<Speaker> {
    let mut part = part.trim().trim_matches([',', ';']).trim().trim_end_matches(['*', '†', '‡']);
    for tail in [" et al.", " et al", " and others", " and colleagues", " & team", " and team"] {
        part = part.strip_suffix(tail).unwrap_or(part);
    }
    let part = part.strip_prefix("and ").or_else(|| part.strip_prefix("& ")).unwrap_or(part).trim();
    let (name, affiliation) = split_affiliation(part);
    let name = name.trim().trim_matches([',', '-', '–', '—', ':']).trim();
    if is_nobody(name) {
        return None;
    }
    let affiliation =
        affiliation.map(str::trim).filter(|text| !is_placeholder(text) && !is_not_affiliation(text));
    Some(Speaker { name: Text::line(name), affiliation: affiliation.map(Text::line), bio: None })
}

/// Whether a text in brackets is not an affiliation but, for example, pronouns or an address.
fn is_not_affiliation(text: &str) -> bool {
    let lower = text.to_lowercase();
    let pronouns = lower.split('/').all(|word| {
        matches!(
            word.trim(),
            "he" | "him" | "his" | "she" | "her" | "hers" | "they" | "them" | "theirs" | "any"
        )
    });
    pronouns
        || lower.starts_with("http")
        || lower.starts_with("joint work")
        || (lower.contains('@') && !lower.contains(' '))
}

/// Whether a text names a part of an institution, which may have an `and` in its name.
fn is_department(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words =
        ["department", "dept", "school", "faculty", "institute", "center", "centre", "division", "lab"];
    words.iter().any(|word| lower.contains(word))
}

/// Splits one person into name and affiliation.
fn split_affiliation(part: &str) -> (&str, Option<&str>) {
    if let Some(before) = part.strip_suffix([')', '）'])
        && let Some((name, inside)) = split_at_opening_bracket(before)
        && !name.trim().is_empty()
    {
        let (name, _) = split_unbracketed_affiliation(name.trim());
        return (name, Some(inside.trim_start_matches(['(', '（'])));
    }
    split_unbracketed_affiliation(part)
}

/// Splits name and affiliation if the text does not end in a bracket.
fn split_unbracketed_affiliation(part: &str) -> (&str, Option<&str>) {
    for mark in [" - ", " – ", " — ", " @ ", " | ", " from ", " at "] {
        if let Some((name, rest)) = part.split_once(mark)
            && is_name_shaped(name.trim())
            && !rest.trim().is_empty()
        {
            return (name, Some(rest));
        }
    }
    if let Some((name, rest)) = part.split_once(" of ")
        && is_person_name(name.trim())
        && is_institution(rest)
    {
        return (name, Some(rest));
    }
    let Some(comma) = part.find(", ") else {
        return (part, None);
    };
    // Degrees belong to the name.
    let mut end = comma;
    while let Some(rest) = part.get(end..).and_then(|rest| rest.strip_prefix(", ")) {
        let next = rest.split(", ").next().unwrap_or_default();
        if !is_degree(next) {
            break;
        }
        end += 2 + next.len();
    }
    let (name, rest) = part.split_at(end);
    let rest = rest.trim_start_matches([',', ' ']);
    if rest.is_empty() {
        return (part, None);
    }
    // `Doe, Jane` and `van der Berg, Jan` are names written the other way round.
    let reversed = !rest.contains(' ') && (!name.contains(' ') || name.starts_with(char::is_lowercase));
    if reversed {
        return (part, None);
    }
    if end > comma || name.contains(' ') {
        return (name, Some(rest));
    }
    (part, None)
}

/// Splits a text at the opening bracket that matches its closing bracket, which is already removed.
fn split_at_opening_bracket(before: &str) -> Option<(&str, &str)> {
    let mut depth = 1usize;
    for (at, c) in before.char_indices().rev() {
        match c {
            ')' | '）' => depth += 1,
            '(' | '（' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(before.split_at(at));
        }
    }
    None
}

/// Splits a text into people.
fn split_people(text: &str) -> Vec<&str> {
    let commas = split_outside_brackets(text, ", ");
    if let Some(people) = split_first_names(text, &commas) {
        return people;
    }
    // Whatever follows an `and` between people is a person too.
    let parts: Vec<(&str, bool)> = commas
        .iter()
        .flat_map(|part| split_at_conjunctions(part).into_iter().enumerate())
        .map(|(at, part)| (part, at > 0))
        .collect();
    if parts.len() < 2 {
        return vec![text];
    }
    // A part that is not a person belongs to the one before it.
    let mut people: Vec<(usize, usize)> = Vec::new();
    for &(part, joined) in &parts {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + part.len();
        let alone = joined || is_separate_person(part);
        match people.last_mut() {
            Some(last) if !alone => last.1 = end,
            _ => people.push((start, end)),
        }
    }
    people.iter().filter_map(|&(start, end)| text.get(start..end)).collect()
}

/// Splits `Fabian, Erik and Maria`: single words with an `and` before the last.
fn split_first_names<'t>(text: &str, commas: &[&'t str]) -> Option<Vec<&'t str>> {
    let (last, others) = commas.split_last()?;
    let (before, after) = last.split_once(" and ").or_else(|| last.split_once(" & "))?;
    let single = |word: &str| !word.trim().contains(' ') && is_name_shaped(word) && !is_institution(word);
    let names = others.iter().copied().chain([before, after]);
    let all = !others.is_empty() && !text.contains(['(', '[']) && names.clone().all(single);
    all.then(|| names.collect())
}

/// Whether a part can be a separate person, with or without an affiliation in brackets.
fn is_separate_person(part: &str) -> bool {
    let part = part.trim();
    let part = part.strip_prefix("and ").or_else(|| part.strip_prefix("& ")).unwrap_or(part);
    let (name, bracket) = match part.find(['(', '（']) {
        Some(at) => (part.get(..at).unwrap_or_default().trim(), true),
        None => (part, false),
    };
    let several = name.split_whitespace().count() > 1;
    is_name_shaped(name)
        && (several || bracket)
        && !is_institution(name)
        && !is_role(name)
        && !is_degree(name)
}

/// Splits at `and`, `&` and similar, if both sides are people or a single word each.
fn split_at_conjunctions(part: &str) -> Vec<&str> {
    const WORDS: [&str; 11] =
        [" and ", " & ", " und ", " et ", " y ", " и ", " with ", " e ", " / ", "/", " | "];
    for word in WORDS {
        let parts = split_outside_brackets(part, word);
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            continue;
        };
        if parts.len() < 2 {
            continue;
        }
        let single = |text: &str| is_name_shaped(text.trim()) && !is_institution(text) && !is_role(text);
        let safe = matches!(word, " and " | " & ");
        // `Department of Physics and Machine Learning` is one; `Stanford & Elsa Weiler` is two.
        let people = parts.iter().skip(1).all(|part| begins_with_person(part))
            && (begins_with_person(first) || (safe && !is_department(first)));
        if people || (safe && single(first) && single(last)) {
            return parts.into_iter().flat_map(split_at_conjunctions).collect();
        }
    }
    vec![part]
}

/// Whether a text begins with a person, whatever follows after a comma or in brackets.
fn begins_with_person(text: &str) -> bool {
    let text = text.trim();
    let head = text.split([',', '(', '（']).next().unwrap_or_default().trim();
    is_separate_person(head)
}

/// Splits a text at a separator outside brackets.
fn split_outside_brackets<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut depth = 0i32;
    let mut start = 0;
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth -= 1,
            _ => {}
        }
        if depth <= 0 && at >= skip_to && text.get(at..).is_some_and(|rest| rest.starts_with(separator)) {
            parts.extend(text.get(start..at));
            start = at + separator.len();
            skip_to = start;
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// Strips the words that introduce people: `Speakers: …`, `Led by …`, `Featured Fellows: …`.
fn strip_lead_in(text: &str) -> &str {
    let mut rest = text.trim();
    if let Some((lead, names)) = rest.split_once(": ")
        && lead.split_whitespace().count() <= 3
        && !names.trim().is_empty()
    {
        rest = names.trim();
    }
    for lead in [
        "Led by ",
        "led by ",
        "By ",
        "by ",
        "Presented by ",
        "presented by ",
        "Speaker ",
        "speakers including ",
    ] {
        if let Some(names) = rest.strip_prefix(lead) {
            rest = names.trim();
        }
    }
    rest
}
