//! What can be clicked: the places of the last frame, and what each of them is.

use ratatui::layout::{Position, Rect};

use super::keymap::Action;
use crate::recording::Link;
use crate::records::Handle;

/// A place on the screen that does something when it is clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Where it is.
    pub area: Rect,
    /// What it is.
    pub target: SpotTarget,
}

/// What a click is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpotTarget {
    /// A talk in the list.
    Talk(Handle),
    /// The detail, beside its links.
    Detail,
    /// The line between list and detail.
    Divider,
    /// A link in the detail.
    Link(Link),
    /// A hint: the action of its key.
    Action(Action),
    /// A row of the open overlay.
    OverlayRow(usize),
    /// The open overlay, beside its rows.
    Overlay,
    /// A candidate of the completion menu.
    Candidate(usize),
}

/// What is at a position; of places that cover each other the last drawn.
#[must_use]
pub fn target_at(spots: &[Spot], at: Position) -> Option<&SpotTarget> {
    spots.iter().rev().find(|spot| spot.area.contains(at)).map(|spot| &spot.target)
}
