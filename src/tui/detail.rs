//! The selected talk, laid out in rows for one width. The layout is redone when the talk, the width, the query or the
//! find text changes, not per frame.

use std::ops::Range;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::theme::Role;
use super::viewport::Viewport;
use crate::recording::Link;
use crate::records::Handle;
use crate::search::{Query, Rank, UserNote};
use crate::seminar::Seminar;

mod compose;
mod find;
mod paragraph;

pub(super) use compose::{compose, compose_prose};
pub(super) use find::{Find, FindPrompt};
pub(super) use paragraph::Paragraph;

/// The laid-out talk and its visible rows.
#[derive(Debug, Default)]
pub struct Detail {
    /// What the rows were laid out for; `None` before the first layout.
    pub layout_key: Option<LayoutKey>,
    /// The rows.
    pub rows: Vec<DetailRow>,
    /// The visible rows.
    pub view: Viewport,
    /// The range of rows of each find match.
    pub matches: Vec<Range<usize>>,
    /// The times in the talk's texts; digit key *n* opens the *n*th.
    pub times: Vec<TimeHint>,
    /// Whether any long field is folded.
    pub folds: bool,
    /// The talk whose long fields the reader has unfolded.
    pub unfolded: Option<Handle>,
}

/// Everything that the layout depends on: while it is the same, the layout is reused.
#[derive(Debug, Clone)]
pub struct LayoutKey {
    /// The talk.
    pub handle: Handle,
    /// The talk with its body, if that is loaded.
    pub body: Option<Arc<Seminar>>,
    /// The width in columns.
    pub width: u16,
    /// The query to highlight.
    pub query: Option<Arc<Query>>,
    /// The talk's rank for that query.
    pub rank: Option<Rank>,
    /// The find text to highlight.
    pub find: Option<String>,
    /// Whether long fields that the format does not know are shown in full.
    pub is_unfolded: bool,
    /// Whether the talk is upcoming.
    pub is_upcoming: bool,
    /// What the user has marked, in words.
    pub marks: Vec<String>,
    /// The user's notes.
    pub note: Option<Arc<UserNote>>,
    /// The reader's time zone.
    pub zone: TimeZone,
}

impl LayoutKey {
    /// Whether both keys give the same layout.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let query = match (&self.query, &other.query) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        query
            && self.is_upcoming == other.is_upcoming
            && self.marks == other.marks
            && self.note == other.note
            && self.is_unfolded == other.is_unfolded
            && self.zone == other.zone
            && self.is_body_same(other)
            && self.handle == other.handle
            && self.width == other.width
            && self.rank == other.rank
            && self.find == other.find
    }

    fn is_body_same(&self, other: &Self) -> bool {
        match (&self.body, &other.body) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether to keep the scroll position: the talk and the query are the same, and no body has arrived in between. A
    /// change to the talk's file does not matter.
    #[must_use]
    pub fn keeps_scroll(&self, other: &Self) -> bool {
        let words = |key: &Self| key.query.as_ref().map(ToString::to_string);
        words(self) == words(other)
            && self.handle == other.handle
            && self.body.is_some() == other.body.is_some()
    }
}

/// One row: runs of text, each with one role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailRow {
    /// Columns before the text.
    pub indent: u16,
    /// The text.
    pub runs: Vec<StyledRun>,
}

/// Text with one role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyledRun {
    /// Its role.
    pub role: Role,
    /// The text.
    pub text: String,
    /// The link that a click opens.
    pub target: Option<Link>,
    /// Index of the find match that it belongs to.
    pub match_index: Option<usize>,
}

impl DetailRow {
    /// Whether the query matched something here.
    #[must_use]
    pub fn has_match(&self) -> bool {
        self.runs.iter().any(|run| run.role == Role::Match)
    }
}

/// The number of times that have a digit key.
pub(super) const TIME_KEYS: usize = 9;

/// A time in a text of the talk, with a link to the recording at that time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeHint {
    /// The time in seconds.
    pub seconds: u32,
    /// The chapter's title, if the time starts a chapter.
    pub title: String,
    /// The link to the recording at this time.
    pub link: Link,
}

/// A laid-out talk.
#[derive(Debug, Default)]
pub(super) struct DetailLayout {
    /// The rows.
    pub(super) rows: Vec<DetailRow>,
    /// The range of rows of each find match.
    pub(super) matches: Vec<Range<usize>>,
    /// The times in the talk's texts, in order of first occurrence.
    pub(super) times: Vec<TimeHint>,
    /// Whether any long field is folded.
    pub(super) folds: bool,
}
