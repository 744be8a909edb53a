//! A *find* is a search in the text of the talk that shows, as it is laid out: open from its prompt until Esc, or until
//! another talk takes the place.

use tui_input::Input;

use super::Detail;
use crate::records::Handle;

/// A search in the talk that shows.
#[derive(Debug, Clone)]
pub struct Find {
    /// The talk.
    pub handle: Handle,
    /// What is looked for.
    pub text: String,
    /// Which of the matches is the current one, from 0.
    pub current: usize,
    /// The prompt, while something is typed.
    pub prompt: Option<FindPrompt>,
}

/// The prompt of a search in the talk, and what Esc brings back.
#[derive(Debug, Clone)]
pub struct FindPrompt {
    /// The line being typed.
    pub input: Input,
    /// The first visible row when it opened: the matches are counted from there.
    pub top: usize,
    /// What was looked for before, and its current match.
    pub previous: Option<(String, usize)>,
}

impl Find {
    /// Where one stands among the matches, in words: `2 of 7`; nothing while nothing is looked for.
    #[must_use]
    pub fn position_text(&self, detail: &Detail) -> String {
        match detail.matches.len() {
            _ if self.text.trim().is_empty() => String::new(),
            0 => "no match".to_owned(),
            all => format!("{} of {all}", self.current.min(all - 1) + 1),
        }
    }
}
