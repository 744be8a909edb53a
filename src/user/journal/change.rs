//! Changes to the journal: marks, moves in the queue, undo and redo, and the words that report them.

use std::sync::Arc;

use super::Journal;
use super::event::{Event, JournalLine, Step};
use super::identity::TalkIdentity;
use super::mark::{Mark, MarkValue};
use super::queue_position::QueuePosition;
use super::undo::{UndoChange, UndoStep};
use crate::records::Handle;
use crate::text::{clean_line, pluralize, truncate};

/// Columns of a title in a report, which has to fit in the status line.
const MAX_TITLE: usize = 36;

/// A change that a user asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalChange {
    /// Clear a mark of some talks if all of them have it, else set it. Only the journal knows for certain.
    Toggle {
        /// The talks.
        talks: Vec<Handle>,
        /// The mark.
        mark: Mark,
    },
    /// Set or clear a mark of some talks, in their order.
    Mark {
        /// The talks.
        talks: Vec<Handle>,
        /// The mark.
        mark: Mark,
        /// Whether they have it afterwards.
        is_set: bool,
    },
    /// Move a talk in the queue by this many places; negative is towards the front.
    Move {
        /// The talk.
        talk: Handle,
        /// How far.
        by: isize,
    },
    /// Undo the last step.
    Undo,
    /// Redo the step that was undone last.
    Redo,
}

impl JournalChange {
    /// Whether it only notes that a recording was opened.
    pub(crate) fn is_started(&self) -> bool {
        matches!(self, Self::Mark { mark: Mark::Started, .. })
    }
}

/// A new value of a mark of a talk.
type NewValue = (Arc<TalkIdentity>, Mark, MarkValue);

impl Journal {
    /// Makes a change in memory; [`save`](Self::save) writes it. Returns what was done, or why nothing was, for the
    /// status line.
    pub(crate) fn apply(&mut self, change: &JournalChange, now_millis: u64) -> String {
        match change {
            JournalChange::Toggle { talks, mark } => {
                let is_set = !talks.iter().all(|&talk| self.has(talk, *mark));
                self.mark(talks, *mark, is_set, now_millis)
            }
            JournalChange::Mark { talks, mark, is_set } => self.mark(talks, *mark, *is_set, now_millis),
            JournalChange::Move { talk, by } => self.move_in_queue(*talk, *by, now_millis),
            JournalChange::Undo => self.undo_or_redo(true, now_millis),
            JournalChange::Redo => self.undo_or_redo(false, now_millis),
        }
    }

    /// Whether a talk is shown with a mark. A watched talk is neither started nor queued.
    fn has(&self, talk: Handle, mark: Mark) -> bool {
        let hides = matches!(mark, Mark::Started | Mark::Queued) && self.value(talk, Mark::Watched).is_set;
        self.value(talk, mark).is_set && !hides
    }

    fn mark(&mut self, talks: &[Handle], mark: Mark, is_set: bool, now: u64) -> String {
        let mut values: Vec<NewValue> = Vec::new();
        let is_queueing = mark == Mark::Queued && is_set;
        let mut last =
            is_queueing.then(|| self.queue_positions().pop()).flatten().map(|(position, _)| position);
        let (mut is_found, mut is_watched) = (false, false);
        for &handle in talks {
            let Some(talk) = self.matches.identify(&self.snapshot, handle) else { continue };
            if is_queueing && self.value(handle, Mark::Watched).is_set {
                is_watched = true;
                continue;
            }
            is_found = true;
            let before = self.value(handle, mark);
            if before.is_set != is_set {
                let value = if is_queueing {
                    let position = QueuePosition::between(last.as_ref(), None);
                    last = Some(position.clone());
                    MarkValue::queued_at(position)
                } else {
                    MarkValue::new(is_set)
                };
                values.push((Arc::clone(&talk), mark, value));
            }
            // A watched talk leaves the queue.
            if mark == Mark::Watched && is_set && self.value(handle, Mark::Queued).is_set {
                values.push((talk, Mark::Queued, MarkValue::default()));
            }
        }
        if !is_found {
            let is_gone = !talks.iter().any(|&handle| self.snapshot.is_listed(handle));
            return match (is_watched, is_gone) {
                (true, _) => format!("already watched, so not queued: {}", self.subject(talks)),
                (false, true) => "that talk is no longer in the archive".to_owned(),
                (false, false) => "not marked: cannot be told apart from another talk".to_owned(),
            };
        }
        self.write(values, None, now);
        in_words(mark, is_set, &self.subject(talks))
    }

    /// The queue: the position of each talk, first talk first.
    fn queue_positions(&self) -> Vec<(QueuePosition, Handle)> {
        let queue = self.queue().into_iter().filter(|(_, handle)| self.has(*handle, Mark::Queued));
        queue.filter_map(|(latest, handle)| Some((latest.value.position.clone()?, handle))).collect()
    }

