//! The overlay for choosing the order of the list.

use ratatui::layout::{Position, Rect};

use super::frame::{add_row, draw_frame, mark_row};
use crate::search::{Order, Query, UserFlag};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Outcome, Overlay, Press};
use crate::tui::row_selection::RowSelection;
use crate::tui::theme::Role;
use crate::tui::update::scrolling::scroll_to_selected;
use crate::tui::update::search::{SelectionPolicy, set_query};
use crate::tui::view::canvas::Canvas;

/// How many talks, spread evenly over the archive, are checked for what it can be sorted by.
const SAMPLE: usize = 1000;

#[derive(Debug)]
struct Orders {
    /// The orders that make sense for this archive.
    orders: Vec<Order>,
    selection: RowSelection,
}

/// Opens the orders; the current one is selected.
pub(super) fn open(model: &mut Model) {
    let orders = sensible_orders(model);
    let current = model.order();
    let is_current = |order: &Order| *order == current || (current == Order::Best && *order == Order::Newest);
    let row = orders.iter().position(is_current).unwrap_or(0);
    model.overlay =
        Some(Box::new(Orders { orders, selection: RowSelection { row, ..RowSelection::default() } }));
}

/// The orders that make a difference: best match if the query has words, and what talks have: series, length, marks.
fn sensible_orders(model: &Model) -> Vec<Order> {
    let step = model.snapshot.len().div_ceil(SAMPLE).max(1);
    let handles = model.snapshot.order().iter().step_by(step);
    let rows: Vec<_> = handles.filter_map(|&handle| model.snapshot.list_row(handle)).collect();
    let asks = model.search.query.as_ref().is_some_and(|query| query.has_words());
    let has_series = rows.iter().any(|row| row.series.is_some());
    let has_lengths = rows.iter().any(|row| row.duration.is_some());
    let is_sensible = |order: &Order| match order {
        Order::Best => asks,
        Order::Series | Order::SeriesBackward => has_series,
        Order::Length | Order::Longest => has_lengths,
        Order::Watched => model.flags.any(UserFlag::Watched),
        Order::Queue => model.flags.any(UserFlag::Queued),
        _ => true,
    };
    Order::all().filter(is_sensible).collect()
}

impl Overlay for Orders {
    fn area(&self, model: &Model) -> Rect {
        model.areas().overlay(40, self.orders.len())
    }

    fn relayout(&mut self, _: &Model, text: Rect) {
        self.selection.view.resize(usize::from(text.height), self.orders.len());
        self.selection.select(self.selection.row);
    }

    fn on_key(&mut self, model: &mut Model, press: Press, effects: &mut Vec<Effect>) -> Outcome {
        match press.action {
            Some(Action::Back) => return Outcome::Close,
            Some(Action::Activate) => {
                if let Some(&order) = self.orders.get(self.selection.row) {
                    sort(model, order, effects);
                }
                return Outcome::Close;
            }
            Some(action) => self.selection.step(action),
            None => {}
        }
        Outcome::Stay
    }

    fn select_row(&mut self, row: usize) -> bool {
        self.selection.select(row);
        true
    }

    fn on_wheel(&mut self, _: &Model, rows: isize, _: &mut Vec<Effect>) {
        self.selection.step_by(rows.signum());
    }

    fn draw(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        let hints = model.keymap.hints(&[(Action::Activate, "sort"), (Action::Back, "close")]);
        let text = draw_frame(canvas, area, "Order", &hints);
        let asks = model.search.query.as_ref().is_some_and(|query| query.has_words());
        let in_use = model.order().label(asks);
        let RowSelection { row: chosen, view } = self.selection;
        let rows = self.orders.iter().enumerate().skip(view.top()).take(view.height());
        for (row, (at, order)) in (0u16..).zip(rows) {
            let strong = mark_row(canvas, text, row, at == chosen);
            if order.label(asks) == in_use {
                canvas.put(text, 2, row, Role::Accent, "●");
            }
            let words = match order {
                Order::Best => "best match, then newest",
                other => other.label(asks),
            };
            canvas.put(text, 4, row, strong, words);
            if let Some(name) = order.name() {
                canvas.put_right(text, 0, row, Role::Dim, &format!("sort:{name}"));
            }
            add_row(canvas, text, row, at);
        }
        None
    }
}

/// Sorts the list, overriding an order in the query; the selection stays.
fn sort(model: &mut Model, order: Order, effects: &mut Vec<Effect>) {
    model.search.order = order;
    let mut text = model.search.text.clone();
    if let Some(query) = Query::parse_partial(&text).0.filter(|query| query.order().is_some()) {
        text = query.without_order().to_string();
    }
    set_query(model, &text, SelectionPolicy::Keep, effects);
    scroll_to_selected(model);
}
