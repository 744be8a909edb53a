//! [`JournalState`]: what the events of all writers add up to. It depends on the set of events alone, not on the order
//! in which they are read or on how often each is.

use std::collections::HashMap;
use std::sync::Arc;

use super::event::{Event, Stamp};
use super::identity::TalkIdentity;
use super::mark::{Mark, MarkValue};

/// The latest event of each talk and mark.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct JournalState {
    talks: HashMap<Arc<TalkIdentity>, TalkMarks>,
    /// The largest time of any event, in milliseconds since 1970.
    newest: u64,
}

/// The latest value of each mark of a talk, and when it was set.
pub(crate) type TalkMarks = [Option<MarkedAt>; Mark::ALL.len()];

/// A value, and when it was set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarkedAt {
    pub(crate) stamp: Stamp,
    pub(crate) value: MarkValue,
}

impl JournalState {
    /// Adds an event.
    pub(crate) fn add(&mut self, event: &Event) {
        self.see(&event.stamp);
        let marks = self.talks.entry(Arc::clone(&event.talk)).or_default();
        let Some(latest) = marks.get_mut(event.mark as usize) else { return };
        if latest.as_ref().is_none_or(|latest| sort_key(latest) < (&event.stamp, event.line_key())) {
            *latest = Some(MarkedAt { stamp: event.stamp.clone(), value: event.value.clone() });
        }
    }

    /// Notes that there is an event with a stamp.
    pub(crate) fn see(&mut self, stamp: &Stamp) {
        self.newest = self.newest.max(stamp.millis);
    }

    /// The largest time of any event, in milliseconds since 1970.
    pub(crate) fn newest(&self) -> u64 {
        self.newest
    }

    /// Every talk that has been marked, with its marks, by identity.
    pub(crate) fn talks(&self) -> impl Iterator<Item = (&Arc<TalkIdentity>, &TalkMarks)> {
        self.talks.iter()
    }

    /// Whether nothing has ever been marked.
    pub(crate) fn is_empty(&self) -> bool {
        self.talks.is_empty()
    }

    /// The latest value of a mark among the identities of one talk.
    pub(crate) fn latest<'s>(
        &'s self,
        identities: impl IntoIterator<Item = &'s Arc<TalkIdentity>>,
        mark: Mark,
    ) -> Option<&'s MarkedAt> {
        let of = |identity| self.talks.get(identity)?.get(mark as usize)?.as_ref();
        identities.into_iter().filter_map(of).max_by_key(|latest| sort_key(latest))
    }
}

/// What decides between two events with one stamp, which only a damaged or copied file can have.
type LineKey<'e> = (bool, Option<&'e str>);

impl Event {
    fn line_key(&self) -> LineKey<'_> {
        value_key(&self.value)
    }
}

fn value_key(value: &MarkValue) -> LineKey<'_> {
    (value.is_set, value.position.as_ref().map(super::queue_position::QueuePosition::as_str))
}

fn sort_key(latest: &MarkedAt) -> (&Stamp, LineKey<'_>) {
    (&latest.stamp, value_key(&latest.value))
}

#[cfg(test)]
mod tests {
    use super::super::event::Step;
    use super::*;
    use proptest::prelude::*;

    fn event(millis: u64, writer: u8, talk: u8, mark: usize, is_set: bool) -> Event {
        let title = Some(format!("talk {talk}"));
        Event {
            stamp: Stamp { millis, writer: format!("writer-{writer}").into() },
            step: Step::Change(millis),
            talk: Arc::new(TalkIdentity { title, ..TalkIdentity::default() }),
            mark: Mark::ALL[mark],
            value: MarkValue::new(is_set),
            before: MarkValue::default(),
            group: None,
        }
    }

    fn state<'e>(events: impl IntoIterator<Item = &'e Event>) -> JournalState {
        let mut state = JournalState::default();
        events.into_iter().for_each(|event| state.add(event));
        state
    }

    proptest! {
        #[test]
        fn order_grouping_and_repetition_do_not_matter(
            parts in prop::collection::vec((0u64..40, 0u8..3, 0u8..4, 0usize..4, any::<bool>()), 1..60),
            order in any::<u64>(),
        ) {
            let events: Vec<Event> = parts.into_iter()
                .map(|(at, writer, talk, mark, is_set)| event(at, writer, talk, mark, is_set)).collect();
            let expected = state(&events);
            let mut shuffled: Vec<&Event> = events.iter().chain(&events).collect();
            shuffled.sort_by_key(|event| {
                use std::hash::{DefaultHasher, Hash, Hasher};
                let mut hasher = DefaultHasher::new();
                (order, &event.stamp, event.mark, event.value.is_set).hash(&mut hasher);
                hasher.finish()
            });
            prop_assert_eq!(state(shuffled), expected.clone());
            let mut backward: Vec<&Event> = events.iter().rev().collect();
            backward.dedup();
            prop_assert_eq!(state(backward), expected);
        }
    }

    #[test]
    fn the_latest_event_wins_and_between_equal_times_the_writer_decides() {
        let wins = |events: &[Event]| {
            let state = state(events);
            let (talk, _) = state.talks().next().unwrap();
            state.latest([talk], Mark::Watched).unwrap().value.is_set
        };
        assert!(!wins(&[event(1, 0, 0, 0, true), event(2, 0, 0, 0, false)]));
        assert!(wins(&[event(2, 1, 0, 0, true), event(2, 0, 0, 0, false)]));
    }
}
