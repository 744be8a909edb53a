//! The title and the speakers of a record.

use super::SeminarBuilder;
use crate::diagnostic::{Rule, Severity};
use crate::extract::entry::KeyedValue;
use crate::extract::fields::Field;
use crate::extract::links;
use crate::extract::reporter::abbreviate;
use crate::extract::speakers;
use crate::extract::structure::Candidate;
use crate::format::node::Pair;
use crate::markup::strip::{strip_markup, strip_tags};
use crate::recording::Link;
use crate::seminar::LabelledLink;
use crate::text::Text;

impl<'n> SeminarBuilder<'_, 'n, '_> {
    pub(super) fn set_title_and_speakers(&mut self, candidate: &Candidate<'n>) {
        let speakers = if let Some(outer) = candidate.outer_title {
            // The entry's own title is the speaker's name.
            self.seminar.title = self.plain_title(outer);
            self.entry.first(Field::Title).into_iter().collect()
        } else {
            let slot = self.scalar(Field::Title);
            self.seminar.title = slot.and_then(|slot| self.plain_title(slot.pair));
            let own = speakers::keyed_values(self.entry);
            if own.is_empty() { candidate.inherited.speakers.into_iter().collect() } else { own }
        };
        self.report_second_speakers_key(&speakers);
        let people = speakers::read(self.entry, &speakers, self.reporter);
        self.seminar.speakers = people.speakers;
        self.seminar.other = people.other;
        self.used.extend(speakers.iter().map(|slot| slot.pair));
        if !self.seminar.speakers.is_empty() {
            self.used.extend(self.entry.filled(Field::Affiliation).map(|slot| slot.pair));
            self.used.extend(self.entry.filled(Field::Bio).map(|slot| slot.pair));
        }
    }

    /// A title as plain text; markup in it is reported.
    fn plain_title(&mut self, pair: &Pair) -> Option<Text> {
        let raw = pair.node.scalar()?;
        let title = strip_markup(raw);
        let address = links::address_in(raw);
        if (raw.contains("<a ") || raw.contains("]("))
            && let Ok(link) = Link::parse(address)
        {
            // The title links to the paper or the page: keep that link.
            self.seminar.links.push(LabelledLink { label: Text::line("link"), link });
        } else if title != Text::line(raw) {
            let (severity, what) = if strip_tags(raw) == raw {
                (Severity::Note, "markup")
            } else {
                (Severity::Warning, "HTML tags")
            };
            let message = format!("the title contains {what}, and is read as plain text");
            let help = format!("write it as `{}`", abbreviate(&title));
            self.reporter.report_milder(severity, Rule::MarkupInTitle, pair.node.at, &message, &help);
        }
        (!title.is_empty()).then_some(title)
    }

    /// Reports a second key for the speakers: if a record has both `speakers` and `speaker`, only the first counts.
    fn report_second_speakers_key(&mut self, read: &[KeyedValue<'n>]) {
        let Some(first) = read.first().filter(|_| self.entry.is_canonical) else {
            return;
        };
        let all = self.entry.filled(Field::Speakers);
        for slot in all.filter(|slot| read.iter().all(|read| !std::ptr::eq(read.pair, slot.pair))) {
            let message = format!(
                "both `{counts}` and `{}` give the speakers; `{counts}` is used, and the other is shown under Other",
                slot.pair.key,
                counts = first.pair.key
            );
            let help = "leave one of them out";
            self.reporter.report(Rule::DuplicateField, slot.pair.at, &message, help);
        }
    }
}
