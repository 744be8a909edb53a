//! The content of the detail pane, in order: title and speakers, date and place, links, notes, abstract, bios, unknown fields,
//! source files.

use std::ops::Range;

use super::paragraph::Paragraph;
use super::{DetailLayout, DetailRow, LayoutKey};
use crate::recording::{Link, Recording};
use crate::search::{Query, Rank, TextRole as Part};
use crate::seminar::{Duration, Seminar, Speaker, zone_in_words};
use crate::text::{Text, truncate_middle, width};
use crate::tui::theme::Role;

mod prose;

/// Lays out a talk for a layout key.
pub(in crate::tui) fn compose(seminar: &Seminar, key: &LayoutKey) -> DetailLayout {
    let query = key.query.as_deref().zip(key.rank);
    let find = key.find.as_deref();
    let video = seminar.recordings.iter().find(|recording| recording.is_youtube());
    let mut composer =
        DetailComposer { query, find, video, duration: seminar.duration, ..DetailComposer::new(key.width) };
    composer.title_and_speakers(seminar);
    composer.event_details(seminar, key);
    composer.links(seminar);
    composer.notes(key);
    composer.abstract_text(seminar, key);
    composer.bios(&seminar.speakers);
    composer.other_fields(seminar, key);
    composer.sources(seminar);
    composer.layout
}

/// Lays out a single Markdown text, for cards.
pub(in crate::tui) fn compose_prose(text: &str, columns: u16) -> Vec<DetailRow> {
    let mut composer = DetailComposer::new(columns);
    composer.prose(text, Part::Bio);
    composer.layout.rows
}

/// From this many speakers on, all of them share one paragraph.
const GROUPED_SPEAKERS: usize = 5;
/// The separator between two labels.
const BETWEEN_LABELS: &str = "     ";
/// Rows of unknown fields that show before they are unfolded.
const FOLDED_ROWS: usize = 3;

/// Facts on one line, with a dot between them.
#[derive(Default)]
struct Facts(Paragraph);

impl Facts {
    /// The line to add the next fact to, with a separator if needed.
    fn next(&mut self) -> &mut Paragraph {
        separate(&mut self.0, " · ");
        &mut self.0
    }
}

/// Adds a separator unless the line is empty; returns the offset where the next part begins.
fn separate(line: &mut Paragraph, separator: &str) -> usize {
    if !line.is_empty() {
        line.push(Role::Dim, separator);
    }
    line.len()
}

struct DetailComposer<'a> {
    layout: DetailLayout,
    columns: u16,
    query: Option<(&'a Query, Rank)>,
    find: Option<&'a str>,
    /// The recording that times in the texts refer to: the first on YouTube.
    video: Option<&'a Recording>,
    duration: Option<Duration>,
}

