//! Nothing is lost silently: files given by path, misspelt fields, documents next to broken ones.

use super::*;

#[test]
fn a_file_that_was_named_and_gives_nothing_is_a_problem() {
    let folder = archive(&[
        ("empty.yaml", ""),
        ("scalar.yaml", "hello\n"),
        ("date.yaml", "date: 2020\n"),
        ("people.yaml", "- {id: 1, name: Jane Doe}\n"),
        ("passwd", "root:x:0:0:root:/root:/bin/bash\nbin:x:1:1:bin:/bin:/bin/false\n"),
    ]);
    let problems = |name: &str| summary(&folder.path().join(name)).1.len();
    let nothing = |name: &str| {
        let (_, problems) = summary(&folder.path().join(name));
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        problem.replace(&format!("{}/", folder.path().display()), "")
    };
    assert_eq!(
        nothing("scalar.yaml"),
        "scalar.yaml: warning: nothing in this file is a talk (a talk has a `title` or a `speaker`; `seminars manual record` shows \
         every field)"
    );
    for name in ["empty.yaml", "date.yaml", "passwd"] {
        assert_eq!(problems(name), 1, "{name}");
    }
    assert_eq!(problems("people.yaml"), 0);
    assert_eq!(summary(folder.path()), (vec![], vec![]));
}

#[test]
fn a_map_that_is_no_talk_for_its_spelling_is_a_problem() {
    let folder = archive(&[
        ("a.yaml", "titel: X\nspaeker: Y\n"),
        ("b.yaml", "- tilte: X\n- title: B\n  speaker: S\n"),
        ("config.yaml", "tite: X\nbuild: Y\n"),
        ("one.yaml", "tite: X\n"),
    ]);
    let (titles, problems) = summary(folder.path());
    assert_eq!(titles, ["b.yaml:2 B"]);
    assert_eq!(
        problems,
        [
            "a.yaml:2:1: error: unknown field `spaeker`; without it this entry is not a talk (did you mean `speaker`?)",
            "b.yaml:1:3: error: unknown field `tilte`; without it this entry is not a talk (did you mean `title`?)",
        ]
    );
}

#[test]
fn documents_on_a_separator_line_are_recovered_beside_broken_ones() {
    let text = "title: 'A\n--- {title: C, speaker: C}\n--- # note\n- title: D\n- title: [\n";
    let (titles, problems) = summary_of_yaml(text);
    assert_eq!(titles, ["a.yaml:2 C", "a.yaml:4 D"]);
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn a_document_after_three_dots_is_recovered() {
    let text = "title: A\nspeaker: A\n...\ntitle: B\nspeaker: B\n---\ntitle: 'C\n";
    let (titles, problems) = summary_of_yaml(text);
    assert_eq!(titles, ["a.yaml:1 A", "a.yaml:4 B"]);
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn a_file_that_is_given_twice_is_read_once_and_counts_as_named() {
    // Without a speaker, reading the file twice would not be hidden by deduplication.
    let folder = archive(&[("1.yaml", "- title: A\n- title: B\n"), ("sub/2.yaml", "title: C\n")]);
    let paths = |names: &[&str]| names.iter().map(|name| folder.path().join(name)).collect::<Vec<_>>();
    for names in [
        &["", "1.yaml", "sub/../1.yaml", "sub/2.yaml"][..],
        &["1.yaml", "sub/2.yaml", "1.yaml", ""],
        &["sub", "", "1.yaml", "sub/2.yaml"],
    ] {
        let (seminars, problems) = read_all(&paths(names), &Limits::default());
        let mut titles: Vec<&str> = seminars.iter().map(Seminar::display_title).collect();
        titles.sort_unstable();
        assert_eq!((titles, problems), (vec!["A", "B", "C"], vec![]), "{names:?}");
    }
}

#[test]
fn bad_links_of_one_field_are_kept_as_one_list() {
    let text = "title: A\nspeaker: S\nvideo: [javascript:x, 'mailto:y', https://youtu.be/ZW_c1Oozhsw, 'data:z']\n\
                slides: ftp://a\nlinks: {code: 'javascript:c'}\n";
    let folder = archive(&[("a.yaml", text)]);
    let (seminars, problems) = read_with(folder.path(), &Limits::default());
    assert_eq!(problems.len(), 5, "{problems:?}");
    let other: Vec<String> = seminars[0].other.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    assert_eq!(
        other,
        [r#"video: ["javascript:x","mailto:y","data:z"]"#, r#"code: "javascript:c""#, r#"slides: "ftp://a""#,]
    );
}

#[test]
fn a_bad_recording_from_an_anchor_is_reported_at_the_record() {
    let text = "- title: A\n  speaker: &v [javascript:x, B]\n- &d\n  title: B\n  video: javascript:y\n\
                - title: C\n  video: *v\n- <<: *d\n  title: D\n";
    let (_, problems) = summary_of_yaml(text);
    let places: Vec<&str> = problems.iter().filter_map(|problem| problem.split(": ").next()).collect();
    assert_eq!(places, ["a.yaml:5:10", "a.yaml:6:3", "a.yaml:6:3", "a.yaml:8:3"], "{problems:?}");
}

#[test]
fn markup_that_was_taken_out_of_a_title_is_named() {
    let text = "- {title: 'A <b>bold</b> title', speaker: S}\n- {title: R&amp;D, speaker: S}\n\
                - {title: '*All* of it', speaker: S}\n- {title: The <picture> element & $a*b*c$, speaker: S}\n";
    let (titles, problems) = summary_of_yaml(text);
    assert_eq!(
        titles,
        [
            "a.yaml:1 A bold title",
            "a.yaml:2 R&D",
            "a.yaml:3 All of it",
            "a.yaml:4 The <picture> element & $a*b*c$"
        ]
    );
    assert_eq!(
        problems,
        [
            "a.yaml:1:11: warning: the title contains HTML tags, and is read as plain text (write it as `A bold title`)",
            "a.yaml:2:11: note: the title contains markup, and is read as plain text (write it as `R&D`)",
            "a.yaml:3:11: note: the title contains markup, and is read as plain text (write it as `All of it`)",
        ]
    );
}

#[test]
fn speaker_beside_speakers_is_named_with_both_names() {
    let text = "- {title: A, speaker: X, speakers: [{name: Y}]}\n- {title: B, speaker: X, speakers: []}\n";
    let folder = archive(&[("a.yaml", text)]);
    let (seminars, _) = read_with(folder.path(), &Limits::default());
    assert_eq!(seminars[0].speaker_names(), "Y");
    assert_eq!(seminars[0].other, [(Text::line("speaker"), "X".into())]);
    assert_eq!(seminars[1].speaker_names(), "X");
    let (_, problems) = summary(folder.path());
    assert_eq!(
        problems,
        [
            "a.yaml:1:14: warning: both `speakers` and `speaker` give the speakers; `speakers` is used, and the other is \
             shown under Other (leave one of them out)"
        ]
    );
}
