//! A *volume* holds the folded texts of about a thousand seminars, in columns.
//!
//! A column is the texts of one kind, one seminar after the other in one piece of memory, so that a substring search
//! runs through all of them at once. Volumes fill up one after the other: no text ever moves because others come, a
//! search can stop between two volumes, and a volume whose seminars have gone is emptied without touching the rest.

use serde_json::Value;

use crate::catalog::Handle;
use crate::recording::Recording;
use crate::seminar::Seminar;

use super::fold::{Differs, Form, fold, fold_prose};
use super::query::Facts;
use super::{Role, key};

/// A volume is full with so many seminars (so few in tests that small archives fill several) …
const SEMINARS: usize = if cfg!(test) { 4 } else { 1024 };
/// … or so many bytes of text, so that a stop is never far away.
const BYTES: usize = 8 << 20;

/// So many seminars are looked at one by one before the search for a hit's seminar takes larger steps.
const NEAR: usize = 4;

/// The texts of one kind. Each value stands between blanks after a newline, so that no needle reaches across.
#[derive(Debug, Default)]
pub(super) struct Column {
    text: Vec<u8>,
    /// Where each seminar's part ends.
    ends: Vec<u32>,
}

impl Column {
    /// All of it.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The seminar, not before `from`, whose part holds the byte `at`, and where that part ends.
    pub(super) fn holder(&self, at: usize, from: usize) -> (usize, usize) {
        let after = |end: &u32| *end as usize > at;
        let rest = self.ends.get(from..).unwrap_or_default();
        // Where hits are many, the next one is near.
        let near = rest.iter().take(NEAR).position(after);
        let place = from + near.unwrap_or_else(|| rest.partition_point(|end| !after(end)));
        let end = self.ends.get(place).map_or(self.text.len(), |&end| end as usize);
        (place, end)
    }

