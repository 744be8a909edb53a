//! [`Binding`]: keys, their action, and where they apply.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::Action;

/// The groups of keys in the help overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The keys of daily use.
    Daily,
    /// Moving around.
    Move,
    /// Searching.
    Find,
    /// Opening and copying.
    Watch,
    /// Marks and the queue.
    Mark,
    /// Reading the detail.
    Read,
    /// The program itself.
    Program,
}

impl Group {
    /// The group's heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Daily => "Essentials",
            Self::Move => "Move",
            Self::Find => "Find",
            Self::Watch => "Watch",
            Self::Mark => "Mark",
            Self::Read => "Read",
            Self::Program => "Program",
        }
    }
}

/// The input mode, which decides the bindings that apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// List and detail.
    Browse,
    /// An overlay with selectable rows.
    Choose,
    /// A prompt that takes typed letters.
    Type,
    /// An overlay with selectable rows whose filter takes typed letters.
    Filter,
}

/// Where a binding applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// List and detail only.
    Browse,
    /// Only in prompts.
    Prompt,
    /// Only in overlays with selectable rows, and without a filter.
    Overlay,
    /// Only in overlays with a filter.
    Filter,
    /// In list, detail and overlays; while text is typed, unless the key is a letter, Home or End.
    Navigation,
    /// Always.
    Always,
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    /// Any of Control, Alt and Shift; without Shift if the key implies it, as in `G` and Shift-Tab.
    modifiers: KeyModifiers,
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let shifted = matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab);
        let modifiers = event.modifiers & known;
        Self {
            code: event.code,
            modifiers: if shifted { modifiers - KeyModifiers::SHIFT } else { modifiers },
        }
    }
}

impl Key {
    /// The same key without Shift.
    pub(super) fn without_shift(self) -> Self {
        Self { modifiers: self.modifiers - KeyModifiers::SHIFT, ..self }
    }

    /// The key as written in help and README: `↑`, `PgUp`, `Ctrl-C`, `Alt-x`.
    #[must_use]
    pub fn label(self) -> String {
        let control = self.modifiers.contains(KeyModifiers::CONTROL);
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) if control => c.to_ascii_uppercase().to_string(),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            KeyCode::F(number) => format!("F{number}"),
            code => code.to_string(),
        };
        let prefixes =
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")];
        let held = prefixes.iter().filter(|(modifier, _)| self.modifiers.contains(*modifier));
        held.map(|(_, prefix)| *prefix).chain([name.as_str()]).collect()
    }

    /// The key as written in hints: short, and in lower case unless it is a character.
    pub(super) fn hint(self) -> String {
        match self {
            Self { code: KeyCode::Enter, modifiers: KeyModifiers::NONE } => "↵".to_owned(),
            // `n` and `N` are two keys.
            Self { code: KeyCode::Char(_), modifiers } if !modifiers.contains(KeyModifiers::CONTROL) => {
                self.label()
            }
            _ => self.label().to_lowercase(),
        }
    }
}

/// A key binding.
#[derive(Debug, Clone)]
pub struct Binding {
    /// The keys, each of which triggers the action.
    pub keys: Vec<Key>,
    /// Their action.
    pub action: Action,
    /// Their group in the help overlay.
    pub group: Group,
    /// What the keys do, for help and README.
    pub description: &'static str,
    pub(super) scope: Scope,
}

impl Binding {
    /// Whether its action makes sense from the help overlay: not what only works in a prompt or another overlay.
    #[must_use]
    pub fn is_command(&self) -> bool {
        matches!(self.scope, Scope::Browse | Scope::Navigation | Scope::Always)
    }

    /// The keys as text: `↑ k`, `1 … 9`.
    #[must_use]
    pub fn label(&self) -> String {
        self.labels().join(" ")
    }

    /// The label of each key; for the digits only the first and the last.
    pub(super) fn labels(&self) -> Vec<String> {
        match self.keys.as_slice() {
            [first, .., last] if matches!(self.action, Action::OpenTime(_)) => {
                vec![first.label(), "…".to_owned(), last.label()]
            }
            keys => keys.iter().map(|key| key.label()).collect(),
        }
    }

    /// Whether the binding applies to a key in a mode.
    pub(super) fn applies(&self, mode: Mode, key: Key) -> bool {
        let edits = matches!(key.code, KeyCode::Char(_) | KeyCode::Home | KeyCode::End)
            && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match (self.scope, mode) {
            (Scope::Always, _)
            | (Scope::Prompt, Mode::Type)
            | (Scope::Filter, Mode::Filter)
            | (Scope::Navigation | Scope::Overlay, Mode::Choose)
            | (Scope::Browse | Scope::Navigation, Mode::Browse) => true,
            (Scope::Browse | Scope::Prompt | Scope::Overlay | Scope::Filter, _) => false,
            (Scope::Navigation, Mode::Type | Mode::Filter) => !edits,
        }
    }
}
