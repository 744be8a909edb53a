//! Hints: keys that are useful right now.

use super::{Action, Keymap};

/// A key and what it does, in few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The key, or several.
    pub keys: String,
    /// What it does.
    pub words: &'static str,
    /// The key's action; `None` if the hint names several keys.
    pub action: Option<Action>,
}

impl Keymap {
    /// The hints for actions, with the keys that they are bound to.
    #[must_use]
    pub fn hints(&self, actions: &[(Action, &'static str)]) -> Vec<Hint> {
        let hint =
            |&(action, words): &(Action, _)| Hint { keys: self.label(action), words, action: Some(action) };
        actions.iter().map(hint).collect()
    }
}
