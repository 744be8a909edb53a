//! Styles by role. Only the terminal's default colours and one accent of the sixteen, so that dark and light both read well.

use ratatui::style::{Color, Modifier, Style};

/// The role of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// The title of a talk, the selected row, a heading.
    Strong,
    /// Dates, labels, counts, hints.
    Dim,
    /// What can be acted on: the selection bar, the marker of a recording.
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
    /// `` `code` `` in a text.
    Code,
    /// A problem.
    Problem,
    /// The invalid part of a query.
    InvalidQuery,
}

/// The styles of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    accent: Option<Color>,
    is_ascii: bool,
}

impl Theme {
    /// With colours or, for `NO_COLOR` and terminals without colours, with attributes alone.
    #[must_use]
    pub fn new(has_colours: bool) -> Self {
        Self { accent: has_colours.then_some(Color::Magenta), is_ascii: false }
    }

    /// With this accent, if it has colours at all.
    #[must_use]
    pub fn with_accent(self, accent: Color) -> Self {
        Self { accent: self.accent.and(Some(accent)), ..self }
    }

    /// In ASCII alone, for terminals that do not take UTF-8.
    #[must_use]
    pub fn with_ascii(self, is_ascii: bool) -> Self {
        Self { is_ascii, ..self }
    }

    /// Whether everything is shown in ASCII.
    #[must_use]
    pub fn is_ascii(self) -> bool {
        self.is_ascii
    }

    /// The only colour besides the terminal's own; `None` without colours.
    #[must_use]
    pub fn accent(self) -> Option<Color> {
        self.accent
    }

    /// The style of a role.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let accent = self.accent.map_or(plain, |accent| plain.fg(accent));
        match role {
            Role::Text | Role::Code => plain,
            Role::Strong | Role::Problem => plain.add_modifier(Modifier::BOLD),
            Role::Dim => plain.add_modifier(Modifier::DIM),
            Role::Accent => accent,
            Role::Link if self.accent.is_some() => accent,
            Role::Link => plain.add_modifier(Modifier::UNDERLINED),
            Role::Match if self.accent.is_some() => accent.add_modifier(Modifier::BOLD),
            Role::Match | Role::InvalidQuery => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Role::FindMatch => accent.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Role::CurrentMatch => accent.add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Emphasis => plain.add_modifier(Modifier::ITALIC),
        }
    }
}
