//! Encodes a seminar as a stored summary and a stored body (postcard), and decodes it again.

use std::borrow::Cow;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::path_table;
use crate::recording::{Link, Recording, VideoId, bare_address};
use crate::seminar::{
    Duration, LabelledLink, SearchableText, Seminar, Source, Speaker, TalkDate, UpcomingUntil, When,
};
use crate::text::Text;

/// A seminar with its body removed: abstract, bios and unknown fields are empty, even if the record has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary(Seminar);

impl Summary {
    pub(super) fn new(seminar: Seminar) -> Self {
        Self(seminar)
    }

    pub(super) fn into_seminar(self) -> Seminar {
        self.0
    }
}

impl From<Seminar> for Summary {
    /// Drops the body.
    fn from(mut seminar: Seminar) -> Self {
        seminar.abstract_text = None;
        seminar.speakers.iter_mut().for_each(|speaker| speaker.bio = None);
        seminar.other.clear();
        Self(seminar)
    }
}

impl Deref for Summary {
    type Target = Seminar;

    fn deref(&self) -> &Seminar {
        &self.0
    }
}

/// What a row of the list shows for a record, decoded from the stored bytes without building the whole record.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRow {
    /// The title, if there is one.
    pub title: Option<Text>,
    /// The names of the speakers.
    pub speakers: Vec<Text>,
    /// When the talk takes place.
    pub date: Option<TalkDate>,
    /// The series that the talk belongs to.
    pub series: Option<Text>,
    /// How long the recording is.
    pub duration: Option<Duration>,
    /// Whether there is a recording.
    pub has_recording: bool,
    /// When the talk stops being upcoming.
    pub upcoming_until: Option<UpcomingUntil>,
}

/// Appends the encoded value.
pub(super) fn encode(value: &impl Serialize, out: &mut Vec<u8>) {
    // Writing to a `Vec` cannot fail.
    let _ = postcard::to_io(value, out);
}

