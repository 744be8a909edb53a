//! Builds the content of cards: speakers, series and related talks.

use super::SearchEngine;
use super::card::{Content, Subject};
use super::people::People;
use super::series;
use crate::records::Handle;
use crate::records::Summary;

/// Maximum number of related talks on a card.
const MAX_RELATED: usize = 20;

impl SearchEngine {
    /// Builds the content of a card; `None` if its subject is unknown.
    pub(crate) fn build_card(&mut self, subject: &Subject) -> Option<Content> {
        match subject {
            Subject::Speaker(name) => {
                self.ensure_people();
                let people = self.people.as_ref()?;
                let card = people.card(people.get(name)?, |handle| self.whole(handle).map(Box::new));
                Some(Content::Speaker(card))
            }
            Subject::Series(name) => {
                self.ensure_people();
                series::page(name, self.listed_summaries(), self.people.as_ref()?).map(Content::Series)
            }
            Subject::Related(handle) => {
                self.index_related(usize::MAX);
                let seminar = self.whole(*handle).filter(|_| self.snapshot.is_listed(*handle))?;
                Some(Content::Related(self.related.find(*handle, &seminar, MAX_RELATED)))
            }
        }
    }

    /// Collects the people if that has not been done yet; it takes long in a large archive.
    fn ensure_people(&mut self) {
        if self.people.is_none() {
            self.people = Some(People::from_seminars(self.listed_summaries()));
        }
    }

    /// The summaries of all listed records.
    fn listed_summaries(&self) -> impl Iterator<Item = (Handle, Summary)> {
        let all = self.snapshot.store().iter().flat_map(|(first, batch)| first.range(batch.len()));
        all.filter_map(|handle| Some((handle, self.snapshot.summary(handle)?)))
    }
}
