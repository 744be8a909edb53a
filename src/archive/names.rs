//! Names: one text of a file with the people in it, taken apart into names and affiliations.
//!
//! A comma is not split at blindly: what follows it may be another person, an affiliation, a role or a degree. Which
//! it is, is told by the words: people are a few capitalized words, and institutions give themselves away.

use super::absent::{is_absent, is_nobody};
use super::markup::plain;
use crate::seminar::Speaker;
use crate::text::Text;

mod looks;

use looks::{is_degree, is_institution, is_name, is_role};

/// The people of a text such as `Ann Lee (MIT), Bo Ek and Cy Fox`.
pub(crate) fn people(raw: &str) -> Vec<Speaker> {
    let mut people = Vec::new();
    for line in raw.split(['\n', ';', '|']) {
        let text = plain(line);
        let text = without_lead(&text);
        for part in split(text) {
            people.extend(person(part));
        }
    }
    people
}

/// Whether a text may be the name of one person, and nothing else.
pub(crate) fn is_a_name(text: &str) -> bool {
    let text = text.trim();
    is_name(text) && !is_institution(text) && !is_role(text) && text.split_whitespace().count() < 5
}

/// One person as written, with what stands in brackets or after a comma as the affiliation.
fn person(part: &str) -> Option<Speaker> {
    let part = part.trim().trim_matches([',', ';']).trim();
    let part = part.strip_prefix("and ").or_else(|| part.strip_prefix("& ")).unwrap_or(part).trim();
    let (name, affiliation) = apart(part);
    let name = name.trim().trim_matches([',', '-', '–', '—', ':']).trim();
    if is_nobody(name) {
        return None;
    }
    let affiliation = affiliation.map(str::trim).filter(|text| !is_absent(text));
    Some(Speaker { name: Text::line(name), affiliation: affiliation.map(Text::line), bio: None })
}

/// Name and affiliation of one person.
fn apart(part: &str) -> (&str, Option<&str>) {
    if let Some(before) = part.strip_suffix([')', '）']) {
        let open = opening_bracket(before);
        if let Some((name, inside)) = open.filter(|(name, _)| !name.trim().is_empty()) {
            let inside = inside.trim_start_matches(['(', '（']);
            let (name, _) = apart(name.trim());
            return (name, Some(inside));
        }
    }
    for mark in [" - ", " – ", " — ", " @ ", " | ", " from ", " at "] {
        if let Some((name, rest)) = part.split_once(mark)
            && is_name(name.trim())
            && !rest.trim().is_empty()
        {
            return (name, Some(rest));
        }
    }
    let mut commas = part.match_indices(", ");
    if let Some((at, _)) = commas.next() {
        let (name, rest) = part.split_at(at);
        let rest = rest.trim_start_matches(", ");
        let first = rest.split(", ").next().unwrap_or_default();
        if is_degree(first) {
            let end = at + 2 + first.len();
            let (name, rest) = part.split_at(end);
            let rest = rest.trim_start_matches([',', ' ']);
            return (name, (!rest.is_empty()).then_some(rest));
        }
        if name.split_whitespace().count() > 1 {
            return (name, Some(rest));
        }
    }
    (part, None)
}

/// Where the bracket that ends a text was opened.
fn opening_bracket(before: &str) -> Option<(&str, &str)> {
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

/// Cuts a text between people.
fn split(text: &str) -> Vec<&str> {
    let commas = top_level(text, ", ");
    // What follows an `and` between people is a person in any case.
    let parts: Vec<(&str, bool)> = commas
        .iter()
        .flat_map(|part| at_conjunctions(part).into_iter().enumerate())
        .map(|(at, part)| (part, at > 0))
        .collect();
    if parts.len() < 2 {
        return vec![text];
    }
    // A part that is no person belongs to the one before it.
    let mut people: Vec<(usize, usize)> = Vec::new();
    for &(part, joined) in &parts {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + part.len();
        let alone = joined || is_person(part);
        match people.last_mut() {
            Some(last) if !alone => last.1 = end,
            _ => people.push((start, end)),
        }
    }
    people.iter().filter_map(|&(start, end)| text.get(start..end)).collect()
}

/// Whether a part may stand for a person of its own, with or without an affiliation in brackets.
fn is_person(part: &str) -> bool {
    let part = part.trim();
    let part = part.strip_prefix("and ").or_else(|| part.strip_prefix("& ")).unwrap_or(part);
    let (name, bracket) = match part.find(['(', '（']) {
        Some(at) => (part.get(..at).unwrap_or_default().trim(), true),
        None => (part, false),
    };
    let several = name.split_whitespace().count() > 1;
    is_name(name) && (several || bracket) && !is_institution(name) && !is_role(name) && !is_degree(name)
}

/// Cuts at `and`, `&` and their like, where both sides are people or a single word each.
fn at_conjunctions(part: &str) -> Vec<&str> {
    const WORDS: [&str; 10] = [" and ", " & ", " und ", " et ", " y ", " и ", " with ", " e ", " / ", "/"];
    for word in WORDS {
        let parts = top_level(part, word);
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            continue;
        };
        if parts.len() < 2 {
            continue;
        }
        let single = |text: &str| is_name(text.trim()) && !is_institution(text) && !is_role(text);
        let safe = matches!(word, " and " | " & ");
        // `Department of Physics and Machine Learning` is one; `Stanford & Elke Weber` is two.
        let people = parts.iter().skip(1).all(|part| begins_with_person(part))
            && (begins_with_person(first) || (safe && !first.contains(" of ")));
        if people || (safe && single(first) && single(last)) {
            return parts.into_iter().flat_map(at_conjunctions).collect();
        }
    }
    vec![part]
}

