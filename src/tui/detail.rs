//! The selected talk laid out in rows, for one width: done when the talk, the width or the query changes, not per frame.

use std::ops::Range;
use std::sync::Arc;

use super::theme::Role;
use super::viewport::Viewport;
use crate::catalog::Handle;
use crate::search::{Query, Rank};
use crate::text::wrap;

mod compose;

pub(super) use compose::compose;

/// The laid-out talk and its visible rows.
#[derive(Debug, Default)]
pub struct Detail {
    /// What the rows were made for.
    pub made_for: Option<MadeFor>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Which of them are visible.
    pub view: Viewport,
}

/// Everything that the rows depend on.
#[derive(Debug, Clone)]
pub struct MadeFor {
    /// The talk.
    pub handle: Handle,
    /// The width in columns.
    pub width: u16,
    /// What to highlight.
    pub query: Option<Arc<Query>>,
    /// How well the talk answers it.
    pub rank: Option<Rank>,
}

impl MadeFor {
    /// Whether the same rows would come out.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let query = match (&self.query, &other.query) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        query && self.handle == other.handle && self.width == other.width && self.rank == other.rank
    }
}

/// One row: text in pieces of one role each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Columns before the text.
    pub indent: u16,
    /// The text.
    pub runs: Vec<(Role, String)>,
}

impl Row {
    /// Whether the query matched something here.
    #[must_use]
    pub fn is_match(&self) -> bool {
        self.runs.iter().any(|(role, _)| *role == Role::Match)
    }
}

/// A paragraph in pieces of one role each, before it is broken into rows.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    text: String,
    roles: Vec<(Range<usize>, Role)>,
}

impl Paragraph {
    /// Adds text of one role.
    pub(super) fn push(&mut self, role: Role, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.roles.push((start..self.text.len(), role));
    }

    /// Adds text of one role, with what matched set off.
    pub(super) fn push_marked(&mut self, role: Role, text: &str, matches: &[Range<usize>]) {
        let mut done = 0;
        for range in matches {
            if let (Some(before), Some(matched)) = (text.get(done..range.start), text.get(range.clone())) {
                self.push(role, before);
                self.push(Role::Match, matched);
                done = range.end;
            }
        }
        self.push(role, text.get(done..).unwrap_or_default());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Breaks it into rows of `width` columns: the first begins at `first`, the others at `rest`.
    pub(super) fn rows(&self, width: u16, first: u16, rest: u16) -> Vec<Row> {
        let columns = usize::from(width.saturating_sub(rest).max(1));
        let lead = usize::from(first.saturating_sub(rest));
        wrap(&self.text, columns, lead)
            .into_iter()
            .enumerate()
            .map(|(at, range)| Row { indent: if at == 0 { first } else { rest }, runs: self.slice(&range) })
            .collect()
    }

    fn slice(&self, range: &Range<usize>) -> Vec<(Role, String)> {
        let first = self.roles.partition_point(|(piece, _)| piece.end <= range.start);
        let pieces = self.roles.get(first..).unwrap_or_default();
        pieces
            .iter()
            .take_while(|(piece, _)| piece.start < range.end)
            .filter_map(|(piece, role)| {
                let text = self.text.get(piece.start.max(range.start)..piece.end.min(range.end))?;
                (!text.is_empty()).then(|| (*role, text.to_owned()))
            })
            .collect()
    }
}