impl DetailComposer<'_> {
    fn new(columns: u16) -> Self {
        Self {
            layout: DetailLayout::default(),
            columns,
            query: None,
            find: None,
            video: None,
            duration: None,
        }
    }

    fn highlights(&self, text: &str, part: Part) -> Vec<Range<usize>> {
        self.query.map(|(query, rank)| query.highlights(text, part, rank)).unwrap_or_default()
    }

    fn push_highlighted(&self, paragraph: &mut Paragraph, role: Role, text: &str, part: Part) {
        paragraph.push_highlighted(role, text, &self.highlights(text, part));
    }

    fn add_paragraph(&mut self, mut paragraph: Paragraph, first: u16, rest: u16) {
        if paragraph.is_empty() {
            return;
        }
        let page = &mut self.layout;
        if let Some(typed) = self.find {
            let found = paragraph.mark_matches(typed, page.matches.len());
            page.matches.extend(std::iter::repeat_n(page.rows.len()..page.rows.len(), found));
        }
        for row in paragraph.rows(self.columns, first, rest) {
            let at = page.rows.len();
            for number in row.runs.iter().filter_map(|run| run.match_index) {
                if let Some(rows) = page.matches.get_mut(number) {
                    *rows = if rows.start < rows.end { rows.start } else { at }..at + 1;
                }
            }
            page.rows.push(row);
        }
    }

    /// Adds a text as a paragraph.
    fn add_line(&mut self, role: Role, text: &str, part: Part) {
        let mut paragraph = Paragraph::default();
        self.push_highlighted(&mut paragraph, role, text, part);
        self.add_paragraph(paragraph, 0, 0);
    }

    /// Adds an empty row between blocks, but never two.
    fn add_gap(&mut self) {
        if self.layout.rows.last().is_some_and(|row| !row.runs.is_empty()) {
            self.layout.rows.push(DetailRow::default());
        }
    }

    fn add_heading(&mut self, title: &str) {
        self.add_gap();
        let mut paragraph = Paragraph::default();
        paragraph.push(Role::Strong, title);
        self.add_paragraph(paragraph, 0, 0);
    }

    fn title_and_speakers(&mut self, seminar: &Seminar) {
        self.add_line(Role::Strong, seminar.display_title(), Part::Title);
        self.add_gap();
        let is_grouped = seminar.speakers.len() >= GROUPED_SPEAKERS
            || seminar.speakers.iter().all(|speaker| speaker.affiliation.is_none());
        if is_grouped {
            return self.speakers_by_affiliation(&seminar.speakers);
        }
        for speaker in &seminar.speakers {
            let mut line = Paragraph::default();
            self.push_highlighted(&mut line, Role::Text, &speaker.name, Part::Speaker);
            if let Some(affiliation) = &speaker.affiliation {
                line.push(Role::Dim, " · ");
                self.push_highlighted(&mut line, Role::Dim, affiliation, Part::Affiliation);
            }
            self.add_paragraph(line, 0, 2);
        }
    }

    /// Adds the speakers as one paragraph, grouped by affiliation in order of first appearance.
    fn speakers_by_affiliation(&mut self, speakers: &[Speaker]) {
        let mut groups: Vec<(Option<&Text>, Vec<&Speaker>)> = Vec::new();
        for speaker in speakers {
            let affiliation = speaker.affiliation.as_ref();
            match groups.iter_mut().find(|(known, _)| *known == affiliation) {
                Some((_, group)) => group.push(speaker),
                None => groups.push((affiliation, vec![speaker])),
            }
        }
        let mut names = Paragraph::default();
        for (at, (affiliation, group)) in groups.into_iter().enumerate() {
            names.push(Role::Dim, if at == 0 { "" } else { "; " });
            for (at, speaker) in group.into_iter().enumerate() {
                names.push(Role::Text, if at == 0 { "" } else { ", " });
                self.push_highlighted(&mut names, Role::Text, &speaker.name, Part::Speaker);
            }
            if let Some(affiliation) = affiliation {
                names.push(Role::Dim, " · ");
                self.push_highlighted(&mut names, Role::Dim, affiliation, Part::Affiliation);
            }
        }
        self.add_paragraph(names, 0, 2);
    }

    /// One line for date, time and series; one for place and host; one for what the user has marked.
    fn event_details(&mut self, seminar: &Seminar, key: &LayoutKey) {
        let mut when = Facts::default();
        if let Some(date) = &seminar.date {
            let words = date.when().map_or_else(|| date.text().to_string(), crate::seminar::When::in_words);
            self.push_highlighted(when.next(), Role::Text, &words, Part::Other);
        }
        if let Some(time) = &seminar.time {
            self.push_highlighted(when.next(), Role::Text, time, Part::Other);
        }
        if let Some(timezone) = &seminar.timezone {
            let line = if seminar.time.is_some() { &mut when.0 } else { when.next() };
            line.push(Role::Dim, if seminar.time.is_some() { " " } else { "" });
            self.push_highlighted(line, Role::Text, &zone_in_words(timezone), Part::Other);
        }
        if let Some(time) = seminar.start().and_then(|start| start.in_zone(&key.zone)) {
            when.next().push(Role::Dim, &time);
        }
        if key.is_upcoming {
            when.next().push(Role::Accent, "upcoming");
        }
        if let Some(series) = &seminar.series {
            self.push_highlighted(when.next(), Role::Text, series, Part::Series);
        }
        self.add_paragraph(when.0, 0, 2);
        let mut place = Facts::default();
        if let Some(location) = &seminar.location {
            self.push_highlighted(place.next(), Role::Dim, location, Part::Location);
        }
        if !seminar.hosts.is_empty() {
            let names = seminar.hosts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
            let line = place.next();
            line.push(Role::Dim, "hosted by ");
            self.push_highlighted(line, Role::Dim, &names, Part::Host);
        }
        self.add_paragraph(place.0, 0, 2);
        let mut marks = Facts::default();
        for mark in &key.marks {
            marks.next().push(Role::Text, mark);
        }
        self.add_paragraph(marks.0, 0, 2);
    }

    /// Recordings, slides and links as labels, with the duration; then language and tags.
    fn links(&mut self, seminar: &Seminar) {
        let mut labels = Paragraph::default();
        let mut facts: Vec<String> = Vec::new();
        facts.extend(seminar.duration.map(|duration| duration.to_string()));
        for (at, recording) in seminar.recordings.iter().enumerate() {
            let link = recording.link();
            let start = separate(&mut labels, BETWEEN_LABELS);
            labels.push_decoration(Role::Link, "▶\u{a0}");
            labels.push(Role::Link, link.host());
            labels.link_from(start, &link);
            if at == 0 && !facts.is_empty() {
                labels.push(Role::Dim, &format!(" · {}", facts.join(" · ")));
            }
        }
        if seminar.recordings.is_empty() {
            facts.insert(0, "no recording".to_owned());
            labels.push(Role::Dim, &facts.join(" · "));
        }
        let slides = seminar.slides.iter().map(|link| ("slides", link));
        let others = seminar.links.iter().map(|labelled| (labelled.label.as_str(), &labelled.link));
        for (label, link) in slides.chain(others) {
            let start = separate(&mut labels, BETWEEN_LABELS);
            self.push_highlighted(&mut labels, Role::Link, label, Part::Other);
            labels.link_from(start, link);
        }
        self.add_paragraph(labels, 0, 0);
        let mut tags = Facts::default();
        if let Some(language) = &seminar.language {
            let line = tags.next();
            line.push(Role::Dim, "language ");
            self.push_highlighted(line, Role::Dim, language, Part::Language);
        }
        for tag in &seminar.tags {
            self.push_highlighted(tags.next(), Role::Dim, tag, Part::Tag);
        }
        self.add_paragraph(tags.0, 0, 0);
    }

    /// The user's notes, with their line breaks: each added line stands on its own.
    fn notes(&mut self, key: &LayoutKey) {
        if let Some(note) = &key.note {
            self.add_heading("Notes");
            // Two blanks at the end of a line are a line break in Markdown.
            let lines: Vec<String> = note.text.lines().map(|line| format!("{line}  ")).collect();
            self.prose(&lines.join("\n"), Part::Other);
        }
    }

    /// Adds the abstract or, once the body is loaded, a note that there is none.
    fn abstract_text(&mut self, seminar: &Seminar, key: &LayoutKey) {
        match seminar.abstract_text.as_ref().filter(|text| !text.is_empty()) {
            Some(text) => {
                self.add_heading("Abstract");
                self.prose(text, Part::Abstract);
            }
            None if key.body.is_some() => {
                self.add_gap();
                self.add_line(Role::Dim, "no abstract", Part::Other);
            }
            None => {}
        }
    }

    /// The bio of each speaker who has one, under the speaker's name.
    fn bios(&mut self, speakers: &[Speaker]) {
        for speaker in speakers {
            if let Some(bio) = &speaker.bio {
                self.add_gap();
                self.add_line(Role::Strong, &speaker.name, Part::Speaker);
                self.prose(bio, Part::Bio);
            }
        }
    }

    /// Fields that the format does not know. Only the first rows show until they are unfolded, or if a hidden row has a
    /// match.
    fn other_fields(&mut self, seminar: &Seminar, key: &LayoutKey) {
        if seminar.other.is_empty() {
            return;
        }
        self.add_heading("Other");
        let start = self.layout.rows.len();
        let values: Vec<(&str, String)> = seminar.other_in_words().collect();
        self.labelled_values(&values);
        let page = &mut self.layout;
        let folded = start + FOLDED_ROWS;
        let hidden = page.rows.get(folded..).unwrap_or_default();
        let is_found =
            hidden.iter().any(|row| row.has_match() || row.runs.iter().any(|run| run.match_index.is_some()));
        if key.is_unfolded || hidden.len() < 2 || is_found {
            return;
        }
        let words = format!("… {} more lines", hidden.len());
        page.rows.truncate(folded);
        page.folds = true;
        self.add_line(Role::Dim, &words, Part::Other);
    }

    /// Labels in one column, values in the next; links are shortened to one line.
    fn labelled_values(&mut self, pairs: &[(&str, String)]) {
        let widest = pairs.iter().map(|(label, _)| width(label)).max().unwrap_or(0).min(16);
        let column = u16::try_from(widest + 2).unwrap_or(u16::MAX);
        for (label, value) in pairs {
            let mut row = Paragraph::default();
            let pad = " ".repeat(widest.saturating_sub(width(label)) + 2);
            row.push(Role::Dim, &format!("{label}{pad}"));
            let start = row.len();
            match Link::parse(value).ok().filter(|_| value.contains("://")) {
                Some(link) => {
                    let room = usize::from(self.columns.saturating_sub(column));
                    row.push(Role::Link, &truncate_middle(value, room.max(12)));
                    row.link_from(start, &link);
                }
                None => self.push_highlighted(&mut row, Role::Text, value, Part::Other),
            }
            self.add_paragraph(row, 0, column.min(self.columns / 2));
        }
    }

    fn sources(&mut self, seminar: &Seminar) {
        self.add_gap();
        for source in std::iter::once(&seminar.source).chain(&seminar.other_sources) {
            let place = format!("{}:{}", source.relative(), source.line);
            self.add_line(Role::Dim, &place, Part::Other);
        }
    }
}
