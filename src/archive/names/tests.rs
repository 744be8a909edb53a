//! One text with people in it, in every form that was seen.

use super::*;

fn read(raw: &str) -> String {
    let people = people(raw).into_iter().map(|speaker| match speaker.affiliation {
        Some(affiliation) => format!("{} <{affiliation}>", speaker.name),
        None => speaker.name.to_string(),
    });
    people.collect::<Vec<_>>().join(" | ")
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of all forms")]
fn people_are_told_from_their_affiliations() {
    for (raw, expected) in [
        ("Song Han", "Song Han"),
        ("Ziyang Li (UPenn)", "Ziyang Li <UPenn>"),
        (
            "Zhenyi Wang (University of Maryland, College Park)",
            "Zhenyi Wang <University of Maryland, College Park>",
        ),
        ("Yujia Qin & Jiajie Zhang (Tsinghua University)", "Yujia Qin | Jiajie Zhang <Tsinghua University>"),
        ("Sean Benevedes and Victoria Zhang", "Sean Benevedes | Victoria Zhang"),
        ("Dr. Elisabeth Krueger, University of Amsterdam", "Dr. Elisabeth Krueger <University of Amsterdam>"),
        ("Dr. Ryan McGranaghan, JPL", "Dr. Ryan McGranaghan <JPL>"),
        (
            "Dr. Sara Constantino, Stanford & Dr. Elke Weber, Princeton",
            "Dr. Sara Constantino <Stanford> | Dr. Elke Weber <Princeton>",
        ),
        ("Александр Климов, Даниил Горбунов", "Александр Климов | Даниил Горбунов"),
        ("박범순 교수(과학기술정책대학원)", "박범순 교수 <과학기술정책대학원>"),
        ("[Fernanda Viégas](http://x.org/), Harvard University", "Fernanda Viégas <Harvard University>"),
        ("<a href='x'>Jane Doe</a>", "Jane Doe"),
        (
            "Nikhil Mukund (MIT/LIGO), Thomas Harvey (IAIFI Fellow), Mike Williams (IAIFI Director)",
            "Nikhil Mukund <MIT/LIGO> | Thomas Harvey <IAIFI Fellow> | Mike Williams <IAIFI Director>",
        ),
        ("Mike Williams, IAIFI Interim Director", "Mike Williams <IAIFI Interim Director>"),
        (
            "George Barbastathis, Professor, MIT; Di Luo, Assistant Professor, UCLA",
            "George Barbastathis <Professor, MIT> | Di Luo <Assistant Professor, UCLA>",
        ),
        ("Anna Golubeva, IAIFI Fellow and Matt Schwartz", "Anna Golubeva <IAIFI Fellow> | Matt Schwartz"),
        (
            "Led by Carol Cuesta-Lazaro and Denis Boyda (IAIFI Fellows)",
            "Carol Cuesta-Lazaro | Denis Boyda <IAIFI Fellows>",
        ),
        (
            "A. Akhmetzhanova (Harvard), J. Munoz (MIT), and Z. Chen (MIT)",
            "A. Akhmetzhanova <Harvard> | J. Munoz <MIT> | Z. Chen <MIT>",
        ),
        ("Hoogeveen, J.A.", "Hoogeveen, J.A."),
        ("Jane Doe, PhD, MIT", "Jane Doe, PhD <MIT>"),
        ("Shengli (Bruce) Jiang", "Shengli (Bruce) Jiang"),
        ("Carol Neidle and Robert G. Lee", "Carol Neidle | Robert G. Lee"),
        ("Alice and Bob", "Alice | Bob"),
        (
            "Jane Doe, Department of Physics and Astronomy, Leeds",
            "Jane Doe <Department of Physics and Astronomy, Leeds>",
        ),
        ("Jane Doe - Google Research", "Jane Doe <Google Research>"),
        ("Carlos de la Guardia", "Carlos de la Guardia"),
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
