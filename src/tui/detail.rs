//! The selected talk, laid out in rows for one width. The layout is redone when the talk, the width, the query or the
//! find text changes, not per frame.

use std::ops::Range;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::theme::Role;
use super::viewport::Viewport;
use crate::recording::Link;
use crate::records::Handle;
use crate::search::{Query, Rank};
use crate::seminar::Seminar;

mod compose;
mod find;
mod paragraph;

pub(super) use compose::{compose, compose_prose};
pub use find::{Find, FindPrompt};
pub(super) use paragraph::Paragraph;

/// The laid-out talk and its visible rows.
#[derive(Debug, Default)]
pub struct Detail {
    /// What the rows were laid out for.
    pub layout_key: Option<LayoutKey>,
    /// The rows.
    pub rows: Vec<DetailRow>,
    /// Which of them are visible.
    pub view: Viewport,
    /// The rows of each match of the find text.
    pub matches: Vec<Range<usize>>,
    /// The times in its texts, by number.
    pub times: Vec<TimeHint>,
    /// Whether something is folded.
    pub folds: bool,
    /// The talk whose long fields the reader has unfolded.
    pub unfolded: Option<Handle>,
}

/// Everything that the layout depends on: while it is the same, the layout is reused.
#[derive(Debug, Clone)]
pub struct LayoutKey {
    /// The talk.
    pub handle: Handle,
    /// Its body, if that is loaded.
    pub body: Option<Arc<Seminar>>,
    /// The width in columns.
    pub width: u16,
    /// What to highlight.
    pub query: Option<Arc<Query>>,
    /// The talk's rank for that query.
    pub rank: Option<Rank>,
    /// The text of *find*.
    pub find: Option<String>,
    /// Whether fields that the format does not know are shown in full, though they are long.
    pub is_unfolded: bool,
    /// Whether the talk is upcoming.
    pub is_upcoming: bool,
    /// The reader's time zone.
    pub zone: TimeZone,
}

impl LayoutKey {
    /// Whether the layout would be the same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let query = match (&self.query, &other.query) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        query
            && self.is_upcoming == other.is_upcoming
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

    /// Whether it is the same talk for the same query: then the scroll position is kept. That the talk's file changed does
    /// not matter; that its body has come does.
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
    /// Where a click on it leads.
    pub target: Option<Link>,
    /// Index of the find match that it belongs to, from 0.
    pub match_index: Option<usize>,
}

impl DetailRow {
    /// Whether the query matched something here.
    #[must_use]
    pub fn has_match(&self) -> bool {
        self.runs.iter().any(|run| run.role == Role::Match)
    }
}

/// How many times can be opened with a digit key.
pub const TIME_KEYS: usize = 9;

/// A time in a text of the talk, with a link to the recording at that time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeHint {
    /// The time in seconds.
    pub seconds: u32,
    /// What the text says of it, where it is a chapter.
    pub title: String,
    /// The recording from there on.
    pub link: Link,
}

/// A laid-out talk.
#[derive(Debug, Default)]
pub(super) struct DetailLayout {
    /// The rows.
    pub(super) rows: Vec<DetailRow>,
    /// The rows of each match of the find text.
    pub(super) matches: Vec<Range<usize>>,
    /// The times in its texts, in order of first occurrence.
    pub(super) times: Vec<TimeHint>,
    /// Whether something is folded.
    pub(super) folds: bool,
}
