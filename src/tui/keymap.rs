//! The key map: one table of bindings. Dispatch, the help overlay, the hints and the README's table are derived from it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

mod help;
mod notation;

pub use help::{HelpRow, help_rows, markdown_table};
pub use notation::{KeyError, parse_keys};

/// What a key does, independent of which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// One row up, in the list, the detail or an overlay.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the other pane.
    SwitchPane,
    /// Move the focus to the detail.
    FocusDetail,
    /// Move the focus to the list.
    FocusList,
    /// The next talk, whatever pane has the focus; the next match while a search in the talk is open.
    NextTalk,
    /// The previous talk.
    PreviousTalk,
    /// Scroll the detail down a page from anywhere.
    ScrollDown,
    /// Scroll the detail up a page from anywhere.
    ScrollUp,
    /// Open what is selected: the detail, the recording, the row of an overlay.
    Activate,
    /// Open the recording.
    OpenRecording,
    /// Open the recording at the time with this number, from 1.
    OpenTime(u8),
    /// Choose among all links of the talk.
    Links,
    /// Copy the recording's link.
    CopyLink,
    /// Copy title, speakers and link.
    CopyTalk,
    /// Open the prompt: search the archive or, from the detail, find in the talk.
    Search,
    /// Open the prompt to search the archive.
    SearchArchive,
    /// The previous match of the search in the talk.
    PreviousMatch,
    /// Narrow the list by year, series, speaker, …
    Facets,
    /// The card of the talk's speaker.
    SpeakerCard,
    /// The card of the talk's series.
    SeriesCard,
    /// The talks that are related to this one.
    Related,
    /// Back to the previous card.
    PreviousCard,
    /// Save the query under a name.
    SaveSearch,
    /// Choose the order of the list.
    Order,
    /// Complete the word in the prompt.
    Complete,
    /// The previous completion.
    CompletePrevious,
    /// Close what is on top: overlay, prompt, find, detail, query.
    Back,
    /// List the archive's problems.
    Problems,
    /// Edit the talk's file.
    Edit,
    /// Reload the archive.
    Reload,
    /// Show the keys.
    Help,
    /// Redraw the whole screen.
    Redraw,
    /// Suspend until the shell's `fg`.
    Suspend,
    /// End the program.
    Quit,
}

/// The groups of keys in the help overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving around.
    Move,
    /// Searching.
    Find,
    /// Opening and copying.
    Watch,
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
            Self::Move => "Move",
            Self::Find => "Find",
            Self::Watch => "Watch",
            Self::Read => "Read",
            Self::Program => "Program",
        }
    }
}

/// What keys currently apply to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// List and detail.
    Browse,
    /// An overlay with selectable rows.
    Choose,
    /// A prompt or a filter takes typed letters.
    Type,
}

/// Where a binding applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// List and detail only.
    Browse,
    /// Only in input mode.
    Prompt,
    /// Only in overlays with selectable rows.
    Overlay,
    /// Also in overlays, and in input mode unless the key is a letter, Home or End.
    Navigation,
    /// Always.
    Always,
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    control: bool,
}

impl Key {
    /// As it is written in help and README: `↑`, `PgUp`, `Ctrl-C`.
    #[must_use]
    pub fn label(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) if self.control => c.to_ascii_uppercase().to_string(),
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
        if self.control { format!("Ctrl-{name}") } else { name }
    }

    fn matches(self, event: KeyEvent) -> bool {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        // Shift is part of the letter, and of no other key that is bound.
        self.code == event.code && self.control == control && !alt
    }
}

/// A key binding.
#[derive(Debug)]
pub struct Binding {
    /// Any of these keys.
    pub keys: &'static [Key],
    /// Their action.
    pub action: Action,
    /// Their group in the help overlay.
    pub group: Group,
    /// What they do, for help and README.
    pub description: &'static str,
    scope: Scope,
}

impl Binding {
    /// All keys: `↑ k`, `1 … 9`.
    #[must_use]
    pub fn label(&self) -> String {
        self.labels().join(" ")
    }

    /// The label of each key; for the digits only the first and the last.
    fn labels(&self) -> Vec<String> {
        match self.keys {
            [first, .., last] if matches!(self.action, Action::OpenTime(_)) => {
                vec![first.label(), "…".to_owned(), last.label()]
            }
            keys => keys.iter().map(|key| key.label()).collect(),
        }
    }
}

const fn key(code: KeyCode) -> Key {
    Key { code, control: false }
}

const fn letter(c: char) -> Key {
    key(KeyCode::Char(c))
}

const fn control(c: char) -> Key {
    Key { code: KeyCode::Char(c), control: true }
}

const fn bind(
    group: Group,
    scope: Scope,
    action: Action,
    keys: &'static [Key],
    words: &'static str,
) -> Binding {
    Binding { keys, action, group, description: words, scope }
}

const DIGITS: &[Key] = &[
    letter('1'),
    letter('2'),
    letter('3'),
    letter('4'),
    letter('5'),
    letter('6'),
    letter('7'),
    letter('8'),
    letter('9'),
];