/// Whether a text begins with a person, whatever follows after a comma or in brackets.
fn begins_with_person(text: &str) -> bool {
    let text = text.trim();
    let head = text.split([',', '(', '（']).next().unwrap_or_default().trim();
    is_person(head)
}

/// Cuts a text at a separator outside of brackets.
fn top_level<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
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

/// A text without the words that introduce people: `Speakers: …`, `Led by …`, `Featured Fellows: …`.
fn without_lead(text: &str) -> &str {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> String {
        let people = people(raw).into_iter().map(|speaker| match speaker.affiliation {
            Some(affiliation) => format!("{} <{affiliation}>", speaker.name),
            None => speaker.name.to_string(),
        });
        people.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one table of all forms")]
    fn people_are_told_from_their_affiliations() {
        for (raw, expected) in [
            ("Song Han", "Song Han"),
            ("Ziyang Li (UPenn)", "Ziyang Li <UPenn>"),
            (
                "Zhenyi Wang (University of Maryland, College Park)",
                "Zhenyi Wang <University of Maryland, College Park>",
            ),
            (
                "Yujia Qin & Jiajie Zhang (Tsinghua University)",
                "Yujia Qin | Jiajie Zhang <Tsinghua University>",
            ),
            ("Sean Benevedes and Victoria Zhang", "Sean Benevedes | Victoria Zhang"),
            (
                "Dr. Elisabeth Krueger, University of Amsterdam",
                "Dr. Elisabeth Krueger <University of Amsterdam>",
            ),
            ("Dr. Ryan McGranaghan, JPL", "Dr. Ryan McGranaghan <JPL>"),
            (
                "Dr. Sara Constantino, Stanford & Dr. Elke Weber, Princeton",
                "Dr. Sara Constantino <Stanford> | Dr. Elke Weber <Princeton>",
            ),
            ("Александр Климов, Даниил Горбунов", "Александр Климов | Даниил Горбунов"),
            ("박범순 교수(과학기술정책대학원)", "박범순 교수 <과학기술정책대학원>"),
            ("[Fernanda Viégas](http://x.org/), Harvard University", "Fernanda Viégas <Harvard University>"),
            ("<a href='x'>Jane Doe</a>", "Jane Doe"),
            (
                "Nikhil Mukund (MIT/LIGO), Thomas Harvey (IAIFI Fellow), Mike Williams (IAIFI Director)",
                "Nikhil Mukund <MIT/LIGO> | Thomas Harvey <IAIFI Fellow> | Mike Williams <IAIFI Director>",
            ),
            ("Mike Williams, IAIFI Interim Director", "Mike Williams <IAIFI Interim Director>"),
            (
                "George Barbastathis, Professor, MIT; Di Luo, Assistant Professor, UCLA",
                "George Barbastathis <Professor, MIT> | Di Luo <Assistant Professor, UCLA>",
            ),
            ("Anna Golubeva, IAIFI Fellow and Matt Schwartz", "Anna Golubeva <IAIFI Fellow> | Matt Schwartz"),
            (
                "Led by Carol Cuesta-Lazaro and Denis Boyda (IAIFI Fellows)",
                "Carol Cuesta-Lazaro | Denis Boyda <IAIFI Fellows>",
            ),
            (
                "A. Akhmetzhanova (Harvard), J. Munoz (MIT), and Z. Chen (MIT)",
                "A. Akhmetzhanova <Harvard> | J. Munoz <MIT> | Z. Chen <MIT>",
            ),
            ("Hoogeveen, J.A.", "Hoogeveen, J.A."),
            ("Jane Doe, PhD, MIT", "Jane Doe, PhD <MIT>"),
            ("Shengli (Bruce) Jiang", "Shengli (Bruce) Jiang"),
            ("Carol Neidle and Robert G. Lee", "Carol Neidle | Robert G. Lee"),
            ("Alice and Bob", "Alice | Bob"),
            (
                "Jane Doe, Department of Physics and Astronomy, Leeds",
                "Jane Doe <Department of Physics and Astronomy, Leeds>",
            ),
            ("Jane Doe - Google Research", "Jane Doe <Google Research>"),
            ("Carlos de la Guardia", "Carlos de la Guardia"),
            ("Various speakers", ""),
            ("Speaker TBA", ""),
            ("Jane Doe (TBC)", "Jane Doe"),
            ("", ""),
        ] {
            assert_eq!(read(raw), expected, "{raw}");
        }
    }
}
