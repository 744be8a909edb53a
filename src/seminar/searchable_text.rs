//! [`SearchableText`]: the searchable text of a record, except names, title and labels.

use std::borrow::Cow;

use serde_json::Value;

use super::{Seminar, When};
use crate::recording::{Recording, bare_address};

/// The searchable text of a record, borrowed from a seminar or from its stored form.
#[derive(Debug, Default)]
pub struct SearchableText<'a> {
    /// The id of the record.
    pub id: &'a str,
    /// Where the talk takes place.
    pub location: Option<&'a str>,
    /// Who hosts the talk.
    pub hosts: Vec<&'a str>,
    /// The affiliations of the speakers.
    pub affiliations: Vec<&'a str>,
    /// The bios of the speakers.
    pub bios: Vec<&'a str>,
    /// The abstract.
    pub abstract_text: Option<&'a str>,
    /// Time and time zone.
    pub times: Vec<&'a str>,
    /// The date as written, and what it means.
    pub date: Option<(&'a str, Option<When>)>,
    /// The ids of videos.
    pub videos: Vec<&'a str>,
    /// The addresses of all links except those to YouTube, without scheme and `www.`.
    pub addresses: Vec<Cow<'a, str>>,
    /// The values of all other fields; each text and number is a separate item.
    pub other: Vec<Cow<'a, str>>,
}

impl<'a> SearchableText<'a> {
    /// The searchable text of a seminar.
    #[must_use]
    pub fn from_seminar(seminar: &'a Seminar) -> Self {
        let video = |recording: &'a Recording| match recording {
            Recording::YouTube { id, .. } => Some(id.as_str()),
            Recording::Other(_) => None,
        };
        let other_recordings = seminar.recordings.iter().filter_map(|recording| match recording {
            Recording::YouTube { .. } => None,
            Recording::Other(link) => Some(link),
        });
        let links = seminar.links.iter().map(|labelled| &labelled.link).chain(&seminar.slides);
        let addresses =
            other_recordings.chain(links).filter_map(|link| bare_address(link.as_str())).map(Cow::from);
        let speakers = || seminar.speakers.iter();
        let mut wording = Self {
            id: &seminar.id,
            location: seminar.location.as_deref(),
            hosts: seminar.hosts.iter().map(|host| &**host).collect(),
            affiliations: speakers().filter_map(|speaker| speaker.affiliation.as_deref()).collect(),
            bios: speakers().filter_map(|speaker| speaker.bio.as_deref()).collect(),
            abstract_text: seminar.abstract_text.as_deref(),
            times: seminar.time.iter().chain(&seminar.timezone).map(|time| &**time).collect(),
            date: seminar.date.as_ref().map(|date| (date.text().as_str(), date.when())),
            videos: seminar.recordings.iter().filter_map(video).collect(),
            addresses: addresses.collect(),
            other: Vec::new(),
        };
        seminar.other.iter().for_each(|(_, value)| wording.add_value(value));
        wording
    }

    /// Adds the strings and numbers in a value.
    fn add_value(&mut self, value: &'a Value) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(number) => self.other.push(number.to_string().into()),
            Value::String(text) => self.add_text(text.into()),
            Value::Array(values) => values.iter().for_each(|value| self.add_value(value)),
            Value::Object(map) => map.values().for_each(|value| self.add_value(value)),
        }
    }

    fn add_text(&mut self, text: Cow<'a, str>) {
        match bare_address(&text).map(str::to_owned) {
            Some(address) => self.addresses.push(address.into()),
            None => self.other.push(text),
        }
    }

    /// Adds the strings and numbers in a value, and consumes it.
    pub(crate) fn add_owned_value(&mut self, value: Value) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(number) => self.other.push(number.to_string().into()),
            Value::String(text) => self.add_text(text.into()),
            Value::Array(values) => values.into_iter().for_each(|value| self.add_owned_value(value)),
            Value::Object(map) => map.into_iter().for_each(|(_, value)| self.add_owned_value(value)),
        }
    }
}
