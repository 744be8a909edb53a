//! `seminars speakers` and `seminars series`, as a script sees them.

use super::cli::{output, run, seminars};

/// Runs the program on an archive of made-up people, with a home folder of its own.
fn run_on_made_up_people(arguments: &[&str]) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    let talks = "\
- {title: One, date: 2021-03, series: Théorie, speakers: [{name: Renée Gagner, affiliation: Abel University}]}
- {title: Two, date: 2023-01-05, series: theorie, speakers: [{name: GAGNER Renee, affiliation: Cain Labs}]}
- {title: Three, date: 2023-01-05, series: Colloquium, speakers: [{name: R. Gagner}, {name: Ann Dove}]}
- {title: Four, series: Zoo, speakers: [{name: Bob Cain}]}
";
    std::fs::write(home.path().join("talks.yaml"), talks).unwrap();
    output(seminars(home.path()).args(arguments).args(["-a", "talks.yaml"]))
}

#[test]
fn speakers_of_the_sample_archive_are_listed_with_tabs() {
    let (status, out, err) = run(&["speakers"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    assert_eq!(out.lines().count(), 53);
    insta::assert_snapshot!(out.lines().take(8).collect::<Vec<_>>().join("\n"));
}

#[test]
fn series_of_the_sample_archive_are_listed_in_a_table() {
    let (status, out, err) = run(&["series", "--format", "table"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(out);
}

#[test]
fn speakers_are_persons_with_all_spellings() {
    let (status, out, _) = run_on_made_up_people(&["speakers", "--format", "json"]);
    assert_eq!(status, Some(0));
    insta::assert_snapshot!(out);
}

#[test]
fn with_a_query_the_talks_that_answer_are_counted() {
    let (_, out, _) = run_on_made_up_people(&["speakers", "gagner", "three", "--format", "jsonl"]);
    assert_eq!(
        out,
        "{\"name\":\"Ann Dove\",\"variants\":[],\"affiliations\":[],\"count\":1}\n\
         {\"name\":\"Renée Gagner\",\"variants\":[\"GAGNER Renee\",\"R. Gagner\"],\"affiliations\":[],\"count\":1}\n"
    );
    let (_, out, _) = run_on_made_up_people(&["series", "gagner"]);
    assert_eq!(out, "Colloquium\t1\t2023-01-05\t2023-01-05\nThéorie\t2\t2021-03\t2023-01-05\n");
}

#[test]
fn series_without_dates_have_null_and_come_last() {
    let (_, out, _) = run_on_made_up_people(&["series", "--format", "json"]);
    assert_eq!(
        out,
        "[\n{\"name\":\"Colloquium\",\"count\":1,\"first\":\"2023-01-05\",\"last\":\"2023-01-05\"},\n\
         {\"name\":\"Théorie\",\"count\":2,\"first\":\"2021-03\",\"last\":\"2023-01-05\"},\n\
         {\"name\":\"Zoo\",\"count\":1,\"first\":null,\"last\":null}\n]\n"
    );
}

#[test]
fn nothing_found_is_status_1_and_an_empty_array() {
    for command in ["speakers", "series"] {
        let (status, out, err) = run(&[command, "zzzz"]);
        assert_eq!((status, out.as_str(), err.as_str()), (Some(1), "", "seminars: nothing matches `zzzz`\n"));
        let (status, out, _) = run(&[command, "zzzz", "--format", "json"]);
        assert_eq!((status, out.as_str()), (Some(1), "[]\n"));
        let (status, out, _) = run(&[command, "zzzz", "--format", "jsonl"]);
        assert_eq!((status, out.as_str()), (Some(1), ""));
    }
}
