//! Actions in the list and the detail.

use super::place::remember_place;
use super::scrolling::{scroll_detail, scroll_or_select, select_by};
use super::{actions, find, find_state, layout, marks, news, prompt, search, session};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Focus, Model};
use crate::tui::overlay;

/// Performs an action while neither prompt nor overlay is open.
pub(super) fn on_action(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    if !matches!(action, Action::Help | Action::Problems | Action::Reload) {
        model.auto_select = false;
        model.search.selects_best = false;
    }
    if matches!(action, Action::First | Action::Last) && model.focus == Focus::List {
        remember_place(model);
    }
    match action {
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
            scroll_or_select(model, action);
        }
        Action::NextTalk if find::go_to_match(model, 1) => {}
        Action::NextTalk => select_by(model, 1),
        Action::PreviousTalk => select_by(model, -1),
        Action::ScrollDown => scroll_detail(model, Action::PageDown),
        Action::ScrollUp => scroll_detail(model, Action::PageUp),
        Action::SwitchPane if model.focus == Focus::List => focus_detail(model),
        Action::SwitchPane | Action::FocusList => model.focus = Focus::List,
        Action::FocusDetail => focus_detail(model),
        Action::Activate => {
            if model.areas().has_two_panes() || model.focus == Focus::Detail {
                actions::open_recording(model, effects);
            } else {
                focus_detail(model);
            }
        }
        Action::OpenRecording => actions::open_recording(model, effects),
        Action::OpenTime(number) => actions::open_time(model, number, effects),
        Action::CopyLink => actions::copy_link(model, effects),
        Action::CopyTalk => actions::copy_line(model, effects),
        Action::PreviousMatch => {
            find::go_to_match(model, -1);
        }
        Action::Search if model.focus == Focus::Detail => find::open_prompt(model),
        Action::Search => prompt::open(model, ""),
        Action::SearchSpeaker => prompt::open(model, prompt::SPEAKER_FIELD),
        Action::Unfold => unfold(model),
        Action::Back => back(model, effects),
        Action::Layout | Action::SmallerList | Action::LargerList | Action::Zoom => {
            layout::on_action(model, action, effects);
        }
        Action::JumpBack => session::jump_back(model, effects),
        Action::Edit => actions::edit_talk(model, effects),
        Action::Reload => super::load::reload(model, effects),
        action if marks::on_action(model, action, effects) || news::on_action(model, action, effects) => {}
        action => {
            overlay::open(model, action, effects);
        }
    }
}

fn focus_detail(model: &mut Model) {
    if model.selected.is_some() {
        model.focus = Focus::Detail;
    }
}

/// Unfolds the long fields of the detail, or folds them again.
fn unfold(model: &mut Model) {
    let is_unfolded = model.detail.unfolded.is_some() && model.detail.unfolded == model.selected;
    if !is_unfolded && !model.detail.folds {
        model.notice = Some("nothing to expand in this talk".to_owned());
        return;
    }
    model.detail.unfolded = model.selected.filter(|_| !is_unfolded);
}

/// Handles [`Action::Back`] once overlay and prompt are closed. Each press does one of these, in this order: close the
/// search in the talk, let go of the picked talks, leave the detail, clear the query. It never quits the program.
fn back(model: &mut Model, effects: &mut Vec<Effect>) {
    if find_state::close(model) {
    } else if !model.picked.is_empty() {
        model.picked.clear();
    } else if model.focus == Focus::Detail {
        model.focus = Focus::List;
    } else if !model.search.text.is_empty() {
        search::set_query(model, "", search::SelectionPolicy::Keep, effects);
        if let Some(row) = model.selected_row() {
            model.list.resize(model.list.height(), model.list_len());
            model.list.centre(row);
        }
    }
}
