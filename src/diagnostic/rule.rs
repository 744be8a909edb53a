//! [`Rule`]: every kind of problem that a [`Diagnostic`](super::Diagnostic) reports.

use std::fmt;

use super::severity::Severity;

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// An ambiguous date: day and month could be swapped, and the file's other dates do not settle it.
    AmbiguousDate,
    /// An unreadable duration.
    BadDuration,
    /// A link that is not a web address: not http or https, without a host, or with a user name.
    BadLink,
    /// A bio that begins with a verb.
    BioWithoutSubject,
    /// A control or invisible character, which is left out.
    ControlCharacter,
    /// Two talks with the same abstract.
    DuplicateAbstract,
    /// A field that appears twice; the last value that is not empty counts.
    DuplicateField,
    /// Two talks with the same id.
    DuplicateId,
    /// Two talks with the same title by different speakers.
    DuplicateTitle,
    /// A file that is not UTF-8, and how it was decoded.
    Encoding,
    /// A date without a year; the year was taken from the context.
    GuessedYear,
    /// A list item that is indented so far that it became part of the field above it.
    Indentation,
    /// A bug in the program itself.
    Internal,
    /// A tab or other control character where quoting swallowed LaTeX.
    LatexEaten,
    /// A file that is too large, too deeply nested or too repetitive to be read.
    Limit,
    /// A symbolic link that leads nowhere or in a circle.
    Link,
    /// HTML in a title.
    MarkupInTitle,
    /// A speaker without a name.
    MissingName,
    /// A record with neither a title nor a speaker.
    MissingTitle,
    /// A page whose previous or next link is empty or leads to itself.
    Neighbour,
    /// A file that was given by path and has no talks.
    NoTalks,
    /// A field next to a list of talks that the talks do not inherit.
    NotInherited,
    /// A recording that is not on YouTube.
    NotYoutube,
    /// An entry among talks that is a break in the programme.
    Pause,
    /// Placeholder text such as TBA.
    Placeholder,
    /// A reference to a speaker or page that does not exist.
    Reference,
    /// An unknown or unusable setting in an archive's `seminars.toml`.
    Settings,
    /// A speaker spelt in two ways: different accents, name order or a letter; initials are only a note.
    SpeakerSpelling,
    /// A file or record that cannot be parsed.
    Syntax,
    /// A tab used as indentation.
    Tab,
    /// A thumbnail of a different video than the one linked.
    Thumbnail,
    /// An unknown field whose name is similar to a known one.
    UnknownField,
    /// A date before 1950 or more than three years ahead.
    UnlikelyDate,
    /// A file or folder that cannot be read.
    Unreadable,
    /// A date that cannot be used for sorting.
    UnreadableDate,
    /// A value of the wrong kind for its field.
    WrongType,
}

impl Rule {
    /// All rules, sorted by name.
    pub const ALL: [Self; 36] = [
        Self::AmbiguousDate,
        Self::BadDuration,
        Self::BadLink,
        Self::BioWithoutSubject,
        Self::ControlCharacter,
        Self::DuplicateAbstract,
        Self::DuplicateField,
        Self::DuplicateId,
        Self::DuplicateTitle,
        Self::Encoding,
        Self::GuessedYear,
        Self::Indentation,
        Self::Internal,
        Self::LatexEaten,
        Self::Limit,
        Self::Link,
        Self::MarkupInTitle,
        Self::MissingName,
        Self::MissingTitle,
        Self::Neighbour,
        Self::NoTalks,
        Self::NotInherited,
        Self::NotYoutube,
        Self::Pause,
        Self::Placeholder,
        Self::Reference,
        Self::Settings,
        Self::SpeakerSpelling,
        Self::Syntax,
        Self::Tab,
        Self::Thumbnail,
        Self::UnknownField,
        Self::UnlikelyDate,
        Self::Unreadable,
        Self::UnreadableDate,
        Self::WrongType,
    ];

