//! JSON for scripts: every talk has the same keys; a missing value is null, `[]` or `{}`.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::recording::{Link as Address, Recording};
use crate::records::Handle;
use crate::search::{UserFlag, UserFlags};
use crate::seminar::{Duration, Seminar, Source, TalkDate};
use crate::text::Text;

/// A talk as JSON, with its keys in the order that `seminars schema` documents.
#[derive(Debug, Serialize)]
pub struct JsonTalk<'a> {
    id: &'a str,
    title: Option<&'a str>,
    speakers: Vec<JsonSpeaker<'a>>,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    date: Option<String>,
    date_text: Option<&'a str>,
    time: Option<&'a str>,
    timezone: Option<&'a str>,
    series: Option<&'a str>,
    location: Option<&'a str>,
    host: Vec<&'a str>,
    r#abstract: Option<&'a str>,
    video: Option<JsonVideo>,
    videos: Vec<JsonVideo>,
    slides: Option<&'a str>,
    links: Vec<JsonLink<'a>>,
    tags: Vec<&'a str>,
    language: Option<&'a str>,
    duration_seconds: Option<u32>,
    other: Map<String, Value>,
    source: JsonSource,
    also: Vec<JsonSource>,
    mine: JsonFlags,
}

/// What the user has marked, as JSON.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent, and their names are the keys")]
pub struct JsonFlags {
    watched: bool,
    started: bool,
    starred: bool,
    queued: bool,
    noted: bool,
    new: bool,
}

impl JsonFlags {
    /// The flags of a talk.
    #[must_use]
    pub fn new(flags: &UserFlags, handle: Handle) -> Self {
        let has = |flag| flags.has(handle, flag);
        Self {
            watched: has(UserFlag::Watched),
            started: has(UserFlag::Started),
            starred: has(UserFlag::Starred),
            queued: has(UserFlag::Queued),
            noted: has(UserFlag::Noted),
            new: has(UserFlag::New),
        }
    }
}

#[derive(Debug, Serialize)]
struct JsonSpeaker<'a> {
    name: &'a str,
    affiliation: Option<&'a str>,
    bio: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonVideo {
    youtube_id: Option<String>,
    url: String,
    start_seconds: Option<u32>,
}

#[derive(Debug, Serialize)]
struct JsonLink<'a> {
    label: &'a str,
    url: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonSource {
    file: String,
    line: u32,
}

impl<'a> JsonTalk<'a> {
    /// Converts a talk; `id` distinguishes it from all others, and `mine` is what the user has marked.
    #[must_use]
    pub fn new(seminar: &'a Seminar, id: &'a str, mine: JsonFlags) -> Self {
        Self {
            id,
            title: seminar.title.as_deref(),
            speakers: seminar
                .speakers
                .iter()
                .map(|speaker| JsonSpeaker {
                    name: &speaker.name,
                    affiliation: speaker.affiliation.as_deref(),
                    bio: speaker.bio.as_deref(),
                })
                .collect(),
            date: seminar.when().map(|when| when.to_string()),
            date_text: seminar.date.as_ref().map(|date: &TalkDate| date.text().as_str()),
            time: seminar.time.as_deref(),
            timezone: seminar.timezone.as_deref(),
            series: seminar.series.as_deref(),
            location: seminar.location.as_deref(),
            host: seminar.hosts.iter().map(Text::as_str).collect(),
            r#abstract: seminar.abstract_text.as_deref(),
            video: seminar.recordings.first().map(video),
            videos: seminar.recordings.iter().map(video).collect(),
            slides: seminar.slides.as_ref().map(Address::as_str),
            links: seminar
                .links
                .iter()
                .map(|link| JsonLink { label: &link.label, url: link.link.as_str() })
                .collect(),
            tags: seminar.tags.iter().map(Text::as_str).collect(),
            language: seminar.language.as_deref(),
            duration_seconds: seminar.duration.map(Duration::seconds),
            other: seminar.other.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            source: source(&seminar.source),
            also: seminar.other_sources.iter().map(source).collect(),
            mine,
        }
    }
}

fn video(recording: &Recording) -> JsonVideo {
    let (youtube_id, start_seconds) = match recording {
        Recording::YouTube { id, start } => (Some(id.as_str().to_owned()), *start),
        Recording::Other(_) => (None, None),
    };
    JsonVideo { youtube_id, url: recording.link().to_string(), start_seconds }
}

fn source(source: &Source) -> JsonSource {
    JsonSource { file: source.relative(), line: source.line }
}
