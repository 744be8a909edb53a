//! The rows of a card: facts first, then links, and long texts last, so that links can be reached without scrolling
//! past them.

use super::row::CardRow;
use crate::engine::card::{Content, Subject};
use crate::engine::people::{Affiliation, Bio, SpeakerCard};
use crate::engine::related::Relation;
use crate::engine::series;
use crate::records::Handle;
use crate::seminar::{Seminar, When};
use crate::text::{Text, pluralize, width};
use crate::tui::detail::{self, Paragraph, compose_prose};
use crate::tui::theme::Role;

/// Columns before text and names: the selection bar, and the marker of the talk that the card was opened from.
const INDENT: u16 = 4;
/// Columns of years: `2019–2023` and a gap.
const YEARS_COLUMNS: u16 = 11;
/// The smallest width with a column for years.
const MIN_YEARS_WIDTH: u16 = 50;

/// Builds the rows of a card for a width.
pub(super) fn styled_rows(content: &Content, width: u16, from: Handle) -> Vec<CardRow> {
    let mut composer = CardComposer { rows: Vec::new(), width };
    match content {
        Content::Speakers(seminar) => composer.speakers(seminar),
        Content::Speaker(card) => composer.speaker(card),
        Content::Series(page) => composer.series(page, from),
        Content::Related(relations) => composer.related(relations),
    }
    composer.rows
}

/// Index of the link to select first: in a series the next talk, otherwise the first link.
pub(super) fn initial_link(content: &Content, from: Handle) -> usize {
    match content {
        Content::Series(page) => match position_in_series(page, from) {
            Some(at) if at > 0 && at + 1 < page.talks.len() => 1,
            _ => 0,
        },
        _ => 0,
    }
}

fn position_in_series(page: &series::SeriesPage, talk: Handle) -> Option<usize> {
    page.talks.iter().position(|&other| other == talk)
}

struct CardComposer {
    rows: Vec<CardRow>,
    width: u16,
}

impl CardComposer {
    fn add_heading(&mut self, title: impl Into<String>) {
        if !self.rows.is_empty() {
            self.rows.push(CardRow::Gap);
        }
        self.rows.push(CardRow::Heading(title.into()));
    }

    fn add_paragraph(&mut self, paragraph: &Paragraph, first: u16, rest: u16) {
        self.rows.extend(paragraph.rows(self.width, first, rest).into_iter().map(CardRow::Text));
    }

    fn add_line(&mut self, role: Role, text: &str) {
        let mut paragraph = Paragraph::default();
        paragraph.push(role, text);
        self.add_paragraph(&paragraph, 2, 4);
    }

    fn talks(&mut self, talks: &[Handle]) {
        let row = |&handle: &Handle| CardRow::Talk { handle, number: String::new(), shows_speakers: false };
        self.rows.extend(talks.iter().map(row));
    }

    fn links(&mut self, title: &str, names: &[(Text, usize)], subject: fn(Text) -> Subject) {
        if !names.is_empty() {
            self.add_heading(title);
        }
        for (name, count) in names {
            let (subject, name) = (subject(name.clone()), name.clone());
            self.rows.push(CardRow::Link { subject, name, note: count.to_string() });
        }
    }

    fn speakers(&mut self, seminar: &Seminar) {
        for speaker in &seminar.speakers {
            self.rows.push(CardRow::Link {
                subject: Subject::Speaker(speaker.name.clone()),
                name: speaker.name.clone(),
                note: speaker.affiliation.as_ref().map(Text::to_string).unwrap_or_default(),
            });
        }
    }

