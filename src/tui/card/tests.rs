//! The rows of each kind of card.

use super::*;
use crate::engine::people;
use crate::engine::people::{Affiliation, Bio};
use crate::engine::related::Relation;
use crate::engine::series;
use crate::seminar::{Seminar, Speaker, When};
use crate::testing::seminar;
use crate::text::Text;

/// The rows as text: `#` for headings, `>` for links, `>>` for the selected one.
fn render_rows(content: Content, width: u16, from: u32) -> Vec<String> {
    let mut card = CardView::new(content);
    card.lay_out(width, Handle::new(from));
    let row = |(at, row): (usize, &CardRow)| {
        let mark = if at == card.selection.row { ">>" } else { ">" };
        match row {
            CardRow::Gap => String::new(),
            CardRow::Heading(title) => format!("# {title}"),
            CardRow::Text(row) => {
                let text: String = row.runs.iter().map(|run| run.text.as_str()).collect();
                format!("{}{text}", " ".repeat(usize::from(row.indent)))
            }
            CardRow::Talk { handle, number, .. } => format!("{mark} {number}[{}]", handle.index()),
            CardRow::Link { name, note, .. } => format!("{mark} {name} ({note})"),
        }
    };
    card.rows.iter().enumerate().map(row).collect()
}

fn card() -> people::SpeakerCard {
    people::SpeakerCard {
        name: Text::line("Renée Gagner"),
        variants: vec![Text::line("R. Gagner"), Text::line("GAGNER, Renée")],
        affiliations: vec![
            Affiliation { name: Text::line("Cain Labs"), first: When::year(2021), last: When::year(2023) },
            Affiliation {
                name: Text::line("Abel University of the Far North"),
                first: When::year(2019),
                last: When::month(2019, 3),
            },
            Affiliation { name: Text::line("Somewhere"), first: None, last: None },
        ],
        bios: vec![
            Bio { text: Text::block("She *leads* a group.\n\n- proofs"), newest: When::year(2023) },
            Bio { text: Text::block("She writes."), newest: None },
        ],
        talks: vec![Handle::new(3), Handle::new(1)],
        co_speakers: vec![(Text::line("Bob Cain"), 2)],
        series: vec![(Text::line("Colloquium"), 1)],
    }
}

fn page(talks: &[u32]) -> series::SeriesPage {
    series::SeriesPage {
        summary: series::SeriesSummary {
            name: Text::line("Colloquium"),
            count: talks.len(),
            first: When::day(2019, 5, 6),
            last: When::month(2023, 3),
        },
        talks: talks.iter().copied().map(Handle::new).collect(),
        speakers: vec![(Text::line("Ann Dove"), 3)],
    }
}

#[test]
fn facts_come_before_links_and_long_texts_last() {
    assert_eq!(
        render_rows(Content::Speaker(card()), 60, 1),
        [
            "  also R. Gagner · GAGNER, Renée",
            "",
            "# Affiliations",
            "    2021–2023  Cain Labs",
            "    2019       Abel University of the Far North",
            "               Somewhere",
            "",
            "# 2 talks",
            ">> [3]",
            "> [1]",
            "",
            "# Speaks with",
            "> Bob Cain (2)",
            "",
            "# Series",
            "> Colloquium (1)",
            "",
            "# Bio, 2023",
            "    She leads a group.",
            "",
            "    • proofs",
            "",
            "# Bio",
            "    She writes.",
        ]
    );
}

#[test]
fn narrow_cards_put_years_after_names() {
    let rows = render_rows(Content::Speaker(card()), 32, 1);
    assert!(rows.contains(&"    Cain Labs · 2021–2023".to_owned()), "{rows:?}");
    assert!(rows.contains(&"    Somewhere".to_owned()), "{rows:?}");
}

#[test]
fn empty_sections_are_left_out() {
    let card = people::SpeakerCard {
        variants: Vec::new(),
        affiliations: Vec::new(),
        bios: Vec::new(),
        talks: vec![Handle::new(1)],
        co_speakers: Vec::new(),
        series: Vec::new(),
        ..card()
    };
    assert_eq!(render_rows(Content::Speaker(card), 60, 1), ["# 1 talk", ">> [1]"]);
}

#[test]
fn a_series_card_starts_with_previous_and_next() {
    let page = page(&[7, 3, 5]);
    assert_eq!(
        render_rows(Content::Series(page.clone()), 60, 3),
        [
            "  3 talks · 6 May 2019 – March 2023",
            "",
            "# Previous",
            "> 1[7]",
            "",
            "# Next",
            ">> 3[5]",
            "",
            "# All talks",
            "> 1[7]",
            "> 2[3]",
            "> 3[5]",
            "",
            "# Speakers",
            "> Ann Dove (3)",
        ]
    );
    let first = render_rows(Content::Series(page.clone()), 60, 7);
    assert_eq!(first.get(1..4).unwrap(), ["", "# Next", ">> 2[3]"]);
    let last = render_rows(Content::Series(page.clone()), 60, 5);
    assert_eq!(last.get(1..5).unwrap(), ["", "# Previous", ">> 2[3]", ""]);
    let other = render_rows(Content::Series(page), 60, 9);
    assert_eq!(other.get(1..4).unwrap(), ["", "# All talks", ">> 1[7]"]);
}

#[test]
fn series_numbers_are_right_aligned() {
    let talks: Vec<u32> = (0..10).collect();
    let rows = render_rows(Content::Series(page(&talks)), 60, 99);
    assert!(rows.contains(&">>  1[0]".to_owned()) && rows.contains(&"> 10[9]".to_owned()), "{rows:?}");
}

#[test]
fn related_talks_have_their_reason_below() {
    let relation = Relation {
        handle: Handle::new(4),
        score: 0.5,
        reason: Text::line("in common: neurosymbolic, verification; same speaker"),
    };
    assert_eq!(
        render_rows(Content::Related(vec![relation]), 36, 1),
        [">> [4]", "      in common: neurosymbolic,", "      verification; same speaker"]
    );
}

#[test]
fn speaker_choices_show_affiliations() {
    let ann = Speaker {
        name: Text::line("Ann Dove"),
        affiliation: Some(Text::line("Cain Labs")),
        ..Speaker::default()
    };
    let bob = Speaker { name: Text::line("Bob Cain"), ..Speaker::default() };
    let talk = Seminar { speakers: vec![ann, bob], ..seminar("A talk", "", "2020", 0) };
    assert_eq!(
        render_rows(Content::Speakers(Box::new(talk.into())), 60, 1),
        [">> Ann Dove (Cain Labs)", "> Bob Cain ()"]
    );
}

#[test]
fn a_new_width_keeps_the_selected_link() {
    let mut card = CardView::new(Content::Speaker(card()));
    card.lay_out(80, Handle::new(1));
    let link = |card: &CardView| card.rows.get(card.selection.row).cloned();
    let series = card.rows.iter().rposition(CardRow::is_link).unwrap();
    card.selection.select(series);
    let before = link(&card);
    card.lay_out(20, Handle::new(1));
    assert!(before.as_ref().is_some_and(CardRow::is_link));
    assert_eq!(link(&card), before);
}
