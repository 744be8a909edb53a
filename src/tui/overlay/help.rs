//! The keys, filtered by what is typed.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::frame::{draw_frame, hint_line};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, HelpRow, Mode};
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::theme::Role;
use crate::tui::update::line;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::detail::scrollbar;
use crate::tui::view::line::put_input;
use crate::tui::viewport::Viewport;

/// Columns of the overlay.
const COLUMNS: u16 = 64;

#[derive(Debug, Default)]
struct Help {
    filter: Input,
    view: Viewport,
}

/// Opens the help, unfiltered.
pub(super) fn open(model: &mut Model) {
    model.overlay = Some(Box::new(Help::default()));
}

impl Overlay for Help {
    fn mode(&self) -> Mode {
        Mode::Type
    }

    fn area(&self, model: &Model) -> Rect {
        // As high as all bindings, so that it does not move while filtering.
        model.areas().overlay(COLUMNS, model.keymap.help_rows("").len())
    }

    fn relayout(&mut self, model: &Model, text: Rect) {
        self.view.resize(usize::from(text.height), model.keymap.help_rows(self.filter.value()).len());
    }

    fn on_key(&mut self, _: &mut Model, press: Press, _: &mut Vec<Effect>) -> Outcome {
        let page = isize::try_from(self.view.page_rows()).unwrap_or(isize::MAX);
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Up) => self.view.scroll_by(-1),
            Some(Action::Down) => self.view.scroll_by(1),
            Some(Action::PageUp) => self.view.scroll_by(-page),
            Some(Action::PageDown) => self.view.scroll_by(page),
            Some(_) => {}
            None => {
                line::edit(&mut self.filter, press.key);
                self.view.scroll_to(0);
            }
        }
        Outcome::Stay
    }

    fn on_paste(&mut self, line: &str) {
        line::insert(&mut self.filter, line);
        self.view.scroll_to(0);
    }

    fn on_wheel(&mut self, _: &Model, rows: isize, _: &mut Vec<Effect>) {
        self.view.scroll_by(rows);
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let hint = format!("type to filter   {}", hint_line(&model.keymap, &[(Action::Back, "close")]));
        let text = draw_frame(canvas, area, "Keys", &hint);
        let rows = model.keymap.help_rows(self.filter.value());
        if rows.is_empty() {
            let words = format!("no key does that: {} closes", model.keymap.label(Action::Back));
            canvas.put(text, 0, 0, Role::Dim, &words);
        }
        for (row, line) in (0u16..).zip(rows.get(self.view.visible()).unwrap_or_default()) {
            match line {
                HelpRow::Gap => {}
                HelpRow::Heading(group) => {
                    canvas.put(text, 0, row, Role::Strong, group.title());
                }
                HelpRow::Keys(binding) => {
                    canvas.put(text, 2, row, Role::Text, &binding.label());
                    canvas.put(text, 14, row, Role::Text, binding.description);
                }
            }
        }
        scrollbar(canvas, Rect { width: text.width.saturating_add(2), ..text }, self.view);
        let heading =
            Rect { y: area.y.saturating_add(1), height: 1, width: text.width.saturating_sub(28), ..text };
        canvas.put(heading, 6, 0, Role::Accent, "/");
        Some(put_input(canvas, heading, 8, &self.filter))
    }
}
