//! Which private modes are set after a stream of output.

use std::collections::BTreeSet;

/// Those that the program may touch: cursor, mouse, alternate screen, paste, synchronized output, and the neighbours
/// that it must not touch.
const WATCHED: [u16; 12] = [1, 7, 25, 1000, 1002, 1003, 1004, 1006, 1049, 1047, 2004, 2026];

/// The modes that are set before anything is written: the cursor is visible and lines wrap.
pub(super) fn initial() -> BTreeSet<u16> {
    BTreeSet::from([7, 25])
}

/// The watched modes that are set after `output`.
pub(super) fn after(output: &[u8]) -> BTreeSet<u16> {
    let mut set = initial();
    for piece in String::from_utf8_lossy(output).split("\x1b[?").skip(1) {
        let parameters: &str =
            piece.split(|letter: char| !letter.is_ascii_digit() && letter != ';').next().unwrap();
        let numbers = parameters.split(';').filter_map(|number| number.parse().ok());
        let watched = numbers.filter(|number| WATCHED.contains(number));
        match piece[parameters.len()..].chars().next() {
            Some('h') => set.extend(watched),
            Some('l') => {
                for number in watched {
                    set.remove(&number);
                }
            }
            _ => {}
        }
    }
    set
}

#[test]
fn modes_are_counted_as_a_terminal_would() {
    assert_eq!(after(b"\x1b[?1049h\x1b[?25l\x1b[?1000;1006hx\x1b[?1000l"), BTreeSet::from([7, 1006, 1049]));
    assert_eq!(after(b"\x1b[?25l\x1b[?25h\x1b[?6n\x1b[?2026$p"), initial());
}
