//! Cards, as the librarian makes them.

use super::Librarian;
use crate::people::People;
use crate::seminar::Seminar;
use crate::series;
use crate::tui::card::{Content, Subject};

/// So many related talks and no more.
const MOST_RELATED: usize = 20;

impl Librarian {
    /// What a card tells; `None` where nothing is known of its subject.
    pub(in crate::tui) fn card(&mut self, subject: &Subject) -> Option<Content> {
        match subject {
            Subject::Speaker(name) => {
                self.gather();
                let (people, records) = (self.people.as_ref()?, &self.records);
                let card = people.card(people.of(name)?, |handle| {
                    records.get(&handle).map(|seminar| -> &Seminar { seminar })
                });
                Some(Content::Speaker(card))
            }
            Subject::Series(name) => {
                self.gather();
                let all = self.records.iter().map(|(&handle, seminar)| (handle, &**seminar));
                series::page(name, all, self.people.as_ref()?).map(Content::Series)
            }
            Subject::Related(handle) => {
                let seminar = self.records.get(handle)?;
                Some(Content::Related(self.related.to(*handle, seminar, MOST_RELATED)))
            }
        }
    }

    /// Finds out who speaks, unless it is known: that takes long in a large archive.
    fn gather(&mut self) {
        let records = &self.records;
        self.people.get_or_insert_with(|| {
            let mut all: Vec<_> = records.iter().map(|(&handle, seminar)| (handle, &**seminar)).collect();
            all.sort_unstable_by_key(|&(handle, _)| handle);
            People::gather(all.into_iter())
        });
    }
}
