//! Tests of the blocks that texts are parsed into.

use super::*;
use proptest::prelude::*;

/// One line per block: its mark or kind, its depth, and its text with `*`, `_`, `` ` `` around styled parts.
fn rendered(text: &str) -> Vec<String> {
    parse(text)
        .into_iter()
        .map(|block| {
            let mut line = match block.kind {
                BlockKind::Paragraph => String::new(),
                BlockKind::Line => "\\ ".to_owned(),
                BlockKind::Item(mark) => format!("{}{mark} ", " ".repeat(usize::from(block.depth))),
                BlockKind::Heading => "# ".to_owned(),
                BlockKind::Code => "| ".to_owned(),
                BlockKind::Row => "# | ".to_owned(),
            };
            for span in block.spans {
                let InlineStyle { strong, emphasis, code } = span.style;
                let mark = if strong {
                    "*"
                } else if emphasis {
                    "_"
                } else if code {
                    "`"
                } else {
                    ""
                };
                line.extend([mark, span.text.as_str(), mark]);
            }
            line
        })
        .collect()
}

#[test]
fn emphasis_code_and_lists_are_rendered() {
    assert_eq!(
        rendered("An *idea* in **bold** and `code`\nwith more.\n\nNext."),
        ["An _idea_ in *bold* and `code` with more.", "Next."]
    );
    assert_eq!(rendered("Plan:\n- one\n- two\n  1. deep\n"), ["Plan:", " • one", " • two", "  1. deep"]);
    assert_eq!(rendered("    let x = 1;\n"), ["| `let x = 1;`"]);
}

#[test]
fn a_link_shows_its_target() {
    assert_eq!(rendered("See [the paper](https://a.example/p)."), ["See the paper (https://a.example/p)."]);
    assert_eq!(rendered("<https://a.example>"), ["https://a.example"]);
}

#[test]
fn latex_stays_as_written() {
    for text in [
        r"Let $a_1 * b_2 * c$ be \(x\) and \[y\].",
        r"$$\sum_{i} x_i$$ in \mathbb{R}",
        r"$T_2^*$ and $R_2^*$",
        r"50\% of \{a\}",
    ] {
        assert_eq!(to_plain_text(text), text);
    }
}

#[test]
fn html_in_the_text_is_rendered_too() {
    assert_eq!(
        rendered("<p>One <b>two</b></p>\n<p>three&nbsp;&amp; four</p>"),
        ["One *two*", "three\u{a0}& four"]
    );
    assert_eq!(rendered("<ul><li>a</li><li>b</li></ul>"), [" • a", " • b"]);
    assert_eq!(
        rendered("line<br/>break <i>x</i> <a href=\"https://a.example\">here</a>"),
        ["line", "\\ break _x_ here (https://a.example)"]
    );
    assert_eq!(rendered("a < b and c > d"), ["a < b and c > d"]);
}

#[test]
fn an_entity_brings_no_control_character_back() {
    assert_eq!(rendered("a&#27;[2J <b>b</b>&#x202e;c<p>d&#7;</p>"), ["a[2J *b*c", "d"]);
    assert_eq!(rendered("[e](https://a.example/&#27;)"), ["e (https://a.example/)"]);
}

#[test]
fn addresses_are_found_once_each() {
    assert_eq!(
        find_addresses("[x](https://a.example) https://b.example/c, (https://a.example)"),
        ["https://a.example", "https://b.example/c"]
    );
}

proptest! {
    #[test]
    fn no_span_contains_a_newline(text in "([a-z<>/*_`\\[\\]()#$&;\\-\n\\\\ 1.]|<b>|</p>|<li>){0,80}") {
        for block in parse(&text) {
            prop_assert!(!block.spans.is_empty());
            for span in block.spans {
                prop_assert!(!span.text.contains(['\n', '\t']));
            }
        }
    }

    #[test]
    fn plain_words_are_unchanged(words in prop::collection::vec("[a-zé素]{1,6}", 1..20)) {
        prop_assert_eq!(to_plain_text(&words.join(" ")), words.join(" "));
    }
}

#[test]
fn a_star_between_letters_or_digits_is_a_star() {
    assert_eq!(rendered("O(n*m*k), i.e. 2*3*4, is *slow*"), ["O(n*m*k), i.e. 2*3*4, is _slow_"]);
    assert_eq!(rendered("`a*b*c` and $x*y*z$"), ["`a*b*c` and $x*y*z$"]);
    assert_eq!(rendered("**bold**, *so* it is"), ["*bold*, _so_ it is"]);
}

#[test]
fn the_columns_of_a_table_stay_apart() {
    assert_eq!(
        rendered("Times:\n\n| a | long head |\n|---|---|\n| 1 | two |\n| three | x |\n"),
        ["Times:", "# | *a*      *long head*", "# | 1      two", "# | three  x"]
    );
}
