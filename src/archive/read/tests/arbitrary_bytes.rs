//! Arbitrary bytes: whatever a file contains, parsing terminates, and the result contains no control characters.

use super::*;

const SEEDS: [&str; 6] = [
    FULL_RECORD,
    "- type: Schedule\n  members:\n  - speaker: \"[A B](http://x.y), MIT & C D (ETH)\"\n    date: 10/11/2024, 1:00 PM\n",
    "---\ntitle: *A* `b` <b>c</b> &amp; $d$\nspeaker: A B\ndate: 04 Avril 2024\n---\n# H\n\n**Bio:** x\n\n__A B__\\\ny\n",
    "+++\ntitle = \"A\"\n[extra]\nauthor = 'B'\n+++\n<html><a href=\"\" class=\"next\"></html>{{< youtube abcdefghijK >}}\n",
    "[{\"title\": \"A\\ud83e\\udd16\", \"speakers\": [{\"name\": \"B\"}], \"videos\": [{\"type\": \"youtube\", \"url\": \"x\"}]},]",
    "Title,Speaker,Date\n\"A, \"\"b\"\"\nc\",\"D E; F G\",8-Jun-26\n",
];

/// A seed with parts removed, repeated or replaced by text that is hard to parse.
fn damaged() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\"",
        "'",
        "[",
        "{",
        "}",
        "]",
        ": ",
        "- ",
        "\n",
        "\t",
        "&a ",
        "*a",
        "<<: *a",
        "|",
        ">",
        "---\n",
        "+++\n",
        "ż",
        "素",
        "\u{301}",
        "\u{200b}",
        "\u{feff}",
        "\r",
        "#",
        "(",
        ")",
        "<",
        "<!--",
        "](",
        "https://youtu.be/",
        "2022",
        "/",
        ",",
        ";",
        "\\",
        "$",
        "`",
        "**",
        "__",
        "%",
        "?",
        "!",
        " ",
        "\0",
    ]);
    let change = (any::<prop::sample::Index>(), 0usize..30, odd);
    (prop::sample::select(SEEDS.to_vec()), prop::collection::vec(change, 0..6)).prop_map(|(seed, changes)| {
        let mut chars: Vec<char> = seed.chars().collect();
        for (at, length, odd) in changes {
            let start = at.index(chars.len() + 1);
            let end = (start + length).min(chars.len());
            chars.splice(start..end, odd.chars());
        }
        chars.into_iter().collect()
    })
}

fn parse_as(name: &str, bytes: Vec<u8>) -> ParsedFile {
    let root: Arc<Path> = Path::new(name).into();
    let found = FoundFile::new(Arc::clone(&root), root, true);
    parse_file::read_bytes(&found, bytes, None, &Limits::default(), &AtomicBool::new(false))
}

fn is_displayable(parsed: &ParsedFile) -> bool {
    let obeyed = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}');
    let shown = parsed.seminars.iter().flat_map(|seminar| {
        let names = seminar.speakers.iter().map(|speaker| speaker.name.to_string());
        names.chain([seminar.display_title().to_owned(), seminar.id.to_string()])
    });
    let said = parsed.diagnostics.iter().map(ToString::to_string);
    shown.chain(said).all(|text| !text.contains(obeyed))
}

const NAMES: [&str; 6] = ["a.yaml", "a.json", "a.md", "a.html", "a.csv", "a.tsv"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_damaged_file_of_any_kind_is_read_to_its_end(text in damaged()) {
        for name in NAMES {
            prop_assert!(is_displayable(&parse_as(name, text.clone().into_bytes())), "{name}");
        }
    }

    #[test]
    fn any_bytes_under_any_name_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for name in NAMES {
            prop_assert!(is_displayable(&parse_as(name, bytes.clone())), "{name}");
        }
    }
}
