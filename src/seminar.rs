//! [`Seminar`]: one dated talk. The docs of its fields are the reference for the format.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::recording::{Link, Recording};
use crate::text::{Text, clean_line, printable_path};

mod date;
mod duration;
mod searchable_text;
mod start;

pub use date::{TalkDate, When};
pub use duration::Duration;
pub use searchable_text::SearchableText;
pub(crate) use start::NowMinutes;
pub use start::{Start, UpcomingUntil, zone_in_words};

/// One dated talk. Everything except a title or a speaker is optional.
#[derive(Debug, Clone, PartialEq)]
pub struct Seminar {
    /// `id`: the record's id; by default made from the file name, or from date and first speaker. If several records
    /// ask for the same id, commands distinguish them with `-2`, `-3`.
    pub id: Text,
    /// `title`, on one line.
    pub title: Option<Text>,
    /// `speakers` (a list) or `speaker`.
    pub speakers: Vec<Speaker>,
    /// `date`: a day, a month or a year; anything else is kept as written.
    pub date: Option<TalkDate>,
    /// `time`: free text.
    pub time: Option<Text>,
    /// `timezone`: free text, preferably an IANA name.
    pub timezone: Option<Text>,
    /// `series`: the named sequence the talk belongs to.
    pub series: Option<Text>,
    /// `location`.
    pub location: Option<Text>,
    /// `host`: who hosts the talk; one name or a list.
    pub hosts: Vec<Text>,
    /// `abstract`: text in Markdown, of any length.
    pub abstract_text: Option<Text>,
    /// `video`: a link in any form, the bare id of a YouTube video, or a list of them.
    pub recordings: Vec<Recording>,
    /// `slides`.
    pub slides: Option<Link>,
    /// `links`: a map from label to address.
    pub links: Vec<LabelledLink>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `language`: a code such as `en`.
    pub language: Option<Text>,
    /// `duration`: `54m`, `1h02m`, `62:10`, or seconds.
    pub duration: Option<Duration>,
    /// All other fields, as written in the file.
    pub other: Vec<(Text, Value)>,
    /// Where the record was found.
    pub source: Source,
    /// Other places where the same talk was found.
    pub other_sources: Vec<Source>,
}

/// A person who gives a talk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Speaker {
    /// `name`, taken literally unless it lists people with `and`.
    pub name: Text,
    /// `affiliation`.
    pub affiliation: Option<Text>,
    /// `bio`: text in Markdown.
    pub bio: Option<Text>,
}

/// A link, and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledLink {
    /// What the link leads to: `paper`, `code`, …
    pub label: Text,
    /// The address.
    pub link: Link,
}

/// Where a record was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The PATH under which the file was found: a folder, or the file itself.
    pub root: Arc<Path>,
    /// The file that contains the record.
    pub file: Arc<Path>,
    /// The line where the record begins, from 1.
    pub line: u32,
    /// The index of the record within its file, from 0.
    pub index: u32,
}

impl Source {
    /// The file's path inside its archive, with `/`; if the PATH is the file itself, just the file name.
    #[must_use]
    pub fn relative(&self) -> String {
        let inside = self.file.strip_prefix(&self.root).ok().filter(|path| !path.as_os_str().is_empty());
        let path = inside.or_else(|| self.file.file_name().map(Path::new)).unwrap_or(&self.file);
        printable_path(path).replace(std::path::MAIN_SEPARATOR, "/")
    }
}

fn value_in_words(value: &Value) -> String {
    match value {
        Value::String(text) => clean_line(text).into_owned(),
        Value::Array(items) => items.iter().map(value_in_words).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            let pairs =
                map.iter().map(|(key, value)| format!("{}: {}", clean_line(key), value_in_words(value)));
            pairs.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// The title, or `Untitled` if it is missing.
#[must_use]
pub fn display_title(title: Option<&str>) -> &str {
    title.unwrap_or("Untitled")
}

impl Seminar {
    /// A record about which nothing is known except where it was found.
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self {
            id: Text::default(),
            title: None,
            speakers: Vec::new(),
            date: None,
            time: None,
            timezone: None,
            series: None,
            location: None,
            hosts: Vec::new(),
            abstract_text: None,
            recordings: Vec::new(),
            slides: None,
            links: Vec::new(),
            tags: Vec::new(),
            language: None,
            duration: None,
            other: Vec::new(),
            source,
            other_sources: Vec::new(),
        }
    }

    /// Fills missing values from the same talk found elsewhere, and adds that place to `other_sources`.
    pub fn merge_from(&mut self, again: Self) {
        fn fill<T>(place: &mut Option<T>, other: Option<T>) {
            if place.is_none() {
                *place = other;
            }
        }
        fn fill_list<T>(place: &mut Vec<T>, other: Vec<T>) {
            if place.is_empty() {
                *place = other;
            }
        }
        fill(&mut self.time, again.time);
        fill(&mut self.timezone, again.timezone);
        fill(&mut self.series, again.series);
        fill(&mut self.location, again.location);
        fill(&mut self.abstract_text, again.abstract_text);
        fill(&mut self.slides, again.slides);
        fill(&mut self.language, again.language);
        fill(&mut self.duration, again.duration);
        fill_list(&mut self.hosts, again.hosts);
        fill_list(&mut self.recordings, again.recordings);
        fill_list(&mut self.links, again.links);
        fill_list(&mut self.tags, again.tags);
        for speaker in again.speakers {
            if let Some(own) = self.speakers.iter_mut().find(|own| own.name == speaker.name) {
                fill(&mut own.affiliation, speaker.affiliation);
                fill(&mut own.bio, speaker.bio);
            }
        }
        for (name, value) in again.other {
            if !self.other.iter().any(|(known, _)| *known == name) {
                self.other.push((name, value));
            }
        }
        self.other_sources.push(again.source);
        self.other_sources.extend(again.other_sources);
    }

    /// The unknown fields, each value on one line and without quotes.
    pub(crate) fn other_in_words(&self) -> impl Iterator<Item = (&str, String)> {
        self.other.iter().map(|(name, value)| (name.as_str(), value_in_words(value)))
    }

    /// The moment at which the talk stops being upcoming.
    #[must_use]
    pub fn upcoming_until(&self) -> Option<UpcomingUntil> {
        UpcomingUntil::new(self.when()?, self.time.as_deref(), self.timezone.as_deref())
    }

    /// When the talk starts, if date, time and time zone are known.
    #[must_use]
    pub fn start(&self) -> Option<Start> {
        Start::new(self.when()?, self.time.as_deref(), self.timezone.as_deref())
    }

    /// The day, month or year of the talk.
    #[must_use]
    pub fn when(&self) -> Option<When> {
        self.date.as_ref().and_then(TalkDate::when)
    }

    /// The sort key of the list: newest first, undated last; within a day by file and index in the file.
    #[must_use]
    pub fn order_key(&self) -> impl Ord + Clone + use<'_> {
        let when = self.when();
        (when.is_none(), Reverse(when), &self.source.file, self.source.index)
    }

    /// The title, or `Untitled` if it is missing.
    #[must_use]
    pub fn display_title(&self) -> &str {
        display_title(self.title.as_deref())
    }

    /// The names of all speakers, with `, ` between them.
    #[must_use]
    pub fn speaker_names(&self) -> String {
        self.speakers.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}
