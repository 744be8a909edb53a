//! The decoder on complete, split and broken input.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use proptest::prelude::*;

use super::{Decoder, PARAMETER_LIMIT, PASTE_LIMIT};

fn decode(bytes: &[u8]) -> Vec<Event> {
    let mut events = Vec::new();
    Decoder::new().feed(bytes, &mut events);
    events
}

fn decode_and_flush(bytes: &[u8]) -> Vec<Event> {
    let (mut decoder, mut events) = (Decoder::new(), Vec::new());
    decoder.feed(bytes, &mut events);
    decoder.flush(&mut events);
    assert_eq!(decoder.timeout(), None, "nothing is unfinished after {bytes:?}");
    events
}

/// Events in key notation: `C-a`, `S-Up`, `paste "x"`.
fn names(events: &[Event]) -> String {
    events.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn name(event: &Event) -> String {
    match event {
        Event::Key(key) => {
            let prefixes = [
                (KeyModifiers::CONTROL, "C-"),
                (KeyModifiers::ALT, "A-"),
                (KeyModifiers::SHIFT, "S-"),
                (KeyModifiers::SUPER, "D-"),
            ];
            let held = prefixes.iter().filter(|(modifier, _)| key.modifiers.contains(*modifier));
            let prefix: String = held.map(|(_, prefix)| *prefix).collect();
            match key.code {
                KeyCode::Char(letter) => format!("{prefix}{letter}"),
                KeyCode::F(number) => format!("{prefix}F{number}"),
                code => format!("{prefix}{code:?}"),
            }
        }
        Event::Paste(text) => format!("paste {text:?}"),
        Event::Mouse(mouse) => format!("{:?}@{},{}", mouse.kind, mouse.column, mouse.row),
        other => format!("{other:?}"),
    }
}

#[test]
fn letters_and_control_keys_are_themselves() {
    assert_eq!(names(&decode(b"aZ /")), "a S-Z   /");
    assert_eq!(names(&decode("ł漢🎈É".as_bytes())), "ł 漢 🎈 S-É");
    assert_eq!(
        names(&decode(b"\r\n\t\x7f\x08\x03\x1a\x00\x1f")),
        "Enter C-j Tab Backspace C-h C-c C-z C-  C-7"
    );
}

#[test]
fn a_keyboard_protocol_that_was_left_on_is_understood() {
    assert_eq!(names(&decode(b"\x1b[115;2u\x1b[115u\x1b[13u\x1b[27u")), "S-S s Enter Esc");
    assert_eq!(names(&decode(b"\x1b[57400u\x1b[57414u\x1b[57419u\x1b[57421;5u")), "1 Enter Up C-PageUp");
}

#[test]
fn arrows_and_function_keys_come_in_every_dialect() {
    for (bytes, expected) in [
        (&b"\x1b[A\x1b[B\x1b[C\x1b[D"[..], "Up Down Right Left"),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "Up Down Right Left Home End"),
        (b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "Home End Home End Home End"),
        (b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "Insert Delete PageUp PageDown"),
        (b"\x1bOP\x1bOS\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[24~\x1b[34~", "F1 F4 F1 F5 F6 F10 F12 F20"),
        (b"\x1b[[A\x1b[[E", "F1 F5"),
        (
            b"\x1b[1;5A\x1b[1;2B\x1b[1;3C\x1b[1;9D\x1b[5;5~\x1b[1;5R",
            "C-Up S-Down A-Right D-Left C-PageUp C-F3",
        ),
        (b"\x1bO5A\x1bO1;5B\x1bOM\x1bOy\x1bOk", "C-Up C-Down Enter 9 +"),
        (b"\x1b[Z\x1b[97;5u\x1b[27;6;105~\x1b[13;2u", "S-BackTab C-a C-S-i S-Enter"),
        (b"\x1b[97;1:3u\x1b[1;1:1A", "Up"),
        (b"\x1b[I\x1b[O", "FocusGained FocusLost"),
    ] {
        assert_eq!(names(&decode(bytes)), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn escape_is_alt_with_what_follows_and_a_key_when_nothing_does() {
    assert_eq!(names(&decode(b"\x1bx\x1bX\x1b\r\x1b\x7f\x1b\x01")), "A-x A-Enter A-Backspace C-A-a");
    assert_eq!(names(&decode("\x1bé".as_bytes())), "A-é");
    assert_eq!(names(&decode(b"\x1b")), "");
    assert_eq!(names(&decode_and_flush(b"\x1b")), "Esc");
    assert_eq!(names(&decode_and_flush(b"\x1b\x1b")), "Esc Esc");
    assert_eq!(names(&decode_and_flush(b"\x1b\x1b[A")), "Esc Up");
    assert_eq!(names(&decode_and_flush(b"\x1b[")), "A-[");
    assert_eq!(names(&decode_and_flush(b"\x1bO")), "A-S-O");
    assert_eq!(names(&decode_and_flush(b"\x1b]")), "A-]");
    assert_eq!(names(&decode_and_flush(b"\x1b[1;")), "");
}

#[test]
fn a_paste_is_one_event_with_plain_line_ends() {
    assert_eq!(
        names(&decode(b"a\x1b[200~one\rtwo\r\n\x1b[A q\x1b[201~b")),
        "a paste \"one\\ntwo\\n\\u{1b}[A q\" b"
    );
    assert_eq!(names(&decode(b"\x1b[200~\x1b\x1b[201\x1b[201~")), "paste \"\\u{1b}\\u{1b}[201\"");
    assert_eq!(names(&decode(b"\x1b[200~\xff\x1b[201~")), "paste \"\u{fffd}\"");
    assert_eq!(names(&decode(b"\x1b[201~x")), "x");
}

#[test]
fn a_paste_that_never_ends_is_bounded_and_given_up() {
    let (mut decoder, mut events) = (Decoder::new(), Vec::new());
    decoder.feed(b"\x1b[200~", &mut events);
    for _ in 0..(PASTE_LIMIT / 1000 + 100) {
        decoder.feed(&[b'x'; 1000], &mut events);
    }
    assert_eq!((events.len(), decoder.pending.len()), (0, PASTE_LIMIT));
    assert!(decoder.timeout().is_some());
    decoder.flush(&mut events);
    decoder.feed(b"q", &mut events);
    let Some(Event::Paste(text)) = events.first() else { panic!("{}", names(&events)) };
    assert_eq!((text.len(), names(&events[1..])), (PASTE_LIMIT, "q".to_owned()));
}

#[test]
fn mouse_reports_count_from_zero() {
    let mouse = |bytes: &[u8]| match decode(bytes).as_slice() {
        [Event::Mouse(mouse)] => (mouse.kind, mouse.column, mouse.row, mouse.modifiers),
        other => panic!("{other:?}"),
    };
    let none = KeyModifiers::NONE;
    assert_eq!(mouse(b"\x1b[<0;10;20M"), (MouseEventKind::Down(MouseButton::Left), 9, 19, none));
    assert_eq!(mouse(b"\x1b[<2;10;20m"), (MouseEventKind::Up(MouseButton::Right), 9, 19, none));
    assert_eq!(mouse(b"\x1b[<32;500;1M"), (MouseEventKind::Drag(MouseButton::Left), 499, 0, none));
    assert_eq!(mouse(b"\x1b[<64;1;1M"), (MouseEventKind::ScrollUp, 0, 0, none));
    assert_eq!(mouse(b"\x1b[<81;1;1M"), (MouseEventKind::ScrollDown, 0, 0, KeyModifiers::CONTROL));
    assert_eq!(mouse(b"\x1b[M !!"), (MouseEventKind::Down(MouseButton::Left), 0, 0, none));
    assert_eq!(names(&decode(b"\x1b[<0;70000;1Mx\x1b[<1;2Mx\x1b[<0;1;1Ax")), "x x x");
}

#[test]
fn answers_and_unknown_sequences_leave_nothing_behind() {
    for bytes in [
        &b"\x1b[?62;22c"[..],
        b"\x1b[>0;276;0c",
        b"\x1b[24;80R",
        b"\x1b[?2026;1$y",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
        b"\x1bP>|xterm(370)\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b[99~",
        b"\x1b[1 q",
        b"\xff\x80\xc3",
    ] {
        let mut bytes = bytes.to_vec();
        bytes.extend(b"x");
        assert_eq!(names(&decode(&bytes)), "x", "{}", bytes.escape_ascii());
    }
    let mut long = b"\x1b[".to_vec();
    long.extend([b'1'; PARAMETER_LIMIT * 2]);
    long.extend(b"Ax");
    assert_eq!(names(&decode(&long)), "x");
}

#[test]
fn a_torn_sequence_costs_only_itself() {
    assert_eq!(names(&decode(b"\x1b[1\x1b[A")), "Up");
    assert_eq!(names(&decode(b"\x1b[1\rx")), "Enter x");
    assert_eq!(names(&decode(b"\x1b]11;rgb\x1b[Ax")), "Up x");
    assert_eq!(names(&decode(b"\xe6\xbcx\xe6\x1b[A")), "x Up");
    assert_eq!(names(&decode("\x1b[1é".as_bytes())), "é");
}

/// Bytes similar to terminal input, valid and broken.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        Just(b"\x1b".to_vec()),
        prop::sample::select(vec![
            "\x1b[",
            "\x1b[A",
            "\x1bOA",
            "\x1b[200~",
            "\x1b[201~",
            "\x1b]",
            "\x1b\\",
            "\x1b[M",
            "\x1b[["
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        "[0-9;:<?~a-zA-Z$ ]{1,8}".prop_map(String::into_bytes),
        "\\PC{1,3}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn pieces_give_the_same_events_as_the_whole(bytes in input(), cuts in prop::collection::vec(1_usize..9, 1..20)) {
        let whole = decode_and_flush(&bytes);
        let (mut decoder, mut events, mut rest) = (Decoder::new(), Vec::new(), bytes.as_slice());
        for &cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at(cut.min(rest.len()));
            decoder.feed(piece, &mut events);
            rest = after;
        }
        decoder.flush(&mut events);
        prop_assert_eq!(events, whole);
    }

    #[test]
    fn any_bytes_leave_a_decoder_that_still_hears(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (mut decoder, mut events) = (Decoder::new(), Vec::new());
        decoder.feed(&bytes, &mut events);
        decoder.flush(&mut events);
        events.clear();
        decoder.feed(b"q", &mut events);
        prop_assert_eq!(events, vec![Event::Key(KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE))]);
    }
}
