//! Problems in a text: a bio without a subject, LaTeX damaged by quoting, a placeholder.

use super::finding::{Finding, finding};
use crate::diagnostic::Rule;
use crate::seminar::Seminar;

/// Verbs that begin a bio without a subject.
const BIO_OPENING_VERBS: &str = "is was are were has had holds held received receives obtained earned completed joined works worked \
    leads led studied studies teaches taught graduated serves served currently got did does will";

/// Beginnings of LaTeX commands whose backslash and first letter YAML read as an escape. Cleaning turns `\r`, `\f` and
/// `\v` into a newline, so those are under `\n`; it drops `\b`, so that one cannot be detected.
const LATEX_REMNANTS: [(char, &[&str]); 2] = [
    ('\t', &["ext", "heta", "imes", "au ", "au$", "ilde", "op ", "frac", "binom", "riangle"]),
    (
        '\n',
        &["abla", "eq ", "otin", "rac{", "orall", "ho ", "ho$", "ightarrow", "ewcommand", "ec{", "mathbb"],
    ),
];

/// Checks abstract and bios.
pub(super) fn check(seminar: &Seminar, found: &mut Vec<Finding>) {
    for speaker in &seminar.speakers {
        let Some(bio) = speaker.bio.as_deref() else { continue };
        if lacks_subject(bio) {
            let message = format!("the bio of {} begins without a subject", speaker.name);
            let help = format!("begin it with a name: `{} …`", speaker.name);
            found.push(finding(&seminar.source, Rule::BioWithoutSubject, &message).help(&help).about(bio));
        }
    }
    let bios = seminar.speakers.iter().filter_map(|speaker| Some(("bio", speaker.bio.as_deref()?)));
    let texts = seminar.abstract_text.as_deref().map(|text| ("abstract", text)).into_iter().chain(bios);
    for (name, text) in texts {
        if let Some(remnant) = damaged_latex(text) {
            let message =
                format!("the {name} has a control character where LaTeX was: `…{}`", remnant.trim());
            let help = "write the text in single quotes, or as a block after `|`";
            found.push(finding(&seminar.source, Rule::LatexEaten, &message).help(help).about(text));
        }
        if is_placeholder(text) {
            let message =
                format!("the {name} is a placeholder: `{}`", text.lines().next().unwrap_or_default());
            found.push(
                finding(&seminar.source, Rule::Placeholder, &message).help("write it, or leave it out"),
            );
        }
    }
}

fn lacks_subject(bio: &str) -> bool {
    let first = bio.split_whitespace().next().unwrap_or_default();
    let word = first.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    BIO_OPENING_VERBS.split_whitespace().any(|verb| verb == word)
}

fn damaged_latex(text: &str) -> Option<&str> {
    LATEX_REMNANTS.iter().find_map(|(control, beginnings)| {
        text.match_indices(*control).find_map(|(at, _)| {
            let after = text.get(at + control.len_utf8()..)?;
            let remnant_start = beginnings.iter().find(|beginning| after.starts_with(**beginning))?;
            // A line after a real newline may begin with these letters, so they count only inside a formula or a
            // command.
            let suspicious = *control == '\t'
                || remnant_start.contains(['{', '$'])
                || text.get(..at)?.trim_end().ends_with(['$', '{', '(']);
            suspicious.then(|| after.lines().next().unwrap_or_default().get(..12).unwrap_or(remnant_start))
        })
    })
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    lower.starts_with("lorem ipsum")
        || matches!(
            lower.as_str(),
            "abstract"
                | "coming soon"
                | "to be announced"
                | "to be confirmed"
                | "todo"
                | "xxx"
                | "abstract tba"
        )
}
