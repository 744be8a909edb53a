//! No key is bound twice, and each mode finds the right actions.

use crossterm::event::{KeyCode, KeyModifiers};

use super::binding::Scope;
use super::*;

fn press(keys: &str) -> KeyEvent {
    parse_keys(keys).unwrap()[0]
}

#[test]
fn no_key_is_bound_twice() {
    let keymap = Keymap::default();
    for in_prompt in [true, false] {
        let here = keymap.bindings().iter().filter(|binding| (binding.scope == Scope::Prompt) == in_prompt);
        let all: Vec<Key> = here.flat_map(|binding| binding.keys.clone()).collect();
        for (at, key) in all.iter().enumerate() {
            assert!(!all[..at].contains(key), "{} is bound twice", key.label());
        }
    }
}

#[test]
fn letters_are_typed_in_input_mode() {
    assert_eq!(Keymap::default().lookup(Mode::Browse, press("q")), Some(Action::Quit));
    assert_eq!(Keymap::default().lookup(Mode::Choose, press("q")), Some(Action::Quit));
    assert_eq!(Keymap::default().lookup(Mode::Type, press("q")), None);
    assert_eq!(Keymap::default().lookup(Mode::Type, press("<C-c>")), Some(Action::Quit));
    assert_eq!(Keymap::default().lookup(Mode::Type, press("<Down>")), Some(Action::Down));
    assert_eq!(Keymap::default().lookup(Mode::Type, press("<Home>")), None);
    assert_eq!(Keymap::default().lookup(Mode::Type, press("<Tab>")), Some(Action::Complete));
    assert_eq!(Keymap::default().lookup(Mode::Browse, press("<Tab>")), Some(Action::SwitchPane));
    assert_eq!(Keymap::default().lookup(Mode::Browse, press("<S-Tab>")), None);
    assert_eq!(Keymap::default().lookup(Mode::Choose, press("Y")), None);
    assert_eq!(Keymap::default().lookup(Mode::Browse, press("<A-q>")), None);
    assert_eq!(Keymap::default().lookup(Mode::Browse, press("7")), Some(Action::OpenTime(7)));
    assert_eq!(Keymap::default().lookup(Mode::Browse, press("0")), None);
    assert_eq!(Keymap::default().lookup(Mode::Type, press("7")), None);
}

#[test]
fn backspace_goes_back_through_cards_and_edits_in_prompts() {
    assert_eq!(Keymap::default().lookup(Mode::Choose, press("<BS>")), Some(Action::PreviousCard));
    assert_eq!(Keymap::default().lookup(Mode::Type, press("<BS>")), None);
    assert_eq!(Keymap::default().lookup(Mode::Browse, press("<BS>")), None);
    assert_eq!(Keymap::default().lookup(Mode::Choose, press("S")), None);
    assert_eq!(Keymap::default().lookup(Mode::Type, press("S")), None);
}

#[test]
fn modifiers_are_told_apart_and_shift_may_be_held_for_nothing() {
    let mut keymap = Keymap::default();
    keymap.bind(Action::Reload, &[press("<A-r>")]);
    keymap.bind(Action::Problems, &[KeyEvent::new(KeyCode::Up, KeyModifiers::SHIFT)]);
    assert_eq!(keymap.lookup(Mode::Browse, press("<A-r>")), Some(Action::Reload));
    assert_eq!(keymap.lookup(Mode::Browse, press("r")), None);
    assert_eq!(keymap.label(Action::Reload), "Alt-r");
    let shifted = |code| KeyEvent::new(code, KeyModifiers::SHIFT);
    assert_eq!(keymap.lookup(Mode::Browse, shifted(KeyCode::Up)), Some(Action::Problems));
    assert_eq!(keymap.lookup(Mode::Browse, press("<Up>")), Some(Action::Up));
    assert_eq!(keymap.lookup(Mode::Browse, shifted(KeyCode::Down)), Some(Action::Down));
    assert_eq!(keymap.label(Action::Problems), "shift-↑");
}

#[test]
fn actions_have_names_of_their_own() {
    let keymap = Keymap::default();
    let mut names: Vec<&str> = keymap.bindings().iter().map(|binding| binding.action.name()).collect();
    names.sort_unstable();
    names.dedup();
    // `quit` has two bindings: a letter, and Ctrl-C, which always applies.
    assert_eq!(names.len() + 1, keymap.bindings().len());
    assert!(keymap.bindings().iter().all(|binding| !binding.keys.is_empty()));
    assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
}
