//! Detects double clicks: two presses of the left button at the same place in quick succession.

use std::time::{Duration, Instant};

use crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Position;

use super::message::Message;

/// Two presses within this time are a double click.
const DOUBLE_CLICK_TIME: Duration = Duration::from_millis(400);

/// Remembers the last press, which may be the first half of a double click.
#[derive(Debug, Default)]
pub(super) struct Clicks {
    last: Option<(Instant, Position)>,
}

impl Clicks {
    /// Returns the message unchanged, or a double click in place of the second press.
    pub(super) fn count(&mut self, message: Message, now: Instant) -> Message {
        let Message::Mouse(event) = &message else { return message };
        let MouseEventKind::Down(MouseButton::Left) = event.kind else { return message };
        let at = Position { x: event.column, y: event.row };
        let before = self.last.replace((now, at));
        if before.is_some_and(|(then, place)| place == at && now.duration_since(then) < DOUBLE_CLICK_TIME) {
            // A third press starts over.
            self.last = None;
            return Message::DoubleClick(at);
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyModifiers, MouseEvent};

    use super::*;

    #[test]
    fn two_presses_at_one_place_within_a_moment_are_a_double_click() {
        let start = Instant::now();
        let mut clicks = Clicks::default();
        let mut is_double = |column, milliseconds| {
            let kind = MouseEventKind::Down(MouseButton::Left);
            let press = MouseEvent { kind, column, row: 3, modifiers: KeyModifiers::NONE };
            let message = clicks.count(Message::Mouse(press), start + Duration::from_millis(milliseconds));
            matches!(message, Message::DoubleClick(_))
        };
        assert_eq!([is_double(5, 0), is_double(5, 300), is_double(5, 500)], [false, true, false]);
        assert_eq!([is_double(6, 600), is_double(6, 1100)], [false, false]);
    }
}