/// All short values of a record, borrowed from the record or from its bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredSummary<'a> {
    line: u32,
    id: &'a str,
    title: Option<&'a str>,
    #[serde(borrow)]
    speakers: Vec<(&'a str, Option<&'a str>)>,
    date: Option<StoredDate<'a>>,
    time: Option<&'a str>,
    timezone: Option<&'a str>,
    series: Option<&'a str>,
    location: Option<&'a str>,
    language: Option<&'a str>,
    slides: Option<&'a str>,
    duration: Option<u32>,
    hosts: Vec<&'a str>,
    tags: Vec<&'a str>,
    recordings: Vec<StoredRecording<'a>>,
    links: Vec<(&'a str, &'a str)>,
    other_sources: Vec<StoredSource<'a>>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct StoredDate<'a> {
    /// The text as written, unless it is exactly what `parts` would print.
    text: Option<&'a str>,
    /// Year, month and day; 0 for a missing month or day.
    parts: Option<(i16, i8, i8)>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredRecording<'a> {
    YouTube(&'a str, Option<u32>),
    Other(&'a str),
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredSource<'a> {
    #[serde(borrow, with = "serde_bytes")]
    root: Cow<'a, [u8]>,
    #[serde(borrow, with = "serde_bytes")]
    file: Cow<'a, [u8]>,
    line: u32,
    index: u32,
}

impl<'a> StoredSummary<'a> {
    pub(super) fn from_seminar(seminar: &'a Seminar) -> Self {
        let recording = |recording: &'a Recording| match recording {
            Recording::YouTube { id, start } => StoredRecording::YouTube(id.as_str(), *start),
            Recording::Other(link) => StoredRecording::Other(link.as_str()),
        };
        let source = |source: &'a Source| StoredSource {
            root: path_table::path_bytes(&source.root),
            file: path_table::path_bytes(&source.file),
            line: source.line,
            index: source.index,
        };
        Self {
            line: seminar.source.line,
            id: &seminar.id,
            title: seminar.title.as_deref(),
            speakers: seminar.speakers.iter().map(|s| (s.name.as_str(), s.affiliation.as_deref())).collect(),
            date: seminar.date.as_ref().map(StoredDate::from_date),
            time: seminar.time.as_deref(),
            timezone: seminar.timezone.as_deref(),
            series: seminar.series.as_deref(),
            location: seminar.location.as_deref(),
            language: seminar.language.as_deref(),
            slides: seminar.slides.as_ref().map(Link::as_str),
            duration: seminar.duration.map(Duration::seconds),
            hosts: seminar.hosts.iter().map(Text::as_str).collect(),
            tags: seminar.tags.iter().map(Text::as_str).collect(),
            recordings: seminar.recordings.iter().map(recording).collect(),
            links: seminar.links.iter().map(|l| (l.label.as_str(), l.link.as_str())).collect(),
            other_sources: seminar.other_sources.iter().map(source).collect(),
        }
    }

    /// What the list shows for the record.
    pub(super) fn into_list_row(self) -> ListRow {
        let when = self.date.and_then(StoredDate::when);
        ListRow {
            title: self.title.map(Text::from_stored),
            speakers: self.speakers.into_iter().map(|(name, _)| Text::from_stored(name)).collect(),
            date: self.date.map(StoredDate::to_date),
            series: self.series.map(Text::from_stored),
            duration: self.duration.and_then(Duration::from_seconds),
            has_recording: !self.recordings.is_empty(),
            upcoming_until: when.and_then(|when| UpcomingUntil::new(when, self.time, self.timezone)),
        }
    }

    /// Builds the record. The line of `source` is ignored, and the stored one is used.
    pub(super) fn into_seminar(self, source: Source) -> Seminar {
        let text = |text: Option<&str>| text.map(Text::from_stored);
        let texts = |texts: Vec<&str>| texts.into_iter().map(Text::from_stored).collect();
        let speaker = |(name, affiliation): (&str, Option<&str>)| Speaker {
            name: Text::from_stored(name),
            affiliation: text(affiliation),
            bio: None,
        };
        let link = |(label, link): (&str, &str)| {
            Some(LabelledLink { label: Text::from_stored(label), link: Link::parse(link).ok()? })
        };
        Seminar {
            id: Text::from_stored(self.id),
            title: text(self.title),
            speakers: self.speakers.into_iter().map(speaker).collect(),
            date: self.date.map(StoredDate::to_date),
            time: text(self.time),
            timezone: text(self.timezone),
            series: text(self.series),
            location: text(self.location),
            hosts: texts(self.hosts),
            recordings: self.recordings.into_iter().filter_map(StoredRecording::into_recording).collect(),
            slides: self.slides.and_then(|slides| Link::parse(slides).ok()),
            links: self.links.into_iter().filter_map(link).collect(),
            tags: texts(self.tags),
            language: text(self.language),
            duration: self.duration.and_then(Duration::from_seconds),
            other_sources: self.other_sources.iter().filter_map(StoredSource::to_source).collect(),
            ..Seminar::new(Source { line: self.line, ..source })
        }
    }
}

impl<'a> StoredDate<'a> {
    fn from_date(date: &'a TalkDate) -> Self {
        let parts = date.when().map(When::parts);
        let is_printed_form = date.when().is_some_and(|when| when.to_string() == date.text().as_str());
        Self {
            text: Some(date.text().as_str()).filter(|_| !is_printed_form),
            parts: parts.map(|(year, month, day)| (year, month.unwrap_or(0), day.unwrap_or(0))),
        }
    }

    fn when(self) -> Option<When> {
        self.parts.and_then(|parts| match parts {
            (year, 0, _) => When::year(year),
            (year, month, 0) => When::month(year, month),
            (year, month, day) => When::day(year, month, day),
        })
    }

