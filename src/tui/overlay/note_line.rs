//! Asks for a line to add to the note about a talk.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::frame::draw_frame;
use crate::records::Handle;
use crate::tui::effect::{Effect, JournalTask};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Model, NOTHING_SELECTED, Outcome, Overlay, Press};
use crate::tui::theme::Role;
use crate::tui::update::line;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::line::put_input;

#[derive(Debug)]
struct NoteLine {
    talk: Handle,
    input: Input,
}

const HINTS: [(Action, &str); 2] = [(Action::Activate, "add"), (Action::Back, "cancel")];

/// Asks for a line about the selected talk.
pub(super) fn open(model: &mut Model) {
    match model.selected {
        Some(talk) => model.overlay = Some(Box::new(NoteLine { talk, input: Input::default() })),
        None => model.notice = Some(NOTHING_SELECTED.to_owned()),
    }
}

impl Overlay for NoteLine {
    fn mode(&self) -> Mode {
        Mode::Type
    }

    fn area(&self, model: &Model) -> Rect {
        model.areas().overlay(70, 2)
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                let line = self.input.value().trim().to_owned();
                if !line.is_empty() && !model.snapshot.is_listed(self.talk) {
                    model.notice =
                        Some("the talk has changed or is gone; copy the line and try again".to_owned());
                    return Outcome::Stay;
                }
                if !line.is_empty() {
                    effects.push(Effect::Journal(JournalTask::AddToNote { talk: self.talk, line }));
                }
                return Outcome::Close;
            }
            Some(_) => {}
            None => {
                line::edit(&mut self.input, press.key);
            }
        }
        Outcome::Stay
    }

    fn on_paste(&mut self, _: &Model, text: &str) {
        line::insert(&mut self.input, text);
    }

    fn status_hints(&self) -> Vec<(Action, &'static str)> {
        HINTS.to_vec()
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let text = draw_frame(canvas, area, "Add to the note", &model.keymap.hints(&HINTS));
        let title = model.snapshot.summary(self.talk).map(|talk| talk.display_title().to_owned());
        let cell = CellRange { area: text, column: 0, row: 1, columns: text.width };
        canvas.put_highlighted(cell, Role::Dim, &title.unwrap_or_default(), &[]);
        Some(put_input(canvas, text, 0, &self.input))
    }
}
