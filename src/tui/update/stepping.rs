//! Stepping through rows of which only some can be selected, such as links between paragraphs.
//!
//! The rows in between are meant to be read, so a distant row is selected only after the rows before it have been
//! visible.

use crate::tui::keymap::Action;
use crate::tui::model::RowSelection;

/// Rows at most this far outside the window count as near: a gap, a heading and what follows them.
const NEAR_ROWS: usize = 4;

/// Selects another row, or scrolls towards it.
pub(in crate::tui) fn move_selection(
    choice: &mut RowSelection,
    action: Action,
    is_choice: &dyn Fn(usize) -> bool,
) {
    let page = choice.view.page_rows();
    let len = choice.view.len();
    match action {
        Action::Up => backward(choice, 1, NEAR_ROWS, is_choice),
        Action::Down => forward(choice, 1, NEAR_ROWS, is_choice),
        Action::PageUp => backward(choice, page, page, is_choice),
        Action::PageDown => forward(choice, page, page, is_choice),
        Action::First => {
            choice.row = (0..len).find(|&row| is_choice(row)).unwrap_or(0);
            choice.view.scroll_to(0);
        }
        Action::Last => {
            choice.row = (0..len).rev().find(|&row| is_choice(row)).unwrap_or(0);
            choice.view.scroll_to(usize::MAX);
        }
        _ => {}
    }
}

/// Selects a row and scrolls to it and to the unselectable row below it. For the first selectable row, also shows the
/// rows above it.
pub(in crate::tui) fn select(
    selection: &mut RowSelection,
    row: usize,
    is_selectable: &dyn Fn(usize) -> bool,
) {
    if row + 1 < selection.view.len() && !is_selectable(row + 1) {
        selection.view.scroll_into_view(row + 1);
    }
    selection.select(row);
    // Before its first layout, the window has no height.
    let fits = row < selection.view.height() || selection.view.height() == 0;
    if fits && !(0..row).any(is_selectable) {
        selection.view.scroll_to(0);
    }
}

/// Scrolls. If the selected row leaves the window, selects the nearest selectable row that is visible.
pub(in crate::tui) fn scroll(choice: &mut RowSelection, rows: isize, is_choice: &dyn Fn(usize) -> bool) {
    choice.view.scroll_by(rows);
    let mut visible = choice.view.visible();
    if visible.contains(&choice.row) {
        return;
    }
    let nearest =
        if rows > 0 { visible.find(|&row| is_choice(row)) } else { visible.rfind(|&row| is_choice(row)) };
    choice.row = nearest.unwrap_or(choice.row);
}

/// Scrolls to the selected row; returns whether it was visible before, so that no key acts on an unseen row.
pub(in crate::tui) fn ensure_visible(choice: &mut RowSelection) -> bool {
    let seen = choice.view.visible().contains(&choice.row);
    choice.view.scroll_into_view(choice.row);
    seen
}

fn forward(selection: &mut RowSelection, least: usize, reach: usize, is_selectable: &dyn Fn(usize) -> bool) {
    let (from, len, visible) = (selection.row, selection.view.len(), selection.view.visible());
    let after = if from >= visible.end { from } else { from.saturating_add(least).max(visible.start) };
    let furthest = || (visible.start.max(from + 1)..len).rev().find(|&row| is_selectable(row));
    match (after..len).find(|&row| is_selectable(row)).or_else(furthest) {
        Some(row) if row < visible.end.saturating_add(reach) => select(selection, row, is_selectable),
        _ => scroll(selection, isize::try_from(least).unwrap_or(isize::MAX), is_selectable),
    }
}

