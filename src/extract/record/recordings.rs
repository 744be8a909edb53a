//! The recordings, slides and links of a record.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::{SeminarBuilder, collect_texts};
use crate::diagnostic::{Rule, Severity};
use crate::extract::fields;
use crate::extract::fields::Field;
use crate::extract::links;
use crate::extract::links::LinkKind;
use crate::extract::structure::Candidate;
use crate::format::node::Node;
use crate::recording::{Link, Recording};
use crate::seminar::{Duration, LabelledLink};
use crate::text::Text;

impl<'n> SeminarBuilder<'_, 'n, '_> {
    /// Sets the recordings (YouTube first), the slides, and all other links.
    pub(super) fn set_recordings_and_links(&mut self, candidate: &Candidate<'n>) {
        let mut recordings: Vec<Recording> = Vec::new();
        let mut seen = HashSet::new();
        let mut kept = HashMap::new();
        for found in links::extract(self.entry) {
            match found.kind {
                LinkKind::Recording(recording) if seen.insert(recording.clone()) => {
                    recordings.push(recording);
                }
                LinkKind::Recording(_) | LinkKind::Missing => {}
                LinkKind::Link(link) if self.seminar.slides.is_none() && is_slides(&found.label) => {
                    self.seminar.slides = Some(link);
                }
                LinkKind::Link(link) => self.seminar.links.push(LabelledLink { label: found.label, link }),
                LinkKind::Invalid(reason) => {
                    let place = kept.entry(found.label.clone()).or_insert(self.seminar.other.len());
                    self.report_bad_link(found.field, &reason, found.node);
                    self.add_other_at(*place, &found.label, found.raw);
                }
            }
        }
        if (recordings.is_empty() || links::uses_parent_recording(self.entry))
            && !links::declares_no_recording(self.entry)
            && let Some(group) = &candidate.inherited.video
        {
            let inherited: Vec<Recording> = links::extract(group)
                .into_iter()
                .filter_map(|found| match found.kind {
                    LinkKind::Recording(recording) => Some(recording),
                    _ => None,
                })
                .collect();
            let inherited = self.part_of_recording(inherited);
            recordings.splice(0..0, inherited);
        }
        // YouTube first: that is where most people can watch.
        recordings.sort_by_key(|recording| !recording.is_youtube());
        self.seminar.recordings = recordings;
        for slot in self.entry.filled(Field::Video).chain(self.entry.filled(Field::Links)) {
            self.used.push(slot.pair);
        }
        self.used.extend(self.entry.filled(Field::Provider).map(|slot| slot.pair));
        self.set_slides();
    }

    /// Makes the recording of a longer event start where this talk begins, and sets the talk's length.
    fn part_of_recording(&mut self, recordings: Vec<Recording>) -> Vec<Recording> {
        let cue = |name: &str| {
            let pair = self.entry.other.iter().find(|pair| fields::normalize(&pair.key) == name)?;
            Some((*pair, Duration::parse(pair.node.scalar()?).map_or(0, Duration::seconds)))
        };
        let Some((start_pair, start)) = cue("start_cue") else { return recordings };
        self.used.push(start_pair);
        if let Some((end_pair, end)) = cue("end_cue") {
            self.used.push(end_pair);
            if self.seminar.duration.is_none() {
                self.seminar.duration = Duration::from_seconds(end.saturating_sub(start));
            }
        }
        recordings.into_iter().map(|own| own.starting_at(start).unwrap_or(own)).collect()
    }

    /// Reports a text in a field for links that is not a link.
    fn report_bad_link(&mut self, field: Field, reason: &str, node: &Node) {
        // A relative address within the archive's own site is fine.
        let text = node.scalar().unwrap_or_default();
        if field != Field::Video && ["/", "./", "../"].iter().any(|start| text.starts_with(start)) {
            return;
        }
        let (severity, help) = match field {
            Field::Video => (Severity::Error, "write it as `https://www.youtube.com/watch?v=…`"),
            _ if self.entry.is_canonical => (Severity::Error, "write the full address, such as `https://…`"),
            _ => (Severity::Note, "it is shown under Other"),
        };
        // An alias points to a node before the record; report it at the record.
        let at = node.at.max(self.entry.at);
        self.reporter.report_milder(severity, Rule::BadLink, at, reason, help);
    }

    /// Adds a text to `other` at an index, under its label. If there is a value already, the two become a list.
    fn add_other_at(&mut self, place: usize, label: &Text, raw: &str) {
        let value = Json::String(crate::text::clean(raw).into_owned());
        match self.seminar.other.get_mut(place) {
            Some((_, Json::Array(values))) => values.push(value),
            Some((_, first)) => *first = Json::Array(vec![first.take(), value]),
            None => self.seminar.other.push((label.clone(), value)),
        }
    }

    fn set_slides(&mut self) {
        for slot in self.entry.filled(Field::Slides) {
            let place = self.seminar.other.len();
            let texts = collect_texts(&slot.pair.node);
            for text in texts {
                match Link::parse(links::address_in(text)) {
                    Ok(link) if self.seminar.slides.is_none() => self.seminar.slides = Some(link),
                    Ok(link) => {
                        self.seminar.links.push(LabelledLink { label: Text::line(&slot.pair.key), link });
                    }
                    Err(error) => {
                        let label = Text::line(&slot.pair.key);
                        self.report_bad_link(Field::Slides, &error.to_string(), &slot.pair.node);
                        self.add_other_at(place, &label, text);
                    }
                }
            }
            self.used.push(slot.pair);
        }
    }
}

fn is_slides(label: &str) -> bool {
    fields::lookup(&fields::normalize(label)).is_some_and(|(field, _)| field == Field::Slides)
}
