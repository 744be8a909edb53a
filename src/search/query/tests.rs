//! Tests which texts parse as a query, what they parse to, and the errors of those that do not.

use super::*;
use proptest::prelude::*;

/// Renders the structure of a query: words with their fields, `&`, `|`, `!`.
fn tree(text: &str) -> String {
    fn render(expr: &Expr) -> String {
        let list = |parts: &[Expr], between: &str| {
            format!("({})", parts.iter().map(render).collect::<Vec<_>>().join(between))
        };
        match expr {
            Expr::Word(word) => {
                let mark = match word.shape {
                    WordShape::Word => "",
                    WordShape::Phrase => "\"",
                    WordShape::OpenPhrase => "'",
                    WordShape::WholeValue => "=",
                };
                let field = word.role.map(|role| format!("{role:?}:").to_lowercase()).unwrap_or_default();
                format!("{field}{mark}{}", word.spellings.join("/"))
            }
            Expr::Filter(filter) => filter.to_string(),
            Expr::All(parts) => list(parts, " & "),
            Expr::Any(parts) => list(parts, " | "),
            Expr::Not(part) => format!("!{}", render(part)),
        }
    }
    render(Query::parse(text).unwrap().root())
}

/// Query texts and what they parse to.
const FORMS: &[(&str, &str)] = &[
    ("song han", "(song & han)"),
    ("song AND han", "(song & han)"),
    ("  han  HAN ", "han"),
    ("han han", "han"),
    ("\"exact  Phrase\"", "\"exact phrase"),
    ("-survey han", "(!survey & han)"),
    ("not:survey NOT review", "(!survey & !review)"),
    ("-\"a b\"", "!\"a b"),
    ("-(a b)", "!(a & b)"),
    ("-speaker:han", "!speaker:han"),
    ("not:speaker:han", "!speaker:han"),
    ("a OR b", "(a | b)"),
    ("x a OR b OR c y", "(x & (a | b | c) & y)"),
    ("(a b) OR c", "((a & b) | c)"),
    ("(a)", "a"),
    ("((a b) c)", "(a & b & c)"),
    ("a OR (b OR c)", "(a | b | c)"),
    ("a or b", "(a & or & b)"),
    ("speaker:han", "speaker:han"),
    ("S:Han", "speaker:han"),
    ("speaker: han", "speaker:han"),
    ("speaker:(han OR song) x", "((speaker:han | speaker:song) & x)"),
    ("speaker:(han title:net)", "(speaker:han & title:net)"),
    ("speaker:\"song han\"", "speaker:\"song han"),
    ("speaker:-han", "!speaker:han"),
    ("s: --S- --a NOT --b", "(!speaker:s & !a & !b)"),
    ("-- a", "a"),
    ("speaker:(=han =\"Song Han\")", "(speaker:=han & speaker:=song han)"),
    ("tag:=???", "tag:=???"),
    ("Vehicle Computing: Vision", "(vehicle & computing & vision)"),
    ("AI:", "ai"),
    ("tag:=learning tag:=\"deep learning\"", "(tag:=learning & tag:=deep learning)"),
    ("title:a series:b tag:c abstract:d bio:e", "(title:a & series:b & tag:c & abstract:d & bio:e)"),
    (
        "affiliation:a location:b host:c lang:d id:e",
        "(affiliation:a & location:b & host:c & language:d & id:e)",
    ),
    (
        "date:2022-03..2023 len:<45m has:video no:slides",
        "(date:2022-03..2023 & len:<45m & has:video & no:slides)",
    ),
    (
        "date:\"last year\" year:2022 after:2022 before:2022",
        "(date:\"last year\" & year:2022 & after:2022 & before:2022)",
    ),
    ("-has:video", "!has:video"),
    ("multi-agent", "multi agent/multiagent"),
    ("t'kindt", "t kindt/tkindt"),
    ("Müller", "muller/mueller"),
    ("12:34 https://a.b/c", "(12 34 & link:a b c)"),
    ("speaker:a:b", "speaker:a b"),
    // Incomplete parts are ignored.
    ("", "()"),
    ("speaker:", "()"),
    ("date: ", "()"),
    ("- () (\"\") AND 🔬 … s:\u{301} NOT", "()"),
    ("a - b", "(a & b)"),
    ("a OR", "a"),
    ("a sort:title", "a"),
];

#[test]
fn every_form_is_understood() {
    for &(text, expected) in FORMS {
        assert_eq!(tree(text), expected, "{text}");
    }
}

