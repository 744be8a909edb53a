//! Fast path for records in our own format: from serde straight to seminars, without a document tree.
//!
//! It handles only files with nothing to report and nothing to infer. If there is any placeholder, markup in a
//! title or date in another form, [`extract`] gives up and the file is read as a document tree. Both paths
//! produce the same seminars.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::dates;
use super::dates::DateOrder;
use super::fields;
use super::fields::Field;
use super::ids;
use super::links::{LinkKind, TARGET_KEYS, address_in, classify_plain_address};
use super::names;
use super::parsed_file::{ParsedFile, path_context};
use super::placeholder::{is_boolean, is_break, is_nobody, is_placeholder};
use super::record::date_from_name;
use super::speakers::are_people;
use crate::extract::found_file::FoundFile;
use crate::format::yaml::deserialize::{TypedRecord, TypedRecords};
use crate::markup::strip::strip_markup;
use crate::recording::Link;
use crate::seminar::{Duration, LabelledLink, Seminar, Source, Speaker, TalkDate};
use crate::text::Text;

/// With more speakers than this, fall back to the document tree, which enforces the actual limit.
const MAX_SPEAKERS: usize = 100;

/// A record in our own format.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OwnRecord {
    id: Option<String>,
    title: Option<String>,
    date: Option<String>,
    time: Option<String>,
    timezone: Option<String>,
    series: Option<String>,
    speakers: Option<Vec<OwnSpeaker>>,
    speaker: Option<String>,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
    video: Option<OneOrMany>,
    duration: Option<String>,
    slides: Option<String>,
    location: Option<String>,
    host: Option<OneOrMany>,
    links: Option<OwnLinks>,
    tags: Option<OneOrMany>,
    language: Option<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnSpeaker {
    name: Option<String>,
    affiliation: Option<String>,
    bio: Option<String>,
}

/// A text or a list of texts.
#[derive(Debug)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Labels and their addresses, in file order.
#[derive(Debug)]
struct OwnLinks(Vec<(String, String)>);

/// Builds the seminars from a file's records; `None` if the file has to be read as a document tree.
pub(crate) fn extract(found: &FoundFile, records: TypedRecords<OwnRecord>) -> Option<ParsedFile> {
    let records = match records {
        // A map with only one of our fields could be anything.
        TypedRecords::One(placed) if placed.record.field_count() < 2 => return None,
        TypedRecords::One(placed) => vec![placed],
        TypedRecords::List(all) => all,
    };
    let date_in_name = ids::date_in_name(found).filter(|_| records.len() == 1);
    let seminars: Option<Vec<Seminar>> =
        (0..).zip(records).map(|(index, placed)| seminar(placed, found, index, date_in_name)).collect();
    let mut seminars = seminars.filter(|seminars| !seminars.is_empty())?;
    ids::assign(&mut seminars);
    let is_about_talks = !path_context(found).is_about_other();
    Some(ParsedFile { seminars, is_about_talks, ..ParsedFile::default() })
}

fn seminar(
    placed: TypedRecord<OwnRecord>,
    found: &FoundFile,
    index: u32,
    date_in_name: Option<&str>,
) -> Option<Seminar> {
    let TypedRecord { at, record } = placed;
    let source = Source { root: found.root.clone(), file: found.path.clone(), line: at.line, index };
    let mut seminar = Seminar::new(source);
    seminar.title = match &record.title {
        Some(title) => Some(title_text(title)?),
        None => None,
    };
    seminar.speakers = match (record.speakers, &record.speaker) {
        (Some(speakers), None) => listed_speakers(speakers)?,
        (None, Some(text)) if !is_nobody(text) && !is_break(text) => names::parse(told(text)?),
        (None, None) if seminar.title.as_ref().is_some_and(|title| !is_break(title)) => Vec::new(),
        _ => return None,
    };
    seminar.date = match &record.date {
        Some(text) => Some(iso_date(text)?),
        None => date_from_name(date_in_name, record.id.as_deref()),
    };
    seminar.id = line(record.id)?.unwrap_or_default();
    seminar.time = line(record.time)?;
    seminar.timezone = line(record.timezone)?;
    seminar.series = line(record.series)?;
    seminar.location = line(record.location)?;
    seminar.language = line(record.language)?;
    seminar.hosts =
        texts(record.host)?.iter().flat_map(|host| names::parse(host)).map(|host| host.name).collect();
    seminar.tags = tags(record.tags)?;
    seminar.abstract_text = block(record.abstract_text)?;
    seminar.duration = match record.duration {
        Some(text) => Some(Duration::parse(told(&text)?)?),
        None => None,
    };
    seminar.slides = match record.slides {
        Some(text) => Some(Link::parse(address_in(told(&text)?)).ok()?),
        None => None,
    };
    add_links(&mut seminar, &texts(record.video)?, record.links)?;
    Some(seminar)
}

impl OwnRecord {
    /// The number of fields present, not counting the id.
    fn field_count(&self) -> usize {
        [
            self.title.is_some(),
            self.date.is_some(),
            self.time.is_some(),
            self.timezone.is_some(),
            self.series.is_some(),
            self.speakers.is_some() || self.speaker.is_some(),
            self.abstract_text.is_some(),
            self.video.is_some(),
            self.duration.is_some(),
            self.slides.is_some(),
            self.location.is_some(),
            self.host.is_some(),
            self.links.is_some(),
            self.tags.is_some(),
            self.language.is_some(),
        ]
        .into_iter()
        .filter(|&is_there| is_there)
        .count()
    }
}

/// The text itself, unless it is a placeholder or could be an unquoted boolean.
fn told(text: &str) -> Option<&str> {
    (!is_placeholder(text) && !is_boolean(text)).then_some(text)
}

