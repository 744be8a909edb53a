//! The orders of the list.

use ratatui::layout::{Position, Rect};

use super::frame::{draw_frame, hint_line, mark_row};
use crate::search::{Order, Query};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::scrolling::scroll_to_selected;
use crate::tui::update::search::{SelectionPolicy, set_query};
use crate::tui::view::canvas::Canvas;

#[derive(Debug)]
struct Orders {
    selection: RowSelection,
}

/// Opens the orders; the current one is selected.
pub(super) fn open(model: &mut Model) {
    let row = Order::ALL.iter().position(|&order| order == model.order()).unwrap_or(0);
    model.overlay = Some(Box::new(Orders { selection: RowSelection { row, ..RowSelection::default() } }));
}

impl Overlay for Orders {
    fn area(&self, model: &Model) -> Rect {
        model.areas().overlay(40, Order::ALL.len())
    }

    fn relayout(&mut self, _: &Model, text: Rect) {
        self.selection.view.resize(usize::from(text.height), Order::ALL.len());
        self.selection.select(self.selection.row);
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                if let Some(&order) = Order::ALL.get(self.selection.row) {
                    sort(model, order, effects);
                }
                return Outcome::Close;
            }
            Some(action) => self.selection.step(action),
            None => {}
        }
        Outcome::Stay
    }

    fn on_wheel(&mut self, _: &Model, rows: isize, _: &mut Vec<Effect>) {
        self.selection.step_by(rows.signum());
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let hints = [(Action::Activate, "pick"), (Action::Back, "close")];
        let text = draw_frame(canvas, area, "Order", &hint_line(&model.keymap, &hints));
        let with_query = !model.search.text.is_empty();
        let RowSelection { row: chosen, view } = self.selection;
        let rows = Order::ALL.iter().enumerate().skip(view.top()).take(view.height());
        for (row, (at, order)) in (0u16..).zip(rows) {
            let strong = mark_row(canvas, text, row, at == chosen);
            let words = match order {
                Order::Best => "best match, then newest",
                other => other.label(with_query),
            };
            canvas.put(text, 2, row, strong, words);
            if let Some(name) = order.name() {
                canvas.put_right(text, 0, row, Role::Dim, &format!("sort:{name}"));
            }
        }
        None
    }
}

/// Sorts the list, whatever the query said; the selection stays.
fn sort(model: &mut Model, order: Order, effects: &mut Vec<Effect>) {
    model.search.order = order;
    let mut text = model.search.text.clone();
    if let Some(query) = Query::parse_partial(&text).0.filter(|query| query.order().is_some()) {
        text = query.without_order().to_string();
    }
    set_query(model, &text, SelectionPolicy::Keep, effects);
    scroll_to_selected(model);
}