#[test]
fn an_order_is_taken_out_of_the_query() {
    let order = |text: &str| Query::parse(text).unwrap().order().and_then(Order::name);
    for name in field::ORDER_NAMES {
        assert_eq!(order(&format!("han sort:{name}")), Some(name));
    }
    assert_eq!(order("sort:title han sort:LEN"), Some("len"));
    assert_eq!(order("han sort:"), None);
    let query = Query::parse("han").unwrap().with_default_order(Order::Title);
    assert_eq!(query.to_string(), "han sort:title");
    assert_eq!(
        Query::parse("sort:len").unwrap().with_default_order(Order::Title).order(),
        Some(Order::Length)
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let fields = "(known: speaker title series tag abstract bio affiliation location host lang id date year \
                  after before len has no is watched note sort not)";
    for (text, place, message) in [
        ("a \"b c", "\"", "expected `\"` at the end of the phrase".to_owned()),
        ("a (b c", "(", "expected `)` for this `(`".to_owned()),
        ("a) b", ")", "nothing was opened that this `)` could close".to_owned()),
        ("OR a", "OR", "expected a word or a group before and after `OR`".to_owned()),
        ("(a OR )", "OR", "expected a word or a group before and after `OR`".to_owned()),
        ("a OR OR b", "OR", "expected a word or a group before and after `OR`".to_owned()),
        (
            "x speeker:han",
            "speeker:",
            format!("there is no field `speeker:`; did you mean `speaker`? {fields}"),
        ),
        ("room:12", "room:", format!("there is no field `room:` {fields}")),
        (
            "has:vidoe",
            "has:vidoe",
            "`has:vidoe`: expected video, slides, abstract, bio, links or upcoming; did you mean `video`?"
                .to_owned(),
        ),
        (
            "a date:20 b",
            "date:20",
            "`date:20`: expected a date as 2022, 2022-03, 2022-03-05, >2021, 2021..2022 or \"last year\""
                .to_owned(),
        ),
        (
            "len:45",
            "len:45",
            "`len:45`: expected a length with its unit as 45m, <45m, >1h or 30m..1h".to_owned(),
        ),
        (
            "sort:name",
            "sort:name",
            "`sort:name`: expected date, -date, speaker, title, series, len, watched or queue".to_owned(),
        ),
        (
            "-sort:date",
            "sort:date",
            "`sort:` orders the whole answer: write it outside of what is left out, alternatives and groups"
                .to_owned(),
        ),
        (
            "speeker: han",
            "speeker:",
            format!("there is no field `speeker:`; did you mean `speaker`? {fields}"),
        ),
        (
            "title:=x",
            "=",
            "`title:=` asks for a whole value, which only speaker, series, tag and lang have".to_owned(),
        ),
        ("has:(video)", "(", "`has:` takes one value, not a group".to_owned()),
    ] {
        let error = Query::parse(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
        assert_eq!(text.get(error.range()), Some(place), "{text}");
    }
    assert!(Query::parse("a OR sort:date").is_err() && Query::parse("sort:date OR a").is_err());
}

#[test]
fn too_much_is_refused_at_its_place() {
    let text = (0..70).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
    let error = Query::parse(&text).unwrap_err();
    assert_eq!(error.to_string(), "a query has at most 64 words");
    assert_eq!(text.get(error.range()), Some("w64"));
    let error = Query::parse(&"(".repeat(100_000)).unwrap_err();
    assert_eq!(error.to_string(), "parentheses are at most 16 deep");
}

#[test]
fn a_query_that_is_being_typed_is_closed_where_it_ends() {
    let so_far = |text: &str| {
        let (query, error) = Query::parse_partial(text);
        (query.map(|query| query.to_string()), error.map(|error| error.is_unclosed()))
    };
    assert_eq!(so_far("a \"exact phr"), (Some("a \"exact phr\"".into()), Some(true)));
    assert_eq!(so_far("a (b OR"), (Some("a b".into()), Some(true)));
    assert_eq!(so_far("a foo:b"), (Some("a".into()), Some(false)));
    assert_eq!(so_far("a date:20"), (None, Some(false)));
    assert_eq!(so_far("a b"), (Some("a b".into()), None));
    let (query, _) = Query::parse_partial("\"exact phr");
    assert!(matches!(query.unwrap().root(), Expr::Word(word) if word.shape == WordShape::OpenPhrase));
}

/// Random texts that resemble queries.
fn query_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "han",
        "Song",
        "-",
        "not:",
        "NOT ",
        "AND ",
        "OR ",
        "OR",
        " ",
        " ",
        "(",
        ")",
        "\"",
        "speaker:",
        "s:",
        "=",
        "--",
        "title:",
        "tag:",
        "date:",
        "2022",
        "..",
        ">",
        "last year",
        "len:",
        "45m",
        "<",
        "has:",
        "video",
        "no:",
        "sort:",
        "title",
        "é",
        "c++",
        "12:34",
        "https://",
        "foo:",
        "'",
        "寒",
        "\u{301}",
        "🔬",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_text_can_be_read(text in prop_oneof![any::<String>(), query_text()]) {
        let (strict, error) = parse::parse(&text, false);
        for (query, error) in [Query::parse_partial(&text), (strict.map(Query::from), error)] {
            if let Some(error) = error {
                let at = error.range();
                prop_assert!(at.start < at.end && text.get(at).is_some());
            }
            if let Some(query) = query {
                prop_assert!(query.root().words().iter().all(|word| word.letter_count > 0 || word.shape == WordShape::WholeValue));
            }
        }
    }

    #[test]
    fn a_query_prints_as_itself(text in query_text()) {
        if let Ok(query) = Query::parse(&text) {
            let printed = query.to_string();
            prop_assert_eq!(Query::parse(&printed), Ok(query), "{}", printed);
        }
    }
}