fn backward(selection: &mut RowSelection, least: usize, reach: usize, is_selectable: &dyn Fn(usize) -> bool) {
    let (from, visible) = (selection.row, selection.view.visible());
    let until = if from < visible.start {
        from + 1
    } else {
        // One past the last row that may be selected.
        (from + 1).saturating_sub(least).min(visible.end)
    };
    let furthest = || (0..from.min(visible.end)).find(|&row| is_selectable(row));
    match (0..until).rev().find(|&row| is_selectable(row)).or_else(furthest) {
        Some(row) if row.saturating_add(reach) >= visible.start => select(selection, row, is_selectable),
        _ => scroll(selection, isize::try_from(least).map_or(isize::MIN, |rows| -rows), is_selectable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Creates rows, of which those with a `*` can be selected, in a window of this height.
    fn open(rows: &str, height: usize) -> (RowSelection, impl Fn(usize) -> bool) {
        let mut selection = RowSelection::default();
        selection.view.resize(height, rows.len());
        let choices: Vec<bool> = rows.chars().map(|c| c == '*').collect();
        let is_choice = move |row: usize| choices.get(row).copied().unwrap_or(false);
        move_selection(&mut selection, Action::First, &is_choice);
        (selection, is_choice)
    }

    /// The selected row and the first visible one after each step.
    fn steps(rows: &str, height: usize, actions: &[Action]) -> Vec<(usize, usize)> {
        let (mut selection, is_choice) = open(rows, height);
        let after = |&action: &Action| {
            move_selection(&mut selection, action, &is_choice);
            (selection.row, selection.view.top())
        };
        actions.iter().map(after).collect()
    }

    #[test]
    fn headings_are_passed_over_and_show_at_the_top() {
        use Action::{Down, Last, Up};
        assert_eq!(steps("-**--*-", 4, &[Down, Down, Up, Up]), [(2, 0), (5, 3), (2, 2), (1, 0)]);
        assert_eq!(steps("-**--*-", 4, &[Last, Up]), [(5, 3), (2, 2)]);
    }

    #[test]
    fn a_long_text_is_read_before_the_link_behind_it_is_chosen() {
        use Action::{Down, PageDown, PageUp, Up};
        let rows = "*---------*--";
        let down = steps(rows, 3, &[Down; 6]);
        assert_eq!(down, [(0, 1), (0, 2), (0, 3), (0, 4), (10, 9), (10, 10)]);
        assert_eq!(steps(rows, 3, &[PageDown, PageDown, PageDown]), [(0, 2), (0, 4), (0, 6)]);
        assert_eq!(steps(rows, 3, &[Down, Down, Down, Down, Down, PageUp, Up]).last(), Some(&(10, 6)));
        // Text after the last link can be read to its end.
        assert_eq!(steps("*------", 3, &[PageDown, Down, Down, Up, Up, Up, Up]).get(2), Some(&(0, 4)));
        assert_eq!(steps("*------", 3, &[PageDown, Down, Down, Up, Up, Up, Up]).last(), Some(&(0, 0)));
    }

    #[test]
    fn a_choice_out_of_sight_is_brought_back_before_it_acts() {
        let (mut selection, is_choice) = open("*------", 3);
        scroll(&mut selection, 3, &is_choice);
        assert!(!ensure_visible(&mut selection));
        assert!(ensure_visible(&mut selection));
    }

    proptest! {
        #[test]
        fn every_choice_is_reached_from_both_ends(rows in "-{0,9}\\*[-*]{0,40}", height in 1usize..12) {
            for (end, action) in [(Action::First, Action::Down), (Action::Last, Action::Up)] {
                let (mut choice, is_choice) = open(&rows, height);
                move_selection(&mut choice, end, &is_choice);
                let mut reached = std::collections::BTreeSet::from([choice.row]);
                for _ in 0..rows.len() * 2 {
                    move_selection(&mut choice, action, &is_choice);
                    reached.insert(choice.row);
                    prop_assert!(is_choice(choice.row));
                }
                let all: std::collections::BTreeSet<usize> = (0..rows.len()).filter(|&row| is_choice(row)).collect();
                prop_assert_eq!(reached, all);
            }
        }
    }
}
