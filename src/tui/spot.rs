//! The clickable areas of the last frame, and what each of them is.

use ratatui::layout::{Position, Rect};

use super::keymap::Action;
use crate::recording::Link;
use crate::records::Handle;

/// An area of the screen that does something when clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Where it is.
    pub area: Rect,
    /// What it is.
    pub target: SpotTarget,
}

/// What a click hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpotTarget {
    /// A talk in the list.
    Talk(Handle),
    /// The detail, outside its links.
    Detail,
    /// The line between list and detail.
    Divider,
    /// A link in the detail.
    Link(Link),
    /// A key hint, with the action of its key.
    Action(Action),
    /// A row of the open overlay.
    OverlayRow(usize),
    /// The open overlay, outside its rows.
    Overlay,
    /// A candidate of the completion menu.
    Candidate(usize),
}

/// What the mouse does, and what it can click.
#[derive(Debug, Default)]
pub struct MouseState {
    /// The clickable areas of the last frame.
    pub spots: Vec<Spot>,
    /// The talk that was clicked last.
    pub clicked_talk: Option<Handle>,
    /// Whether the divider is being dragged.
    pub is_dragging: bool,
}

/// The target at a position; if areas overlap, the one drawn last.
#[must_use]
pub(super) fn target_at(spots: &[Spot], at: Position) -> Option<&SpotTarget> {
    spots.iter().rev().find(|spot| spot.area.contains(at)).map(|spot| &spot.target)
}
