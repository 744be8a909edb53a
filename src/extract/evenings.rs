//! Evenings: entries that list talks defined elsewhere, by name or number. The talks take their date and
//! place from the evening.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::classify::talk_names;
use super::dates;
use super::dates::DateOrder;
use super::entry::Entry;
use super::fields::Field;
use super::person_directory::normalize_key;
use crate::markup::strip::strip_markup;
use crate::seminar::{Seminar, TalkDate};
use crate::text::Text;

/// An evening: the keys of its talks, and what those talks inherit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Evening {
    keys: Vec<String>,
    date: String,
    location: Option<Text>,
    title: Option<Text>,
}

/// Reads an entry as an evening, if it is one. `name_date` is the date in the name of its file.
pub(crate) fn evening(entry: &Entry<'_>, name_date: Option<&str>) -> Option<Evening> {
    let keys = talk_names(entry)?.into_iter().map(normalize_key).collect();
    let date = entry.text(Field::Date).or(name_date)?.to_owned();
    let text = |field| entry.text(field).map(strip_markup);
    Some(Evening { keys, date, location: text(Field::Location), title: text(Field::Title) })
}

/// The evenings of an archive, by the keys of their talks.
#[derive(Debug, Default)]
pub(crate) struct EveningDirectory<'e> {
    by_key: HashMap<&'e str, &'e Evening>,
}

impl<'e> EveningDirectory<'e> {
    /// Adds the evenings of a file. A talk belongs to the first evening that lists it.
    pub(crate) fn add(&mut self, evenings: &'e [Evening]) {
        for evening in evenings {
            for key in &evening.keys {
                self.by_key.entry(key).or_insert(evening);
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// Fills in the date, place and series that a talk lacks from its evening. Returns whether it has an evening.
    pub(crate) fn apply_to(&self, seminar: &mut Seminar) -> bool {
        let Some(evening) = self.by_key.get(normalize_key(&seminar.id).as_str()) else { return false };
        if seminar.date.is_none() {
            let when = dates::read(&evening.date, DateOrder::Unknown, None).when;
            seminar.date = Some(TalkDate::new(Text::line(&evening.date), when));
        }
        seminar.location = seminar.location.take().or_else(|| evening.location.clone());
        seminar.series = seminar.series.take().or_else(|| evening.title.clone());
        true
    }
}
