//! The selected talk laid out in rows, for one width: done when the talk, the width or what is looked for
//! changes, not per frame.

use std::ops::Range;
use std::sync::Arc;

use super::theme::Role;
use super::viewport::Viewport;
use crate::recording::Link;
use crate::records::Handle;
use crate::search::{Query, Rank};

mod compose;
mod find;
mod paragraph;

pub(super) use compose::{compose, compose_prose};
pub use find::{Find, FindPrompt};
pub(super) use paragraph::Paragraph;

/// The laid-out talk and its visible rows.
#[derive(Debug, Default)]
pub struct Detail {
    /// What the rows were made for.
    pub layout_key: Option<LayoutKey>,
    /// The rows.
    pub rows: Vec<DetailRow>,
    /// Which of them are visible.
    pub view: Viewport,
    /// The rows of each match of the search in the talk.
    pub matches: Vec<Range<usize>>,
    /// The times in its texts, as they are numbered.
    pub times: Vec<TimeHint>,
}

/// Everything that the rows depend on.
#[derive(Debug, Clone)]
pub struct LayoutKey {
    /// The talk.
    pub handle: Handle,
    /// Whether its texts are here.
    pub has_body: bool,
    /// The width in columns.
    pub width: u16,
    /// What to highlight.
    pub query: Option<Arc<Query>>,
    /// How well the talk answers it.
    pub rank: Option<Rank>,
    /// What is looked for in the talk itself.
    pub find: Option<String>,
}

impl LayoutKey {
    /// Whether the same rows would come out.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let query = match (&self.query, &other.query) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        query
            && self.has_body == other.has_body
            && self.handle == other.handle
            && self.width == other.width
            && self.rank == other.rank
            && self.find == other.find
    }

    /// Whether the same talk answers the same query, however it is laid out and whatever is looked for in it.
    #[must_use]
    pub fn is_same_talk(&self, other: &Self) -> bool {
        self.is_same(&Self { width: self.width, find: self.find.clone(), ..other.clone() })
    }
}

/// One row: text in pieces of one role each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailRow {
    /// Columns before the text.
    pub indent: u16,
    /// The text.
    pub runs: Vec<StyledRun>,
}

/// A piece of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyledRun {
    /// What it is for.
    pub role: Role,
    /// The text.
    pub text: String,
    /// The match of the search in the talk that it belongs to, counted from 0.
    pub match_index: Option<usize>,
}

impl DetailRow {
    /// Whether the query matched something here.
    #[must_use]
    pub fn has_match(&self) -> bool {
        self.runs.iter().any(|run| run.role == Role::Match)
    }
}

/// How many of the times have a key.
pub const TIME_KEYS: usize = 9;

/// A time in a text of the talk at which its recording can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeHint {
    /// The time in seconds.
    pub seconds: u32,
    /// The recording from there on.
    pub link: Link,
}

/// A talk as it is laid out.
#[derive(Debug, Default)]
pub(super) struct DetailLayout {
    /// The rows.
    pub(super) rows: Vec<DetailRow>,
    /// The rows of each match of the search in the talk.
    pub(super) matches: Vec<Range<usize>>,
    /// The times in its texts, in the order of their first places.
    pub(super) times: Vec<TimeHint>,
}