    fn speaker(&mut self, card: &SpeakerCard) {
        if !card.variants.is_empty() {
            let names: Vec<&str> = card.variants.iter().map(Text::as_str).collect();
            self.add_line(Role::Dim, &format!("also {}", names.join(" · ")));
        }
        self.affiliations(&card.affiliations);
        self.add_heading(pluralize(card.talks.len(), "talk"));
        self.talks(&card.talks);
        self.links("Speaks with", &card.co_speakers, Subject::Speaker);
        self.links("Series", &card.series, Subject::Series);
        for Bio { text, newest } in &card.bios {
            let title = newest.map_or("Bio".to_owned(), |when| format!("Bio, {}", when.in_words()));
            self.add_heading(title);
            let rows = compose_prose(text, self.width.saturating_sub(INDENT));
            let row = |row: detail::DetailRow| match row.runs.as_slice() {
                [] => CardRow::Gap,
                _ => CardRow::Text(detail::DetailRow { indent: row.indent + INDENT, ..row }),
            };
            self.rows.extend(rows.into_iter().map(row));
        }
    }

    /// Affiliations, with years if they are known.
    fn affiliations(&mut self, affiliations: &[Affiliation]) {
        if affiliations.is_empty() {
            return;
        }
        self.add_heading("Affiliations");
        let dated = affiliations.iter().any(|affiliation| affiliation.last.is_some());
        let columns = if dated && self.width >= MIN_YEARS_WIDTH { YEARS_COLUMNS } else { 0 };
        for Affiliation { name, first, last } in affiliations {
            let years = year_range(*first, *last);
            let mut line = Paragraph::default();
            let mut first = INDENT;
            if columns == 0 {
                line.push(Role::Text, name);
                line.push(Role::Dim, &if years.is_empty() { years } else { format!(" · {years}") });
            } else {
                if years.is_empty() {
                    first += columns;
                } else {
                    let pad = usize::from(columns).saturating_sub(width(&years));
                    line.push(Role::Dim, &format!("{years}{}", " ".repeat(pad)));
                }
                line.push(Role::Text, name);
            }
            self.add_paragraph(&line, first, INDENT + columns);
        }
    }

    fn series(&mut self, page: &series::SeriesPage, from: Handle) {
        let (first, last) = (page.summary.first, page.summary.last);
        let dates = match (first, last) {
            (Some(first), Some(last)) if first != last => {
                format!(" · {} – {}", first.in_words(), last.in_words())
            }
            (Some(only), _) | (None, Some(only)) => format!(" · {}", only.in_words()),
            (None, None) => String::new(),
        };
        self.add_line(Role::Text, &format!("{}{dates}", pluralize(page.talks.len(), "talk")));
        let digits = page.talks.len().to_string().len();
        let row = |(at, &handle): (usize, &Handle)| CardRow::Talk {
            handle,
            number: format!("{:>digits$}", at + 1),
            shows_speakers: true,
        };
        let talk = |at: usize| page.talks.get(at).map(|handle| row((at, handle)));
        if let Some(at) = position_in_series(page, from) {
            for (title, neighbour) in [("Previous", at.checked_sub(1).and_then(talk)), ("Next", talk(at + 1))]
            {
                if let Some(neighbour) = neighbour {
                    self.add_heading(title);
                    self.rows.push(neighbour);
                }
            }
        }
        self.add_heading("All talks");
        self.rows.extend(page.talks.iter().enumerate().map(row));
        self.links("Speakers", &page.speakers, Subject::Speaker);
    }

    /// Each talk with the reason below it.
    fn related(&mut self, relations: &[Relation]) {
        for Relation { handle, reason, .. } in relations {
            self.rows.push(CardRow::Talk { handle: *handle, number: String::new(), shows_speakers: true });
            let mut line = Paragraph::default();
            line.push(Role::Dim, reason);
            self.add_paragraph(&line, INDENT + 2, INDENT + 2);
        }
    }
}

/// `2019–2023`, `2023`, or nothing.
fn year_range(first: Option<When>, last: Option<When>) -> String {
    let year = |when: When| when.parts().0;
    match (first.map(year), last.map(year)) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (Some(only), _) | (None, Some(only)) => only.to_string(),
        (None, None) => String::new(),
    }
}
