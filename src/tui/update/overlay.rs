//! Keys, paste and wheel while an overlay is open, and the overlays for help and problems.

use std::sync::Arc;

use crossterm::event::KeyEvent;
use tui_input::Input;

use super::relayout::relayout;
use super::search::go_to_talk;
use super::{actions, card, facets, line, order};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Overlay, RowSelection};
use crate::tui::viewport::Viewport;

/// Opens the help, unfiltered.
pub(super) fn open_help(model: &mut Model) {
    model.overlay = Some(Overlay::Help { filter: Input::default(), view: Viewport::default() });
}

/// Opens the list of problems, if there are any.
pub(super) fn open_problems(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.problem_count() == 0 {
        let words = if model.load.is_finished { "no problems in this archive" } else { "no problems so far" };
        model.notice = Some(words.to_owned());
    } else {
        model.overlay = Some(Overlay::Problems { selection: RowSelection::default(), snippet: None });
        request_snippet(model, effects);
    }
}

/// A key while an overlay is open.
pub(super) fn on_key(model: &mut Model, action: Option<Action>, key: KeyEvent, effects: &mut Vec<Effect>) {
    relayout(model);
    match (&mut model.overlay, action) {
        (_, Some(Action::Back)) => model.overlay = None,
        (Some(Overlay::Facets(_)), Some(action)) => facets::on_key(model, action, effects),
        (Some(Overlay::Card(_)), Some(action)) => card::on_key(model, action, effects),
        (Some(Overlay::SearchName { .. }), action) => facets::on_search_name_key(model, action, key, effects),
        (Some(Overlay::Help { view, .. }), Some(action)) => scrolled_columns(view, action),
        (Some(Overlay::Help { filter, view }), None) => {
            line::edit(filter, key);
            view.scroll_to(0);
        }
        (Some(Overlay::Problems { selection, .. }), Some(Action::Edit)) => {
            let row = selection.row;
            edit_problem(model, row, effects);
        }
        (Some(Overlay::Orders { selection }), Some(Action::Activate)) => {
            let row = selection.row;
            order::pick(model, row, effects);
        }
        (Some(Overlay::Links { .. }), Some(Action::Activate)) => actions::open_selected_link(model, effects),
        (Some(Overlay::Problems { selection, .. }), Some(Action::Activate)) => {
            let row = selection.row;
            go_to_problem(model, row, effects);
        }
        (
            Some(
                Overlay::Problems { selection, .. }
                | Overlay::Links { selection, .. }
                | Overlay::Orders { selection },
            ),
            Some(action),
        ) => {
            select(selection, action);
        }
        _ => {}
    }
    request_snippet(model, effects);
}

/// Requests the snippet of the selected problem, unless it is loaded.
fn request_snippet(model: &Model, effects: &mut Vec<Effect>) {
    let Some(Overlay::Problems { selection, snippet }) = &model.overlay else { return };
    if snippet.as_ref().is_some_and(|(row, _)| *row == selection.row) {
        return;
    }
    if let Some(problem) = model.errors_and_warnings().nth(selection.row) {
        let file = model.display_path(&problem.path);
        effects.push(Effect::LoadSnippet { row: selection.row, problem: Box::new(problem.clone()), file });
    }
}

/// The snippet of a problem is ready.
pub(super) fn on_snippet(model: &mut Model, row: usize, text: String) {
    if let Some(Overlay::Problems { snippet, .. }) = &mut model.overlay {
        *snippet = Some((row, text));
    }
}

/// Text pasted into the help's filter.
pub(super) fn on_paste(model: &mut Model, pasted: &str) {
    match &mut model.overlay {
        Some(Overlay::Help { filter, view }) => {
            line::insert(filter, pasted);
            view.scroll_to(0);
        }
        Some(Overlay::SearchName { input }) => line::insert(input, pasted),
        _ => {}
    }
}

/// The wheel over an overlay.
pub(super) fn on_wheel(model: &mut Model, rows: isize, effects: &mut Vec<Effect>) {
    match &mut model.overlay {
        Some(Overlay::Help { view, .. }) => view.scroll_by(rows),
        Some(
            Overlay::Problems { selection, .. }
            | Overlay::Links { selection, .. }
            | Overlay::Orders { selection },
        ) => {
            selection.select(selection.row.saturating_add_signed(rows.signum()));
        }
        Some(Overlay::Facets(sheet)) => facets::on_wheel(sheet, rows),
        Some(Overlay::Card(stack)) => card::on_wheel(stack, rows),
        Some(Overlay::SearchName { .. }) | None => {}
    }
    request_snippet(model, effects);
}

fn scrolled_columns(view: &mut Viewport, action: Action) {
    let page = isize::try_from(view.page_rows()).unwrap_or(isize::MAX);
    match action {
        Action::Up => view.scroll_by(-1),
        Action::Down => view.scroll_by(1),
        Action::PageUp => view.scroll_by(-page),
        Action::PageDown => view.scroll_by(page),
        _ => {}
    }
}

fn select(selection: &mut RowSelection, action: Action) {
    let page = selection.view.page_rows();
    match action {
        Action::Up => selection.select(selection.row.saturating_sub(1)),
        Action::Down => selection.select(selection.row.saturating_add(1)),
        Action::PageUp => selection.select(selection.row.saturating_sub(page)),
        Action::PageDown => selection.select(selection.row.saturating_add(page)),
        Action::First => selection.select(0),
        Action::Last => selection.select(usize::MAX),
        _ => {}
    }
}

/// Closes the list and selects the talk that a problem belongs to.
fn go_to_problem(model: &mut Model, row: usize, effects: &mut Vec<Effect>) {
    let Some(handle) = model
        .errors_and_warnings()
        .nth(row)
        .map(|problem| model.snapshot.talk_at(&problem.path, problem.position))
    else {
        return;
    };
    // The list stays open where there is no talk to go to.
    let Some(handle) = handle else {
        model.notice = Some("no talk could be read at that place".to_owned());
        return;
    };
    go_to_talk(model, handle, effects);
}

/// Edits the file that a problem is in, at its line.
fn edit_problem(model: &mut Model, row: usize, effects: &mut Vec<Effect>) {
    let place = model
        .errors_and_warnings()
        .nth(row)
        .map(|p| (Arc::clone(&p.path), p.position.map_or(1, |at| at.line)));
    if let Some((file, line)) = place {
        actions::edit_file(model, file, line, effects);
    }
}
