//! [`UndoHistory`]: the steps of this machine that can be undone and redone, as its own events tell.

use std::collections::VecDeque;
use std::sync::Arc;

use super::event::{Event, Step};
use super::identity::TalkIdentity;
use super::mark::{Mark, MarkValue};

/// The most steps that can be undone.
const MAX_STEPS: usize = 100;

/// The steps that can be undone and redone, each newest last.
#[derive(Debug, Default)]
pub(crate) struct UndoHistory {
    done: VecDeque<UndoStep>,
    undone: Vec<UndoStep>,
}

/// A step and what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UndoStep {
    /// The name of the step.
    pub(crate) name: u64,
    /// What it changed, in order.
    pub(crate) changes: Vec<UndoChange>,
}

/// A changed mark, with its values before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UndoChange {
    pub(crate) talk: Arc<TalkIdentity>,
    pub(crate) mark: Mark,
    pub(crate) before: MarkValue,
    pub(crate) after: MarkValue,
}

impl UndoHistory {
    /// Adds an event of this machine; they must come in the order of their stamps.
    pub(crate) fn add(&mut self, event: &Event) {
        match event.step {
            Step::Change(name) => {
                if self.done.back().is_none_or(|last| last.name != name) {
                    self.undone.clear();
                    self.done.push_back(UndoStep { name, changes: Vec::new() });
                }
                if let Some(last) = self.done.back_mut() {
                    last.changes.push(UndoChange {
                        talk: Arc::clone(&event.talk),
                        mark: event.mark,
                        before: event.before.clone(),
                        after: event.value.clone(),
                    });
                }
                if self.done.len() > MAX_STEPS {
                    self.done.pop_front();
                }
            }
            // Each event of a step says the same; the first one moves it.
            Step::Undo(name) => {
                // Steps after it were refused, because something later had won.
                if let Some(at) = self.done.iter().rposition(|step| step.name == name) {
                    self.done.truncate(at + 1);
                    self.undone.extend(self.done.pop_back());
                }
            }
            Step::Redo(name) => {
                if let Some(at) = self.undone.iter().rposition(|step| step.name == name) {
                    self.undone.truncate(at + 1);
                    self.done.extend(self.undone.pop());
                }
            }
        }
    }

    /// The step that would be undone next.
    pub(crate) fn last_done(&self) -> Option<&UndoStep> {
        self.done.back()
    }

    /// The step that would be redone next.
    pub(crate) fn last_undone(&self) -> Option<&UndoStep> {
        self.undone.last()
    }

    /// Gives up the step that would be undone next, because something later has won.
    pub(crate) fn drop_last_done(&mut self) {
        self.done.pop_back();
    }

    /// Gives up the step that would be redone next.
    pub(crate) fn drop_last_undone(&mut self) {
        self.undone.pop();
    }
}