/// The text of a field as one line, without markup. The outer `None` means that the file needs the document tree.
#[expect(clippy::option_option, reason = "a field that is missing is no reason to give up")]
fn line(text: Option<String>) -> Option<Option<Text>> {
    match text {
        Some(text) => Some(Some(strip_markup(told(&text)?)).filter(|line| !line.is_empty())),
        None => Some(None),
    }
}

/// Like `line`, for text of any length.
#[expect(clippy::option_option, reason = "a field that is missing is no reason to give up")]
fn block(text: Option<String>) -> Option<Option<Text>> {
    match text {
        Some(text) => Some(Some(Text::block(told(&text)?)).filter(|text| !text.is_empty())),
        None => Some(None),
    }
}

/// The title; `None` if it is a placeholder, is empty or contains markup.
fn title_text(raw: &str) -> Option<Text> {
    let title = strip_markup(told(raw)?);
    (!title.is_empty() && title == Text::line(raw)).then_some(title)
}

/// Parses a date in exactly the form of our own format: `2022-11-17`, `2022-11` or `2022`.
fn iso_date(text: &str) -> Option<TalkDate> {
    let bytes = text.as_bytes();
    let is_iso = matches!(bytes.len(), 4 | 7 | 10)
        && (0..)
            .zip(bytes)
            .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() });
    let when = dates::read(text, DateOrder::Unknown, None).when.filter(|_| is_iso)?;
    Some(TalkDate::new(Text::line(text), Some(when)))
}

fn listed_speakers(speakers: Vec<OwnSpeaker>) -> Option<Vec<Speaker>> {
    if speakers.is_empty() || speakers.len() > MAX_SPEAKERS {
        return None;
    }
    let mut all: Vec<Speaker> = Vec::with_capacity(speakers.len());
    for speaker in speakers {
        let name = strip_markup(told(&speaker.name?)?);
        // Only the document tree can split one name into several people.
        if is_nobody(&name) || are_people(&name) {
            return None;
        }
        let speaker = Speaker { name, affiliation: line(speaker.affiliation)?, bio: block(speaker.bio)? };
        if all.iter().all(|known| known.name != speaker.name) {
            all.push(speaker);
        }
    }
    Some(all)
}

/// The texts of a field that holds one or several; `None` if any of them is a placeholder.
fn texts(field: Option<OneOrMany>) -> Option<Vec<String>> {
    let all = match field {
        Some(OneOrMany::One(text)) => vec![text],
        Some(OneOrMany::Many(texts)) => texts,
        None => Vec::new(),
    };
    all.iter().all(|text| told(text).is_some()).then_some(all)
}

/// With more tags or recordings than this, fall back to the document tree: finding duplicates here is quadratic.
const MAX_VALUES: usize = 64;

/// Tags, from a list or from a text separated by commas or semicolons.
fn tags(field: Option<OneOrMany>) -> Option<Vec<Text>> {
    let is_list = matches!(field, Some(OneOrMany::Many(_)));
    let mut tags: Vec<Text> = Vec::new();
    for text in texts(field)? {
        let parts = text.split(|c| !is_list && matches!(c, ',' | ';'));
        for tag in parts.map(strip_markup).filter(|tag| !tag.is_empty()) {
            if tags.len() == MAX_VALUES {
                return None;
            }
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    Some(tags)
}

/// Adds the recordings and links; `None` if one of them needs the document tree.
fn add_links(seminar: &mut Seminar, videos: &[String], links: Option<OwnLinks>) -> Option<()> {
    for video in videos {
        add_link(seminar, "video", video, Field::Video)?;
    }
    for (label, address) in links.into_iter().flat_map(|OwnLinks(links)| links) {
        let key = fields::normalize(&label);
        let field = fields::lookup(&key).map(|(field, _)| field);
        if TARGET_KEYS.contains(&&*key) || field == Some(Field::Slides) {
            return None;
        }
        let is_video = field == Some(Field::Video);
        if told(&address).is_none() || !(is_video || address.contains(['/', ':'])) {
            return None;
        }
        add_link(seminar, &label, &address, if is_video { Field::Video } else { Field::Links })?;
    }
    seminar.recordings.sort_by_key(|recording| !recording.is_youtube());
    Some(())
}

fn add_link(seminar: &mut Seminar, label: &str, address: &str, field: Field) -> Option<()> {
    match classify_plain_address(address, field, label) {
        LinkKind::Recording(_) if seminar.recordings.len() == MAX_VALUES => return None,
        LinkKind::Recording(recording) => {
            if !seminar.recordings.contains(&recording) {
                seminar.recordings.push(recording);
            }
        }
        LinkKind::Link(link) => seminar.links.push(LabelledLink { label: Text::line(label), link }),
        LinkKind::Invalid(_) | LinkKind::Missing => return None,
    }
    Some(())
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<OneOrMany, E> {
        Ok(OneOrMany::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = items.next_element::<Option<String>>()? {
            texts.extend(text);
        }
        Ok(OneOrMany::Many(texts))
    }
}

impl<'de> Deserialize<'de> for OwnLinks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OwnLinksVisitor)
    }
}

struct OwnLinksVisitor;

impl<'de> Visitor<'de> for OwnLinksVisitor {
    type Value = OwnLinks;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a map from label to address")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<OwnLinks, A::Error> {
        let mut links = Vec::new();
        while let Some((label, address)) = entries.next_entry::<String, Option<String>>()? {
            links.push((label, address.ok_or_else(|| A::Error::custom("nothing"))?));
        }
        Ok(OwnLinks(links))
    }
}
