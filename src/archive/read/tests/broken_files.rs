//! Broken and hostile files: the exact diagnostics of each.

use super::*;

fn summary_of_bytes(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    summary(folder.path())
}

#[test]
fn a_byte_order_mark_and_other_line_ends_are_no_problem() {
    let (titles, problems) =
        summary_of_bytes("a.yaml", b"\xef\xbb\xbf- title: A\r\n  abstract: |\r\n    x\r\n- title: B\r\n");
    assert_eq!(titles, ["a.yaml:1 A", "a.yaml:4 B"]);
    assert_eq!(problems, [""; 0]);
    let page = b"\xef\xbb\xbf---\r\ntitle: A\r\nspeaker: S\r\n---\r\n## Abstract\r\n\r\nWords that say something here.\r\n";
    let (titles, problems) = summary_of_bytes("a.md", page);
    assert_eq!((titles, problems), (vec!["a.md:2 A".to_owned()], vec![]));
}

#[test]
fn latin_1_is_read_and_said() {
    let (titles, problems) = summary_of_bytes("a.yaml", b"title: Caf\xe9\nspeaker: S\n");
    assert_eq!(titles, ["a.yaml:1 Café"]);
    assert_eq!(
        problems,
        ["a.yaml:1:11: warning: the file is not UTF-8, and is read as Windows-1252 (Latin-1) \
             (save it as UTF-8)"]
    );
}

#[test]
fn utf_16_is_read_and_said() {
    let bytes: Vec<u8> =
        "\u{feff}title: Łódź\nspeaker: S\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (titles, problems) = summary_of_bytes("a.yaml", &bytes);
    assert_eq!(titles, ["a.yaml:1 Łódź"]);
    assert_eq!(problems, ["a.yaml:1:1: note: the file is UTF-16, and is read as such (save it as UTF-8)"]);
}

#[test]
fn nul_bytes_are_left_out_and_said() {
    let (titles, problems) = summary_of_bytes("a.yaml", b"title: A\0B\nspeaker: S\n");
    assert_eq!(titles, ["a.yaml:1 AB"]);
    assert_eq!(
        problems,
        ["a.yaml:1:9: warning: the control character U+0000 is left out (take it out of the file)"]
    );
}

#[test]
fn a_file_of_nul_bytes_holds_nothing() {
    assert_eq!(summary_of_bytes("a.yaml", &[0; 4096]), (vec![], vec![]));
}

#[test]
fn a_first_character_that_looks_like_a_damaged_mark_is_read() {
    let (titles, problems) = summary_of_bytes("a.yaml", "\u{fb01}: x\ntitle: A\nspeaker: S\n".as_bytes());
    assert_eq!((titles, problems), (vec!["a.yaml:1 A".to_owned()], vec![]));
}

fn many_keys() -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for key in 0..300_000 {
        let _ = writeln!(text, "k{key}: v");
    }
    text
}

#[test]
fn every_hostile_file_is_one_problem_and_the_rest_of_the_archive_loads() {
    let bomb = (1..60).fold("a0: &a0 [lol, lol]\n".to_owned(), |bomb, n| {
        format!("{bomb}a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1)
    });
    let files = [
        ("bomb.yaml", bomb, "more than 500000 values"),
        (
            "anchor.yaml",
            format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(5_000)),
            "anchors and aliases repeat more than 4194304 bytes of text",
        ),
        ("deep.yaml", "[".repeat(100_000), "more than 64 levels of lists and maps"),
        ("quadratic.yaml", "{\"\":[".repeat(50_000), "more than 64 levels of lists and maps"),
        ("indented.yaml", "- ".repeat(100_000), "more than 64 levels of lists and maps"),
        ("deep.json", "[".repeat(100_000), "more than 64 levels of lists and maps"),
        (
            "deep.md",
            format!("---\na: {}\n---\n", "[".repeat(100_000)),
            "more than 64 levels of lists and maps",
        ),
        (
            "line.yaml",
            format!("title: {}\n", "x".repeat(2 << 20)),
            "a line is longer than 1024 KiB, and the file is not read",
        ),
        ("page.md", "---\n".repeat(1 << 20), "the page is larger than 2 MiB, and is not read"),
        ("keys.yaml", many_keys(), "more than 500000 values"),
        ("rows.csv", format!("title,speaker\n{}", "a,b\n".repeat(300_000)), "more than 500000 values"),
    ];
    let folder = archive(&[("talk.yaml", "title: A\nspeaker: S\n")]);
    for (name, text, _) in &files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let (seminars, diagnostics) = read_with(folder.path(), &Limits::default());
    assert_eq!(seminars.len(), 1);
    let mut reported: Vec<(String, String)> = diagnostics
        .iter()
        .map(|d| (d.path.file_name().unwrap().to_string_lossy().into_owned(), d.message.clone()))
        .collect();
    reported.sort();
    let mut expected: Vec<(String, String)> =
        files.iter().map(|(name, _, message)| ((*name).to_owned(), (*message).to_owned())).collect();
    expected.sort();
    assert_eq!(reported, expected);
}

#[test]
fn a_sparse_file_of_a_gigabyte_is_not_read() {
    let folder = archive(&[]);
    let file = fs::File::create(folder.path().join("big.yaml")).unwrap();
    file.set_len(1 << 30).unwrap();
    let (_, problems) = summary(folder.path());
    assert_eq!(
        problems,
        ["big.yaml: error: the file is larger than 32 MiB, and is not read (split the file)"]
    );
}

#[test]
fn a_file_with_thousands_of_problems_lists_the_first_ones() {
    let (titles, problems) = summary_of_bytes("a.yaml", "- title: [\n".repeat(5_000).as_bytes());
    assert_eq!((titles.len(), problems.len()), (0, 1_000 + 1));
    let text = "- title: T\n  duration: long\n".repeat(2_000);
    let (titles, problems) = summary_of_bytes("b.yaml", text.as_bytes());
    assert_eq!((titles.len(), problems.len()), (2_000, 1_000 + 1));
    assert!(problems[0].ends_with("error: 1000 more problems in this file are not listed"));
}

#[test]
fn what_git_ignores_and_what_was_built_is_left_out() {
    let talk = "title: A\nspeaker: S\n";
    let folder = archive(&[
        (".gitignore", "drafts/\n*.secret.yaml\n"),
        ("talks/.gitignore", "!kept.secret.yaml\n"),
        ("drafts/a.yaml", talk),
        ("x.secret.yaml", talk),
        ("talks/kept.secret.yaml", talk),
        ("talks/a.yaml", talk),
        ("node_modules/m/a.yaml", talk),
        ("_site/a.yaml", talk),
        ("talks/package.json", "{\"title\": \"A\", \"speaker\": \"S\"}"),
    ]);
    let (titles, _) = summary(folder.path());
    assert_eq!(titles, ["talks/a.yaml:1 A", "talks/kept.secret.yaml:1 A"]);
    // A `.gitignore` above a given PATH does not apply.
    let (titles, _) = summary(&folder.path().join("drafts"));
    assert_eq!(titles, ["a.yaml:1 A"]);
}

#[test]
fn a_reference_to_nobody_is_an_error_and_costs_the_speaker_alone() {
    let folder = archive(&[("talks.yml", "- title: A\n  speaker_id: 7\n  date: 2020-01-01\n")]);
    let (titles, problems) = summary(folder.path());
    assert_eq!(titles, ["talks.yml:1 A"]);
    assert_eq!(
        problems,
        ["talks.yml:1:1: error: the speaker `7` refers to nobody in the archive, and is left out (also \
             open the folder that holds the list of speakers)"]
    );
}
