//! The content of the detail pane, in order: title and speakers, date and place, recordings, abstract, bios, links,
//! unknown fields, source files.

use std::ops::Range;

use super::paragraph::Paragraph;
use super::{DetailLayout, DetailRow, LayoutKey};
use crate::recording::Recording;
use crate::search::{Query, Rank, TextRole as Part};
use crate::seminar::{Duration, Seminar, Speaker, zone_in_words};
use crate::text::{Text, width};
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
    composer.recordings(seminar);
    composer.titled_text("Abstract", seminar.abstract_text.as_ref(), Part::Abstract);
    composer.speakers(&seminar.speakers);
    composer.links(seminar);
    composer.other_fields(seminar);
    composer.sources(seminar);
    composer.layout
}

/// Lays out a single Markdown text, for cards.
pub(in crate::tui) fn compose_prose(text: &str, columns: u16) -> Vec<DetailRow> {
    let mut composer = DetailComposer::new(columns);
    composer.prose(text, Part::Bio);
    composer.layout.rows
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

    /// An empty row between blocks, never two.
    fn add_gap(&mut self) {
        if self.layout.rows.last().is_some_and(|row| !row.runs.is_empty()) {
            self.layout.rows.push(DetailRow::default());
        }
    }

    fn add_heading(&mut self, title: &str) {
        self.add_gap();
        let mut paragraph = Paragraph::default();
        paragraph.push(Role::Dim, title);
        self.add_paragraph(paragraph, 0, 0);
    }

    fn title_and_speakers(&mut self, seminar: &Seminar) {
        self.add_line(Role::Strong, seminar.display_title(), Part::Title);
        self.add_gap();
        let together = seminar.speakers.iter().all(|speaker| speaker.affiliation.is_none());
        if together {
            let mut names = Paragraph::default();
            for (at, speaker) in seminar.speakers.iter().enumerate() {
                if at > 0 {
                    names.push(Role::Text, ", ");
                }
                self.push_highlighted(&mut names, Role::Text, &speaker.name, Part::Speaker);
            }
            self.add_paragraph(names, 0, 2);
            return;
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

    fn event_details(&mut self, seminar: &Seminar, key: &LayoutKey) {
        let mut when = Paragraph::default();
        if let Some(date) = &seminar.date {
            let words = date.when().map_or_else(|| date.text().to_string(), crate::seminar::When::in_words);
            self.push_highlighted(&mut when, Role::Text, &words, Part::Other);
        }
        if let Some(time) = &seminar.time {
            when.push(Role::Dim, if when.is_empty() { "" } else { " · " });
            self.push_highlighted(&mut when, Role::Text, time, Part::Other);
        }
        if let Some(timezone) = &seminar.timezone {
            when.push(Role::Dim, if when.is_empty() { "" } else { " " });
            self.push_highlighted(&mut when, Role::Text, &zone_in_words(timezone), Part::Other);
        }
        if let Some(time) = seminar.start().and_then(|start| start.in_zone(&key.zone)) {
            when.push(Role::Dim, &format!(" · {time}"));
        }
        if key.is_upcoming {
            when.push(Role::Accent, " · upcoming");
        }
        self.add_paragraph(when, 0, 2);
        if let Some(series) = &seminar.series {
            self.add_line(Role::Text, series, Part::Series);
        }
        if let Some(location) = &seminar.location {
            self.add_line(Role::Dim, location, Part::Location);
        }
        if !seminar.hosts.is_empty() {
            let mut hosts = Paragraph::default();
            hosts.push(Role::Dim, "hosted by ");
            let names = seminar.hosts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
            self.push_highlighted(&mut hosts, Role::Dim, &names, Part::Host);
            self.add_paragraph(hosts, 0, 2);
        }
    }

    fn recordings(&mut self, seminar: &Seminar) {
        self.add_gap();
        for recording in &seminar.recordings {
            let mut line = Paragraph::default();
            line.push_decoration(Role::Accent, "▶ ");
            line.push(Role::Link, recording.link().as_str());
            self.add_paragraph(line, 0, 2);
        }
        if seminar.recordings.is_empty() {
            self.add_line(Role::Dim, "no recording", Part::Other);
        }
        let mut facts: Vec<String> = Vec::new();
        facts.extend(seminar.duration.map(|duration| duration.to_string()));
        facts.extend(seminar.slides.is_some().then(|| "slides".to_owned()));
        let mut line = Paragraph::default();
        line.push(Role::Dim, &facts.join(" · "));
        if let Some(language) = &seminar.language {
            line.push(Role::Dim, if facts.is_empty() { "language " } else { " · language " });
            self.push_highlighted(&mut line, Role::Dim, language, Part::Language);
        }
        self.add_paragraph(line, 2, 2);
        let mut tags = Paragraph::default();
        for (at, tag) in seminar.tags.iter().enumerate() {
            tags.push(Role::Dim, if at == 0 { "" } else { " · " });
            self.push_highlighted(&mut tags, Role::Dim, tag, Part::Tag);
        }
        self.add_paragraph(tags, 2, 2);
    }

    fn titled_text(&mut self, title: &str, text: Option<&Text>, part: Part) {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return;
        };
        self.add_heading(title);
        self.prose(text, part);
    }

    fn speakers(&mut self, speakers: &[Speaker]) {
        let with_bio: Vec<&Speaker> = speakers.iter().filter(|speaker| speaker.bio.is_some()).collect();
        for (at, speaker) in with_bio.iter().enumerate() {
            if at == 0 {
                self.add_heading(if with_bio.len() == 1 { "Speaker" } else { "Speakers" });
            } else {
                self.add_gap();
            }
            if speakers.len() > 1 {
                self.add_line(Role::Strong, &speaker.name, Part::Speaker);
            }
            if let Some(bio) = &speaker.bio {
                self.prose(bio, Part::Bio);
            }
        }
    }

    fn links(&mut self, seminar: &Seminar) {
        let slides = seminar.slides.iter().map(|link| ("slides", link));
        let links = seminar.links.iter().map(|labelled| (labelled.label.as_str(), &labelled.link));
        let all: Vec<_> = slides.chain(links).collect();
        if all.is_empty() {
            return;
        }
        self.add_heading("Links");
        let pairs: Vec<(&str, &str)> = all.iter().map(|(label, link)| (*label, link.as_str())).collect();
        self.labelled_values(&pairs, Role::Link);
    }

    fn other_fields(&mut self, seminar: &Seminar) {
        if seminar.other.is_empty() {
            return;
        }
        self.add_heading("Other");
        let values: Vec<(&str, String)> = seminar.other_in_words().collect();
        let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.labelled_values(&pairs, Role::Text);
    }

    /// Labels in one column, values in the next.
    fn labelled_values(&mut self, pairs: &[(&str, &str)], role: Role) {
        let widest = pairs.iter().map(|(label, _)| width(label)).max().unwrap_or(0).min(16);
        for (label, value) in pairs {
            let mut line = Paragraph::default();
            let pad = " ".repeat(widest.saturating_sub(width(label)) + 2);
            line.push(Role::Dim, &format!("{label}{pad}"));
            self.push_highlighted(&mut line, role, value, Part::Other);
            self.add_paragraph(line, 0, 2);
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