    /// One seminar's part.
    pub(super) fn part(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |&end| end as usize);
        let end = self.ends.get(place).map_or(start, |&end| end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// A short value, in every form that a reader may type.
    fn value(&mut self, text: &str) {
        let mut differs = Differs::default();
        self.put(|out| differs = fold(text, Form::Plain, out));
        for form in differs.forms() {
            self.put(|out| {
                fold(text, form, out);
            });
        }
    }

    /// A long text, in its own script alone.
    fn prose(&mut self, text: &str) {
        self.put(|out| fold_prose(text, out));
    }

    /// Puts a newline before what `fold` writes, if it writes anything.
    fn put(&mut self, fold: impl FnOnce(&mut Vec<u8>)) {
        let before = self.text.len();
        self.text.push(b'\n');
        fold(&mut self.text);
        if self.text.len() == before + 1 {
            self.text.truncate(before);
        }
    }

    fn end(&mut self) {
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The same without the seminars that are not to be kept.
    fn keeping(&self, keep: &[Option<Handle>]) -> Self {
        let mut kept = Self::default();
        for place in keep.iter().enumerate().filter_map(|(place, handle)| handle.map(|_| place)) {
            kept.text.extend_from_slice(self.part(place));
            kept.end();
        }
        kept.shrink();
        kept
    }
}

/// About a thousand seminars.
#[derive(Debug, Default)]
pub(super) struct Volume {
    /// Which seminar stands at which place; one that went leaves a gap.
    handles: Vec<Option<Handle>>,
    gaps: usize,
    /// What filters want to know.
    facts: Vec<Facts>,
    /// A column for each role.
    columns: [Column; Role::ALL.len()],
    /// The whole values of those roles that have some, each as its key on a line of its own.
    keys: [Column; Role::ALL.len()],
}

impl Volume {
    /// The places with what stands there.
    pub(super) fn handles(&self) -> &[Option<Handle>] {
        &self.handles
    }

    /// What is known of the seminar at each place.
    pub(super) fn facts(&self) -> &[Facts] {
        &self.facts
    }

    /// The texts of one role.
    pub(super) fn column(&self, role: Role) -> &Column {
        let [first, ..] = &self.columns;
        self.columns.get(role as usize).unwrap_or(first)
    }

    /// The keys of the values of one role.
    pub(super) fn keys(&self, role: Role) -> &Column {
        let [first, ..] = &self.keys;
        self.keys.get(role as usize).unwrap_or(first)
    }

    /// Writes to the column of a role.
    fn write(&mut self, role: Role, write: impl FnOnce(&mut Column)) {
        if let Some(column) = self.columns.get_mut(role as usize) {
            write(column);
        }
    }

    /// Whether the next seminar needs another volume.
    pub(super) fn is_full(&self) -> bool {
        self.handles.len() >= SEMINARS || self.columns.iter().map(|c| c.text.len()).sum::<usize>() >= BYTES
    }

    /// Puts a seminar behind the others.
    pub(super) fn add(&mut self, handle: Handle, seminar: &Seminar) {
        let values = [
            (Role::Title, seminar.title.as_slice()),
            (Role::Series, seminar.series.as_slice()),
            (Role::Tag, seminar.tags.as_slice()),
            (Role::Location, seminar.location.as_slice()),
            (Role::Host, seminar.hosts.as_slice()),
            (Role::Language, seminar.language.as_slice()),
            (Role::Id, std::slice::from_ref(&seminar.id)),
            (Role::Other, seminar.time.as_slice()),
            (Role::Other, seminar.timezone.as_slice()),
        ];
        for (role, values) in values {
            self.write(role, |column| values.iter().for_each(|value| column.value(value)));
        }
        for speaker in &seminar.speakers {
            self.write(Role::Speaker, |column| column.value(&speaker.name));
            if let Some(affiliation) = &speaker.affiliation {
                self.write(Role::Affiliation, |column| column.value(affiliation));
            }
            if let Some(bio) = &speaker.bio {
                self.write(Role::Bio, |column| column.prose(bio));
            }
        }
        if let Some(text) = &seminar.abstract_text {
            self.write(Role::Abstract, |column| column.prose(text));
        }
        self.write(Role::Other, |column| add_others(column, seminar));
        self.add_keys(seminar);
        self.columns.iter_mut().for_each(Column::end);
        let keys = self.keys.iter_mut().zip(Role::ALL).filter(|(_, role)| role.has_values());
        keys.for_each(|(column, _)| column.end());
        self.facts.push(Facts::of(seminar));
        self.handles.push(Some(handle));
        if self.is_full() {
            self.columns.iter_mut().chain(&mut self.keys).for_each(Column::shrink);
        }
    }

    fn add_keys(&mut self, seminar: &Seminar) {
        let names = seminar.speakers.iter().map(|speaker| (Role::Speaker, &speaker.name));
        let labels = seminar.series.iter().map(|series| (Role::Series, series));
        let tags = seminar.tags.iter().map(|tag| (Role::Tag, tag));
        let languages = seminar.language.iter().map(|language| (Role::Language, language));
        for (role, value) in names.chain(labels).chain(tags).chain(languages) {
            if let Some(keys) = self.keys.get_mut(role as usize) {
                keys.text.push(b'\n');
                keys.text.extend_from_slice(key(value).as_bytes());
                keys.text.push(b'\n');
            }
        }
    }

    /// Leaves a gap in the place of a seminar; when gaps are most of the volume, they close.
    pub(super) fn remove(&mut self, handle: Handle) {
        let Some(place) = self.handles.iter_mut().find(|own| **own == Some(handle)) else {
            return;
        };
        *place = None;
        self.gaps += 1;
        if self.gaps * 2 > self.handles.len() {
            for column in self.columns.iter_mut().chain(&mut self.keys) {
                *column = column.keeping(&self.handles);
            }
            let mut keep = self.handles.iter().map(Option::is_some);
            self.facts.retain(|_| keep.next().unwrap_or(false));
            self.handles.retain(Option::is_some);
            self.gaps = 0;
        }
    }
}

/// Addresses stay out: `com` and `watch` would find every talk.
fn add_others(texts: &mut Column, seminar: &Seminar) {
    if let Some(date) = &seminar.date {
        let when = date.when().map(|when| when.to_string());
        texts.prose(date.text());
        if let Some(when) = when.filter(|when| when != date.text().as_str()) {
            texts.prose(&when);
        }
    }
    for recording in &seminar.recordings {
        if let Recording::YouTube { id, .. } = recording {
            texts.prose(id.as_str());
        }
    }
    for (_, value) in &seminar.other {
        add_value(texts, value);
    }
}

fn add_value(texts: &mut Column, value: &Value) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => texts.prose(&number.to_string()),
        Value::String(text) => texts.prose(text),
        Value::Array(values) => values.iter().for_each(|value| add_value(texts, value)),
        Value::Object(map) => map.values().for_each(|value| add_value(texts, value)),
    }
}
