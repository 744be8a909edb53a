//! Overlays. Each has a file with its state, keys, mouse and drawing, and one line in [`open`].

pub(super) mod card;
mod facets;
mod frame;
mod help;
pub(super) mod links;
mod note_line;
mod orders;
mod problems;
mod queue;
mod row_filter;
mod search_name;

use super::effect::Effect;
use super::keymap::Action;
use super::model::Model;

/// Opens the overlay for an action; returns whether the action has one.
pub(super) fn open(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::Facets => facets::open(model, effects),
        Action::Help | Action::Commands => help::open(model),
        Action::Links => links::open(model),
        Action::Order => orders::open(model),
        Action::Problems => problems::open(model, effects),
        Action::AddToNote => note_line::open(model),
        Action::Queue => queue::open(model),
        Action::Related => card::open_related(model, effects),
        Action::SaveSearch => search_name::open(model, effects),
        Action::SeriesCard => card::open_series(model, effects),
        Action::SpeakerCard => card::open_speaker(model, effects),
        _ => return false,
    }
    true
}