    fn to_date(self) -> TalkDate {
        let when = self.when();
        let text = match (self.text, when) {
            (Some(text), _) => Text::from_stored(text),
            (None, when) => Text::from_stored(&when.map(|when| when.to_string()).unwrap_or_default()),
        };
        TalkDate::new(text, when)
    }
}

impl StoredRecording<'_> {
    fn into_recording(self) -> Option<Recording> {
        Some(match self {
            Self::YouTube(id, start) => Recording::YouTube { id: VideoId::new(id)?, start },
            Self::Other(link) => Recording::Other(Link::parse(link).ok()?),
        })
    }
}

impl StoredSource<'_> {
    fn to_source(&self) -> Option<Source> {
        let path = |bytes| path_table::path_from_bytes(bytes).map(<Arc<Path>>::from);
        Some(Source { root: path(&self.root)?, file: path(&self.file)?, line: self.line, index: self.index })
    }
}

/// The body of a record.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredBody<'a> {
    abstract_text: Option<&'a str>,
    /// The bios of the speakers, in the same order as the speakers.
    bios: Vec<Option<&'a str>>,
    /// Names and values of all other fields, the values as JSON.
    #[serde(borrow)]
    other: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> StoredBody<'a> {
    pub(super) fn from_seminar(seminar: &'a Seminar) -> Self {
        Self {
            abstract_text: seminar.abstract_text.as_deref(),
            bios: seminar.speakers.iter().map(|speaker| speaker.bio.as_deref()).collect(),
            other: seminar.other.iter().map(|(name, v)| (name.as_str(), v.to_string().into())).collect(),
        }
    }

    /// Adds the body to its record.
    pub(super) fn apply_to(self, seminar: &mut Seminar) {
        seminar.abstract_text = self.abstract_text.map(Text::from_stored);
        for (speaker, bio) in seminar.speakers.iter_mut().zip(self.bios) {
            speaker.bio = bio.map(Text::from_stored);
        }
        let value = |(name, value): (&str, Cow<'_, str>)| {
            Some((Text::from_stored(name), serde_json::from_str(&value).ok()?))
        };
        seminar.other = self.other.into_iter().filter_map(value).collect();
    }
}

/// The searchable text of a record, borrowed from its stored summary and body.
pub(super) fn searchable_text<'a>(summary: &StoredSummary<'a>, body: StoredBody<'a>) -> SearchableText<'a> {
    let video = |recording: &StoredRecording<'a>| match recording {
        StoredRecording::YouTube(id, _) => Some(*id),
        StoredRecording::Other(_) => None,
    };
    let other_recordings = summary.recordings.iter().filter_map(|recording| match recording {
        StoredRecording::YouTube(..) => None,
        StoredRecording::Other(link) => Some(*link),
    });
    let links = summary.links.iter().map(|(_, link)| *link).chain(summary.slides);
    let mut searchable = SearchableText {
        id: summary.id,
        location: summary.location,
        hosts: summary.hosts.clone(),
        affiliations: summary.speakers.iter().filter_map(|(_, affiliation)| *affiliation).collect(),
        bios: body.bios.into_iter().flatten().collect(),
        abstract_text: body.abstract_text,
        times: summary.time.into_iter().chain(summary.timezone).collect(),
        date: None,
        videos: summary.recordings.iter().filter_map(video).collect(),
        addresses: other_recordings.chain(links).filter_map(bare_address).map(Cow::from).collect(),
        other: Vec::new(),
    };
    match summary.date.map(|date| (date.text, date.when())) {
        Some((Some(text), when)) => searchable.date = Some((text, when)),
        // The text was not stored because it equals the printed date, so the printed date is indexed.
        Some((None, when)) => searchable.other.extend(when.map(|when| when.to_string().into())),
        None => {}
    }
    for (_, value) in body.other {
        searchable.add_owned_value(serde_json::from_str(&value).unwrap_or_default());
    }
    searchable
}