    /// Its name in kebab case: `unknown-field`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AmbiguousDate => "ambiguous-date",
            Self::BadDuration => "bad-duration",
            Self::BadLink => "bad-link",
            Self::BioWithoutSubject => "bio-without-subject",
            Self::ControlCharacter => "control-character",
            Self::DuplicateAbstract => "duplicate-abstract",
            Self::DuplicateField => "duplicate-field",
            Self::DuplicateId => "duplicate-id",
            Self::DuplicateTitle => "duplicate-title",
            Self::Encoding => "encoding",
            Self::GuessedYear => "guessed-year",
            Self::Indentation => "indentation",
            Self::Internal => "internal",
            Self::LatexEaten => "latex-eaten",
            Self::Limit => "limit",
            Self::Link => "link",
            Self::MarkupInTitle => "markup-in-title",
            Self::MissingName => "missing-name",
            Self::MissingTitle => "missing-title",
            Self::Neighbour => "neighbour",
            Self::NoTalks => "no-talks",
            Self::NotInherited => "not-inherited",
            Self::NotYoutube => "not-youtube",
            Self::Pause => "pause",
            Self::Placeholder => "placeholder",
            Self::Reference => "reference",
            Self::Settings => "settings",
            Self::SpeakerSpelling => "speaker-spelling",
            Self::Syntax => "syntax",
            Self::Tab => "tab",
            Self::Thumbnail => "thumbnail",
            Self::UnknownField => "unknown-field",
            Self::UnlikelyDate => "unlikely-date",
            Self::Unreadable => "unreadable",
            Self::UnreadableDate => "unreadable-date",
            Self::WrongType => "wrong-type",
        }
    }

    /// The highest severity of problems of this kind. An error loses a record or a value.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::BadLink
            | Self::Internal
            | Self::Limit
            | Self::MissingName
            | Self::MissingTitle
            | Self::NotInherited
            | Self::Reference
            | Self::Syntax
            | Self::Unreadable
            | Self::WrongType => Severity::Error,
            Self::GuessedYear | Self::NotYoutube | Self::Pause => Severity::Note,
            _ => Severity::Warning,
        }
    }

    /// What it finds, as a noun phrase.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::AmbiguousDate => "an ambiguous date: day and month could be swapped",
            Self::BadDuration => "an unreadable duration",
            Self::BadLink => {
                "a link that is not a web address: not http or https, without a host, or with a user name"
            }
            Self::BioWithoutSubject => "a bio that begins with a verb",
            Self::ControlCharacter => "a control or invisible character, which is left out",
            Self::DuplicateAbstract => "two talks with the same abstract",
            Self::DuplicateField => "a field that appears twice; the last value that is not empty counts",
            Self::DuplicateId => "two talks with the same id",
            Self::DuplicateTitle => "two talks with the same title by different speakers",
            Self::Encoding => "a file that is not UTF-8, and how it was decoded",
            Self::GuessedYear => "a date without a year; the year was taken from the context",
            Self::Indentation => "a list item indented so far that it became part of the field above it",
            Self::Internal => "a bug in the program itself",
            Self::LatexEaten => "a tab or other control character where quoting swallowed LaTeX",
            Self::Limit => "a file that is too large, too deeply nested or too repetitive to be read",
            Self::Link => "a symbolic link that leads nowhere or in a circle",
            Self::MarkupInTitle => "HTML in a title",
            Self::MissingName => "a speaker without a name",
            Self::MissingTitle => "a record with neither a title nor a speaker",
            Self::Neighbour => "a page whose previous or next link is empty or leads to itself",
            Self::NoTalks => "a file that was given by path and has no talks",
            Self::NotInherited => "a field next to a list of talks that the talks do not inherit",
            Self::NotYoutube => "a recording that is not on YouTube",
            Self::Pause => "an entry among talks that is a break in the programme",
            Self::Placeholder => "placeholder text such as TBA",
            Self::Reference => "a reference to a speaker or page that does not exist",
            Self::Settings => "an unknown or unusable setting in an archive's `seminars.toml`",
            Self::SpeakerSpelling => {
                "a speaker spelt in two ways: accents, name order, one letter; initials are a note"
            }
            Self::Syntax => "a file or record that cannot be parsed",
            Self::Tab => "a tab used as indentation",
            Self::Thumbnail => "a thumbnail of a different video than the one linked",
            Self::UnknownField => "an unknown field whose name is similar to a known one",
            Self::UnlikelyDate => "a date before 1950 or more than three years ahead",
            Self::Unreadable => "a file or folder that cannot be read",
            Self::UnreadableDate => "a date that cannot be used for sorting",
            Self::WrongType => "a value of the wrong kind for its field",
        }
    }

    /// The rule with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The rules as a Markdown table, for the README.
#[must_use]
pub fn rules_table() -> String {
    use std::fmt::Write as _;
    let mut out = String::from("| rule | severity | finds |\n|---|---|---|\n");
    for rule in Rule::ALL {
        let _ = writeln!(out, "| `{rule}` | {} | {} |", rule.severity(), rule.description());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rules_are_listed_by_name_and_found_by_it() {
        assert!(Rule::ALL.is_sorted_by_key(|rule| rule.name()));
        assert!(Rule::ALL.into_iter().all(|rule| Rule::from_name(rule.name()) == Some(rule)));
        assert_eq!(Rule::ALL.len(), Rule::WrongType as usize + 1);
    }
}
