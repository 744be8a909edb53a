//! All rules, for `check` and for the README's table.

/// A rule that a diagnostic names.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// How much a break of it matters at most.
    pub severity: &'static str,
    /// What it finds, as a noun phrase.
    pub description: &'static str,
}

const fn rule(name: &'static str, severity: &'static str, description: &'static str) -> Rule {
    Rule { name, severity, description }
}

/// Every rule, by name.
pub const RULES: &[Rule] = &[
    rule(
        "ambiguous-date",
        "warning",
        "day and month could be either, and the file's other dates did not tell",
    ),
    rule("bad-duration", "warning", "a duration that is none"),
    rule(
        "bad-link",
        "error",
        "a link that is no web address, not http or https, without a host, or with a user name",
    ),
    rule("bio-without-subject", "warning", "a bio that begins with a verb"),
    rule("control-character", "warning", "a control or invisible character, which is left out"),
    rule("duplicate-abstract", "warning", "two talks with one abstract"),
    rule("duplicate-field", "warning", "a field that comes twice; the last value that says something counts"),
    rule("duplicate-id", "warning", "two talks with one id"),
    rule("duplicate-title", "warning", "two talks with one title by different speakers"),
    rule("encoding", "warning", "a file that is not UTF-8, and what it was read as"),
    rule("guessed-year", "note", "a date without a year, which was taken from what encloses it"),
    rule("indentation", "warning", "a list item that is indented into the field above it"),
    rule("internal", "error", "a fault of the program itself"),
    rule("latex-eaten", "warning", "a tab or another control character where quoting ate LaTeX"),
    rule("limit", "error", "a file that is too large, too deep or repeats itself too often to be read"),
    rule("link", "warning", "a symbolic link that leads nowhere, or round in a circle"),
    rule("markup-in-title", "warning", "HTML in a title"),
    rule("missing-name", "error", "a speaker without a name"),
    rule("missing-title", "error", "a record without a title and without a speaker"),
    rule("neighbour", "warning", "a page whose previous or next page is empty or the page itself"),
    rule("no-talks", "warning", "a file that was named and gave no talk"),
    rule("not-inherited", "error", "a field beside a list of talks that no talk takes from there"),
    rule("not-youtube", "note", "a recording that is not on YouTube"),
    rule("pause", "note", "an entry among talks that is a pause of the programme"),
    rule("placeholder", "warning", "a text that stands for none"),
    rule("reference", "warning", "a reference to a speaker or page that is not there"),
    rule(
        "speaker-spelling",
        "warning",
        "a speaker spelt two ways: accents, order, a letter; initials are a note",
    ),
    rule("syntax", "error", "a file or record that cannot be parsed"),
    rule("tab", "warning", "a tab as indentation"),
    rule("thumbnail", "warning", "a thumbnail of another video than the link's"),
    rule("unknown-field", "warning", "a field with a name like a known one"),
    rule("unlikely-date", "warning", "a date before 1950 or more than three years ahead"),
    rule("unreadable", "error", "a file or folder that cannot be read"),
    rule("unreadable-date", "warning", "a date that cannot be sorted by"),
    rule("wrong-type", "error", "a value of another kind than its field's"),
];

/// The rules as a Markdown table, for the README.
#[must_use]
pub fn rules_table() -> String {
    use std::fmt::Write as _;
    let mut out = String::from("| rule | severity | finds |\n|---|---|---|\n");
    for rule in RULES {
        let _ = writeln!(out, "| `{}` | {} | {} |", rule.name, rule.severity, rule.description);
    }
    out
}
