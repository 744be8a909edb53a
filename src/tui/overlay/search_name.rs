//! Asks for a name: to save the query, or to rename a saved search.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::frame::draw_frame;
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

#[derive(Debug)]
struct SearchName {
    input: Input,
    /// The saved search to rename; `None` to save the query.
    renamed: Option<SavedSearch>,
    /// The name of another search that Enter replaces, once the user has been warned.
    replaces: Option<String>,
}

/// Asks for a name for the query.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.search.text.is_empty() {
        model.notice = Some("no query to save; search first".to_owned());
        return;
    }
    effects.push(Effect::UserData(UserDataTask::LoadSavedSearches));
    model.overlay = Some(Box::new(SearchName { input: Input::default(), renamed: None, replaces: None }));
}

/// Asks for a new name for a saved search.
pub(super) fn rename(model: &mut Model, search: SavedSearch) {
    let input = Input::new(search.name.clone());
    model.overlay = Some(Box::new(SearchName { input, renamed: Some(search), replaces: None }));
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
            Some(Action::Activate) => return self.confirm(model, effects),
            Some(_) => {}
            None => {
                if line::edit(&mut self.input, press.key) {
                    self.replaces = None;
                }
            }
        }
        Outcome::Stay
    }

    fn on_paste(&mut self, _: &Model, line: &str) {
        line::insert(&mut self.input, line);
        self.replaces = None;
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let word = match (&self.replaces, &self.renamed) {
            (Some(_), _) => "replace",
            (None, Some(_)) => "rename",
            (None, None) => "save",
        };
        let hints = model.keymap.hints(&[(Action::Activate, word), (Action::Back, "close")]);
        let title = if self.renamed.is_some() { "Rename this search" } else { "Save this search" };
        let text = draw_frame(canvas, area, title, &hints);
        let cell = CellRange { area: text, column: 0, row: 1, columns: text.width };
        if let Some(name) = &self.replaces {
            let key = model.keymap.label(Action::Activate);
            let words = format!("“{name}” exists; {key} replaces it");
            canvas.put_highlighted(cell, Role::Warning, &words, &[]);
        } else {
            let query = self.renamed.as_ref().map_or(&model.search.text, |search| &search.query);
            canvas.put_highlighted(cell, Role::Dim, query, &[]);
        }
        canvas.put(text, 0, 0, Role::Accent, "as");
        Some(put_input(canvas, text, 3, &self.input))
    }
}

impl SearchName {
    /// Enter: saves or renames. Warns before replacing another search.
    fn confirm(&mut self, model: &Model, effects: &mut Vec<Effect>) -> Outcome {
        let name = self.input.value().trim().to_owned();
        if name.is_empty() {
            return Outcome::Stay;
        }
        let is_own = self.renamed.as_ref().is_some_and(|search| search.name == name);
        if is_own {
            return Outcome::Close;
        }
        let is_taken = model.saved.iter().any(|search| search.name == name);
        if is_taken && self.replaces.as_ref() != Some(&name) {
            self.replaces = Some(name);
            return Outcome::Stay;
        }
        effects.push(Effect::UserData(match &self.renamed {
            Some(search) => UserDataTask::RenameSearch { name: search.name.clone(), to: name },
            None => UserDataTask::SaveSearch(SavedSearch { name, query: whole_query(model) }),
        }));
        Outcome::Close
    }
}

/// The query to save; anything left open at its end is closed.
fn whole_query(model: &Model) -> String {
    let typed = &model.search.text;
    if Query::parse(typed).is_ok() { typed.clone() } else { current_query(model).to_string() }
}
