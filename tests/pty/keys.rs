//! Keys in words: `/song han<Enter>` becomes what a terminal sends for it.

/// Plain characters stand for themselves. Between angle brackets: `Enter` `Esc` `Tab` `S-Tab` `BS` `Space` `Up` `Down`
/// `Left` `Right` `Home` `End` `PageUp` `PageDown` `Ins` `Del` `F1` to `F12`, `C-a` to `C-z`, `A-x`, and `lt` for `<`.
pub(super) fn bytes(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some((plain, after)) = rest.split_once('<') {
        let (name, after) = after.split_once('>').unwrap_or_else(|| panic!("`<` without `>` in `{keys}`"));
        bytes.extend(plain.as_bytes());
        bytes.extend(named(name));
        rest = after;
    }
    bytes.extend(rest.as_bytes());
    bytes
}

fn named(name: &str) -> Vec<u8> {
    let text = match name {
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Tab" => "\t",
        "S-Tab" => "\x1b[Z",
        "BS" => "\x7f",
        "Space" => " ",
        "lt" => "<",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "Home" => "\x1b[H",
        "End" => "\x1b[F",
        "PageUp" => "\x1b[5~",
        "PageDown" => "\x1b[6~",
        "Ins" => "\x1b[2~",
        "Del" => "\x1b[3~",
        _ => return combined(name),
    };
    text.as_bytes().to_vec()
}

fn combined(name: &str) -> Vec<u8> {
    let mut letters = name.chars();
    match (letters.next(), letters.next(), letters.next(), letters.next()) {
        (Some('C'), Some('-'), Some(letter @ 'a'..='z'), None) => vec![letter as u8 - b'a' + 1],
        (Some('A'), Some('-'), Some(letter), None) => format!("\x1b{letter}").into_bytes(),
        (Some('F'), ..) => match name.trim_start_matches('F').parse::<usize>() {
            Ok(number @ 1..=4) => vec![0x1b, b'O', b"PQRS"[number - 1]],
            Ok(number @ 5..=12) => {
                format!("\x1b[{}~", [15, 17, 18, 19, 20, 21, 23, 24][number - 5]).into_bytes()
            }
            _ => panic!("no key is called `<{name}>`"),
        },
        _ => panic!("no key is called `<{name}>`"),
    }
}

#[test]
fn keys_in_words_become_what_a_terminal_sends() {
    assert_eq!(bytes("/ab<Down><C-z><A-x><lt><F1><F12>"), b"/ab\x1b[B\x1a\x1bx<\x1bOP\x1b[24~");
}
