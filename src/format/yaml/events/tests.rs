//! Tests of the event parser: positions, aliases, merge keys, and limits.

use std::fmt::Write as _;

use super::*;
use crate::format::limits::Limits;

fn read(text: &str) -> Result<Vec<Node>, TreeError> {
    parse(text, 1, &Limits::default(), &AtomicBool::new(false))
}

fn json(text: &str) -> String {
    let documents = read(text).unwrap();
    documents.iter().map(|node| node.to_json().to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn documents_become_trees_that_know_their_places() {
    let documents = read("a: 1\n---\n- b:\n    c\n").unwrap();
    assert_eq!(documents.len(), 2);
    let item = &documents[1].items().unwrap()[0];
    assert_eq!(item.at, Position { line: 3, column: 3 });
    assert_eq!(item.pairs().unwrap()[0].node.at, Position { line: 4, column: 5 });
}

#[test]
fn merge_keys_and_aliases_are_applied_and_own_keys_win() {
    let text = "- &d {series: S, host: H}\n- <<: *d\n  host: I\n- *d\n";
    assert_eq!(
        json(text),
        r#"[{"series":"S","host":"H"},{"host":"I","series":"S"},{"series":"S","host":"H"}]"#
    );
}

#[test]
fn an_alias_bomb_ends_at_the_limit() {
    let mut bomb = "a0: &a0 [lol, lol]\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        let _ = writeln!(bomb, "a{level}: &a{level} [*a{below}, *a{below}]");
    }
    assert!(matches!(read(&bomb), Err(TreeError::Limit { .. })));
}

#[test]
fn a_large_anchor_used_thousands_of_times_ends_at_the_limit() {
    let bomb = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(5_000));
    assert!(matches!(read(&bomb), Err(TreeError::Limit { .. })));
}

/// Anchors nested sixty deep around many texts, and a comment that lists their names, each after `remark`.
fn nested_anchors(remark: &str) -> String {
    let mut open = String::new();
    let mut names = String::new();
    for level in 0..60 {
        let _ = write!(open, "&a{level} [");
        let _ = write!(names, "{remark}a{level} ");
    }
    format!("# {names}\na: {open}{}{}\n", "x, ".repeat(1_000), "]".repeat(60))
}

#[test]
fn stored_anchors_count_against_the_limit() {
    let limits = Limits { nodes: 10_000, ..Limits::default() };
    let read = |text: &str| parse(text, 1, &limits, &AtomicBool::new(false));
    let error = read(&nested_anchors("*")).unwrap_err();
    assert!(
        matches!(&error, TreeError::Limit { message, .. } if message == "more than 10000 values"),
        "{error:?}"
    );
    // An anchor that no alias names is not kept, and costs nothing.
    assert!(read(&nested_anchors("")).is_ok());
}

#[test]
fn a_merge_key_may_bring_tens_of_thousands_of_keys() {
    let mut keys = String::new();
    for n in 0..40_000 {
        let _ = write!(keys, "k{n}: v, ");
    }
    let documents = read(&format!("- &a {{{keys}}}\n- <<: *a\n  own: v\n")).unwrap();
    let items = documents[0].items().unwrap();
    assert_eq!(items[1].pairs().unwrap().len(), 40_001);
}

#[test]
fn deep_nesting_ends_at_the_limit_in_every_form() {
    for unit in ["[", "{\"\":[", "- ", "? "] {
        let result = read(&unit.repeat(100_000));
        assert!(matches!(result, Err(TreeError::Limit { .. })), "{unit}: {result:?}");
    }
}

#[test]
fn texts_on_which_the_parser_panics_are_syntax_errors() {
    for text in ["a: \"b\\", "[!a, b]", "- \"x\n\\"] {
        assert!(matches!(read(text), Err(TreeError::Syntax { .. })), "{text}");
    }
}

#[test]
fn an_alias_inside_its_own_anchor_is_refused() {
    assert!(matches!(read("a: &a [*a]\n"), Err(TreeError::Syntax { .. })));
}

#[test]
fn an_error_names_its_place_and_what_it_belongs_to() {
    let error = read("a: 1\nb: \"x\nc: 2\n").unwrap_err();
    let TreeError::Syntax { message, at } = error else { panic!("{error:?}") };
    assert_eq!(at, Position { line: 4, column: 1 });
    assert_eq!(message, "found unexpected end of stream while scanning a quoted scalar that began in line 2");
}

#[test]
fn a_text_may_end_in_the_middle_of_a_line() {
    assert_eq!(json("a: |-\n  one\n  two"), r#"{"a":"one\ntwo"}"#);
    assert_eq!(json("a: >-\n  one "), r#"{"a":"one "}"#);
    let error = read("a: 1\nb: \"x").unwrap_err();
    assert!(matches!(error, TreeError::Syntax { at: Position { line: 2, column: 6 }, .. }), "{error:?}");
}

#[test]
fn directives_have_a_limit() {
    let text = |count: usize| format!("{}--- {{title: A}}\n", "%TAG !e! tag:x\n".repeat(count));
    let limits = Limits::default();
    let never = AtomicBool::new(false);
    let error = parse(&format!("# first\n{}", text(200_000)), 1, &limits, &never).unwrap_err();
    let TreeError::Limit { message, at } = error else { panic!("{error:?}") };
    assert_eq!((message.as_str(), at.line), ("more than 100 lines begin with `%`", 102));
}
