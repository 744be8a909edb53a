//! The key map. Dispatch, help, hints, notices and the README's table all take their keys from here; keys are written
//! nowhere else.

use crossterm::event::KeyEvent;

mod action;
mod binding;
mod defaults;
mod help;
mod hint;
mod notation;

pub use action::Action;
pub use binding::{Binding, Group, Key, Mode};
pub use help::HelpRow;
pub use hint::Hint;
pub use notation::{KeyError, parse_keys};

/// All key bindings.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: defaults::bindings() }
    }
}

impl Keymap {
    /// All bindings, by group.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Rebinds an action to these keys, replacing its current ones.
    pub fn bind(&mut self, action: Action, keys: &[KeyEvent]) {
        for binding in self.bindings.iter_mut().filter(|binding| binding.action == action) {
            binding.keys = keys.iter().copied().map(Key::from).collect();
        }
    }

    /// The action that a key is bound to in this mode. If the key is not bound with Shift, Shift is ignored.
    #[must_use]
    pub fn lookup(&self, mode: Mode, event: KeyEvent) -> Option<Action> {
        let key = Key::from(event);
        self.find(mode, key).or_else(|| self.find(mode, key.without_shift()))
    }

    fn find(&self, mode: Mode, wanted: Key) -> Option<Action> {
        let bindings = self.bindings.iter().filter(|binding| binding.applies(mode, wanted));
        bindings.into_iter().find_map(|binding| {
            let at = binding.keys.iter().position(|key| *key == wanted)?;
            Some(match binding.action {
                // One binding has all nine digit keys: the nth key opens the nth time.
                Action::OpenTime(_) => Action::OpenTime(u8::try_from(at + 1).ok()?),
                action => action,
            })
        })
    }

    /// The first key of an action, for hints and notices; empty if it has none.
    #[must_use]
    pub fn label(&self, action: Action) -> String {
        let is_same = |own: Action| std::mem::discriminant(&own) == std::mem::discriminant(&action);
        let binding = self.bindings.iter().find(|binding| is_same(binding.action));
        let at =
            if let Action::OpenTime(number) = action { usize::from(number).saturating_sub(1) } else { 0 };
        binding.and_then(|binding| binding.keys.get(at)).map_or_else(String::new, |key| key.hint())
    }
}

#[cfg(test)]
mod tests;
