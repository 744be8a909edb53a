//! [`RowFilter`]: the text typed into the heading of an overlay to filter its rows.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::text::width;
use crate::tui::keymap::{Action, Hint, Keymap, Mode};
use crate::tui::model::Press;
use crate::tui::theme::Role;
use crate::tui::update::line;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::line::put_input;

/// Columns that the heading keeps for the filter before it drops hints.
const COLUMNS: usize = 12;

/// The text typed into the heading of an overlay.
#[derive(Debug, Default)]
pub(super) struct RowFilter {
    input: Input,
}

impl RowFilter {
    /// The typed text.
    pub(super) fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether nothing is typed.
    pub(super) fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Removes the text.
    pub(super) fn clear(&mut self) {
        self.input.reset();
    }

    /// Edits the text with a key; returns whether it changed.
    pub(super) fn edit(&mut self, press: Press) -> bool {
        line::edit(&mut self.input, press.key)
    }

    /// Inserts a pasted line.
    pub(super) fn insert(&mut self, line: &str) {
        line::insert(&mut self.input, line);
    }

    /// The movement among the rows that a key stands for. Home and End belong to the text, unless it is empty.
    pub(super) fn movement(&self, keymap: &Keymap, press: Press) -> Option<Action> {
        let arrows = [Action::Up, Action::Down, Action::PageUp, Action::PageDown];
        let edge = || {
            let is_edge = self.is_empty() && !press.types_letter();
            let action = keymap.lookup(Mode::Choose, press.key).filter(|_| is_edge)?;
            matches!(action, Action::First | Action::Last).then_some(action)
        };
        press.action.filter(|action| arrows.contains(action)).or_else(edge)
    }

    /// The heading of an overlay with this name, with the text in it.
    pub(super) fn heading(&self, name: &str) -> String {
        format!("{name}  / {:<COLUMNS$}", self.text())
    }

    /// The hint that typing filters.
    pub(super) fn hint() -> Hint {
        Hint { keys: "type".to_owned(), words: "to filter", action: None }
    }

    /// Draws the heading; returns the position of the cursor.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, heading: Rect, name: &str) -> Position {
        canvas.put(heading, 0, 0, Role::Strong, name);
        let sign = u16::try_from(width(name) + 2).unwrap_or(u16::MAX);
        canvas.put(heading, sign, 0, Role::Accent, "/");
        put_input(canvas, heading, sign.saturating_add(2), &self.input)
    }
}
