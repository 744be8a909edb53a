//! Tests for every form of a date that occurs in real archives.

use super::*;

fn when(text: &str) -> String {
    let reading = read(text, DateOrder::Unknown, None);
    let mark = if reading.is_ambiguous { "?" } else { "" };
    reading.when.map_or_else(|| "none".to_owned(), |when| format!("{when}{mark}"))
}

#[test]
fn every_known_form_is_read() {
    for (text, expected) in [
        ("2025-01-15", "2025-01-15"),
        ("2026-09-25 14:00", "2026-09-25"),
        ("Mar 18, 2023", "2023-03-18"),
        ("2021-03-10 12:00:00+0900", "2021-03-10"),
        ("2014-11-04 19:00:00 UTC+2", "2014-11-04"),
        ("2014-11-04 19:00:00 CEST", "2014-11-04"),
        ("2013-04-23T12:38:03Z", "2013-04-23"),
        ("2025-11-06 3:00pm", "2025-11-06"),
        ("Thursday, May 8th, 2025", "2025-05-08"),
        ("Thurs. Oct. 21th, 2021", "2021-10-21"),
        ("04 Avril 2024", "2024-04-04"),
        ("1er février 2021", "2021-02-01"),
        ("8-Jun-26", "2026-06-08"),
        ("10/1/25", "2025-10-01?"),
        ("2022. 01. 18", "2022-01-18"),
        ("2023년 10월 17일(화) 15:00 ~ 16:00", "2023-10-17"),
        ("2023年1月8日", "2023-01-08"),
        ("(Room 480) 10/11/2024, 1:00 PM - 3:00 PM", "2024-10-11?"),
        ("Tuesday, September 24, 2024, 1:00 pm–2:00 pm", "2024-09-24"),
        ("Thursday 2nd of February 2022", "2022-02-02"),
        ("Thursday December 15 2022", "2022-12-15"),
        ("March, 17 2006", "2006-03-17"),
        ("September 11 2009", "2009-09-11"),
        ("Jan. 5, '24", "2024-01-05"),
        ("10-12 May 2025", "2025-05-10"),
        ("May 10-12, 2025", "2025-05-10"),
        ("Aug 31 - Sep 2, 2025", "2025-08-31"),
        ("2026-4-6", "2026-04-06"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("10.11.2024", "2024-11-10"),
        ("11_17_22", "2022-11-17"),
        ("11_29_22_1", "2022-11-29"),
        ("20250115", "2025-01-15"),
        ("2025-03", "2025-03"),
        ("September 2021", "2021-09"),
        ("11/2022", "2022-11"),
        ("2022", "2022"),
        ("Fall 2024", "2024"),
        ("15 марта 2021", "2021-03-15"),
        ("3. Dezember 2020", "2020-12-03"),
        ("5 de mayo de 2022", "2022-05-05"),
        ("3 mars 2022, 11h00-12h00", "2022-03-03"),
        ("2025/03/04", "2025-03-04"),
    ] {
        assert_eq!(when(text), expected, "{text}");
    }
}

#[test]
fn other_texts_are_not_dates() {
    for text in
        ["", "soon", "April 3th", "2013-2014", "2025-26", "1-2pm", "room 12", "2022-02-30", "13/13/2020"]
    {
        assert_eq!(when(text), "none", "{text}");
    }
}

#[test]
fn a_year_may_come_from_elsewhere() {
    let reading = read("April 3th", DateOrder::Unknown, Some(2025));
    assert_eq!(reading.when.unwrap().to_string(), "2025-04-03");
}

#[test]
fn unambiguous_dates_decide_the_order_of_the_others() {
    let european = ["03/04/2024", "25/04/2024"];
    let order = infer_order(european.into_iter());
    assert_eq!(order, DateOrder::DayFirst);
    let reading = read("03/04/2024", order, None);
    assert_eq!((reading.when.unwrap().to_string().as_str(), reading.is_ambiguous), ("2024-04-03", false));
    assert_eq!(infer_order(["04/25/2024", "25/04/2024"].into_iter()), DateOrder::Unknown);
    assert_eq!(infer_order(["25.04.2024"].into_iter()), DateOrder::Unknown);
}

#[test]
fn a_time_beside_a_date_is_found() {
    assert_eq!(time_in("2026-09-25 14:00"), Some("14:00"));
    assert_eq!(time_in("2025-11-06 3:00 pm"), Some("3:00 pm"));
    assert_eq!(time_in("2023-07-03 00:00:00 +0900"), None);
    assert_eq!(time_in("2023-07-03"), None);
}

#[test]
fn an_academic_year_dates_autumn_and_spring() {
    let read = |text: &str, years: &str| {
        read_within(text, DateOrder::Unknown, super::years_in(years).unwrap()).when.unwrap().to_string()
    };
    assert_eq!(read("Oct 7", "2021-22"), "2021-10-07");
    assert_eq!(read("March 3rd", "2021/2022"), "2022-03-03");
    assert_eq!(read("March 3rd", "Spring 2022"), "2022-03-03");
    assert_eq!(super::years_in("Schedule"), None);
    assert_eq!(super::years_in("2021-03"), Some((2021, 2021)));
}
