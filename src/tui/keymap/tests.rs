//! No key is bound twice, and each mode finds the right actions.

use super::*;

fn press(keys: &str) -> KeyEvent {
    parse_keys(keys).unwrap()[0]
}

#[test]
fn no_key_is_bound_twice() {
    for in_prompt in [true, false] {
        let here = BINDINGS.iter().filter(|binding| (binding.scope == Scope::Prompt) == in_prompt);
        let all: Vec<Key> = here.flat_map(|binding| binding.keys).copied().collect();
        for (at, key) in all.iter().enumerate() {
            assert!(!all[..at].contains(key), "{} is bound twice", key.label());
        }
    }
}

#[test]
fn letters_are_typed_in_input_mode() {
    assert_eq!(lookup(Mode::Browse, press("q")), Some(Action::Quit));
    assert_eq!(lookup(Mode::Choose, press("q")), Some(Action::Quit));
    assert_eq!(lookup(Mode::Type, press("q")), None);
    assert_eq!(lookup(Mode::Type, press("<C-c>")), Some(Action::Quit));
    assert_eq!(lookup(Mode::Type, press("<Down>")), Some(Action::Down));
    assert_eq!(lookup(Mode::Type, press("<Home>")), None);
    assert_eq!(lookup(Mode::Type, press("<Tab>")), Some(Action::Complete));
    assert_eq!(lookup(Mode::Browse, press("<Tab>")), Some(Action::SwitchPane));
    assert_eq!(lookup(Mode::Browse, press("<S-Tab>")), None);
    assert_eq!(lookup(Mode::Choose, press("y")), None);
    assert_eq!(lookup(Mode::Browse, press("<A-q>")), None);
    assert_eq!(lookup(Mode::Browse, press("7")), Some(Action::OpenTime(7)));
    assert_eq!(lookup(Mode::Browse, press("0")), None);
    assert_eq!(lookup(Mode::Type, press("7")), None);
}

#[test]
fn backspace_goes_back_through_cards_and_edits_in_prompts() {
    assert_eq!(lookup(Mode::Choose, press("<BS>")), Some(Action::PreviousCard));
    assert_eq!(lookup(Mode::Type, press("<BS>")), None);
    assert_eq!(lookup(Mode::Browse, press("<BS>")), None);
    assert_eq!(lookup(Mode::Choose, press("S")), None);
    assert_eq!(lookup(Mode::Type, press("S")), None);
}
