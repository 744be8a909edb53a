//! A name for the query, under which it is saved.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::frame::{draw_frame, hint_line};
use crate::search::Query;
use crate::tui::effect::{Effect, UserDataTask};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::theme::Role;
use crate::tui::update::line;
use crate::tui::update::search::current_query;
use crate::tui::view::canvas::{Canvas, CellRange};
use crate::tui::view::line::put_input;
use crate::user::saved::SavedSearch;

#[derive(Debug, Default)]
struct SearchName {
    input: Input,
}

/// Asks for a name for the query.
pub(super) fn open(model: &mut Model) {
    if model.search.text.is_empty() {
        model.notice = Some("no query to save: search first".to_owned());
    } else {
        model.overlay = Some(Box::new(SearchName::default()));
    }
}

impl Overlay for SearchName {
    fn mode(&self) -> Mode {
        Mode::Type
    }

    fn area(&self, model: &Model) -> Rect {
        model.areas().overlay(50, 2)
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                let name = self.input.value().trim().to_owned();
                if name.is_empty() {
                    return Outcome::Stay;
                }
                // A file holds whole queries; what was left open is closed.
                let typed = &model.search.text;
                let is_whole = Query::parse(typed).is_ok();
                let query = if is_whole { typed.clone() } else { current_query(model).to_string() };
                effects.push(Effect::UserData(UserDataTask::SaveSearch(SavedSearch { name, query })));
                return Outcome::Close;
            }
            Some(_) => {}
            None => {
                line::edit(&mut self.input, press.key);
            }
        }
        Outcome::Stay
    }

    fn on_paste(&mut self, line: &str) {
        line::insert(&mut self.input, line);
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let hints = [(Action::Activate, "save"), (Action::Back, "close")];
        let text = draw_frame(canvas, area, "Save this search", &hint_line(&model.keymap, &hints));
        let cell = CellRange { area: text, column: 0, row: 1, columns: text.width };
        canvas.put_highlighted(cell, Role::Dim, &model.search.text, &[]);
        canvas.put(text, 0, 0, Role::Accent, "as");
        Some(put_input(canvas, text, 3, &self.input))
    }
}
