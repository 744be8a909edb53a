//! Groups of talks in our own format: a list under `seminars:`, and what its talks inherit from the fields next to it.

use super::*;

#[test]
fn talks_take_what_stands_beside_them() {
    let text = "series: S\ntitle: Own title\ndate: 2020-01-02\nlocation: Room 1\ntimezone: UTC\ntime: noon\n\
                language: en\nhost: Ann Host\ntags: [a, b]\nvideo: https://youtu.be/ZW_c1Oozhsw\nabstract: X\n\
                speaker: Nobody Else\nrating: 5\nseminars:\n  - title: A\n  - {title: B, tags: c, language: fr}\n";
    let folder = archive(&[("a.yaml", text)]);
    let (seminars, _) = read_with(folder.path(), &Limits::default());
    let inherited: Vec<String> = seminars
        .iter()
        .map(|s| {
            let words = |texts: &[Text]| texts.iter().map(Text::as_str).collect::<Vec<_>>().join("+");
            let line = |text: &Option<Text>| text.as_deref().unwrap_or("-").to_owned();
            let date = s.when().map(|when| when.to_string()).unwrap_or_default();
            let rest = [&s.series, &s.location, &s.timezone, &s.time, &s.language].map(line);
            let lists = [words(&s.hosts), words(&s.tags), s.recordings.len().to_string()];
            format!("{} {date} {} {}", s.display_title(), rest.join(" "), lists.join(" "))
        })
        .collect();
    assert_eq!(
        inherited,
        [
            "A 2020-01-02 S Room 1 UTC noon en Ann Host a+b 1",
            "B 2020-01-02 S Room 1 UTC noon fr Ann Host c 1",
        ]
    );
    let (_, problems) = summary(folder.path());
    let not_inherited = |place: &str, key: &str| {
        format!(
            "a.yaml:{place}: error: `{key}` next to `seminars:` is not inherited and is ignored (put it in each talk)"
        )
    };
    assert_eq!(
        problems,
        [
            not_inherited("2:1", "title"),
            not_inherited("11:1", "abstract"),
            not_inherited("12:1", "speaker"),
            not_inherited("13:1", "rating"),
        ]
    );
}

#[test]
fn a_quoted_key_beside_the_talks_is_seen_as_well() {
    let folder = archive(&[("a.yaml", "seminars:\n  - title: A\n\"series\": S\n")]);
    let (seminars, problems) = read_with(folder.path(), &Limits::default());
    assert_eq!(problems, []);
    assert_eq!(seminars[0].series.as_deref(), Some("S"));
}

#[test]
fn a_record_that_encloses_talks_is_none_itself_and_loses_none_of_them() {
    let text = "- title: Outer\n  speaker: A\n  seminars: [{title: Inner1}, {title: Inner2, speaker: B}]\n- title: D\n";
    let (titles, problems) = summary_of_yaml(text);
    assert_eq!(titles, ["a.yaml:3 Inner1", "a.yaml:3 Inner2", "a.yaml:4 D"]);
    assert_eq!(
        problems,
        [
            "a.yaml:2:3: error: `speaker` next to `seminars:` is not inherited and is ignored (put it in each talk)"
        ]
    );
}