    fn move_in_queue(&mut self, handle: Handle, by: isize, now: u64) -> String {
        let mut queue = self.queue_positions();
        let Some(row) = queue.iter().position(|(_, other)| *other == handle) else {
            return "not in the queue".to_owned();
        };
        queue.remove(row);
        let to = row.saturating_add_signed(by).min(queue.len());
        if let Some(talk) = self.matches.identify(&self.snapshot, handle).filter(|_| to != row) {
            let at = |row: Option<usize>| row.and_then(|row| queue.get(row)).map(|(position, _)| position);
            let position = QueuePosition::between(at(to.checked_sub(1)), at(Some(to)));
            self.write(vec![(talk, Mark::Queued, MarkValue::queued_at(position))], None, now);
        }
        format!("moved {}", self.subject(&[handle]))
    }

    fn undo_or_redo(&mut self, is_undo: bool, now: u64) -> String {
        let step = if is_undo { self.undo.last_done() } else { self.undo.last_undone() };
        let Some(step) = step.cloned() else {
            return if is_undo { "nothing to undo" } else { "nothing to redo" }.to_owned();
        };
        let refused = step.changes.iter().any(|change| !self.is_latest(change, is_undo));
        if refused {
            if is_undo {
                self.undo.drop_last_done();
            } else {
                self.undo.drop_last_undone();
            }
            let action = if is_undo { "undone" } else { "redone" };
            return format!("not {action}: later change to {}", self.subject_of(&step));
        }
        let value = |change: &UndoChange| if is_undo { change.before.clone() } else { change.after.clone() };
        let values = step.changes.iter().map(|change| (Arc::clone(&change.talk), change.mark, value(change)));
        let kind = if is_undo { Step::Undo(step.name) } else { Step::Redo(step.name) };
        self.write(values.collect(), Some(kind), now);
        let Some(first) = step.changes.first() else { return String::new() };
        let is_move = first.mark == Mark::Queued && first.before.is_set && first.after.is_set;
        let words = if is_move {
            format!("moved {}", self.subject_of(&step))
        } else {
            in_words(first.mark, value(first).is_set, &self.subject_of(&step))
        };
        if is_undo { format!("undone: {words}") } else { format!("redone: {words}") }
    }

    /// Whether nothing later has won over a change that is to be undone or redone.
    fn is_latest(&self, change: &UndoChange, is_undo: bool) -> bool {
        let own = [Arc::clone(&change.talk)];
        let known = self.matches.talk(&change.talk).map(|handle| self.matches.identities(handle));
        let latest = self.state.latest(known.unwrap_or(&own), change.mark);
        // Later steps of this machine have been undone first, so the value tells whether this one is the latest.
        let left = if is_undo { &change.after } else { &change.before };
        latest.is_some_and(|latest| latest.stamp.writer == self.writer && latest.value == *left)
    }

    /// Adds an event for each value, all in one step.
    fn write(&mut self, values: Vec<NewValue>, step: Option<Step>, now: u64) {
        let first = self.next_stamp(now).millis;
        let group = (values.len() > 1).then_some(first);
        for (talk, mark, value) in values {
            let own = [Arc::clone(&talk)];
            let known = self.matches.talk(&talk).map(|handle| self.matches.identities(handle));
            let before = self.state.latest(known.unwrap_or(&own), mark);
            let before = before.map(|latest| latest.value.clone()).unwrap_or_default();
            let (stamp, step) = (self.next_stamp(now), step.unwrap_or(Step::Change(first)));
            self.push(Event { stamp, step, talk, mark, value, before, group });
        }
        if group.is_some() {
            self.unsaved.push(JournalLine::End((Arc::clone(&self.writer), first)));
        }
    }

    /// The title of a talk, or how many there are.
    fn subject(&self, talks: &[Handle]) -> String {
        match talks {
            [only] => {
                let talk = self.snapshot.summary(*only);
                let title = talk.as_ref().map_or("", |talk| talk.display_title());
                format!("“{}”", truncate(title, MAX_TITLE))
            }
            several => pluralize(several.len(), "talk"),
        }
    }

    fn subject_of(&self, step: &UndoStep) -> String {
        let mut talks: Vec<&Arc<TalkIdentity>> = step.changes.iter().map(|change| &change.talk).collect();
        talks.dedup();
        let handles: Vec<Handle> = talks.iter().filter_map(|talk| self.matches.talk(talk)).collect();
        match (talks.as_slice(), handles.as_slice()) {
            ([_], [handle]) => self.subject(&[*handle]),
            ([only], []) => format!("“{}”", truncate(&clean_line(&only.in_words()), MAX_TITLE)),
            (several, _) => pluralize(several.len(), "talk"),
        }
    }
}

/// What was done, in words.
fn in_words(mark: Mark, is_set: bool, subject: &str) -> String {
    match (mark, is_set) {
        (Mark::Watched | Mark::Started, true) => format!("marked {subject} as {}", mark.name()),
        (Mark::Watched, false) => format!("unmarked {subject}"),
        (Mark::Started, false) => format!("unmarked {subject} as started"),
        (Mark::Starred, true) => format!("starred {subject}"),
        (Mark::Starred, false) => format!("unstarred {subject}"),
        (Mark::Queued, true) => format!("queued {subject}"),
        (Mark::Queued, false) => format!("removed {subject} from the queue"),
    }
}