/// All bindings.
pub const BINDINGS: &[Binding] = {
    use Action as A;
    use Group::{Find, Move, Program, Read, Watch};
    use Scope::{Always, Browse, Navigation, Overlay, Prompt};
    &[
        bind(Move, Navigation, A::Up, &[key(KeyCode::Up), letter('k')], "one up"),
        bind(Move, Navigation, A::Down, &[key(KeyCode::Down), letter('j')], "one down"),
        bind(Move, Navigation, A::PageUp, &[key(KeyCode::PageUp)], "a page up"),
        bind(Move, Navigation, A::PageDown, &[key(KeyCode::PageDown)], "a page down"),
        bind(Move, Navigation, A::First, &[key(KeyCode::Home), letter('g')], "to the first"),
        bind(Move, Navigation, A::Last, &[key(KeyCode::End), letter('G')], "to the last"),
        bind(Move, Browse, A::SwitchPane, &[key(KeyCode::Tab)], "to the other pane"),
        bind(Move, Browse, A::FocusDetail, &[key(KeyCode::Right), letter('l')], "to the detail"),
        bind(Move, Browse, A::FocusList, &[key(KeyCode::Left), letter('h')], "back to the list"),
        bind(Find, Browse, A::Search, &[letter('/')], "search the archive; in the detail, the talk"),
        bind(
            Find,
            Browse,
            A::SearchArchive,
            &[letter('F')],
            "search the archive: speaker:han for speakers only",
        ),
        bind(
            Find,
            Prompt,
            A::Complete,
            &[key(KeyCode::Tab)],
            "in the prompt: what fields and values there are",
        ),
        bind(Find, Prompt, A::CompletePrevious, &[key(KeyCode::BackTab)], "in the prompt: the one before"),
        bind(
            Find,
            Navigation,
            A::Facets,
            &[letter('f')],
            "facets and saved searches: narrow by year, tag, …",
        ),
        bind(Find, Browse, A::SaveSearch, &[letter('w')], "save the query under a name"),
        bind(Find, Browse, A::Order, &[letter('s')], "the order of the list"),
        bind(Find, Browse, A::SpeakerCard, &[letter('S')], "the speaker's card: talks, affiliations, bios"),
        bind(
            Find,
            Browse,
            A::SeriesCard,
            &[letter('c')],
            "the series: its talks in order, previous and next",
        ),
        bind(Find, Browse, A::Related, &[letter('x')], "related talks, and why"),
        bind(Find, Overlay, A::PreviousCard, &[key(KeyCode::Backspace)], "from a card to the one before"),
        bind(Find, Browse, A::PreviousMatch, &[letter('N')], "previous match of an open talk search"),
        bind(
            Find,
            Navigation,
            A::Back,
            &[key(KeyCode::Esc)],
            "close overlay, prompt, talk search, detail, query",
        ),
        bind(
            Watch,
            Navigation,
            A::Activate,
            &[key(KeyCode::Enter)],
            "open the recording; in one pane go in first",
        ),
        bind(Watch, Browse, A::OpenRecording, &[letter('o')], "open the recording"),
        // One row for nine keys: `lookup` fills in the number.
        bind(Watch, Browse, A::OpenTime(1), DIGITS, "open the recording at the time with that mark"),
        bind(Watch, Browse, A::Links, &[letter('O')], "choose among all links of the talk"),
        bind(Watch, Browse, A::CopyLink, &[letter('y')], "copy the link"),
        bind(Watch, Browse, A::CopyTalk, &[letter('Y')], "copy title, speaker and link"),
        bind(Read, Browse, A::ScrollDown, &[letter(' ')], "scroll the detail down"),
        bind(Read, Browse, A::ScrollUp, &[letter('b')], "scroll the detail up"),
        bind(Read, Browse, A::NextTalk, &[letter('n')], "next talk; in an open talk search, next match"),
        bind(Read, Browse, A::PreviousTalk, &[letter('p')], "previous talk, the detail stays"),
        bind(Program, Browse, A::Problems, &[letter('!')], "problems in the archive; Enter goes to the talk"),
        bind(Program, Navigation, A::Edit, &[letter('e')], "edit the file in $VISUAL or $EDITOR"),
        bind(Program, Browse, A::Reload, &[letter('r')], "read the archive again"),
        bind(Program, Browse, A::Help, &[letter('?'), key(KeyCode::F(1))], "these keys; typing filters them"),
        bind(Program, Always, A::Redraw, &[control('l')], "paint the screen anew"),
        bind(Program, Always, A::Suspend, &[control('z')], "suspend; the shell's fg comes back"),
        bind(Program, Navigation, A::Quit, &[letter('q')], "quit"),
        bind(Program, Always, A::Quit, &[control('c')], "quit, always"),
    ]
};

/// The action of a key, if it is bound in this mode.
#[must_use]
pub fn lookup(mode: Mode, event: KeyEvent) -> Option<Action> {
    let is_letter = matches!(event.code, KeyCode::Char(_));
    let moves_cursor = matches!(event.code, KeyCode::Home | KeyCode::End);
    BINDINGS
        .iter()
        .filter(|binding| match (binding.scope, mode) {
            (Scope::Always, _)
            | (Scope::Prompt, Mode::Type)
            | (Scope::Navigation | Scope::Overlay, Mode::Choose)
            | (Scope::Browse | Scope::Navigation, Mode::Browse) => true,
            (Scope::Browse | Scope::Prompt | Scope::Overlay, _) => false,
            (Scope::Navigation, Mode::Type) => !is_letter && !moves_cursor,
        })
        .find(|binding| binding.keys.iter().any(|key| key.matches(event)))
        .map(|binding| match (binding.action, event.code) {
            (Action::OpenTime(first), KeyCode::Char(c)) => {
                Action::OpenTime(c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(first))
            }
            (action, _) => action,
        })
}

/// The first key of an action, for hints.
#[must_use]
pub fn key_label(action: Action) -> String {
    let binding = BINDINGS.iter().find(|binding| binding.action == action);
    match binding.and_then(|binding| binding.keys.first()) {
        Some(Key { code: KeyCode::Enter, .. }) => "↵".to_owned(),
        // `n` and `N` are two keys.
        Some(key @ Key { code: KeyCode::Char(_), control: false }) => key.label(),
        Some(key) => key.label().to_lowercase(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
