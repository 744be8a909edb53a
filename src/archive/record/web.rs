//! The recordings, slides and links of a record.

use super::{Maker, strings};
use crate::archive::fields::Field;
use crate::archive::links::{self, Kind};
use crate::archive::node::Node;
use crate::archive::shape::Candidate;
use crate::diagnostic::Severity;
use crate::recording::{Link, Recording};
use crate::seminar::LabelledLink;
use crate::text::Text;

impl<'n> Maker<'_, 'n, '_> {
    /// Recordings, the one that most can watch first, slides, and all other links.
    pub(super) fn recordings_and_links(&mut self, candidate: &Candidate<'n>) {
        let mut recordings: Vec<Recording> = Vec::new();
        for found in links::of(self.entry) {
            match found.kind {
                Kind::Recording(recording) if !recordings.contains(&recording) => recordings.push(recording),
                Kind::Recording(_) | Kind::Absent => {}
                Kind::Link(link) => self.seminar.links.push(LabelledLink { label: found.label, link }),
                Kind::No(reason) => self.no_link(found.field, &found.label, found.raw, &reason, found.node),
            }
        }
        if (recordings.is_empty() || links::is_the_parents(self.entry))
            && !links::refuses_recording(self.entry)
            && let Some(group) = &candidate.around.video
        {
            recordings.splice(
                0..0,
                links::of(group).into_iter().filter_map(|found| match found.kind {
                    Kind::Recording(recording) => Some(recording),
                    _ => None,
                }),
            );
        }
        // The place where most can watch comes first.
        recordings.sort_by_key(|recording| !recording.is_youtube());
        self.seminar.recordings = recordings;
        for slot in self.entry.all(Field::Video).chain(self.entry.all(Field::Links)) {
            self.used.push(slot.pair);
        }
        self.used.extend(self.entry.all(Field::Provider).map(|slot| slot.pair));
        self.slides();
    }

    /// A text in a field for links that is none.
    fn no_link(&mut self, field: Field, label: &Text, raw: &str, reason: &str, node: &Node) {
        let (severity, help) = match field {
            Field::Video => (Severity::Error, "write it as `https://www.youtube.com/watch?v=…`"),
            _ if self.entry.own => (Severity::Error, "write the whole address, as `https://…`"),
            _ => (Severity::Note, "it is shown under Other"),
        };
        self.desk.report(severity, "bad-link", node.at, reason, help);
        let value = serde_json::Value::String(crate::text::clean(raw).into_owned());
        self.seminar.other.push((label.clone(), value));
    }

    fn slides(&mut self) {
        for slot in self.entry.all(Field::Slides) {
            let texts = strings(&slot.pair.node);
            for text in texts {
                match Link::parse(links::target_of(text)) {
                    Ok(link) if self.seminar.slides.is_none() => self.seminar.slides = Some(link),
                    Ok(link) => {
                        self.seminar.links.push(LabelledLink { label: Text::line(&slot.pair.key), link });
                    }
                    Err(error) => {
                        let label = Text::line(&slot.pair.key);
                        self.no_link(Field::Slides, &label, text, &error.to_string(), &slot.pair.node);
                    }
                }
            }
            self.used.push(slot.pair);
        }
    }
}
