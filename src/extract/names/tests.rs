//! Tests for every form of a list of people that occurs in real archives.

use super::*;

fn read(raw: &str) -> String {
    let people = parse(raw).into_iter().map(|speaker| match speaker.affiliation {
        Some(affiliation) => format!("{} <{affiliation}>", speaker.name),
        None => speaker.name.to_string(),
    });
    people.collect::<Vec<_>>().join(" | ")
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of all forms")]
fn people_are_separated_from_their_affiliations() {
    for (raw, expected) in [
        ("Song Han", "Song Han"),
        ("Ada LOVELACE et Emmy NOETHER", "Ada LOVELACE | Emmy NOETHER"),
        (
            "Jean-Marie HOME (ENC Paris) and Florian LIBRE (CNRS)",
            "Jean-Marie HOME <ENC Paris> | Florian LIBRE <CNRS>",
        ),
        ("Zixin Lu (UPenn)", "Zixin Lu <UPenn>"),
        (
            "Zhaoyi Wen (University of Maryland, College Park)",
            "Zhaoyi Wen <University of Maryland, College Park>",
        ),
        ("Yulia Qiu & Jialin Zhou (Tsinghua University)", "Yulia Qiu | Jialin Zhou <Tsinghua University>"),
        ("Stan Benning and Valeria Zhou", "Stan Benning | Valeria Zhou"),
        ("Dr. Elisa Krausse, University of Amsterdam", "Dr. Elisa Krausse <University of Amsterdam>"),
        ("Dr. Ruth McAllister, JPL", "Dr. Ruth McAllister <JPL>"),
        (
            "Dr. Selma Contarini, Stanford & Dr. Elsa Weiler, Princeton",
            "Dr. Selma Contarini <Stanford> | Dr. Elsa Weiler <Princeton>",
        ),
        ("Александр Полевой, Даниил Лесков", "Александр Полевой | Даниил Лесков"),
        ("박범순 교수(과학기술정책대학원)", "박범순 교수 <과학기술정책대학원>"),
        ("[Fabiana Vélez](http://x.org/), Harvard University", "Fabiana Vélez <Harvard University>"),
        ("<a href='x'>Jane Doe</a>", "Jane Doe"),
        (
            "Nitin Mukherji (ABC/XYZ), Tobias Harlow (ABCDE Fellow), Miles Wilkins (ABCDE Director)",
            "Nitin Mukherji <ABC/XYZ> | Tobias Harlow <ABCDE Fellow> | Miles Wilkins <ABCDE Director>",
        ),
        ("Miles Wilkins, ABCDE Interim Director", "Miles Wilkins <ABCDE Interim Director>"),
        (
            "Gregor Barbarossa, Professor, MIT; Di Luo, Assistant Professor, UCLA",
            "Gregor Barbarossa <Professor, MIT> | Di Luo <Assistant Professor, UCLA>",
        ),
        ("Alma Golubkin, ABCDE Fellow and Mark Schreiber", "Alma Golubkin <ABCDE Fellow> | Mark Schreiber"),
        (
            "Led by Clara Costa-Lemaire and Dmitri Boyko (ABCDE Fellows)",
            "Clara Costa-Lemaire | Dmitri Boyko <ABCDE Fellows>",
        ),
        (
            "A. Akhmetzhanova (Harvard), J. Munoz (MIT), and Z. Chen (MIT)",
            "A. Akhmetzhanova <Harvard> | J. Munoz <MIT> | Z. Chen <MIT>",
        ),
        ("Hoogeveen, J.A.", "Hoogeveen, J.A."),
        ("Jane Doe, PhD, MIT", "Jane Doe, PhD <MIT>"),
        ("Shenli (Brian) Jia", "Shenli (Brian) Jia"),
        ("Clara Needham and Rupert G. Low", "Clara Needham | Rupert G. Low"),
        ("Alice and Bob", "Alice | Bob"),
        (
            "Jane Doe, Department of Physics and Astronomy, Leeds",
            "Jane Doe <Department of Physics and Astronomy, Leeds>",
        ),
        ("Jane Doe - Google Research", "Jane Doe <Google Research>"),
        ("Carlo de la Garza", "Carlo de la Garza"),
        ("Various speakers", ""),
        (
            "Jane Doe, University of X and John Smith, Y Inc.",
            "Jane Doe <University of X> | John Smith <Y Inc.>",
        ),
        ("Dr Jane Doe | MIT", "Dr Jane Doe <MIT>"),
        ("Jane Doe (she/her)", "Jane Doe"),
        ("王伟、李明", "王伟 | 李明"),
        ("Мария Иванова и Пётр Петров", "Мария Иванова | Пётр Петров"),
        ("Jane Doe, Amazon Web Services", "Jane Doe <Amazon Web Services>"),
        ("Jane Doe, Carnegie Mellon", "Jane Doe <Carnegie Mellon>"),
        ("Jane Doe, MD, PhD", "Jane Doe, MD, PhD"),
        ("Doe, Jane and Roe, John", "Doe, Jane | Roe, John"),
        ("van der Berg, Jan", "van der Berg, Jan"),
        ("Jane Doe et al.", "Jane Doe"),
        ("Fabian, Erik and Maria", "Fabian | Erik | Maria"),
        ("Jane Doe of MIT", "Jane Doe <MIT>"),
        ("George B/Demba Ba", "George B | Demba Ba"),
        ("Speaker TBA", ""),
        ("Jane Doe (TBC)", "Jane Doe"),
        ("", ""),
    ] {
        assert_eq!(read(raw), expected, "{raw}");
    }
}
