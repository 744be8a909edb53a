//! The parts of the model that track loading and searching.

use std::collections::HashSet;
use std::sync::Arc;

use super::keymap::Action;
use super::results::Results;
use crate::archive::Change;
use crate::records::Handle;
use crate::search::{Order, Query, QueryError};
use crate::seminar::Seminar;
use crate::user::session::SavedSession;

/// The state of loading the archive.
#[derive(Debug, Default)]
pub struct LoadState {
    /// Whether loading has finished.
    pub is_finished: bool,
    /// Whether background indexing was requested; this happens only once.
    pub is_index_requested: bool,
    /// Why the archive is being reloaded, unless this is the first load. The old records stay visible meanwhile.
    pub reload_reason: Option<ReloadReason>,
    /// Whether cached records are still being checked against the files.
    pub is_verifying: bool,
    /// Changes since the current load began, to be loaded next.
    pub pending_change: Option<Change>,
}

/// Why an archive is reloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReloadReason {
    /// The user pressed the key.
    Requested,
    /// Files have changed.
    FilesChanged,
}

/// The talk whose body is loaded; other bodies stay in the record batches, packed or in a file.
#[derive(Debug, Default)]
pub struct LoadedTalk {
    /// The talk that was requested last.
    pub requested: Option<Handle>,
    /// Whether that request is still pending.
    pub is_pending: bool,
    /// The talk that was loaded last.
    pub seminar: Option<(Handle, Arc<Seminar>)>,
}

/// A query and its results.
#[derive(Debug, Default)]
pub struct SearchState {
    /// The last valid query, as typed.
    pub text: String,
    /// The parsed query; `None` if it is empty.
    pub query: Option<Arc<Query>>,
    /// The error in the query being typed; the results of the last valid query stay.
    pub error: Option<QueryError>,
    /// The order that the user picked; used if the query does not set one.
    pub order: Order,
    /// The id of the newest search.
    pub request_id: u64,
    /// Whether the results may lack what other windows have marked.
    pub lacks_flags: bool,
    /// Whether the next answer selects its best match, because the query changed.
    pub selects_best: bool,
    /// The id of the newest search that was answered completely.
    pub answered_id: u64,
    /// The latest results; `None` shows all talks.
    pub results: Option<Results>,
    /// The talk that was selected before the query. Clearing the query selects it again.
    pub selection_before: Option<Handle>,
    /// A query that was confirmed before it was answered. If something matches, it is added to the history.
    pub pending_history: Option<String>,
}

impl SearchState {
    /// Whether the list shows the complete results of the current query.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.query.is_none() || self.answered_id == self.request_id
    }
}

/// Where the user was.
#[derive(Debug, Default)]
pub struct SessionState {
    /// Names what is kept about the archive in the state folder; `None` keeps nothing.
    pub key: Option<String>,
    /// The session to continue, until the talk that was selected is loaded.
    pub restored: Option<SavedSession>,
    /// The place before the last jump.
    pub before_jump: Option<Place>,
}

/// An action that has to be repeated to be confirmed.
#[derive(Debug, Default)]
pub struct Confirmation {
    asked: Option<Action>,
    given: Option<Action>,
}

impl Confirmation {
    /// Asks for an action to be repeated.
    pub fn ask(&mut self, action: Action) {
        self.asked = Some(action);
    }

    /// A key was pressed, perhaps for an action: only if it is the one that was asked for, it is confirmed.
    pub fn on_action(&mut self, action: Option<Action>) {
        let asked = self.asked.take();
        self.given = action.filter(|_| asked == action);
    }

    /// Whether the action of the current key is confirmed.
    #[must_use]
    pub fn is_given(&self, action: Action) -> bool {
        self.given == Some(action)
    }
}

/// A place in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The query, as typed.
    pub query: String,
    /// The selected talk.
    pub selected: Option<Handle>,
}

/// The talks that are picked for an action.
#[derive(Debug, Default)]
pub struct PickedTalks {
    talks: HashSet<Handle>,
    /// The talk that was picked last, where a range begins.
    pub last: Option<Handle>,
}

impl PickedTalks {
    /// Whether a talk is picked.
    #[must_use]
    pub fn contains(&self, talk: Handle) -> bool {
        self.talks.contains(&talk)
    }

    /// How many talks are picked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.talks.len()
    }

    /// Whether no talk is picked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.talks.is_empty()
    }

    /// The picked talks, in any order.
    pub fn iter(&self) -> impl Iterator<Item = Handle> {
        self.talks.iter().copied()
    }

    /// Picks a talk.
    pub fn add(&mut self, talk: Handle) {
        self.talks.insert(talk);
        self.last = Some(talk);
    }

    /// Lets go of a talk.
    pub fn remove(&mut self, talk: Handle) {
        self.talks.remove(&talk);
    }

    /// Keeps only the talks for which `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(Handle) -> bool) {
        self.talks.retain(|&talk| keep(talk));
    }

    /// Lets go of all talks.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
