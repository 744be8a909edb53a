//! *Find*: a search in the text of the selected talk, as it is laid out. It stays open from its prompt until Esc, or
//! until another talk is selected.

use tui_input::Input;

use super::Detail;
use crate::records::Handle;

/// A search in the text of the selected talk.
#[derive(Debug, Clone)]
pub struct Find {
    /// The talk.
    pub handle: Handle,
    /// The text to find.
    pub text: String,
    /// Index of the current match.
    pub current: usize,
    /// The prompt, while it is open.
    pub prompt: Option<FindPrompt>,
}

/// The prompt of find, and what Esc restores.
#[derive(Debug, Clone)]
pub struct FindPrompt {
    /// The line being typed.
    pub input: Input,
    /// The first visible row when the prompt opened, where the search for the current match starts.
    pub top: usize,
    /// The previous find text and its current match.
    pub previous: Option<(String, usize)>,
}

impl Find {
    /// The current match as text: `2 of 7`; empty without a find text.
    #[must_use]
    pub fn position_text(&self, detail: &Detail) -> String {
        match detail.matches.len() {
            _ if self.text.trim().is_empty() => String::new(),
            0 => "no match".to_owned(),
            all => format!("{} of {all}", self.current.min(all - 1) + 1),
        }
    }
}
