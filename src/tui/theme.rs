//! Text styles by role. They use the terminal's own sixteen colours, to be readable on dark and light backgrounds: one
//! accent, and colours for links, matches and problems.

use ratatui::style::{Color, Modifier, Style};

/// The role of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Running text, including code.
    #[default]
    Text,
    /// The title of a talk, the selected row, a heading.
    Strong,
    /// Dates, labels, counts, hints.
    Dim,
    /// Focus and selection: the bar, the mark of the selected row, the sign of the prompt.
    Accent,
    /// A link.
    Link,
    /// What a query matched.
    Match,
    /// A match of find.
    FindMatch,
    /// The current match of find.
    CurrentMatch,
    /// `*emphasis*` in a text.
    Emphasis,
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// The invalid part of a query.
    InvalidQuery,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Strong,
        Self::Dim,
        Self::Accent,
        Self::Link,
        Self::Match,
        Self::FindMatch,
        Self::CurrentMatch,
        Self::Emphasis,
        Self::Error,
        Self::Warning,
        Self::InvalidQuery,
    ];
}

/// Gives each [`Role`] a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    accent: Option<Color>,
    is_ascii: bool,
}

impl Theme {
    /// A theme with colours, or with text attributes alone for `NO_COLOR` and terminals without colours.
    #[must_use]
    pub fn new(has_colours: bool) -> Self {
        Self { accent: has_colours.then_some(Color::Magenta), is_ascii: false }
    }

    /// Sets the accent colour, unless the theme has no colours.
    #[must_use]
    pub fn with_accent(self, accent: Color) -> Self {
        Self { accent: self.accent.and(Some(accent)), ..self }
    }

    /// Sets whether to draw in ASCII only, for terminals without UTF-8.
    #[must_use]
    pub fn with_ascii(self, is_ascii: bool) -> Self {
        Self { is_ascii, ..self }
    }

    /// Whether everything is shown in ASCII.
    #[must_use]
    pub fn is_ascii(self) -> bool {
        self.is_ascii
    }

    /// The colour of focus and selection; `None` without colours.
    #[must_use]
    pub fn accent(self) -> Option<Color> {
        self.accent
    }

    /// The style of a role. All roles have different styles, with colours or without.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let (colour, modifiers) = self.colour_and_modifiers(role);
        colour.map_or_else(Style::new, |colour| Style::new().fg(colour)).add_modifier(modifiers)
    }

    fn colour_and_modifiers(self, role: Role) -> (Option<Color>, Modifier) {
        let bold = Modifier::BOLD;
        let underlined = Modifier::UNDERLINED;
        match (role, self.accent) {
            (Role::Text, _) => (None, Modifier::empty()),
            (Role::Strong, _) => (None, bold),
            (Role::Dim, _) => (None, Modifier::DIM),
            (Role::Emphasis, _) => (None, Modifier::ITALIC),
            (Role::Accent, Some(accent)) => (Some(accent), Modifier::empty()),
            (Role::Link, Some(_)) => (Some(Color::Blue), Modifier::empty()),
            // Plain yellow text is hard to read on white.
            (Role::Match, Some(_)) => (Some(Color::Yellow), underlined),
            (Role::FindMatch, Some(_)) => (Some(Color::Yellow), bold | underlined),
            (Role::CurrentMatch, Some(_)) => (Some(Color::Yellow), bold | Modifier::REVERSED),
            (Role::Error, Some(_)) => (Some(Color::Red), Modifier::empty()),
            (Role::Warning, Some(_)) => (Some(Color::Yellow), Modifier::empty()),
            (Role::InvalidQuery, Some(_)) => (Some(Color::Red), underlined),
            (Role::Accent, None) => (None, bold | Modifier::ITALIC),
            (Role::Link, None) => (None, underlined),
            (Role::Match, None) => (None, bold | underlined),
            (Role::FindMatch, None) => (None, underlined | Modifier::ITALIC),
            (Role::CurrentMatch, None) => (None, bold | Modifier::REVERSED),
            (Role::Error, None) => (None, Modifier::REVERSED),
            (Role::Warning, None) => (None, bold | underlined | Modifier::ITALIC),
            (Role::InvalidQuery, None) => (None, underlined | Modifier::REVERSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_can_be_told_from_all_others() {
        for theme in [Theme::new(true), Theme::new(false), Theme::new(true).with_accent(Color::Cyan)] {
            for (at, role) in Role::ALL.into_iter().enumerate() {
                for other in Role::ALL.into_iter().skip(at + 1) {
                    assert_ne!(theme.style(role), theme.style(other), "{role:?} and {other:?}");
                }
            }
        }
    }
}
